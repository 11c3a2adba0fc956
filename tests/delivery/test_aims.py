"""For whom an action is: said whole or not at all, of a gap that can be seen, and counted only then."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.delivery.happened import (
    GROUPS,
    Action,
    Entry,
    Kind,
    WrongError,
    aim_words,
    aimed_actions,
    change,
    untold,
)
from tests.report import a_run

TODAY = date(2026, 5, 1)
OPEN = Action(text="Ring carers", org="council", due=date(2026, 6, 1))
AIM = {"group": "deprivation:1", "measure": "smoking_at_delivery", "narrows": "2.5", "shows_by": "2027-03-31",
       "why": "The plan of May"}  # fmt: skip


def aimed(**said):
    return change(Kind.ACTION, OPEN, "aimed", AIM | said, TODAY)[0]


def test_an_action_says_for_whom_and_which_gap_by_how_much_and_when():
    found = aimed()
    assert (found.group, found.narrows, found.shows_by) == ("deprivation:1", 2.5, date(2027, 3, 31))
    assert (found.text, found.due, found.state) == (OPEN.text, OPEN.due, "open")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        *(({name: ""}, name) for name in AIM),
        ({"narrows": "-2.5"}, "narrows"),
        ({"narrows": "0"}, "narrows"),
        ({"narrows": "a lot"}, "narrows"),
        ({"narrows": "nan"}, "narrows"),
        ({"shows_by": "2026-05-01"}, "shows_by"),
        ({"shows_from": "2026-04-30"}, "shows_from"),  # what it should do is said before it can show
        ({"shows_from": "2027-03-31"}, "shows_from"),
    ],
)
def test_half_an_aim_is_none(said, field):
    with pytest.raises(WrongError) as told:
        aimed(**said)
    assert set(told.value.fields) == {field}


def test_groups_are_called_as_everywhere():
    assert GROUPS["deprivation:1"] == "the most deprived fifth"
    assert {"ethnicity:asian", "sex:F"} < set(GROUPS)
    assert not any("not_known" in code for code in GROUPS)


@pytest.fixture
def found(tmp_path):
    return a_run.a_place(tmp_path)


def test_a_gap_that_nobody_would_see_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(a_run, "MEASURE", a_run.MEASURE.replace("sex: yes", "sex: no figures by sex are sent"))
    found = a_run.a_place(tmp_path)
    assert untold(found, "smoking", "deprivation:1") == {}
    told = "This measure is not told by sex, so nobody would see that gap."
    assert untold(found, "smoking", "sex:F") == {"measure": told}
    assert untold(found, "", "") == untold(found, "gone", "deprivation:1") == {}


def test_an_aim_is_told_in_a_sentence_and_one_at_a_measure_that_is_gone_is_none(found):
    told = next(one for one in found.measures.values() if one.unit == "percent")
    whole = aimed(measure=told.id)
    assert aim_words(found, whole) == (
        f"For the most deprived fifth: their gap to everyone in “{told.name}” should narrow by 2.5 percentage points "
        "by 31 March 2027."
    )
    assert aim_words(found, aimed(measure="gone")) == aim_words(found, OPEN) == ""


def said_on(day, number, what, before, after):
    told = {"kind": "action", "subject": "A1", "number": number, "at": f"{day}T09:00:00Z", "by": "clare", "what": what}
    return Entry(
        **told, before=before and before.model_dump(mode="json"), after=after.model_dump(mode="json"), why="So"
    )


def test_an_action_is_judged_from_the_day_on_which_its_aim_was_last_said(found):
    """Who says it anew, when the figures are there, is judged by what comes after that."""
    measure = {"measure": "smoking"}
    first = aimed(**measure)
    again = change(Kind.ACTION, first, "aimed", AIM | measure | {"narrows": "1"}, date(2026, 9, 2))[0]
    entries = [said_on("2026-05-01", 1, "aimed", OPEN, first), said_on("2026-09-02", 2, "aimed", first, again)]
    [one] = aimed_actions(found, {(Kind.ACTION, "A1"): first}, entries[:1])
    assert (one.id, one.said_on, one.since) == ("A1", TODAY, TODAY)
    [one] = aimed_actions(found, {(Kind.ACTION, "A1"): again}, entries)
    assert (one.action.narrows, one.since) == (1, date(2026, 9, 2))
    later = again.model_copy(update={"shows_from": date(2026, 11, 1)})
    [one] = aimed_actions(found, {(Kind.ACTION, "A1"): later}, entries)
    assert one.since == date(2026, 11, 1)
    dropped = again.model_copy(update={"state": "dropped"})
    assert aimed_actions(found, {(Kind.ACTION, "A1"): dropped}, entries) == []
    assert aimed_actions(found, {(Kind.ACTION, "A1"): OPEN}, entries) == []
