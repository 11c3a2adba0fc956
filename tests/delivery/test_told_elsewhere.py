"""What of a decision is not for publication is laid over a place by no other thing, whichever kind it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from oneplace import place
from oneplace.delivery.happened import STATES, Entry, Kind, for_everybody, lay_over, texts_of
from tests.web import world

LINE = "The bid is CANARYZEBRA pounds"
AT = datetime(2026, 4, 1, 9, tzinfo=UTC)


def made(kind, key, *, number=1, what="made", before=None, **values):
    after = STATES[kind].model_validate(values).model_dump(mode="json")
    return Entry(kind=kind, subject=key, number=number, at=AT, by="clare", what=what, before=before, after=after)


def entry(kind, key, **values):
    """An entry that no rule has looked at, as a file may bring it."""
    after = STATES[kind].model_validate(values).model_dump(mode="json")
    known = {"kind": kind, "subject": key, "number": 1, "at": AT, "by": "clare", "what": "made", "before": None}
    return Entry.model_construct(**known, why=LINE, after=after, imported=None)


DECISION = entry(Kind.DECISION, "D-1", text="Pay for advisers", exempt=f"Two bid.\n{LINE}.")


@pytest.mark.parametrize("kind", [kind for kind in Kind if texts_of(kind)])
def test_no_text_of_any_kind_of_thing_tells_it_to_everybody(kind):
    free = texts_of(kind)
    told = entry(kind, "x-1", **dict.fromkeys(free, f"As said,\n{LINE.upper().replace(' ', '  ')} it was"))
    seen = for_everybody([DECISION, told])
    assert seen[0].after["exempt"], "what is exempt has readers of its own"
    assert not re.search("canaryzebra", seen[1].line(), re.IGNORECASE)
    assert seen[1].now().state == told.now().state
    assert for_everybody([told]) == [told], "without such a decision anybody may write it"


def test_a_run_lays_nothing_that_tells_it(tmp_path):
    world.write_place(tmp_path)
    told = [
        made(Kind.RISK, "r-1", cause=LINE, event=LINE, effect="None", likelihood=3, consequence=3),
        made(Kind.ACTION, "a-1", text=f"Ask why {LINE}", about="r-1", public="yes", org="council"),
        made(Kind.MILESTONE, "m-1", workstream="W1", text=LINE, due="2026-12-01"),
        made(Kind.DECISION, "D-2", text=f"As {LINE}", body="hwb"),
        made(Kind.GAP, "g-1", text=LINE, org="council"),
    ]
    found = place.read(tmp_path)
    assert repr(lay_over(found, told)).count("CANARYZEBRA") > 3
    assert "CANARYZEBRA" not in repr(lay_over(found, [DECISION, *told]))
