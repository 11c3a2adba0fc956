"""Figures that somebody typed are among what the files say: one that readers have seen does not change unseen."""

from __future__ import annotations

from datetime import date

from oneplace import place as places
from oneplace.place.folder import read_files
from oneplace.place.moved.diff import Kind, changes
from oneplace.place.moved.flat import said
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
    assert (one.what, one.field) == ("Figures of: Wait", "8 figures that readers have seen, 2024-01 to 2024-08")
    assert one.old.startswith("2024-01: 31; 2024-02: 32")
    assert one.old.endswith("; and 2 more")
    groups = [row | {"field": row["field"].replace("all", "sex: F")} for row in rows(2)]
    (mixed,) = moves(southampton, [*rows(8), *groups])
    assert mixed.field == "10 figures that readers have seen"
    (few,) = moves(southampton, rows(1))
    assert (few.field, few.old, few.new) == ("1 figure that readers have seen, 2024-01", "2024-01: 31", "2024-01: 1")


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
        f"figures of lonely that readers saw in run {FIRST} are typed otherwise: 2019, counts, all was 9 of 30, is 12 "
        "of 40; 2020, all was 31, is 131."
    )


def told_by_check(root):
    return [one for one in places.check(root, as_of=date(2024, 3, 1)) if one.code == "W54"]


def test_a_declared_data_set_does_not_change_unseen_and_an_earlier_version_kept_none():
    old = {"datasets": {"d1": {"title": "Deaths", "known_faults": ["Old"]}}}
    new = {"datasets": {"d1": {"title": "Deaths"}}}
    assert [(one.part, one.field) for one in changes(old, new)] == [("datasets", "known_faults")]
    assert changes({}, new) == ()
