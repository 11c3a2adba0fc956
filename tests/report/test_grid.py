"""The assurance grid: each process in the one cell of its variation and assurance, worst first; and what went well."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from oneplace.place import Standard
from oneplace.report import ASSURANCE, Went, assurance_grid, falls_short, is_strength, went


def last(variation, assurance=None):
    return {"variation": variation, "assurance": assurance}


def test_each_stands_in_its_cell_and_lines_come_worst_first():
    lines = assurance_grid([
        ("a", last("improvement_high", "consistent_pass")),
        ("b", last("concern_low", "consistent_fail")),
        ("c", last("concern_high", "consistent_fail")),
        ("d", last("common", "inconsistent")),
        ("e", last("common")),
        ("f", last("neutral_low", "not_judged")),
        ("g", last("common", "not_stable")),
    ])  # fmt: skip
    assert list(ASSURANCE) == ["consistent_fail", "inconsistent", "consistent_pass", "not_stable", ""]
    assert [line.cells for line in lines] == [
        (("b", "c"), (), (), (), ()),
        ((), ("d",), (), ("g",), ("e",)),
        ((), (), (), (), ("f",)),
        ((), (), ("a",), (), ()),
    ]
    words = ("worse", "within", "neither", "better")
    assert all(word in line.variation for line, word in zip(lines, words, strict=True))


def test_what_cannot_be_judged_has_no_place():
    assert assurance_grid([("a", last(None)), ("b", last("", "inconsistent"))]) == []


@pytest.mark.parametrize(
    ("status", "trend", "comparison", "how"),
    [
        ("on_path", "worse", "similar", Went.NEITHER),  # no list of strengths has one with a worry
        ("on_path", "better", "worse", Went.NEITHER),
        ("on_path", "no_clear_change", "similar", Went.WELL),
        ("off_path", "better", "better", Went.BADLY),
        ("average_up_but_gap_wider", "better", "better", Went.BADLY),
        ("no_target_set", "better", "similar", Went.WELL),
        ("no_target_set", "not_known", "better", Went.WELL),
        ("no_target_set", "better", "worse", Went.BADLY),
        ("cannot_be_judged_yet", "worse", "better", Went.BADLY),
        ("no_target_set", "no_clear_change", "similar", Went.NEITHER),
        ("context", "worse", "worse", Went.NEITHER),
        ("no_data", None, None, Went.NEITHER),
        ("no_measure", None, None, Went.NEITHER),
    ],
)
def test_the_path_decides_then_direction_and_others(status, trend, comparison, how):
    assert went({"status": status, "trend": trend, "comparison": comparison, "level": "usual"}) is how


def test_what_has_turned_did_not_go_well():
    row = {"status": "no_target_set", "trend": "better", "level": "usual", "comparison": "similar"}
    assert went(row) is Went.WELL
    assert went(row | {"turned_at": "July 2025"}) is Went.NEITHER
    assert went(row | {"trend": "worse", "turned_at": "July 2025"}) is Went.BADLY


@pytest.mark.parametrize(
    ("way", "dimension", "group", "sure", "found"),
    [
        ("widening", "sex", "M", True, Went.NEITHER),
        ("widening", "sex", "M", False, Went.WELL),
        ("widening", "deprivation", "1", True, Went.NEITHER),
        ("widening", "deprivation", "5", True, Went.WELL),
        ("narrowing", "sex", "M", True, Went.WELL),
        (None, "sex", "M", True, Went.WELL),
    ],
)
def test_nothing_goes_well_of_which_a_gap_widens_for_those_behind(way, dimension, group, sure, found):
    gap = {"gap_direction": way, "gap_dimension": dimension, "gap_group": group, "gap_sure": sure}
    row = {"status": "on_path", "trend": "better", "comparison": "better"}
    assert went(row, [gap]) is found
    assert went(row | {"status": "off_path"}, [gap]) is Went.BADLY


@pytest.mark.parametrize(
    ("status", "value", "until", "good"),
    [
        ("no_target_set", 76.9, None, False),
        ("no_target_set", 95.0, None, True),
        ("no_target_set", 76.9, "2024/25", True),  # it is over
        ("on_path", 76.9, None, False),  # a path to less was agreed, and is kept
        ("on_path", 95.0, None, True),
    ],
)
def test_what_misses_a_national_standard_is_no_strength(status, value, until, good):
    standard = Standard(value=95, name="NHS standard", source="Handbook", **{"from": "2010-06"}, until=until)
    measure = SimpleNamespace(polarity="high_good", standards=(standard,))
    row = {"status": status, "trend": "better", "level": "usual", "comparison": "better", "value": value}
    row |= {"period_start": date(2025, 7, 1), "period_end": date(2025, 8, 1)}
    assert is_strength(row, (), measure, date(2026, 11, 28)) is good
    assert falls_short(row, measure, date(2026, 11, 28)) is (status == "on_path" and not good)
    assert is_strength(row, (), None, date(2026, 11, 28)) is True
