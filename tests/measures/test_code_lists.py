"""What ``check`` says of the code lists that are asked for: a list as OpenCodelists gives it, one that isn't there."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import place
from oneplace.cli.checking import beside_data
from oneplace.measures import unread
from tests.measures.test_to_look_at import PLACE
from tests.place.build import REST

MEASURE = (
    "measures: [{id: m, name: M, definition: A, unit: count, polarity: low_good, role: outcome, frequency: annual, "
    "expected_lag_months: 9, compute: {from: record, statistic: count, related: {broken: {table: observation, "
    "match: activity, where: \"in_codelist(code, 'hip')\"}}, keep: broken, events: {table: activity, "
    "where: \"activity_type = 'inpatient_spell'\"}}}]\n"
)


@pytest.fixture
def asks(tmp_path):
    rest = "".join(line for key, line in REST.items() if key != "measures")
    (tmp_path / "strategy.yaml").write_text(f"{rest}{MEASURE}", encoding="utf-8")
    (tmp_path / "place.yaml").write_text(PLACE, encoding="utf-8")
    (tmp_path / "codelists").mkdir()
    return tmp_path


def test_a_list_without_the_column_that_says_what_its_codes_are_of(asks):
    (asks / "codelists/hip.csv").write_text("code,term,category\nS72.0,Fracture of neck of femur,1\n")
    (found,) = (one for one in beside_data(asks, [], date(2026, 11, 22)) if one.code == "E138")
    assert (found.path.name, found.message) == ("hip.csv", "there is no column 'code_system'.")
    assert found.mend.startswith("Add it, with one of icd10, snomed, opcs4, dmd, local in every row.")


@pytest.mark.parametrize(
    ("text", "line"), [(None, 0), ("code,code_system\n", 0), ("code,code_system\nS72,icd10\nS73,icd\n", 3)]
)
def test_whatever_a_run_would_stop_at_is_told(asks, text, line):
    if text:
        (asks / "codelists/hip.csv").write_text(text)
    assert [(one.path.name, one.line, one.code) for one in unread(place.read(asks))] == [("hip.csv", line, "E138")]


def test_a_list_that_can_be_read_and_one_that_nobody_asks_for_are_not(asks):
    (asks / "codelists/hip.csv").write_text("code,code_system\nS72,icd10\n")
    (asks / "codelists/knee.csv").write_text("code\nS82\n")
    assert list(unread(place.read(asks))) == []
