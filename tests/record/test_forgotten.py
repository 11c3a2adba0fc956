"""Who was erased is in no later record, whatever the partners' files go on saying, and nobody else is touched."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from oneplace import record
from oneplace.problems import OneplaceError
from oneplace.record import forgotten
from tests.record.conftest import NUMBERS

pytestmark = pytest.mark.slow
ANNA, BASHIR = NUMBERS["anna"], NUMBERS["bashir"]


def patient(key, number, name, born):
    return f"{key},{number},{name},{name}son,{born},F,A,,SO60 1AA,2010-01-01,,"


def seen(key, number, name, born, *, acuity="urgent", departed=""):
    return f"{key},H{key},{number},01,{name},{name}son,{born},A,2022-01-01 10:00:00,{departed},{acuity},11,,2022-02-01"


@pytest.fixture
def place(small):
    """Anna and Bashir at the practice and at the hospital; of Anna rows that were refused, and values removed."""
    small.file("gp/patients.csv", patient(1, ANNA, "Anna", "1950-02-03"), patient(2, BASHIR, "Bashir", "1980-12-30"))
    small.file(
        "gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,", "2,2020-05-05,2020-05-06,38341003,", "1,not a day,,1,"
    )
    small.file(
        "ed/attendances_1.csv",
        seen("E1", ANNA, "Anna", "1950-02-03", acuity="blue"),
        seen("E2", BASHIR, "Bashir", "1980-12-30"),
        seen("E3", ANNA, "Anna", "1950-02-03", departed="2021-01-01 10:00:00"),
    )
    small.file("links/log.csv", "L1,Anna,Annason,03/02/1950,,SO60 1AA,01/01/2025")
    return small


def everything(report):
    """Every word of every file of a record and its identities."""
    unread = ("area.parquet", "quality.parquet", "data_tests.parquet")
    paths = [path for folder in (report.folder, report.identity) for path in folder.rglob("*.parquet")]
    words = [str(pq.read_table(path).to_pylist()) for path in paths if path.name not in unread]
    return "\n".join(words)


def forget(place, **whom):
    who = record.found(place.var, **whom)
    record.keep_out(place.place, place.var, "forgotten-1", who)
    return who


@pytest.mark.parametrize("by", ["person", "number"])
def test_nothing_of_a_person_is_left_and_everything_of_others(place, by):
    first = place.load()
    mine = place.person_of(first)["gp:1"]
    who = forget(place, **({"person": mine} if by == "person" else {"number": f"{ANNA[:3]} {ANNA[3:6]} {ANNA[6:]}"}))
    assert set(who.records) == {("gp", "1"), ("ed", "HE1"), ("links", "L1")}
    assert who.numbers == (ANNA,)
    second = place.load()
    said = everything(second)
    for word in ("Anna", ANNA, str(mine), "blue", "not a day", "2021-01-01"):
        assert word not in said, word
    assert BASHIR in said
    assert place.person_of(second) == {key: person for key, person in place.person_of(first).items() if person != mine}
    counts = place.rows(second, "SELECT count(*) FROM observation WHERE kind = 'diagnosis'")
    assert counts == [(2,)]  # Bashir's at the practice and at the hospital


def test_every_file_with_a_row_of_theirs_is_named_not_only_those_that_say_who_they_are(place):
    first = place.load()
    files = ("ed/attendances_1.csv", "gp/journal.csv", "gp/patients.csv", "links/log.csv")
    assert record.found(place.var, person=place.person_of(first)["gp:1"]).files == files
    assert record.found(place.var, number=BASHIR).files == files[:3]


def test_what_is_kept_of_them_names_nobody(place):
    place.load()
    who = forget(place, number=ANNA)
    kept = forgotten.path_in(place.var).read_text()
    assert ANNA not in kept
    assert all(key not in kept.split('"') for _source, key in who.records)
    assert forgotten.path_in(place.var).stat().st_mode & 0o077 == 0


def test_they_stay_out_when_the_partners_send_them_again_under_new_keys(place):
    place.load()
    forget(place, number=ANNA)
    place.file("ed/attendances_2.csv", seen("E9", ANNA, "Anna", "1950-02-03"))
    report = place.load()
    assert set(place.person_of(report)) == {"gp:2", "ed:HE2"}


def test_rows_left_out_count_as_neither_read_nor_set_aside(place):
    first = place.load()
    forget(place, number=ANNA)
    second = place.load()
    faults = [row for row in place.rejects(first) if row[0].startswith("ed/")]
    assert len(faults) == 2
    assert not [row for row in place.rejects(second) if row[0].startswith("ed/")]
    (row,) = place.quality(second, dataset="attendances", aspect="validity", field=None)
    assert (row["passed"], row["checked"]) == (1, 1)


def test_who_is_let_in_again_is_the_person_they_were(place):
    first = place.load()
    forget(place, number=ANNA)
    place.load()
    record.let_in(place.var, "forgotten-1")
    assert place.person_of(place.load()) == place.person_of(first)
    with pytest.raises(OneplaceError, match="nobody who is kept out"):
        record.let_in(place.var, "forgotten-1")


def test_answers_about_them_go_too(place):
    place.load()
    pair = record.pair_of(("gp", "1"), ("gp", "2"))
    other = record.pair_of(("gp", "2"), ("ed", "HE2"))
    record.add_answer(place.var, pair, record.Said.DIFFERENT, by="Ann", reason="Two people")
    record.add_answer(place.var, other, record.Said.SAME, by="Ann", reason="One number")
    forget(place, number=ANNA)
    assert [each.pair for each in record.answers(place.var)] == [other]


def test_what_was_encrypted_and_left_aside_goes_too(place):
    place.load()
    aside = place.var / "identity" / ".sealing" / "identity.parquet"
    aside.parent.mkdir()
    left = [aside, place.var / "identity" / "answers.aside"]
    for path in left:
        path.write_bytes(b"PARE")
    forget(place, number=ANNA)
    assert not [path for path in left if path.exists()]


@pytest.mark.parametrize("whom", [{"number": NUMBERS["dan"]}, {"person": 5}])
def test_somebody_who_is_not_there_is_not_found(place, whom):
    place.load()
    with pytest.raises(OneplaceError, match="no such person"):
        record.found(place.var, **whom)


def test_whom_another_record_was_parted_from_keeps_it(place):
    """A record that was wrongly theirs once, and is somebody else's now, is not erased with them."""
    first = place.load()
    pair = record.pair_of(("gp", "1"), ("links", "L1"))
    record.add_answer(place.var, pair, record.Said.DIFFERENT, by="Ann", reason="Two people")
    second = place.load()
    assert place.person_of(first)["links:L1"] != place.person_of(second)["links:L1"]
    assert ("links", "L1") not in record.found(place.var, number=ANNA).records


def test_a_list_that_can_not_be_read_stops_the_load(place):
    place.load()
    forget(place, number=ANNA)
    forgotten.path_in(place.var).write_text("{")
    with pytest.raises(OneplaceError, match="those who were erased would come back"):
        place.load()
