"""What a measure is: the definition file ``measures/<id>.yaml`` (or an entry under ``measures:`` of the strategy)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, create_model, model_validator

from oneplace.place.computing import Compute, FromLinkedRecord, FromPublished, Name, Whom
from oneplace.place.fields import Flag, Model, Number, Page, Polarity, Text, Whole
from oneplace.place.period import When
from oneplace.place.small_numbers import SmallNumbers
from oneplace.vocabulary.dimensions import AREA, FORMER, STATED
from oneplace.vocabulary.wording import plainly

UNITS: dict[str, str] = {
    "percent": "%",
    "per_1000": "per 1,000",
    "per_10k": "per 10,000",
    "per_100k": "per 100,000",
    "per_100k_dsr": "per 100,000, age-standardised",
    "per_1000_a_year": "per 1,000 a year",
    "per_100k_a_year": "per 100,000 a year",
    "seconds": "seconds",
    "minutes": "minutes",
    "hours": "hours",
    "days": "days",
    "weeks": "weeks",
    "years": "years",
    "score": "score",
    "points": "points",
    "ratio": "ratio",
    "rank": "rank",
    "count": "number",
    "people": "people",
    "beds": "beds",
    "km": "km",
    "gbp": "£",
    "gbp_per_head": "£ per head",
    "tonnes": "tonnes",
    "tonnes_per_head": "tonnes per head",
    "patients_per_gp": "patients per full-time GP",
}
"""Units that a measure may have, and how each is written after or beside a number."""


REFERENCE_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""How many months the periods last that a measure's figures may be of."""
PER: dict[str, float] = {"percent": 100, "per_1000": 1_000, "per_10k": 10_000, "per_100k": 100_000}
"""Units of which a value is a count out of another, and out of how many."""

_TIMES = PER | {"per_100k_dsr": 100_000, "per_1000_a_year": 1_000, "per_100k_a_year": 100_000}

_COUNTED = ("count", "people", "beds")
_SUMMED = ("gbp", "hours", "tonnes")
"""Units of which a number may be a total, or a mean or price."""
_NOT_DIVIDED = ("not divided", "none", "nothing")
_OF_ONE = re.compile(
    r"\b(?:means?|medians?|averages?|typical|percentiles?|quartiles?|per|each|(?:an?|every) \w+)\b", re.I
)
"""Words of a number that is of one of many, which the file need not say out of what."""

_NO_MEAN = ("years", "per_100k_dsr", "rank")


def per_of(statistic: object, unit: object) -> float:
    """What a value of the record is times where its file doesn't say ``per``: as its unit says, and 1 of a plain one.

    Of a statistic that is out of nothing (a mean, a count) it says nothing.
    """
    return _TIMES.get(str(unit), 1) if statistic in ("rate", "proportion", "ratio") else 100


UNREASONED = "Not broken down"
"""What readers are told where a file says ``no`` to a breakdown, and not why."""

_PERIODS = {"monthly": ("month",), "quarterly": ("quarter",), "annual": ("financial_year", "calendar_year")}


class StatedBreakdowns(Model):
    """For each breakdown ``yes``, or the reason why there is none; ``no`` alone is a finding (W19)."""

    @model_validator(mode="before")
    @classmethod
    def _former_words(cls, given: Any) -> Any:
        """Words of the version before are read as today's; rule W49 tells of them."""
        if not isinstance(given, dict):
            return given
        return {FORMER.get(key, key) if FORMER.get(key) not in given else key: said for key, said in given.items()}

    def said(self, dimension: str) -> str:
        """``yes``, or the reason why there is none; of a bare ``no`` only that it is so."""
        stated = str(getattr(self, dimension))
        return UNREASONED if stated.lower() == "no" else stated

    def has(self, dimension: str) -> bool:
        """Whether the measure is broken down this way."""
        return self.said(dimension).lower() == "yes"


def _no_flag(said: object) -> object:
    """What is said of a breakdown, but for a flag: in quotes, as other texts are mended, it would be a reason."""
    if isinstance(said, bool):
        flag, mend = str(said).lower(), "Write `yes`" if said else "Write in words why it is not broken down"
        raise ValueError(f"{flag} is neither `yes` nor a reason. {mend}: any other text is read as the reason.")
    return said


if TYPE_CHECKING:
    Breakdowns = StatedBreakdowns
else:  # one field for each breakdown that there is
    _STATED = {dimension.code: (Annotated[Text, BeforeValidator(_no_flag)], "no") for dimension in STATED}
    Breakdowns = create_model("Breakdowns", __base__=StatedBreakdowns, __doc__=StatedBreakdowns.__doc__, **_STATED)


