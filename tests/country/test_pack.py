"""Opening a pack and putting it together: windows, drivers, explanations, dates of knowledge, fingerprints."""

from datetime import date

import numpy as np
import pytest

from country.packs import INVENTED, Spoilt
from departures.country.pack import open_pack, put_together
from departures.faults import Faults
from departures.runs.places import pack_names


@pytest.fixture(scope="module")
def pack():
    return open_pack("veldran")


@pytest.fixture(scope="module")
def problem(pack):
    return put_together(pack)


def driver(problem, name):
    months = problem.declaration.months
    values = next(item.values for item in problem.declaration.drivers if item.name == name)
    return {(months.date_of(i).year, months.date_of(i).month): float(value) for i, value in enumerate(values)}


def test_at_most_one_shipped_pack_is_the_default():
    defaults = [name for name, folder in pack_names().items() if open_pack(folder).settings.default]
    assert len(defaults) == 1


def test_a_pack_opens_by_name_and_by_folder(pack):
    assert open_pack(INVENTED).name == pack.name == "veldran"


def test_the_invented_pack_is_small_and_has_no_python(pack, problem):
    assert pack.runs == ()
    assert sum(item.size for item in problem.parameters) <= 30
    assert not list(INVENTED.rglob("*.py"))


def test_every_source_of_the_invented_pack_says_that_it_is_invented(pack):
    sources = pack.evidence.sources
    assert all("invented" in title.lower() for title in sources["title"])


def test_every_parameter_has_a_prior_with_a_source(problem):
    assert all(item.source and item.unit for item in problem.parameters)


def test_windows_are_the_finest_and_their_sum_is_the_count(pack, problem):
    names = [window.name for window in problem.observation.windows]
    assert names[:2] == ["2008", "2009"]
    assert "2014-Q1" in names
    assert "2014" not in names
    arrivals = pack.evidence.table("arrivals")
    wanted = arrivals[
        (arrivals["series"] == "annual") & (arrivals["gender"] == "all") & arrivals["preferred"]
    ]
    assert sum(window.value for window in problem.observation.windows) == wanted["value"].sum()


def test_sex_is_known_given_each_year(problem):
    assert [split.window.name for split in problem.observation.splits] == [str(y) for y in range(2008, 2023)]


def test_a_stock_takes_its_value_from_the_row(pack, problem):
    (stock,) = problem.observation.stocks
    table = pack.evidence.table("pathways").set_index("row_id")
    assert stock.value == table.loc["ways-abroad-2013", "value"]


def test_a_flow_without_a_figure_takes_the_middle_of_the_rows_bounds(pack, problem):
    (flow,) = problem.observation.flows
    row = pack.evidence.table("pathways").set_index("row_id").loc["ways-returns-2010-2014"]
    assert flow.per_year == pytest.approx(np.sqrt(row["low"] * row["high"]))


def test_a_statement_on_those_who_left_before_is_turned_round(problem):
    (statement,) = problem.observation.statements
    assert (statement.low, statement.high) == (0.0, 0.5)
    quarters = [w.value for w in problem.observation.windows if w.name in ("2018-Q1", "2018-Q2")]
    assert statement.people == sum(quarters)


def test_a_flag_lasts_from_its_first_to_its_last_month(problem):
    closure = driver(problem, "closure")
    assert [closure[2017, 2], closure[2017, 3], closure[2018, 8], closure[2018, 9]] == [0, 1, 1, 0]


def test_a_series_reads_the_evidence_between_the_middles_of_its_periods(problem):
    crops = driver(problem, "crop_failure")
    assert crops[2009, 7] == pytest.approx(0.9)
    assert 0.0 < crops[2009, 1] < 0.9


def test_an_explanation_switches_factors_off_and_all_have_the_same_parameters(pack, problem):
    without = put_together(pack, "border_only")
    assert (problem.switches, without.switches) == (
        (("policing_abroad", True),),
        (("policing_abroad", False),),
    )
    assert [item.name for item in problem.parameters] == [item.name for item in without.parameters]


