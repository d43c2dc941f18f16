"""The application: its groups of commands, and the one place where a refusal becomes exit code 2."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from departures.command_line.backtest import add_to as add_backtest
from departures.command_line.calibrate import add_to as add_calibrate
from departures.command_line.country import add_to as add_country
from departures.command_line.endings import Commands
from departures.command_line.evidence import add_to as add_evidence
from departures.command_line.publication import add_to as add_publication
from departures.command_line.report import add_to as add_report
from departures.command_line.simulate import add_to as add_simulate
from departures.faults import Faults, Refusal

application = typer.Typer(
    cls=Commands,
    help="Escape from a closed country: what public figures show, and what they cannot tell.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for add in (
    add_report,
    add_simulate,
    add_calibrate,
    add_backtest,
    add_evidence,
    add_country,
    add_publication,
):
    add(application)


def main() -> None:
    """Run the command line; every mistake of the user ends in one message and exit code 2."""
    try:
        application()
    except Faults as refusal:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        count = len(refusal.faults)
        console.print(f"{count} {'problem' if count == 1 else 'problems'} found; nothing was written.")
        for fault in refusal.faults:
            console.print(f"  {fault}", markup=False)
        sys.exit(2)
    except Refusal as refusal:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(refusal), markup=False)
        sys.exit(2)
