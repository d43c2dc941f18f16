"""Every figure besides the counts stands on the page, with what was published, how it is taken, and its source."""

from departures.report.footnotes import Footnotes
from departures.report.held_against import held_against
from laws.problems import problem


def test_every_figure_is_listed_with_its_source():
    made = problem("north_korea")
    seen = made.observation
    lines = held_against(made, Footnotes(made))
    assert len(lines) == len(seen.stocks) + len(seen.flows) + len(seen.stays) + len(seen.statements)
    assert all(line.notes for line in lines)
    numbers = [line.number.value for line in lines if line.number]
    expected = [
        *(d.value for d in seen.stocks),
        *(d.per_year for d in seen.flows),
        *(d.years for d in seen.stays),
    ]
    assert numbers == expected


def test_a_wording_is_shown_as_the_range_it_is_taken_for():
    made = problem("north_korea")
    worded = [line for line in held_against(made, Footnotes(made)) if line.wording]
    for line, datum in zip(worded, made.observation.statements, strict=True):
        assert datum.wording in line.wording
        assert line.taken.startswith(f"{100 * datum.low:.0f} to {100 * datum.high:.0f}")
        assert f"{datum.since:%Y-%m}" in line.taken
