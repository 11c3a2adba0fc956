"""Figures that somebody typed are among what the files say: one that readers have seen does not change unseen."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import place as places
from oneplace.place.folder import read_files
from oneplace.place.moved import keep
from oneplace.place.moved.diff import Kind, changes
from oneplace.place.moved.flat import said
from oneplace.place.moved.retyped import ToldIn, figures, taken_out
from oneplace.place.moved.seen import published
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
        ([("2025, counts, all", "not known of 900", None)], "2025", "of 900", "no counts"),
        ([("2025, all", "31", "30"), ("2025, source, all", None, "Report")], "2025", "31.0%", "30.0%"),
        ([("2025, all", "31", "")], "2025", "31.0%", "no value"),
        ([("2025, all", "31.00001", "31.00002")], "2025", "31.00001", "31.00002"),
        ([("soon, all", "many", "few")], "soon", "many", "few"),
        ([("2025, all", None, "43.5"), ("2025, counts, all", None, "870 of 2000"), ("2025, source, all", None, "R")],
         "2025", "not there", "43.5% (870 of 2,000)"),
        ([("2025, counts, all", None, "870 of 2000")], "2025", "no counts", "870 of 2,000"),
        ([("2025, source, all", "Report, version 1", "A guess")],
         "2025", "source: Report, version 1", "source: A guess"),
        ([("2025, all", "31", "30"), ("2025, source, all", "Report", "Report, corrected")],
         "2025", "31.0% (source: Report)", "30.0% (source: Report, corrected)"),
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
        "2019, source, all": "Report",
        "2020, all": "31",
        "2020, source, all": "Report",
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


def typed_place(folder, *lines):
    """A place whose measure is typed in ``series/lonely.csv``, and that file."""
    root = write(folder / "testton")
    compute = (root / "measures" / "lonely.yaml").read_text().split("compute:")[0]
    (root / "measures" / "lonely.yaml").write_text(f"{compute}compute: {{from: recorded, file: series/lonely.csv}}\n")
    (root / "series").mkdir()
    type_in(root, *lines)
    return root


def published_now(root, run=FIRST):
    publish(root, run)
    return published(root).kept


def type_in(root, *lines):
    rows = "".join(f"{one if ',' in one.partition(',all,')[2] else one + ',Report'}\n" for one in lines)
    (root / "series" / "lonely.csv").write_text(f"period,group,value,source\n{rows}")


def differences(root, kept):
    return [(one.field, one.old, one.new) for one in kept.differences(said(read_files(root).as_place()))]


def test_a_figure_put_in_before_the_newest_that_readers_saw_is_told(tmp_path):
    root = typed_place(tmp_path, "2019,all,30", "2021,all,31")
    first = published_now(root)
    type_in(root, "2005,all,45", "2019,all,30", "2020,all,50", "2021,all,31", "2022,all,32")
    assert [one for one in differences(root, first) if "source" not in one[0]] == [
        ("2005, all", None, "45"),
        ("2020, all", None, "50"),
    ]
    (found,) = told_by_check(root)
    assert found.message == (
        f"figures of lonely up to the newest that readers saw in run {FIRST} are typed otherwise: 2005 was not there, "
        "is 45.0%; 2020 was not there, is 50.0%."
    )


DECIDED = """decisions:
  - {id: D1, title: Put the figures right, on: 2024-02-10, changes: [%s], reasons: not_set, options: not_set}
"""


@pytest.mark.parametrize(("named", "by"), [("lonely", "D1"), ("smoking", None)])
def test_a_decision_that_names_the_measure_covers_what_is_typed_otherwise(named, by, tmp_path):
    """Readers were told that no decision covers it, and no decision could."""
    root = typed_place(tmp_path, "2019,all,30", "2020,all,31")
    first = published_now(root)
    type_in(root, "2019,all,20", "2020,all,31")
    strategy = root / "strategy.yaml"
    strategy.write_text(strategy.read_text() + DECIDED % named)
    place = read_files(root).as_place()
    (row,) = [one for one in first.moves(said(place), date(2024, 3, 1)) if one.change.part == "series"]
    assert row.decision == by
    assert bool(told_by_check(root)) is (by is None)
    later = keep(place, first, "2024-03-01-1", date(2024, 3, 1))
    (told,) = moves(place, [one for one in first.rows(later) if one["part"] == "series"])
    assert told.decided == ("Put the figures right, 10 February 2024" if by else "no decision covers this")


def test_a_decision_covers_what_is_typed_otherwise_once(tmp_path):
    root = typed_place(tmp_path, "2019,all,30", "2020,all,31")
    first = published_now(root)
    type_in(root, "2019,all,20", "2020,all,31")
    strategy = root / "strategy.yaml"
    strategy.write_text(strategy.read_text() + DECIDED % "lonely")
    second = keep(read_files(root).as_place(), first, "2024-03-01-1", date(2024, 3, 1))
    type_in(root, "2019,all,10", "2020,all,31")
    (row,) = second.moves(said(read_files(root).as_place()), date(2024, 4, 1))
    assert row.decision is None


def test_a_figure_that_was_taken_out_and_is_back_otherwise_is_told_by_what_it_was(tmp_path):
    root = typed_place(tmp_path, "2019,all,30", "2020,all,31", "2021,all,32")
    first = published_now(root)
    type_in(root, "2020,all,31")
    second = published_now(root, "2024-02-01-1")
    assert {one for one in differences(root, first) if "source" not in one[0]} == {
        ("2019, all", "30", None),
        ("2021, all", "32", None),
    }
    type_in(root, "2019,all,20", "2020,all,31", "2021,all,22")  # of an older time, and of the newest
    assert differences(root, second) == [("2019, all", "30", "20"), ("2021, all", "32", "22")]
    third = published_now(root, "2024-03-01-1")
    assert third.taken_out == {}


def test_what_was_told_of_a_group_is_not_kept_when_it_is_gone():
    """One run may have hidden it, to protect people, and the next, which has it no more, can't tell."""
    before = {"wait": {"2024-01, all": "31", "2024-01, sex: F": "3", "2024-01, counts, sex: F": "3 of 9"}}
    assert taken_out(before, {"series": {"wait": {}}}) == {"wait": {"2024-01, all": "31"}}


def test_a_new_group_and_counts_that_no_figure_had_are_news():
    now = {**OLD["series"]["wait"], "2024-01, sex: M": "8", "2024-01, counts, all": "3 of 9"}
    assert told(now) == ()
    assert [one.field for one in told({**now, "2024-01, sex: F": "8"})] == ["2024-01, sex: F"]


def test_figures_put_in_and_figures_of_another_source_are_lines_of_their_own(tmp_path):
    place = a_place(tmp_path)
    added = [row | {"old": None} for row in rows(2)]
    (one,) = moves(place, added)
    assert (one.told, one.worded, one.matters) == (
        "2 figures added to those that readers have seen, January 2024 to February 2024: was not there, now “January "
        "2024: 1; February 2024: 2”",
        True,
        True,
    )
    source = {**rows(1)[0], "field": "2024-03, source, all", "old": "Report, version 1", "new": "A guess"}
    both = moves(place, [*added, source])
    assert [(one.field, one.old, one.new, one.matters) for one in both if "source" in one.field] == [
        ("1 figure by another source that readers have seen, March 2024", "source: Report, version 1",
         "source: A guess", False)
    ]  # fmt: skip
    assert len(both) == 2
    (mixed,) = moves(place, [*added, rows(3)[2]])
    assert mixed.field == "3 figures that readers have seen, or that were added to these, January 2024 to March 2024"
