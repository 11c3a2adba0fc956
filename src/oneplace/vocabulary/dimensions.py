"""Whom numbers are told apart by: the one list of breakdowns.

Measure files, SQL, result tables, pages, packs and charts take theirs from here. How people fall into the groups of a
breakdown stands in ``oneplace.population.groups``, which has one entry for each of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Literal


class Gap(Enum):
    """Which gap a breakdown has."""

    ENDS = "ends"
    """Between the two ends of groups that have an order and together make up everyone."""
    PAIR = "pair"
    """Between two groups that together make up everyone: against everyone each would be held against itself too."""
    WORST = "worst"
    """Of the group that fares worst against everyone."""
    GIVEN = "given"
    """Between two groups that are no samples apart: worked out where both are counted, and given with its limits."""
    NONE = "none"

    @property
    def statistics(self) -> tuple[str, ...]:
        """The statistics that tell it: the first is the headline (docs/adr/0014)."""
        return _STATISTICS[self]


_STATISTICS: dict[Gap, tuple[str, ...]] = {
    Gap.ENDS: ("absolute_gap", "SII", "relative_gap", "RII"),
    Gap.PAIR: ("absolute_gap",),
    Gap.WORST: ("absolute_gap",),
    Gap.GIVEN: ("absolute_gap",),
    Gap.NONE: (),
}


@dataclass(frozen=True)
class Dimension:
    """A breakdown. Its ``code`` is the word for it in measure files, in results and as a column of SQL."""

    code: str
    title: str
    """Heads its part of a page and its part of a chart."""
    label: str
    """What it is, in full: in the reference and in tables of several breakdowns."""
    column: str
    """Heads the column of its groups in a table."""
    groups: str
    """What its groups and their codes are, in words."""
    gap: Gap
    between: str
    """Whom its gap is between, in words."""
    mark: str = ""
    """Heads its groups in a chart, where that isn't the title."""
    goes_with: str = ""
    """The breakdown that it comes with; the others are each said in a measure's file, with ``yes`` or a reason."""
    formerly: str = ""
    """Its word in files of the version before."""
    spelled: tuple[str, ...] = ()
    """What people call it besides in a figure's line, in small letters."""


BREAKDOWNS = (
    Dimension(
        code="deprivation",
        title="Deprivation",
        label="Deprivation fifth (1 = most deprived in England)",
        column="Neighbourhoods by fifth of deprivation in England",
        groups="a fifth of deprivation, `1` (most) to `5`",
        gap=Gap.ENDS,
        between="the most and the least deprived neighbourhoods",
        mark="Deprivation fifth",
        formerly="area_decile",
        spelled=(
            *("deprivation fifth", "deprivation quintile", "imd", "imd quintile", "imd fifth"),
            *("quintile", "fifth"),
        ),
    ),
    Dimension(
        code="ethnicity",
        title="Ethnic group",
        label="Ethnic group",
        column="Ethnic group",
        groups="an ethnic group",
        gap=Gap.WORST,
        between="the ethnic group that fares worst and everyone",
        spelled=("ethnic group", "ethnic groups", "ethnic", "race"),
    ),
    Dimension(
        code="sex",
        title="Sex",
        label="Sex",
        column="Sex",
        groups="a sex",
        gap=Gap.PAIR,
        between="the two sexes",
        spelled=("gender", "sexes"),
    ),
    Dimension(
        code="age",
        title="Age",
        label="Age band",
        column="Age",
        groups="an age band",
        gap=Gap.NONE,
        between="the age group that fares worst and everyone",
        spelled=("age group", "age band", "ages", "aged"),
    ),
    Dimension(
        code="neighbourhood",
        title="Neighbourhood",
        label="Neighbourhood (LSOA 2021)",
        column="Neighbourhood",
        groups="the code of a neighbourhood",
        gap=Gap.NONE,
        between="the neighbourhood that fares worst and everyone",
        goes_with="deprivation",
    ),
)
"""Every breakdown, in the order in which they are shown."""

