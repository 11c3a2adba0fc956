"""Ids of people: the same for the same records, kept from load to load, and every change explained."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace.record.database import Relation
from oneplace.record.linkage import Placed, person_ids
from tests.record.linkage.conftest import table

NUMBERED = {"source_system": "VARCHAR", "source_record_id": "VARCHAR", "nhs_number": "VARCHAR", "agrees": "BOOLEAN"}
PLACED = {
    **dict.fromkeys(("source_system", "source_record_id", "nhs_number", "group"), "VARCHAR"),
    **dict.fromkeys(("match_weight", "match_probability"), "DOUBLE"),
    "evidence": "VARCHAR",
}
LINK = pa.schema(
    [
        *[("source_system", pa.string()), ("source_record_id", pa.string()), ("person_id", pa.int64())],
        *[("method", pa.string()), ("match_weight", pa.float64()), ("match_probability", pa.float64())],
        *[("model_version", pa.string()), ("valid_from", pa.timestamp("us")), ("valid_to", pa.timestamp("us"))],
        ("reason", pa.string()),
    ]
)
BEFORE, CLOSED = datetime(2025, 1, 1), datetime(2025, 6, 1)  # noqa: DTZ001 - the link has UTC without saying so
SHUT = {"valid_to": CLOSED, "reason": "why"}
ANNA, BASHIR = "9990000018", "9990000026"
HERE, THERE = "s", "t"


@pytest.fixture
def linked(connection, tmp_path):
    """Link records: those that a number places by {record: number}, those of a group by {record: group}, after
    ``earlier`` rows (record, person), each with ``valid_to`` and ``reason`` where it was closed."""

    def link(numbers=(), groups=(), earlier=None, secret=HERE):
        own = [(*record.split(":"), number, True) for record, number in dict(numbers).items()]
        numbered = table(connection, "with_numbers", NUMBERED, [*own, ("x", "disagrees", ANNA, False)])
        others = [(*record.split(":"), None, group, None, None, None) for record, group in dict(groups).items()]
        placed = Placed(table(connection, "with_groups", PLACED, others), "a model 1", Relation("nothing that is read"))
        path = None if earlier is None else before(tmp_path / "person_link.parquet", earlier)
        links = person_ids(connection, numbered, placed, secret, path)
        return connection.sql(f"SELECT * FROM {links.person_link}").to_arrow_table().to_pylist(), connection, links

    return link


def before(path, rows):
    listed = []
    for record, person, *closed in rows:
        source, _, number = record.partition(":")
        row = dict.fromkeys(LINK.names) | {"source_system": source, "source_record_id": number}
        listed.append(
            row | {"person_id": person, "method": "alone", "valid_from": BEFORE} | (closed[0] if closed else {})
        )
    pq.write_table(pa.Table.from_pylist(listed, schema=LINK), path)
    return path


def key(row):
    return f"{row['source_system']}:{row['source_record_id']}"


def now(found):
    rows = found[0]
    return {key(row): row["person_id"] for row in rows if row["valid_to"] is None}


def fresh(anchor, secret=HERE):
    """A new id as it is documented: the first 60 bits of the hash of secret and anchor."""
    return int(sha256(f"{secret}{anchor}".encode()).hexdigest()[:15], 16)


def test_a_person_with_a_number_is_anchored_in_it(linked):
    found = now(linked(numbers={"gp:1": ANNA, "ed:7": ANNA, "gp:2": BASHIR}))
    assert found == {"gp:1": fresh(f"n:{ANNA}"), "ed:7": fresh(f"n:{ANNA}"), "gp:2": fresh(f"n:{BASHIR}")}


def test_people_without_are_anchored_in_the_first_of_their_records(linked):
    found = now(linked(groups={"links:2": "g1", "ed:9": "g1", "links:1": "g2"}))
    assert found == {"links:2": fresh("r:ed:9"), "ed:9": fresh("r:ed:9"), "links:1": fresh("r:links:1")}


def test_another_secret_gives_other_ids(linked):
    assert now(linked(numbers={"gp:1": ANNA}, secret=THERE)) == {"gp:1": fresh(f"n:{ANNA}", THERE)}


def test_a_row_says_how_its_record_was_linked(connection):
    numbered = table(connection, "with_numbers", NUMBERED, [("gp", "1", ANNA, True)])
    rows = [
        ("links", "1", ANNA, "r1", 12.5, 0.99, "given name same"),
        ("links", "2", None, "g1", None, None, None),
        ("links", "3", None, "g1", None, None, None),
        ("links", "4", None, "g2", None, None, None),
    ]
    placed = Placed(table(connection, "others", PLACED, rows), "a model 1", Relation("nothing that is read"))
    links = person_ids(connection, numbered, placed, HERE, None)
    found = connection.sql(f"""
        SELECT source_record_id, method, match_weight, match_probability, model_version FROM {links.person_link}
    """).fetchall()
    assert found == [
        ("1", "nhs_number", None, None, None),
        ("1", "probabilistic", 12.5, 0.99, "a model 1"),
        ("2", "probabilistic", None, None, "a model 1"),
        ("3", "probabilistic", None, None, "a model 1"),
        ("4", "alone", None, None, None),
    ]
    assert connection.sql(f"SELECT count(DISTINCT person_id), max(reason) FROM {links.who}").fetchall() == [(3, None)]


@pytest.mark.parametrize(
    ("earlier", "kept"),
    [
        ([("gp:1", 5)], {ANNA: 5}),
        ([("gp:1", 5), ("ed:7", 5), ("links:3", 6)], {ANNA: 5}),  # most of her records
        ([("gp:1", 7), ("ed:7", 6), ("links:3", 6)], {ANNA: 6}),
        ([("gp:1", 7), ("ed:7", 6)], {ANNA: 6}),  # of equals the smaller
        ([("gp:1", 5), ("gp:2", 5)], {ANNA: 5}),  # two claim it with one record each: the first anchor
        ([("gp:1", 5), ("gp:2", 5), ("ed:8", 5)], {BASHIR: 5}),  # the one with more records
        ([("gp:1", 5, SHUT)], {ANNA: 5}),  # what was closed comes back to those who are all that ever had it
        ([("gp:1", 5, SHUT), ("gp:2", 5, SHUT)], {}),  # to nobody where they are two now
        ([("gp:1", 5, SHUT), ("gone:1", 5, SHUT)], {ANNA: 5}),  # of whom a record is no longer sent
        ([("gp:1", 5, SHUT), ("ed:7", 6)], {ANNA: 6}),  # not beside one that holds
        ([("gp:9", 5)], {}),
    ],
)
def test_people_keep_the_id_that_most_of_their_records_had(linked, earlier, kept):
    numbers = {"gp:1": ANNA, "ed:7": ANNA, "links:3": ANNA, "gp:2": BASHIR, "ed:8": BASHIR}
    found = now(linked(numbers=numbers, earlier=earlier))
    ids = {number: {found[record] for record, its in numbers.items() if its == number} for number in (ANNA, BASHIR)}
    new = {number: fresh(f"n:{number}") for number in (ANNA, BASHIR)}
    assert ids == {number: {kept.get(number, new[number])} for number in (ANNA, BASHIR)}


def test_an_id_that_someone_had_is_given_to_nobody_else(linked):
    taken = fresh(f"n:{ANNA}")
    found = now(linked(numbers={"gp:1": ANNA, "gp:2": BASHIR}, earlier=[("gp:2", taken)]))
    assert found["gp:2"] == taken
    assert found["gp:1"] == int(sha256(f"{taken}n:{ANNA}".encode()).hexdigest()[:15], 16)


def history(found):
    return {(key(row), row["person_id"]): (row["valid_from"], row["reason"]) for row in found[0]}


def test_what_still_holds_keeps_its_day(linked):
    found = linked(numbers={"gp:1": ANNA, "ed:7": ANNA}, earlier=[("gp:1", 5)])
    rows = history(found)
    assert rows["gp:1", 5] == (BEFORE, None)
    assert rows["ed:7", 5][0] > CLOSED


@pytest.mark.parametrize(
    ("numbers", "closed", "reason"),
    [
        ({"gp:1": ANNA, "ed:7": ANNA, "ed:8": ANNA}, ("gp:1", 5), "merged into person 6"),
        ({"gp:1": BASHIR, "ed:7": ANNA, "ed:8": ANNA}, None, None),  # as before
        ({"ed:7": ANNA, "ed:8": ANNA}, ("gp:1", 5), "the source no longer sends this record"),
        ({"gp:1": BASHIR, "ed:7": ANNA, "ed:8": BASHIR}, ("ed:8", 6), "split: now person 5"),
    ],
)
def test_what_no_longer_holds_is_closed_and_says_why(linked, numbers, closed, reason):
    found = linked(numbers=numbers, earlier=[("gp:1", 5), ("ed:7", 6), ("ed:8", 6)])
    rows = [row for row in found[0] if row["valid_to"] is not None]
    assert [(key(row), row["person_id"]) for row in rows] == ([closed] if closed else [])
    assert [row["reason"] for row in rows] == ([reason] if closed else [])
    assert all(row["valid_from"] == BEFORE < CLOSED < row["valid_to"] for row in rows)


def test_what_was_closed_before_stays_as_it_was(linked):
    old = {"valid_to": CLOSED, "reason": "merged into person 5"}
    found = linked(numbers={"gp:1": ANNA}, earlier=[("gp:1", 6, old), ("gp:1", 5), ("x:3", 9, old)])
    rows = [(key(row), row["person_id"], row["valid_to"], row["reason"]) for row in found[0]]
    assert sorted(rows, key=repr) == [
        ("gp:1", 5, None, None),
        ("gp:1", 6, CLOSED, "merged into person 5"),
        ("x:3", 9, CLOSED, "merged into person 5"),
    ]
    who = found[1].sql(f"SELECT source_record_id, person_id FROM {found[2].who}").fetchall()
    assert who == [("1", 5)]


def test_rows_stand_in_the_order_of_record_and_time(linked):
    old = {"valid_to": CLOSED, "reason": "why"}
    found = linked(numbers={"gp:2": BASHIR, "gp:1": ANNA, "ed:7": ANNA}, earlier=[("gp:1", 6, old), ("ed:7", 6, old)])
    rows = [(key(row), row["valid_to"] is None) for row in found[0]]
    assert rows == [("ed:7", False), ("ed:7", True), ("gp:1", False), ("gp:1", True), ("gp:2", True)]
