"""``oneplace diff``: what is different between two places, two runs, or a place's files and a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oneplace.cli.show import out, print_json, print_rows
from oneplace.problems import OneplaceError

if TYPE_CHECKING:
    from oneplace.place.moved import Kept, Moved

_MOST = 60
"""Characters of a value in the table; `--json` has all of it."""
_BEFORE = 20
"""Characters shown before those in which two values differ."""


def diff(
    a: Annotated[Path, typer.Argument(metavar="A", help="A place's folder, or a run's.")],
    b: Annotated[
        str | None,
        typer.Argument(metavar="B", help="Another one, or a run of A. Left out: A as it is now after its last run."),
    ] = None,
    c: Annotated[str | None, typer.Argument(metavar="C", help="With two runs of A: the later one.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Show what two versions of a strategy say differently, old beside new, and what that makes easier."""
    old, new = _two(a, b, c)
    found = old.moves(new.said)
    if json_:
        told = [_as_dict(one, _not_taken(one, new)) for one in found]
        print_json({"old": _name(old), "new": _name(new), "changes": told})
        return
    out.print(f"From {_name(old)} to {_name(new)}: {len(found)} change{'' if len(found) == 1 else 's'}.", markup=False)
    if found:
        print_rows(list(_lines(found, old, new)))


def compared_with(folder: Path) -> str:
    """What the promises of a place were compared with, as a sentence."""
    from oneplace.place import moved

    seen = moved.published(folder)
    if seen is None:
        return "No published run is here, so nobody can tell whether a promise was eased."
    if seen.kept is None:
        return f"The promises could not be compared with run {seen.run}{': it ' + seen.fault if seen.fault else '.'}"
    return f"The promises were compared with run {seen.run}, which readers see."


def _two(a: Path, b: str | None, c: str | None) -> tuple[Kept, Kept]:
    if b is None:
        return _last_run(a), _kept(a)
    if c is not None:
        return _run(a, b), _run(a, c)
    return (_kept(a), _kept(Path(b))) if Path(b).is_dir() else (_run(a, b), _kept(a))


def _kept(folder: Path) -> Kept:
    """What the files in a folder say, or what a run kept of them."""
    from oneplace.place import moved

    if not (folder / moved.MANIFEST).is_file():
        return moved.as_they_are(folder)
    found = moved.kept_in(folder)
    if found is None:
        raise OneplaceError.at(
            folder, "was made by another version, whose files can't be read.", "Compare a later run."
        )
    return found


def _run(place: Path, run: str) -> Kept:
    from oneplace.place import moved

    runs = place / "var" / moved.RUNS
    if Path(run).name != run or not (runs / run / moved.MANIFEST).is_file():
        known = ", ".join(sorted(path.parent.name for path in runs.glob(f"[!.]*/{moved.MANIFEST}"))) or "none"
        raise OneplaceError.at(place, f"has no run called '{run}'.", f"Its runs are: {known}.")
    return _kept(runs / run)


def _last_run(place: Path) -> Kept:
    from oneplace.place import moved

    seen = moved.published(place)
    if seen is None:
        mend = f"Make one with `oneplace run {place}`, or name two folders."
        raise OneplaceError.at(place, "has no run to compare its files with.", mend)
    return _run(place, seen.run)


def _name(kept: Kept) -> str:
    return f"run {kept.run} of {kept.as_of}" if kept.as_of else kept.run


def _lines(found: Sequence[Moved], old: Kept, new: Kept) -> Iterator[dict[str, str]]:
    """A line for each change; of figures one for each period and group, in words and in the unit of each side."""
    from oneplace.place import moved

    for (part, subject), many in groupby(found, key=lambda one: (one.change.part, one.change.subject)):
        rows = list(many)
        if part not in moved.FIGURES or not rows[0].change.field:
            yield from (_line(one, old, new) for one in rows)
            continue
        told = ((one.change.field, one.change.old, one.change.new) for one in rows)
        then, since = (moved.told_in(side.said, subject) for side in (old, new))
        for one in moved.figures(told, then or since, since):
            line = _line(rows[0], old, new)
            yield line | dict(zip(("changed", "old", "new"), (one.of, one.old, one.new), strict=True))


def _line(one: Moved, then: Kept, now: Kept) -> dict[str, str]:
    from oneplace.place import moved

    change = one.change
    sides = (" ".join(side.split()) for side in moved.sides(change, then.said, now.said))
    old, new = moved.led(change, *_short(*sides))
    return {
        "what": f"{moved.part_words(change.part)} {change.subject}",
        "changed": moved.field_words(change.field) if change.field else change.kind.value,
        "old": old,
        "new": new,
        "easier": ", ".join(one.eases),
        "decision": _decision(one, now) or ("none" if one.asks else ""),
    }


def _decision(one: Moved, now: Kept) -> str:
    """The decision that a change names, with why it doesn't count as taken where it doesn't: ``D1 (asked for)``."""
    why = _not_taken(one, now)
    return f"{one.decision} ({why})" if one.decision and why else one.decision or ""


def _not_taken(one: Moved, now: Kept) -> str:
    """Why the decision of a change doesn't count as taken by the day of a run, of files by today; else empty."""
    from oneplace.place import moved

    fields = now.said.get("decisions", {}).get(one.decision or "")
    day = date.fromisoformat(now.as_of) if now.as_of else datetime.now(UTC).date()
    return moved.why_not_taken(str(one.decision), fields, day) if fields is not None else ""


def _short(old: str, new: str) -> list[str]:
    """Texts that fit a table, from shortly before where they part: two that begin alike don't look the same."""
    parts = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    begin = max(0, parts - _BEFORE) if max(len(old), len(new)) > _MOST else 0
    cut = [f"\u2026{text[begin:]}" if begin else text for text in (old, new)]
    return [text if len(text) <= _MOST else f"{text[: _MOST - 1]}\u2026" for text in cut]


def _as_dict(one: Moved, not_taken: str) -> dict[str, Any]:
    decided = {"decision": one.decision, "not_taken": not_taken or None}
    return {**vars(one.change), "kind": one.change.kind.value, "eases": list(one.eases), **decided}
