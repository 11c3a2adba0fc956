"""What people said of doubtful pairs: kept for good, checked against what was said before, and what it comes to."""

from __future__ import annotations

import base64
import csv

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace.problems import OneplaceError
from oneplace.record import sealing
from oneplace.record.linkage import answers, exchange
from oneplace.record.linkage.answers import Answer, Said, add, pair_of, path_in, read, settle
from oneplace.record.linkage.exchange import Merged, merge

A, B, C = ("gp", "1"), ("ed", "H1"), ("links", "3")
AB, BC, AC = pair_of(A, B), pair_of(B, C), pair_of(A, C)


def answer(pair, said, by="Ann", at="2026-01-01T10:00:00+00:00", **more):
    return Answer(at, by, said, "I looked", *pair[0], *pair[1], **more)


def test_an_answer_is_kept_as_it_was_given_and_the_file_is_shut(tmp_path):
    given = [
        add(tmp_path, AB, Said.SAME, by="Ann Lee", reason="Same address,\n and she said so"),
        add(tmp_path, AC, Said.UNSURE, by="Bo", reason="=1+1"),
    ]
    path = path_in(tmp_path)
    assert read(path) == given
    assert given[0].reason == "Same address, and she said so"
    assert path.stat().st_mode & 0o077 == 0
    assert len(list(csv.reader(path.open()))) == 3


def test_the_same_pair_either_way_round():
    turned = Answer("2026-01-01T10:00:00+00:00", "Ann", Said.SAME, "x", *B, *A)
    assert turned.pair == answer(AB, Said.SAME).pair == AB


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ([(AB, Said.SAME)], "same"),
        ([(AB, Said.DIFFERENT)], "different"),
        ([(AB, Said.UNSURE)], "unsure"),
        ([(AB, Said.UNSURE), (AB, Said.SAME)], "same"),
        ([(AB, Said.SAME), (AB, Said.UNSURE)], "same"),  # another's doubt takes no answer away
        ([(AB, Said.SAME), (AB, Said.SAME)], "same"),
        ([(AB, Said.SAME), (AB, Said.DIFFERENT)], "contradicted"),
        ([(AB, Said.SAME), (BC, Said.SAME), (AC, Said.DIFFERENT)], "contradicted"),
        ([(AB, Said.SAME), (AC, Said.DIFFERENT)], "same"),
    ],
)
def test_what_answers_come_to(said, counts):
    every = [answer(pair, each, at=f"2026-01-0{n}T10:00:00+00:00") for n, (pair, each) in enumerate(said, 1)]
    found = settle(every)
    assert [name for name in ("same", "different", "unsure", "contradicted") if AB in getattr(found, name)] == [counts]
    assert settle(reversed(every)) == found  # however files were put together


def test_a_contradiction_is_refused_with_what_was_said_before(tmp_path):
    add(tmp_path, AB, Said.SAME, by="Ann", reason="One address")
    with pytest.raises(OneplaceError, match=r"said to be the same person by Ann on .*: One address"):
        add(tmp_path, AB, Said.DIFFERENT, by="Bo", reason="Two birth dates")
    add(tmp_path, BC, Said.SAME, by="Ann", reason="One phone")
    with pytest.raises(OneplaceError, match=r"gp:1 and links:3 were said to be different .*; yet ed:H1 and gp:1 and"):
        add(tmp_path, AC, Said.DIFFERENT, by="Bo", reason="Two birth dates")
    assert len(read(path_in(tmp_path))) == 2


def test_an_answer_may_take_the_place_of_another_which_stays_to_be_read(tmp_path):
    first = add(tmp_path, AB, Said.SAME, by="Ann", reason="One address")
    second = add(tmp_path, AB, Said.DIFFERENT, by="Bo", reason="They are twins", instead_of=[first.id])
    assert second.instead_of == first.id
    assert read(path_in(tmp_path)) == [first, second]
    assert settle(read(path_in(tmp_path))).different == {AB: second}


@pytest.mark.parametrize(("by", "reason"), [("", "x"), ("Ann", " \n "), ("Ann", "x" * (answers.LONGEST + 1))])
def test_nobody_answers_without_a_name_and_a_reason(tmp_path, by, reason):
    with pytest.raises(OneplaceError, match="who gives it and why"):
        add(tmp_path, AB, Said.SAME, by=by, reason=reason)
    assert read(path_in(tmp_path)) == []


