"""People of pseudonymised files: one for each key, or one for each record; a number that agrees goes before either."""

from __future__ import annotations

import pytest

from oneplace.record.linkage.keys import by_key
from tests.record.linkage.conftest import said, table, what_is_said

NUMBERED = {"source_system": "VARCHAR", "source_record_id": "VARCHAR", "agrees": "BOOLEAN"}


@pytest.mark.parametrize(
    ("how", "groups"),
    [
        ("keys", {("gp", "7"): "7", ("acute", "7"): "7", ("acute", "8"): "8", ("gp", "9"): "9"}),
        ("off", {("gp", "7"): "gp:7", ("acute", "7"): "acute:7", ("acute", "8"): "acute:8", ("gp", "9"): "gp:9"}),
    ],
)
def test_one_person_is_who_has_one_key_or_each_record_its_own(connection, how, groups):
    identity = what_is_said(connection, *(said(record) for record in ("gp:7", "acute:7", "acute:8", "gp:9", "gp:1")))
    numbered = table(connection, "own", NUMBERED, [("gp", "1", True), ("gp", "9", False)])
    placed = by_key(connection, identity, numbered, how)
    rows = connection.sql(f"FROM {placed.records}").to_arrow_table().to_pylist()
    assert {(row["source_system"], row["source_record_id"]): row["group"] for row in rows} == groups
    assert {row["evidence"] for row in rows} == {"the same key"}
    assert {row[name] for row in rows for name in ("nhs_number", "match_weight", "match_probability")} == {None}
    assert placed.model == how


def test_nobody_is_held_apart(connection):
    placed = by_key(connection, what_is_said(connection, said("gp:7")), table(connection, "own", NUMBERED, []), "keys")
    held = connection.sql(f"FROM {placed.doubtful}").to_arrow_table()
    assert held.num_rows == 0
    assert held.column_names == [
        *("source_system", "source_record_id", "match_weight", "match_probability", "evidence"),
        *("other_source_system", "other_source_record_id", "reason"),
    ]
