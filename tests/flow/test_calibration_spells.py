"""Spells as they are sent: read, brought to one clock, linked into ways, and what is wrong told with its line."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace import flow
from oneplace.problems import OneplaceError, Severity

HEAD = "patient,place,arrived,left\n"
GOOD = "".join(f"g{i},ed,2026-03-02 10:{i % 60:02},2026-03-02 12:00\n" for i in range(100))


@pytest.fixture
def table(tmp_path):
    """A CSV of spells."""

    def write(text, name="spells.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def read(table):
    return lambda text, **how: flow.read_spells(table(text), **how)


def ways(spells):
    """Of each spell: patient's place, where they went, and whether they came from outside."""
    names = [*spells.places, *reversed(spells.exits)]
    there = spells.to == np.iinfo(np.int64).min
    to = ["still there" if t else names[w] for t, w in zip(there, np.where(there, 0, spells.to), strict=True)]
    return [(spells.places[p], t, bool(e)) for p, t, e in zip(spells.place, to, spells.entry, strict=True)]


def test_the_next_place_is_that_of_the_next_spell_soon_after(read):
    spells = read(
        HEAD
        + "1,ed,2026-03-02 10:00,2026-03-02 14:00\n"
        + "1,ward,2026-03-02 15:30,2026-03-05 09:00\n"  # soon after: moved on
        + "1,ed,2026-03-09 10:00,2026-03-09 11:00\n"  # days after: anew
        + "2,ed,2026-03-02 11:00,\n"
    )
    assert ways(spells) == [
        ("ed", "ward", True),
        ("ward", "finished", False),
        ("ed", "finished", True),
        ("ed", "still there", True),
    ]
    assert spells.classes == ("patients",)


def test_the_gap_within_which_a_patient_has_moved_on_can_be_said(read):
    text = HEAD + "1,ed,2026-03-02 10:00,2026-03-02 14:00\n1,ward,2026-03-02 15:30,2026-03-05 09:00\n"
    assert [way[1] for way in ways(read(text, gap="1 hour"))] == ["finished", "finished"]
    assert [way[1] for way in ways(read(text, gap="2 hours"))] == ["ward", "finished"]


def test_what_the_table_says_of_the_way_comes_first(read):
    spells = read(
        "patient,place,arrived,left,to\n"
        "1,ed,2026-03-02 10:00,2026-03-02 14:00,home\n"
        "1,ward,2026-03-02 15:30,2026-03-05 09:00,\n"
        "2,ed,2026-03-02 10:00,2026-03-02 11:00,ward\n"
        "2,ward,2026-03-04 10:00,2026-03-05 11:00,care home\n"
    )
    assert ways(spells) == [
        ("ed", "home", True),
        ("ward", "finished", True),
        ("ed", "ward", True),
        ("ward", "care_home", False),
    ]
    assert spells.names["care_home"] == "care home"


def test_names_become_such_as_a_pathway_can_hold(read):
    spells = read(HEAD + "1,Ward 7 (AMU),2026-03-02 10:00,2026-03-02 11:00\n2,Ward 7 AMU,2026-03-02 10:00,2026-03-03\n")
    assert spells.places == ("Ward_7_AMU", "Ward_7_AMU_2")
    assert spells.names == {"Ward_7_AMU": "Ward 7 (AMU)", "Ward_7_AMU_2": "Ward 7 AMU"}


@pytest.mark.parametrize(
    ("arrived", "left", "hours"),
    [
        ("2026-03-28 22:00", "2026-03-29 04:00", 5),  # the night with 23 hours
        ("2026-10-24 22:00", "2026-10-25 04:00", 7),  # the night with 25
        ("2026-10-25 01:50", "2026-10-25 01:10", 1 / 3),  # the hour that comes twice: the second one
        ("2026-10-25T00:50Z", "2026-10-25T02:20+01:00", 0.5),
        ("2026-10-25 01:30", "2026-10-25T01:30+00:00", 1),  # the first one, where nothing says otherwise
        ("2026-03-29 01:30", "2026-03-29 02:30", 0.5),  # a time that the clock never showed: the end of the jump
    ],
)
def test_lengths_of_time_do_not_jump_with_the_clock(read, arrived, left, hours):
    spells = read(HEAD + f"1,ed,{arrived},{left}\n")
    assert spells.left - spells.arrived == pytest.approx(hours * 3600)


