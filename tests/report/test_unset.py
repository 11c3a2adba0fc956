"""What nobody has set is said once, with how many ambitions lack it and whom to ask."""

from __future__ import annotations

import pytest

from oneplace import place, results
from oneplace.report import nobody_owns, not_set
from tests.report import a_run

OWNER = place.Owner(org="council")
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
    found = a_place(tmp_path, contact="contact: {name: Ann, email: ann@testton.gov.uk}\n")
    assert not_set(found, rows("no_target_set", "no_measure")) == (
        "None of the 2 ambitions has a named owner or a workstream. "
        "The one ambition that could have a target has none. Whom to ask: Ann (ann@testton.gov.uk)."
    )
    assert nobody_owns(found)


def test_what_no_ambition_has_is_said_in_one_sentence(tmp_path):
    said = not_set(a_place(tmp_path), rows("no_target_set", "no_target_set"))
    assert said.startswith("None of the 2 ambitions has a named owner, a workstream or a target. Whom to ask")


def test_whom_to_ask_is_said_once_where_the_commentary_lacks_too(tmp_path):
    """Two lines of a pack's first page ended in the same sentence."""
    found = a_place(tmp_path)
    said = not_set(found, rows("no_target_set", "no_target_set"), [])
    assert said.startswith("None of the 2 ambitions has a named owner, a workstream, a target or a commentary. Whom")
    assert " 1 of 2 ambitions has no commentary. Whom" in not_set(found, rows("on_path", "on_path"), ["A2"])


def test_what_is_set_is_not_said(tmp_path):
    strategy = a_run.STRATEGY.replace("{id: A1, ", "{id: A1, " + OWNED) + SERVED
    found = a_place(tmp_path, strategy)
    assert not_set(found, rows("on_path", "no_data")) == (
        "1 of 2 ambitions has no named owner. Whom to ask is not set either: the place’s files name no contact."
    )
    assert not nobody_owns(found)


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (("no_target_set", "on_path", "no_measure"), "Of 2 ambitions that could have a target, 1 has none."),
        (("no_target_set", "no_target_set", "off_path", "context"),
         "Of 3 ambitions that could have a target, 2 have none."),
        (("no_target_set", "no_target_set", "no_data"), "None of the 2 ambitions that could have a target has one."),
        (("no_target_set", "on_path"), "1 of 2 ambitions has no target."),
    ],
)  # fmt: skip
def test_a_target_is_missed_only_among_those_that_could_have_one(tmp_path, statuses, said):
    """What is shown for context or not measured has no target either: they are in neither number."""
    assert f" {said} Whom to ask" in not_set(a_place(tmp_path), rows(*statuses))


AREAS = "Published for each of the place's 2 areas, not for all of it: 1% (A) to 2% (B) in 2025. No counts."


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (None, "None of the 2 ambitions has a named owner, a workstream or a target. Whom"),
        (6.0, "None of the 2 ambitions has a named owner or a workstream. 1 of 2 ambitions has no target. Whom"),
    ],
)
@pytest.mark.parametrize("why", [AREAS, results.BY_GROUP])
def test_what_is_known_of_areas_or_groups_alone_could_have_a_target_too(tmp_path, why, target, said):
    """Of twelve ambitions without any target six were told to have none, and of the others nothing was said."""
    parted = {"ambition": "A2", "status": "no_data", "why": why, "target": target}
    assert not_set(a_place(tmp_path), [*rows("no_target_set"), parted]).startswith(said)


def test_nothing_is_said_where_all_is_set(tmp_path):
    strategy = a_run.STRATEGY.replace("{id: A1, ", "{id: A1, " + OWNED).replace("{id: A2, ", "{id: A2, " + OWNED)
    assert not_set(a_place(tmp_path, strategy + SERVED), rows("on_path", "off_path")) == ""


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        ({}, "Ann. How to reach them is not set"),
        ({"address": "1 High Street"}, "Ann (1 High Street)"),
        ({"address": "1 High Street", "url": "https://t.gov.uk"}, "Ann (https://t.gov.uk)"),
        ({"url": "https://t.gov.uk", "phone": "0300 123"}, "Ann (0300 123)"),
        ({"phone": "0300 123", "email": "ann@t.gov.uk"}, "Ann (ann@t.gov.uk)"),
        ({"email": "ann@t.example"}, "Ann"),
    ],
)
def test_who_is_asked_is_named_with_the_quickest_way(tmp_path, ways, words):
    asked = "".join(f", {way}: {where!r}" for way, where in ways.items())
    found = a_place(tmp_path, contact=f"contact: {{name: Ann{asked}}}\n")
    assert not_set(found, rows("on_path", "off_path")).endswith(f" Whom to ask: {words}.")


def test_of_one_ambition_nothing_is_counted(tmp_path):
    found = a_place(tmp_path)
    strategy = found.strategy.model_copy(update={"outcomes": found.strategy.outcomes[:1]})
    one = place.Place(**{**vars(found), "strategy": strategy})
    assert not_set(one, rows("no_target_set")).startswith(
        "The one ambition has no named owner. The one ambition has no workstream. The one ambition has no target. Whom"
    )


def test_of_several_that_lack_one_thing_the_word_is_have(tmp_path):
    found = a_place(tmp_path)
    first = found.strategy.outcomes[0]
    strategy = found.strategy.model_copy(
        update={"outcomes": (*found.strategy.outcomes, first.model_copy(update={"id": "A3", "owner": OWNER}))}
    )
    three = place.Place(**{**vars(found), "strategy": strategy})
    assert not_set(three, rows("on_path")).startswith(
        "None of the 3 ambitions has a workstream. 2 of 3 ambitions have no named owner."
    )


def test_a_target_for_the_gap_alone_is_no_missing_target(tmp_path):
    found = a_place(tmp_path)
    assert "target" not in not_set(found, rows("gap_target_only", "on_path"))
    parts = [{**one, "why": results.BY_GROUP, "gap_target": 5.0} for one in rows("no_data", "no_data")]
    assert "target" not in not_set(found, parts)
    assert "a target" in not_set(found, [{**one, "gap_target": None} for one in parts])
