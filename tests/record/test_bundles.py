"""Bundles that hold none of what was asked for: a server's error is told as one, and is no empty file."""

import gzip
import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplace.problems import OneplaceError
from oneplace.record import staging, store
from oneplace.record.bundles import unbundled
from oneplace.record.staging import CUT
from tests.record.conftest import Small, make_place

FAILED = {
    "resourceType": "OperationOutcome",
    "issue": [
        {"severity": "information", "code": "x"},
        {"severity": "error", "code": "login", "diagnostics": "Denied."},
    ],
}
PATIENT = {"resourceType": "Patient", "id": "1"}


def taken(tmp_path, *resources):
    path = tmp_path / "a.json"
    entries = [{"resource": each} for each in resources]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return unbundled(path, ["Patient"], tmp_path / "copy").files["Patient"].read_text().splitlines()


def test_an_answer_that_failed_is_no_empty_file(tmp_path):
    with pytest.raises(OneplaceError, match=r"a\.json: is a server's answer that it failed: Denied\. Ask the partner"):
        taken(tmp_path, FAILED)
    with pytest.raises(OneplaceError, match="that it failed: it does not say why"):
        taken(tmp_path, {"resourceType": "OperationOutcome", "issue": [{"severity": "fatal"}]})


def test_a_warning_beside_what_was_asked_for_is_none(tmp_path):
    warning = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "slow"}]}
    assert taken(tmp_path, warning) == taken(tmp_path, {"resourceType": "OperationOutcome"}) == []
    assert [json.loads(line) for line in taken(tmp_path, PATIENT, FAILED)] == [PATIENT]