def test_every_kind_of_table_reads_alike(table, tmp_path):
    path = table(HEAD + "1,ed,2026-03-02 10:00,2026-03-02 14:00\n2,ed,2026-03-02 10:30,\n")
    frame = pd.read_csv(path, dtype={"patient": str}, parse_dates=["arrived", "left"])
    arrow = pa.Table.from_pandas(frame)
    pq.write_table(arrow, tmp_path / "spells.parquet")
    wanted = flow.read_spells(path)
    for source in (frame, pl.from_pandas(frame), arrow, tmp_path / "spells.parquet"):
        found = flow.read_spells(source)
        assert np.array_equal(found.arrived, wanted.arrived)
        assert np.array_equal(found.left, wanted.left, equal_nan=True)


def living_in(read, *fifths):
    rows = "".join(f"{i},ed,2026-03-02 10:00,2026-03-02 14:00,{fifth}\n" for i, fifth in enumerate(fifths))
    return read(f"{HEAD.strip()},deprivation\n{rows}")


def test_fifths_are_numbered_from_the_most_deprived(read):
    spells = living_in(read, "1", "5", "2.0", "")
    assert spells.fifth.tolist() == [0, 4, 1, -1]
    assert spells.problems == ()


def test_fifths_by_former_words_are_read_with_one_warning_and_none_is_set_aside(read):
    spells = living_in(read, "3", "most", "LEAST", "fourth")
    assert spells.fifth.tolist() == [2, 0, 4, 3]
    (problem,) = spells.problems
    assert (problem.code, problem.severity, problem.line) == ("W96", Severity.WARNING, 3)
    assert "(most) is a word of the version before" in problem.message


def test_the_bounds_are_the_days_of_the_first_and_last_arrival(read):
    spells = read(HEAD + "1,ed,2026-03-02 10:00,2026-03-02 14:00\n2,ed,2026-03-04 10:30,2026-04-01 09:00\n")
    assert str(spells.local(np.array([spells.since, spells.until]))[0])[:16] == "2026-03-02T00:00"
    assert spells.days == 3
    assert str(spells.local(np.array([spells.seen_until]))[0])[:16] == "2026-04-01T09:00"


def test_a_table_cut_during_the_day_ends_when_it_was_cut(read):
    spells = read(HEAD + "1,ed,2026-03-02 10:00,2026-03-02 14:00\n2,ed,2026-03-04 10:30,\n")
    assert spells.until == pytest.approx(spells.arrived.max(), abs=0.01)
    assert spells.between(spells.since, spells.until).arrived.max() == spells.arrived.max()


def test_what_comes_after_the_bounds_had_not_happened(read):
    text = HEAD + "1,ed,2026-03-02 10:00,2026-03-03 14:00\n2,ed,2026-03-02 23:00,2026-03-05 09:00\n3,ed,2026-03-05,\n"
    spells = read(text, since="2026-03-02", until="2026-03-04")
    assert [way[1] for way in ways(spells)] == ["finished", "still there"]
    assert spells.days == 2


# --- what is wrong ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("b,ed,2026-03-02 10:00,2026-03-02 09:00", "W84", "`left` (2026-03-02 09:00) is before `arrived`"),
        ("b,ed,02/03/2026 10:00,2026-03-02 09:00", "W82", "`arrived` (02/03/2026 10:00) is not a time"),
        ("b,ed,2026-03-02 10:00,soon", "W82", "`left` (soon) is not a time"),
        ("b,ed,1026-03-02 10:00,", "W82", "is not a time"),
        ("b,ed,,2026-03-02 09:00", "W83", "`arrived` is empty"),
        ("b,,2026-03-02 10:00,2026-03-02 11:00", "W83", "`place` is empty"),
        (",ed,2026-03-02 10:00,2026-03-02 11:00", "W83", "`patient` is empty"),
        ("g1,ed,2026-03-02 10:01,2026-03-02 13:00", "W86", "is in the table twice"),
        ("g1,ed,2026-03-02 09:00,", "W86", "the patient came again later"),
    ],
)
def test_a_faulty_spell_is_set_aside_with_its_line(read, row, code, words):
    spells = read(HEAD + GOOD + row + "\n")
    (problem,) = spells.problems
    assert (problem.code, problem.line, problem.severity.value) == (code, 102, "warning")
    assert words in problem.message
    assert problem.mend
    assert len(spells) == 100


