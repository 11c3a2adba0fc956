"""Identities at rest: encrypted where the environment has a key, read with that key alone, and loaded on as before."""

from __future__ import annotations

import base64
import pathlib
import shutil

import pyarrow.parquet as pq
import pytest

from oneplace import record
from oneplace.problems import OneplaceError
from oneplace.record import sealing, store
from tests.record.conftest import NUMBERS

pytestmark = pytest.mark.slow
ANNA = f"1,{NUMBERS['anna']},Anna,Annason,1950-02-03,F,A,,SO60 1AA,2010-01-01,,"


def key(letter: bytes) -> str:
    return base64.b64encode(letter * 32).decode()


@pytest.fixture
def sealed(small, monkeypatch):
    """The small place, with a key, a person, and a row that was refused."""
    monkeypatch.setenv(sealing.KEY, key(b"\xff"))
    small.file("gp/patients.csv", ANNA)
    small.file("links/log.csv", "L1,Anna,Annason,03/02/1950,,SO61 9ZZ,01/01/2025", "L2,Zoe,Zander,,,,no day")
    return small


def test_no_file_of_identities_says_a_word_to_who_lacks_the_key(sealed):
    report = sealed.load()
    files = [path for path in report.identity.rglob("*") if path.is_file()]
    assert len(files) >= 4
    for path in files:
        content = path.read_bytes()
        assert content.startswith(b"PARE"), path
        assert b"Annason" not in content
        assert NUMBERS["anna"].encode() not in content
    with pytest.raises(OSError, match="encrypt"):
        pq.read_table(report.identity / "identity.parquet")


def test_ids_answers_and_erasure_go_on_as_without(sealed):
    first = sealed.load()
    (doubt,) = record.doubts(sealed.var, first.identity)
    assert record.sides(first.identity, doubt.pair)[0].said["family_name"] == "Annason"
    record.add_answer(sealed.var, doubt.pair, record.Said.SAME, by="Ann", reason="She moved")
    second = sealed.load()
    assert sealed.rows(second, "SELECT count(*) FROM person") == [(1,)]
    who = record.found(sealed.var, number=NUMBERS["anna"])
    assert set(who.records) == {("gp", "1"), ("links", "L1")}
    record.keep_out(sealed.place, sealed.var, "forgotten-1", who)
    assert sealed.load().rows["person"] == 0
    assert record.holding(sealed.place, sealed.var, "forgotten-1") == sorted([first.record_id, second.record_id])


@pytest.mark.parametrize(("given", "said"), [(None, "is encrypted"), (key(b"b"), "another key")])
def test_without_the_key_or_with_another_it_is_refused(sealed, monkeypatch, given, said):
    report = sealed.load()
    monkeypatch.setenv(sealing.KEY, given or "")
    with pytest.raises(OneplaceError, match=said):
        record.doubts(sealed.var, report.identity)


@pytest.mark.parametrize("given", ["secret", "A" * 31, key(b"x")[:-2], "Annason is no key"])
def test_what_is_no_key_is_refused_and_not_printed(small, monkeypatch, given):
    monkeypatch.setenv(sealing.KEY, given)
    small.file("gp/patients.csv", ANNA)
    with pytest.raises(OneplaceError, match="not a key of 32 bytes") as told:
        small.load()
    assert given not in str(told.value)


def test_a_place_that_gets_a_key_goes_on_from_its_open_record(small, monkeypatch):
    small.file("gp/patients.csv", ANNA)
    first = small.load()
    ids = small.person_of(first)
    monkeypatch.setenv(sealing.KEY, key(b"k"))
    small.file("gp/patients.csv", ANNA, f"2,{NUMBERS['bashir']},Bo,Boson,1980-12-30,M,A,,SO60 1AA,2010-01-01,,")
    second = small.load()
    assert (second.identity / "identity.parquet").read_bytes().startswith(b"PARE")
    assert small.rows(second, f"SELECT count(*) FROM person WHERE person_id = {ids['gp:1']}") == [(1,)]


def test_a_key_of_other_letters_is_refused_in_words(monkeypatch):
    monkeypatch.setenv(sealing.KEY, "é" * 44)
    with pytest.raises(OneplaceError, match="not a key of 32 bytes"):
        sealing.key()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-9]), "is cut short: its end is missing"),
        (lambda path: path.write_bytes(b""), "was emptied or changed"),
        (lambda path: path.write_bytes(b"name,number\n"), "was emptied or changed"),
        (lambda path: path.write_bytes(flipped(path.read_bytes(), 40)), "is damaged"),
        (lambda path: path.unlink(), r"can't be read \(No such file"),
    ],
)
@pytest.mark.parametrize("with_key", [True, False])
def test_a_file_that_was_harmed_is_told_as_that(small, monkeypatch, harm, said, with_key):
    if with_key:
        monkeypatch.setenv(sealing.KEY, key(b"k"))
    small.file("gp/patients.csv", ANNA)
    path = small.load().identity / "identity.parquet"
    harm(path)
    with pytest.raises(OneplaceError, match=said) as told:
        sealing.table(path)
    assert "another key" not in str(told.value)


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]


