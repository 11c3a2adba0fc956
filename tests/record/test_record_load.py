"""Files in, canonical tables out."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow.parquet as pq
import pytest

from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow


def test_people_are_found_across_sources(peopled):
    report = peopled.load()
    people = peopled.person_of(report)
    assert people["gp:1"] == people["ed:H7"]
    assert people["gp:2"] == people["ed:H8"]
    assert len(set(people.values())) == 2
    assert report.linked == {"nhs_number": 4}


def test_every_table_of_the_contract_can_be_asked(peopled):
    report = peopled.load()
    tables = ("person", "registration", "address", "preference", "activity", "observation", "plan")
    for table in (*tables, "organisation", "area", "load"):
        peopled.rows(report, f"SELECT count(*) FROM {table}")
    with pytest.raises(duckdb.CatalogException):
        peopled.rows(report, "SELECT * FROM identity")


def test_person_has_the_best_value_of_each_fact(peopled):
    report = peopled.load()
    assert peopled.rows(
        report, "SELECT birth_date, sex, ethnic_category, updated_at FROM person ORDER BY birth_date"
    ) == [
        (date(1950, 2, 3), "F", "A", date(2022, 1, 1)),  # the hospital's "not stated" came later and changes nothing
        (date(1980, 12, 30), "M", "J", date(2023, 1, 1)),
    ]


def test_inclusive_ends_become_half_open_once(peopled):
    report = peopled.load()
    rows = peopled.rows(
        report,
        "SELECT registration_type, start_date, end_date FROM registration ORDER BY registration_type, start_date",
    )
    assert rows == [
        ("gp", date(2010, 1, 1), None),
        ("gp", date(2015, 6, 1), date(2024, 7, 1)),  # exclusive in the source already
        ("resident", date(2010, 1, 1), None),
        ("resident", date(2015, 6, 1), date(2024, 7, 1)),  # last day 30 June in the source
    ]


def test_address_has_neighbourhood_and_household_but_no_postcode(peopled):
    report = peopled.load()
    rows = peopled.rows(
        report, "SELECT lsoa21_code, local_authority_code, household_id FROM address ORDER BY start_date"
    )
    assert [row[:2] for row in rows] == [("E01017137", "E06000045"), ("E01017138", "E06000045")]
    assert rows[0][2] != rows[1][2]


def test_activities_and_what_was_coded_in_them(peopled):
    report = peopled.load()
    rows = peopled.rows(
        report,
        "SELECT a.source_record_id, a.start_at::VARCHAR, a.end_at::VARCHAR, a.priority_code, o.position, o.code "
        "FROM activity AS a JOIN observation AS o USING (activity_id) ORDER BY a.start_at, o.position",
    )
    assert rows == [
        ("A1", "2022-01-01 10:00:00", "2022-01-01 13:30:00", "urgent", 1, "11"),
        ("A1", "2022-01-01 10:00:00", "2022-01-01 13:30:00", "urgent", 2, "12"),
        ("A2", "2023-01-01 23:00:00", None, "standard", 1, "13"),
    ]


def test_observations_keep_code_value_and_kind(peopled):
    report = peopled.load()
    rows = peopled.rows(
        report,
        "SELECT recorded_date, kind, code, value_number FROM observation WHERE source_dataset = 'gp.journal' "
        "ORDER BY 1",
    )
    assert rows == [
        (date(2020, 5, 5), "diagnosis", "38341003", None),
        (date(2021, 5, 5), "measurement", "271649006", 141.5),
    ]


def test_every_row_knows_its_load(peopled):
    report = peopled.load()
    rows = peopled.rows(
        report,
        "SELECT file_name, rows_read, rows_kept, rows_rejected, period_start, period_end FROM load "
        "WHERE load_id IN (SELECT load_id FROM activity)",
    )
    assert rows == [("ed/attendances_1.csv", 2, 2, 0, date(2022, 1, 1), date(2023, 1, 2))]


def test_loading_the_same_files_again_changes_nothing(peopled):
    first = peopled.load()
    before = {path: path.stat().st_mtime_ns for path in peopled.var.rglob("*") if path.name != ".lock"}
    second = peopled.load()
    assert (first.new, second.new) == (True, False)
    assert (second.record_id, second.rows, second.linked) == (first.record_id, first.rows, first.linked)
    assert {path: path.stat().st_mtime_ns for path in peopled.var.rglob("*") if path.name != ".lock"} == before


def test_the_same_files_elsewhere_make_the_same_tables(peopled, tmp_path):
    first = peopled.load()
    with_other_place = peopled.place
    elsewhere = tmp_path / "elsewhere"
    from oneplace import record

    second = record.load(with_other_place, peopled.extracts, elsewhere)
    assert second.record_id == first.record_id
    for path in sorted(first.folder.rglob("*.parquet")):
        if path.name != "load.parquet":  # says when it was loaded
            assert (second.folder / path.relative_to(first.folder)).read_bytes() == path.read_bytes(), path


def test_a_changed_file_makes_another_record_and_leaves_the_first(peopled):
    first = peopled.load()
    peopled.file("gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,")
    second = peopled.load()
    assert second.record_id != first.record_id
    assert first.folder.is_dir()


def test_a_changed_mapping_makes_another_record(peopled, tmp_path):
    first = peopled.load()
    sources = peopled.place.sources.model_copy(update={"version": "2"})
    object.__setattr__(peopled.place, "sources", sources)
    assert peopled.load().record_id != first.record_id


def test_a_compressed_file_is_the_same_data(peopled):
    import gzip

    path = peopled.extracts / "gp/journal.csv"
    path.with_suffix(".csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    report = peopled.load()
    assert peopled.rows(report, "SELECT count(*) FROM observation WHERE source_dataset = 'gp.journal'") == [(2,)]


def test_who_opted_out_is_there_for_direct_care_only(peopled):
    peopled.file("gp/journal.csv", "2,2019-01-01,2019-01-01,opt-out,", "1,2020-05-05,2020-05-06,38341003,")
    report = peopled.load()
    opted_out = peopled.person_of(report)["gp:2"]
    for table in ("person", "registration", "address", "preference", "activity", "observation"):
        having = f"SELECT count(*) FROM {table} WHERE person_id = {opted_out}"
        assert peopled.rows(report, having) == [(0,)], table
        assert peopled.rows(report, having, purpose="direct_care")[0][0] >= 1, table
    assert peopled.rows(report, "SELECT count(*) FROM person", purpose="direct_care") == [(2,)]


def test_names_and_numbers_stand_in_the_identity_zone_only(peopled):
    peopled.file("links/log.csv", "R1,Quentin,Zimmer,30/02/1990,07700900123,SO60 1AA,01/01/2025", "R2,Quentin")
    report = peopled.load()
    secrets = ("9990000018", "Adams", "Begum", "Bashir", "Quentin", "Zimmer", "SO60 1A", "07700900", "999001")
    for path in report.folder.rglob("*"):
        if path.suffix == ".parquet":
            held = str(pq.read_table(path).to_pylist())
            assert not [secret for secret in secrets if secret in held], path
        elif path.is_file():
            assert not [secret for secret in secrets if secret.encode() in path.read_bytes()], path
    assert "Adams" in str(pq.read_table(report.identity / "identity.parquet").to_pylist())
    assert not list(report.identity.glob("scratch"))


def test_no_record_where_none_was_made(small):
    from oneplace import record

    with pytest.raises(OneplaceError, match="is not a linked record"):
        record.connect(small.root)
