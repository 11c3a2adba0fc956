"""Who is who: numbers first, then names; ids that stay; how good it is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pyarrow.parquet as pq
import pytest

from oneplace import record
from tests.record.test_check_digit import valid

pytestmark = pytest.mark.slow

ANNA, BASHIR, CARA, DAN = "9990000018", "9990000026", "9990000034", "9990000042"


def patient(key, number, given_name, family, born, *, phone="", postcode="SO60 1AA"):
    return f"{key},{number},{given_name},{family},{born},F,A,{phone},{postcode},2010-01-01,,"


def seen(key, number, given_name, family, born, status="01"):  # noqa: PLR0917 - a row of the file
    return f"N{key},H{key},{number},{status},{given_name},{family},{born},A,2022-01-01 10:00:00,,urgent,,,2022-02-01"


def test_a_number_links_unless_the_rest_says_otherwise(small):
    cases = {  # what the hospital has with the number of Anna Adams, 1950-02-03: is it hers?
        ("Anna", "Adams", "1950-02-03", "01"): True,
        ("Nan", "Smith", "1950-02-03", "01"): True,  # married
        ("Anna", "Adams", "1950-03-02", "01"): True,  # day and month swapped
        ("Anna", "Adams", "1951-02-03", "01"): True,  # one part wrong
        ("Anna", "Adams", "1977-08-09", "01"): True,  # birth date wrong, names right
        ("", "", "", "01"): True,  # nothing speaks against it
        ("Bashir", "Begum", "1980-12-30", "01"): False,  # someone else's number
        ("Anna", "Adams", "1950-02-03", "02"): True,  # not traced, but the same birth date
        ("Nan", "Smith", "1951-02-03", "02"): False,
    }
    numbers = [f"99900000{i:02}" for i in range(100) if valid(f"99900000{i:02}")]
    registered = (patient(n, number, "Anna", "Adams", "1950-02-03") for n, number in enumerate(numbers))
    small.file("gp/patients.csv", *registered)
    rows = [seen(n, number, *case) for n, (number, case) in enumerate(zip(numbers, cases, strict=True))]
    small.file("ed/attendances_1.csv", *rows)
    people = small.person_of(small.load())
    assert {case: people[f"gp:{n}"] == people[f"ed:H{n}"] for n, case in enumerate(cases)} == cases


def test_records_without_a_number_link_by_what_else_they_say(small):
    cases = {
        "Elizabeth,Okafor,03/02/1950,07700900001,SO60 1AA": True,
        "Liz,Okafor,03/02/1950,07700900001,": True,  # nickname
        "Beth,Okafor,03/02/1950,,SO60 1AA": True,
        "Elizabth,Okaffor,03/02/1950,,SO60 1AA": True,  # mistyped
        "Elizabeth,Okafor,02/03/1950,07700900001,": True,  # day and month swapped
        "Chidi,Okafor,03/02/1979,,SO60 1AA": False,  # same home, other person
        "Elizabeth,Okafor,,,": False,  # a name alone is not enough
        ",,,,": False,
    }
    small.file("gp/patients.csv", patient(1, ANNA, "Elizabeth", "Okafor", "1950-02-03", phone="07700900001"))
    small.file("links/log.csv", *(f"{n},{case},01/01/2025" for n, case in enumerate(cases)))
    report = small.load()
    people = small.person_of(report)
    assert {case: people[f"links:{n}"] == people["gp:1"] for n, case in enumerate(cases)} == cases
    for link in small.links(report):
        if link["method"] == "probabilistic":
            assert link["match_probability"] >= 0.95
            assert link["match_weight"] > 0
            assert link["model_version"] == "starting values 1"
    assert report.linked == {"alone": 3, "nhs_number": 1, "probabilistic": 5}


def test_two_records_of_someone_with_no_number_anywhere_are_one_person(small):
    small.file(
        "links/log.csv",
        "R1,Quentin,Zimmer,03/02/1950,07700900001,SO60 1AA,01/01/2025",
        "R2,Quentin,Zimmer,03/02/1950,07700900001,SO60 1AA,01/02/2025",
        "R3,Quentyn,Zimmer,03/02/1950,07700900001,SO60 1AA,01/03/2025",
        "R4,Other,Person,09/09/1999,07700900002,SO60 1AB,01/03/2025",
    )
    people = small.person_of(small.load())
    assert people["links:R1"] == people["links:R2"] == people["links:R3"] != people["links:R4"]


def test_who_could_be_either_of_two_is_neither(small):
    small.file(
        "gp/patients.csv",
        patient(1, ANNA, "Sam", "Okafor", "1950-02-03"),
        patient(2, BASHIR, "Sam", "Okafor", "1950-02-03"),
    )
    small.file("links/log.csv", "R1,Sam,Okafor,03/02/1950,,SO60 1AA,01/01/2025")
    people = small.person_of(small.load())
    assert people["links:R1"] not in (people["gp:1"], people["gp:2"])


def test_ids_do_not_depend_on_the_order_of_rows(small):
    rows = [patient(1, ANNA, "Anna", "Adams", "1950-02-03"), patient(2, BASHIR, "Bashir", "Begum", "1980-12-30")]
    small.file("gp/patients.csv", *rows)
    first = small.person_of(small.load())
    small.file("gp/patients.csv", *reversed(rows))
    assert small.person_of(small.load()) == first


def test_an_id_tells_no_number(small):
    small.file("gp/patients.csv", patient(1, ANNA, "Anna", "Adams", "1950-02-03"))
    sources = small.place.sources
    real = tuple(source.model_copy(update={"synthetic": False}) for source in sources.sources)
    object.__setattr__(small.place, "sources", sources.model_copy(update={"sources": real}))
    here = small.load()
    there = record.load(small.place, small.extracts, small.root / "other installation")
    assert here.record_id == there.record_id
    assert (
        pq.read_table(here.folder / "person/person.parquet")["person_id"]
        != (pq.read_table(there.folder / "person/person.parquet")["person_id"])
    )
    assert (small.var / "identity/secret").stat().st_mode & 0o077 == 0


def test_ids_stay_when_a_number_comes_to_light(small):
    small.file("links/log.csv", "R1,Quentin,Zimmer,03/02/1950,07700900001,SO60 1AA,01/01/2025")
    before = small.person_of(small.load())["links:R1"]
    small.file("gp/patients.csv", patient(1, ANNA, "Quentin", "Zimmer", "1950-02-03", phone="07700900001"))
    after = small.person_of(small.load())
    assert after == {"links:R1": before, "gp:1": before}


def test_a_merge_is_explained(small):
    gp = patient(1, "", "Anna", "Adams", "1950-02-03", postcode="")
    small.file("gp/patients.csv", gp)
    small.file("ed/attendances_1.csv", seen(1, ANNA, "Ann", "Smith", "1950-02-03"))
    before = small.person_of(small.load())
    assert before["gp:1"] != before["ed:H1"]
    small.file("gp/patients.csv", patient(1, ANNA, "Anna", "Adams", "1950-02-03"))
    report = small.load()
    now = small.person_of(report)
    assert now["gp:1"] == now["ed:H1"]
    (closed,) = [row for row in small.links(report) if row["valid_to"] is not None]
    assert closed["reason"] == f"merged into person {now['gp:1']}"


def test_a_split_is_explained_and_no_id_is_used_again(small):
    small.file("gp/patients.csv", patient(1, ANNA, "Anna", "Adams", "1950-02-03"))
    small.file("ed/attendances_1.csv", seen(1, ANNA, "Anna", "Adams", "1950-02-03"))
    before = small.person_of(small.load())["gp:1"]
    small.file("ed/attendances_1.csv", seen(1, BASHIR, "Anna", "Adams", "1950-02-03"))
    report = small.load()
    now = small.person_of(report)
    assert len(set(now.values())) == 2
    assert before in now.values()
    (closed,) = [row for row in small.links(report) if row["valid_to"] is not None]
    assert closed["reason"].startswith("split: now person ")


def test_a_record_that_is_no_longer_sent_is_closed(peopled):
    peopled.load()
    peopled.file("ed/attendances_1.csv")
    report = peopled.load()
    closed = [row for row in peopled.links(report) if row["valid_to"] is not None]
    assert {row["reason"] for row in closed} == {"the source no longer sends this record"}


MOVED = "1,Elizabeth,Okafor,03/02/1950,,SO61 9ZZ,01/01/2025"


@pytest.fixture
def doubted(small):
    """Elizabeth at the practice, and a link worker's record of her at another address: held apart, and listed."""
    small.file("gp/patients.csv", patient(1, ANNA, "Elizabeth", "Okafor", "1950-02-03"))
    small.file("links/log.csv", MOVED)
    report = small.load()
    assert small.person_of(report)["gp:1"] != small.person_of(report)["links:1"]
    return small, report


