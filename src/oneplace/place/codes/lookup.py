"""Whether a code is known, and was in use at a date."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from importlib import resources

_FIRST, _LAST = 2016, 2024  # the years that areas.csv covers
_TRUSTS_AS_OF = 2022

_GSS = re.compile(r"[EWSNKJ]\d{8}")
_ODS = re.compile(r"[A-Z0-9]{3,6}")
_UNLISTED = re.compile(r"(E(0[0-5]|11|14|22|23|26|3[0-9]|4[0-9])|[WSNKJ]\d\d)\d{6}")
"""Kinds of area that areas.csv does not hold: neighbourhoods, wards, constituencies, police forces, other nations."""
_TRUST = re.compile(r"R[A-Z0-9]{2}")

Trouble = tuple[str, str]
"""What is wrong with a code, and how to mend it."""


@cache
def _areas() -> dict[str, tuple[str, int, int]]:
    return {row["code"]: (row["name"], int(row["first_year"]), int(row["last_year"])) for row in _rows("areas.csv")}


@cache
def _organisations() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["name"], row["status_2022"]) for row in _rows("organisations.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("oneplace.place.codes") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def area_problem(code: str, start: date | None, end: date | None) -> Trouble | None:
    """What is wrong with an area's or organisation's code between two dates (half-open; None is unbounded)."""
    if not _GSS.fullmatch(code):
        return organisation_problem(code, start)
    known = _areas().get(code)
    if known is None:
        return _unknown_area(code, start)
    name, first, last = known
    if last < _LAST and start and start >= date(last + 1, 4, 1):
        return f"({name}) was abolished in {last + 1}.", "Use the code of the area that took its place."
    if first > _FIRST and end and end <= date(first, 1, 1):
        return f"({name}) exists only since {first}.", "Use the code of the area that was there before."
    return None


def _unknown_area(code: str, start: date | None) -> Trouble | None:
    if _UNLISTED.fullmatch(code) or (start and start.year > _LAST):
        return None
    return (
        f"is not a code of the Office for National Statistics ({_FIRST} to {_LAST}).",
        f"Look the code up and correct it; a code made later has `from: {_LAST + 1}` or later.",
    )


def organisation_problem(code: str, start: date | None) -> Trouble | None:
    """What is wrong with an ODS code from a date on (None: at any time)."""
    if not _ODS.fullmatch(code):
        return "has not the form of an ONS code (E06000045) or ODS code (RHM).", "Look the code up and correct it."
    known = _organisations().get(code)
    if known is None and _TRUST.fullmatch(code) and not (start and start.year >= _TRUSTS_AS_OF):
        return (
            f"is not that of an NHS trust of {_TRUSTS_AS_OF} or before.",
            f"Look the code up and correct it; a trust made later has `from: {_TRUSTS_AS_OF}` or later.",
        )
    if known and known[1] == "closed" and start and start.year >= _TRUSTS_AS_OF:
        return f"({known[0]}) was closed by {_TRUSTS_AS_OF}.", "Use the code of the trust that took its place."
    return None
