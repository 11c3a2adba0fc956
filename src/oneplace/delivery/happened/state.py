"""What every state of a thing is made of: the types of its fields, and that somebody answers for it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from oneplace.vocabulary.written_days import written_day

LONGEST = 2_000
"""Letters that a text may have, where it says nothing else; a reason too."""
Text = Annotated[str, Field(max_length=LONGEST)]
Short = Annotated[str, Field(max_length=200)]
Fifth = Annotated[int, Field(ge=1, le=5)]


def _day(given: Any) -> Any:
    """A day, or a text that is one: never a number, which would be seconds since 1970."""
    return given if given is None or isinstance(given, date) else written_day(str(given))


_THOUSANDS = re.compile(r"-?\d{1,3}([, ]\d{3})*(\.\d*)?")


def _figure(given: Any) -> Any:
    """A number as people write it: any dash before it is a minus, commas and spaces stand between thousands alone.

    ``1,5`` is no number: some write it for one and a half, and without its comma it is fifteen.
    """
    if not isinstance(given, str):
        return given
    plain = re.sub("^[-\u2212\u2013] *", "-", given.strip()).removeprefix("£").strip()
    return plain.replace(",", "").replace(" ", "") if _THOUSANDS.fullmatch(plain) else plain


def _pounds(given: Any) -> Any:
    """Pounds and pence. ``450.000`` is no such number: some write it for 450 thousand."""
    told = _figure(given)
    return "" if isinstance(told, str) and len(told.partition(".")[2]) > 2 else told


Figure = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_figure)]
Pounds = Annotated[float, Field(allow_inf_nan=False, ge=0), BeforeValidator(_pounds)]
Day = Annotated[date, BeforeValidator(_day)]


class State(BaseModel):
    """How a thing stands. No key but its own; a day is a day, and what is not known is None or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    state: str = "open"


class Owned(State):
    """Something that somebody answers for: a partner's id, the role in it, and the account that gets reminded."""

    org: Short = ""
    role: Short = ""
    account: Short = ""