def test_a_place_that_only_counts_may_have_its_lists_linked_by_likelihood_and_is_told_how_many(small):
    others = (patient(2, BASHIR, "Bashir", "Begum", "1980-12-30"), patient(3, CARA, "Cara", "Cole", "1999-01-02"))
    small.file("gp/patients.csv", patient(1, ANNA, "Elizabeth", "Okafor", "1950-02-03"), *others)
    small.file("links/log.csv", "1,Elizabeth,Okafor,03/02/1950,,,01/01/2025")
    people = small.person_of(small.load())
    assert people["gp:1"] != people["links:1"]
    small.place = replace(small.place, sources=small.place.sources.model_copy(update={"linkage": "likely"}))
    report = small.load()
    assert small.person_of(report)["gp:1"] == small.person_of(report)["links:1"]
    notes = {row["source"]: row for row in small.quality(report, field="person") if "likelihood" in row["note"]}
    assert {source: (row["passed"], row["checked"]) for source, row in notes.items()} == {"gp": (3, 3), "links": (0, 1)}
    assert "two who are alike may be one" in notes["links"]["note"]


def test_a_record_that_knows_fewer_fields_shows_those_that_it_has(doubted):
    small, report = doubted
    path = report.identity / "identity.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["shared_number", "address_line"]), path)
    (doubt,) = record.doubts(small.var, report.identity)
    one, _other = record.sides(report.identity, doubt.pair)
    assert (one.said["postcode"], one.said["shared_number"]) == ("SO60 1AA", None)


