"""The names that a pathway file is made of, and its words for time."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$", examples=["08:00"])]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Priority = tuple[Id | tuple[Id, ...], ...]
Clock = Literal["minutes", "hours", "days"]
