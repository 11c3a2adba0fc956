"""What each partner promised: by the day first agreed, and who takes over what one that ended left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.delivery.happened import Action
from oneplace.place import Commentary, Strategy, period
from oneplace.report import Kept, Known, partners, promised
from tests.report import a_run

AS_OF = date(2026, 5, 1)
PARTNERS = """
partners:
  - {id: council, name: Testton City Council, kind: local_authority}
  - {id: ccg, name: The old group, kind: nhs_commissioner, until: 2022-06, successor: [board]}
  - {id: board, name: The board, kind: nhs_commissioner, predecessor: [ccg]}
  - {id: trust, name: A trust that went, kind: nhs_provider, until: 2023-03}
workstreams:
  - id: W
    name: Smokefree
    outcomes: [A1]
    lead: {org: council, role: Head}
    scope: Everybody
    delivery_group: D
    milestones:
      - id: M1
        text: Put off
        due: 2026-09
        moved: [{from: 2026-03, to: 2026-06, reason: No lease}, {from: 2026-06, to: 2026-09, reason: No builder}]
      - {id: M2, text: Made, due: 2026-01, state: done, evidence: minutes}
      - {id: M3, text: To come, due: 2026-06, owner: {org: ccg}}
      - {id: M4, text: Undated, owner: {org: trust}}
      - {id: M5, text: Given up, due: 2026-01, state: stopped, owner: {org: trust}}
