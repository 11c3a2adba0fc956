"""``oneplace user`` and ``oneplace dismiss``: who may sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oneplace.cli.show import out

PlaceFolder = Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")]


def user(
    folder: PlaceFolder,
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[
        list[str],
        typer.Option(
            help="What they may do: board (its pages, what-ifs), planner, lead, clerk, administrator, analyst, linker "
            "(sees identities of doubtful links). Give it once for each role."
        ),
    ] = ["board"],  # noqa: B006 - read only
    body: Annotated[
        list[str] | None,
        typer.Option(
            help="The id of a board or delivery group that they serve, as a member or its clerk: they read what is not "
            "for publication there. Give it once for each."
        ),
    ] = None,
) -> None:
    """Give somebody an account; the password is asked for and never shown. The store's trail keeps who did it."""
    from oneplace import place
    from oneplace.web import create_user

    place.as_written(folder)
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    create_user(folder, name, password, *role, bodies=body or ())
    out.print(f"{name} can now sign in at /account/sign-in as {' and '.join(dict.fromkeys(role))}.", markup=False)


def dismiss(
    folder: PlaceFolder,
    name: Annotated[str, typer.Argument(help="The name that they sign in with.")],
) -> None:
    """Take away every role that somebody holds at a place, at once, also where they are signed in."""
    from oneplace import place
    from oneplace.web import dismiss_user

    place.as_written(folder)
    taken = dismiss_user(folder, name)
    out.print(f"{name} is no longer {' or '.join(taken)} here.", markup=False)
