"""The forms in words: what each adds, its formula, and its keys as a pack writes them."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from departures.faults import Refusal
from departures.mechanisms.form import Form, KnotSetting, PriorSetting
from departures.mechanisms.forms import FORMS

KINDS: dict[Any, str] = {
    str: "text", float: "number", int: "whole number", bool: "true or false",
    PriorSetting: "{ prior, center, spread, source }", KnotSetting: "{ dates, step, source, anchor }",
}  # fmt: skip


def forms_in_words(name: str | None) -> list[str]:
    """One line a form, or all about one form."""
    if name is None:
        return [f"{kind}: {form.summary}" for kind, form in sorted(FORMS.items())]
    if name not in FORMS:
        raise Refusal(f"There is no form '{name}'. Use one of: {', '.join(sorted(FORMS))}.")
    form = FORMS[name]
    return [f"{name}: {form.summary}", *_formula(form), "", *_keys(form, "")]


def _formula(form: type[Form]) -> list[str]:
    return [f"  {line.strip()}" for line in (form.__doc__ or "").strip().splitlines() if line.strip()]


def _keys(model: type[BaseModel], indent: str) -> list[str]:
    lines: list[str] = []
    for key, field in model.model_fields.items():
        if field.is_required():
            need = "needed"
        elif field.default is None or field.default_factory is not None:
            need = "may be left out"
        else:
            need = f"{field.default} if left out"
        lines.append(f"{indent}{key:18s} {_kind(field.annotation)} ({need})")
        inner = next((part for part in _parts(field.annotation) if _has_keys(part)), None)
        lines += _keys(inner, indent + "    ") if inner is not None else []
    return lines


def _kind(annotation: Any) -> str:
    known = [part for part in _parts(annotation) if part is not type(None)]
    first = known[0]
    if get_origin(annotation) is tuple:
        return "list of tables" if _has_keys(first) else f"list of {KINDS.get(first, 'values')}"
    if get_origin(annotation) is dict:
        return 'table, as { way = "own" }'
    return KINDS.get(first, "table" if _has_keys(first) else "value")


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The type itself, or what a union or a list is made of."""
    return (
        get_args(annotation) if get_origin(annotation) in (Union, types.UnionType, tuple) else (annotation,)
    )


def _has_keys(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel) and part not in KINDS
