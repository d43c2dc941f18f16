"""The published figures of a study as plain tables."""

from __future__ import annotations

import pandas as pd

from departures.evidence.read import EvidencePackage
from departures.evidence.version import preferred_rows


class Evidence:
    """The published figures of a study, as plain tables."""

    def __init__(self, package: EvidencePackage) -> None:
        self.package = package

    def arrivals_by_year(self) -> pd.DataFrame:
        """Published arrivals by year: year, all, men, women, and the row of the total."""
        rows = preferred_rows(self.package.table("arrivals"))
        rows = rows[(rows["series"] == "annual") & (rows["measure"] == "arrivals")]
        rows = rows.assign(year=rows["reference_period_start"].dt.year)
        wide = rows.pivot_table(index="year", columns="gender", values="value").astype("Int64")
        wide = wide.rename(columns={"m": "men", "f": "women"})
        totals = rows[rows["gender"] == "all"].set_index("year")["row_id"]
        return wide.assign(row_id=totals).reset_index().rename_axis(columns=None)

    def table(self, name: str) -> pd.DataFrame:
        """A whole table of the package by name."""
        return self.package.table(name)
