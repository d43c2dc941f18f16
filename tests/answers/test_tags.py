"""Tags: each test of the rule turns a number's tag on its own, and widening priors never makes the figures decide."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from departures.answers.answer import Lead
from departures.answers.leads import EXPLANATION
from departures.answers.tags import are_apart, tag_of, tag_tests
from departures.inference.fit import SCALED, STANDARD
from departures.inference.power_scaling import moved_by_prior, scaled_weights
from laws.problems import problem
from report.fake_fit import fake_fit

NORTH = problem("north_korea")
CHAINS, DRAWS = 4, 1000
LEFT_2015 = Lead(quantity="crossings", at=(("year", "2015"),))
NEXT_YEAR = Lead(quantity="crossings", at=(("year", "2026"),))
SHARE = Lead(
    quantity="eventual", at=(("year_left", "2015"), ("gender", "f")), of="eventual", of_at=(("year_left", "2015"),)
)  # fmt: skip


def fit_with(z, log_number, *, prior_sd=2.0, seed=3):
    """A fit whose unknowns are z [chain, draw, entry]; the log of each year's crossings is `log_number`."""
    made = np.random.default_rng(seed)
    fit = fake_fit(NORTH)
    years = fit.quantities["year"].values
    crossings = np.exp(np.repeat(log_number[..., None], len(years), axis=-1))
    before = np.exp(5.0 + prior_sd * made.standard_normal((1, 240, len(years))))
    dims = ("chain", "draw", "year")
    return replace(
        fit,
        quantities=xr.Dataset({"crossings": (dims, crossings)}, coords={"year": years}),
        before=xr.Dataset({"crossings": (dims, before)}, coords={"year": years}),
        parameters=xr.Dataset({STANDARD: (("chain", "draw", "entry"), z)}),
        terms=xr.Dataset({SCALED: scaled_weights(z, seed)}),
    )


def held(sd=0.1, seed=1, entries=20):
    """z whose first entry the figures hold with this standard deviation, and the others not at all."""
    z = np.random.default_rng(seed).standard_normal((CHAINS, DRAWS, entries))
    z[..., 0] *= sd
    return z


def decided(seed=1):
    z = held(seed=seed)
    return fit_with(z, 5.0 + 2.0 * z[..., 0])


def test_what_the_figures_hold_they_decide():
    assert tag_of(decided(), LEFT_2015, share=False) == "data-decide"
    assert not any(test.beyond for test in tag_tests(decided(), LEFT_2015, share=False))


def test_a_year_after_the_newest_figure_is_a_scenario():
    assert tag_of(decided(), NEXT_YEAR, share=False) == "scenario"
    spanning = Lead(quantity="crossings", at=(("year", "2024..2026"),))
    assert tag_of(decided(), spanning, share=False) == "scenario"


def test_a_wide_range_is_an_assumptions():
    z = held(0.4)
    assert tag_of(fit_with(z, 5.0 + 2.0 * z[..., 0]), LEFT_2015, share=False) == "assumption-decides"


@pytest.mark.parametrize("rounding", [0.0, 1e-13])
def test_what_no_draw_moves_is_an_assumptions(rounding):
    z = held()
    fit = fit_with(z, 5.0 + rounding * z[..., 0])
    assert tag_of(fit, LEFT_2015, share=False) == "assumption-decides"
    assert (
        next(test.name for test in tag_tests(fit, LEFT_2015, share=False) if test.beyond)
        == "spread of the draws"
    )


def test_what_was_known_as_well_before_is_an_assumptions():
    z = held()
    fit = fit_with(z, 5.0 + 2.0 * z[..., 0], prior_sd=0.3)
    found = {test.name: test for test in tag_tests(fit, LEFT_2015, share=False)}
    assert found["learnt from the figures"].beyond
    assert tag_of(fit, LEFT_2015, share=False) == "assumption-decides"


def test_a_number_that_moves_with_the_prior_is_an_assumptions():
    z = held()
    fit = fit_with(z, 5.0 + 0.2 * z[..., 1])  # an entry that no figure holds; narrow, and much wider before
    found = {test.name: test for test in tag_tests(fit, LEFT_2015, share=False)}
    assert not found["ratio of the ends"].beyond
    assert not found["learnt from the figures"].beyond
    assert found["moved by the prior"].beyond
    assert tag_of(fit, LEFT_2015, share=False) == "assumption-decides"


@pytest.mark.parametrize("narrower", [1.0, 0.1])
def test_narrowing_the_prior_of_what_no_figure_holds_makes_no_figure_decide(narrower):
    z = held()
    fit = fit_with(z, 5.0 + 0.5 * narrower * z[..., 1], prior_sd=0.5 * narrower)
    assert tag_of(fit, LEFT_2015, share=False) == "assumption-decides"


def mixture(fits, standing=()):
    return replace(next(iter(fits.values())), rivals=fits, standing=standing or tuple(fits))