def test_an_answer_counts_from_the_next_load_and_lasts(doubted):
    small, first = doubted
    (doubt,) = record.doubts(small.var, first.identity)
    one, other = record.sides(first.identity, doubt.pair)
    assert (one.record, one.said["postcode"], other.said["postcode"]) == (("gp", "1"), "SO60 1AA", "SO61 9ZZ")
    record.add_answer(small.var, doubt.pair, record.Said.SAME, by="Ann", reason="She moved in May")
    assert record.doubts(small.var, first.identity) == []
    second = small.load()
    assert second.record_id != first.record_id
    small.file("links/log.csv", MOVED, "2,Chidi,Cole,09/09/1999,,SO60 1AB,01/01/2025")
    for report in (second, small.load()):
        assert small.person_of(report)["gp:1"] == small.person_of(report)["links:1"]
        assert pq.read_table(report.identity / "doubtful.parquet").num_rows == 0
        told = {(row["source_record_id"], row["reason"]) for row in small.links(report) if row["reason"]}
        ((_key, reason),) = told
        assert reason.endswith(f"by Ann on {told_on(small)}: She moved in May")


def test_who_may_be_the_same_as_somebody_who_is_erased_is_named_until_they_are_called_different(doubted):
    small, first = doubted
    mine, other = (small.person_of(first)[key] for key in ("gp:1", "links:1"))

    def alike(person=mine):
        return record.found(small.var, person=person).alike

    assert (alike(), alike(other)) == ((other,), (mine,))
    (doubt,) = record.doubts(small.var, first.identity)
    said = partial(record.add_answer, small.var, doubt.pair, by="Ann")
    same = said(record.Said.SAME, reason="She moved in May")
    assert alike() == (other,), "two people until the next load"
    said(record.Said.DIFFERENT, reason="Two people", instead_of=[same.id])
    assert alike() == ()


def test_two_whom_somebody_called_the_same_though_no_pair_was_doubtful_are_named(small):
    small.file("gp/patients.csv", patient(1, ANNA, "Elizabeth", "Okafor", "1950-02-03"))
    small.file("links/log.csv", "R1,Quentin,Zimmer,03/02/1977,07700900001,SO60 1AB,01/01/2025")
    report = small.load()
    mine, other = (small.person_of(report)[key] for key in ("gp:1", "links:R1"))
    assert record.found(small.var, person=mine).alike == ()
    pair = record.pair_of(("gp", "1"), ("links", "R1"))
    record.add_answer(small.var, pair, record.Said.SAME, by="Ann", reason="Another name")
    assert record.found(small.var, person=mine).alike == (other,)


def told_on(small):
    return record.answers(small.var)[0].answered_at[:10]


def test_unsure_makes_no_new_record_and_keeps_the_pair_in_the_queue(doubted):
    small, first = doubted
    (doubt,) = record.doubts(small.var, first.identity)
    record.add_answer(small.var, doubt.pair, record.Said.UNSURE, by="Ann", reason="Ask the practice")
    assert small.load().record_id == first.record_id
    (still,) = record.doubts(small.var, first.identity)
    assert still.id == doubt.id
    assert [each.by for each in still.answers] == ["Ann"]


def test_a_pair_that_was_parted_by_hand_stays_so_and_has_its_ids_back(doubted):
    small, first = doubted
    (doubt,) = record.doubts(small.var, first.identity)
    record.add_answer(small.var, doubt.pair, record.Said.SAME, by="Ann", reason="One name")
    small.load()
    record.add_answer(
        small.var,
        doubt.pair,
        record.Said.DIFFERENT,
        by="Bo",
        reason="Two people",
        instead_of=[each.id for each in record.answers(small.var)],
    )
    third = small.load()
    assert small.person_of(third) == small.person_of(first)
    small.file("links/log.csv", MOVED.replace("SO61 9ZZ", "SO60 1AA"))  # now nothing but the answer holds them apart
    assert small.person_of(small.load())["links:1"] != small.person_of(third)["gp:1"]
