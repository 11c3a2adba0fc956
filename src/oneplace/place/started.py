"""A measure of the linked record, started from a question and five choices: a whole definition, to be corrected."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal, get_args

from oneplace import whole
from oneplace.place.canonical import ACTIVITY_TYPES
from oneplace.place.computing import Period
from oneplace.place.fields import Polarity
from oneplace.place.folder import Place
from oneplace.place.sources import Dataset, Rows, Source
from oneplace.problems import OneplaceError
from oneplace.vocabulary.dimensions import STATED
from oneplace.vocabulary.wording import ages_words

How = Literal["rate", "people", "share", "mean", "median", "count"]

HOWS: dict[str, str] = {
    "rate": "how many, for each 1,000 people in a year",
    "people": "the share of people who had one in the last year",
    "share": "the share of them of which something is true",
    "mean": "how long they last, on average",
    "median": "how long half of them last at most",
    "count": "how many there are",
}
"""What a measure that is started here may say, and in words."""

WORDS: dict[str, tuple[str, str]] = {
    "referral": ("referral", "referrals"),
    "waiting_list": ("wait on a list", "waits on a list"),
    "gp_appointment": ("GP appointment", "GP appointments"),
    "ambulance_incident": ("ambulance incident", "ambulance incidents"),
    "call_111": ("call to 111", "calls to 111"),
    "ed_attendance": ("A&E attendance", "A&E attendances"),
    "inpatient_spell": ("stay in hospital", "stays in hospital"),
    "consultant_episode": ("consultant episode", "consultant episodes"),
    "ward_stay": ("stay on a ward", "stays on a ward"),
    "outpatient_attendance": ("outpatient appointment", "outpatient appointments"),
    "community_contact": ("community health contact", "community health contacts"),
    "mental_health_contact": ("mental health contact", "mental health contacts"),
    "maternity_delivery": ("birth", "births"),
    "social_care_request": ("request for social care", "requests for social care"),
    "social_care_assessment": ("social care assessment", "social care assessments"),
    "social_care_service": ("social care service", "social care services"),
    "social_care_review": ("social care review", "social care reviews"),
    "reablement": ("time of reablement", "times of reablement"),
    "voluntary_contact": ("voluntary sector contact", "voluntary sector contacts"),
    "social_prescribing": ("social prescribing contact", "social prescribing contacts"),
    "carer_support": ("support of a carer", "supports of a carer"),
}
"""Each kind of activity as one and as several."""

_AGES = re.compile(r"(?P<from>\d{1,3})(?:\+|\s*(?:-|–|to)\s*(?P<to>\d{1,3}))", re.ASCII)
_FREQUENCIES: dict[Period, str] = {"month": "monthly", "quarter": "quarterly", "financial_year": "annual"}
"""Calendar years are for those who write the file: beside financial ones of the same counts they are refused (E114)."""
_UNITS: dict[How, str] = {
    "rate": "per_1000_a_year",
    "people": "percent",
    "share": "percent",
    "count": "count",
}
_HOURS = ("ed_attendance", "ambulance_incident")
_MINUTES = ("call_111", "gp_appointment")
_LENGTHS = {
    "days": "date_diff('day', start_at, end_at)",
    "hours": "date_diff('minute', start_at, end_at) / 60",
    "minutes": "date_diff('second', start_at, end_at) / 60",
}


Registration = Literal["resident", "gp", "none"]
_PEOPLE: dict[Registration, str] = {"resident": "residents", "gp": "people registered with a practice", "none": ""}
_NOBODY = "No dataset registers people, so nobody knows whose group an event is of"
_BREAKDOWNS: dict[Registration, dict[str, str]] = {
    "resident": {},
    "gp": {"deprivation": "No dataset says where people live, or no authority is named"},
    "none": dict.fromkeys((by.code for by in STATED), _NOBODY),
}
"""Why a measure has no breakdown, where it can have none."""


@dataclass(frozen=True)
class Choices:
    """The question and the five choices. ``of``: what is counted; ``ages``: ``all``, ``65+`` or ``18-64``.

    Raises ``ValueError`` with the mend where a choice is none of those that there are.
    """

    question: str
    of: str
    how: How
    ages: str
    period: Period
    polarity: Polarity

    def __post_init__(self) -> None:
        if not self.asked():
            raise ValueError('the question is empty. Ask it as a resident would: "How many older people fall?"')
        for name, given, known in (
            ("what is counted", self.of, ACTIVITY_TYPES),
            ("what is said of it", self.how, get_args(How)),
            ("the period", self.period, tuple(_FREQUENCIES)),
            ("what is better", self.polarity, get_args(Polarity)),
        ):
            if given not in known:
                raise ValueError(f"{name} can't be '{given}'. Choose from: {', '.join(known)}.")
        self.between()

    def asked(self) -> str:
        """The question in one line of marks that can be read."""
        return " ".join("".join(mark if mark.isprintable() else " " for mark in self.question).split())

    def between(self) -> tuple[int, int | None]:
        """The ages in completed years, both ends included; None where there is no oldest."""
        if self.ages.strip().lower() == "all":
            return 0, None
        found = _AGES.fullmatch(self.ages.strip())
        youngest, oldest = (int(found["from"]), int(found["to"] or 120)) if found else (1, 0)
        if not youngest <= oldest <= 120:
            raise ValueError(f"'{self.ages}' are no ages. Write `all`, from one age on (`65+`), or two (`18-64`).")
        return youngest, int(found["to"]) if found and found["to"] else None


def counted(place: Place) -> dict[str, list[tuple[Source, Dataset]]]:
    """The kinds of activity that the place's sources hold, each with the datasets that it comes from.

    Any may come from a dataset whose kinds stand in a column (`unlisted`).
    """
    found: dict[str, list[tuple[Source, Dataset]]] = {}
    for source in place.sources.sources if place.sources else ():
        for dataset in source.datasets:
            for kind in ACTIVITY_TYPES:
                if any(kind in _kinds(rows) for rows in dataset.rows if rows.table == "activity"):
                    found.setdefault(kind, []).append((source, dataset))
    return found


def unlisted(place: Place) -> list[str]:
    """The datasets that take the kind of an activity from a column, so that nothing tells which kinds they hold."""
    return [
        f"{source.id}.{dataset.id}"
        for source in (place.sources.sources if place.sources else ())
        for dataset in source.datasets
        if any(rows.table == "activity" and not _named(rows) for rows in dataset.rows)
    ]


def _named(rows: Rows) -> list[str]:
    return [kind for kind in ACTIVITY_TYPES if f"'{kind}'" in rows.values["activity_type"]]


def _kinds(rows: Rows) -> Sequence[str]:
    """The kinds of activity that rows may be of: those that their expression names, else any."""
    return _named(rows) or ACTIVITY_TYPES


_NEEDED: dict[str, str] = {"share": "status", "mean": "end_at", "median": "end_at"}
"""The column of an activity without which nothing can be said so."""


def hows(place: Place, of: str) -> dict[str, str]:
    """What can be said of a kind of activity by what its datasets map (see ``HOWS``): whether it took place needs its
    status, and how long it lasts its end."""
    mapped = {
        name
        for _, dataset in counted(place).get(of, ())
        for rows in dataset.rows
        if rows.table == "activity" and of in _kinds(rows)
        for name in rows.values
    }
    return {how: words for how, words in HOWS.items() if how not in _NEEDED or _NEEDED[how] in mapped}


def start(place: Place, choices: Choices) -> Path:
    """Write ``measures/<id>.yaml`` and return it; a file that is there is never written over.

    Raises ``OneplaceError`` where no source of the place holds what is to be counted, or what is to be said of it.
    """
    held = counted(place)
    if choices.of not in held:
        kinds = ", ".join(held)
        raise OneplaceError.at(
            place.root / "sources.yaml",
            f"declares no {WORDS[choices.of][1]} ({choices.of}), so they can't be counted.",
            f"It has: {kinds}." if held else "Declare a partner's files first: `oneplace sources propose` drafts them.",
        )
    can_be = hows(place, choices.of)
    if choices.how not in can_be:
        raise OneplaceError.at(
            place.root / "sources.yaml",
            f"maps no `{_NEEDED[choices.how]}` of {WORDS[choices.of][1]}, so {HOWS[choices.how]} is not known.",
            f"Map it in the dataset's `rows`, or choose {', '.join(can_be)}.",
        )
    who = _who(place)
    if who == "none" and (choices.how in ("rate", "people") or choices.between() != (0, None)):
        raise OneplaceError.at(
            place.root / "sources.yaml",
            "registers nobody, so there are no people to divide by, and no ages.",
            "Choose count, share, mean or median of all, or map a dataset's rows to `registration` first.",
        )
    folder = place.root / "measures"
    with whole.writing(folder):
        folder.mkdir(exist_ok=True)
        for name in _identifiers(choices):
            path = folder / f"{name}.yaml"
            if name not in place.measures and not path.exists():
                with suppress(FileExistsError):  # another began one in the same moment
                    whole.new(path, "\n".join(_lines(name, choices, held[choices.of], who)) + "\n")
                    return path
    raise AssertionError("there is always another name")


def _who(place: Place) -> Registration:
    """Whom the place's files let it count: residents, else those registered with a practice, else rows as they are.

    Nobody is a resident where no authority is named, or no file says where anybody lives.
    """
    datasets = [each for source in place.sources.sources for each in source.datasets] if place.sources else []
    tables = {rows.table for each in datasets for rows in each.rows}
    lives = "address" in tables or any("lsoa_code" in each.facts for each in datasets)
    if "registration" not in tables:
        return "none"
    return "resident" if lives and place.sources and place.sources.local_authorities else "gp"


def _identifiers(choices: Choices) -> Iterator[str]:
    youngest, oldest = choices.between()
    whom = "" if (youngest, oldest) == (0, None) else f"_{youngest}_{'plus' if oldest is None else oldest}"
    name = f"{choices.of}_{choices.how}{whom}"
    yield name
    yield from (f"{name}_{n}" for n in count(2))


def _lines(name: str, choices: Choices, held: list[tuple[Source, Dataset]], who: Registration) -> Iterator[str]:
    one, several = WORDS[choices.of]
    whom = _whom(choices)
    people = _PEOPLE[who]
    residents = f" of {people}{whom}" if people else ""
    title, definition, counts, of = {
        "rate": (
            several[0].upper() + several[1:],
            f"How many {several} there are in a year for each 1,000 {people}{whom}.",
            several,
            f"person-years lived by {people}",
        ),
        "people": (
            f"People with a {one} in the last year",
            f"The share of {people}{whom} who had a {one} in the twelve months up to the end of the period.",
            f"people who had a {one}",
            f"{people} on the last day of the period",
        ),
        "share": (
            f"Share of {several} attended",
            f"The share of {several}{residents} that took place.",
            f"{several} that took place",
            several,
        ),
        "mean": (
            f"Mean length of {several}",
            f"How many {_length(choices)} {several}{residents} last on average, of those that ended.",
            f"{_length(choices)} of {several} that ended",
            f"{several} that ended",
        ),
        "median": (
            f"Median length of {several}",
            f"How many {_length(choices)} half of the {several}{residents} last at most, of those that ended.",
            f"{_length(choices)} of {several} that ended",
            f"{several} that ended",
        ),
        "count": (
            several[0].upper() + several[1:],
            f"How many {several}{residents} there are.",
            several,
            "",
        ),
    }[choices.how]
    who_sends = (filter(_is_known, (source.system, source.partner)) for source, _ in held)  # a draft knows neither
    systems = "; ".join(dict.fromkeys(map(", ".join, who_sends))) or "not known"
    yield f"# Asked: {choices.asked()}"
    yield "# Started from the question and five choices: read every line, and correct what is not meant."
    yield f"id: {name}"
    yield f"name: {_text(title + _ages(choices))}"
    yield f"definition: {_text(definition)}"
    yield f"unit: {_UNITS.get(choices.how) or _length(choices)}"
    yield f"polarity: {choices.polarity}"
    yield "role: process  # outcome, process, experience, balancing or context"
    yield f"frequency: {_FREQUENCIES[choices.period]}"
    yield "expected_lag_months: 2  # how many months after a period its value is there"
    yield f"source: {_text(systems)}"
    yield f"numerator: {_text(counts[0].upper() + counts[1:])}"
    if of:
        yield f"denominator: {_text(of[0].upper() + of[1:])}"
    known = {by.code: _BREAKDOWNS[who].get(by.code, "yes") for by in STATED}
    said = (f"{by}: {why if why == 'yes' else _text(why)}" for by, why in known.items())
    yield f"breakdowns: {{{', '.join(said)}}}"
    yield from _compute(choices, [dataset.id for _, dataset in held], who)


def _compute(choices: Choices, datasets: list[str], who: Registration) -> Iterator[str]:
    where = f"\"activity_type = '{choices.of}'\""
    statistic = {"people": "proportion", "share": "proportion", "median": "percentile"}.get(choices.how, choices.how)
    yield "compute:"
    yield "  from: record"
    yield f"  statistic: {statistic}"
    if choices.how == "people":
        yield "  each: person"
        yield f"  related: {{had: {{table: activity, where: {where}, from_days: -364, to_days: 1, take: any}}}}"
        yield "  numerator: had"
    else:
        yield f"  events: {{table: activity, where: {where}}}"
    if choices.how == "share":
        yield "  numerator: \"status = 'attended'\"  # what is true of those that count, by columns of `activity`"
    if choices.how == "rate":
        yield "  per: 1000"
    if choices.how in ("mean", "median"):
        yield '  keep: "end_at is not null"'
        yield f'  quantity: "{_LENGTHS[_length(choices)]}"'
    youngest, oldest = choices.between()
    ages = [f"min_age: {youngest}"] if youngest else []
    ages += [f"max_age: {oldest}"] if oldest is not None else []
    if who != "resident":
        ages.insert(0, f"registration: {who}")
    if ages:
        yield f"  population: {{{', '.join(ages)}}}"
    yield f"  period: {choices.period}"
    yield f"  datasets: [{', '.join(dict.fromkeys(datasets))}]  # the periods are those for which these are complete"


def _length(choices: Choices) -> str:
    """The unit in which such an activity's length is told."""
    return "hours" if choices.of in _HOURS else "minutes" if choices.of in _MINUTES else "days"


def _whom(choices: Choices) -> str:
    between = choices.between()
    return "" if between == (0, None) else f" {ages_words(*between)}"


def _ages(choices: Choices) -> str:
    return f",{_whom(choices)}" if _whom(choices) else ""


def _is_known(name: str) -> bool:
    return name.casefold() != "not known"


def _text(value: str) -> str:
    """A text in quotes that YAML reads as it stands."""
    return json.dumps(value, ensure_ascii=False)
