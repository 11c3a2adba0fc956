"""Who opted out stands apart, for direct care only; who no longer does is counted again."""

from __future__ import annotations

from datetime import date

import pyarrow.parquet as pq
import pytest

from oneplace.place.canonical import KEPT
from oneplace.record.database import Relation, open_database
from oneplace.record.opting_out import opted_out
from oneplace.record.staging import Staged
from oneplace.record.writing import write, write_identities, write_rejects


def written(folder, people=(), preferences=(), activities=()):
    """Write a record of tiny tables, under names of their own: (person), (person, type, value, end), (person, type)."""
    for zone in ("person", "direct_care", "reference"):
        (folder / zone).mkdir()
    with open_database() as connection:
        tables = {}
        for table in KEPT:
            tables[table.name] = Relation(f"made_{table.name}")
            columns = ", ".join(f'"{name}" {kind}' for name, kind in table.kept.items())
            connection.execute(f"CREATE TABLE made_{table.name} ({columns})")
        for person in people:
            connection.execute("INSERT INTO made_person (person_id) VALUES (?)", [person])
        for row in preferences:
            columns = "person_id, preference_type, value, end_date"
            connection.execute(f"INSERT INTO made_preference ({columns}) VALUES (?, ?, ?, ?)", row)
        for number, row in enumerate(activities):
            columns = "activity_id, person_id, activity_type"
            connection.execute(f"INSERT INTO made_activity ({columns}) VALUES (?, ?, ?)", [number, *row])
        out = opted_out(connection, tables["preference"], date(2026, 3, 31))
        return write(connection, tables, folder, out)


def people_in(folder, name="person"):
    return pq.read_table(folder / f"{name}.parquet")["person_id"].to_pylist()


@pytest.mark.parametrize(
    ("kind", "value", "ended", "apart"),
    [
        ("type_1_opt_out", "opted_out", None, True),
        ("national_data_opt_out", "opted_out", None, True),
        ("type_1_opt_out", "opted_out", "2020-01-01", False),  # it has ended
        ("national_data_opt_out", "opted_out", "2020-01-01", False),
        ("type_1_opt_out", "opted_in", None, False),
        ("contact_by_text", "opted_out", None, False),
        ("accessible_information", "large print", None, False),
        ("preferred_place_of_death", "home", None, False),
        ("share_for_care", "opted_out", None, True),
        ("local_opt_out", "opted_out", None, True),
        ("National data opt-out", "Opted out", None, True),  # as a partner writes it
        ("type_1_opt_out", "yes", None, True),  # what nobody foresaw lets nobody in
        ("type_1_opt_out", "opted_out", "2026-04-01", True),  # it has yet to end
        ("type_1_opt_out", "opted_out", "2026-03-31", False),
        ("type_1_opt_out", "No", None, False),
        ("NDO", "opted_out", None, True),  # other names of the same
        ("ndop", "Y", None, True),
        ("T1OO", "yes", None, True),
        ("Type 1 objection", "opted_out", None, True),
        ("national_data_opt_out_flag", "1", None, True),
        ("national_data_opt_out_flag", "0", None, False),
        ("opt_out_national", "opted_out", None, True),
        ("data sharing", "Opted-out", None, True),  # of what nobody foresaw
        ("summary care record", "dissent", None, True),
        ("summary care record", "consent", None, False),
        ("data sharing", "opted_out", "2020-01-01", False),
        ("SMS reminders", "opted_out", None, False),
        ("type_1_opt_out", None, None, True),  # a list of those who opted out, with no value filled
        ("national_data_opt_out", "", None, True),
        ("opted_out", None, None, True),
        ("Type 2 objection", " ", None, True),
        ("827241000000103", "yes", None, True),  # the codes of it, of SNOMED CT, Read and CTV3
        ("9Nu0.", "yes", None, True),
        ("XaZ89", None, None, True),
        ("827241000000103", "withdrawn", None, False),
        ("827261000000102", None, None, False),
        ("type_1_opt_out", "XaZ8A", None, False),
        (None, "opted_out", None, True),  # of nobody knows what
        (None, None, None, True),
        (None, "opted_in", None, False),
        ("opt_in", "yes", None, False),
        ("opt_in", "no", None, True),
        ("consent", None, None, True),
        ("data sharing", None, None, True),
        ("data sharing", "yes", None, True),  # yes to what?
        ("data sharing", "withdrawn", None, True),
        ("data sharing", "Opted in", None, False),
        ("type_1_opt_out", "No.", None, False),
        ("SMS reminders", None, None, False),
    ],
)
def test_who_opted_out_stands_apart_until_it_ends(tmp_path, kind, value, ended, apart):
    rows = written(tmp_path, people=[2, 1], preferences=[(2, kind, value, ended)])
    assert people_in(tmp_path / "person") == ([1] if apart else [1, 2])
    assert people_in(tmp_path / "direct_care") == ([2] if apart else [])
    assert people_in(tmp_path / "person", "preference") == ([] if apart else [2])
    assert (rows["person"], rows["preference"]) == (2, 1)


