"""An end that can't be is an unknown one, and a day that says "open" is none: only a blank end is "still in"."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.record.conftest import Small, make_place

pytestmark = pytest.mark.slow  # each loads records

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: S
    datasets:
      - id: d
        files: f.csv
        key: [id]
        person: id
        facts: {as_of: born, birth_date: born, age: age}
        columns:
          {id: required text, born: date, came: required date, out: time, said: text, age: integer, n: number}
        rows:
          - {table: registration, values: {organisation_code: "'B'", start_date: came, end_date: out}}
          - table: activity
            values: {activity_type: "'ward_stay'", source_record_id: id, start_at: came, end_at: END, quantity: n / age}
"""


def made(tmp_path, *rows, end="out"):
    place = Small(tmp_path, make_place(SOURCES.replace("END", end), tmp_path))
    (place.extracts / "s").mkdir(parents=True)
    (place.extracts / "s" / "f.csv").write_text("id,born,came,out,said,age,n\n" + "\n".join(rows) + "\n")
    return place


WRITTEN = {
    "": (None, True, ""),
    "9999-12-31": (None, True, ""),
    "2099-12-31 00:00:00": (None, True, ""),
    "2025-04-02": (date(2025, 4, 2), True, ""),
    "2026-03-31": (date(2026, 3, 31), True, ""),
    "1801-01-01": (None, False, "is before 1900"),
    "1900-01-01": (None, False, "is the day that stands for no date"),
    "1899-12-31 23:59:59": (None, False, "is before 1900"),
    "1970-01-01": (None, False, ""),
    "2025-03-31 23:59": (None, False, ""),
    "2025-04-01": (date(2025, 4, 1), True, ""),
    "2098-12-31": (None, False, "is after the day of the extract, 2026-03-31"),
}


@pytest.mark.parametrize("end", ["out", "coalesce(out, null)", "cast(said as timestamp)"])
def test_only_a_blank_end_is_still_in(tmp_path, end):
    column = "said" if "said" in end else "out"
    rows = [
        f"{i:02},,2025-04-01,{'' if column == 'said' else text},{text if column == 'said' else ''},,"
        for i, text in enumerate(WRITTEN)
    ]
    place = made(tmp_path, *rows, end=end)
    report = place.load()
    found = place.rows(report, "SELECT end_at::DATE, end_known FROM activity ORDER BY source_record_id")
    assert found == [(read, known) for read, known, _ in WRITTEN.values()]
    field = "end_at" if column == "said" else "out"
    told = [(name, reason) for _, _, name, _, reason, _ in place.rejects(report)]
    assert told == [(field, fault) for *_, fault in WRITTEN.values() if fault]


FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d 00:00:00", "%d/%m/%Y 23:59", "%d-%b-%Y", "%Y%m%d")
OPEN = [date(year, 12, 31) for year in (2099, 2999, 4712, 9999)]
NONE = [date(1801, 1, 1), date(1752, 9, 14), date(1899, 12, 31), date(1900, 1, 1), date(2026, 4, 1), date(2079, 6, 6)]
ENDS = st.one_of(
    st.tuples(st.sampled_from(OPEN), st.just((None, True))),
    st.tuples(st.sampled_from(NONE), st.just((None, False))),
    st.dates(date(2025, 4, 1), date(2026, 3, 31)).map(lambda day: (day, (day, True))),
)


@settings(max_examples=3, derandomize=True, deadline=None)
@given(st.lists(st.tuples(ENDS, st.sampled_from(FORMS)), min_size=20, max_size=60))
def test_ends_in_any_form_are_open_unknown_or_the_day_that_they_say(ends):
    ends = [(end, form) for end, form in ends if form != "%Y%m%d" or 1900 <= end[0].year < 2100]
    written = [f"{day:{form.replace('%Y', f'{day.year:04d}')}}" for (day, _), form in ends]
    right = [told for (_, told), _ in ends]
    with TemporaryDirectory() as folder:
        place = made(Path(folder), *(f"{i:02d},,2025-04-01,{end},,," for i, end in enumerate(written)))
        report = place.load()
        found = place.rows(report, "SELECT end_at::DATE, end_known FROM activity ORDER BY source_record_id")
        assert found == right
        assert len(place.rejects(report)) == right.count((None, False))


def test_a_registration_until_9999_is_open(tmp_path):
    place = made(tmp_path, "1,,2025-04-01,31/12/9999,,,")
    report = place.load()
    assert place.rows(report, "SELECT start_date, end_date FROM registration") == [(date(2025, 4, 1), None)]
    assert place.rejects(report) == []


def test_an_age_that_is_none_is_removed_and_counted(tmp_path):
    ages = {"0": 2024, "120": 1904, "121": None, "-1": None, "7001": None, "99999999999": None}
    made(tmp_path, *(f"{i},,2025-04-01,,,{age}," for i, age in enumerate(ages)))
    place = Small(tmp_path, make_place(SOURCES.replace("as_of: born", "as_of: came").replace("END", "out"), tmp_path))
    report = place.load()
    born = place.rows(report, "SELECT year(birth_date) FROM person ORDER BY updated_at")
    assert sorted(year or 0 for (year,) in born) == [0, 0, 0, 0, 1904, 2024]
    assert [(row, field) for _, row, field, *_ in place.rejects(report)] == [(i, "age") for i in (4, 5, 6, 7)]


def test_a_number_that_an_expression_makes_is_finite(tmp_path):
    place = made(tmp_path, "1,,2025-04-01,,,2,1e308", "2,,2025-04-01,,,1,3", end="out")
    text = SOURCES.replace("END", "out").replace("n / age", "n * age")
    place = Small(tmp_path, make_place(text, tmp_path))
    report = place.load()
    assert place.rows(report, "SELECT quantity FROM activity ORDER BY source_record_id") == [(None,), (3,)]
    assert [(row, field) for _, row, field, *_ in place.rejects(report)] == [(2, "quantity")]


def test_a_made_date_that_every_row_needs_refuses_it_and_is_told_in_the_report(tmp_path):
    text = SOURCES.replace("END", "out").replace("start_at: came", "start_at: cast(said as timestamp)")
    place = Small(tmp_path, make_place(text, tmp_path))
    made(tmp_path, "1,,2025-04-01,,1801-01-01,,", "2,,2025-04-01,,2025-04-01,,")
    report = place.load()
    assert place.rows(report, "SELECT source_record_id FROM activity") == [("2",)]
    assert [(row, field, action) for _, row, field, action, *_ in place.rejects(report)] == [
        (2, "start_at", "row refused")
    ]
    (valid,) = place.quality(report, aspect="validity", field=None)
    assert (valid["passed"], valid["checked"], valid["note"]) == (1, 2, "start_at is before 1900: 1")


def test_a_made_date_that_is_removed_is_told_in_the_report(tmp_path):
    place = made(tmp_path, *(f"{i},,2025-04-01,,{said},," for i, said in enumerate(["1801-01-01", "2025-05-01", ""])))
    place = Small(tmp_path, make_place(SOURCES.replace("END", "cast(said as timestamp)"), tmp_path))
    (told,) = place.quality(place.load(), aspect="validity", field="end_at")
    assert (told["passed"], told["checked"], told["note"]) == (1, 2, "is before 1900: 1")
