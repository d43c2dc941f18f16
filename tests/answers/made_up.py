"""Made-up counts for the invented pack, so that sentences can be seen to turn with the data."""

from dataclasses import replace

import pandas as pd

from departures.country.pack import open_pack, put_together
from departures.country.problem import Problem

WHOLE = put_together(open_pack("veldran"))


def with_counts(counts: dict[int, tuple[int, int]]) -> Problem:
    """The invented pack with these yearly counts of men and women, and nothing finer."""
    arrivals = WHOLE.evidence.table("arrivals")
    template = arrivals[arrivals["series"] == "annual"].iloc[0]
    rows = []
    for year, (men, women) in counts.items():
        for gender, value in (("all", men + women), ("m", men), ("f", women)):
            rows.append(
                {
                    **template,
                    "row_id": f"arrivals-{year}-{gender}",
                    "reference_period_start": pd.Timestamp(year, 1, 1),
                    "reference_period_end": pd.Timestamp(year, 12, 31),
                    "gender": gender,
                    "value": float(value),
                    "published": pd.Timestamp(year + 1, 1, 20),
                }
            )
    made = pd.DataFrame(rows, columns=arrivals.columns).astype(arrivals.dtypes.to_dict())
    tables = {**WHOLE.evidence.tables, "arrivals": made}
    return replace(WHOLE, evidence=replace(WHOLE.evidence, tables=tables))


def steady(
    first: int, last: int, by_year: int = 0, start: int = 600, women: float = 0.6
) -> dict[int, tuple[int, int]]:
    """Counts that change by the same number each year."""
    totals = {year: start + by_year * (year - first) for year in range(first, last + 1)}
    return {year: (total - round(women * total), round(women * total)) for year, total in totals.items()}
