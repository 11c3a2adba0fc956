"""Figures that somebody typed are among what the files say: one that readers have seen does not change unseen."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import place as places
from oneplace.place.folder import read_files
from oneplace.place.moved.diff import Kind, changes
from oneplace.place.moved.flat import said
from oneplace.place.moved.retyped import ToldIn, figures
from oneplace.report.moved import moves
from tests.place.eased_place import FIRST, publish, write
from tests.progress.tiny import a_place

OLD = {
    "series": {"wait": {"name": "Wait", "2024-01, all": "31 (30 to 32)", "2024-02, all": "30", "2024-02, sex: F": "9"}}
}


def told(new, old=OLD):
    return changes(old, {"series": {"wait": new}})


def test_a_figure_that_was_seen_is_told_old_beside_new_and_a_new_one_is_not():
    now = {"name": "Waiting", "2024-01, all": "17 (16 to 18)", "2024-02, all": "30", "2024-03, all": "29"}
    assert [(one.kind, one.field, one.old, one.new) for one in told(now)] == [
        (Kind.CHANGED, "2024-01, all", "31 (30 to 32)", "17 (16 to 18)"),
        (Kind.CHANGED, "2024-02, sex: F", "9", None),
    ]
    assert told(dict(OLD["series"]["wait"])) == ()


def test_a_measure_added_or_dropped_is_told_by_itself():
    assert changes({"series": {}}, OLD) == changes(OLD, {"series": {}}) == changes({}, OLD) == ()


def rows(count):
    base = {"part": "series", "subject": "wait", "name": "Wait", "kind": "changed"}
    base |= dict.fromkeys(("eases", "decision", "decided"))
    return [{**base, "field": f"2024-{n:02d}, all", "old": str(30 + n), "new": str(n)} for n in range(1, count + 1)]


def test_many_are_one_line_with_the_first_of_them(tmp_path):
    southampton = a_place(tmp_path)
    (one,) = moves(southampton, rows(8))
    assert one.what == "Figures of: Wait"
    assert one.field == "8 figures that readers have seen, January 2024 to August 2024"
    assert one.old.startswith("January 2024: 31; February 2024: 32")
    assert one.old.endswith("; and 2 more")
    groups = [row | {"field": row["field"].replace("all", "sex: F")} for row in rows(2)]
    (mixed,) = moves(southampton, [*rows(8), *groups])
    assert mixed.field == "10 figures that readers have seen"
    (few,) = moves(southampton, rows(1))
    assert (few.field, few.old, few.new) == ("1 figure that readers have seen, January 2024", "31", "1")


PERCENT = ToldIn("percent", 1)


@pytest.mark.parametrize(
    ("told", "of", "old", "new"),
    [
        ([("2025, all", "43.5", "42"), ("2025, counts, all", "870 of 2000", "840 of 2000")],
         "2025", "43.5% (870 of 2,000)", "42.0% (840 of 2,000)"),
        ([("2026-08, all", "64.6", None), ("2026-08, counts, all", "646 of 1000", None)],
         "August 2026", "64.6% (646 of 1,000)", "taken out"),
        ([("2025, Female", "31 (30 to 32)", "17 (16 to 18)")],
         "2025, Female", "31.0% (30.0% to 32.0%)", "17.0% (16.0% to 18.0%)"),
        ([("2025, deprivation: 1", "31", "17")], "2025, the most deprived fifth", "31.0%", "17.0%"),
        ([("2025, counts, all", "9 of 30", "12 of 40")], "2025", "9 of 30", "12 of 40"),
        ([("2025, counts, all", "9 of not known", None)], "2025", "9", "no counts"),
        ([("2025, all", "31", "")], "2025", "31.0%", "no value"),
        ([("2025, all", "31.00001", "31.00002")], "2025", "31.00001", "31.00002"),
        ([("soon, all", "many", "few")], "soon", "many", "few"),
    ],
)  # fmt: skip
def test_a_period_and_group_is_one_figure_in_the_unit_of_its_measure(told, of, old, new):
    (one,) = figures(told, PERCENT, PERCENT)
    assert (one.of, one.old, one.new) == (of, old, new)


def test_what_a_figure_was_is_told_in_the_unit_that_it_had(tmp_path):
    """A mean of 31 days that is now a share was told as "31.0%"."""
    (one,) = figures([("2025, all", "31", "42")], ToldIn("days", 0), PERCENT)
    assert (one.old, one.new) == ("31 days", "42.0%")
    named = {"subject": "falls", "name": "Falls", "kind": "changed", **dict.fromkeys(("eases", "decision", "decided"))}
    unit = {**named, "part": "measures", "field": "unit", "old": "days", "new": "percent"}
    typed = {**named, "part": "series", "field": "2025, all", "old": "31", "new": "42"}
    target = {**named, "subject": "A1", "part": "outcomes", "field": "target.value", "old": "31", "new": "42"}
    found = {one.part: one for one in moves(a_place(tmp_path), [unit, typed, target])}
    assert {part: (found[part].old, found[part].new) for part in ("series", "outcomes")} == {
        "series": ("31.0 days", "42.0%"),
        "outcomes": ("31.0 days", "42.0%"),
    }


def test_months_that_are_gone_are_taken_out_and_counted_once(tmp_path):
    gone = [row | {"new": None} for row in rows(2)]
    counts = [row | {"field": row["field"].replace("all", "counts, all"), "old": "3 of 9"} for row in gone]
    (one,) = moves(a_place(tmp_path), [*gone, *counts])
    assert one.told == (
        "2 figures that readers have seen, January 2024 to February 2024: was “January 2024: 31 (3 of 9); February "
        "2024: 32 (3 of 9)”, now taken out"
    )


def test_what_a_typed_figure_was_counted_from_does_not_change_unseen(tmp_path):
    root = write(tmp_path / "testton")
    compute = (root / "measures" / "lonely.yaml").read_text().split("compute:")[0]
    (root / "measures" / "lonely.yaml").write_text(f"{compute}compute: {{from: recorded, file: series/lonely.csv}}\n")
    typed = root / "series" / "lonely.csv"
    typed.parent.mkdir()
    typed.write_text("period,group,value,numerator,denominator,source\n2019,all,30,9,30,Report\n2020,all,31,,,Report\n")
    before = said(read_files(root).as_place())
    assert before["series"]["lonely"] == {
        "name": "Lonely",
        "2019, all": "30",
        "2019, counts, all": "9 of 30",
        "2020, all": "31",
    }
    publish(root)
    assert told_by_check(root) == []
    typed.write_text(typed.read_text().replace("9,30", "12,40").replace("31,,,", "131,,,") + "2021,all,3,,,Report\n")
    one, other = changes(before, said(read_files(root).as_place()))
    assert (one.field, one.old, one.new) == ("2019, counts, all", "9 of 30", "12 of 40")
    assert (other.field, other.old, other.new) == ("2020, all", "31", "131")
    (found,) = told_by_check(root)
    assert (found.path.name, found.line) == ("lonely.yaml", 10)
    assert found.message == (
        f"figures of lonely that readers saw in run {FIRST} are typed otherwise: 2019 was 9 of 30, is 12 of 40; 2020 "
        "was 31.0%, is 131.0%."
    )


def told_by_check(root):
    return [one for one in places.check(root, as_of=date(2024, 3, 1)) if one.code == "W54"]


def test_a_declared_data_set_does_not_change_unseen_and_an_earlier_version_kept_none():
    old = {"datasets": {"d1": {"title": "Deaths", "known_faults": ["Old"]}}}
    new = {"datasets": {"d1": {"title": "Deaths"}}}
    assert [(one.part, one.field) for one in changes(old, new)] == [("datasets", "known_faults")]
    assert changes({}, new) == ()