def test_explanations_that_give_other_numbers_are_told():
    z = held()
    other = fit_with(z, 5.5 + 2.0 * z[..., 0])
    fits = {"one": decided(), "other": other}
    assert tag_of(mixture(fits), LEFT_2015, share=False) == "depends-on-explanation"
    assert tag_of(mixture(fits, ("one",)), LEFT_2015, share=False) == "data-decide"  # the other is refuted
    named = Lead(quantity="crossings", at=(("year", "2015"), (EXPLANATION, "other")))
    assert tag_of(mixture(fits), named, share=False) == "data-decide"


def test_one_explanation_under_which_an_assumption_decides_is_enough():
    z = held(0.4)
    fits = {"one": decided(), "other": fit_with(z, 5.0 + 2.0 * z[..., 0])}
    assert tag_of(mixture(fits), LEFT_2015, share=False) == "assumption-decides"


def test_a_sign_that_differs_depends_on_the_explanation():
    z = held()
    fits = {"one": decided(), "other": decided()}
    turned = fits["other"].quantities["crossings"] * -1.0
    fits["other"] = replace(fits["other"], quantities=xr.Dataset({"crossings": turned}))
    found = {test.name: test for test in tag_tests(mixture(fits), LEFT_2015, share=False)}
    assert found["signs that differ"].beyond
    assert z.shape == (CHAINS, DRAWS, 20)


def test_small_differences_and_small_gaps_do_not_depend():
    narrow = np.linspace(0.99, 1.01, 101)
    assert not are_apart(
        (100.0 * narrow, 120.0 * narrow), share=False
    )  # far apart in their spread, near in fact
    assert are_apart((100.0 * narrow, 130.0 * narrow), share=False)
    wide = np.linspace(0.2, 1.8, 101)
    assert not are_apart((100.0 * wide, 130.0 * wide), share=False)
    assert not are_apart((0.50 * narrow, 0.54 * narrow), share=True)
    assert are_apart((0.50 * narrow, 0.56 * narrow), share=True)


def tags_of_one_normal(error, prior_sd, seed):
    """Tags of one normal number that is seen with an error, under its prior and one ten times as wide: both posteriors
    are known exactly.
    """
    made = np.random.default_rng(seed)
    tags = []
    for sd in (prior_sd, 10.0 * prior_sd):
        precision = 1.0 / sd**2 + 1.0 / error**2
        mean, spread = 0.4 / error**2 / precision, 1.0 / np.sqrt(precision)
        log_number = mean + spread * made.standard_normal((CHAINS, DRAWS))
        rest = made.standard_normal((CHAINS, DRAWS, 10))
        z = np.concatenate([(log_number / sd)[..., None], rest], axis=-1)
        tags.append(tag_of(fit_with(z, 5.0 + log_number, prior_sd=sd), LEFT_2015, share=False))
    return tags


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("error", [0.02, 0.3, 0.6, 2.0])
@pytest.mark.parametrize("prior_sd", [1.2, 2.0])
def test_tenfold_wider_priors_turn_no_tag_to_data_decide(error, prior_sd, seed):
    before, after = tags_of_one_normal(error, prior_sd, seed)
    if error == 0.02:
        assert (before, after) == ("data-decide", "data-decide")
    assert before == "data-decide" or after != "data-decide"


def test_a_prior_narrower_than_a_factor_of_three_may_be_widened_until_figures_decide():
    """It had decided the number; without it the figures do. The rule says both."""
    assert tags_of_one_normal(error=0.3, prior_sd=0.2, seed=1) == ["assumption-decides", "data-decide"]


def test_moving_with_the_prior_is_what_theory_says_of_one_entry():
    """A standard normal raised to the power a has the standard deviation 1/√a: the distance has a value of its own."""
    even = np.random.default_rng(5).standard_normal((4, 20_000, 1))
    fit = fit_with(even, even[..., 0])
    # by quadrature over ±4.3, between which so many draws lie: 0.0745 per doubling
    assert moved_by_prior(fit, even[..., 0].ravel()) == pytest.approx(0.0745, abs=0.006)


def test_what_does_not_depend_on_the_prior_moves_by_chance_alone():
    z = held(entries=100)
    fit = fit_with(z, z[..., 0])
    made = np.random.default_rng(9)
    moved = [moved_by_prior(fit, made.standard_normal(CHAINS * DRAWS)) for _ in range(40)]
    assert np.quantile(moved, 0.75) < 0.05
    assert moved_by_prior(fit, z[..., 1].ravel()) > 0.03


def test_thinned_draws_and_fits_without_weights_have_no_distance():
    fit = decided()
    assert moved_by_prior(fit, np.ones(7)) is None
    assert moved_by_prior(replace(fit, terms=None), np.arange(float(CHAINS * DRAWS))) is None


def test_shares_are_tested_too():
    fit = fake_fit(NORTH)
    names = [test.name for test in tag_tests(fit, SHARE, share=True)]
    assert names == [
        "years after the newest figure", "ranges that did not hold made-up truths", "spread of the draws",
        "width of the range", "learnt from the figures",
    ]  # fmt: skip
