"""Whether all that is said of an ambition agrees on who is behind, or on why that is not known."""

from __future__ import annotations

from typing import Any

from oneplace.pack.drawing import groups_finding
from oneplace.pack.evidence import Evidence
from oneplace.pack.sections.listing import listing
from oneplace.pack.sections.marks import CHANCE
from oneplace.progress import leading_gap, sentences
from oneplace.results import TABLES
from oneplace.vocabulary.dimensions import STATED
from tests.reader.run import Row

OF_PEOPLE = {by.code for by in STATED}
_ASKED = ("gap_target", "gap_held", "gap_path", "gap_status", "gap_forecast", "gap_why", "gap_eased", "gap_told")
_ASKED += ("gap_baseline", "gap_chance", "gap_newer", "gap_past", "gap_then")
_COLUMNS = [name for name in TABLES["progress"].schema.names if name.startswith("gap") and not name.startswith(_ASKED)]


def disagreements(found: Evidence) -> list[str]:
    """The ambitions whose row of ``progress`` names another gap than their chart, or none where a gap is known."""
    faults = []
    for one in found.judged:
        row, about, people = one.row, one.ambition.about, [gap for gap in one.gaps if gap["dimension"] in OF_PEOPLE]
        leading = leading_gap(people, one.ambition.gap_dimension)
        known = leading is not None
        if known != (row["gap"] is not None) or (known and leading | {"ambition": None} != _gap_of(row)):
            faults.append(
                f"{one.ambition.id}: {row['gap_dimension']} leads, not {leading and leading['gap_dimension']}"
            )
        table = listing("All", [one], found.as_of)
        cell = (
            dict(zip(table.columns, table.rows[0], strict=True))
            .get("Gap", "—")
            .replace(f"{CHANCE} ", "could be chance: ", 1)
        )
        said, listed = sentences.gap(row, about), sentences.gap_listed(row, about)
        # a dash is by its caption: not known; what is set for the gap has its own words
        told = sentences.gap_kind(row, about).text if row["gap"] is not None else ("—", "gap: ")
        if not cell.startswith(told) or (known and _whom(said) != _whom(listed)):
            faults.append(f"{one.ambition.id}: the list says “{cell}”, the brief “{said}”")
        if known and groups_finding(one).text != said.text:
            faults.append(f"{one.ambition.id}: the page says “{groups_finding(one)}”, the brief “{said}”")
    return faults


def _whom(said: sentences.Sentence) -> list[tuple[str | None, str | None]]:
    """Of whom a sentence tells, and whether more or less or that it could be chance."""
    told = [claim for claim in said.claims if claim.kind is sentences.Kind.GAP and claim.direction]
    return [(claim.group, claim.direction) for claim in told[:1]]


def _gap_of(row: Row) -> dict[str, Any]:
    return {name: row.get(name) for name in _COLUMNS} | {"ambition": None}
