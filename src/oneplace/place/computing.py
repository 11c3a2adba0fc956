"""How a measure's figures come about: computed from the linked record, published, typed from a document, of quality."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from oneplace.place.canonical import BY_NAME, COLUMNS
from oneplace.place.expression import Expression, unknown_columns
from oneplace.place.fields import Model, Number, Text, Whole
from oneplace.vocabulary.wording import article

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Period = Literal["month", "quarter", "financial_year", "calendar_year"]
YEARS = {"financial_year": 4, "calendar_year": 1}  # the month in which each begins
Pooled = Literal["three_financial_years", "three_calendar_years"]
POOLED = {"three_financial_years": "financial_year", "three_calendar_years": "calendar_year"}
"""What groups too small for a year are counted over, and which years three of them are."""

_NOT_ADDED = ("percentile", "ratio")  # of twelve months they are not made of what is told of each
_WANTS = {
    "proportion": ("numerator",),
    "mean": ("quantity",),
    "ratio": ("quantity", "out_of"),
    "percentile": ("quantity",),
}


class Events(Model):
    """Rows of one canonical table: those for which ``where`` holds, each dated by ``date``."""

    table: Literal[tuple(COLUMNS)]  # type: ignore[valid-type]
    where: Expression = "TRUE"
    date: Expression | None = None

    @property
    def dated_by(self) -> str:
        """The expression that dates a row."""
        return self.date or str(BY_NAME[self.table].dated_by)

    @model_validator(mode="after")
    def _known_columns(self) -> Self:
        _refuse_unknown(self.where, set(COLUMNS[self.table]), f"table {self.table}")
        _refuse_unknown(self.dated_by, set(COLUMNS[self.table]), f"table {self.table}")
        return self


class Related(Model):
    """A column made, for each row counted, from rows of another table (or the same one).

    ``match`` says which rows belong: the same ``person``; the same ``activity`` (observations made at it); its
    ``children``, ``parent`` or ``siblings`` (activities, or the observations made at them: a diagnosis in any episode
    of a spell). They are dated by ``date`` and must fall from ``from_days`` on and before
    ``to_days``, in whole days from the event's: 0 to 30 is from the event's own moment to the end of the 29th day
    after it, and 0 alone is always that moment. ``from_hours`` and ``to_hours`` count hours from that moment instead.
    An open side is unbounded. ``take`` says what becomes of them: whether there is ``any``, their ``count``, or the
    ``first``, ``latest``, ``lowest`` or ``highest`` ``value``. ``where`` may read ``event_date`` besides the table's
    columns.
    """

    table: Literal[tuple(COLUMNS)]  # type: ignore[valid-type]
    match: Literal["person", "activity", "children", "parent", "siblings"] = "person"
    where: Expression = "TRUE"
    date: Expression | None = None
    from_days: Whole | None = None
    to_days: Whole | None = None
    from_hours: Whole | None = None
    to_hours: Whole | None = None
    take: Literal["any", "count", "first", "latest", "lowest", "highest"] = "any"
    value: Expression | None = None

    @property
    def dated_by(self) -> str:
        """The expression that dates a row."""
        return self.date or str(BY_NAME[self.table].dated_by)

    @property
    def first_days(self) -> int | None:
        """How many days from the event's the first day is that is looked at; None where every earlier one is."""
        return self.from_days if self.from_hours is None else self.from_hours // 24

    @property
    def last_days(self) -> int | None:
        """The same of the day after the last one."""
        return self.to_days if self.to_hours is None else -(-self.to_hours // 24) + (self.to_hours > 0)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        own = set(COLUMNS[self.table])
        _refuse_unknown(self.where, own | {"event_date"}, f"table {self.table}")
        _refuse_unknown(self.dated_by, own, f"table {self.table}")
        if (self.take in ("any", "count")) == (self.value is not None):
            raise ValueError(f"`take: {self.take}` {'needs no' if self.value else 'needs a'} value.")
        if self.value is not None:
            _refuse_unknown(self.value, own, f"table {self.table}")
        if self.match != "person" and self.table not in ("activity", "observation"):
            raise ValueError(f"rows of {self.table} belong to a person: write `match: person`.")
        for side in ("from", "to"):
            if getattr(self, f"{side}_days") is not None and getattr(self, f"{side}_hours") is not None:
                raise ValueError(f"`{side}_days` and `{side}_hours` say the same side twice: write one of them.")
        return self


class Whom(Model):
    """Of whom figures are, where they are not of everyone: ages in completed years, both ends included, and sex."""

    min_age: Whole = Field(0, ge=0, le=120)
    max_age: Whole | None = Field(None, ge=0, le=120)
    sex: Literal["F", "M"] | None = None

    @property
    def is_everyone(self) -> bool:
        """Whether neither age nor sex leaves anyone out."""
        return not (self.min_age or self.max_age is not None or self.sex)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max_age is not None and self.max_age < self.min_age:
            raise ValueError("max_age is below min_age.")
        return self


class Population(Whom):
    """Who is counted: people registered (as resident, or with a practice), of an age and sex, in a cohort.

    ``none`` takes rows as they are, whoever they are about (anonymous feedback): such a measure has no breakdown.
    Ages are in completed years on the day, both ends included.
    """

    registration: Literal["resident", "gp", "none"] = "resident"
    cohort: Text | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.registration == "none" and not (self.is_everyone and self.cohort is None):
            raise ValueError("`registration: none` knows nothing of people, so it can't ask for age, sex or cohort.")
        return self


def _no_default(schema: dict[str, Any]) -> None:
    """Of a field whose default another one says."""
    del schema["default"]


class FromLinkedRecord(Model):
    """Computed by one SQL statement from the linked record.

    ``each`` says what one row is: an ``event`` in the period, an ``open_event`` (an activity not ended when the
    period ends), a ``wait``, or a ``person`` (everyone in the population on the last day of the period). ``keep``
    filters rows after the ``related`` columns are there. A ``rate`` divides the events by the population's person-years
    and is ``per`` so many; a ``proportion`` is the share of rows for which ``numerator`` holds; ``mean`` and
    ``percentile`` are of ``quantity``; a ``ratio`` is the sum of ``quantity`` out of the sum of ``out_of``, times
    ``per`` (hours given of hours planned in percent; minutes for each call). A measure's unit says ``per`` where its
    file doesn't. ``standardise`` makes a rate directly age-standardised.

    A ``wait`` is an activity from its ``date`` to the moment that ``until`` gives, null where that has not come. Each
    counts that was in progress at any time in the period, those still waiting at its end as well; it stands in the
    group of its person when it, or the period, began. One that closes without that moment (a referral discharged
    unseen) waited for longer than till then; one whose ``until`` lies before its beginning is none. ``quantity`` is how
    long it had lasted on ``event_date``. The percentile is Kaplan and Meier's, each wait followed through the period
    alone (delayed entry): what somebody meets who finds the services as quick as they were in it.

    With ``also: rolling_year`` the twelve months to each month stand beside the months. Groups of which too few are
    counted in a year have a ``breakdown_period`` of three: from the first whole year of the record on, each year in one
    of them alone, as the years of which overlapping ones differ would tell of few again.
    """

    source: Literal["record"] = Field("record", alias="from")
    statistic: Literal["rate", "proportion", "mean", "ratio", "percentile", "count"]
    each: Literal["event", "open_event", "wait", "person"] = "event"
    events: Events | None = None
    until: Expression | None = None
    related: dict[Name, Related] = Field(default_factory=dict)
    keep: Expression = "TRUE"
    numerator: Expression | None = None
    quantity: Expression | None = None
    out_of: Expression | None = None
    percentile: Number = Field(0.5, gt=0, lt=1)
    population: Population = Field(default_factory=lambda: Population.model_validate({}))
    per: Number = Field(
        100,
        gt=0,
        description="What a rate, share or ratio is times. Left out, as the measure's unit says: 100 of percent, 1,000 "
        "of per_1000, and so on; 1 of any other unit, of minutes or hours as of a plain ratio.",
        json_schema_extra=_no_default,
    )
    standardise: Literal["ESP2013"] | None = None
    period: Period = "financial_year"
    breakdown_period: Period | Pooled = "financial_year"
    also: Literal["rolling_year"] | None = None
    datasets: tuple[Text, ...] = ()

    @property
    def year_begins(self) -> int:
        """The month in which the years begin that its months and quarters add up to."""
        return next((YEARS[kind] for kind in self._kinds if kind in YEARS), 4)

    @property
    def _kinds(self) -> tuple[str, str]:
        """Its two kinds of period; of three years together, those years."""
        return self.period, POOLED.get(self.breakdown_period, self.breakdown_period)

    @property
    def of_rows(self) -> tuple[str, ...]:
        """Its expressions over the rows counted."""
        found = (self.keep, self.numerator, self.quantity, self.out_of, self.until)
        return tuple(text for text in found if text is not None)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.each == "person") == (self.events is not None):
            raise ValueError("`each: person` has no events; every other has `events`.")
        if self.each == "open_event" and self.events is not None and self.events.table != "activity":
            raise ValueError("`each: open_event` counts activities: write `table: activity`.")
        self._whole_wait()
        for name in ("numerator", "quantity", "out_of"):
            wanted = name in _WANTS.get(self.statistic, ())
            if (getattr(self, name) is not None) != wanted:
                raise ValueError(f"{article(self.statistic)} {'needs' if wanted else 'has no'} `{name}`.")
        if self.statistic == "rate" and (self.each != "event" or self.population.registration == "none"):
            raise ValueError("a rate counts events (`each: event`) in a registered population.")
        if self.breakdown_period in POOLED and self.each not in ("event", "wait"):
            raise ValueError(f"`breakdown_period: {self.breakdown_period}` adds up events: it has those of one moment.")
        if set(self._kinds) == set(YEARS):
            raise ValueError(
                "`period` and `breakdown_period` are different years: give both the same. Held against each other, "
                "they would tell of the three months in which they differ."
            )
        if self.also and (self.period, self.each) != ("month", "event"):
            raise ValueError("`also: rolling_year` adds up the events of months: it needs `period: month` and events.")
        if self.also and self.statistic in _NOT_ADDED:
            raise ValueError(
                f"`also: rolling_year` adds up months, and {article(self.statistic)} of twelve is not made of theirs."
            )
        if self.standardise and self.statistic != "rate":
            raise ValueError("only a rate can be standardised.")
        known = set(COLUMNS[self.events.table] if self.events else COLUMNS["person"])
        known |= {"event_date", *self.related}
        for text in self.of_rows:
            _refuse_unknown(text, known, "this measure's rows")
        return self

    def _whole_wait(self) -> None:
        if (self.each == "wait") != (self.until is not None):
            said = "needs `until`: the moment that is waited for" if self.each == "wait" else "has no `until`"
            raise ValueError(f"`each: {self.each}` {said}.")
        if self.each == "wait" and (
            self.statistic != "percentile" or not self.events or self.events.table != "activity"
        ):
            raise ValueError(
                "`each: wait` gives a percentile of activities: `statistic: percentile`, `table: activity`."
            )


