"""Measures the engine of people: against peers on a toy form, and a whole nation with its families.

`python benchmarks/nation.py` writes `benchmarks/results.json` and `docs/benchmarks.md`; some four minutes. Peers (Mesa,
Starsim) are measured where `make peers` has set them up. Each measurement is a process of its own, so that memory is
that of one.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv-peers" / "bin" / "python"
RESULTS, PAGE = HERE / "results.json", HERE.parent / "docs" / "benchmarks.md"
NATION = 26_000_000
GROWING = (100_000, 1_000_000, 10_000_000, 26_000_000)
"""Numbers of people among whom as many move."""
REPEATS = 3


def measured(*arguments: Any, python: str | Path = sys.executable) -> dict[str, Any]:
    """What a process of its own measures, as the last line that it prints."""
    alone = dict.fromkeys(("OMP_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    command = [str(python), *(str(argument) for argument in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **alone})
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def quickest(*arguments: Any, **others: Any) -> dict[str, Any]:
    """The quickest of several; others may be using the machine."""
    return min((measured(*arguments, **others) for _ in range(REPEATS)), key=lambda each: each["seconds"])


def everything() -> dict[str, Any]:
    """All measurements."""
    one = HERE / "nation_one.py"
    toys = {"dense loop, Numba": quickest(one, "dense", 1_000_000)}
    if PEERS.exists():
        toys["Mesa"] = quickest(HERE / "peers" / "mesa_toy.py", 20_000, 60, python=PEERS)
        toys["Starsim"] = quickest(HERE / "peers" / "starsim_toy.py", 1_000_000, 60, python=PEERS)
    growing = {str(people): quickest(one, "ours", people) for people in GROWING}
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "day": time.strftime("%Y-%m-%d"),
        "versions": {name: version(name) for name in ("numba", "numpy", "jax")},
        "toy": toys,
        "ours": growing,
        "nation": quickest(one, "nation"),
        "dense_nation": quickest(one, "dense-nation"),
    }


def steps(found: dict[str, Any]) -> float:
    """Person-steps a second."""
    return float(found["people"] * found["months"] / found["seconds"])


def exponent(growing: dict[str, Any]) -> float:
    """Of the time in the number of people, between the fewest and the most, where as many move."""
    import math

    few, many = growing[str(GROWING[0])], growing[str(GROWING[-1])]
    return math.log(many["seconds"] / few["seconds"]) / math.log(GROWING[-1] / GROWING[0])


def table(found: dict[str, Any]) -> str:
    """The page."""
    nation, dense = found["nation"], found["dense_nation"]
    ours = found["ours"][str(NATION)]
    lines = [
        "# The engine of people, measured",
        "",
        f"Written by `make bench` (`benchmarks/nation.py`) on {found['day']}, {found['machine']}, one core each; the "
        f"quickest of {REPEATS}. "
        + ", ".join(f"{name} {number}" for name, number in found["versions"].items())
        + ". Times are those of a shared machine; ratios are of one run.",
        "",
        "**The toy form**: 12 cells, 8 states, months; a person-step is a person for a month.",
        "",
        "| | people | months | seconds | MB | person-steps a second |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    rows = {f"{name} {each.get('version', '')}".strip(): each for name, each in found["toy"].items()}
    rows["this engine"] = found["ours"]["1000000"]
    lines += [
        f"| {name} | {each['people']:,} | {each['months']} | {each['seconds']:.2f} | {each['megabytes']:.0f} | "
        f"{steps(each):.2g} |"
        for name, each in rows.items()
    ]
    lines += [
        "",
        f"With as many moves ({ours['moves']:,}) among {GROWING[0]:,} to {GROWING[-1]:,} people, time grows by the "
        f"{exponent(found['ours']):.2f}th power of their number: {ours['seconds']:.2f} s for the most of them. "
        "A loop over everybody takes as long whoever moves; this engine only what moves.",
        "",
        f"**The nation**: {nation['people']:,} people, {nation['months']} months, households and families on, "
        f"{nation['moves']:,} moves of people with a row: **{nation['seconds']:.2f} s, {nation['megabytes']:.0f} MB** "
        f"of the whole process, of which {nation['before']:.0f} MB were there before it ran (libraries, the pack); "
        f"families alone take {nation['families']:.2f} s. The same hazards in a dense loop over "
        f"everybody, from {dense['people']:,} people and {dense['months']} months: "
        f"{_dense_seconds(nation, dense):.0f} s, **{_dense_seconds(nation, dense) / nation['seconds']:.0f} times as "
        "long**, without families.",
    ]
    if "Mesa" in found["toy"]:
        mesa = nation["people"] * nation["months"] / steps(found["toy"]["Mesa"])
        lines += [
            "",
            f"At Mesa's rate on the toy form, a step a month, the nation would take {mesa / 3600:.1f} hours: "
            f"{mesa / nation['seconds']:,.0f} times as long.",
        ]
    return "\n".join(lines) + "\n"


def _dense_seconds(nation: dict[str, Any], dense: dict[str, Any]) -> float:
    return float(nation["people"] * nation["months"] / steps(dense))


if __name__ == "__main__":
    results = everything()
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(table(results), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
