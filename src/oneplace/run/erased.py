"""The log of what was erased: when, what, by whom and why, by names that name nobody; and how far each came.

A line is written before something is removed and another when it is gone, so that what was cut short or refused is
neither called erased nor forgotten: it is gone on with.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from oneplace import whole
from oneplace.problems import OneplaceError
from oneplace.run.store import var

LOG = "erased.jsonl"
"""The log's name, in ``var``: only ever added to."""


class State(StrEnum):
    """How far an erasure came."""

    BEGUN = "begun"
    DONE = "done"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class Entry:
    """An erasure: of a ``record``, ``run``, ``extract`` or ``person``, or one ``undone``."""

    at: str
    """When it was begun: UTC, to the second."""
    what: str
    id: str
    by: str
    why: str
    state: State = State.DONE
    """Lines of earlier versions say none: they were done."""


def entries(place_folder: Path) -> list[Entry]:
    """Every erasure in the order in which they were begun, with how far it came."""
    path = var(place_folder) / LOG
    found: list[Entry] = []
    try:
        for text in path.read_text("utf-8").splitlines() if path.exists() else ():
            line = Entry(**json.loads(text))
            line = replace(line, state=State(line.state))
            same = ((line.what, line.id, State.BEGUN) == (one.what, one.id, one.state) for one in found)
            begun = next((at for at, is_it in enumerate(same) if is_it), None)
            if begun is None:
                found.append(line)
            else:
                found[begun] = replace(found[begun], state=line.state)
    except (ValueError, TypeError) as error:
        raise OneplaceError.at(path, f"can't be read ({error}).", "Put it back from your backup.") from None
    return found


def unfinished(place_folder: Path, what: str) -> list[Entry]:
    """What was begun and not ended, of one kind."""
    return [one for one in entries(place_folder) if (one.what, one.state) == (what, State.BEGUN)]


def note(place_folder: Path, what: str, name: str, state: State, *, by: str, why: str) -> None:
    """Add a line."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = {"at": now, "what": what, "id": name, "by": by, "why": " ".join(why.split()), "state": state}
    with whole.private_file(var(place_folder) / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def noted(place_folder: Path, what: str, name: str, remove: Callable[[], object], *, by: str, why: str) -> None:
    """Remove something between its two lines; where it is refused the second is not written."""
    note(place_folder, what, name, State.BEGUN, by=by, why=why)
    remove()
    note(place_folder, what, name, State.DONE, by=by, why=why)