def test_a_file_is_added_once_and_its_contradictions_are_told(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    add(here, AB, Said.SAME, by="Ann", reason="One address")
    add(there, AB, Said.DIFFERENT, by="Bo", reason="Twins")
    add(there, AC, Said.SAME, by="Bo", reason="One phone")
    done = merge(here, path_in(there))
    assert done.added == 2
    (words,) = done.contradicted
    assert "by Ann" in words
    assert "by Bo" in words
    assert merge(here, path_in(there)) == Merged(0, (), ())
    assert settle(read(path_in(here))).same.keys() == {AC}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("2026-01-01T10:00:00+00:00,Ann,maybe,why,a,1,b,2,", "'maybe' is no answer"),
        ("2026-01-01T10:00:00+00:00,Ann,same,,a,1,b,2,", "has no reason"),
        ("yesterday,Ann,same,why,a,1,b,2,", "'yesterday' is not a time"),
        ("2026-01-01T10:00:00+00:00,Ann,same", "has no reason"),
        ("2026-01-01T10:00:00+00:00,Ann,same,why,a,1,b,2", "has no instead of"),
        ("2026-01-01T10:00:00+00:00,Ann,different,why,a,1,a,1,", "a record is always one person with itself"),
        (f"2026-01-01T10:00:00+00:00,Ann,same,{'x' * 1001},a,1,b,2,", "its reason has over 1000 letters"),
    ],
)
def test_a_line_that_is_no_answer_is_told(tmp_path, line, wrong):
    path = tmp_path / "answers.csv"
    path.write_text(",".join(Answer.__dataclass_fields__) + f"\n{line}\n")
    with pytest.raises(OneplaceError, match=f"line 2: {wrong}"):
        read(path)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b"by\n"])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    with pytest.raises(OneplaceError):
        read(path)


