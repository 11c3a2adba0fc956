"""Spells that are faulty: each told in full with its line and mend; and tables that cannot be read at all."""

import pytest

from oneplace import flow
from oneplace.problems import OneplaceError

HEAD = "patient,place,arrived,started,finished,left,deprivation,class,to\n"
GOOD = "".join(f"g{i},ed,2026-03-02 10:{i % 60:02},,,2026-03-02 12:00,{i % 5 + 1},a,home\n" for i in range(100))
ASIDE = "; this spell is set aside."
TIME, ORDER, FIFTH = (
    "Write it as 2026-03-31 14:05.",
    "Correct one of the two times.",
    "Write 1 (most deprived) to 5 (least deprived).",
)

FAULTS = [  # the row, code, message and mend
    ("b,ed,soon,,,,1,a,", "W82", "`arrived` (soon) is not a time", TIME),
    ("b,ed,2026-03-02 10:00,at 11,,,1,a,", "W82", "`started` (at 11) is not a time", TIME),
    ("b,ed,2026-03-02 10:00,,2026-02-30,,1,a,", "W82", "`finished` (2026-02-30) is not a time", TIME),
    ("b,ed,2026-03-02 10:00,,,2201-01-01,1,a,", "W82", "`left` (2201-01-01) is not a time", TIME),
    ("b,ed,1899-12-31 10:00,,,,1,a,", "W82", "`arrived` (1899-12-31 10:00) is not a time", TIME),
    (" ,ed,2026-03-02 10:00,,,,1,a,", "W83", "`patient` is empty", "Give every spell its patient."),
    ("b,,2026-03-02 10:00,,,,1,a,", "W83", "`place` is empty", "Give every spell its place."),
    ("b,ed,,,,2026-03-02 10:00,1,a,", "W83", "`arrived` is empty", "Give every spell its time of arrival."),
    (
        "b,ed,2026-03-02 10:00,2026-03-02 09:59,,,1,a,",
        "W84",
        "`started` (2026-03-02 09:59) is before `arrived`",
        ORDER,
    ),
    (
        "b,ed,2026-03-02 10:00,2026-03-02 11:00,2026-03-02 10:59,,1,a,",
        "W84",
        "`finished` (2026-03-02 10:59) is before `started`",
        ORDER,
    ),
    (
        "b,ed,2026-03-02 10:00,,2026-03-02 09:59,,1,a,",
        "W84",
        "`finished` (2026-03-02 09:59) is before `arrived`",
        ORDER,
    ),
    (
        "b,ed,2026-03-02 10:00,,2026-03-02 11:00,2026-03-02 10:59,1,a,",
        "W84",
        "`left` (2026-03-02 10:59) is before `finished`",
        ORDER,
    ),
    ("b,ed,2026-03-02 10:00,,,2026-03-02 09:59,1,a,", "W84", "`left` (2026-03-02 09:59) is before `arrived`", ORDER),
    ("b,ed,2026-03-02 10:00,,,,0,a,", "W85", "`deprivation` (0) is no fifth", FIFTH),
    ("b,ed,2026-03-02 10:00,,,,6,a,", "W85", "`deprivation` (6) is no fifth", FIFTH),
    ("b,ed,2026-03-02 10:00,,,,poor,a,", "W85", "`deprivation` (poor) is no fifth", FIFTH),
    (
        "g1,ed,2026-03-02 10:01,,,,1,a,",
        "W86",
        "`arrived` (2026-03-02 10:01) is in the table twice for this patient",
        "Take one out.",
    ),
    (
        "g1,ed,2026-03-01 10:01,,,,1,a,",
        "W86",
        "`left` is empty, but the patient came again later",
        "Say when they left.",
    ),
]


@pytest.fixture(scope="module")
def spells(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spells")

    def read(text):
        (folder / "s.csv").write_text(text)
        return flow.read_spells(folder / "s.csv")

    return read


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_spell_is_told_in_full_and_set_aside(spells, case):
    row, code, message, mend = case
    found = spells(HEAD + GOOD + row + "\n")
    (problem,) = found.problems
    assert (problem.line, problem.column, problem.code) == (102, 0, code)
    assert (problem.message, problem.mend) == (message + ASIDE, mend)
    assert len(found) == 100


RIGHT = [
    "b,ed,2026-03-02 10:00,2026-03-02 10:00,2026-03-02 10:00,2026-03-02 10:00,1,a,",
    "b,ed,2026-03-02T10:00:00Z,,,,5.0,a,",
    "b,ed,2026-03-02 10:00+01:00,,,,,,",
    "b,ed,1900-01-01,,,1900-01-02,1,a,",
    "b,ed,2026-03-02 10:00,,,2199-12-31 23:00,1,a,",
    "g1,ward,2026-03-02 10:01,,,2026-03-02 13:00,1,a,",
]


@pytest.mark.parametrize("row", RIGHT)
def test_a_spell_that_is_just_right_is_taken(spells, row):
    found = spells(HEAD + GOOD + row + "\n")
    assert found.problems == ()
    assert len(found) == 101


COLUMNS = "`patient`, `place`, `arrived`, `left` and, where known, class, deprivation, started, finished, to"
MEND = f"Give the columns {COLUMNS}."
TABLES = [
    ("place,arrived,left\ned,2026-03-02,\n", 1, "has no column `patient`.", MEND),
    ("patient,arrived,left\n1,2026-03-02,\n", 1, "has no column `place`.", MEND),
    ("patient,place,left\n1,ed,2026-03-02\n", 1, "has no column `arrived`.", MEND),
    ("patient,place,arrived\n1,ed,2026-03-02\n", 1, "has no column `left`.", MEND),
    ("patient,place,arrived,left, Left\n1,ed,2026-03-02,,\n", 1, "names a column twice.", MEND),
    (HEAD, 0, "holds no spells.", "Give a row for each stay of each patient."),
]


@pytest.mark.parametrize(("text", "line", "said", "mend"), TABLES)
def test_a_table_without_what_is_needed_is_told_in_full(spells, text, line, said, mend):
    with pytest.raises(OneplaceError) as error:
        spells(text)
    (problem,) = error.value.problems
    assert (problem.line, problem.code, problem.message, problem.mend) == (line, "E81", said, mend)
