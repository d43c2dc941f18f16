"""Ensembles of runs as a table by year, with a tag beside every number; and what may be asked of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from departures.answers.answer import TAG_WORDS, Lead
from departures.answers.tags import tag_of
from departures.country.problem import Problem
from departures.faults import Fault, raise_if_any
from departures.inference.fit import Fit

COUNTED = {"arrivals": "arrivals", "departures": "crossings"}
"""The quantity of a fit that is what is expected of each column of an ensemble."""
ENGINES = ("population", "mean-field", "individuals")
"""Engines that run an ensemble, the one of whole people first."""


def ensemble_table(problem: Problem, fit: Fit, runs: xr.Dataset) -> pd.DataFrame:
    """Arrivals and departures by year, of what every run counts [run, year]: median, 90 % range and tag."""
    from departures.inference.ensemble import by_year  # it imports engines, which take a while

    return tagged(by_year(problem, np.stack([np.asarray(runs[name]) for name in COUNTED], axis=-1)), fit)


def tagged(table: pd.DataFrame, fit: Fit) -> pd.DataFrame:
    """A table of `by_year` with the tag of every median and range behind it, in words: those of what is expected of
    the year, since chance adds to it and takes nothing away.
    """
    columns = [table[["year"]]]
    for name, quantity in COUNTED.items():
        leads = [Lead(quantity=quantity, at=(("year", str(year)),)) for year in table["year"]]
        tags = [TAG_WORDS[tag_of(fit, lead, share=False)] for lead in leads]
        columns += [table.filter(like=f"{name}: "), pd.DataFrame({f"{name}: tag": tags})]
    return pd.concat(columns, axis=1)


def known_ensemble(engine: str, replicates: int, seed: int, workers: int) -> None:
    """Raise a fault for every argument of a simulation that cannot be; asked before any long work."""
    wrong = [
        (
            engine not in ENGINES,
            "--engine",
            f"no engine is called {engine!r}",
            f"use one of: {', '.join(ENGINES)}",
        ),
        (replicates < 1, "--replicates", f"{replicates} replicates say nothing", "ask for 1 or more"),
        (seed < 0, "--seed", f"{seed} is below 0", "give a whole number of 0 or more"),
        (workers < 1, "--workers", f"{workers} workers do nothing", "ask for 1 or more"),
    ]
    raise_if_any([Fault("", None, name, what, remedy) for is_wrong, name, what, remedy in wrong if is_wrong])
