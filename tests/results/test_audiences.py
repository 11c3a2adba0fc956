"""Who may read which table: the public ones anyone, one without an audience nobody."""

from __future__ import annotations

import pyarrow as pa
import pytest

from oneplace import results
from oneplace.problems import OneplaceError
from oneplace.results import Audience, Table

SCHEMA = pa.schema([("person", pa.string())])
READ_BY = {
    Audience.PUBLIC: {Audience.PUBLIC, Audience.BOARD, Audience.TEAM, Audience.NOBODY},
    Audience.BOARD: {Audience.BOARD},
    Audience.TEAM: {Audience.TEAM},
    Audience.NOBODY: set(),
}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("reader", Audience)
def test_a_reader_has_what_is_public_and_its_own(audience, reader):
    assert Table("people", SCHEMA, audience).open_to(reader) == (reader in READ_BY[audience])


def test_who_is_not_named_is_nobody():
    assert Table("people", SCHEMA).audience is Audience.NOBODY


def test_every_table_of_today_is_public_but_what_is_not_for_everybody():
    closed = {name: table for name, table in results.TABLES.items() if not table.open_to(Audience.PUBLIC)}
    assert {name: table.audience for name, table in closed.items()} == dict.fromkeys(
        ("board_commentary", "board_gap_effects"), Audience.BOARD
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Results with one public table, one of the board and one that names no audience."""
    for table in (Table("people", SCHEMA), Table("votes", SCHEMA, Audience.BOARD)):
        monkeypatch.setitem(results.TABLES, table.name, table)
        results.write(tmp_path, table.name, pa.table({"person": ["x"]}))
    results.write(tmp_path, "quality", results.TABLES["quality"].schema.empty_table())
    return tmp_path


def test_a_reader_who_says_nothing_gets_only_what_is_public(folder):
    assert {"people", "votes"}.isdisjoint(results.read(folder).tables)


def test_a_board_reads_its_own_tables_beside_the_public_ones(folder):
    found = results.read(folder, Audience.BOARD)
    assert found["votes"].to_pylist() == [{"person": "x"}]
    assert found["quality"].num_rows == 0
    assert "people" not in found.tables


def test_a_folder_with_nothing_for_the_reader_holds_no_results(folder):
    (folder / "quality.parquet").unlink()
    with pytest.raises(OneplaceError, match="holds no results"):
        results.read(folder)
    assert results.read(folder, Audience.BOARD)["votes"].num_rows == 1
