"""Old beside new in a line of `check`: what held where the files left it out, and of a list what came and went."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.place import check
from oneplace.place.folder import read_files
from oneplace.place.moved import Change, Kind, change_told, changes, is_list, led, said, sides
from tests.place.eased_place import edit, publish, write

FIELD = ("place", "testton", "Testton", Kind.CHANGED)
AREAS = "areas: [{code: E06000015, name: Derby}]\n"
BOTH = "areas: [{code: E06000015, name: Derby}, {code: E06000018, name: Nottingham}]\n"


@pytest.fixture
def place(tmp_path):
    root = write(tmp_path / "testton")
    edit(root, "name: Testton\n", f"name: Testton\n{AREAS}", "place.yaml")
    publish(root)
    return root


def told(root):
    found = check(root, as_of=date(2024, 2, 20))
    return " ".join(one.message for one in found if one.code in ("E40", "E105"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("below: 5", "below: 3", "small numbers: hidden below was 5, is 3. No"),
        (AREAS, BOTH, "areas, added: code: E06000018; name: Nottingham. No"),
        (AREAS, "", "areas, taken out: code: E06000015; name: Derby. No"),
    ],
)
def test_what_the_place_said_by_leaving_it_out_is_its_old_value(place, old, new, says):
    edit(place, old, new, "place.yaml")
    message = told(place)
    assert says in message
    assert "not set" not in message


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (["A"], None, "areas, taken out: A"),
        (None, ["B", "C"], "areas, added: B; C"),
        (["A"], ["B"], "areas, taken out: A, added: B"),
        (["A", "B"], ["B", "A"], "areas was A; B, is B; A"),
        (None, "B", "areas was not set, is B"),
    ],
)
def test_a_list_is_told_by_what_was_taken_out_of_it_and_what_was_added(old, new, line):
    change = Change(*FIELD, "areas", old, new)
    assert change_told(change, {}, {}) == line


def test_a_long_side_is_cut_and_its_lead_stays():
    change = Change(*FIELD, "areas", ["A " * 20], None)
    assert change_told(change, {}, {}, 9) == "areas, taken out: A A A A …"
    assert led(change, *sides(change, {}, {}))[1] == ""


def test_a_score_is_a_pair_and_no_list_of_which_a_number_is_taken_out():
    """It was “likelihood 4” gone and nothing in its place, where (4, 3) became (3, 3)."""
    risk = {"risks": {"R": {"event": "Rain", "current": [4, 3]}}}
    (one,) = changes(risk, {"risks": {"R": {"event": "Rain", "current": [3, 3]}}})
    assert (one.old, one.new) == ([4, 3], [3, 3])
    assert change_told(one, {}, {}).endswith("was 4; 3, is 3; 3")


@pytest.mark.parametrize(
    ("part", "field", "so"),
    [
        ("place", "areas", True),
        ("strategy", "approvals", True),
        ("outcomes", "goals", True),
        ("workstreams", "milestones.M1.moved", True),
        ("decisions", "reasons", True),
        ("risks", "current", False),
        ("outcomes", "text", False),
        ("outcomes", "target.value", False),
        ("nothing", "at.all", False),
    ],
)
def test_which_fields_are_lists(part, field, so):
    assert is_list(part, field) is so


def test_what_is_kept_is_what_the_files_say(place):
    assert "small_numbers.below" not in said(read_files(place).as_place())["place"]["testton"]
