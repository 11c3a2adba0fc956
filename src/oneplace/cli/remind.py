"""``oneplace remind``: what is due soon and late goes to whoever owes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from oneplace.cli.show import out, print_json


def remind(
    folder: Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")],
    within: Annotated[int, typer.Option(min=0, max=365, help="How many days ahead is soon.")] = 14,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Mail everybody what they owe soon or late, once a cycle; without a server for e-mail, print the list."""
    from oneplace import place
    from oneplace.web import remind as send

    place.as_written(folder)
    letters, nobodys = send(folder, datetime.now(ZoneInfo("Europe/London")).date(), within)
    listed = [(one.account, one.told.value, thing) for one in letters for thing in one.things]
    listed += [("nobody", "no account is named as its owner's", thing) for thing in nobodys]
    if json_:
        rows = [
            {"account": who, "told": told, "kind": one.kind, "subject": one.subject, "due": one.due}
            for who, told, one in listed
        ]
        print_json(rows)
        return
    for who, told, one in listed:
        out.print(f"{who}: {one.outside}, due {one.due} ({told})", markup=False)
    if not listed:
        out.print(f"Nothing is late, or due within {within} days.", markup=False)
