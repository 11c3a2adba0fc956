"""What a column is, by its name and its first values: its type, and what it says of a person or an event."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Literal

from oneplace import fhir
from oneplace.place.canonical import ETHNIC_CATEGORIES
from oneplace.place.sources import EXCEL_SERIAL, ColumnType
from oneplace.record.proposing.glimpse import MOST
from oneplace.record.reading import read_as

_CALLED = 0.5
"""The same of a column that is called a date: a load then counts what is none, where text would say nothing of it."""


@dataclass(frozen=True)
class Guess:
    """A column's type, the words in its name, and its distinct values where they are few."""

    name: str
    type: ColumnType
    words: str
    few: tuple[str, ...] = ()
    form: str | None = None
    """How its dates are written, where the month comes first or they are numbers of days."""
    unique: bool = False
    goes_with: frozenset[str] = frozenset()
    """The columns that stay the same where a value of this one comes again, where it names a row of each file."""
    repeated: bool = False
    """Whether its values come again and again, as codes do: then they are nobody's own words."""

    def called(self, pattern: str) -> bool:
        """Whether the words of its name are of a pattern."""
        return re.search(pattern, self.words) is not None

    system: str | None = None
    """The code system that its values are of, as far as their form tells."""
    unread: str = ""
    """Of a column that is called a date and can't be read as one: why, as far as its values tell."""
    either: bool = False
    """Whether its dates may have the day or the month first, as none of them tells."""
    whole: Literal["given first", "family first"] | None = None
    """How whole names are written, by what stands in it: "Ann Ash" or "ASH, Ann"."""
    titled: bool = False
    """Whether any value begins with a title, as "Mrs Ann Ash"."""

    @property
    def when(self) -> bool:
        """Whether it is a day or a moment."""
        return self.type in ("date", "time", "instant")


_PARTS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CLOCK = re.compile(r".*\d[T -]+\d{1,2}[:.]\d{2}|.*\d ?[ap][.]?m|\d{8}T?\d{4}|\d{1,2}[a-z]{3}\d{2,4}:", re.IGNORECASE)
_ZONE = re.compile(r".*\d(Z|[+-]\d\d(:?\d\d)?)(\[.*\])?")
_DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[/. -](\d{1,2}|[A-Za-z]{3,9})[/. -](\d{4}|\d{2}).*"
    r"|((19|20)\d\d|2999|4712|9999)\d{4}(T?\d{4,6}([.]\d+)?(Z|[+-]\d\d.*)?)?|\d{1,2}[a-z]{3}(\d{4}|\d{2})(:.*)?"
    r"|.*\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b.*\d{4}.*",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"\d{1,2}([/.-])(1[3-9]|2\d|3[01])[/.-](\d{4}|\d{2})( .*)?")
