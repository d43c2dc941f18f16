"""The sentences of `pathways` follow counts and posterior; roles that a pack lacks are not applicable."""

from dataclasses import replace

from answers.made_up import WHOLE, steady, with_counts
from departures.answers.answer import Number
from departures.answers.pathways import answer_pathways
from departures.country.problem import Way
from report.fake_fit import fake_fit


def sentences(problem, **options) -> list[str]:
    return [sentence.text for sentence in answer_pathways(problem, fake_fit(problem, **options)).sentences]


def test_one_majority_in_all_years_is_said_once() -> None:
    text = sentences(with_counts(steady(2008, 2020, women=0.7)))[0]
    assert text == "Women were the majority in every year: 70\u00a0% of arrivals in 2008–2020."


def test_the_majority_turns_with_the_counts() -> None:
    counts = steady(2008, 2018, women=0.7) | {2019: (60, 40), 2020: (80, 20)}
    assert (
        sentences(with_counts(counts))[0]
        == "Women were 70\u00a0% of arrivals in 2008–2018, men 70\u00a0% in 2019–2020."
    )


def test_the_most_common_way_turns_with_the_posterior() -> None:
    assert (
        "The most common way in 2018–2022: crossed on their own" in sentences(WHOLE, ways=(0.7, 0.2, 0.1))[1]
    )
    assert "women taken abroad" in sentences(WHOLE, ways=(0.2, 0.7, 0.1))[1]
    assert sentences(WHOLE, ways=(0.45, 0.45, 0.1))[1].endswith("cannot be told.")


def test_the_words_for_a_role_turn_with_its_share() -> None:
    def said(share: float) -> str:
        return sentences(WHOLE, ways=((1 - share) / 2, (1 - share) / 2, share))[4]

    assert said(0.05).endswith("they were few.")
    assert said(0.3).endswith("they were a minority.")
    assert said(0.5).endswith("whether they were most or few cannot be told.")
    assert said(0.7).endswith("they were most.")
    assert said(0.97).endswith("they were nearly all.")


def test_a_role_that_the_pack_lacks_is_not_applicable() -> None:
    without = replace(WHOLE, ways=tuple(way for way in WHOLE.ways if way.role != "dispatched"))
    assert "not applicable" in sentences(without)[-1]


def test_merged_ways_are_one_range_over_all_years() -> None:
    *kept, last = WHOLE.ways
    merged = replace(
        WHOLE, ways=(*kept, Way(last.name, "elite_and_direct", "few people, merged", merged=True))
    )
    answer = answer_pathways(merged, fake_fit(merged))
    (row,) = answer.tables["merged_ways"].rows
    assert isinstance(row[2], Number)
    assert row[2].only_range
    assert row[1] == "2008–2022"
    assert all("merged" not in str(cell) for line in answer.tables["ways_out"].rows for cell in line)
    assert "(" not in answer.sentences[-1].text