def test_a_file_that_may_not_be_read_is_told_as_that(tmp_path, monkeypatch):
    path = tmp_path / "identity.parquet"

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(type(path), "open", refused)
    with pytest.raises(OneplaceError, match=r"can't be read \(Permission denied\).*right to read"):
        sealing.table(path)


def test_another_key_takes_the_place_of_one_however_often_it_is_cut_short(sealed, monkeypatch):
    first = sealed.load()
    who = record.doubts(sealed.var, first.identity)[0].pair
    record.add_answer(sealed.var, who, record.Said.UNSURE, by="Ann", reason="Ask")
    ids = sealing.table(first.identity / store.LINK).to_pylist()
    monkeypatch.setenv(sealing.KEY, key(b"n"))
    with pytest.raises(OneplaceError, match="another key"):  # the one before is not given
        record.seal(sealed.var)
    monkeypatch.setenv(sealing.BEFORE, key(b"\xff"))
    shutil.copytree(sealed.var, sealed.root / "as it was")
    for steps in range(20):
        shutil.rmtree(sealed.var)
        shutil.copytree(sealed.root / "as it was", sealed.var)
        whole = sealed_whole(sealed, monkeypatch, steps)
        assert record.newest(sealed.var) == first.folder
        assert store.damage(first.folder, first.identity) == []
        assert record.sides(first.identity, who)[0].said["family_name"] == "Annason"
        record.seal(sealed.var)  # goes on
        assert store.damage(first.folder, first.identity) == []
        assert store.ANEW not in record.manifest(first.folder)
        assert all(sealing.is_current(path) for path in first.identity.rglob("*.parquet"))
        if whole:
            break
    assert steps == 2 + len(list(first.identity.rglob("*.parquet"))) + 1  # two notes, each file, the answers
    monkeypatch.delenv(sealing.BEFORE)
    assert record.seal(sealed.var) == 0
    assert [each.reason for each in record.answers(sealed.var)] == ["Ask"]
    assert record.sides(first.identity, who)[0].said["family_name"] == "Annason"
    assert sealed.load().new is False
    assert sealing.table(first.identity / store.LINK).to_pylist() == ids


def sealed_whole(place, monkeypatch, steps):
    """Whether sealing ended before it was killed at a step of those that change what is there."""
    left = [steps]

    def killed(path, target, _replace=pathlib.Path.replace):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return _replace(path, target)

    with monkeypatch.context() as cut:
        cut.setattr(pathlib.Path, "replace", killed)
        try:
            record.seal(place.var)
        except KeyboardInterrupt:
            return False
    return True


def test_what_was_open_is_encrypted_and_without_a_key_nothing_is(small, monkeypatch):
    small.file("gp/patients.csv", ANNA)
    report = small.load()
    with pytest.raises(OneplaceError, match="nothing to encrypt with"):
        record.seal(small.var)
    monkeypatch.setenv(sealing.KEY, key(b"k"))
    assert record.seal(small.var) == len(list(report.identity.rglob("*.parquet")))
    assert all(path.read_bytes().startswith(b"PARE") for path in report.identity.rglob("*.parquet"))
    assert store.damage(report.folder, report.identity) == []


def test_no_word_of_a_person_stands_outside_the_encrypted_files_wherever_it_was_written(sealed):
    """Columns that moved: names in a column of dates and of codes, a number in that of a day."""
    number = NUMBERS["anna"]
    sealed.file("gp/patients.csv", ANNA, f"2,{number},Zoe,Zander,Zander,Annason,A,,SO61 9ZZ,{number},,")
    sealed.file("gp/journal.csv", "1,2020-05-05,Annason,38341003,SO60 1AA", f"1,{number},,SO60 1AA,")
    report = sealed.load()
    assert len(sealing.table(next((report.identity / "faults").glob("gp.patients.*")))) == 3
    words = [number, "Annason", "Zander", "SO60 1AA", "SO61 9ZZ"]
    for path in (path for path in sealed.var.rglob("*") if path.is_file()):
        content = path.read_bytes()
        said = repr(pq.read_table(path).to_pylist()) if content.startswith(b"PAR1") else content.decode("latin-1")
        assert [word for word in words if word in said] == [], path
