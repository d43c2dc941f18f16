"""A good fit passes every gate; each way of being bad fails its own; a failed fit gives no answer."""

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from departures.faults import Refusal
from departures.inference.fit import Fit, FitRefused
from departures.inference.gates import Judge, gates_of

CHAINS, DRAWS = 4, 600


def good():
    """Independent draws, lively energies, no divergence."""
    made = np.random.default_rng(1)
    quantities = {
        "arrivals": made.standard_normal((CHAINS, DRAWS, 5)),
        "never varies": np.ones((CHAINS, DRAWS, 2)),
    }
    return quantities, made.standard_normal((CHAINS, DRAWS)), np.zeros((CHAINS, DRAWS), dtype=bool)


def failed(quantities, energy, diverging):
    return {gate.name for gate in gates_of(quantities, energy, diverging) if not gate.passed}


def test_a_good_fit_passes():
    assert failed(*good()) == set()


def test_a_judge_stops_at_the_first_gate_that_fails_and_looks_there_first_next_time(monkeypatch):
    from arviz_stats.base import array_stats

    quantities, energy, diverging = good()
    quantities["apart"] = quantities["arrivals"] + np.arange(CHAINS)[:, None, None]
    looked_at = []
    r_hat = array_stats.rhat
    monkeypatch.setattr(array_stats, "rhat", lambda a, **k: looked_at.append(a.shape[-1]) or r_hat(a, **k))
    monkeypatch.setattr(array_stats, "ess", lambda *_, **__: pytest.fail("a later gate was worked out"))
    quantities["apart"] = quantities["apart"][:, :, :3]
    judge = Judge()
    assert judge.met(quantities, energy, diverging) is None
    assert looked_at == [5, 3]
    assert judge.met(quantities, energy, diverging) is None
    assert looked_at == [5, 3, 1]  # only the entry that was worst


def test_a_judge_who_was_not_content_once_is_content_later_with_all_gates():
    quantities, energy, diverging = good()
    judge = Judge()
    assert judge.met(quantities | {"apart": np.cumsum(quantities["arrivals"], 1)}, energy, diverging) is None
    met = judge.met(quantities | {"apart": quantities["arrivals"]}, energy, diverging)
    assert met == gates_of(quantities | {"apart": quantities["arrivals"]}, energy, diverging)


def test_a_judge_looks_again_only_where_the_ends_had_too_few_draws(monkeypatch):
    from arviz_stats.base import array_stats

    quantities, energy, diverging = good()
    looked_at = []

    def too_few_at_the_third(entries, method="bulk", **_):
        looked_at.append((method, entries.shape[-1]))
        third = quantities["arrivals"][0, 0, 2]
        return np.where((entries[0, 0] == third) & (method == "tail"), 399.0, 800.0)

    monkeypatch.setattr(array_stats, "ess", too_few_at_the_third)
    judge = Judge()
    assert judge.met(quantities, energy, diverging) is None
    assert looked_at == [("bulk", 5), ("tail", 5)]
    assert judge.met(quantities, energy, diverging) is None
    assert looked_at[2:] == [("bulk", 1), ("tail", 1)]


def test_chains_apart_fail_r_hat():
    quantities, energy, diverging = good()
    quantities["arrivals"] = quantities["arrivals"] + np.arange(CHAINS)[:, None, None] * np.array(
        [0, 0, 1.0, 0, 0]
    )
    assert "R-hat" in failed(quantities, energy, diverging)


@pytest.mark.parametrize("nothing", [np.nan, np.inf, -np.inf])
def test_a_single_number_that_is_none_fails(nothing):
    quantities, energy, diverging = good()
    quantities["arrivals"][1, 7, 2] = nothing
    assert "R-hat" in failed(quantities, energy, diverging)


def test_slow_draws_fail_the_effective_size_and_are_named():
    quantities, energy, diverging = good()
    quantities["the slow one"] = np.repeat(quantities["arrivals"][:, ::20], 20, axis=1)
    found = gates_of(quantities, energy, diverging)
    assert {"bulk ESS", "tail ESS"} <= {gate.name for gate in found if not gate.passed}
    assert any("the slow one" in gate.meaning for gate in found)


def test_divergences_fail():
    quantities, energy, diverging = good()
    diverging[0, :10] = True  # 10 of 2,400
    assert failed(quantities, energy, diverging) == set()
    diverging[1, :10] = True
    assert failed(quantities, energy, diverging) == {"divergences"}


def test_energy_that_creeps_fails():
    quantities, energy, diverging = good()
    energy[2] = np.cumsum(energy[2])  # one chain is enough
    assert failed(quantities, energy, diverging) == {"E-BFMI"}


def fit_with(gates):
    return Fit("reference", xr.Dataset(), xr.Dataset(), pd.DataFrame(), pd.DataFrame(), gates, {})


def test_a_failed_fit_is_refused_with_every_gate_that_failed():
    gates = gates_of(*good())
    fit_with(gates).require_passed()
    bad = fit_with(
        (replace(gates[0], value=1.2, passed=False), *gates[1:4], replace(gates[4], value=0.1, passed=False))
    )
    assert not bad.passed
    with pytest.raises(FitRefused) as refusal:
        bad.require_passed()
    text = str(refusal.value)
    assert "R-hat: 1.2" in text
    assert "E-BFMI: 0.1" in text
    assert "divergences" not in text
    assert isinstance(refusal.value, Refusal)


def test_the_command_line_turns_it_into_exit_code_2(monkeypatch, capsys):
    from departures.command_line import main

    gates = tuple(replace(gate, passed=False) for gate in gates_of(*good()))
    monkeypatch.setattr(
        sys.modules["departures.command_line.main"], "application", fit_with(gates).require_passed
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "no answer is given" in capsys.readouterr().err
