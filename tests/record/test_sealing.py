"""Identities at rest: encrypted where the environment has a key, read with that key alone, and loaded on as before."""

from __future__ import annotations

import base64

import pyarrow.parquet as pq
import pytest

from oneplace import record
from oneplace.problems import OneplaceError
from oneplace.record import sealing
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
