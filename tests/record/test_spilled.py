"""What memory can't hold of a record lies beside it, shut for others, and nowhere once it is closed."""

from __future__ import annotations

from oneplace.record import connect


def test_it_does_not_lie_in_the_folder_that_oneplace_was_started_from(tmp_path, monkeypatch):
    record, elsewhere = tmp_path / "var" / "record" / "one", tmp_path / "elsewhere"
    (record / "person").mkdir(parents=True)
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    spilled = record.parent / ".spilled"
    with connect(record) as connection:
        assert not spilled.exists()
        connection.execute("SET memory_limit = '30MB'; SET threads = 1")
        connection.execute("CREATE TABLE many AS SELECT hash(i) AS a, hash(i, 1) AS b FROM range(4_000_000) AS r(i)")
        assert any(spilled.iterdir())
        assert not list(elsewhere.iterdir())
    assert not spilled.exists()