def test_an_explanation_takes_away_factors_that_read_signals_with_what_only_they_read(pack, problem):
    no_kin = put_together(pack, "no_kin")
    assert "kin_effect" not in {item.name for item in no_kin.parameters}
    assert no_kin.declaration.signals == ()


def test_a_driver_remembers_the_counts_of_earlier_years_and_never_its_own():
    north = put_together(open_pack("north_korea"))
    kin = next(item for item in north.declaration.drivers if item.name == "kin_in_the_south")
    months = north.declaration.months
    at = {year: kin.values[months.of_year(year)[0]] for year in (1998, 1999, 2000, 2010)}
    assert at[1998] == 0.0
    assert at[1999] == pytest.approx(0.071)
    assert at[2000] == pytest.approx(0.9 * 0.071 + 0.148)
    assert 10.0 < at[2010] < 18.0
    assert "arrivals-1998-all-hankyung_20020217" in kin.lead


def test_an_explanation_changes_priors(pack, problem):
    def fence(of):
        return next(item.prior.spread for item in of.parameters if item.name == "fence_effect")

    assert (fence(problem), fence(put_together(pack, "no_kin"))) == (1.0, 2.0)


def test_an_unknown_explanation_is_refused(pack):
    with pytest.raises(Faults, match="use one of: reference, border_only, no_kin"):
        put_together(pack, "nothing")


def test_only_what_was_public_enters_as_of_a_date(pack, problem):
    early = put_together(pack, as_of=date(2014, 2, 1))
    assert early.observation.windows[-1].name == "2013"
    assert early.observation.stocks == ()
    assert early.observation.statements == ()
    assert len(early.observation.stays) == 1
    assert early.as_of == "2014-02-01"
    assert len(problem.observation.windows) > len(early.observation.windows)


def test_drivers_that_rest_on_later_rows_are_cut(pack):
    early = put_together(pack, as_of=date(2014, 2, 1))
    assert set(driver(early, "closure").values()) == {0.0}
    assert set(driver(early, "fence").values()) == {0.0}  # its row was published in September 2014


def test_drivers_keep_the_last_known_value(pack):
    midway = driver(put_together(pack, as_of=date(2017, 6, 1)), "closure")
    assert midway[2017, 2] == 0.0
    assert midway[2024, 12] == 1.0  # nobody knew when the border would open again


def test_a_date_before_all_counts_is_refused(pack):
    with pytest.raises(Faults, match="no count of a whole year was public"):
        put_together(pack, as_of=date(2000, 1, 1))


def test_fingerprints_tell_explanations_dates_and_files_apart(pack, problem, tmp_path):
    same = put_together(open_pack("veldran"))
    assert same.fingerprint == problem.fingerprint
    copy = Spoilt(tmp_path / "veldran")
    assert put_together(open_pack(copy.folder)).fingerprint == problem.fingerprint
    copy.replace("country", "spread = 0.7", "spread = 0.8")
    others = {
        put_together(pack, "no_kin").fingerprint,
        put_together(pack, as_of=date(2020, 1, 1)).fingerprint,
        put_together(open_pack(copy.folder)).fingerprint,
        problem.fingerprint,
    }
    assert len(others) == 4


def test_the_pack_runs_with_finite_arrivals_at_the_centre_of_its_priors(problem):
    import jax.numpy as jnp

    from departures.engines.mean_field import mean_field
    from departures.inference.priors import layout_of

    layout = layout_of(problem)
    trajectory = mean_field(problem.graph).run(layout.values(jnp.zeros(layout.size)))
    edges = problem.graph.edges_of("onward_last_leg")
    yearly = np.asarray(trajectory.flows)[:, :, edges, 0].sum((1, 2)).reshape(-1, 12).sum(1)
    counted = {window.start.year: 0 for window in problem.observation.windows}
    for window in problem.observation.windows:
        counted[window.start.year] += window.value
    ratio = yearly[: len(counted)] / np.array(list(counted.values()))
    assert np.all((ratio > 0.2) & (ratio < 5.0))
