"""For whom an action is: said whole or not at all, of a gap that can be seen, and counted only then."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.delivery.happened import GROUPS, Action, Kind, WrongError, aim_words, change, untold
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
