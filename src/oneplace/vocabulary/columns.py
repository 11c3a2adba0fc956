"""Names of files' columns and tables, and codes of kinds, as words: ``NHS_NUMBER`` is "NHS number"."""

from __future__ import annotations

import re

WORDS = {
    "apc": "admitted patient care",
    "cld": "client level data",
    "clin": "clinical",
    "cons": "consultation",
    "cont": "contact",
    "ct": "CT",
    "disch": "discharge",
    "dmd": "dm+d",
    "dna": "did not attend",
    "dob": "date of birth",
    "ecds": "emergency care data set",
    "fft": "friends and family test",
    "gp": "GP",
    "icd": "ICD",
    "icd10": "ICD-10",
    "id": "ID",
    "la": "local authority",
    "lsoa11": "LSOA (2011)",
    "lsoa21": "LSOA (2021)",
    "mh": "mental health",
    "msoa21": "MSOA (2021)",
    "nhs": "NHS",
    "op": "outpatient appointments",
    "opcs": "OPCS",
    "org": "organisation",
    "prim": "primary",
    "prov": "provider",
    "ref": "reference",
    "resp": "response",
    "rtt": "referral to treatment",
    "serv": "service",
    "snomed": "SNOMED",
    "tel": "telephone",
    "uprn": "UPRN",
    "vcse": "VCSE",
}
"""What the parts of names stand for in the national layouts, and words that are written with capitals."""
_BETWEEN = re.compile(r"[_\s]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TABLE = re.compile(r"[A-Z]+\d{3,}")


def column_words(name: str) -> str:
    """A name in words; several, with commas between, each in its own: "practice code, patient ID".

    The number of a national table (``CYP001``) stays, for that is what its own documents call it.
    """
    return ", ".join(" ".join(map(_word, filter(None, _BETWEEN.split(one)))) for one in name.split(", "))


def _word(part: str) -> str:
    return part if _TABLE.fullmatch(part) else WORDS.get(part.lower(), part.lower())
