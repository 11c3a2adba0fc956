"""A voluntary organisation's log: no numbers, dates with the day first, words for nothing."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import Layout, aside, place_with, put, said, same, table

pytestmark = pytest.mark.slow  # each loads records

LOG = Layout(
    columns=[
        *("Ref", "Date referred", "Referred by", "Worker", "First name", "Surname", "DOB", "Gender", "Postcode"),
        *("Tel", "Reason", "First contact", "Sessions", "Closed", "Outcome", "Satisfied before", "Worthwhile before"),
        *("Happy before", "Anxious before", "Satisfied after", "Worthwhile after", "Happy after", "Anxious after"),
    ],
    usual=said(
        "Ref=R1; Date referred=01/05/2025; Referred by=GP; First name=Anna; Surname=Adams; DOB=03/02/1950; "
        "Gender=Female; Postcode=so601aa; Tel=07700 900001; Reason=Loneliness; First contact=10/05/2025; Sessions=4; "
        "Closed=30/06/2025; Satisfied before=3; Anxious before=8; Satisfied after=7; Anxious after=4"
    ),
)
SAMPLE = {"voluntary/log.csv": LOG.file({}, said("Ref=R2; First name=Bea"))}


def test_a_log_becomes_support_with_its_need_and_scores(tmp_path):
    place = place_with(tmp_path, "voluntary")
    rows = [
        *({}, {}),
        said("Ref=R2; First name=Bea; DOB=not known; Gender=Prefer not to say; Closed=; Happy before=11; Sessions=N/A"),
        said("Ref=R3; First contact=30/04/2025"),
        said("Ref=R4; First name=Cara; Closed=01/01/1900; DOB=01/01/1900"),
    ]
    put(place, "voluntary/log.csv", LOG.file(*rows))
    report = place.load()
    what = "source_record_id, start_at, seen_at, end_at, end_known, status, quantity"
    assert same(
        table(place, report, f"SELECT {what} FROM activity ORDER BY 1"),
        """
        R1 | 2025-05-01 00:00:00 | 2025-05-10 00:00:00 | 2025-07-01 00:00:00 | True  | attended | 4.0
        R2 | 2025-05-01 00:00:00 | 2025-05-10 00:00:00 |                     | True  | open     |
        R4 | 2025-05-01 00:00:00 | 2025-05-10 00:00:00 |                     | False | open     | 4.0
        """,
    )
    assert same(
        table(
            place,
            report,
            "SELECT o.kind, o.code, o.value_number, o.recorded_date FROM observation AS o JOIN activity AS a "
            "USING (activity_id) WHERE a.source_record_id = 'R1' ORDER BY 1, 2",
        ),
        """
        need  | Loneliness               |     | 2025-05-01
        score | anxiety_after            | 4.0 | 2025-06-30
        score | anxiety_before           | 8.0 | 2025-05-10
        score | life_satisfaction_after  | 7.0 | 2025-06-30
        score | life_satisfaction_before | 3.0 | 2025-05-10
        """,
    )
    assert same(
        aside(place, report),
        """
        log.csv 2 Ref row superseded: a later row with its key says the same
        log.csv 4 Happy before value removed: is not one of the codes that sources.yaml lists
        log.csv 5 First contact row refused: first contact before the referral
        log.csv 6 Closed value removed: is the day that stands for no date
        """,
    )
    assert same(
        table(place, report, "SELECT sex, birth_date FROM person ORDER BY 1, 2"),
        "F | 1950-02-03\nF |\nU |",
    )