def test_faults_of_other_columns(read):
    head = "patient,place,arrived,started,finished,left,deprivation\n"
    good = "".join(
        f"g{i},ed,2026-03-02 10:00,2026-03-02 10:30,2026-03-02 11:00,2026-03-02 12:00,2\n" for i in range(99)
    )
    for row, words in (
        ("b,ed,2026-03-02 10:00,2026-03-02 09:00,,2026-03-02 12:00,1", "`started` (2026-03-02 09:00) is before `arr"),
        ("b,ed,2026-03-02 10:00,2026-03-02 11:00,2026-03-02 10:30,,1", "`finished` (2026-03-02 10:30) is before `st"),
        ("b,ed,2026-03-02 10:00,,2026-03-02 13:00,2026-03-02 12:00,1", "`left` (2026-03-02 12:00) is before `fin"),
        ("b,ed,2026-03-02 10:00,2026-03-02 11:00,,2026-03-02 10:30,1", "`left` (2026-03-02 10:30) is before `started"),
        ("b,ed,2026-03-02 10:00,,,2026-03-02 12:00,6", "`deprivation` (6) is no fifth"),
    ):
        (problem,) = read(head + good + row + "\n").problems
        assert problem.message.startswith(words)


def test_lines_are_those_of_the_file(read):
    text = HEAD + GOOD + '\n"b\n2",ed,2026-03-02 10:00,2026-03-02 11:00\n\nc,ed,never,\n'
    (problem,) = read(text).problems
    assert problem.line == 106


def test_many_faults_are_listed_and_counted(read):
    many = "".join(GOOD.replace("g", f"g{n}_") for n in range(10))
    faults = "".join(f"b{i},ed,2026-03-02 10:00,2026-03-02 09:00\n" for i in range(30))
    problems = read(HEAD + many + faults).problems
    assert len(problems) == 21
    assert "in 10 more rows" in problems[-1].message


def test_too_many_faults_stop_it(read):
    faults = "".join(f"b{i},ed,2026-03-02 10:00,2026-03-02 09:00\n" for i in range(10))
    with pytest.raises(OneplaceError, match="10 of 110 spells are faulty") as caught:
        read(HEAD + GOOD + faults)
    assert len(caught.value.problems) == 11


def test_a_column_that_is_not_used_is_told(read):
    (problem,) = read("patient,place,arrived,left,strated\n1,ed,2026-03-02 10:00,2026-03-02 14:00,x\n").problems
    assert problem.message == "`strated` is not used."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("patient,place,arrived\n1,ed,2026-03-02\n", "has no column `left`"),
        ("patient,place,arrived,left,left\n1,ed,2026-03-02,,\n", "names a column twice"),
        (HEAD, "holds no spells"),
        ("", "cannot be read"),
        (HEAD + "1,ed,2026-03-02\n", "Expected 4 columns, got 3"),
    ],
)
def test_a_table_that_cannot_be_read(table, text, words):
    with pytest.raises(OneplaceError, match=words):
        flow.read_spells(table(text))


def test_files_that_cannot_be_read(tmp_path, table):
    latin = tmp_path / "latin.csv"
    latin.write_bytes(HEAD.encode() + "1,Caf\xe9,2026-03-02 10:00,\n".encode("latin-1"))
    for path in (tmp_path / "none.csv", tmp_path / "none.parquet", latin, table("no parquet", "x.parquet")):
        with pytest.raises(OneplaceError, match="cannot be read"):
            flow.read_spells(path)


def test_numbers_are_no_times():
    with pytest.raises(OneplaceError, match="`arrived` holds int64, not times"):
        flow.read_spells(pa.table({"patient": ["1"], "place": ["ed"], "arrived": [3], "left": [4]}))


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"since": "yesterday"}, "`since: yesterday` is no time"),
        ({"since": "2027-01-01"}, "no time between its bounds"),
        ({"until": "2020-01-01"}, "no time between its bounds"),
        ({"since": "2010-01-01", "until": "2020-01-01"}, "has no spell before"),
    ],
)
def test_bounds_that_cannot_be(read, bounds, words):
    with pytest.raises(OneplaceError, match=words):
        read(HEAD + GOOD, **bounds)