def test_json_that_is_nested_without_end_is_no_bundle(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[" * 100_000)
    with pytest.raises(OneplaceError, match="is not a FHIR Bundle"):
        unbundled(path, ["Patient"], tmp_path / "copy")


SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: fhir
    partner: The practice
    system: made up
    synthetic: true
    datasets:
      - id: patient
        files: "*.json"
        format: bundle
        resource: Patient
        columns: {id: {path: id, required: true}, born: {path: birthDate, type: date}}
        person: id
        facts: {birth_date: born}
      - id: finding
        files: "*.json"
        format: bundle
        resource: Observation
        columns: {id: {path: id, required: true}, patient: {path: subject.reference, required: true},
          day: {path: effectiveDateTime, type: date, required: true}}
        person: "split_part(patient, '/', 2)"
        rows:
          - table: observation
            values: {recorded_date: day, kind: "'measurement'", code: id, code_system: "'local'"}
"""


@pytest.fixture
def bundled(tmp_path):
    """Twelve Bundles, of a patient and two findings each; the fourth's second finding has no day."""
    small = Small(tmp_path, make_place(SOURCES, tmp_path))
    (small.extracts / "fhir").mkdir(parents=True)
    for number in range(12):
        findings = [
            {"resourceType": "Observation", "id": f"{number}-{each}", "subject": {"reference": f"Patient/{number}"}}
            | ({} if (number, each) == (3, 1) else {"effectiveDateTime": "2025-05-05"})
            for each in range(2)
        ]
        patient = {"resourceType": "Patient", "id": str(number), "birthDate": "1950-02-03"}
        entries = [{"resource": each} for each in (patient, *findings)]
        path = small.extracts / "fhir" / f"{number:02}.json"
        path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return small


@pytest.mark.slow
@pytest.mark.parametrize("together", [True, False])
def test_bundles_are_read_together_as_one_by_one_and_each_is_taken_apart_once(bundled, monkeypatch, together):
    if not together:
        monkeypatch.setattr("oneplace.record.staging.read_together", lambda *_: False)
    parsed, inserted = [], []
    load, insert = json.load, staging._insert
    monkeypatch.setattr("oneplace.record.bundles.json.load", lambda file: parsed.append(file) or load(file))
    monkeypatch.setattr(staging, "_insert", lambda *args, **more: inserted.append(args) or insert(*args, **more))
    report = bundled.load()
    assert len(parsed) == 12
    assert len(inserted) == (0 if together else 24)
    assert (report.rows["person"], report.rows["observation"]) == (12, 23)
    (reject,) = bundled.rejects(report)
    assert (reject[0], reject[1], reject[4]) == ("fhir/03.json", 2, "is missing")
    read = bundled.rows(report, "SELECT dataset, file_name, rows_read, rows_kept FROM load ORDER BY ALL")
    assert read[:4] == [("finding", f"fhir/{n:02}.json", 2, 1 if n == 3 else 2) for n in range(4)]
    assert len(read) == 24


@pytest.mark.slow
def test_a_line_too_long_to_be_read_is_told_with_its_file(bundled):
    path = bundled.extracts / "fhir" / "05.json"
    bundle = json.loads(path.read_text())
    bundle["entry"][2]["resource"]["note"] = "x" * 3_000_000
    path.write_text(json.dumps(bundle))
    report = bundled.load()
    assert report.rows["observation"] == 22
    told = {(row[0], row[1], row[4]) for row in bundled.rejects(report)}
    assert told == {("fhir/03.json", 2, "is missing"), ("fhir/05.json", 2, "is too long to be one row")}


def test_a_search_cut_short_is_told_where_several_kinds_of_it_are_read(bundled):
    path = bundled.extracts / "fhir" / "00.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"type": "searchset", "total": 5}))
    with pytest.raises(OneplaceError, match="is part of a search that found 5: its files hold 3"):
        bundled.load()


@pytest.mark.slow
@pytest.mark.parametrize("empty", [["04"], ["00", "04", "05", "11"]])
def test_a_row_goes_to_its_own_file_where_the_one_before_has_none_of_its_kind(bundled, empty):
    for name in empty:
        path = bundled.extracts / "fhir" / f"{name}.json"
        bundle = json.loads(path.read_text())
        path.write_text(json.dumps(bundle | {"entry": bundle["entry"][:1]}))
    report = bundled.load()
    read = dict(bundled.rows(report, "SELECT file_name, rows_read FROM load WHERE dataset = 'finding'"))
    assert read == {f"fhir/{n:02}.json": 0 if f"{n:02}" in empty else 2 for n in range(12)}
    assert [row[:2] for row in bundled.rejects(report)] == [("fhir/03.json", 2)]


@pytest.mark.slow
def test_bundles_that_break_off_in_their_first_entry_stop_the_load_once_each_and_the_last_record_stays(bundled):
    first = bundled.load()
    for name in ("02", "07"):
        path = bundled.extracts / "fhir" / f"{name}.json"
        path.write_text(path.read_text()[:90])
    with pytest.raises(OneplaceError) as error:
        bundled.load()
    where = "at line 1, character 90. Its datasets: patient and finding."
    assert [(one.path.name, one.message) for one in error.value.problems] == [
        (f"{name}.json", f"is a FHIR Bundle that breaks off or is damaged {where}") for name in ("02", "07")
    ]
    assert store.newest(bundled.var) == first.folder
    assert store.damage(first.folder, first.identity) == []


@pytest.mark.slow
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_of_a_bundle_that_breaks_off_what_is_whole_is_read_and_every_dataset_of_it_says_so(
    bundled, monkeypatch, together, packed
):
    if not together:
        monkeypatch.setattr("oneplace.record.staging.read_together", lambda *_: False)
    path = bundled.extracts / "fhir" / "01.json"
    text = path.read_bytes()
    if packed:
        path.unlink()
        path = path.with_suffix(".json.gz")
        path.write_bytes(gzip.compress(text, 0)[: -30 - 8])  # and the check sum
    else:
        path.write_bytes(text[:-30])
    told = "SELECT dataset, rows_read, rows_kept, breaks_off FROM load WHERE breaks_off ORDER BY 1"
    for day in ("2025-05-05", "2025-05-06"):  # and again where another file is new and this one is kept as it was read
        other = bundled.extracts / "fhir" / "09.json"
        other.write_text(other.read_text().replace("2025-05-05", day))
        report = bundled.load()
        assert report.new
        assert report.rows["observation"] == 22
        assert bundled.rows(report, told) == [("finding", 2, 1, True), ("patient", 2, 1, True)]
        ours = [row[1:] for row in bundled.rejects(report) if row[0] == f"fhir/{path.name}"]
        assert ours == [(2, "", "row refused", CUT, None)] * 2
        assert any(f"(fhir/{path.name} after Observation 1)" in note for note in report.notes)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_wherever_a_bundle_is_cut_what_is_read_is_what_stood_before(tmp_path, seed):
    """Nothing is read that was not there, whatever its words say; the more of it is there, the more is read."""
    chance = random.Random(seed)
    words = ['"', "\\", "}]}", '"entry": [', "é", "[{", "plain"]
    every = [
        {"resourceType": "Patient", "id": str(n), "note": "".join(chance.choices(words, k=3)), "more": [{"a": [n]}]}
        for n in range(chance.randrange(1, 5))
    ]
    after = {"signature": {"type": [{"code": "}"}]}}
    bundle = (
        {"resourceType": "Bundle", "type": "collection"} | {"entry": [{"resource": each} for each in every]} | after
    )
    text = json.dumps(bundle, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 1])).encode()
    path, read = tmp_path / "cut.json", []
    for at in sorted(chance.randrange(1, len(text)) for _ in range(6)):
        path.write_bytes(text[:at])
        try:
            found = unbundled(path, ["Patient"], tmp_path / "copy")
        except OneplaceError as error:
            assert "FHIR Bundle" in str(error)  # noqa: PT017 - of some of the cuts alone
            assert read == []
            continue
        assert found.breaks_off
        read.append([json.loads(line) for line in found.files["Patient"].read_text("utf-8").splitlines()])
        assert read[-1] == every[: len(read[-1])]
    assert list(map(len, read)) == sorted(map(len, read))


def test_files_that_did_not_come_are_told_once_with_what_they_are_read_for(bundled):
    for path in (bundled.extracts / "fhir").iterdir():
        path.unlink()
    with pytest.raises(OneplaceError) as error:
        bundled.load()
    assert [one.message for one in error.value.problems] == [
        "The practice has sent no *.json. Its datasets: patient and finding."
    ]
