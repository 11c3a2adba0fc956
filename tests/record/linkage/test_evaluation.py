"""How good a linkage is, where the truth is known: pairs, counted."""

from __future__ import annotations

from itertools import combinations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import record
from oneplace.record.linkage import Quality


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ((3, 4, 6), (0.75, 0.5)),
        ((0, 4, 6), (0.0, 0.0)),
        ((1, 1, 1), (1.0, 1.0)),
        ((0, 0, 6), (1.0, 0.0)),  # nothing was linked, so nothing wrongly
        ((0, 4, 0), (0.0, 1.0)),  # nothing was to be linked
        ((0, 0, 0), (1.0, 1.0)),
    ],
)
def test_precision_and_recall_are_shares_of_what_was_linked_and_of_what_is_true(counts, shares):
    quality = Quality("all", "all", *counts)
    assert (quality.precision, quality.recall) == shares


def written(folder, links, truth, fifths=None, without=()):
    """Links (record, person, open), the truth (record, person), and the fifths of people where they are known."""
    folder.mkdir(exist_ok=True)

    def who(rows):
        return {
            "source_system": [row[0].partition(":")[0] for row in rows],
            "source_record_id": [row[0].partition(":")[2] for row in rows],
        }

    ended = pa.array([None if row[2] else 1 for row in links], pa.int64())
    linked = {"person_id": [row[1] for row in links], "valid_to": ended}
    linked["method"] = ["alone" if row[0] in without else "nhs_number" for row in links]
    pq.write_table(pa.table(who(links) | linked), folder / "person_link.parquet")
    pq.write_table(pa.table(who(truth) | {"true_person_id": [row[1] for row in truth]}), folder / "records.parquet")
    if fifths is not None:
        known = {"true_person_id": list(fifths), "deprivation_fifth": list(fifths.values())}
        pq.write_table(pa.table(known), folder / "persons.parquet")
    return folder


TRUTH = [("gp:1", 1), ("ed:1", 1), ("gp:2", 2), ("ed:2", 2)]
LINKS = [("gp:1", 7, True), ("ed:1", 7, True), ("gp:2", 7, True), ("ed:2", 8, True)]


def test_pairs_are_counted_for_everyone_and_for_each_source(tmp_path):
    folder = written(tmp_path, LINKS, TRUTH)
    assert record.evaluate(folder, folder) == [
        Quality("all", "all", correct=1, linked=3, true=2),
        Quality("source", "ed", correct=1, linked=2, true=2),
        Quality("source", "gp", correct=1, linked=3, true=2),
    ]


def test_a_pair_belongs_to_a_fifth_where_one_of_its_records_does(tmp_path):
    folder = written(tmp_path, LINKS, TRUTH, {1: 1, 2: None})
    found = record.evaluate(folder, folder)
    assert [quality for quality in found if quality.by == "deprivation"] == [
        Quality("deprivation", "1", correct=1, linked=3, true=1)
    ]


def test_pairs_of_twins_of_namesakes_of_families_and_of_strangers_are_told_apart(tmp_path):
    more = [("gp:3", 3), ("ed:3", 3), ("gp:4", 4), ("ed:4", 4), ("gp:5", 5)]
    links = [("gp:3", 9, True), ("ed:3", 10, True), ("gp:4", 11, True), ("ed:4", 11, True), ("gp:5", 11, True)]
    folder = written(tmp_path, [*LINKS, *links], [*TRUTH, *more])
    known = {
        "true_person_id": [1, 2, 3, 4, 5],
        "twin_true_person_id": [2, None, None, None, None],
        "namesake_true_person_id": [None, 9, None, None, None],
        "named_after_true_person_id": [None, None, None, 5, 4],
        "former_family_name": [None, None, "Smith", None, None],
    }
    pq.write_table(pa.table(known), folder / "persons.parquet")
    assert [quality for quality in record.evaluate(folder, folder) if quality.by == "alike"] == [
        Quality("alike", "families", correct=1, linked=3, true=1),
        Quality("alike", "namesakes", correct=0, linked=2, true=1),
        Quality("alike", "renamed", correct=0, linked=0, true=1),
        Quality("alike", "twins", correct=1, linked=3, true=1),
    ]


def test_what_was_closed_and_what_only_one_side_has_do_not_count(tmp_path):
    links = [*LINKS, ("gp:2", 9, False), ("links:5", 7, True)]
    folder = written(tmp_path, links, [*TRUTH, ("x:1", 1)])
    assert record.evaluate(folder, folder)[0] == Quality("all", "all", correct=1, linked=3, true=2)


records = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 4), st.integers(1, 4), st.sampled_from("12")),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=20)
@given(records, st.sampled_from(["deprivation", "deprivation_fifth"]))
def test_precision_and_recall_are_what_counting_pairs_gives(tmp_path_factory, rows, column):
    folder = tmp_path_factory.mktemp("truth")
    keys = [str(i) for i in range(len(rows))]
    systems, persons, trues, _ = (list(column) for column in zip(*rows, strict=True))
    fifth = {true: mark for _, _, true, mark in rows}
    who = {"source_system": systems, "source_record_id": keys}
    pq.write_table(
        pa.table(who | {"person_id": persons, "valid_to": pa.nulls(len(rows)), "method": ["nhs_number"] * len(rows)}),
        folder / "person_link.parquet",
    )
    pq.write_table(pa.table(who | {"true_person_id": trues}), folder / "records.parquet")
    pq.write_table(pa.table({"true_person_id": list(fifth), column: list(fifth.values())}), folder / "persons.parquet")
    found = {(q.by, q.group): (q.correct, q.linked, q.true) for q in record.evaluate(folder, folder)}
    pairs = list(combinations(range(len(rows)), 2))

    def count(touches):
        mine = [(i, j) for i, j in pairs if touches(i) or touches(j)]
        return (
            sum(persons[i] == persons[j] and trues[i] == trues[j] for i, j in mine),
            sum(persons[i] == persons[j] for i, j in mine),
            sum(trues[i] == trues[j] for i, j in mine),
        )

    assert found[("all", "all")] == count(lambda _: True)
    for system in set(systems):
        assert found[("source", system)] == count(lambda i, s=system: systems[i] == s)
    for mark in set(fifth.values()):
        assert found[("deprivation", mark)] == count(lambda i, m=mark: fifth[trues[i]] == m)


def test_pairs_of_records_without_a_number_are_told_apart(tmp_path):
    folder = written(tmp_path, LINKS, TRUTH, without=("ed:2",))
    (of_those,) = [each for each in record.evaluate(folder, folder) if each.by == "number"]
    assert of_those == Quality("number", "none that is theirs", correct=0, linked=0, true=1)
    assert record.evaluate(folder, folder)[0].wrong == 2
