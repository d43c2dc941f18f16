"""Reads `country.toml` piece by piece, so that one mistake does not hide the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from departures.country.causes_settings import CausesSetting
from departures.country.driver_settings import DRIVERS, DriverSetting
from departures.country.observation_settings import (
    FlowSetting,
    InterviewSetting,
    LatentSetting,
    ObservationSetting,
    StatementSetting,
    StaySetting,
    StockSetting,
)
from departures.country.report_settings import ReportSetting
from departures.country.settings import (
    REFERENCE,
    CellsSetting,
    ExplanationSetting,
    FormRoom,
    Heading,
    ModuleRoom,
    MonthsSetting,
    Settings,
    StateSetting,
    VariantSetting,
    WaySetting,
)
from departures.country.toml import Document, Path_
from departures.country.validation import Model, validate
from departures.faults import Fault
from departures.quantities import Months

_WORDS = ("people", "origin", "destination", "count")
_LISTS = ("stocks", "flows", "stays", "indicators", "attitudes", "interviews", "statements")
_TOP = (
    "title", "default", "words", "months", "cells", "states", "ways", "drivers", "rooms", "explanations", "variants",
    "observation", "causes", "report",
)  # fmt: skip


def read_settings(document: Document) -> tuple[Settings, list[Fault]]:
    """Everything that can be used, and every mistake."""
    reader = _Reader(document, [], set())
    content = document.content
    for key in content:
        if key not in _TOP:
            remedy = f"take it out, or use one of: {', '.join(_TOP)}"
            reader.faults.append(document.fault((key,), "is an unknown key", remedy))
    heading = reader.one(Heading, (), {key: content[key] for key in ("title", "default") if key in content})
    months = reader.one(MonthsSetting, ("months",))
    reader.one(CellsSetting, ("cells",))
    watched = {key: value for key, value in reader.table(("observation",)).items() if key not in _LISTS}
    observation = (
        reader.one(ObservationSetting, ("observation",), watched) if "observation" in content else None
    )
    if "observation" not in content:
        reader.absent("observation", "say in [observation] what is counted")
    settings = Settings(
        title=heading.title if heading else "",
        default=heading.default if heading else False,
        words=reader.words(),
        months=Months(months.first.replace(day=1), months.horizon.replace(day=1)) if months else None,
        states=reader.several(StateSetting, ("states",), needed=True),
        ways=reader.several(WaySetting, ("ways",), needed=True),
        drivers=reader.drivers(),
        rooms=reader.rooms(),
        explanations=reader.named(ExplanationSetting, ("explanations",)),
        variants=reader.named(VariantSetting, ("variants",)),
        observation=observation,
        stocks=reader.several(StockSetting, ("observation", "stocks")),
        flows=reader.several(FlowSetting, ("observation", "flows")),
        stays=reader.several(StaySetting, ("observation", "stays")),
        indicators=reader.several(LatentSetting, ("observation", "indicators")),
        attitudes=reader.several(LatentSetting, ("observation", "attitudes")),
        interviews=reader.several(InterviewSetting, ("observation", "interviews")),
        statements=reader.several(StatementSetting, ("observation", "statements")),
        report=reader.one(ReportSetting, ("report",)) or ReportSetting(),
        causes=reader.one(CausesSetting, ("causes",)) if "causes" in content else None,
        lost=frozenset(reader.lost),
    )
    if REFERENCE not in settings.explanations and REFERENCE not in reader.lost:
        reader.absent(
            f"explanations.{REFERENCE}", "every pack needs the explanation `reference`; add its table"
        )
    return settings, reader.faults


@dataclass(frozen=True)
class _Reader:
    document: Document
    faults: list[Fault]
    lost: set[str]

    def absent(self, key: str, remedy: str) -> None:
        self.faults.append(Fault(self.document.file, None, key, "is missing", remedy))

    def one(self, model: type[Model], path: Path_, content: Any = None) -> Model | None:
        found = content if content is not None else self.document.at(path)
        if found is None:
            found = {}
        return validate(model, self.document, path, found, self.faults)

    def table(self, path: Path_) -> dict[str, Any]:
        found = self.document.at(path)
        if found is None:
            return {}
        if not isinstance(found, dict):
            key = ".".join(map(str, path))
            self.faults.append(self.document.fault(path, "is not a table", f"write it as [{key}]"))
            return {}
        return found

    def list_at(self, path: Path_) -> list[Any]:
        found = self.document.at(path)
        if found is None:
            return []
        if not isinstance(found, list):
            key = ".".join(map(str, path))
            self.faults.append(self.document.fault(path, "is not a list of tables", f"write [[{key}]]"))
            return []
        return found

    def several(self, model: type[Model], path: Path_, needed: bool = False) -> dict[int, Model]:
        entries = self.list_at(path)
        if needed and self.document.at(path) is None:
            self.absent(str(path[0]), f"add at least one [[{path[0]}]]")
        read: dict[int, Model] = {}
        for place, entry in enumerate(entries):
            made = self.one(model, (*path, place), entry)
            if made is not None:
                read[place] = made
            elif needed:  # others refer to states and ways, and to nothing else that comes in lists
                self.lose(entry)
        return read

    def lose(self, entry: Any, name: str | None = None) -> None:
        """Remember the name of an entry that cannot be used: what refers to it is no second mistake."""
        called = name or (entry.get("name") if isinstance(entry, dict) else None)
        self.lost.add(called if isinstance(called, str) else "")

    def named(self, model: type[Model], path: Path_) -> dict[str, Model]:
        read: dict[str, Model] = {}
        for name, entry in self.table(path).items():
            made = self.one(model, (*path, name), entry)
            if made is None:
                self.lose(entry, name)
            else:
                read[name] = made
        return read

    def words(self) -> dict[str, str]:
        words = self.table(("words",))
        for key in _WORDS:
            if key not in words:
                self.absent(f"words.{key}", f'add {key} = "…" under [words]; the report uses it')
        for key, value in words.items():
            if not isinstance(value, str):
                self.faults.append(self.document.fault(("words", key), "is not text", "put it in quotes"))
        return {key: str(value) for key, value in words.items()}

    def drivers(self) -> dict[str, DriverSetting]:
        read: dict[str, DriverSetting] = {}
        for name, entry in self.table(("drivers",)).items():
            path: Path_ = ("drivers", name)
            made: DriverSetting | None = None
            kind = entry.get("kind") if isinstance(entry, dict) else None
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                self.faults.append(self.document.fault(path, f"{name!r} is no name", "use a-z, 0-9 and _"))
            elif not isinstance(kind, str) or kind not in DRIVERS:
                found = "has no kind" if kind is None else f"the kind of driver {kind!r} is unknown"
                remedy = f"use one of: {', '.join(DRIVERS)}"
                self.faults.append(self.document.fault((*path, "kind"), found, remedy))
            else:
                made = self.one(DRIVERS[kind], path, entry)
            if made is None:
                self.lose(entry, name)
            else:
                read[name] = made
        return read

    def rooms(self) -> dict[int, FormRoom | ModuleRoom]:
        if self.document.at(("rooms",)) is None:
            self.absent("rooms", "add at least one [[rooms]]")
        read: dict[int, FormRoom | ModuleRoom] = {}
        for place, entry in enumerate(self.list_at(("rooms",))):
            by_module = isinstance(entry, dict) and "module" in entry
            model: type[FormRoom] | type[ModuleRoom] = ModuleRoom if by_module else FormRoom
            made = self.one(model, ("rooms", place), entry)
            if made is None:
                self._lose_room(entry)
            else:
                read[place] = made
        return read

    def _lose_room(self, entry: Any) -> None:
        """The names of its parts begin with those of its forms; those of a Python room cannot be known."""
        forms = entry.get("forms") if isinstance(entry, dict) else None
        for form in forms if isinstance(forms, list) and forms else [None]:
            self.lose(form)
        self.lose(entry)