_CLOCKS = (" %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %I:%M%p")
_TIME = r"\b(time|tm)\b"
_DAYS_OF_EXCEL = re.compile(r"[1-6]\d{4}([.]\d+)?")
_PARTS_OF_A_DAY = re.compile(r"0|0?[.]\d+|\d([.]\d+)?[eE]-0?[1-9]")
_DOB = r"d ?o ?b|dateofbirth"
"""DOB, DoB and D.O.B. as the words of a name, and what is written in one."""
CALLED_DATE = rf"\b(date|datetime|dttm|{_DOB}|admidate|disdate|epistart|epiend|\w+date)\b"
_BY_NAME: tuple[tuple[ColumnType, str], ...] = (
    ("phone", r"\b(phone|telephone|tel|mobile|contact number)\b"),
    ("email", r"\be ?mail\b"),
    ("uprn", r"\buprn\b"),
    ("postcode", r"\b(p(ost)? ?code|pcds?)\b"),
    (
        "name",
        r"\b(fore|first|given|middle|last|family|maiden|sur) ?names?\b"
        r"|\b(patient|person|client|full|service user|member) name\b",
    ),
    ("name", r"^(first|last|middle|maiden|given|family|name|forename|surname|prefix|suffix)$"),
    (
        "identifier",
        r"\b(address|street|house|passport|drivers?|licence|ssn|soc sec id|national insurance|nino|ni n(o|umber)|upn"
        r"|pupil number)\b",
    ),
)
_NHS = r"\bnhs ?(no|num|number)\b|^nhs$"
BIRTH = rf"\b(birth|birthday|{_DOB}|born|birthdate)\b"
_KEY = (
    r"\b(id|identifier|key|code|method|number|no|ref|reference|snomed|icd|opcs|unique"
    r"|patient|person|encounter|concept)\b"
)
_FLAG = {"y", "n", "yes", "no", "true", "false"}
_FEW, _LONG = 12, 40
_CODES_AT_MOST, _SHORT = 20, 2
"""Codes of one or two marks are few for longer: there are 18 of ethnic categories."""
TRACED = ("01", "02", "03", "04", "05", "06", "07", "08")
"""The NHS number status indicator codes of the NHS Data Dictionary: 01 is present and verified."""
TITLES = ("mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "rev")
TITLED = re.compile(rf"({'|'.join(TITLES)})\.? ", re.IGNORECASE)
_WHOLE: dict[Literal["given first", "family first"], re.Pattern[str]] = {
    "family first": re.compile(r"[^,\d]+, ?[^,\d]+"),
    "given first": re.compile(r"[^\W\d][^\s,\d]*( [^\s,\d]+)+"),
}


def words(name: str) -> str:
    """A column's name as small words: ``LA_Person_Unique_Identifier`` is "la person unique identifier"."""
    return " ".join(part for part in _PARTS.split(name) if part).lower()


def guess(name: str, values: Sequence[str], as_at: date, beside: Iterable[str] = ()) -> Guess:
    """What a column is, by its name and what stands in the first rows; text where nothing tells.

    ``beside`` are the names of the file's columns: a time beside a date of the same name is one of day.
    """
    said, distinct = words(name), dict.fromkeys(values)
    longest = max(map(len, distinct), default=0)
    few = (
        tuple(distinct) if len(distinct) <= (_CODES_AT_MOST if longest <= _SHORT else _FEW) and longest <= _LONG else ()
    )
    serial = serial_type(values) if values and re.search(rf"{CALLED_DATE}|{BIRTH}", said) else None
    form = EXCEL_SERIAL if serial else _form(said, values)
    kind = serial or (("time" if "%M" in form else "date") if form else _type(said, values, as_at))
    if values and of_day(said, beside) and serial_type(values) == "clock":
        kind, form = "clock", EXCEL_SERIAL
    elif values and kind in ("text", "integer", "number") and of_day(said, beside) and _reads("clock", values, as_at):
        kind = "clock"
    no_date = kind in ("text", "integer", "number") and distinct and re.search(CALLED_DATE, said)
    return Guess(
        name,
        kind,
        said,
        few,
        form,
        unique=len(distinct) >= MOST * len(values) > 0,
        repeated=len(values) >= 5 * len(distinct),
        system=_system(list(distinct)),
        unread=_no_date(said, values) if no_date else "",
        either=form is None and kind in ("date", "time") and day_or_month(values),
        whole=next(
            (each for each, form in _WHOLE.items() if kind == "name" and values and _most(values, form.fullmatch)), None
        ),
        titled=any(map(TITLED.match, values)),
    )


def serial_type(values: Sequence[str]) -> Literal["date", "time", "clock"] | None:
    """The type of a column whose values are numbers of days, or parts of one, as Excel keeps dates and times."""
    if values and _most(values, _DAYS_OF_EXCEL.fullmatch):
        return "time" if any(float(each) % 1 for each in values if _DAYS_OF_EXCEL.fullmatch(each)) else "date"
    return "clock" if values and _most(values, _PARTS_OF_A_DAY.fullmatch) and any("." in v for v in values) else None


def of_day(said: str, names: Iterable[str]) -> str | None:
    """The name among some of the column of days that goes with one of times, by the words of its name; else None."""
    asked = {re.sub(_TIME, day, said) for day in ("date", "dt", "day")} if re.search(_TIME, said) else set()
    return next((name for name in names if words(name) in asked), None)


_CODES = {
    "loinc": re.compile(r"\d{1,5}-\d"),
    "icd10": re.compile(r"[A-TV-Z]\d{2}(\.?[\dX]\d?)?[DA]?"),
    "opcs4": re.compile(r"[A-HJ-Z]\d{2}\.\d"),
}


def _system(codes: Sequence[str]) -> str | None:
    """Of which code system codes are by their form; ``local`` where of none; None where there are none."""
    if not codes:
        return None
    if _most(codes, is_snomed):
        return "snomed"
    return next((system for system, form in _CODES.items() if _most(codes, form.fullmatch)), "local")


_TURNED = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_TIMES = tuple(
    tuple(
        (a + b) % 5 if a < 5 and b < 5 else (a + b) % 5 + 5 if a < 5 else (a - b) % 5 + (5 if b < 5 else 0)
        for b in range(10)
    )
    for a in range(10)
)
"""The product of two turns or mirrorings of a pentagon, of which Verhoeff's check digit is made."""


def is_snomed(code: str) -> bool:
    """Whether a code is a concept or description of SNOMED CT by its form: its kind, and Verhoeff's check digit.

    As the SCTID's specification has it (SNOMED CT Release File Specification, 6): 6 to 18 digits.
    """
    if re.fullmatch(r"[1-9]\d{3,15}[01][01]\d", code) is None:
        return False
    check, turned = 0, list(range(10))
    for digit in map(int, reversed(code)):
        check = _TIMES[check][turned[digit]]
        turned = [_TURNED[each] for each in turned]
    return check == 0


def _no_date(said: str, values: Sequence[str]) -> str:
    if said == "date":
        return "is called a date and holds none: do the columns stand below their names?"
    return "is called a date and can't be read as one: say its `format`, or have it written another way"


def _form(said: str, values: Sequence[str]) -> str | None:
    """How dates are written whose month comes first for certain, or whose day does without a mark between the parts.

    None where they are others, or none.
    """
    if re.search(CALLED_DATE, said) and _most(values, lambda value: _is_written(value, "%d%m%Y") and len(value) == 8):
        return None if _most(values, re.compile(r"(19|20)\d{6}").fullmatch) or not values else "%d%m%Y"
    proof = next((found for value in values if (found := _MONTH_FIRST.fullmatch(value))), None)
    if proof is None:
        return None
    day = f"%m{proof[1]}%d{proof[1]}{'%Y' if len(proof[3]) == 4 else '%y'}"
    forms = (day + clock for clock in (_CLOCKS if proof[4] else ("",)))
    return next((form for form in forms if _most(values, partial(_is_written, form=form))), None)


_IN_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d).*")
_MONTHS = 3
_TELLING = 10
"""Different dates of which none has a day above 12: by chance that is so once in ten thousand times."""


