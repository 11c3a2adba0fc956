"""A draft of sources.yaml from whole files: it is read as it stands, and what nobody can tell has a remark."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplace import record
from oneplace.place import ready
from oneplace.place.sources import Sources
from oneplace.problems import OneplaceError
from oneplace.record.proposing import draft
from tests.record.conftest import Small, make_place, sources_of

TODAY = date(2026, 3, 31)
PATIENTS = """Local Patient ID,NHS Number,Forename,Surname,D.O.B.,Sex,Postcode,Mobile
A1,999 000 0018,Anna,Adams,03/02/1950,Female,SO60 1AA,07700 900001
A2,999 000 0026,Bashir,Begum,30/12/1980,Male,SO60 1AB,07700 900002
"""
SPELLS = """Local Patient ID;Spell No;Admission Date;Discharge Date;Provider Code
A1;S1;2024-05-01;2024-05-03;RHM
A2;S2;2024-06-01;;RHM
"""


def proposed(folder: Path, **files: str | bytes) -> str:
    """The draft for files of these names (``_`` before the ending) and this content."""
    paths = []
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return draft(paths, source="hospital", partner="The hospital", as_at=TODAY)


@pytest.mark.slow
def test_two_files_become_a_record_without_a_correction(tmp_path):
    text = proposed(tmp_path, patients_csv=PATIENTS, spells_csv=SPELLS)
    place = make_place(text, tmp_path)
    extracts = tmp_path / "extracts" / "hospital"
    extracts.mkdir(parents=True)
    for name in ("patients.csv", "spells.csv"):
        (tmp_path / name).rename(extracts / name)
    report = record.load(place, extracts.parent, tmp_path / "var")
    with record.connect(report.folder, purpose="planning") as connection:
        people = connection.execute("SELECT sex, birth_date FROM person ORDER BY 1").fetchall()
        spells = connection.execute(
            "SELECT activity_type, start_at, end_at IS NULL FROM activity ORDER BY 2"
        ).fetchall()
    assert people == [("F", date(1950, 2, 3)), ("M", date(1980, 12, 30))]
    assert [(kind, start.date(), still) for kind, start, still in spells] == [
        ("inpatient_spell", date(2024, 5, 1), False),
        ("inpatient_spell", date(2024, 6, 1), True),
    ]
    assert not list((report.folder / "rejects").glob("*.parquet"))


@pytest.mark.slow
def test_the_draft_says_what_was_guessed_and_what_only_the_analyst_knows(tmp_path):
    text = proposed(tmp_path, patients_csv=PATIENTS, spells_csv=SPELLS, other_csv="Ref,When\n1,2024-01-01\n")
    assert "as_at: 2026-03-31  # the day on which" in text
    assert "local_authorities: []  # the codes of" in text
    assert "system: not known  # what the files" in text
    assert 'delimiter: ";"' in text
    assert text.count("# What a row is was guessed from the names") == 1
    assert text.count("# Whose row it is was not found.") == 1


@pytest.mark.slow
def test_a_table_of_texts_alone_that_is_nobodys_is_read(tmp_path):
    folder = tmp_path / "extracts" / "hospital"
    folder.mkdir(parents=True)
    pq.write_table(
        pa.table({"vocabulary_id": [None, "A"], "vocabulary_name": ["x", "y"]}), folder / "vocabulary.parquet"
    )
    (folder / "patients.csv").write_text(PATIENTS)
    paths = [folder / "vocabulary.parquet", folder / "patients.csv"]
    place = Small(tmp_path, make_place(draft(paths, source="hospital", partner="H", as_at=TODAY), tmp_path))
    assert place.load().rows["person"] == 2


@pytest.mark.slow
def test_files_of_one_form_whose_names_differ_by_digits_are_one_dataset(tmp_path):
    text = proposed(
        tmp_path,
        **{f"spells_{month}_csv": SPELLS for month in ("2024-05", "2024-06", "2025-12")},
        spells_extra_csv=SPELLS,
        patients_csv=PATIENTS,
    )
    files = [dataset.files for dataset in sources_of(text, tmp_path).sources[0].datasets]
    assert files == [
        *(f"spells_{month}.csv" for month in ("2024-05", "2024-06", "2025-12")),
        "spells_extra.csv",
        "patients.csv",
    ]
    (tmp_path / "spells_extra.csv").unlink()
    paths = [tmp_path / f"spells_{month}.csv" for month in ("2024-05", "2024-06", "2025-12")]
    text = draft([*paths, tmp_path / "patients.csv"], source="hospital", partner="H", as_at=TODAY)
    assert [each.files for each in sources_of(text, tmp_path).sources[0].datasets] == ["spells_*.csv", "patients.csv"]


def test_a_parquet_file_is_proposed_by_its_values(tmp_path):
    table = pa.table({"person_id": [1, 2], "birth": [date(1950, 1, 1), None], "first": ["Anna", None]})
    pq.write_table(table, tmp_path / "people.parquet")
    dataset = sources_of(draft([tmp_path / "people.parquet"], source="a", partner="A", as_at=TODAY), tmp_path)
    assert dataset.sources[0].datasets[0].format == "parquet"
    assert dataset.sources[0].datasets[0].facts == {"given_name": "first", "birth_date": "birth"}


def test_titles_above_the_header_another_encoding_and_names_of_sql_are_managed(tmp_path):
    rows = "Report of José\r\n\r\nperson id\tfirst\tdate\tfrom\r\n1\tZoë\t2024-01-01\tx\r\n"
    text = proposed(tmp_path, contacts_csv=rows.encode("cp1252"), more_csv=rows.encode("utf-16"))
    first, second = sources_of(text, tmp_path).sources[0].datasets
    assert (first.encoding, first.delimiter, list(first.columns)) == (
        "cp1252",
        "\t",
        ["person id", "first", "date", "from"],
    )
    assert second.encoding == "utf-16"
    assert first.person == '"person id"'


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"PK\x03\x04...", "is no workbook"),
        ("a.csv", b"%PDF-1.4", "is a PDF"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n", "is empty"),
        ("a.csv", b"a,b,a\n1,2,3\n", "has the column a more than once"),
        ("a.csv", b"\x81\x8d", "is no text"),
        ("a.csv", "id,born\n1,1950-01-01\n".encode("utf-16-le"), "is in UTF-32, or in UTF-16 without"),
        ("a.csv", b"A1,9990000018,Adams,1950-02-03\nA2,9990000026,Begum,1980-12-30\n", "has values where"),
        ("a.csv", b"Adams,SO60 1AA\nBegum,SO60 1AB\n", "has values where"),
        ("a.csv", b"id,,x\n1,2,3\n", "has values where"),
        ("a.csv", b'id,"name,born\n' + b"1,Adams,1950-02-03\n" * 20, "a quotation mark may not be closed"),
        ("a.json", b'{"a": 1}', "is JSON, but no FHIR"),
        ("a.ndjson", b'{"resourceType": "Device"}\n', "gives nothing to declare: a.ndjson has Device"),
        ("a.parquet", b"PAR1....", "is not a sound Parquet file"),
        ("a.csv.gz", b"no gzip", "can't be read"),
    ],
)
def test_what_no_load_reads_is_told_by_name(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(OneplaceError, match=says):
        draft([tmp_path / name], source="a", partner="A", as_at=TODAY)


def test_a_folder_or_a_missing_file_is_told(tmp_path):
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "none.csv", "can't be read")):
        with pytest.raises(OneplaceError, match=says):
            draft([path], source="a", partner="A", as_at=TODAY)


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_any_table_is_a_declaration_or_one_clear_error(tmp_path, rows, delimiter):
    (tmp_path / "any.csv").write_text("\n".join(delimiter.join(row) for row in rows), "utf-8")
    try:
        text = draft([tmp_path / "any.csv"], source="a", partner="A: b", as_at=TODAY)
    except OneplaceError:
        return
    assert isinstance(sources_of(text, tmp_path), Sources)


def columns_of(name, dataset_id):
    """The columns of a ready mapping's dataset, with a value each."""
    dataset = next(each for each in ready.shipped(name).datasets if each.id == dataset_id)
    of = {"integer": 1, "date": date(2020, 5, 5), "time": date(2020, 5, 5)}
    return {column: [of.get(each.type, "1")] for column, each in dataset.columns.items()} | {"more": ["x"]}


