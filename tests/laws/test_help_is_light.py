"""`--help`, the package and its evidence answer at once: none of them imports JAX."""

import subprocess
import sys

import pytest

HEAVY = "import sys; heavy = sorted({'jax', 'numpyro', 'numba'} & set(sys.modules)); print('heavy:', heavy)"
HELP = """
import sys
from departures.command_line import main
sys.argv = ["departures", *{words!r}]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
"""


def ran(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["report", "--help"],
        ["evidence", "list", "--help"],
        ["country", "--help"],
        ["simulate", "--help"],
    ],
)
def test_help_does_without(words):
    found = ran(HELP.format(words=words) + HEAVY)
    assert "Usage" in found
    assert "heavy: []" in found


@pytest.mark.parametrize(
    "module", ["departures", "departures.evidence", "departures.publication", "departures.runs.cache"]
)
def test_light_modules_do_without(module):
    assert "heavy: []" in ran(f"import {module}; {HEAVY}")


def test_what_is_heavy_is_noticed():
    assert "heavy: ['jax']" in ran(f"import departures.model; {HEAVY}")


def test_who_only_hands_out_work_does_without_sampler_and_compiler():
    assert "heavy: ['jax']" in ran(f"import departures.inference.run; {HEAVY}")