def day_or_month(values: Iterable[str]) -> bool:
    """Whether dates in figures may have the day or the month first, though there are enough of them to tell.

    Where all have 1 first they are months, as England writes them. Where all have 1 second, and others first, three
    are enough: either all are of January, or each is the first of a month as America writes it.
    """
    found = [_IN_FIGURES.fullmatch(value) for value in dict.fromkeys(values)]
    parts = {(int(each[1]), int(each[2]), each[3]) for each in found if each}
    first, second = ({each[place] for each in parts} for place in (0, 1))
    enough = len(parts) >= _TELLING or (second == {1} and len(first) >= _MONTHS)
    return enough and all(max(each[:2]) <= 12 for each in parts) and first != {1}


def _is_written(value: str, form: str) -> bool:
    try:
        datetime.strptime(value, form)  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return False
    return True


def _type(said: str, values: Sequence[str], as_at: date) -> ColumnType:
    """By the name where it tells, else by what the reader of files can read."""
    if re.search(_NHS, said) and not re.search("status|trac", said):
        return "nhs_number" if not values or _reads("nhs_number", values, as_at) else "text"
    coded = re.search(r"\bcode\b", said.replace("post code", ""))
    named = next((kind for kind, pattern in _BY_NAME if re.search(pattern, said) and not coded), None)
    if named in _READ and values and not _reads(named, values, as_at, share=0.5):
        return "identifier"  # another country's: kept apart like the rest, and nothing is read out of it
    return named or _dated(said, values, as_at) or _valued(said, values, as_at)