budget:
  state: set
  pool: 100
  lines: [{name: Its share, amount: 60, partner: council}, {name: Nobody's, amount: 40}]
pooled_funds:
  - {id: F, name: The fund, host: board, aims: a, contributions: a, functions: a, people_and_services: a,
     staff_goods_premises: a, duration: a, fund_management: a}
governance:
  delivery_groups: [{id: D, name: The group, members: [council]}]
  boards: [{id: B, name: Cabinet, role: decides, partner: council}]
"""


@pytest.fixture
def place(tmp_path):
    strategy = a_run.STRATEGY.replace(
        "partners: [{id: council, name: Testton City Council, kind: local_authority}]\n", PARTNERS.lstrip()
    )
    return a_run.a_place(tmp_path, strategy=strategy)


def by_id(place, as_of=AS_OF):
    return {one.partner.id: one for one in partners(place, as_of)}


def states(record):
    return {one.text: one.kept for one in record.promises}


def test_a_milestone_that_was_put_off_is_late_by_its_first_day(place):
    found = {one.text: one for one in promised(place, AS_OF)}
    assert found["Put off"].kept is Kept.LATE
    assert (found["Put off"].by.words, found["Put off"].now.words) == ("March 2026", "September 2026")


@pytest.mark.parametrize(
    ("day", "kept"), [(date(2026, 3, 31), Kept.OPEN), (date(2026, 4, 1), Kept.LATE), (None, Kept.OPEN)]
)
def test_it_is_late_from_the_day_after(place, day, kept):
    assert {one.text: one.kept for one in promised(place, day)}["Put off"] is kept


def test_what_is_done_or_given_up_or_has_no_day_is_none_of_late(place):
    assert states(by_id(place)["council"]) == {"Smokefree": Kept.UNDATED, "Put off": Kept.LATE, "Made": Kept.DONE}
    assert states(by_id(place)["trust"]) == {"Undated": Kept.UNDATED, "Given up": Kept.STOPPED}


def test_a_milestone_without_an_owner_is_its_workstreams_leads(place):
    assert {one.text: one.partner for one in promised(place, AS_OF)}["Made"] == "council"


def test_what_a_body_left_open_is_its_heirs_else_orphaned(place):
    found = by_id(place)
    assert found["ccg"].ended
    assert [one.id for one in found["ccg"].heirs] == ["board"]
    assert found["ccg"].orphaned == ()
    assert [one.text for one in found["trust"].orphaned] == ["Undated"]
    assert not found["council"].ended


def test_who_pays_hosts_and_sits_where(place):
    found = by_id(place)
    assert found["council"].pays == (("Its share", 60.0, None),)
    assert found["council"].sits_on == ("Cabinet", "The group")
    assert found["board"].hosts == ("The fund",)
    assert [one.id for one in found["board"].before] == ["ccg"]


def action(state="open", **other):
    return Action(text="Ask", org="council", role="Head", due=date(2026, 3, 1), state=state, public="yes", **other)


@pytest.mark.parametrize(("state", "kept"), [("open", Kept.LATE), ("done", Kept.DONE), ("dropped", Kept.STOPPED)])
def test_an_action_about_no_risk_is_owed_as_any_other(state, kept, place):
    found = {one.partner.id: one for one in partners(place, AS_OF, Known((action(state, now_due=date(2026, 6, 1)),)))}
    asked = next(one for one in found["council"].promises if one.text == "Ask")
    assert (asked.kept, asked.by.words, asked.now.words) == (kept, "1 March 2026", "1 June 2026")


def test_what_the_plan_expects_later_is_said_as_the_plan_says_it(place):
    since = Known((), {"M1": date(2026, 10, 5), "M2": date(2026, 10, 5), "M3": date(2026, 6, 30)})
    now = {one.text: one.now and one.now.words for one in promised(place, AS_OF, since)}
    assert now["Put off"] == "5 October 2026"
    assert now["Made"] is None, "what is done waits for nothing"
    assert now["To come"] is None, "that is the day agreed"


def test_the_next_step_said_last_takes_the_place_of_the_one_before(place):
    def said(run, step, audience="public"):
        told = {"id": f"A1-{run}", "outcome": "A1", "run": run, "by": {"org": "council"}, "why": "W", "doing": "D"}
        return {"next_step": {"text": step, "by": {"org": "council"}, "due": "2026-04"}, "audience": audience} | told

    told = [said("2026-03-31", "Later"), said("2025-12-31", "Interview"), said("2026-06-30", "Secret", "board")]
    spoken = {one["id"]: Commentary.model_validate(one) for one in told}
    steps = [one.text for one in promised(replace(place, commentary=spoken), AS_OF) if one.kind == "Next step"]
    assert steps == ["Later"]


def test_a_place_that_names_no_owner_owes_nothing(tmp_path):
    assert list(promised(a_run.a_place(tmp_path), AS_OF)) == []


OWNED = {
    "duties": {"statute": "An Act", "due": "2026-04"},
    "gaps": {"due": "2026-04"},
    "must_dos": {"due": "2026-04"},
    "improvement": {"start": "2025", "end": "2026-04"},
    "benefits": {"kind": "quality", "period": "2026-04", "reduction": 0.1},
    "lessons": {"learnt_from": "a late clinic", "due": "2026-04"},
}
"""What a place's files give an owner besides ambitions, plans and risks, each with the least that it must say."""


def owner_fields():
    """The lists of the strategy whose things have an owner."""
    for name, field in Strategy.model_fields.items():
        inside = next(iter(getattr(field.annotation, "__args__", ())), None)
        if "owner" in getattr(inside, "model_fields", ()):
            yield name


def test_whatever_has_an_owner_is_among_what_its_partner_owes_and_late_after_its_day(place):
    assert {*owner_fields()} == {*OWNED, "outcomes", "risks", "equality", "enablers"}
    plain = place.strategy.model_dump(by_alias=True, mode="json", exclude_none=True)
    for number, (name, said) in enumerate(OWNED.items()):
        plain[name] = [{"id": f"X{number}", "text": f"Of {name}", "owner": {"org": "trust"}, **said}]
    plain["enablers"] = [{"id": "E", "name": "Digital", "owner": {"org": "trust"}}]
    found = replace(place, strategy=Strategy.model_validate(plain))
    told = states(by_id(found)["trust"])
    assert {f"Of {name}": Kept.LATE for name in OWNED}.items() <= told.items()
    assert told["Digital"] is Kept.UNDATED


OLD_AND_OLDER = """
  - {id: ccg, name: The old group, kind: nhs_commissioner, until: 2022-06, successor: [joint]}
  - {id: joint, name: A group that went too, kind: nhs_commissioner, until: 2023-06, successor: [%s]}
"""


@pytest.mark.parametrize(("then", "takes", "orphaned"), [("board", ["M3"], 0), ("", [], 1)])
def test_what_is_left_open_goes_to_the_first_that_still_stands_or_to_nobody(tmp_path, then, takes, orphaned):
    """A body that merged into one that ended itself has handed on nothing by that."""
    given = PARTNERS.replace(
        "\n  - {id: ccg, name: The old group, kind: nhs_commissioner, until: 2022-06, successor: [board]}\n",
        OLD_AND_OLDER % then,
    ).replace(", predecessor: [ccg]", "").replace("text: To come", "text: M3")  # fmt: skip
    strategy = a_run.STRATEGY.replace(
        "partners: [{id: council, name: Testton City Council, kind: local_authority}]\n", given.lstrip()
    )
    found = by_id(a_run.a_place(tmp_path, strategy=strategy))
    assert [one.text for one in found["board"].inherited] == takes
    assert len(found["ccg"].orphaned) == orphaned


SPLIT = """
  - {id: ccg, name: The old group, kind: nhs_commissioner, until: 2022-06}
  - {id: trust2, name: The half, kind: nhs_provider, predecessor: [ccg]}
"""


def test_who_is_named_after_a_body_by_itself_alone_takes_over_and_two_heirs_are_told_of_each_other(tmp_path):
    """A body that split in two, of which only those that came after say so: nothing it promised is nobody's."""
    given = PARTNERS.replace(
        "\n  - {id: ccg, name: The old group, kind: nhs_commissioner, until: 2022-06, successor: [board]}\n", SPLIT
    )
    strategy = a_run.STRATEGY.replace(
        "partners: [{id: council, name: Testton City Council, kind: local_authority}]\n", given.lstrip()
    )
    found = by_id(a_run.a_place(tmp_path, strategy=strategy))
    assert {one.name for one in found["ccg"].takers} == {"The board", "The half"}
    assert found["ccg"].orphaned == ()
    assert len(found["ccg"].left_open) == len(found["board"].inherited) == len(found["trust2"].inherited) == 1
    assert (found["board"].shared, found["trust2"].shared) == ({"ccg": ("The half",)}, {"ccg": ("The board",)})
    assert [one.id for one in found["board"].before] == ["ccg"]


def test_two_bodies_that_merged_leave_what_they_owed_to_one(tmp_path):
    other = "  - {id: other, name: Another, kind: nhs_commissioner, until: 2022-06, successor: [board]}\n"
    given = PARTNERS.replace("  - {id: trust, name", f"{other}  - {{id: trust, name")
    strategy = a_run.STRATEGY.replace(
        "partners: [{id: council, name: Testton City Council, kind: local_authority}]\n", given.lstrip()
    )
    found = by_id(a_run.a_place(tmp_path, strategy=strategy))
    assert [one.id for one in found["board"].before] == ["ccg", "other"]
    assert found["board"].shared == {"ccg": (), "other": ()}


AIMED = """outcomes:
  - id: A1
    text: Fewer smoke
    goals: [G1]
    measure: smoking
    provenance: agreed
    source: Board
    owner: {{org: council}}
    target: {{period: {period}, value: 9}}
"""


def aimed(tmp_path, period):
    """The place with one ambition that has an owner and a target."""
    head, _, rest = a_run.STRATEGY.partition("outcomes:\n")
    rest = rest[rest.index("decisions:") :].partition("gaps:")[0]
    return a_run.a_place(tmp_path, strategy=head + AIMED.format(period=period) + rest)


def stands(status, past=False):
    return {"status_forecast": status, "target_past": past}


@pytest.mark.parametrize(
    ("period", "row", "kept"),
    [
        ("2024/25", stands("met"), "target met"),
        ("2024/25", stands("missed"), "target missed"),
        ("2024/25", stands("cannot_be_told"), "met or missed, cannot be told"),
        ("2024/25", stands("not_known"), "met or missed, cannot be told"),
        ("2024/25", stands("not_known", past=True), "its day is past, and no figure of it is shown"),
        ("2024/25", None, "its day is past, and no figure of it is shown"),
        ("2026/27", stands("likely"), "open"),
    ],
)
def test_a_target_is_never_late_but_met_missed_or_not_known(tmp_path, period, row, kept):
    since = Known((), judged={"A1": row} if row else {})
    (one,) = promised(aimed(tmp_path, period), AS_OF, since)
    assert one.kept.value == kept


def test_a_target_that_was_met_is_nothing_that_was_left_open(tmp_path):
    place = aimed(tmp_path, "2024/25")
    (council,) = place.strategy.partners
    gone = council.model_copy(update={"until": period("2025-03")})
    place = replace(place, strategy=place.strategy.model_copy(update={"partners": (gone,)}))
    left = [
        len(partners(place, AS_OF, Known((), judged={"A1": stands(word)}))[0].left_open) for word in ("met", "missed")
    ]
    assert left == [0, 1]


@pytest.mark.parametrize(
    ("until", "row", "kept"),
    [
        ("2026-03", stands("met"), Kept.MET),
        ("2026-03", stands("missed"), Kept.MISSED),
        ("2026-03", stands("cannot_be_told"), Kept.UNTOLD),
        ("2026-03", stands("not_known"), Kept.UNTOLD),
        ("2026-03", stands("no_target_set"), Kept.DONE),
        ("2026-03", None, Kept.LATE),
        ("2026-09", stands("met"), Kept.OPEN),
    ],
)
def test_a_benefit_is_late_only_until_something_shows_what_came_of_it(place, until, row, kept):
    plain = place.strategy.model_dump(by_alias=True, mode="json", exclude_none=True)
    benefit = {"id": "B1", "text": "Fewer days in hospital", "kind": "quality", "period": "2025/26", "reduction": 0.1}
    plain["benefits"] = [benefit | {"owner": {"org": "trust"}, "tracked_until": until}]
    found = replace(place, strategy=Strategy.model_validate(plain))
    told = {one.text: one.kept for one in promised(found, AS_OF, Known((), gained={"B1": row} if row else {}))}
    assert told["Fewer days in hospital"] is kept


@pytest.mark.parametrize(
    ("forecast", "kept"), [("met", Kept.MET), ("missed", Kept.MISSED), ("not_known", Kept.UNKNOWN)]
)
def test_what_is_set_for_a_gap_is_promised_by_its_day(place, forecast, kept):
    wish = {"dimension": "deprivation", "statistic": "SII", "target": 5, "period": "2024/25"}
    owner = {"org": "council"}
    outcomes = [
        one.model_validate({**one.model_dump(exclude_unset=True, by_alias=True), "gap_ambition": wish, "owner": owner})
        for one in place.strategy.outcomes[:1]
    ]
    strategy = place.strategy.model_copy(update={"outcomes": tuple(outcomes)})
    row = {"target_past": False, "gap_target_past": True, "status_forecast": "met", "gap_status_forecast": forecast}
    since = Known((), judged={outcomes[0].id: row})
    told = {one.kind: one for one in promised(replace(place, strategy=strategy), AS_OF, since) if "Amb" in one.kind}
    assert (told["Ambition for the gap"].by.words, told["Ambition for the gap"].kept) == ("2024/25", kept)
    assert ("Ambition" in told) is (outcomes[0].target_period is not None), "no second promise that has no day"
