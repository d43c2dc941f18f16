"""The sentences of `fall` follow the figures: other figures, other sentences."""

import numpy as np
import pytest

from answers.made_up import WHOLE, steady, with_counts
from departures.answers.fall import answer_fall
from departures.answers.fall_tables import eventual_lead, lag_lead, window_in_words
from departures.answers.leads import draws_of
from report.fake_fit import fake_fit

YEARS = (2008, 2020)


def sentences(problem, **options) -> list[str]:
    return [sentence.text for sentence in answer_fall(problem, fake_fit(problem, **options)).sentences]


def test_falling_counts_are_said_to_fall() -> None:
    text = sentences(with_counts(steady(*YEARS, by_year=-40)))[0]
    assert text.startswith("Arrivals in the Harbour Union fell from 600 in 2008, the most in any year, to")
    assert text.endswith("120 in 2020, the fewest since yearly counts begin in 2008.")


def test_rising_counts_are_said_to_rise() -> None:
    text = sentences(with_counts(steady(*YEARS, by_year=40)))[0]
    assert (
        text == "Arrivals in the Harbour Union rose from 600 in 2008 to 1,080 in 2020, the most in any year."
    )


def test_a_dip_names_its_years_and_the_last_count() -> None:
    counts = steady(*YEARS, by_year=-10)
    counts |= {2016: (20, 20), 2017: (30, 30), 2018: (50, 60), 2019: (60, 90), 2020: (80, 120)}
    text = sentences(with_counts(counts))[0]
    assert "600 in 2008, the most in any year, to 530 in 2015 and 40 in 2016" in text
    assert text.endswith("200 came in 2020, more than the year before.")


def test_two_close_counts_are_about_the_same() -> None:
    counts = steady(*YEARS, by_year=-10) | {2016: (20, 20), 2019: (60, 90), 2020: (61, 90)}
    assert sentences(with_counts(counts))[0].endswith("151 came in 2020, about as many as the year before.")


@pytest.mark.parametrize(
    ("factor", "said"),
    [(0.2, "departures fell"), (5.0, "departures rose"), (1.0, "whether departures changed cannot be told")],
)
def test_departures_turn_with_the_posterior(factor: float, said: str) -> None:
    counts = dict.fromkeys(range(2008, 2021), (200, 300)) | {2008: (220, 320), 2016: (150, 220)}
    problem = with_counts(counts)
    text = sentences(problem, leaving=lambda year: factor if year == 2016 else 1.0, lag=1e6)[1]
    assert said in text


@pytest.mark.parametrize(
    ("lag", "said"),
    [
        (20.0, "Most people who arrived in 2022 had left more than five years before"),
        (0.3, "Few of the people who arrived in 2022 had left more than one year before"),
        (2.9, "It cannot be told whether most people who arrived in 2022"),
    ],
)
def test_the_lag_is_put_in_the_words_that_hold(lag: float, said: str) -> None:
    assert sentences(WHOLE, lag=lag)[2].startswith(said)


def test_a_number_that_hardly_anything_decides_says_so() -> None:
    answer = answer_fall(WHOLE, fake_fit(WHOLE))
    assert answer.sentences[1].tag == "data-decide"
    assert answer.sentences[3].tag == "assumption-decides"
    assert "events, not persons" in answer.sentences[3].text


def test_eventual_departures_are_those_of_both_sexes() -> None:
    fit = fake_fit(WHOLE)
    both = fit.quantities["eventual"].sel(year_left=2015).sum("gender").values.reshape(-1)
    assert np.allclose(draws_of(fit, eventual_lead(2015)), both)


def test_who_left_before_the_first_month_counts_as_long_gone() -> None:
    fit = fake_fit(WHOLE)
    fit.quantities["lag"].loc[{"year": 2015}] *= 0.5  # half had left before anybody looked
    recent = fit.quantities["lag"].sel(year=2015, year_left=slice(2014, 2015)).sum("year_left").values
    whole = fit.quantities["arrivals"].sel(year=2015).sum("gender").values
    assert np.allclose(draws_of(fit, lag_lead(2015, 1)), 1.0 - (recent / whole).reshape(-1))


def test_every_published_window_stands_in_the_table() -> None:
    table = answer_fall(WHOLE, fake_fit(WHOLE)).tables["windows"]
    names = {row[0] for row in table.rows}
    assert {window_in_words(window.start, window.end) for window in WHOLE.observation.windows} <= names
    assert len(table.rows) >= len(WHOLE.observation.windows)


def test_parts_of_a_year_are_printed_without_sex() -> None:
    table = answer_fall(WHOLE, fake_fit(WHOLE)).tables["windows"]
    assert all(row[4] is None and row[5] is None for row in table.rows if len(str(row[0])) > 4)
