"""The two ways to take a place's folder: ``check`` lists all that is wrong, ``read`` gives the place or refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from oneplace.place.folder import Place, read_files
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
    """The place as its files have it, whatever the rules find: for what needs to know no more than which place it is.

    Raises ``OneplaceError`` where a file can't be read at all.
    """
    return read_files(Path(folder)).as_place()
