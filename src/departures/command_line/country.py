"""Commands about country packs: write the beginning of a new one, check one whole, and list the forms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Trust = Annotated[
    bool, typer.Option("--trust", help="Let the Python files of a folder run that is not shipped.")
]


def add_to(application: typer.Typer) -> None:
    """Add the group `country` to the application."""
    group = typer.Typer(help="Country packs: begin a new one, check one.", no_args_is_help=True)
    group.command("new")(new)
    group.command("check")(check)
    group.command("forms")(forms)
    application.add_typer(group, name="country")


def new(
    name: Annotated[str, typer.Argument(help="Name of the pack: a-z, 0-9 and _.")],
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Folder to write the pack into; by default ./NAME.")
    ] = None,
) -> None:
    """Write a small working pack of an invented country, to be changed step by step."""
    from departures.country.scaffold import write_new_pack

    made = write_new_pack(name, folder)
    typer.echo(f"{made} is written: two ways out, three years of invented counts, no Python.")
    typer.echo(f"Check it with: departures country check {made}")


def check(
    country: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Name or folder of a pack; by default the shipped one."),
    ] = None,
    *,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Say what a pack holds and what its priors expect, or list everything that is wrong with it."""
    from departures.command_line.country_layout import print_pack, print_pack_as_json
    from departures.country.pack import open_pack, put_together
    from departures.families.settings import read_families
    from departures.inference.before import looked_at_before

    pack = open_pack(country, trust=trust)
    problem = put_together(pack)
    read_families(problem)
    before = looked_at_before(problem)
    if as_json:
        print_pack_as_json(pack, problem, before)
    else:
        print_pack(pack, problem, before)


def forms(
    name: Annotated[str | None, typer.Argument(metavar="[FORM]", help="One form, with all its keys.")] = None,
) -> None:
    """List the forms that a room can be made of, or the keys of one."""
    from departures.command_line.forms_layout import forms_in_words

    for line in forms_in_words(name):
        typer.echo(line)
