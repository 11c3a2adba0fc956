"""The services that tests stand on are there, and a missing one is said."""

from __future__ import annotations

import psycopg
import pytest

from tests import services


def test_postgresql_takes_tables_and_other_databases(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("create database other")
        connection.execute("create table kept (name text)")
        connection.execute("insert into kept values ('CAFÉ')")
        assert connection.execute("select lower(name), length(name) from kept").fetchall() == [("café", 4)]


def test_a_missing_service_is_counted_as_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"^not run: PostgreSQL: no room$"):
        services.missing("PostgreSQL", "no room")


def test_a_missing_service_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="PostgreSQL is needed here: no room"):
        services.missing("PostgreSQL", "no room")
