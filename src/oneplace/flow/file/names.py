"""The names that a pathway file is made of, and its words for time."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
_TIME = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"


def _time_of_day(value: Any) -> str:
    if not isinstance(value, str) or not re.match(_TIME, value):
        raise ValueError(f"{value!r} is no time of day. Write it as `08:00`, from `00:00` to `24:00`.")
    return value


ClockTime = Annotated[str, BeforeValidator(_time_of_day), Field(pattern=_TIME, examples=["08:00"])]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Priority = tuple[Id | tuple[Id, ...], ...]
Clock = Literal["minutes", "hours", "days"]
