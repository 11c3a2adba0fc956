"""E40 finds the ways round a target that leave it as it is: another horizon, other people, another yardstick."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.place.eased_place import decide, edit, publish, write
from tests.place.test_eased_promises import AS_OF, found

pytestmark = pytest.mark.slow  # each publishes and checks a place

HORIZONS = ("end: 2022-03}", "end: 2022-03}\n  - {id: H2, text: In five years, start: 2020-04, end: 2025-03}")
A3 = "stage: start_well, goals: [G1], measure: lonely"
G1 = "{id: G1, text: Fewer people smoke}"
SMOKING, LONELY, PLACE = "measures/smoking.yaml", "measures/lonely.yaml", "place.yaml"
STANDARD = ("role: outcome", "role: outcome\nstandards: [{value: 7, name: NHS, source: NHS, from: 2020-04}]")
AREAS = "areas: [{code: E06000045, name: A}, {code: E06000044, name: B}]"
EASED = {
    "an ambition's later horizon": ([HORIZONS, (A3, f"{A3}, horizon: H1")], ("horizon: H1", "horizon: H2"), "A3"),
    "an ambition's horizon taken away": ([(A3, f"{A3}, horizon: H1")], (", horizon: H1", ""), "A3"),
    "a goal's later horizon": (
        [HORIZONS, (G1, G1.replace("}", ", horizon: H1}"))],
        ("horizon: H1", "horizon: H2"),
        "G1",
    ),
    "another published measure": (
        [("measure: vaccination", "published: fingertips:93085")],
        ("fingertips:93085", "fingertips:92517"),
        "A2",
    ),
    "fewer areas": (
        [("name: Testton\n", f"name: Testton\n{AREAS}\n", PLACE)],
        (", {code: E06000044, name: B}", "", PLACE),
        "testton-plan",
    ),
    "another start of the strategy": (
        [],
        ("start: 2020-04, end: 2028-03", "start: 2021-04, end: 2028-03"),
        "testton-plan",
    ),
    "fewer people": (
        [("role: outcome", "role: outcome\npeople: {min_age: 5}", SMOKING)],
        ("min_age: 5", "min_age: 15", SMOKING),
        "smoking",
    ),
    "a break in the series": (
        [],
        ("role: outcome", "role: outcome\nseries_breaks: [{at: 2022-04, why: Form}]", SMOKING),
        "smoking",
    ),
    "a group that is told no more": (
        [],
        ('sex: "yes"', "sex: Not wanted", SMOKING),
        "smoking",
    ),
    "groups that are called unlike": (
        [],
        ("role: outcome", "role: outcome\ngroups_unlike: the fifths are not of like ages", SMOKING),
        "smoking",
    ),
    "a measure that nothing is due of any more": (
        [],
        ("role: outcome", "role: outcome\nsuperseded_by: lonely", SMOKING),
        "smoking",
    ),
    "a standard from later on": ([(*STANDARD, SMOKING)], ("from: 2020-04", "from: 2030-04", SMOKING), "smoking"),
    "a standard until some day": (
        [(*STANDARD, SMOKING)],
        ("from: 2020-04", "from: 2020-04, until: 2021", SMOKING),
        "smoking",
    ),
    "the one standard where nothing is set": ([(*STANDARD, LONELY)], ("value: 7", "value: 8", LONELY), "lonely"),
    "no longer for a group": (
        [
            (
                "stages: [start_well]\n",
                "stages: [start_well]\ngroups: [{id: GR1, name: The poor}, {id: GR2, name: The old}]\n",
            ),
            ("    measure: smoking\n", "    measure: smoking\n    groups: [GR1, GR2]\n"),
        ],
        ("groups: [GR1, GR2]", "groups: [GR2]"),
        "A1",
    ),
    "for no group any more": (
        [
            ("stages: [start_well]\n", "stages: [start_well]\ngroups: [{id: GR1, name: The poor}]\n"),
            ("    measure: smoking\n", "    measure: smoking\n    groups: [GR1]\n"),
        ],
        ("    groups: [GR1]\n", ""),
        "A1",
    ),
    "one day later": (
        [("period: 2024/25, value: 95", "period: 2025-03-31, value: 95")],
        ("2025-03-31", "2025-04-01"),
        "A2",
    ),
    "another measure first": (
        [("measure: vaccination", "measures: [vaccination, lonely]")],
        ("[vaccination, lonely]", "[lonely, vaccination]"),
        "A2",
    ),
}


def published(tmp_path: Path, *said: tuple[str, ...]) -> Path:
    """A place that said this, too, when it was published."""
    root = write(tmp_path / "testton")
    for each in said:
        edit(root, *each)
    publish(root)
    return root


@pytest.mark.parametrize("name", EASED)
def test_a_way_round_a_target_needs_a_decision_that_names_what_it_eases(tmp_path, name):
    before, now, thing = EASED[name]
    root = published(tmp_path, *before)
    assert found(root) == []
    edit(root, *now)
    assert [message.split()[0] for message in found(root)] == [thing]
    decide(root, thing)
    assert found(root) == []


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ([HORIZONS, (A3, f"{A3}, horizon: H2")], ("horizon: H2", "horizon: H1")),
        ([(*STANDARD, SMOKING)], ("from: 2020-04", "from: 2019-04", SMOKING)),
        ([(*STANDARD, SMOKING)], ("value: 7", "value: 6", SMOKING)),
        ([("name: Testton\n", f"name: Testton\n{AREAS}\n", PLACE)], ("name: B}", "name: C}", PLACE)),
        ([], ("{2021/22: 10, 2022/23: 9,", "{2022/23: 9, 2021/22: 10,")),
    ],
)
def test_what_asks_as_much_or_more_needs_none(tmp_path, before, now):
    root = published(tmp_path, *before)
    edit(root, *now)
    assert found(root) == []


def test_a_decision_for_a_longer_wait_covers_one(tmp_path):
    root = published(tmp_path)
    decide(root, "smoking")
    edit(root, "expected_lag_months: 3", "expected_lag_months: 4", SMOKING)
    assert found(root) == []
    publish(root, "2024-03-01-00000002", AS_OF)
    edit(root, "expected_lag_months: 4", "expected_lag_months: 5", SMOKING)
    assert len(found(root)) == 1