def test_a_file_of_a_layout_that_ships_is_declared_as_the_ready_mapping_has_it(tmp_path):
    """OMOP's visits, of which a column's concept says what each is, are no activity for who reads names alone."""
    for table in ("person", "visit_occurrence", "death"):
        pq.write_table(pa.table(columns_of("omop", table)), tmp_path / f"{table}.parquet")
    pq.write_table(pa.table({"visit_concept_id": [9202]}), tmp_path / "concept.parquet")
    paths = [tmp_path / f"{name}.parquet" for name in ("concept", "death", "person", "visit_occurrence")]
    text = draft(paths, source="omop", partner="P", as_at=TODAY)
    assert text.count("As the ready mapping omop has it") == 3
    sources = sources_of(text, tmp_path)
    assert [each.id for each in sources.sources[0].datasets] == [
        *("concept", "death", "person", "visit_occurrence"),
        *("location", "care_site"),  # which the others look things up in, and which may come later
    ]
    shipped = {each.id: each for each in ready.shipped("omop").datasets}
    for each in sources.sources[0].datasets[1:]:
        assert each == shipped[each.id]


@pytest.mark.parametrize(
    ("names", "drafted"), [(["concept_id", "vocabulary_id", "concept_code"], True), (["id"], False)]
)
def test_a_ready_layout_that_looks_things_up_needs_the_other_file_as_it_is_or_none_at_all(tmp_path, names, drafted):
    pq.write_table(pa.table(columns_of("omop", "condition_occurrence")), tmp_path / "condition_occurrence.parquet")
    pq.write_table(pa.table({name: [1] for name in names}), tmp_path / "concept.parquet")
    paths = sorted(tmp_path.glob("*.parquet"))
    text = draft(paths, source="omop", partner="P", as_at=TODAY)
    assert text.count("As the ready mapping omop has it") == 2 * drafted
    assert sources_of(text, tmp_path)


