"""Calls to 111, of which many name nobody."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import Layout, aside, place_with, put, said, same, table

pytestmark = pytest.mark.slow  # each loads records

CALLS = Layout(
    columns=[
        *("PROVIDER_CODE", "CALL_ID", "NHS_NUMBER", "BIRTH_DATE", "GENDER", "POSTCODE", "CALL_START"),
        *("CALL_ANSWERED", "CALL_END", "CLINICIAN_INVOLVED", "DISPOSITION_CODE"),
    ],
    usual=said(
        "PROVIDER_CODE=NNJ; CALL_ID=1; BIRTH_DATE=03/02/1950; GENDER=2; CALL_START=01/05/2025 23:50; "
        "CALL_ANSWERED=01/05/2025 23:58; CALL_END=02/05/2025 00:20; CLINICIAN_INVOLVED=N; DISPOSITION_CODE=dx02"
    ),
)
SAMPLE = {"iuc111/2025.csv": CALLS.file({}, said("CALL_ID=2"))}


def test_calls_answered_given_up_and_wrong(tmp_path):
    place = place_with(tmp_path, "calls_111")
    given_up = said("CALL_ID=2; CALL_ANSWERED=; CALL_END=NULL; CLINICIAN_INVOLVED=; DISPOSITION_CODE=")
    wrong = said("CALL_ID=3; CALL_ANSWERED=01/05/2025 23:40")
    sentinel = said("CALL_ID=4; CALL_END=01/01/1900 00:00; BIRTH_DATE=01/01/1900; GENDER=x")
    put(place, "iuc111/a.csv", CALLS.file({}, given_up, wrong, sentinel))
    put(place, "iuc111/b.csv", CALLS.file(said("DISPOSITION_CODE=DX012; CLINICIAN_INVOLVED=Y")))
    report = place.load()
    what = "source_record_id, seen_at, end_at, end_known, status, method_code, outcome_code"
    assert same(
        table(place, report, f"SELECT {what} FROM activity ORDER BY 1"),
        """
        NNJ:1 | 2025-05-01 23:58:00 | 2025-05-02 00:20:00 | True | attended | clinician | DX012
        NNJ:2 | | | True | cancelled_by_patient | |
        NNJ:4 | 2025-05-01 23:58:00 | | False | attended | no clinician | DX02
        """,
    )
    assert same(
        aside(place, report),
        """
        a.csv 2 PROVIDER_CODE, CALL_ID row superseded: a newer edition came
        a.csv 4 CALL_ANSWERED row refused: answered before the call
        a.csv 5 CALL_END value removed: is the day that stands for no date
        """,
    )
    assert same(table(place, report, "SELECT count(*) FROM person WHERE birth_date IS NULL AND sex = 'U'"), "1")
