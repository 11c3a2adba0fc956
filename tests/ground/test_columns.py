"""Names of columns are told in words, with what is written in capitals so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.vocabulary.columns import WORDS, column_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nhs_number", "NHS number"),
        ("NHS_NUMBER_STATUS_INDICATOR_CODE", "NHS number status indicator code"),
        ("NHSNumber", "NHS number"),
        ("OrgIDProv", "organisation ID provider"),
        ("AttendOrDNACode", "attend or did not attend code"),
        ("PrimReasonReferralMH", "primary reason referral mental health"),
        ("practice_code, patient_id", "practice code, patient ID"),
        ("lsoa21_code", "LSOA (2021) code"),
        ("CYP001", "CYP001"),
        ("MedicationRequest", "medication request"),
        ("Wellbeing after", "wellbeing after"),
        ("apc", "admitted patient care"),
        ("nhs_commissioner", "NHS commissioner"),
        ("", ""),
    ],
)
def test_a_name_in_words(name, words):
    assert column_words(name) == words


@given(st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=4))
def test_no_underscore_stays_and_every_part_is_told(parts):
    assert (
        column_words("_".join(parts)) == column_words("_".join(parts).upper()) == " ".join(WORDS[one] for one in parts)
    )
