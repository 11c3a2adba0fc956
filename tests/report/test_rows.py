"""A table of results is cut by what its rows are about, each cut in the order in which it was written."""

from __future__ import annotations

import pyarrow as pa

from oneplace.report import Rows

TABLE = pa.table({"measure": ["b", "a", "b", "a", "b"], "value": [1, 2, 3, 4, 5]})


def test_the_rows_of_a_key_keep_the_order_of_the_run():
    rows = Rows(TABLE)
    assert rows.of("b") == [{"measure": "b", "value": 1}, {"measure": "b", "value": 3}, {"measure": "b", "value": 5}]
    assert [row["value"] for row in rows.of("a")] == [2, 4]


def test_a_cut_is_the_same_rows_as_a_table():
    rows = Rows(TABLE)
    assert rows.cut("a").to_pylist() == rows.of("a")
    assert rows.cut("b").schema == TABLE.schema


def test_it_is_cut_by_the_first_column_whatever_its_name():
    assert Rows(TABLE.rename_columns(["source", "value"])).of("a")[0] == {"source": "a", "value": 2}


def test_each_of_many_keys_has_its_own_rows():
    rows = Rows(pa.table({"measure": list("cabcadbca"), "value": list(range(9))}))
    found = {key: [row["value"] for row in rows.of(key)] for key in "abcd"}
    assert found == {"a": [1, 4, 8], "b": [2, 6], "c": [0, 3, 7], "d": [5]}


def test_what_it_has_no_rows_about_is_empty():
    rows = Rows(TABLE)
    assert rows.of("c") == []
    assert rows.cut("c").num_rows == 0
    assert rows.keys == ["a", "b"]


def test_a_table_without_rows_has_no_keys():
    for empty in (TABLE.slice(0, 0), TABLE.schema.empty_table()):
        rows = Rows(empty)
        assert rows.keys == []
        assert rows.of("a") == []
        assert rows.arrow.schema == TABLE.schema


def test_rows_are_read_once():
    rows = Rows(TABLE)
    assert rows.of("a") is rows.of("a")


def test_the_whole_table_is_there():
    assert sorted(Rows(TABLE).arrow["value"].to_pylist()) == [1, 2, 3, 4, 5]