Limits = Literal["as_published", "from_counts"]
"""Where the limits of given figures come from: from who gives them alone, or from their counts where those don't."""


class FromPublished(Model):
    """A publisher's figures: one series of the open data, multiplied by ``scale``, for ``area`` and comparators.

    Without ``area`` or ``comparators`` the place's own are taken; ``called`` says what an area is called here,
    where its number is not of all of it (`{E92000001: England’s NHS trusts}`); ``areas`` names several (boards,
    trusts) that are one together, whose counts are added up. ``whole: by_people`` makes a place of several areas
    whole without counts: the mean of its areas by the people whom the measure is of (``people``), for means and
    shares of everyone of those ages alone. Missing limits are worked out where a value is its count out of its
    denominator. That is right for shares of people or events that fall each by itself (attendances within four
    hours): ``limits: from_counts`` says so. What is no sample of anything (beds in use, neighbourhoods by rank)
    says ``limits: as_published``. ``gap_series`` is the series of how far a group lies from the first of its
    breakdown, with the limits of that, where the two are no samples apart (weekends and weekdays of the same
    weeks).
    """

    source: Literal["published"] = Field("published", alias="from")
    dataset: Text
    series: Text
    area: Text | None = None
    areas: tuple[Text, ...] = ()
    comparators: tuple[Text, ...] | None = None
    called: dict[Text, Text] = Field(default_factory=dict)
    scale: Number = Field(1, gt=0)
    limits: Limits | None = None
    whole: Literal["of_counts", "by_people"] = "of_counts"
    gap_series: Text | None = None

    @model_validator(mode="after")
    def _one_or_several(self) -> Self:
        if self.area and self.areas:
            raise ValueError("`area` and `areas` both say of whom the figures are. Write one of them.")
        return self


class FromDocument(Model):
    """Figures typed from a document: a CSV file in ``series/`` that names the document beside each figure.

    ``limits`` as of published figures: worked out from the counts that are typed beside the values, or as stated alone.
    """

    source: Literal["recorded"] = Field("recorded", alias="from")
    file: Annotated[str, Field(pattern=r"^series/([\w-][\w.-]*/)*[\w-][\w.-]*\.csv$")]
    limits: Limits | None = None


class FromQuality(Model):
    """The share of checks passed in the report on extracts' quality: one ``aspect`` of fields beginning ``field``."""

    source: Literal["quality"] = Field("quality", alias="from")
    aspect: Literal["completeness", "validity", "timeliness", "uniqueness", "consistency"]
    field: Text


Compute = Annotated[FromLinkedRecord | FromPublished | FromDocument | FromQuality, Field(discriminator="source")]


def _refuse_unknown(text: str, known: set[str], of: str) -> None:
    if unknown := unknown_columns(text, known):
        raise ValueError(f"'{unknown[0]}' is no column of {of}. Known are: {', '.join(sorted(known))}.")
