"""What each partner promised: by the day first agreed, and who takes over what one that ended left open."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.report import Kept, partners, promised
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


def test_a_place_that_names_no_owner_owes_nothing(tmp_path):
    assert list(promised(a_run.a_place(tmp_path), AS_OF)) == []
