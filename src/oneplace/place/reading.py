"""The two ways to take a place's folder: ``check`` lists all that is wrong, ``read`` gives the place or refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from oneplace.place.folder import Place, read_files, read_sent
from oneplace.place.rules import READ_ON, findings
from oneplace.problems import OneplaceError, Problem, Severity


def check(folder: Path | str, *, as_of: date | None = None, public: bool = False) -> list[Problem]:
    """Every problem of a place's files, in the order of files and lines; empty where all is well.

    ``as_of`` is the day on which things count as overdue (today where left out). ``public`` also applies the rule for
    what may be published. Mistakes of form (YAML, types) come first, alone: the rules need files that can be read.
    """
    try:
        files = read_files(Path(folder))
    except OneplaceError as error:
        return list(error.problems)
    return findings(files, as_of=as_of or datetime.now(UTC).date(), public=public)


def read(folder: Path | str, *, as_of: date | None = None) -> Place:
    """Read a place; raises ``OneplaceError`` with every error in its files. Warnings do not stop it.

    A folder that can be read today can be read tomorrow. ``as_of`` is the day of a run that is to be made of it: what
    ``check`` finds on that day is refused, too.
    """
    files = read_files(Path(folder))
    errors = [p for p in findings(files, as_of=as_of or READ_ON, public=False) if p.severity is Severity.ERROR]
    if errors:
        raise OneplaceError(*errors)
    return files.as_place()


def as_written(folder: Path | str) -> Place:
    """The place as its files have it, whatever the rules find: for what rests on none of them.

    Accounts, what happened since and who is reminded of it: none of these waits for a target to be put right. Raises
    ``OneplaceError`` where a file can't be read at all.
    """
    return read_files(Path(folder)).as_place()


def of_record(folder: Path | str) -> Place:
    """The place as its files have it, for what rests on the record of people: what partners send, and how it is kept.

    Where another file can't be read that is all there is of it: nobody stays in the record for a slip in a target.
    Raises ``OneplaceError`` where ``place.yaml`` or ``sources.yaml`` can't be read.
    """
    try:
        return as_written(folder)
    except OneplaceError:
        found = read_sent(Path(folder))
        if found is None:
            raise
        return found