def test_an_end_before_the_start_ends_no_opting_out():
    with open_database() as connection:
        connection.execute("""
            CREATE TABLE said AS SELECT 1::BIGINT AS person_id, 'type_1_opt_out' AS preference_type, NULL AS value,
                DATE '2024-01-01' AS start_date, DATE '2020-01-01' AS end_date, 'gp.a' AS load_id
        """)
        out = opted_out(connection, Relation("said"), date(2026, 3, 31))
        assert connection.execute(f"SELECT person_id FROM {out}").fetchall() == [(1,)]


def test_one_opt_out_that_stands_is_enough(tmp_path):
    stands, ended = (1, "type_1_opt_out", "opted_out", None), (1, "type_1_opt_out", "opted_out", "2020-01-01")
    written(tmp_path, people=[1], preferences=[ended, stands])
    assert people_in(tmp_path / "direct_care") == [1]


def test_a_split_table_has_a_file_for_each_kind_in_each_zone(tmp_path):
    activities = [(1, "ed_attendance"), (2, "inpatient_spell"), (None, "call_111"), (2, "ed_attendance")]
    opted_out = [(2, "type_1_opt_out", "opted_out", None)]
    rows = written(tmp_path, people=[1, 2], preferences=opted_out, activities=activities)
    files = {
        path.relative_to(tmp_path).as_posix(): pq.read_table(path)["person_id"].to_pylist()
        for path in tmp_path.glob("*/activity/*.parquet")
    }
    assert files == {
        "person/activity/call_111.parquet": [None],  # about nobody, so nobody's to withhold
        "person/activity/ed_attendance.parquet": [1],
        "direct_care/activity/ed_attendance.parquet": [2],
        "direct_care/activity/inpatient_spell.parquet": [2],
    }
    assert rows["activity"] == 4


def test_a_file_has_the_columns_that_its_table_declares(tmp_path):
    written(tmp_path)
    for table in KEPT:
        if not table.split:
            zone = "person" if table.zone == "person" else "reference"
            assert pq.read_schema(tmp_path / zone / f"{table.name}.parquet").names == list(table.kept)


def test_identities_stand_in_the_order_of_their_records(tmp_path):
    with open_database() as connection:
        connection.execute("""
            CREATE TABLE told AS
            FROM (VALUES ('gp', '2'), ('gp', '1'), ('ed', '9')) AS t(source_system, source_record_id)
        """)
        assert write_identities(connection, {"identity": Relation("told")}, tmp_path) == {"identity": 3}
    found = pq.read_table(tmp_path / "identity.parquet").to_pylist()
    assert [tuple(row.values()) for row in found] == [("ed", "9"), ("gp", "1"), ("gp", "2")]


def test_what_was_set_aside_is_written_by_file_and_its_words_with_the_identities(tmp_path):
    record, identity = tmp_path / "record", tmp_path / "identity"
    for folder in (record, identity):
        (folder / "rejects").mkdir(parents=True)
    with open_database() as connection:
        staged = Staged(connection)
        for load, row in (("b", 3), ("a", 2), ("a", 1)):
            fault = [load, "f.csv", row, "born", "row refused", "is not a date", None]
            connection.execute(f"INSERT INTO {staged.rejects} VALUES (?, ?, ?, ?, ?, ?, ?)", fault)
        connection.execute(f"INSERT INTO {staged.rejects_raw} VALUES ('a', 'f.csv', 1, 'Anna,Adams')")
        write_rejects(staged, record, identity)
    rows = {path.name: pq.read_table(path)["row"].to_pylist() for path in record.glob("rejects/*")}
    assert rows == {"a.parquet": [1, 2], "b.parquet": [3]}
    raw = {path.name: pq.read_table(path)["raw"].to_pylist() for path in identity.glob("rejects/*")}
    assert raw == {"a.parquet": ["Anna,Adams"]}
