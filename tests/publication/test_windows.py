"""Periods are read in the ways people write them."""

import pytest

from departures.publication.windows import Window, read_window


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024", "2024"),
        ("2024-Q3", "2024-Q3"),
        ("Q3 2024", "2024-Q3"),
        ("2024 H1", "2024-01/2024-06"),
        ("2024-05", "2024-05"),
        ("2024-01/2024-09", "2024-01/2024-09"),
        ("2024-01-01/2024-09-30", "2024-01/2024-09"),
        ("2012–2023", "2012-01/2023-12"),
    ],
)
def test_a_period_is_read(text: str, name: str) -> None:
    assert str(read_window(text)) == name


@pytest.mark.parametrize("text", ["", "women", "24", "2024-13", "12/2024", "1,234"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert read_window(text) is None


def test_a_year_holds_its_quarters_and_not_itself() -> None:
    year = Window(2024 * 12, 2024 * 12 + 11)
    quarter = Window(2024 * 12, 2024 * 12 + 2)
    assert year.holds(quarter)
    assert not year.holds(year)
    assert year.is_year
    assert quarter.is_finer_than_a_year