OCCASIONS = (
    Dimension(
        code="day",
        title="Day of the week",
        label="Day: weekday, weekend or bank holiday",
        column="Day",
        groups="`weekday`, `weekend` or `bank_holiday`",
        gap=Gap.GIVEN,
        between="weekends and weekdays",
    ),
    Dimension(
        code="mode",
        title="How care was given",
        label="How care was given: face to face, by telephone, by video or online, at home, not recorded",
        column="Way",
        groups="`face_to_face`, `telephone`, `video_or_online`, `home_visit` or `unknown`",
        gap=Gap.NONE,
        between="ways of giving care",
    ),
)
"""What tells apart when care was given and not to whom: no measure need say it, and one that has it shows it."""

BY_CODE = {dimension.code: dimension for dimension in (*BREAKDOWNS, *OCCASIONS)}

STATED = tuple(dimension for dimension in BREAKDOWNS if not dimension.goes_with)
"""Those for which a measure's file says ``yes``, or why not."""

SHOWN = (*STATED, *OCCASIONS)
"""Those that the page of a measure sets out."""

StatedCode = Literal["deprivation", "ethnicity", "sex", "age"]
"""Their codes, for files that may name no other; a test holds them to be those."""

FORMER = {dimension.formerly: dimension.code for dimension in BREAKDOWNS if dimension.formerly}
"""Words of the version before, and those of today."""

FIFTHS_HERE = {"1": "1 (most deprived here)", "2": "2", "3": "3", "4": "4", "5": "5 (least deprived here)"}
"""What fifths of a place's own people are called, where a figure is by them and not by fifths of England."""

FIFTHS_REGISTERED = FIFTHS_HERE | {
    "1": "1 (most deprived of those registered here)",
    "5": "5 (least deprived of those registered here)",
}
"""The same of those registered with the place's practices, wherever they live."""


_HERE = ("here", "The place’s own people by fifth of deprivation")
_REGISTERED = (
    "registered here",
    "People registered with the place’s practices, by fifth of deprivation",
)
_OF_WHOM = {
    fifths[end]: words
    for fifths, words in ((FIFTHS_HERE, _HERE), (FIFTHS_REGISTERED, _REGISTERED))
    for end in ("1", "5")
}
"""By the label of an outer fifth that is not one of England: what goes after it in a sentence, and heads its column."""


def column(dimension: Dimension, labels: Iterable[str]) -> str:
    """What heads the column of a dimension's groups that have these labels."""
    told = {label for label in labels if dimension.code == "deprivation" and label in _OF_WHOM}
    return _OF_WHOM[told.pop()][1] if told else dimension.column


EVERYONE, WHOLE, ROLLING, AREA = "all", "whole", "rolling", "area"
"""The dimensions of results that are no breakdown: the place as a whole in the measure's own periods, in those of its
breakdowns where they are longer, and in the twelve months to each month; and whom it is compared with."""

LABELS = {
    EVERYONE: "Everyone",
    WHOLE: "Everyone, in the period of the breakdowns",
    ROLLING: "Everyone, in the twelve months to each month",
    **{dimension.code: dimension.label for dimension in (*BREAKDOWNS, *OCCASIONS)},
    AREA: "Comparator area or organisation",
}
"""Every dimension of results, with what it is."""


_FIFTHS = {
    "1": "the most deprived fifth",
    "2": "the second most deprived fifth",
    "3": "the middle fifth by deprivation",
    "4": "the second least deprived fifth",
    "5": "the least deprived fifth",
}
_DAYS = {"weekday": "weekdays", "weekend": "weekends", "bank_holiday": "bank holidays"}
_SEXES = {"F": "women and girls", "M": "men and boys"}


def whom(dimension: str, code: str, label: str | None = None) -> str:
    """A group in a sentence, after "for": ``the most deprived fifth``, ``people aged 65 to 74``, ``everyone``."""
    name = label or code
    if code == EVERYONE:
        return "everyone"
    if dimension == "deprivation":
        fifth = _FIFTHS.get(code, f"fifth {code} of deprivation")
        return f"{fifth} {_OF_WHOM[label][0]}" if label and label in _OF_WHOM else fifth
    if dimension == "ethnicity":
        return f"the ethnic group “{name}”"
    if dimension == "age":
        return f"people aged {name}"
    return {"sex": _SEXES, "day": _DAYS}.get(dimension, {}).get(code, name)
