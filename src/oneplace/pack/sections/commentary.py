"""What is said of an ambition: why, what is being done, the next step, and for which run it was written."""

from __future__ import annotations

from oneplace.pack.document import Block, Items, Text
from oneplace.pack.evidence import Evidence, Judged
from oneplace.place import Owner
from oneplace.progress import sentences
from oneplace.report import nothing_said, plan_beside


def commentary(one: Judged, found: Evidence) -> list[Block]:
    """The newest commentary in public; beside it how the plan stands.

    Where nothing is said, who owns the ambition is named; where nobody does, the summary says it once for all of them.
    """
    rows = found.report.said(one.ambition.id)
    beside = [Text(told, "note") for told in plan_beside(found.report, one.ambition.id)]
    if not rows:
        unsaid = [Text(nothing_said(found.place, one.outcome), "note")] if isinstance(one.outcome.owner, Owner) else []
        return [*unsaid, *beside]
    row = rows[0]
    step = sentences.next_step(row, found.as_of)
    note = " ".join(part for part in (sentences.commentary_note(row), sentences.written_for(row).text) if part)
    said = (f"Why: {row['why']}", f"What is done about it: {row['doing']}", f"Next step: {step or 'not set'}")
    return [Items(said), Text(note, "note"), *beside]
