"""Turns what a settings model refuses into faults with file, line, key and remedy."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from departures.country.toml import Document, Path_
from departures.faults import Fault
from departures.mechanisms.form import PriorSetting

Model = TypeVar("Model", bound=BaseModel)
_PRIOR = 'add {key} = {{ prior = "…", center = …, spread = …, source = "…" }}'
_DATES = ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact")


def validate(
    model: type[Model], document: Document, path: Path_, content: Any, faults: list[Fault]
) -> Model | None:
    """`content`, which stands at `path`, as a model; None when it cannot be used. All mistakes are collected.

    Keys that nobody knows are a fault, and then left out, so that what remains is checked all the same.
    """
    try:
        return model.model_validate(content)
    except ValidationError as refused:
        errors = refused.errors()
    for error in errors:
        error["loc"] = _keys_only(content, error["loc"])
    faults += [_fault(model, document, path, error) for error in errors]
    if any(error["type"] != "extra_forbidden" for error in errors):
        return None
    try:
        return model.model_validate(_without(content, [error["loc"] for error in errors]))
    except ValidationError as refused:
        faults += [_fault(model, document, path, error) for error in refused.errors()]
        return None


def _keys_only(content: Any, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The place of an error without the kinds of tagged entries, which are no keys of the file."""
    here: Any = content
    kept: list[int | str] = []
    for number, part in enumerate(loc):
        is_key = not isinstance(here, dict) or part in here or number == len(loc) - 1
        if is_key:
            kept.append(part)
            here = _inside(here, part)
    return tuple(kept)


def _inside(here: Any, part: int | str) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    return here[part] if isinstance(here, list) and isinstance(part, int) and part < len(here) else None


def _without(content: Any, places: list[tuple[int | str, ...]]) -> Any:
    rest = copy.deepcopy(content)
    for place in places:
        here = rest
        for part in place[:-1]:
            here = here[part]
        del here[place[-1]]
    return rest


def _fault(model: type[BaseModel], document: Document, path: Path_, error: ErrorDetails) -> Fault:
    loc = tuple(part for part in error["loc"] if part != "[key]")
    found, remedy = _words(model, loc, error)
    return document.fault((*path, *loc), found, remedy)


def _words(model: type[BaseModel], loc: Path_, error: ErrorDetails) -> tuple[str, str]:
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "missing":
        return "is missing", _how_to_add(model, loc)
    if kind == "extra_forbidden":
        known = ", ".join(_keys(_model_at(model, loc[:-1]))) or "none"
        return "is an unknown key", f"take it out, or use one of: {known}"
    if kind in ("literal_error", "enum"):
        return f"{value!r} is unknown", f"use one of: {context.get('expected', '')}".replace("'", "")
    if kind in _DATES:
        return f"{value!r} is not a date", "write it as YYYY-MM-DD, without quotes"
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, "), "change this entry so that it holds"
    shown = repr(value) if isinstance(value, str | int | float | bool) else "the entry"
    return f"{shown} does not fit: {error['msg'].lower()}", "give a value of the kind that is asked for"


def _how_to_add(model: type[BaseModel], loc: Path_) -> str:
    parent = _model_at(model, loc[:-1])
    if parent is not None:
        for name, field in parent.model_fields.items():
            if loc[-1] in (name, field.alias) and PriorSetting in tuple(_models_in(field.annotation)):
                return _PRIOR.format(key=loc[-1])
    return f"add {loc[-1]} = …"


def _model_at(model: type[BaseModel], loc: Path_) -> type[BaseModel] | None:
    """The model that describes what stands at `loc` below `model`, if one does."""
    here: type[BaseModel] | None = model
    for part in loc:
        if here is None:
            return None
        inner = [
            found
            for name, field in here.model_fields.items()
            if part in (name, field.alias)
            for found in _models_in(field.annotation)
        ]
        if inner:
            here = inner[0]
        elif isinstance(part, str) and part in _keys(here):
            return None  # a place or free name inside a list or table keeps the model found last
    return here


def _keys(model: type[BaseModel] | None) -> tuple[str, ...]:
    if model is None:
        return ()
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
