"""What the place's files say otherwise than in the pack before, old beside new, and the promises eased undecided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oneplace.pack.document import Block, Section, Table, Text
from oneplace.pack.evidence import Evidence
from oneplace.report import Move, moves, undecided
from oneplace.vocabulary.wording import count_words

TITLE = "What the files say otherwise"
CHANGES = "What changed since the last pack"
"""The part of the first pages in which a board reads of what changed."""
_COLUMNS = ("What", "Changed", "Was", "Is now", "Decision")
_MOST = 30
"""Changes on the pages that a board reads first, where no more take a decision: a new strategy has hundreds."""
_LONGEST = 300
"""Characters of one value: the SQL of a measure is not for print, and stands whole in the open data."""


def moved(found: Evidence) -> Section:
    """What changed beside what a board reads first, once; without anything, a sentence that says why."""
    if found.earlier is None:
        return _section(Text("This is the first pack, so there is nothing to compare it with."))
    told = moves(found.place, found.results["changes"].to_pylist())
    if not told:
        return _section(Text("The strategy and its measures say what they said for the last pack."))
    rest = told[len(_first(told)) :]
    first = Text(f"What changed of promises and known figures stands first, in “{CHANGES}”.", "note")
    blocks = (first,) if len(rest) < len(told) else ()
    if not rest:
        return _section(Text("Nothing else changed in the files."), *blocks)
    return _section(*blocks, _table("What else the files say since the last pack, old beside new", rest))


def _first(told: Sequence[Move]) -> Sequence[Move]:
    """What a board reads of first, as ``moves`` sorts it: all that takes a decision, of what else matters some."""
    asks, matters = (sum(map(bool, found)) for found in ([one.decision for one in told], [one.matters for one in told]))
    return told[: max(asks, min(matters, _MOST))]


def for_a_board(found: Evidence, rest_in: str) -> list[Block]:
    """What was eased, what of promises and which known figures changed; of the rest, how much, and where."""
    told = moves(found.place, found.results["changes"].to_pylist())
    mattering = _first(told)
    blocks: list[Block] = [Text(text, "notice") for text in undecided(found.results["agreed"].to_pylist(), found.place)]
    if mattering:
        blocks.append(_table("What promises and known figures say since the last pack, old beside new", mattering))
    if rest := len(told) - len(mattering):
        blocks.append(Text(f"{count_words(rest, 'other change')} in the files: see {rest_in}."))
    return blocks


def _section(*blocks: Block) -> Section:
    return Section("moved", TITLE, blocks)


def _table(caption: str, told: Iterable[Move]) -> Table:
    return Table(caption, _COLUMNS, tuple(_row(one) for one in told))


def _row(one: Move) -> tuple[str, ...]:
    field = f"{one.field} (easier or looser)" if one.eases else one.field
    return one.what, field, *map(_short, one.sides), one.decided


def _short(text: str) -> str:
    words = " ".join(text.split()) or "—"
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
