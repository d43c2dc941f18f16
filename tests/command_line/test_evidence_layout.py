"""The line that adds the series up claims an equation only where it holds."""

from types import SimpleNamespace

from departures.command_line.evidence_layout import totals_in_words
from departures.evidence.sums import SeriesTotal


def lines(opening, men, women):
    totals = [
        SeriesTotal("all", opening, "1998", men + women, "1999-2008", None),
        SeriesTotal("m", 0.0, "", men, "1999-2008", None),
        SeriesTotal("f", 0.0, "", women, "1999-2008", None),
    ]
    return totals_in_words(SimpleNamespace(totals=totals))


def test_men_and_women_who_make_all_are_told_as_a_sum():
    assert lines(0.0, 1288.0, 2322.0)[0] == "Preferred annual series: 3,610 = 1,288 men + 2,322 women."


def test_where_the_sex_of_some_is_unknown_no_sum_is_claimed():
    found = lines(310.0, 1288.0, 2322.0)
    assert found[0] == "Preferred annual series: 3,920."
    assert "Of 3,610 the sex is known: 1,288 men, 2,322 women." in found[1]
