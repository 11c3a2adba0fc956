"""The record's databases fetch nothing at run time: an extension that isn't there is an error, at once."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from oneplace import record
from oneplace.record.database import open_database
from oneplace.record.opendata import reading


def setting(connection):
    return connection.sql("SELECT current_setting('autoinstall_known_extensions')").fetchall()[0][0]


@pytest.mark.parametrize("name", [None, "record.duckdb"])
def test_an_extension_that_is_not_there_is_an_error_and_nothing_is_asked_of_the_network(tmp_path, name):
    with open_database(tmp_path / name if name else None) as connection:
        assert setting(connection) is False
        connection.execute(f"SET extension_directory = '{tmp_path / 'extensions'}'")
        with pytest.raises(duckdb.Error, match="extension"):
            connection.execute("SELECT st_point(1, 2)")
        with pytest.raises(duckdb.Error):
            connection.execute("FROM sqlite_scan('nowhere', 'nothing')")
    assert not (tmp_path / "extensions").exists()


def test_a_database_in_a_file_is_there_when_it_is_opened_again(tmp_path):
    with open_database(tmp_path / "record.duckdb") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    with open_database(tmp_path / "record.duckdb") as connection:
        assert connection.sql("FROM kept").fetchall() == [(1,)]


def test_a_record_is_read_without_fetching(tmp_path):
    (tmp_path / "person").mkdir()
    with record.connect(tmp_path) as connection:
        assert setting(connection) is False


def test_no_other_database_is_opened_in_the_record():
    folder = Path(record.__file__).parent
    opening = {path.name for path in folder.rglob("*.py") if "duckdb.connect(" in path.read_text("utf-8")}
    assert opening == {"database.py"}
    assert reading.open_database is open_database