def test_forgetting_that_is_cut_short_loses_no_other_answer(tmp_path, monkeypatch):
    a, b, c = ("gp", "1"), ("gp", "2"), ("gp", "3")
    for pair in ((a, b), (b, c)):
        answers.add(tmp_path, pair, answers.Said.SAME, by="Ann", reason="Seen")
    kept = answers.path_in(tmp_path).read_bytes()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(answers.os, "fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            answers.forget(tmp_path, lambda one: one == a)
    assert answers.path_in(tmp_path).read_bytes() == kept
    answers.forget(tmp_path, lambda one: one == a)
    assert [each.pair for each in answers.of_place(tmp_path)] == [(b, c)]


def test_with_a_key_reasons_are_encrypted_and_what_was_open_goes_with_the_next(tmp_path, monkeypatch):
    first = add(tmp_path, AB, Said.UNSURE, by="Ann", reason="Liz Okafor is her aunt")
    monkeypatch.setenv(sealing.KEY, base64.b64encode(b"k" * 32).decode())
    assert answers.of_place(tmp_path) == [first]
    second = add(tmp_path, AB, Said.SAME, by="Bo", reason="Liz herself")
    assert answers.of_place(tmp_path) == [first, second]
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"]
    assert [path.name for path in files] == ["answers.parquet"]
    assert b"Liz" not in files[0].read_bytes()
    assert files[0].stat().st_mode & 0o077 == 0
    path_in(tmp_path).write_text(answers._lines([first], headed=True))  # killed before the open file went
    assert answers.of_place(tmp_path) == [first, second]
    assert answers.seal(tmp_path) == 1
    assert answers.seal(tmp_path) == 0
    answers.forget(tmp_path, lambda one: one == A)
    assert answers.of_place(tmp_path) == []
    monkeypatch.delenv(sealing.KEY)
    with pytest.raises(OneplaceError, match="is encrypted"):
        add(tmp_path, AB, Said.SAME, by="Bo", reason="Liz")


def test_a_file_takes_the_place_of_no_other_pairs_answer_and_tells_whose_it_took(tmp_path):
    ours = [add(tmp_path, pair, Said.SAME, by="Ann", reason="Seen") for pair in (AB, BC)]
    named = " ".join(each.id for each in ours)
    file = tmp_path / "sent.csv"
    file.write_text(answers._lines([answer(AB, Said.DIFFERENT, by="Eve", instead_of=named)], headed=True))
    done = merge(tmp_path, file)
    assert (done.added, done.replaced) == (1, (ours[0],))
    assert settle(answers.of_place(tmp_path)).same.keys() == {BC}


def test_answers_are_in_the_order_of_their_moments_whatever_the_clock_s_zone():
    early, late = answer(AB, Said.SAME, at="2026-01-01T09:30:00+01:00"), answer(AB, Said.SAME, at="2026-01-01T09:00:00")
    assert settle([late, early]).same[AB] == late


@pytest.mark.parametrize("reason", ["=1+1", "-2", "@SUM(1)", "'=1", "''=x", "'quoted'", "plain"])
def test_no_spreadsheet_runs_what_is_exported_and_it_reads_in_as_it_was(tmp_path, reason):
    given = add(tmp_path, AB, Said.SAME, by="+Ann", reason=reason)
    exchange.export(tmp_path, tmp_path / "out.csv")
    cells = [cell for row in csv.reader((tmp_path / "out.csv").open()) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert read(tmp_path / "out.csv") == answers.of_place(tmp_path) == [given]


def test_the_longest_reason_is_read_again_however_it_begins(tmp_path):
    given = add(tmp_path, AB, Said.SAME, by="Ann", reason="-" + "x" * (answers.LONGEST - 1))
    assert read(path_in(tmp_path)) == answers.of_place(tmp_path) == [given]


@pytest.mark.parametrize("line", ["different,why,a,1,a,1,", f"same,{'x' * 1001},a,1,b,2,"])
def test_what_an_older_version_kept_is_refused_in_a_file_alone(tmp_path, line):
    path = path_in(tmp_path)
    path.parent.mkdir()
    path.write_text(",".join(Answer.__dataclass_fields__) + f"\n2026-01-01T10:00:00+00:00,Ann,{line}\n")
    assert len(answers.of_place(tmp_path)) == 1
    with pytest.raises(OneplaceError, match="line 2"):
        merge(tmp_path / "other", path)


def test_with_the_key_before_alone_nothing_encrypted_is_written_open(tmp_path, monkeypatch):
    monkeypatch.setenv(sealing.KEY, base64.b64encode(b"k" * 32).decode())
    first = add(tmp_path, AB, Said.SAME, by="Ann", reason="Liz herself")
    monkeypatch.delenv(sealing.KEY)
    monkeypatch.setenv(sealing.BEFORE, base64.b64encode(b"k" * 32).decode())
    with pytest.raises(OneplaceError, match=f"Give its key in {sealing.KEY}"):
        answers.forget(tmp_path, lambda one: one == A)
    with pytest.raises(OneplaceError, match=f"Give its key in {sealing.KEY}"):
        add(tmp_path, AC, Said.SAME, by="Bo", reason="Liz")
    assert not path_in(tmp_path).exists()
    assert answers.of_place(tmp_path) == [first]


def test_where_answers_are_encrypted_what_is_exported_is_too_and_reads_in_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setenv(sealing.KEY, base64.b64encode(b"k" * 32).decode())
    here, there = tmp_path / "here", tmp_path / "there"
    given = add(here, AB, Said.SAME, by="Ann", reason="Moved to her sister's")
    with pytest.raises(OneplaceError, match=r"can't be encrypted.*parquet"):
        exchange.export(here, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
    file = tmp_path / "out.parquet"
    assert exchange.export(here, file) == 1
    assert b"sister" not in file.read_bytes()
    assert file.read_bytes()[:4] == b"PARE"
    assert file.stat().st_mode & 0o077 == 0
    assert merge(there, file) == Merged(1, (), ())
    assert answers.of_place(there) == [given]
    monkeypatch.setenv(sealing.KEY, base64.b64encode(b"l" * 32).decode())
    with pytest.raises(OneplaceError, match="another key"):
        merge(tmp_path / "third", file)


@pytest.mark.parametrize("columns", [{}, {"by": [1], "answer": ["same"]}])
def test_a_table_that_holds_no_answers_is_refused(tmp_path, columns):
    pq.write_table(pa.table(columns), tmp_path / "out.parquet")
    with pytest.raises(OneplaceError, match="has no column"):
        merge(tmp_path, tmp_path / "out.parquet")


def test_what_a_write_that_was_cut_short_left_aside_goes_with_whom_it_names(tmp_path):
    add(tmp_path, AB, Said.SAME, by="Ann", reason="One street")
    left = [path_in(tmp_path).with_name(f"answers.{form}.4711.part") for form in ("csv", "parquet")]
    for path in left:
        path.write_text("of Anna")
    answers.forget(tmp_path, lambda key: key == AB[0])
    assert not [path for path in left if path.exists()]
