"""The way of a decision: every step that there is and none else, notice, quorum, two steps, urgency and call-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import pytest

from oneplace.days import ClearDays
from oneplace.delivery.decision_path import (
    BOXES,
    STEPS,
    Stage,
    call_in_ends,
    hindrances,
    missing,
    next_steps,
    unheld,
)
from oneplace.delivery.notice_given import WAYS, notice_faults
from oneplace.delivery.proposal import CallIn, GeneralException, Proposal, Urgency
from oneplace.delivery.which_body import Meeting
from oneplace.place.short_notice import NOT_KEY

WHOLE = Proposal(
    key=True,
    significant="£600,000 a year",
    recommendations=("Pay for it.",),
    moves="waits",
    serves="G1",
    reasons=("People wait too long.",),
    rejected=("Do nothing: waits would grow.",),
    powers=("s75",),
    said=dict.fromkeys(BOXES, "None, because no money is spent."),
    interests_asked=True,
    consulted="Healthwatch",
    noticed=date(2026, 3, 1),
    agenda=date(2026, 3, 31),
    meeting=date(2026, 4, 10),
    held=Meeting(2, frozenset("abc"), frozenset("ab")),
    published=date(2026, 4, 13),
    call_in=CallIn(5, ("five members",)),
    evidence="The service opened.",
    verdict="worked",
)
AFTER = date(2026, 5, 1)
HAPPY = [
    Stage.DRAFT, Stage.READY, Stage.NOTICED, Stage.ON_AGENDA, Stage.TAKEN, Stage.PUBLISHED,
]  # fmt: skip


def test_a_whole_decision_goes_all_the_way():
    for now, then in pairwise(HAPPY):
        assert hindrances(WHOLE, now, then, AFTER) == [], (now, then)
    in_window = date(2026, 4, 14)
    assert hindrances(WHOLE, Stage.PUBLISHED, Stage.CALL_IN_OPEN, in_window) == []
    assert hindrances(WHOLE, Stage.CALL_IN_OPEN, Stage.IN_FORCE, AFTER) == []
    last = [Stage.IN_FORCE, Stage.IMPLEMENTED, Stage.EFFECT_DUE, Stage.EFFECT_JUDGED]
    for now, then in pairwise(last):
        assert hindrances(WHOLE, now, then, AFTER) == []


@pytest.mark.parametrize(("now", "then"), [pair for pair in product(Stage, Stage) if pair not in STEPS])
def test_no_other_step_can_be_made(now, then):
    with pytest.raises(ValueError, match="can't become"):
        hindrances(WHOLE, now, then, AFTER)


def test_every_stage_is_reached_and_what_has_ended_leads_nowhere():
    reached, todo = {Stage.DRAFT}, [Stage.DRAFT]
    while todo:
        for then in next_steps(todo.pop()):
            if then not in reached:
                reached.add(then)
                todo.append(then)
    assert reached == set(Stage)
    assert [one for one in Stage if not next_steps(one)] == [Stage.WITHDRAWN, Stage.EFFECT_JUDGED]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"recommendations": ()}, "recommends nothing"),
        ({"moves": ""}, "no measure that it should move, and doesn’t say why"),
        ({"serves": ""}, "no value or goal that it serves, and doesn’t say why"),
        ({"reasons": ()}, "no reasons"),
        ({"rejected": ()}, "no option that was rejected"),
        ({"key": None}, "whether it is a key decision"),
        ({"significant": ""}, "has no figure"),
        ({"powers": ()}, "no legal power"),
        ({"interests_asked": False}, "asked for interests"),
        ({"consulted": ""}, "who was consulted"),
        ({"said": dict.fromkeys(BOXES[1:], "x")}, "nothing of money"),
        ({"said": {**dict.fromkeys(BOXES, "x"), "crime_and_disorder": " "}}, "nothing of crime and disorder"),
    ],
)
def test_what_a_draft_lacks_is_told_and_it_is_neither_ready_nor_taken(changed, said):
    decision = replace(WHOLE, **changed)
    (told,) = missing(decision)
    assert said in told
    assert hindrances(decision, Stage.DRAFT, Stage.READY, AFTER) == [told]
    assert told in hindrances(decision, Stage.ON_AGENDA, Stage.TAKEN, AFTER)


@pytest.mark.parametrize(
    ("counting", "meeting", "days", "then"),
    [
        (ClearDays.WEEKDAYS, date(2026, 4, 9), 4, "10 April 2026"),  # over Easter: 1, 2, 7 and 8 April
        (ClearDays.NO_SUNDAYS, date(2026, 4, 7), 1, "13 April 2026"),  # 1 April: on the 2nd the break of Easter begins
        (ClearDays.CALENDAR, date(2026, 4, 5), 4, "6 April 2026"),
    ],
)
def test_too_short_an_agenda_says_how_days_were_counted_and_which_day_has_enough(counting, meeting, days, then):
    (told,) = notice_faults(replace(WHOLE, counting=counting, meeting=meeting))
    assert told == (
        f"The agenda leaves {days} clear days, counted by {counting.value.replace('_', ' ')}; 5 are asked. "
        f"A meeting on {then} or later has them."
    )


def test_a_key_decision_needs_28_days_and_another_does_not():
    late = replace(WHOLE, noticed=date(2026, 3, 13))
    (told,) = notice_faults(late)
    assert told == (
        "The notice of the key decision leaves 27 clear days, counted by calendar; 28 are asked. A meeting on 11 April "
        "2026 or later has them."
    )
    assert notice_faults(replace(WHOLE, noticed=date(2026, 3, 12))) == []
    assert notice_faults(replace(late, key=False)) == []
    assert hindrances(replace(WHOLE, key=False), Stage.READY, Stage.ON_AGENDA, AFTER) == []
    assert hindrances(WHOLE, Stage.READY, Stage.ON_AGENDA, AFTER) == [WAYS]


URGENT = Urgency("The lease ends.", "Cllr Rowe", "scrutiny_chair", date(2026, 4, 9), date(2026, 4, 9))
EXCEPTED = GeneralException("The offer came late.", "chair", date(2026, 3, 30), date(2026, 3, 31))
BEFORE = date(2026, 4, 9)


def test_special_urgency_stands_in_place_of_notice_agenda_and_call_in():
    urgent = replace(WHOLE, noticed=None, agenda=date(2026, 4, 9), urgent=URGENT)
    assert hindrances(urgent, Stage.READY, Stage.AGREED_URGENT, BEFORE) == []
    assert hindrances(urgent, Stage.AGREED_URGENT, Stage.ON_AGENDA, BEFORE) == []
    assert hindrances(urgent, Stage.ON_AGENDA, Stage.TAKEN, AFTER) == []
    assert hindrances(urgent, Stage.PUBLISHED, Stage.IN_FORCE, date(2026, 4, 13)) == []
    assert unheld(urgent, Stage.IN_FORCE, AFTER) == []
    late = replace(urgent, agenda=date(2026, 4, 11))
    assert hindrances(late, Stage.AGREED_URGENT, Stage.ON_AGENDA, AFTER) == [
        "Its agenda was published after its meeting."
    ]


@pytest.mark.parametrize("gap", [{"reason": ""}, {"agreed_by": " "}, {"office": ""}, {"on": None}])
def test_urgency_needs_why_who_in_which_office_and_when(gap):
    mute = replace(WHOLE, urgent=replace(URGENT, **gap))
    told = ["That it can’t wait needs its reason, who agreed, in which office, and when."]
    assert hindrances(mute, Stage.READY, Stage.AGREED_URGENT, AFTER) == told
    assert hindrances(mute, Stage.AGREED_URGENT, Stage.ON_AGENDA, AFTER)[:1] == told


def test_urgency_is_agreed_before_the_meeting_and_published_with_why():
    after = replace(WHOLE, urgent=replace(URGENT, on=date(2026, 4, 11)))
    told = "That it can’t wait was agreed after its meeting: that is too late."
    assert told in hindrances(after, Stage.READY, Stage.AGREED_URGENT, AFTER)
    assert hindrances(replace(WHOLE, urgent=URGENT), Stage.READY, Stage.AGREED_URGENT, date(2026, 4, 8)) == [
        "The day on which that was agreed is still to come.",
        "The day on which that was published is still to come.",
    ]
    unpublished = replace(WHOLE, urgent=replace(URGENT, published=None))
    told = "Why it couldn’t wait was not published: say when it was (regulation 11)."
    assert hindrances(unpublished, Stage.TAKEN, Stage.PUBLISHED, AFTER) == [told]
    assert hindrances(replace(unpublished, key=False), Stage.TAKEN, Stage.PUBLISHED, AFTER) == []


def test_only_a_key_decision_is_specially_urgent():
    other = replace(WHOLE, key=False, urgent=URGENT)
    assert NOT_KEY in hindrances(other, Stage.READY, Stage.AGREED_URGENT, AFTER)
    assert call_in_ends(other) == date(2026, 4, 20)


def test_an_agreement_is_published_after_it_was_made():
    early = replace(WHOLE, urgent=replace(URGENT, published=date(2026, 4, 1)))
    assert "It was published before it was agreed." in hindrances(early, Stage.READY, Stage.AGREED_URGENT, AFTER)


def test_of_an_agreement_from_before_offices_were_asked_only_the_office_is_missing():
    old = replace(WHOLE, noticed=None, urgent=replace(URGENT, office="", published=None))
    assert notice_faults(old) == ["That it can’t wait needs its reason, who agreed, in which office, and when."]
    assert hindrances(old, Stage.TAKEN, Stage.PUBLISHED, AFTER) == []
    assert call_in_ends(old) is None


def test_who_chairs_the_meeting_agrees_to_a_late_agenda_and_to_nothing_else():
    late = replace(WHOLE, agenda=date(2026, 4, 9), urgent=replace(URGENT, office="meeting_chair", published=None))
    assert notice_faults(late) == []
    assert hindrances(late, Stage.TAKEN, Stage.PUBLISHED, AFTER) == []
    assert call_in_ends(late) == date(2026, 4, 20)
    assert notice_faults(replace(late, noticed=None)) == [f"No notice was published. {WAYS}"]
    assert notice_faults(replace(late, noticed=None, key=False)) == []


@pytest.mark.parametrize(
    ("published", "days", "then"),
    [
        (date(2026, 3, 31), None, ""),  # 1, 2, 7, 8 and 9 April: Good Friday and Easter Monday are none
        (date(2026, 4, 1), 4, "13 April 2026"),
        (date(2026, 4, 2), 3, "14 April 2026"),
        (date(2026, 4, 10), 0, "20 April 2026"),
    ],
)
def test_the_general_exception_waits_five_clear_days_after_it_was_published(published, days, then):
    one = replace(WHOLE, noticed=None, exception=replace(EXCEPTED, published=published))
    said = (
        f"The notice of the general exception leaves {days} clear days, counted by weekdays; 5 are asked. A meeting on "
        f"{then} or later has them."
    )
    assert notice_faults(one) == ([] if days is None else [said])
    assert (said in unheld(one, Stage.TAKEN, AFTER)) is (days is not None)
    by_calendar = replace(one, counting=ClearDays.CALENDAR, agenda=date(2026, 3, 31))
    assert (notice_faults(by_calendar) == []) is (published <= date(2026, 4, 4))


def test_the_general_exception_stands_in_place_of_notice_alone():
    one = replace(WHOLE, noticed=None, exception=EXCEPTED)
    assert hindrances(one, Stage.READY, Stage.EXCEPTED, BEFORE) == []
    assert hindrances(one, Stage.EXCEPTED, Stage.ON_AGENDA, BEFORE) == []
    (told,) = hindrances(replace(one, agenda=date(2026, 4, 1)), Stage.EXCEPTED, Stage.ON_AGENDA, BEFORE)
    assert told.startswith("The agenda leaves 4 clear days")
    assert call_in_ends(one) == date(2026, 4, 20)
    late = replace(one, late={"excepted": date(2026, 4, 2)})
    (told,) = notice_faults(late)
    assert "by weekdays from 2 April 2026, when it was entered: nothing shows an earlier day; 5 are asked." in told
    assert notice_faults(replace(late, noticed=date(2026, 3, 1))) == [], "28 clear days of notice are enough"


@pytest.mark.parametrize(
    ("changed", "gap", "said"),
    [
        ({"key": False}, {}, "It is no key decision"),
        ({"key": None}, {}, "It is no key decision"),
        ({}, {"reason": ""}, "needs its reason, who of scrutiny was told"),
        ({}, {"told": ""}, "needs its reason, who of scrutiny was told"),
        ({}, {"published": None}, "needs its reason, who of scrutiny was told"),
        ({}, {"told_on": date(2026, 4, 1)}, "Scrutiny was told on 1 April 2026, after the notice of that"),
        ({}, {"published": date(2026, 5, 2)}, "is still to come"),
    ],
)
def test_what_the_general_exception_needs(changed, gap, said):
    one = replace(WHOLE, exception=replace(EXCEPTED, **gap), **changed)
    (told,) = hindrances(one, Stage.READY, Stage.EXCEPTED, AFTER)
    assert said in told


def test_a_way_of_which_nothing_is_said_is_not_gone():
    assert hindrances(WHOLE, Stage.READY, Stage.EXCEPTED, AFTER) == [
        "Nobody has said why 28 clear days of notice are impracticable, and when scrutiny was told."
    ]
    assert hindrances(WHOLE, Stage.READY, Stage.AGREED_URGENT, AFTER) == [
        "Nobody has said why it can’t wait, and who agreed."
    ]


def test_without_a_quorum_or_a_meeting_it_is_not_taken():
    alone = replace(WHOLE, held=Meeting(2, frozenset("abc"), frozenset("ax")))
    assert hindrances(alone, Stage.ON_AGENDA, Stage.TAKEN, AFTER) == [
        "Without a quorum it is not taken: 1 took part, 2 must. x is not on the list of members."
    ]
    withdrew = replace(WHOLE, held=Meeting(2, frozenset("abc"), frozenset("ab"), frozenset("b")))
    assert hindrances(withdrew, Stage.ON_AGENDA, Stage.TAKEN, AFTER) == [
        "Without a quorum it is not taken: 1 took part, 2 must. b withdrew for an interest."
    ]
    assert "still to come" in hindrances(WHOLE, Stage.ON_AGENDA, Stage.TAKEN, date(2026, 4, 9))[0]
    assert "who was there" in hindrances(replace(WHOLE, held=None), Stage.ON_AGENDA, Stage.TAKEN, AFTER)[0]


def test_what_is_approved_in_two_steps_waits_for_the_first():
    second = replace(WHOLE, approved_first=False)
    assert hindrances(second, Stage.ON_AGENDA, Stage.TAKEN, AFTER) == [
        "The decision that recommends it is not in force."
    ]
    assert hindrances(replace(WHOLE, approved_first=True), Stage.ON_AGENDA, Stage.TAKEN, AFTER) == []


@pytest.mark.parametrize("ended", ["refused", "withdrawn"])
def test_what_was_not_recommended_is_not_approved_and_says_what_can_be_done(ended):
    second = replace(WHOLE, approved_first=False, first_ended=ended)
    (told,) = hindrances(second, Stage.ON_AGENDA, Stage.TAKEN, AFTER)
    assert told.startswith(f"The decision that recommends it was {ended}. Withdraw this one, or correct")


def test_what_was_refused_is_not_carried_out():
    assert hindrances(replace(WHOLE, refused=True), Stage.IN_FORCE, Stage.IMPLEMENTED, AFTER) == [
        "It was refused: there is nothing to carry out."
    ]


def test_whoever_writes_down_late_that_it_could_be_called_in_is_not_stuck():
    assert hindrances(WHOLE, Stage.PUBLISHED, Stage.CALL_IN_OPEN, AFTER) == []
    assert hindrances(WHOLE, Stage.CALL_IN_OPEN, Stage.CALLED_IN, AFTER) == ["Call-in ended on 20 April 2026."]
    assert hindrances(WHOLE, Stage.CALL_IN_OPEN, Stage.IN_FORCE, AFTER) == []


def test_call_in_is_the_bodys_own_rule():
    assert call_in_ends(WHOLE) == date(2026, 4, 20)
    assert call_in_ends(replace(WHOLE, closed=(date(2026, 4, 15),))) == date(2026, 4, 21)
    assert hindrances(WHOLE, Stage.CALL_IN_OPEN, Stage.IN_FORCE, date(2026, 4, 20)) == [
        "It may be called in until 20 April 2026."
    ]
    assert hindrances(WHOLE, Stage.CALL_IN_OPEN, Stage.CALLED_IN, date(2026, 4, 21)) == [
        "Call-in ended on 20 April 2026."
    ]
    assert hindrances(WHOLE, Stage.PUBLISHED, Stage.IN_FORCE, AFTER) == ["It may be called in first."]
    without = replace(WHOLE, call_in=CallIn())
    assert call_in_ends(without) is None
    assert hindrances(without, Stage.PUBLISHED, Stage.IN_FORCE, AFTER) == []
    assert hindrances(without, Stage.PUBLISHED, Stage.CALL_IN_OPEN, AFTER) == ["It can’t be called in."]


@pytest.mark.parametrize(
    ("changed", "now", "then", "said"),
    [
        ({"noticed": None}, Stage.READY, Stage.NOTICED, "No notice"),
        ({"agenda": None}, Stage.NOTICED, Stage.ON_AGENDA, "need their days"),
        ({"noticed": date(2026, 5, 2)}, Stage.READY, Stage.NOTICED, "notice is still to come"),
        ({"published": None}, Stage.TAKEN, Stage.PUBLISHED, "not published"),
        ({"published": date(2026, 4, 9)}, Stage.TAKEN, Stage.PUBLISHED, "before the meeting of 10 April 2026"),
        ({"published": date(2026, 5, 2)}, Stage.TAKEN, Stage.PUBLISHED, "still to come"),
        ({"evidence": ""}, Stage.IN_FORCE, Stage.IMPLEMENTED, "Nothing shows"),
        ({"verdict": ""}, Stage.EFFECT_DUE, Stage.EFFECT_JUDGED, "no verdict"),
        ({"shows_from": date(2026, 5, 2)}, Stage.IMPLEMENTED, Stage.EFFECT_DUE, "can’t show before 2 May 2026"),
    ],
)
def test_a_step_waits_for_what_it_needs(changed, now, then, said):
    (told,) = hindrances(replace(WHOLE, **changed), now, then, AFTER)
    assert said in told


@pytest.mark.parametrize(
    ("changed", "now", "said"),
    [
        ({"noticed": date(2026, 3, 13)}, Stage.ON_AGENDA, "The notice of the key decision leaves 27 clear days"),
        ({"noticed": date(2026, 3, 13)}, Stage.IN_FORCE, "The notice of the key decision leaves 27 clear days"),
        ({"noticed": None}, Stage.TAKEN, "No notice was published."),
        ({"reasons": ()}, Stage.READY, "It gives no reasons."),
        ({"powers": ()}, Stage.IN_FORCE, "It names no legal power."),
        ({"agenda": date(2026, 4, 1)}, Stage.PUBLISHED, "The agenda leaves 4 clear days"),
        ({"held": Meeting(3, frozenset("abc"), frozenset("ab"))}, Stage.IN_FORCE, "Without a quorum it is not taken"),
        ({"published": date(2026, 4, 9)}, Stage.PUBLISHED, "It can’t be published before the meeting"),
        ({"published": date(2026, 4, 27)}, Stage.IN_FORCE, "It may be called in until 5 May 2026."),
    ],
)
def test_a_step_that_was_passed_is_checked_anew_by_the_facts_as_they_stand(changed, now, said):
    assert unheld(WHOLE, now, AFTER) == []
    (told,) = unheld(replace(WHOLE, **changed), now, AFTER)
    assert told.startswith(said)


def test_what_is_not_reached_yet_or_was_set_aside_is_not_held_against_it():
    wrong = replace(WHOLE, noticed=date(2026, 3, 13), held=None)
    assert unheld(wrong, Stage.READY, AFTER) == []
    assert unheld(wrong, Stage.DEFERRED, AFTER) == []
    assert [said for said in unheld(wrong, Stage.ON_AGENDA, AFTER) if "said who was there" in said] == []
    assert unheld(replace(WHOLE, published=date(2026, 4, 27), called_in=True), Stage.IN_FORCE, AFTER) == []
    assert unheld(replace(WHOLE, noticed=None, urgent=URGENT), Stage.TAKEN, AFTER) == []


@pytest.mark.parametrize("now", [Stage.TAKEN, Stage.PUBLISHED, Stage.CALL_IN_OPEN, Stage.IN_FORCE])
def test_what_turns_out_to_have_had_no_quorum_goes_no_further_and_can_be_taken_again(now):
    without = replace(WHOLE, held=Meeting(3, frozenset("abc"), frozenset("ab")))
    assert hindrances(WHOLE, now, Stage.DEFERRED, AFTER) == ["It was taken with a quorum."]
    assert hindrances(without, now, Stage.DEFERRED, AFTER) == []
    onward = {Stage.PUBLISHED, Stage.IN_FORCE} & set(next_steps(now))
    assert all("Without a quorum" in " ".join(hindrances(without, now, then, AFTER)) for then in onward)


def test_a_day_on_which_the_body_is_closed_is_no_clear_day_and_none_of_call_in():
    shut = replace(WHOLE, closed=(date(2026, 4, 1),))
    assert notice_faults(shut) == [
        "The agenda leaves 4 clear days, counted by weekdays; 5 are asked. A meeting on 13 April 2026 or later has "
        "them."
    ]
    assert notice_faults(replace(shut, agenda=date(2026, 3, 30))) == []
