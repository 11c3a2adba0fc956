"""Ids over many loads, against a plain slow rule: whatever is joined, parted, taken away and sent again."""

from __future__ import annotations

from collections import Counter

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.record.database import Relation, open_database
from oneplace.record.linkage import Placed, person_ids
from tests.record.linkage.conftest import table
from tests.record.linkage.test_crosswalk import NUMBERED, PLACED

RECORDS = [f"s:{n}" for n in range(5)]
LOADS = st.lists(
    st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(["1", "2", "3"]), max_size=5), min_size=2, max_size=6
)
"""Loads: of each record that is sent, whose number it carries."""


def load(path, numbers):
    """One load after the one whose links stand at ``path``, and its links there."""
    with open_database() as connection:
        rows = [(*record.split(":"), number, True) for record, number in sorted(numbers.items())]
        numbered = table(connection, "with_numbers", NUMBERED, rows)
        placed = Placed(table(connection, "with_groups", PLACED, []), "none", Relation("nothing that is read"))
        links = person_ids(connection, numbered, placed, "x", path if path.exists() else None)
        found = connection.sql(f"SELECT * FROM {links.person_link}").to_arrow_table()
    pq.write_table(found, path)
    return found.to_pylist()


def name(row):
    return f"{row['source_system']}:{row['source_record_id']}"


def slow(numbers, held, ever):
    """The ids of one load, a person at a time: who keeps one, who has one back (``None`` where it is a new one).

    ``held`` is the id of each record that holds, ``ever`` the records that each id was ever of.
    """
    people = {number: {r for r, n in numbers.items() if n == number} for number in set(numbers.values())}
    claims = {
        number: sorted(Counter(held[r] for r in records if r in held).items(), key=lambda one: (-one[1], one[0]))
        for number, records in people.items()
    }
    kept = {}
    for number, (first, *_) in ((number, own) for number, own in claims.items() if own):
        rivals = [(-own[0][1], other) for other, own in claims.items() if own and own[0][0] == first[0]]
        if min(rivals)[1] == number:
            kept[number] = first[0]
    back = {}
    for number, records in people.items():
        mine = [
            one
            for one, had in ever.items()
            if one not in kept.values() and had & records and (had & set(numbers)) <= records
        ]
        if number not in kept and mine:
            back[number] = set(mine)
    return people, kept, back


@pytest.mark.slow
@given(LOADS)
def test_ids_follow_the_plain_rule_and_are_nobody_elses(tmp_path_factory, loads):
    path = tmp_path_factory.mktemp("links") / "person_link.parquet"
    held, ever, rows = {}, {}, []
    for numbers in loads:
        people, kept, back = slow(numbers, held, ever)
        before, rows = rows, load(path, numbers)
        now = {name(row): row["person_id"] for row in rows if row["valid_to"] is None}
        assert set(now) == set(numbers)
        ids = {number: {now[record] for record in records} for number, records in people.items()}
        assert all(len(each) == 1 for each in ids.values())
        assert len({min(each) for each in ids.values()}) == len(ids)  # two people never share one
        for number, (one,) in ids.items():
            if number in kept:
                assert one == kept[number]
            elif number in back:
                assert one in back[number]
            else:
                assert one not in ever  # an id that somebody had is nobody else's
        _is_explained(before, rows, held, now)
        held = now
        for record, one in now.items():
            ever.setdefault(one, set()).add(record)


def _is_explained(before, rows, held, now):
    """Only added to: what was closed stays as it was, and each change closes a row with its reason."""
    closed = [row for row in before if row["valid_to"] is not None]
    assert all(row in rows for row in closed)
    reasons = {(name(row), row["person_id"]): row["reason"] for row in rows if row["valid_to"] is not None}
    for record, one in held.items():
        if now.get(record) == one:
            continue
        reason = reasons[record, one]
        if record not in now:
            assert reason == "the source no longer sends this record"
        elif one in now.values():
            assert reason == f"split: now person {now[record]}"
        else:
            assert reason == f"merged into person {now[record]}"


@pytest.mark.slow
def test_who_was_joined_and_is_parted_has_the_id_back_each_time(tmp_path):
    path = tmp_path / "person_link.parquet"
    apart, joined = {"s:0": "1", "s:1": "2", "s:2": "2"}, {"s:0": "2", "s:1": "2", "s:2": "2"}
    first, *later = ([row for row in load(path, each) if row["valid_to"] is None] for each in [apart, joined] * 3)
    ids = [{name(row): row["person_id"] for row in rows} for rows in (first, *later)]
    assert ids[0] == ids[2] == ids[4]
    assert set(ids[1].values()) == {ids[0]["s:1"]}