class SeriesBreak(Model):
    """From ``at`` on the figures can't be compared with those before."""

    at: When
    why: Text


class Standard(Model):
    """A level that a national body asks of everyone, drawn as a line. The place’s own target comes before it."""

    value: Number
    """In the measure's unit."""
    name: Text
    """What it is called, in a few words that fit on a chart (`NHS standard`)."""
    source: Text
    """Who set it, in which document."""
    from_: When | None = Field(default=None, alias="from")
    """Since when it holds; without it, in all periods."""
    until: When | None = None
    """The last period for which it holds; without it, it still does."""
    to_confirm: Text | None = None
    """What of it was not read in the document that it names."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.until and self.until.end <= self.from_.start:
            raise ValueError(f"a standard from {self.from_.label} can't end with {self.until.label}, before it begins.")
        return self

    def holds_in(self, start: date, end: date) -> bool:
        """Whether it holds from the first to the last day of the period ``[start, end)``."""
        begun = self.from_ is None or self.from_.start <= start
        return begun and (self.until is None or end <= self.until.end)


WORDED = ("definition", "numerator", "denominator")
"""The fields of a measure that the library may put in other words."""


class Reworded(Model):
    """How the library put a definition before, or what it is counted from: what is counted is the same."""

    was: Text
    of: Literal[WORDED] = "definition"  # type: ignore[valid-type]
    until: When
    """The last month in which it said so."""


class Measure(Model):
    """A measure's definition. Without ``compute`` it is an explicit gap: known, but not yet to be had."""

    id: Name
    name: Text
    definition: Text = ""
    """In words, or a publisher's id; without it and without numerator and denominator the measure is an error (E15)."""
    unit: Literal[tuple(UNITS)]  # type: ignore[valid-type]
    polarity: Polarity
    role: Literal["outcome", "process", "experience", "balancing", "context"]
    frequency: Literal["monthly", "quarterly", "six_monthly", "annual", "irregular"]
    reference_period: Literal[tuple(REFERENCE_MONTHS)] | None = None  # type: ignore[valid-type]
    """How long each of its figures' periods lasts, where that is not how far they lie apart: an annual survey of one
    month. Left out, its figures tell, as far as they do."""
    expected_lag_months: Whole = Field(ge=0, le=120)
    breakdowns: Breakdowns = Breakdowns()
    breakdown_gap: Text | None = None
    source: Text | None = None
    source_page: Page | None = None
    """Where the publisher shows the figures; left out where no such page is known."""
    numerator: Text | None = None
    denominator: Text | None = None
    people: Whom | None = None
    """Of whom its figures are, where they are not of everyone and `compute.population` doesn't say so (`{sex: F}`)."""
    compute: Compute | None = None
    small_numbers: SmallNumbers | None = None
    spc: Flag | None = None
    decimals: Whole = Field(1, ge=0, le=6)
    series_breaks: tuple[SeriesBreak, ...] = ()
    standards: tuple[Standard, ...] = ()
    areas_not_compared: Text | None = None
    """Why its number is held against no other area's, as a clause (`it is not standardised for age`)."""
    groups_unlike: Text | None = None
    """Why no group is called better or worse than another, as a clause (`the fifths are not of like ages`)."""
    known_faults: tuple[Text, ...] = ()
    library: Name | None = None
    """The measure of the shared library that it is; written by ``library.yaml``."""
    because: Text | None = None
    """Why it differs from the library's."""
    reworded: tuple[Reworded, ...] = Field((), exclude=True)
    """How the library said the same before, so that readers see both. In a file of a place's own it says nothing."""
    supersedes: tuple[Name, ...] = ()
    superseded_by: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _per_by_the_unit(cls, said: Any) -> Any:
        compute = said.get("compute") if isinstance(said, dict) else None
        if not isinstance(compute, dict) or compute.get("from") != "record":
            return said
        return {**said, "compute": {"per": per_of(compute.get("statistic"), said.get("unit")), **compute}}

    @property
    def of_one_area(self) -> str:
        """Why its number is held against no other area's, as a clause; empty where it is."""
        return self.areas_not_compared or ("a larger area counts more" if self.is_plain_count else "")

    @property
    def levels(self) -> tuple[float, ...]:
        """What its standards ask for, in its own unit."""
        return tuple(one.value for one in self.standards)

    @property
    def reference_months(self) -> int:
        """How many months its file says that each of its periods lasts; 0 where it doesn't say."""
        return REFERENCE_MONTHS.get(self.reference_period or "", 0)

    @property
    def how_often(self) -> str:
        """How often its figures come, in words: what lasts half a year each time comes in no other way than that."""
        half_yearly = self.frequency == "irregular" and self.reference_period == "half_year"
        return "every half year" if half_yearly or self.frequency == "six_monthly" else str(self.frequency)

    @property
    def is_plain_count(self) -> bool:
        """Whether it is a number of people, of beds or of anything else out of nothing: a total in £ among these.

        Money, hours and tonnes are a total where the file says neither out of what they are nor that they are a mean.

        It is larger where more people are, whoever counted it: the file need not say so. It may be held against its
        own past, and against no other area or group.
        """
        if isinstance(self.compute, FromLinkedRecord):
            return self.compute.statistic == "count"
        return self.unit in _COUNTED or (self.unit in _SUMMED and self._is_total)

    @property
    def _is_total(self) -> bool:
        divided = self.denominator and self.denominator.lower().rstrip(".") not in _NOT_DIVIDED
        return not divided and not any(
            _OF_ONE.search(text or "") for text in (self.name, self.definition, self.numerator)
        )

    def held_apart(self, by: str) -> str:
        """Why the groups of a dimension are not held against each other or everyone, as a clause; empty where they are.

        Areas, neighbourhoods and whatever is made of them among these.
        """
        if by in (AREA, "neighbourhood"):
            return self.of_one_area
        return "a larger group counts more" if self.is_plain_count else ""

    @model_validator(mode="after")
    def _frequency_is_the_period(self) -> Self:
        of_record = self.compute if isinstance(self.compute, FromLinkedRecord) else None
        if of_record and of_record.period not in _PERIODS.get(self.frequency, ()):
            raise ValueError(f"frequency is {self.frequency}, but compute.period is {of_record.period}.")
        if of_record and self.reference_period:
            raise ValueError(
                "reference_period is for figures that are given; what is counted is of its compute.period."
            )
        return self

    @model_validator(mode="after")
    def _limits_of_a_count(self) -> Self:
        if getattr(self.compute, "limits", None) == "from_counts" and self.unit not in PER:
            raise ValueError(f"`limits: from_counts` is for counts out of others ({', '.join(PER)}), not {self.unit}.")
        return self

    @model_validator(mode="after")
    def _mean_of_people(self) -> Self:
        by_people = isinstance(self.compute, FromPublished) and self.compute.whole == "by_people"
        if by_people and (self.unit in _NO_MEAN or (self.people and self.people.sex)):
            raise ValueError(f"`whole: by_people` is for shares and means of both sexes, not {self.unit} of some.")
        return self

    @model_validator(mode="after")
    def _standards_are_shares(self) -> Self:
        for one in self.standards:
            if self.unit == "percent" and not 0 <= one.value <= 100:
                raise ValueError(f"the standard {one.name} is {plainly(one.value)}, but the unit is percent: 0 to 100.")
        return self

    @model_validator(mode="after")
    def _because_of_the_library(self) -> Self:
        if self.because is not None and self.library is None:
            raise ValueError("`because` says why a measure differs from the library's. Take it in `library.yaml`.")
        return self

    @model_validator(mode="after")
    def _people_said_once(self) -> Self:
        if self.people is not None and not self._asks_for.is_everyone:
            raise ValueError("`people` repeats what `compute.population` says. Leave it out.")
        return self

    def breaks_between(self, start: date, end: date) -> tuple[SeriesBreak, ...]:
        """The changes of definition after ``start`` and before ``end``: what was told before can't be held against
        what is told since.
        """
        return tuple(change for change in self.series_breaks if start < change.at.start < end)

    @property
    def _asks_for(self) -> Whom:
        return self.compute.population if isinstance(self.compute, FromLinkedRecord) else Whom.model_validate({})

    @property
    def whom(self) -> Whom:
        """Of whom its figures are."""
        return self.people or self._asks_for

    def is_silent_on(self, dimension: str) -> bool:
        """Whether it is not broken down this way and says neither why nor how that will be closed."""
        return not self.breakdown_gap and self.breakdowns.said(dimension) == UNREASONED

    @property
    def polarity_of_groups(self) -> Polarity:
        """Which way is good between groups: neither where they are of unlike people, or a larger one counts more."""
        return "context" if self.groups_unlike or self.is_plain_count else self.polarity

    @property
    def has_control_chart(self) -> bool:
        """Whether the series is judged by a control chart: what is monthly is, unless the file says otherwise."""
        return self.frequency == "monthly" if self.spc is None else self.spc
