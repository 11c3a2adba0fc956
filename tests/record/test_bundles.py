"""Bundles that hold none of what was asked for: a server's error is told as one, and is no empty file."""

import json

import pytest

from oneplace.problems import OneplaceError
from oneplace.record.bundles import unbundled

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
    return unbundled(path, "Patient", tmp_path / "copy").read_text().splitlines()


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
        unbundled(path, "Patient", tmp_path / "copy")