def test_a_ready_layout_in_another_form_and_under_another_name_is_read_from_that_file(tmp_path):
    columns = columns_of("omop", "visit_occurrence")
    content = ";".join(columns) + "\n" + ";".join(str(values[0]) for values in columns.values()) + "\n"
    (tmp_path / "stays_2024.csv").write_text(content)
    text = draft([tmp_path / "stays_2024.csv"], source="omop", partner="P", as_at=TODAY)
    dataset, beside = sources_of(text, tmp_path).sources[0].datasets
    assert (beside.id, beside.optional) == ("care_site", True)
    assert (dataset.id, dataset.files, dataset.format, dataset.delimiter) == (
        *("visit_occurrence", "stays_2024.csv", "csv", ";"),
    )
    assert [rows.table for rows in dataset.rows] == ["activity"]


def test_a_ready_layout_that_a_spreadsheet_wrote_is_declared_as_it_came(tmp_path):
    """ECDS with dates and times as numbers of days, and with codes that lost their first noughts."""
    serial = {"date": "45292", "time": "45292.5", "clock": "0.375"}
    columns = {name: [serial.get(kind.type, values[0])] for (name, values), kind in zip(
        list(columns_of("ecds", "ecds").items())[:-1], ready.shipped("ecds").datasets[0].columns.values(), strict=True
    )}  # fmt: skip
    columns["EMERGENCY_CARE_DEPARTMENT_TYPE"], columns["NHS_NUMBER_STATUS_INDICATOR_CODE"] = ["1"], ["01"]
    content = ",".join(columns) + "\n" + ",".join(values[0] for values in columns.values()) + "\n"
    (tmp_path / "ecds.csv").write_text(content)
    text = draft([tmp_path / "ecds.csv"], source="acute", partner="P", as_at=TODAY)
    (made,) = sources_of(text, tmp_path).sources[0].datasets
    (shipped,) = ready.shipped("ecds").datasets
    assert {name for name, each in made.columns.items() if each.is_serial} == {
        name for name, each in shipped.columns.items() if each.type in serial
    }
    same = {name: each.model_copy(update={"format": None}) for name, each in made.columns.items()}
    assert same == shipped.columns
    assert "# 1 stands for 01 here" in text
    assert "right('00' || EMERGENCY_CARE_DEPARTMENT_TYPE, 2)" in text
    assert "right('00' || NHS_NUMBER_STATUS" not in text


