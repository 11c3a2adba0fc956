"""Ambulance incidents: responses with instants in two seasons' clocks."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import ANNA, Layout, aside, place_with, put, said, same, table

pytestmark = pytest.mark.slow  # each loads records

AMBULANCE = Layout(
    columns=[
        *("ORGANISATION_IDENTIFIER_AMBULANCE_SERVICE", "AMBULANCE_CALL_IDENTIFIER", "RESPONSE_IDENTIFIER"),
        *("NHS_NUMBER", "PERSON_BIRTH_DATE", "PERSON_STATED_GENDER_CODE", "POSTCODE_OF_USUAL_ADDRESS"),
        *("CALL_CONNECT_TIMESTAMP", "RESPONSE_CATEGORY", "CHIEF_COMPLAINT_SNOMED_CT", "ALLOCATED_TIMESTAMP"),
        *("ARRIVED_ON_SCENE_TIMESTAMP", "LEFT_SCENE_TIMESTAMP", "ARRIVED_AT_DESTINATION_TIMESTAMP"),
        *("HANDED_OVER_TIMESTAMP", "CLEAR_TIMESTAMP", "DESTINATION_SITE_IDENTIFIER", "OUTCOME"),
    ],
    usual=said(
        "ORGANISATION_IDENTIFIER_AMBULANCE_SERVICE=RYE; AMBULANCE_CALL_IDENTIFIER=I1; RESPONSE_IDENTIFIER=1; "
        f"NHS_NUMBER={ANNA}; PERSON_BIRTH_DATE=1950-02-03; PERSON_STATED_GENDER_CODE=2; RESPONSE_CATEGORY=c2; "
        "CALL_CONNECT_TIMESTAMP=2025-05-01T10:00:00+01:00; ARRIVED_ON_SCENE_TIMESTAMP=2025-05-01T10:40:00+01:00; "
        "ARRIVED_AT_DESTINATION_TIMESTAMP=2025-05-01T11:10:00+01:00; CHIEF_COMPLAINT_SNOMED_CT=29857009; "
        "HANDED_OVER_TIMESTAMP=2025-05-01T11:55:00+01:00; CLEAR_TIMESTAMP=2025-05-01T12:10:00+01:00; "
        "DESTINATION_SITE_IDENTIFIER=RHM01; OUTCOME=conveyed"
    ),
)
FIRST = said("RESPONSE_IDENTIFIER=2; ARRIVED_ON_SCENE_TIMESTAMP=2025-05-01T09:18:00Z; HANDED_OVER_TIMESTAMP=")
SAMPLE = {"ambulance/2025.csv": AMBULANCE.file({}, FIRST)}


def test_an_incident_is_told_by_its_first_response_in_londons_time(tmp_path):
    place = place_with(tmp_path, "ambulance")
    unseen = said("AMBULANCE_CALL_IDENTIFIER=I2; ARRIVED_ON_SCENE_TIMESTAMP=; HANDED_OVER_TIMESTAMP=") | said(
        "CALL_CONNECT_TIMESTAMP=2025-01-01T10:00:00Z"
    )
    early = said("AMBULANCE_CALL_IDENTIFIER=I3; ARRIVED_ON_SCENE_TIMESTAMP=2025-05-01T09:59:00+01:00")
    bare = said("AMBULANCE_CALL_IDENTIFIER=I4; CALL_CONNECT_TIMESTAMP=01/05/2025 10:00")
    put(place, "ambulance/2025.csv", AMBULANCE.file({}, FIRST, {}, unseen, early, bare))
    report = place.load()
    what = "source_record_id, start_at, seen_at, end_at, priority_code"
    assert same(
        table(place, report, f"SELECT {what} FROM activity ORDER BY 1"),
        """
        I1 | 2025-05-01 10:00:00 | 2025-05-01 10:18:00 | 2025-05-01 12:10:00 | C2
        I2 | 2025-01-01 10:00:00 |                     | 2025-05-01 12:10:00 | C2
        """,
    )
    assert same(
        table(place, report, "SELECT kind, code, value_number, value_unit FROM observation ORDER BY 1, 2"),
        """
        finding     | 29857009           |      |
        finding     | 29857009           |      |
        measurement | ambulance_handover | 45.0 | min
        """,
    )
    key = "ORGANISATION_IDENTIFIER_AMBULANCE_SERVICE, AMBULANCE_CALL_IDENTIFIER, RESPONSE_IDENTIFIER"
    assert same(
        aside(place, report),
        f"""
        2025.csv 2 {key} row superseded: a later row with its key says the same
        2025.csv 6 ARRIVED_ON_SCENE_TIMESTAMP row refused: arrived before the call
        2025.csv 7 CALL_CONNECT_TIMESTAMP row refused: is not a date and time with a zone
        """,
    )
