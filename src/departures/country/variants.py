"""Variants: an explanation with one thing other, put together like a rival, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator

from departures.country.draft import Draft, unknown
from departures.country.settings import ExplanationSetting, VariantSetting
from departures.country.toml import Path_
from departures.faults import Fault
from departures.model.parameter import Parameter
from departures.observation.declared import Observation


def as_explanation(draft: Draft, name: str) -> tuple[ExplanationSetting, VariantSetting | None]:
    """The setting of an explanation, or of a variant as one."""
    settings = draft.settings
    if name in settings.explanations:
        return settings.explanations[name], None
    variant = settings.variants[name]
    base = settings.explanations[variant.of]
    return ExplanationSetting(
        title=variant.title, off=base.off, priors={**base.priors, **variant.priors}
    ), variant


def left_out(variant: VariantSetting | None, observation: Observation) -> tuple[str, ...]:
    """The figures that a variant leaves out, all parts of a figure with it; `kind:name` as the likelihood has them."""
    named = () if variant is None else variant.leave_out
    return tuple(name for name in observation.datum_names if any(_is(name, each) for each in named))


def _is(figure: str, named: str) -> bool:
    return figure == named or figure.startswith(f"{named}, ")


def check_variants(
    draft: Draft, parameters: tuple[Parameter, ...], observation: Observation | None
) -> Iterator[Fault]:
    """Explanations, parameters and figures that variants name must exist; its name must be its own."""
    names = [item.name for item in parameters]
    figures = () if observation is None else observation.datum_names
    for name, variant in draft.settings.variants.items():
        path: Path_ = ("variants", name)
        if name in draft.settings.explanations:
            found = f"{name!r} is the name of an explanation too"
            yield draft.document.fault(path, found, "give the variant another name")
        yield from unknown(draft, (*path, "of"), "explanation", variant.of, draft.settings.explanations)
        for changed in variant.priors:
            yield from unknown(draft, (*path, "priors", changed), "parameter", changed, names)
        for place, figure in enumerate(variant.leave_out):
            if figures and not any(_is(each, figure) for each in figures):
                yield from unknown(draft, (*path, "leave_out", place), "figure", figure, figures)