@pytest.mark.slow
def test_a_ready_layout_that_lacks_a_column_or_whose_people_another_file_has_is_guessed(tmp_path):
    columns = columns_of("omop", "visit_occurrence")
    del columns["visit_concept_id"]
    pq.write_table(pa.table(columns), tmp_path / "visit_occurrence.parquet")
    text = draft([tmp_path / "visit_occurrence.parquet"], source="omop", partner="P", as_at=TODAY)
    assert "As the ready mapping" not in text
    contacts = {"CareContactId", "ServiceRequestId"}
    assert not [name for name, dataset in ready.fitting({"x.csv": contacts}).values() if dataset.person_of]


@pytest.mark.slow
@pytest.mark.parametrize("at", ["every line", "the header", "every row"])
def test_a_delimiter_at_the_end_of_lines_stands_for_no_column(tmp_path, at):
    header, *rows = PATIENTS.splitlines()
    header += "," if at != "every row" else ""
    rows = [row + ("," if at != "the header" else "") for row in rows]
    text = proposed(tmp_path, patients_csv="\n".join([header, *rows]) + "\n")
    assert text == proposed(tmp_path, patients_csv=PATIENTS)
    extracts = tmp_path / "extracts" / "hospital"
    extracts.mkdir(parents=True)
    (extracts / "patients.csv").write_text("\n".join([header, *rows]) + "\n")
    report = record.load(make_place(text, tmp_path), extracts.parent, tmp_path / "var")
    assert (report.rows["person"], report.rows_rejected) == (2, 0)


def test_two_files_of_one_name_are_of_two_partners(tmp_path):
    paths = [tmp_path / name / "f.csv" for name in "ab"]
    for path in paths:
        path.parent.mkdir()
        path.write_text(PATIENTS)
    with pytest.raises(OneplaceError, match="one of several files of this name"):
        draft(paths, source="s", partner="P", as_at=TODAY)


@pytest.mark.slow
def test_a_month_that_is_there_twice_is_read_once(tmp_path):
    lines = [f"S{n},A{n},1950-02-03,2024-{1 + n % 12:02}-05" for n in range(200)]
    text = proposed(tmp_path, spells_csv="\n".join(["Spell,Patient ID,Born,Admitted", *lines, *lines[:8]]) + "\n")
    assert "        key: [Spell]\n" in text
    extracts = tmp_path / "extracts" / "hospital"
    extracts.mkdir(parents=True)
    (tmp_path / "spells.csv").rename(extracts / "spells.csv")
    report = record.load(make_place(text, tmp_path), extracts.parent, tmp_path / "var")
    assert (report.rows["activity"], report.rows_rejected) == (200, 8)


@pytest.mark.slow
@pytest.mark.parametrize("last", ["Total,1,,", "spell no,patient id,born,admission date"])
def test_a_total_and_a_second_header_are_no_stays(tmp_path, last):
    rows = "".join(f"S{n},A{n},1950-01-01,2024-05-01\n" for n in range(30))
    extracts = tmp_path / "extracts" / "hospital"
    extracts.mkdir(parents=True)
    (extracts / "spells.csv").write_text(f"spell no,patient id,born,admission date\n{rows}{last}\n")
    text = draft([extracts / "spells.csv"], source="hospital", partner="H", as_at=TODAY)
    report = record.load(make_place(text, tmp_path), extracts.parent, tmp_path / "var")
    assert (report.rows["activity"], report.rows["person"], report.rows_rejected) == (30, 30, 1)


@pytest.mark.parametrize("delimiter", [*",;\t|^~"])
@pytest.mark.parametrize("rule", ["", "--;--;--\n"])
def test_a_number_of_each_row_and_a_rule_are_no_columns_and_no_rows(tmp_path, delimiter, rule):
    table = f";person id;born\n{rule}0;A1;1950-01-01\n1;A2;1960-01-01\n".replace(";", delimiter)
    (dataset,) = sources_of(proposed(tmp_path, people_csv=table), tmp_path).sources[0].datasets
    assert (list(dataset.columns), dataset.columns["born"].type) == (["person id", "born"], "date")
    assert dataset.delimiter == delimiter


def test_a_compressed_file_that_is_not_called_so_is_told(tmp_path):
    with pytest.raises(OneplaceError, match="is compressed"):
        proposed(tmp_path, spells_csv=gzip.compress(SPELLS.encode()))
