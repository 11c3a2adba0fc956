"""Whatever a partner's file looks like, it ends in a record or in one clear line, never in a traceback."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.problems import OneplaceError
from tests.record.conftest import Small, make_place
from tests.record.test_record_habits import COLUMNS, SOURCES

pytestmark = pytest.mark.slow  # each loads records

DAY = date(2025, 4, 21)
FORMS = ("2025-04-21", "20250421", "21/04/2025", "21.04.25", "21-Apr-25", "21 April 2025", "2025-04-21T00:00:00")
FORMS += ("\u00a021/04/2025", "21\u00a0April 2025\u00a0")
NOTHING = ("", "NA", "n/a", "NULL", "-")
NONE = ("31/04/2025", "1801-01-01", "45768", "soon", "21/04/2031")  # each is removed, and told of
NAMES = ("a", "Café £5", "Smith, Ltd", 'the "Hut"', "two; three", "O’Neil")


@st.composite
def files(draw):
    """What a file holds, how it is written, and what it says: its bytes, its declaration, the rows of the record."""
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "cp1252")))
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(("\n", "\r\n")))
    others = draw(st.lists(st.sampled_from(("ward", "Notes, free", "x y")), unique=True))
    header = draw(st.permutations(["id", "name", "d", *others]))
    titles = draw(st.sampled_from(([], ["Teams"], ["Teams, 2025", ""], ["", '"Teams', 'of April"', "id"])))
    cased = {name: draw(st.sampled_from((name, name.upper(), name.title()))) for name in ("id", "name", "d")}
    said, wrong = [], 0
    lines = [*titles, delimiter.join(quoted(cased.get(name, name)) for name in header)]
    for number in range(draw(st.integers(0, 4))):
        name, day = draw(st.sampled_from(NAMES)), draw(st.sampled_from(FORMS + NOTHING + NONE))
        wrong += day in NONE
        said.append((str(number), name, DAY if day in FORMS else None))
        row = {"id": str(number), "name": name, "d": day}
        lines.append(delimiter.join(quoted(row.get(column, "?")) for column in header))
    written = (end.join(lines) + draw(st.sampled_from(("", end)))).encode(encoding)
    declared = [f"encoding: {'cp1252' if encoding == 'cp1252' else 'utf-8'}", f'delimiter: "{delimiter}"']
    return written, "\n        ".join(declared).replace("\t", "\\t"), said, wrong


def quoted(field):
    return '"' + field.replace('"', '""') + '"' if set(field) & set(',;"|\t') else field


def small(folder, written, more):
    made = Small(Path(folder), make_place(SOURCES.format(more=more, columns=COLUMNS), Path(folder)))
    (made.extracts / "s").mkdir(parents=True)
    (made.extracts / "s" / "f.csv").write_bytes(written)
    return made


@settings(max_examples=6, deadline=None, derandomize=True)
@given(files())
def test_a_declared_file_with_any_of_the_habits_is_read(file):
    written, more, said, wrong = file
    with TemporaryDirectory() as folder:
        made = small(folder, written, more)
        report = made.load()
        assert made.rows(report, "SELECT organisation_code, name, start_date FROM organisation ORDER BY 1") == said
        told = [(field, action) for _, _, field, action, *_ in made.rejects(report)]
        assert told == [("d", "value removed")] * wrong


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(alphabet='id,name\n\r"; \té£1', max_size=40).map(lambda text: ("id,name,d\n" + text).encode()),
        st.text(max_size=20).map(lambda text: ("id,name,d\n" + text).encode("utf-16")),
    )
)
def test_a_file_of_anything_ends_in_a_record_or_in_clear_lines(written):
    with TemporaryDirectory() as folder:
        found = loaded(small(folder, written, "format: csv"))
        if isinstance(found, OneplaceError):
            assert [problem for problem in found.problems if "f.csv" not in str(problem)] == []
            assert [problem for problem in found.problems if "\n" in problem.message] == []
        else:
            assert found.rows_read >= found.rows["organisation"]


def loaded(made):
    """The report, or the error in words; anything else is raised."""
    try:
        return made.load()
    except OneplaceError as error:
        return error


WITHOUT_POSTCODES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E08000035]
sources:
  - id: practice
    partner: A practice
    system: List without postcodes
    datasets:
      - id: people
        files: people.csv
        columns: {id: required text, nhs_number: nhs_number, given: name, family: name, born: date}
        key: [id]
        person: id
        facts:
          as_of: "cast('2026-01-01' as date)"
          nhs_number: nhs_number
          given_name: given
          family_name: family
          birth_date: born
        rows:
          - {table: registration, values: {organisation_code: "'B86001'", start_date: "cast('2025-01-01' as date)"}}
"""


def test_a_list_without_postcodes_of_people_without_numbers_is_loaded(tmp_path):
    """Of 202 people one has a number, and no two share name or birth date: linkage has hardly a pair to learn from."""
    made = Small(tmp_path, make_place(WITHOUT_POSTCODES, tmp_path))
    (made.extracts / "practice").mkdir(parents=True)
    letters = "abcdefghijklmnopqrstuvwxyz"
    people = ["1,9990000018,Anna,Adams,1950-02-03"]
    for n in range(2, 203):
        stem = letters[n % 26] + letters[n // 26]
        people.append(f"{n},,G{stem}x,F{stem}y,{1930 + n % 90}-{n % 12 + 1:02}-{n % 28 + 1:02}")
    (made.extracts / "practice" / "people.csv").write_text("\n".join(["id,nhs_number,given,family,born", *people]))
    report = made.load()
    assert (report.rows["person"], report.rows_read, report.rows_rejected) == (202, 202, 0)
