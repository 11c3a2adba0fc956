"""E36 to W41: decisions and their notices, equality, privacy, changed targets and reported status."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.place.build import judged, outcome, table


@table(
    """
    decisions: [{id: D, title: A, reasons: It is needed, options: [{text: Nothing}]}]
    """,
    """
    decisions: [{id: D, title: A, reasons: not_set, options: not_set}]
    """,
    """
    decisions: [{id: D, title: A, reasons: [], options: []}]
    > 1:13 E36 the decision D has no options that were considered. Add `options:`; where the record does not give
    >   them, write `options: not_set`.
    > 1:13 E36 the decision D has no reasons. Add `reasons:`; where the record does not give them, write `reasons:
    >   not_set`.
    """,
    """
    decisions: [{id: D, title: A}]
    == decisions/E.yaml
    id: E
    title: B
    reasons: [C]
    > E.yaml:1:1 E36 the decision E has no options that were considered. Add `options:`; where the record does not
    >   give them, write `options: not_set`.
    > 1:13 E36 the decision D has no options that were considered. Add `options:`; where the record does not give
    >   them, write `options: not_set`.
    > 1:13 E36 the decision D has no reasons. Add `reasons:`; where the record does not give them, write `reasons:
    >   not_set`.
    """,
)
def test_e36_a_decision_has_reasons_and_options(case, tmp_path):
    judged(tmp_path, case, "E36")


@pytest.mark.parametrize(
    ("notice", "clear"),
    [
        ("2021-02-13", None),
        ("2021-02-14", None),
        ("2021-02-15", 27),
        ("2021-03-13", 1),
        ("2021-03-14", 0),
        ("2021-03-15", 0),
        ("2021-03-16", 0),
        ("2021-02", None),
        ("2021-03", 13),
    ],
)
def test_e37_the_notice_of_a_decision_on_15_march_2021(notice, clear, tmp_path):
    said = (
        f"> 1:65 E37 notice of the decision D was published {notice}, {clear} clear days before it; the law asks 28. "
        "Move the decision, or say in `general_exception:` when scrutiny was told, or in `special_urgency:` who agreed "
        "that it could not wait.\n"
    )
    case = f"decisions: [{{id: D, title: A, on: 2021-03-15, notice_published: {notice}}}]\n"
    judged(tmp_path, case + (said if clear is not None else ""), "E37")
    late = case.replace("}]", ", urgent: Agreed}]")
    judged(tmp_path, late + (said if clear is not None else ""), "E37")
    judged(tmp_path, case.replace("}]", f", {URGENT}}}]"), "E37")
    judged(tmp_path, case.replace("}]", f", {EXCEPTION.format('2021-03-05')}}}]"), "E37")
    judged(tmp_path, case.replace("on: 2021-03-15", "on: not_set"), "E37")


URGENT = "special_urgency: {reason: The lease ends, agreed_by: scrutiny_chair, on: 2021-03-12}"
EXCEPTION = "general_exception: {{reason: It came late, told: chair, told_on: 2021-03-01, published: {}}}"


@pytest.mark.parametrize(
    ("published", "clear"),
    [("2021-03-05", None), ("2021-03-07", None), ("2021-03-08", 4), ("2021-03-12", 0), ("2021-03-16", 0)],
)
def test_e37_the_general_exception_for_a_decision_on_monday_15_march_2021(published, clear, tmp_path):
    said = (
        f"> 1:134 E37 the notice of the general exception for the decision D was published {published}, {clear} clear "
        "working days before it; the law asks 5 after that day. Move the decision, or say in `special_urgency:` who "
        "agreed that it could not wait.\n"
    )
    case = f"decisions: [{{id: D, title: A, on: 2021-03-15, {EXCEPTION.format(published)}}}]\n"
    judged(tmp_path, case + (said if clear is not None else ""), "E37")
    judged(tmp_path, case.replace("}}]", "}, notice_published: 2021-02-14}]"), "E37")
    judged(tmp_path, case.replace("}}]", f"}}, {URGENT}}}]"), "E37")


@table(
    """
    decisions: [{id: D, title: A, on: 2021-03-15, key_decision: yes,
      special_urgency: {reason: B, agreed_by: scrutiny_chair, on: 2021-03-15}}]
    """,
    """
    decisions: [{id: D, title: A, on: 2021-03-15, key_decision: yes,
      special_urgency: {reason: B, agreed_by: scrutiny_chair, on: 2021-03-16}}]
    > 2:20 E111 the decision D is said to be specially urgent. That it can’t wait was agreed after its meeting: that is
    >   too late. Correct `on:`, or leave `special_urgency:` out; why an agenda came late stands in `urgent:`.
    """,
    """
    decisions: [{id: D, title: A, on: 2021-03-15, key_decision: no,
      special_urgency: {reason: B, agreed_by: council_chair, on: 2021-03-12}}]
    > 2:20 E111 the decision D is said to be specially urgent. It is no key decision: only those need another way than
    >   28 clear days of notice. Correct `on:`, or leave `special_urgency:` out; why an agenda came late stands in
    >   `urgent:`.
    """,
    """
    decisions: [{id: D, title: A, key_decision: no,
      general_exception: {reason: B, told: each_member, told_on: 2021-03-02, published: 2021-03-01}}]
    > 2:22 E111 the decision D goes by the general exception. It is no key decision: only those need another way than
    >   28 clear days of notice. Correct its days, or leave `general_exception:` out: a decision that is not key needs
    >   none.
    > 2:22 E111 the decision D goes by the general exception. Scrutiny was told on 2 March 2021, after the notice of
    >   that was published (1 March 2021): what is published is a copy. Correct its days, or leave `general_exception:`
    >   out: a decision that is not key needs none.
    """,
)
def test_e115_a_way_round_notice_can_be(case, tmp_path):
    judged(tmp_path, case, "E111")


@pytest.mark.parametrize(
    ("agenda", "clear"),
    [
        ("2021-03-04", None),  # a Thursday
        ("2021-03-05", None),  # the Friday: Monday to Friday lie between
        ("2021-03-06", None),
        ("2021-03-07", None),
        ("2021-03-08", 4),
        ("2021-03-11", 1),
        ("2021-03-12", 0),
        ("2021-03-14", 0),
        ("2021-03-15", 0),
        ("2021-03-22", 0),
        ("2020-03-15", None),
    ],
)
def test_e37_the_agenda_of_a_meeting_on_monday_15_march_2021(agenda, clear, tmp_path):
    said = (
        f"> 1:65 E37 the agenda for the decision D was published {agenda}, {clear} clear working days before it; the "
        "law asks 5. Move the meeting, or give the reason for urgency in `urgent:`.\n"
    )
    case = f"decisions: [{{id: D, title: A, on: 2021-03-15, agenda_published: {agenda}}}]\n"
    judged(tmp_path, case + (said if clear is not None else ""), "E37")
    judged(tmp_path, case.replace("}]", ", urgent: Agreed}]"), "E37")
    judged(tmp_path, case.replace("}]", f", {URGENT}}}]"), "E37")


@table(
    """
    equality: {state: deferred}
    > 1:19 W38 the equality assessment was put off without a date. Do it before the next decision: due regard cannot
    >   be paid afterwards.
    """,
    """
    equality: {state: in_progress, due: not_set}
    > 1:19 W38 the equality assessment was put off without a date. Do it before the next decision: due regard cannot
    >   be paid afterwards.
    """,
    """
    equality: {state: deferred, due: 2026-11-21}
    > 1:34 W38 the equality assessment was put off until 2026-11-21 and is not done. Do it before the next decision:
    >   due regard cannot be paid afterwards.
    """,
    """
    equality: {state: in_progress, due: 2026-11-22}
    """,
    """
    equality: {state: deferred, due: 2026-11}
    """,
    """
    equality: {state: done, due: "2020"}
    """,
    """
    equality: {state: not_required, reason: A}
    """,
    """
    equality: {state: not_set}
    """,
    """
    equality: not_set
    """,
)
def test_w38_an_equality_assessment_put_off(case, tmp_path):
    judged(tmp_path, case, "W38", as_of=date(2026, 11, 22))


@table(
    """
    workstreams: [{id: W, name: A, privacy_triggers: [new_data, record_matching]}]
    > 1:51 E39 new data asks for a privacy screening, and none was done. Screen it (UK GDPR article 35) and write
    >   `privacy: {screening: done, on: …}`.
    > 1:61 E39 record matching asks for a privacy screening, and none was done. Screen it (UK GDPR article 35) and
    >   write `privacy: {screening: done, on: …}`.
    """,
    """
    privacy: not_set
    workstreams: [{id: W, name: A, privacy_triggers: new_data}]
    > 2:50 E39 new data asks for a privacy screening, and none was done. Screen it (UK GDPR article 35) and write
    >   `privacy: {screening: done, on: …}`.
    """,
    """
    privacy: {screening: required, triggers: [New system]}
    workstreams: [{id: W, name: A, privacy_triggers: new_data}]
    > 1:43 E39 New system asks for a privacy screening, and none was done. Screen it (UK GDPR article 35) and write
    >   `privacy: {screening: done, on: …}`.
    > 2:50 E39 new data asks for a privacy screening, and none was done. Screen it (UK GDPR article 35) and write
    >   `privacy: {screening: done, on: …}`.
    """,
    """
    privacy: {screening: not_set, ask_again_when: [new_data]}
    """,
    """
    privacy: {screening: done, triggers: [New system]}
    workstreams: [{id: W, name: A, privacy_triggers: new_data}]
    """,
)
def test_e39_what_asks_for_a_privacy_screening(case, tmp_path):
    judged(tmp_path, case, "E39")


@table(
    """
    target:
      period: 2021/22
      value: 8
      history: [{was: 7, on: 2021-03}, {was: not_set, on: 2020-03, decision: D}, {was: 6, on: 5 May 2019}]
    > 5:15 E40 the target of O1 was changed on 2021-03 without a decision. Name the decision in `decision:`, so that
    >   readers see who moved the goalposts and why.
    > 5:80 E40 the target of O1 was changed on 5 May 2019 without a decision. Name the decision in `decision:`, so
    >   that readers see who moved the goalposts and why.
    """,
    """
    target: {period: 2021/22, value: 8}
    """,
    """
    target: not_set
    """,
)
def test_e40_a_target_is_changed_by_a_decision(case, tmp_path):
    judged(tmp_path, case, "E40", of=outcome)


@table(
    """
    workstreams:
    - id: W
      name: A
      reports:
      - {period: 2021-03, status: on_track}
      - {period: 2021-04, status: at_risk, forecast: off_track}
      - {period: 2021-05, status: off_track}
      - {period: 2021-06, status: not_known, forecast: not_known}
    > 5:31 W41 W reports for 2021-03 how it stands, not how it will end. Add `forecast:`; what is amber now is easily
    >   painted green at the year's end.
    > 7:31 W41 W reports for 2021-05 how it stands, not how it will end. Add `forecast:`; what is amber now is easily
    >   painted green at the year's end.
    """,
    """
    workstreams: [{id: W, name: A}]
    """,
)
def test_w41_a_status_has_a_forecast(case, tmp_path):
    judged(tmp_path, case, "W41")


def test_a_milestone_gap_and_action_due_the_same_day_are_late_on_the_same_day(tmp_path):
    case = (
        "gaps: [{id: G, text: A, due: 2026-11-22}]\n"
        "risks: [{id: R, cause: A, event: B, effect: C, actions: [{text: D, due: 2026-11-22}]}]\n"
        "workstreams: [{id: W, name: A, milestones: [{id: M, text: A, due: 2026-11-22}]}]\n"
    )
    day = date(2026, 11, 22)
    codes = ("W27", "W34", "W48")
    judged(tmp_path, case, *codes, as_of=day)
    judged(
        tmp_path,
        case + "> 1:30 W48 the gap G was to be closed by 2026-11-22 and is still open. Close it (`state: closed`, "
        "`closed_by:`), or give a new date.\n"
        "> 2:73 W34 the action on the risk R was due 2026-11-22 and is still open. Write `state: done`, or a new "
        "date.\n> 3:67 W27 the milestone M was due 2026-11-22 and is not done. Write `state: done` with its "
        "evidence, or a new date under `moved:` with the reason.\n",
        *codes,
        as_of=day + timedelta(days=1),
    )


@table(
    """
    governance:
      approvals:
      - {body: cabinet, act: recommends, on: 2020-03-11, outcome: agreed}
      - {body: council, act: approves, after: cabinet, on: 2020-03-10, outcome: agreed}
      - {body: panel, act: reviews}
      - {body: board, act: endorses}
    > 4:56 W50 council acts after cabinet, and is said to have acted before it. Correct one of the two days.
    > 6:5 W50 the strategy is called approved, and nothing says when board endorses it. Add the day in `on:`, or call
    >   the version what it is: `state: consultation` or `draft`.
    """,
    """
    governance:
      approvals:
      - {body: cabinet, act: recommends, on: 2020-03-10, outcome: agreed}
      - {body: council, act: approves, after: cabinet, on: 2020-03-10, outcome: agreed}
      - {body: board, act: endorses, on_text: early 2020, outcome: agreed_with_changes}
    """,
    """
    governance:
      approvals:
      - {body: cabinet, act: recommends, on: 2020-03-10, outcome: agreed}
      - {body: council, act: approves, after: cabinet, on: 2020-03-10, outcome: refused}
    > 4:77 W50 the strategy is called approved, and council refused it. Call the version what it is: `state:
    >   consultation` or `draft`.
    """,
    """
    version: {number: "1", state: consultation}
    governance:
      approvals:
      - {body: cabinet, act: recommends, on: 2020-03-10, outcome: agreed}
      - {body: council, act: approves, after: cabinet}
    """,
    """
    governance:
      approvals:
      - {body: cabinet, act: recommends, on: 2020-03-10}
      - {body: council, act: approves, after: cabinet, on_text: 7 or 8 March 2020, outcome: not_set}
      - {body: board, act: endorses, on_text: to be confirmed, outcome: agreed}
    > 3:5 W50 the strategy is called approved, and nothing says what cabinet decided. Add what came of it (`outcome:
    >   agreed`), or call the version what it is: `state: consultation` or `draft`.
    > 4:5 W50 the strategy is called approved, and nothing says what council decided. Add what came of it (`outcome:
    >   agreed`), or call the version what it is: `state: consultation` or `draft`.
    > 5:5 W50 the strategy is called approved, and nothing says when board endorses it. Add the day in `on:`, or call
    >   the version what it is: `state: consultation` or `draft`.
    """,
)
def test_w50_a_strategy_is_approved_when_each_step_was_taken(case, tmp_path):
    judged(tmp_path, case, "W50")


@table(
    """
    decisions: [{id: D, title: A, reasons: not_set, options: not_set, staff: Ten posts,
                 exempt: [{parts: [staff], paragraph: 4, public_interest: Talks go on}]}]
    """,
    """
    decisions: [{id: D, title: A, reasons: not_set, options: not_set, staff: Ten posts,
                 exempt: [{parts: [staff, reasons], paragraph: 4, public_interest: Talks go on}]}]
    > 2:31 E58 the decision D holds back `reasons`, and has none. Write `reasons:`, or leave it out of `parts:`:
    >   readers are told that something is held back.
    """,
)
def test_e58_what_is_held_back_is_there(case, tmp_path):
    judged(tmp_path, case, "E58")


@pytest.mark.parametrize(("day", "late"), [("2021-03-31", False), ("2021-04-01", True)])
def test_w100_what_is_held_back_is_looked_at_again(day, late, tmp_path):
    case = (
        "decisions: [{id: D, title: A, reasons: not_set, options: not_set, staff: Ten posts,\n"
        "  exempt: [{parts: [staff], paragraph: 4, public_interest: Talks go on, review: 2021-03}]}]\n"
    )
    told = (
        "> 2:81 W100 whether the decision D still holds something back was to be looked at in 2021-03. Publish the "
        "parts by leaving `exempt:` out, or give the next `review:`.\n"
    )
    judged(tmp_path, case + (told if late else ""), "W100", as_of=date.fromisoformat(day))


@table(
    """
    duties: [{id: P, statute: An Act, text: It may, kind: power}, {id: Q, statute: An Act, text: It must}]
    decisions: [{id: D, title: A, reasons: not_set, options: not_set, powers: [P], legal_power: An Act}]
    """,
    """
    duties: [{id: P, statute: An Act, text: It may, kind: power}, {id: Q, statute: An Act, text: It must}]
    decisions: [{id: D, title: A, reasons: not_set, options: not_set, powers: [Q]}]
    > 2:75 W101 the decision D rests on Q, which is no power. Name one of `duties:` that has `kind: power`.
    """,
    """
    duties: [{id: P, statute: An Act, text: It may, kind: power}]
    decisions: [{id: D, title: A, reasons: not_set, options: not_set, legal_power: Another Act}]
    > 2:80 W101 the decision D rests on a power that is not on the strategy's list. Add it to `duties:` with
    >   `kind: power`, and name its id in `powers:`.
    """,
)
def test_w101_a_power_is_on_the_list(case, tmp_path):
    judged(tmp_path, case, "W101")


@table(
    """
    decisions: [{id: D, title: A, reasons: not_set, options: not_set, on: not_set, on_text: 7 MARCH 2020 8 MARCH 2020}]
    """,
    """
    decisions: [{id: D, title: A, reasons: not_set, options: not_set, on: 2020-03, on_text: early March 2020}]
    """,
    """
    decisions: [{id: D, title: A, reasons: not_set, options: not_set, on_text: 7 MARCH 2020 8 MARCH 2020}]
    > 1:76 E104 the day of the decision D can't be read (“7 MARCH 2020 8 MARCH 2020”). Write it in `on:`, as 2020-03-17
    >   or 2020-03; where nobody knows it, write `on: not_set`: then nobody is told that it was taken.
    """,
)
def test_e104_a_day_can_be_read_or_the_place_says_that_it_cannot(case, tmp_path):
    judged(tmp_path, case, "E104")


@table(
    """
    equality: {state: done, evidence: A survey}
    """,
    """
    equality: {state: done, evidence: A survey, rests_on: f865256c77f3fc9f}
    """,
    """
    equality: {state: done, evidence: A survey, rests_on: f865256c77f3fc9f}
    commitments: [{id: C1, text: Fewer smoke}]
    > 1:55 W112 the equality assessment was made of the plans f865256c77f3fc9f; those of today are 7d9fc34959cfd0f0.
    >   Look at it again (an ambition, target, group, scope or objective changed) and write
    >   `rests_on: 7d9fc34959cfd0f0`.
    """,
)
def test_w115_an_equality_assessment_is_open_again_when_the_plans_change(case, tmp_path):
    judged(tmp_path, case, "W112")


@table(
    """
    governance:
      boards: [{id: B, name: A, role: decides, members: [C], quorum: 1}]
      delegation: [{body: B, type: spending}]
    """,
    """
    governance:
      boards: [{id: B, name: A, role: decides, members: [C]}]
      delivery_groups: [{id: G}]
      delegation: [{body: B, type: spending, below: 500}, {body: G, type: spending, from: 500},
        {body: G, type: plan}]
    > 4:23 W118 B decides by the scheme of delegation, and nobody can say whether enough of it take part. Add
    >   `members:` and `quorum:` to its entry in `boards:`; enter a delivery group that decides there, or name another
    >   body.
    > 4:62 W118 G decides by the scheme of delegation, and nobody can say whether enough of it take part. Add
    >   `members:` and `quorum:` to its entry in `boards:`; enter a delivery group that decides there, or name another
    >   body.
    """,
    """
    governance:
      boards: [{id: B, name: A, role: decides, quorum: 2}]
      delegation: [{body: B, type: spending}]
    > 3:23 W118 B decides by the scheme of delegation, and nobody can say whether enough of it take part. Add
    >   `members:` and `quorum:` to its entry in `boards:`; enter a delivery group that decides there, or name another
    >   body.
    """,
)
def test_w118_who_decides_by_the_scheme_has_members_and_a_quorum(case, tmp_path):
    judged(tmp_path, case, "W118")


@table(
    """
    governance:
      boards: [{id: B, name: A, role: decides}]
      delegation: [{body: B, type: spending, functions: [care, Health]}]
    """,
    """
    governance:
      boards: [{id: B, name: A, role: decides}]
      delegation: [{body: B, type: "spending ", functions: [Care]}, {body: B, type: Recommends, functions: [care]}]
    > 3:16 E108 the scheme of delegation has “spending ” and “spending”, which readers take for one. Write “spending”
    >   here too, if it is the same; else call one of them something else.
    > 3:65 E108 the scheme of delegation has “care” and “Care”, which readers take for one. Write “Care” here too, if it
    >   is the same; else call one of them something else.
    > 3:65 E108 “Recommends” is what the form calls a decision that only recommends: nobody could be given it. Call that
    >   type something else.
    """,
)
def test_e108_a_scheme_names_each_type_and_function_in_one_way(case, tmp_path):
    judged(tmp_path, case, "E108")
