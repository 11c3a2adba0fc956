"""Duties, the 27 answers and the privacy screening, as they are told in the browser: laid over the files, and owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from oneplace.delivery import happened
from oneplace.delivery.happened import ASSESSMENT, CHARACTERISTICS, SCREENING, Entry, Kind, WrongError, change
from oneplace.delivery.owed import owed
from oneplace.place import Strategy
from oneplace.report import duties
from oneplace.web.delivery import presenter
from tests.report import a_run

TODAY = date(2026, 5, 4)
WHOLE, PRIVATE = (Kind.EQUALITY, ASSESSMENT), (Kind.PRIVACY, SCREENING)
AGE = (Kind.CHARACTERISTIC, "equality-age")
THREE = {f"{aim}_impact": "none" for aim in ("harm", "chance", "bonds")}
THREE |= {f"{aim}_evidence": "The survey of 2025" for aim in ("harm", "chance", "bonds")}
MARRIED = {"harm_impact": "unknown"}


def said(found, **changes):
    plain = found.strategy.model_dump(by_alias=True, mode="json", exclude_none=True)
    return replace(found, strategy=Strategy.model_validate(plain | changes))


@pytest.fixture
def found(tmp_path):
    silent = {"equality": "not_set", "privacy": "not_set"}
    return said(a_run.a_place(tmp_path), duties=[{"id": "DU", "statute": "An Act", "text": "Do it"}], **silent)


def step(found, of, what, words, held=()):
    """The entry that a form of the browser makes, after the entries ``held``."""
    own = [one for one in held if one.of == of]
    now = happened.standing(found, held)
    given = dict(words) | (happened.duty_facts(found, now, of[0]) if happened.RULES[of[0]][what].facts else {})
    after, why = change(of[0], now[of], what, given, TODAY)
    told = {"before": now[of].model_dump(mode="json"), "after": after.model_dump(mode="json")}
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    return Entry(kind=of[0], subject=of[1], number=len(own) + 1, at=at, by="lena", what=what, why=why, **told)


def all_answered(found):
    """Every characteristic answered, as nine forms say it; of marriage the first aim alone is asked."""
    entries = []
    for subject in CHARACTERISTICS:
        of = (Kind.CHARACTERISTIC, subject)
        stands = happened.agreed(found)[of].model_dump()
        words = {name: stands[name] or THREE.get(name, "") for name in THREE}
        if "marriage" in subject:
            words = {name: stands[name] for name in stands if name != "state"} | MARRIED
        entries.append(step(found, of, "answered", words, entries))
    return entries


def told(found, name, *entries):
    laid = happened.lay_over(found, entries)
    (one,) = [duty for duty in duties.duties(laid, TODAY) if duty.name.startswith(name)]
    return one


def due(found, *entries):
    return {
        (one.subject, one.what, one.due)
        for one in owed(found, happened.standing(found, entries), TODAY)
        if one.is_open and one.kind in ("duty", "equality")
    }


def test_nine_forms_answer_27_questions_and_somebody_says_that_it_is_made(found):
    entries = all_answered(found)
    open_still = told(found, "Equality", *entries)
    assert open_still.stands == "open: 27 of 27 questions have an answer or a reason"
    assert open_still.missing[0] == "Every question is answered, and nobody has said that the assessment is made."
    assert not open_still.settled
    made = step(found, WHOLE, "done", {"evidence": "The assessment of May"}, entries)
    is_made = told(found, "Equality", *entries, made)
    assert (is_made.missing, is_made.settled) == ((), True)


def test_it_is_not_made_while_a_question_has_no_answer(found):
    with pytest.raises(WrongError, match="22 questions of the 27 have no answer"):
        step(found, WHOLE, "done", {"evidence": "The assessment"}, [step(found, AGE, "answered", THREE)])


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"chance_impact": ""}, {"chance_impact": "Choose what it does, or say below why there is no answer."}),
        ({"harm_impact": "negative"}, {"harm_mitigation": "It does harm: say what lessens that."}),
        ({"bonds_evidence": ""}, {"bonds_evidence": "Say what shows it."}),
        ({"bonds_evidence": "n/a"}, {"bonds_evidence": "This says nothing. Say what it is, or leave it empty."}),
    ],
)
def test_an_answer_is_whole_or_told_where_it_is_not(words, wrong, found):
    with pytest.raises(WrongError) as told:
        step(found, AGE, "answered", THREE | words)
    assert told.value.fields == wrong


def test_an_answer_that_is_asked_again_opens_the_assessment(found):
    entries = all_answered(found)
    entries.append(step(found, WHOLE, "done", {"evidence": "The assessment of May"}, entries))
    entries.append(step(found, AGE, "opened", {"why": "A new survey"}, entries))
    assert told(found, "Equality", *entries).stands.startswith("open: 27 of 27")
    with pytest.raises(WrongError, match="3 questions of the 27 have no answer"):
        step(found, WHOLE, "done", {"evidence": "The assessment of June"}, entries)
    again = step(found, AGE, "answered", THREE, entries)
    assert told(found, "Equality", *entries, again).settled


def test_staff_read_as_a_run_does_that_it_is_in_progress_while_an_answer_is_open(found):
    entries = all_answered(found)
    entries.append(step(found, WHOLE, "done", {"evidence": "The assessment of May"}, entries))

    def listed(*held):
        now = happened.standing(found, held)
        (group,) = (one for one in presenter.groups(found, now, "lena", TODAY) if one.kind == "equality")
        return group.counted, happened.open_again(now[WHOLE], now), happened.as_counted(now[WHOLE], now).state

    assert listed(*entries) == ("none open, 1 closed", "", "done")
    opened = step(found, AGE, "opened", {"why": "A new survey"}, entries)
    told = "It was made, and 1 answer is open: that for age. Until that is answered, it counts as in progress."
    assert listed(*entries, opened) == ("1 open", told, "open")


def test_what_is_known_so_far_is_kept_and_counts_as_far(found):
    noted = step(found, AGE, "noted", {"harm_reason": "Nobody has counted yet"})
    # marriage and civil partnership has its reason for two of the three aims from the law
    assert told(found, "Equality", noted).stands == "open: 3 of 27 questions have an answer or a reason"


def test_it_is_put_off_with_an_owner_and_a_day_to_come_and_then_owed(found):
    with pytest.raises(WrongError, match="That day is over"):
        step(found, WHOLE, "deferred", {"org": "nhs", "due": "2026-05-03", "reason": "w"})
    off = step(found, WHOLE, "deferred", {"org": "nhs", "due": "2026-06-30", "reason": "The plans come first"})
    assert told(found, "Equality", off).stands.startswith("deferred: 0 of 27")
    with pytest.raises(WrongError, match="can’t be done as it stands now"):
        step(found, WHOLE, "deferred", {"org": "nhs", "due": "2026-07-31", "reason": "w"}, [off])
    with pytest.raises(WrongError, match="This is no reason"):
        step(found, WHOLE, "deferred", {"org": "nhs", "due": "2026-07-31", "reason": "tbc"})
    assert happened.lay_over(found, [off]).strategy.equality.reason == "The plans come first"
    assert due(found, off) == {(ASSESSMENT, "Finish", date(2026, 6, 30))}


@pytest.mark.parametrize("of", [WHOLE, (Kind.DUTY, "DU")])
def test_a_day_of_the_files_stays_where_it_is_put_off_in_the_browser(of, found):
    asked = {"state": "in_progress", "due": "2026-05"}
    filed = said(found, equality=asked, duties=[{"id": "DU", "statute": "A", "text": "D", "due": "2026-05"}])
    with pytest.raises(WrongError, match=r"31 May 2026 was agreed first\. That day stays"):
        step(filed, of, "deferred", {"org": "nhs", "due": "2026-07-31", "why": "w", "reason": "w"})
    words = {"org": "nhs", "due": "2026-05-31", "why": "w", "reason": "w"}
    assert step(filed, of, "deferred", words).now().state == "deferred"


@pytest.mark.parametrize("of", [WHOLE, (Kind.DUTY, "DU")])
def test_what_was_put_off_gets_another_day_or_is_taken_up_and_the_first_day_stays(of, found):
    words = {"org": "nhs", "due": "2026-06-30", "why": "w", "reason": "The plans come first"}
    held = [step(found, of, "deferred", words)]
    with pytest.raises(WrongError, match="That day is over"):
        step(found, of, "redated", {"now_due": "2026-05-03", "why": "Later"}, held)
    held.append(step(found, of, "redated", {"now_due": "2026-07-31", "why": "Later"}, held))
    (mine,) = (one for one in owed(found, happened.standing(found, held), TODAY) if (one.kind, one.subject) == of)
    assert (mine.due, mine.expected, mine.is_open) == (date(2026, 6, 30), date(2026, 7, 31), True)
    held.append(step(found, of, "resumed", {"why": "There is time"}, held))
    stands = held[-1].now()
    assert (stands.state, stands.due, stands.now_due) == ("open", date(2026, 6, 30), date(2026, 7, 31))
    late = stands.model_copy(update={"due": date(2026, 5, 1)})
    assert change(of[0], late, "deferred", words | {"due": "2026-05-01"}, TODAY)[0].state == "deferred"


def test_other_plans_open_it_again_and_its_owner_is_told_once_a_week(found):
    entries = all_answered(found)
    entries.append(step(found, WHOLE, "owned", {"org": "nhs", "account": "lena", "why": "w"}, entries))
    entries.append(step(found, WHOLE, "done", {"evidence": "The assessment of May"}, entries))
    assert due(found, *entries) == set()
    other = said(found, goals=[{"id": "GX", "name": "Another", "text": "Another goal"}])
    assert told(other, "Equality", *entries).stands.startswith("reopened: 27 of 27")
    (again,) = [one for one in owed(other, happened.standing(other, entries), TODAY) if one.kind == "equality"]
    assert (again.account, again.due, again.what) == ("lena", TODAY, "Look again at")
    assert "made of other plans than those of today" in again.text
    days = [again.cycle(date(2026, 5, day), 14) for day in (4, 10, 11)]
    assert (days[0] == days[1], days[1] == days[2]) == (True, False)
    still = step(other, WHOLE, "done", {"evidence": "Looked at again in June"}, entries)
    assert told(other, "Equality", *entries, still).settled
    assert due(other, *entries, still) == set()


def test_answers_of_the_files_stay_but_for_what_was_answered_since(found):
    answers = [
        {"aim": "eliminate discrimination", "characteristic": name, "reason": "Of the files"} for name in ("age", "sex")
    ]
    filed = said(found, equality={"state": "in_progress", "answers": answers})
    laid = happened.lay_over(filed, [step(filed, AGE, "answered", THREE | {"harm_reason": "Of the form"})])
    reasons = {(one.characteristic, one.reason) for one in laid.strategy.equality.answers if one.reason}
    assert reasons == {("age", "Of the form"), ("sex", "Of the files")}


def test_a_privacy_screening_is_of_the_data_flows_of_its_day(found):
    answered = step(found, PRIVATE, "answered", {"screening": "not_required", "reason": "No data on people are sent"})
    assert told(found, "Privacy").stands == duties.NO_STATE
    assert (told(found, "Privacy", answered).stands, told(found, "Privacy", answered).settled) == ("not required", True)
    laid = happened.lay_over(found, [answered])
    assert laid.strategy.privacy.on.start == date(2026, 5, 4)
    stale = answered.model_copy(update={"after": answered.after | {"flows": "0" * 16}})
    assert told(found, "Privacy", stale).stands == "to be answered again: the answer was “not required”"


def test_what_a_record_of_elsewhere_says_without_saying_anything_breaks_no_run(found):
    answered = step(found, PRIVATE, "answered", {"screening": "not_required", "reason": "No data are sent"})
    empty = answered.model_copy(update={"after": answered.after | {"reason": "n/a"}})
    noted = step(found, AGE, "noted", {"harm_reason": "Nobody has counted yet"})
    noted = noted.model_copy(update={"after": noted.after | {"harm_reason": "tbc", "chance_evidence": "to follow"}})
    laid = happened.lay_over(found, [empty, noted]).strategy
    assert (laid.privacy.reason, laid.equality.state, laid.equality.answers) == (None, "not_set", ())


def test_a_duty_that_is_owned_still_has_no_state_until_somebody_says_it(found):
    of = (Kind.DUTY, "DU")
    owned = step(found, of, "owned", {"org": "nhs", "why": "Nobody did"})
    assert told(found, "An Act", owned).stands == duties.NO_STATE
    assert told(found, "An Act", owned).owner != "not set"
    met = step(found, of, "met", {"evidence": "The audit of May"}, [owned])
    assert told(found, "An Act", owned, met).stands == "met: The audit of May"
    again = step(found, of, "opened", {"why": "The audit was of another year"}, [owned, met])
    assert told(found, "An Act", owned, met, again).stands == "open"
    off = step(found, of, "deferred", {"org": "nhs", "due": "2026-05-31", "why": "w"}, [owned])
    assert due(found, owned, off) == {("DU", "Meet the duty", date(2026, 5, 31))}
