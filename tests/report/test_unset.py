"""What nobody has set is said once, with how many ambitions lack it and whom to ask."""

from __future__ import annotations

from oneplace import place
from oneplace.report import nobody_owns, not_set
from tests.report import a_run

OWNED = "owner: {org: council}, "
SERVED = (
    "workstreams: [{id: W1, name: One, outcomes: [A1, A2], scope: not_set, milestones: not_set, lead: not_set, "
    "delivery_group: not_set}]\n"
)


def a_place(folder, strategy=a_run.STRATEGY, contact=""):
    (folder / "measures").mkdir()
    (folder / "place.yaml").write_text(a_run.PLACE + contact)
    (folder / "strategy.yaml").write_text(strategy)
    (folder / "measures" / "smoking.yaml").write_text(a_run.MEASURE)
    return place.read(folder)


def rows(*statuses):
    return [{"ambition": f"A{n}", "status": status} for n, status in enumerate(statuses, 1)]


def test_each_thing_that_is_missing_is_said_once(tmp_path):
    found = a_place(tmp_path, contact="contact: {name: Ann, email: ann@testton.example}\n")
    assert not_set(found, rows("no_target_set", "no_measure")) == (
        "None of the 2 ambitions has a named owner. None of the 2 ambitions has a workstream. "
        "1 of 2 ambitions has no target. Whom to ask: Ann (ann@testton.example)."
    )
    assert nobody_owns(found)


def test_what_is_set_is_not_said(tmp_path):
    strategy = a_run.STRATEGY.replace("{id: A1, ", "{id: A1, " + OWNED) + SERVED
    found = a_place(tmp_path, strategy)
    assert not_set(found, rows("on_path", "no_data")) == (
        "1 of 2 ambitions has no named owner. Whom to ask is not set either: place.yaml has no contact."
    )
    assert not nobody_owns(found)


def test_nothing_is_said_where_all_is_set(tmp_path):
    strategy = a_run.STRATEGY.replace("{id: A1, ", "{id: A1, " + OWNED).replace("{id: A2, ", "{id: A2, " + OWNED)
    assert not_set(a_place(tmp_path, strategy + SERVED), rows("on_path", "off_path")) == ""


def test_whoever_has_no_address_is_named_alone(tmp_path):
    found = a_place(tmp_path, contact="contact: {name: Ann}\n")
    assert not_set(found, rows("on_path", "off_path")).endswith(" Whom to ask: Ann.")
