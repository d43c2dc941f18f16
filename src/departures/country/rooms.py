"""Rooms of a pack: made of forms named in the settings, or written in Python beside them."""

from __future__ import annotations

import traceback
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from departures.country.draft import Draft
from departures.country.settings import FormRoom, ModuleRoom
from departures.country.toml import Path_
from departures.country.validation import validate
from departures.evidence import EvidencePackage
from departures.faults import Fault, Faults
from departures.mechanisms.form import Form
from departures.mechanisms.forms import FORMS
from departures.model.driver import Driver
from departures.model.room import Parts, Room
from departures.quantities import Months

MECHANISMS = "mechanisms"


@dataclass(frozen=True)
class Context:
    """What a room written in Python is given.

    `evidence` holds the rows public on `as_of`; `drivers` those of the settings and of the rooms before.
    """

    months: Months
    evidence: EvidencePackage
    drivers: tuple[Driver, ...]
    as_of: date | None = None


@dataclass(frozen=True)
class Place:
    """Where a part was written."""

    file: str
    row: int | None
    key: str

    def fault(self, name: str, found: str, remedy: str) -> Fault:
        """A fault of the part called `name`."""
        return Fault(self.file, self.row, ", ".join(text for text in (self.key, name) if text), found, remedy)


@dataclass
class Rooms:
    """The rooms that could be built, where their parts were written, and what is wrong with the others."""

    rooms: list[Room] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def add(self, room: Room) -> None:
        """Keep a room."""
        self.rooms.append(room)

    def put(self, parts: Parts, place: Place) -> None:
        """Remember where parts were written."""
        for item in fields(Parts):
            for part in getattr(parts, item.name):
                self.places.setdefault(part.name, place)


def build_rooms(
    draft: Draft,
    months: Months,
    drivers: tuple[Driver, ...],
    evidence: EvidencePackage | None,
    as_of: date | None,
) -> Rooms:
    """Build every room in the order of the settings."""
    built = Rooms()
    for index, setting in draft.settings.rooms.items():
        path: Path_ = ("rooms", index)
        if isinstance(setting, FormRoom):
            _from_forms(draft, setting, path, months, built)
        elif evidence is None or setting.module not in draft.modules:
            built.lost.add("")  # its parts have names that cannot be known
            if not draft.withheld and setting.module not in draft.modules:
                found = f"there is no {MECHANISMS}/{setting.module}.py"
                built.faults.append(
                    draft.document.fault((*path, "module"), found, "add the file, or take the room out")
                )
        else:
            before = tuple(driver for room in built.rooms for driver in room.parts.drivers)
            context = Context(months, evidence, (*drivers, *before), as_of)
            _from_module(draft, setting, context, built)
    return built


def _from_forms(draft: Draft, setting: FormRoom, path: Path_, months: Months, built: Rooms) -> None:
    parts = Parts()
    for number, entry in enumerate(setting.forms):
        here = (*path, "forms", number)
        form = _form(draft, here, entry, built.faults)
        if form is None:
            name = entry.get("name")
            built.lost.add(name if isinstance(name, str) else "")
            continue
        made = form.parts(months)
        built.put(made, Place(draft.document.file, draft.document.line_of(here), draft.document.key_of(here)))
        parts += made
    built.add(Room(setting.name, setting.title, setting.claim, setting.sources, parts))


def _form(draft: Draft, path: Path_, entry: Mapping[str, object], faults: list[Fault]) -> Form | None:
    kind = entry.get("form")
    if not isinstance(kind, str) or kind not in FORMS:
        found = "says no form" if kind is None else f"the form {kind!r} is unknown"
        faults.append(draft.document.fault((*path, "form"), found, f"use one of: {', '.join(sorted(FORMS))}"))
        return None
    rest = {key: value for key, value in entry.items() if key != "form"}
    return validate(FORMS[kind], draft.document, path, rest, faults)


def module_file(folder: Path, name: str) -> Path:
    """The file of a room written in Python."""
    return folder / MECHANISMS / f"{name}.py"


def _from_module(draft: Draft, setting: ModuleRoom, context: Context, built: Rooms) -> None:
    file = str(module_file(draft.folder, setting.module))
    try:
        room = run_room(file, draft.modules[setting.module], context)
    except Faults as found:
        built.faults += found.faults
    except Exception as problem:
        built.faults.append(_what_happened(file, problem))
    else:
        if isinstance(room, Room):
            built.put(room.parts, Place(file, None, ""))
            built.add(room)
            return
        found_ = f"room(context) returns {type(room).__name__}"
        built.faults.append(Fault(file, None, "room", found_, "return a departures.model.room.Room"))
    built.lost.add("")


def run_room(file: str, content: bytes, context: Context) -> object:
    """Run the bytes of a module (those that were hashed, not what lies there by now) and call its `room`."""
    module = types.ModuleType(Path(file).stem)
    module.__file__ = file
    exec(compile(content, file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - see trust.py
    if not callable(getattr(module, "room", None)):
        raise Faults([Fault(file, None, "room", "is missing", "write a function `room(context) -> Room`")])
    return module.room(context)


def _what_happened(file: str, problem: Exception) -> Fault:
    if isinstance(problem, SyntaxError):
        return Fault(file, problem.lineno, "", f"is not Python: {problem.msg}", "mend this line")
    lines = [frame.lineno for frame in traceback.extract_tb(problem.__traceback__) if frame.filename == file]
    if isinstance(problem, ValidationError):
        reasons = (f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in problem.errors())
        message = "; ".join(reasons)
    else:
        message = f"{type(problem).__name__}: {problem}"
    return Fault(file, lines[-1] if lines else None, "", f"the room fails: {message}", "mend the room")
