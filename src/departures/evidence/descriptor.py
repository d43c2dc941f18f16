"""Reads `datapackage.json`: which tables a package has, where they lie, and which columns each declares."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from departures.evidence.columns import KINDS, KNOWN, REQUIRED_TABLES, Column, column_from_field
from departures.faults import Fault, Faults

DESCRIPTOR = "datapackage.json"
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True)
class Resource:
    """One table of a package: its name, file, title and columns."""

    name: str
    path: str
    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Descriptor:
    """What `datapackage.json` says, with the faults found in it."""

    title: str
    licence: str
    resources: tuple[Resource, ...]
    content: bytes
    faults: tuple[Fault, ...]


def read_descriptor(folder: Path) -> Descriptor:
    """Read the descriptor of a package; raises `Faults` when nothing in it can be used."""
    file = str(folder / DESCRIPTOR)
    content = _content(folder / DESCRIPTOR)
    try:
        described = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise Faults(
            [_fault(file, "", f"is not UTF-8 (byte {problem.start})", "save the file as UTF-8")]
        ) from None
    except json.JSONDecodeError as problem:
        remedy = "mend the JSON at this place"
        raise Faults([Fault(file, problem.lineno, "", f"is not JSON: {problem.msg}", remedy)]) from None
    except (ValueError, RecursionError):
        raise Faults(
            [_fault(file, "", "is not JSON that can be read", "write a plain data package")]
        ) from None
    if not isinstance(described, dict) or not isinstance(described.get("resources"), list):
        remedy = "describe the tables in a list `resources` (Data Package v2)"
        raise Faults([_fault(file, "resources", "no list of tables", remedy)])
    faults: list[Fault] = []
    resources = _resources(described["resources"], file, faults)
    names = {resource.name for resource in resources}
    for name in REQUIRED_TABLES:
        if name not in names:
            faults.append(
                _fault(file, "resources", f"the table {name!r} is missing", f"add a resource {name!r}")
            )
    if not faults:  # else what was lost above would be told a second time
        faults += _not_described(folder, {resource.path for resource in resources}, file)
    return Descriptor(
        title=str(described.get("title") or described.get("name") or folder.name),
        licence=_licence(described),
        resources=tuple(resources),
        content=content,
        faults=tuple(faults),
    )


def _not_described(folder: Path, described: set[str], file: str) -> list[Fault]:
    """Tables that lie in the folder and would be passed over in silence."""
    lying = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv") if path.is_file())
    remedy = "describe it as a resource, or take the file out of the folder"
    known = {PurePosixPath(path).as_posix() for path in described}
    return [
        _fault(file, "resources", f"the file {path!r} is not described, so nothing in it is read", remedy)
        for path in lying
        if path not in known
    ]


def _fault(file: str, column: str, found: str, remedy: str) -> Fault:
    return Fault(file, None, column, found, remedy)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        remedy = f"put a {DESCRIPTOR} into the evidence folder, or name another folder"
        raise Faults([_fault(str(path), "", f"cannot be read: {reason}", remedy)]) from None


def _licence(described: Mapping[str, Any]) -> str:
    licences = described.get("licenses")
    if isinstance(licences, list) and licences and isinstance(licences[0], dict):
        return str(licences[0].get("name", ""))
    return ""


def _resources(described: list[Any], file: str, faults: list[Fault]) -> list[Resource]:
    resources: dict[str, Resource] = {}
    for place, entry in enumerate(described):
        where = f"resources[{place}]"
        if not isinstance(entry, dict):
            faults.append(_fault(file, where, "is not an object", "give name, path and schema"))
            continue
        name, path = entry.get("name"), entry.get("path")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            faults.append(_fault(file, f"{where}.name", f"{name!r} is no table name", "use a-z, 0-9 and _"))
            continue
        if name in resources:
            faults.append(_fault(file, f"{where}.name", f"{name!r} stands twice", "name each table once"))
            continue
        if not isinstance(path, str) or not _stays_inside(path):
            remedy = "give the name of a CSV file inside the evidence folder"
            faults.append(_fault(file, f"{where}.path", f"{path!r} is not a file of this folder", remedy))
            continue
        columns = _columns(name, entry.get("schema"), file, f"{where}.schema", faults)
        resources[name] = Resource(name, path, str(entry.get("title") or name), columns)
    return list(resources.values())


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return bool(path) and "\0" not in path and not parts.is_absolute() and ".." not in parts.parts


def _columns(table: str, schema: Any, file: str, where: str, faults: list[Fault]) -> tuple[Column, ...]:
    declared: dict[str, Column] = {}
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if isinstance(fields, list):
        for place, field in enumerate(fields):
            column = _column(field, file, f"{where}.fields[{place}]", faults)
            if column is not None:
                declared[column.name] = column
    elif table not in REQUIRED_TABLES:
        faults.append(_fault(file, where, "no list of fields", "declare each column in schema.fields"))
    columns: dict[str, Column] = {}
    for column in REQUIRED_TABLES.get(table, ()):
        columns[column.name] = (
            column.tightened_by(declared[column.name]) if column.name in declared else column
        )
    for name, column in declared.items():
        if name not in columns:
            known = KNOWN.get(name)
            columns[name] = column if known is None else replace(known.tightened_by(column), kind=known.kind)
    return tuple(columns.values())


def _column(field: Any, file: str, where: str, faults: list[Fault]) -> Column | None:
    if not isinstance(field, dict) or not isinstance(field.get("name"), str) or not field["name"]:
        faults.append(_fault(file, where, "a field without a name", "give each field a name and a type"))
        return None
    kind = field.get("type", "string")
    if kind not in KINDS:
        faults.append(
            _fault(file, f"{where}.type", f"{kind!r} is unknown", f"use one of: {', '.join(KINDS)}")
        )
        return None
    try:
        return column_from_field(field)
    except (TypeError, ValueError, AttributeError):
        remedy = "use required, unique, enum (a list) and minimum (a number)"
        faults.append(_fault(file, f"{where}.constraints", "cannot be understood", remedy))
        return None