def _dated(said: str, values: Sequence[str], as_at: date) -> ColumnType | None:
    if re.search(BIRTH, said) and _most(values, re.compile(r"(18|19|20)\d\d(-\d\d)?").fullmatch):
        return "date"
    share = _CALLED if re.search(CALLED_DATE, said) else MOST
    if not values or not _most(values, _DAY.fullmatch, share):
        return None
    clock = _most([value for value in values if _DAY.fullmatch(value)], _CLOCK.match)
    if clock and _most(values, _ZONE.fullmatch) and _reads("instant", values, as_at):
        return "instant"
    return None if not _reads("time", values, as_at, share=share) else "time" if clock else "date"


def _valued(said: str, values: Sequence[str], as_at: date) -> ColumnType:
    if values and _FLAG.issuperset(value.lower() for value in values):
        return "flag"
    key = (re.search(_KEY, said) and not _counts(said, values)) or _coded(values)
    amount = re.search(r"\b(value|result|amount|quantity|cost|score)\b", said)  # the next row may have decimals
    none = ("integer", "number") if key else ("integer",) if amount else ()
    kinds = (kind for kind in _BY_VALUE if kind not in none)
    return next((kind for kind in kinds if values and _reads(kind, values, as_at)), "text")


_ORDER = r"^(epi(sode)?) ?(order|no|num|number)$"


def _counts(said: str, values: Sequence[str]) -> bool:
    """Whether it numbers the episodes of a spell from 1, and names none."""
    return re.search(_ORDER, said) is not None and all(len(each) <= _SHORT for each in values)


def _reads(kind: ColumnType, values: Sequence[str], as_at: date, *, share: float = MOST) -> bool:
    return read_as(kind, values, as_at) >= share * len(values)


_READ = ("postcode", "uprn", "phone", "email")
_BY_VALUE: tuple[ColumnType, ...] = ("email", "postcode", "integer", "number")


def _coded(values: Sequence[str]) -> bool:
    """Whether figures have noughts before them, or are as long as keys: they are names of things, and no amounts."""
    return any(re.fullmatch(r"0\d+|\d{10,}", value) for value in values)


def _most(values: Sequence[str], fits: Callable[[str], object], share: float = MOST) -> bool:
    return sum(1 for value in values if fits(value)) >= share * len(values)


def first(guesses: Iterable[Guess], *patterns: str) -> Guess | None:
    """The first column whose name is of the first of the patterns that any column's is of."""
    known = list(guesses)
    return next((each for pattern in patterns for each in known if each.called(pattern)), None)


_VIEWED: dict[str, ColumnType] = {
    "date": "date", "dateTime": "date", "instant": "instant", "boolean": "flag", "decimal": "number",
    "integer": "integer", "positiveInt": "integer", "unsignedInt": "integer",
}  # fmt: skip
_SPELLS = ("Encounter", "Appointment", "EpisodeOfCare")
_BOUND = {
    "gender": ("female", "male", "other", "unknown"),
    "ethnic category": ETHNIC_CATEGORIES,
    "nhs number status": TRACED,
}
"""The codes that FHIR R4 or UK Core binds a column to."""


def of_view(view: fhir.View) -> list[Guess]:
    """What the columns of a FHIR view are: the standard says it, and no value need be looked at."""
    guesses = []
    for column in view.columns:
        said, kind = words(column.name), _VIEWED.get(column.type or "", "text")
        if kind == "text" and not re.search(r"\bcode\b", said):
            kind = next((named for named, pattern in _BY_NAME if re.search(pattern, said)), kind)
        kind = "nhs_number" if said == "nhs number" else kind
        kind = "instant" if kind == "date" and view.resource in _SPELLS else kind
        guesses.append(Guess(column.name, kind, said, _BOUND.get(said, ()), unique=said == "id"))
    return guesses
