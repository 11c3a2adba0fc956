"""The words by which a row of a table says that it is the total of others."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORDS = re.compile(
    r"(grand |sub ?-?|overall )?totals?( \(.*\)|:| (for|of) .+| all)?|.+[ -]total|sum|overall|combined|everyone"
    r"|((england|national|regional|county|city|overall) )?average|everybody|both"
    r"|(all|both)( (the )?(ages?|sex(es)?|genders?|persons?|people|areas?|causes?|groups?|ethnicities|deciles|quintiles"
    r"|practices|trusts|wards|lsoas|england))?|persons?|all england"
    r"|all (ethnic groups|ethnic categories|residents|patients|specialties|categories)",
    re.IGNORECASE,
)
_LETTERS = {"p", "t", "a", "b"}
"""Beside M and F: persons, total, all, both."""
_NATION = {"england", "national", "e92000001"}
_WIDER = {"united kingdom", "great britain", "uk", "england and wales", "k02000001", "k03000001", "k04000001"}
_NATIONS = {"wales", "scotland", "northern ireland", "w92000004", "s92000003", "n92000002"}


def is_total(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which of a column's different texts stand for all the others."""
    low = [text.lower() for text in texts]
    sexes = {"m", "f"} <= {*low}
    nations = not _NATIONS & {*low}
    return np.array(
        [
            bool(_WORDS.fullmatch(text))
            or text in _WIDER
            or (sexes and text in _LETTERS)
            or (nations and text in _NATION)
            for text in low
        ],
        dtype=np.bool_,
    )
