"""Columns in expressions, found by their names: when something was, when it ended, where, and what names it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot.errors import ParseError

from oneplace.place.mapping_sql import columns_of
from oneplace.record.proposing.guessing import BIRTH, Guess, first, of_day

OWN_KEY = (r"\b(id|identifier|key|ref|reference|uuid)\b", r"\b(number|no|code)\b")
DEATH = r"\b(death|deathdate|died|dod|deceased)\b"
_START = (
    r"^start\b|\bstart$|\b(admidate|epistart)\b|\b(admission|admitted|arrival|arrived|attend\w*|appointment|contact|onset|delivery)\b",
    r"\b(start|from|received|referred|referral|requested|performed|occurrence|authored|effective|event|recorded|issued)\b",
    r"\bdate\b",
)
END = (
    r"^(end|stop)\b|\b(end|stop)$|\b(disdate|epiend)\b|^to\b|\bto date\b|\bdate to\b",
    r"\b(end|discharged?|departure|departed|dep|left|closed?|abate\w*|until|finish\w*|deducted)\b",
)
_NOT_WHEN = r"\b(reporting|extract\w*|submi\w*|updated|modified|created|address)\b"
"""Days on which somebody wrote, and nothing happened."""
REGISTERED = r"\bregist(ered|ration)\b"
OF_OTHERS = r"\b(practice|provider|org\w*|site|trust|gp|hospital|clinician|consultant|kin|carer)\b"
ORGANISATION = (
    r"\b(practice|provider|org\w*|trust|hospital)\b.*\b(code|id|ods)\b",
    r"^(practice|provider|organi[sz]ation)$",
)
_EVENT = (
    r"^(spell|episode|attendance|incident|referral|appointment|contact|encounter|visit|call)"
    r"( (id|identifier|key|ref|reference|number|num|no))?$"
)
_EVENTS_OWN = (r"^(id|identifier|uuid)$", _EVENT, "|".join(OWN_KEY))
_OF_PEOPLE = ("nhs_number", "name", "postcode", "uprn", "phone", "email")
"""What columns hold that name people, of whom each may have several events."""


@dataclass(frozen=True)
class Row:
    """A row of the record that a file's row becomes, in expressions; ``told`` are remarks, a line each.

    ``table`` is None where nothing tells what it is: its values are then those of an activity of no type. ``one_per``
    and ``each`` are columns, the rest as ``sources.yaml`` has it.
    """

    table: str | None
    values: dict[str, str]
    where: str | None = None
    one_per: tuple[str, ...] = ()
    first_by: str | None = None
    each: tuple[str, ...] = ()
    parent_type: str | None = None
    told: tuple[str, ...] = ()


def sql(name: str) -> str:
    """A column in an expression: in quotes where it has blanks or is a word of SQL."""
    quoted = '"' + name.replace('"', '""') + '"'
    try:
        bare = re.fullmatch(r"[A-Za-z_]\w*", name) is not None and columns_of(name) == {name.casefold()}
    except ParseError:  # a word of SQL, alone
        return quoted
    return name if bare else quoted


def name_of(guess: Guess | None) -> str | None:
    """The column in an expression, where there is one."""
    return None if guess is None else sql(guess.name)


def typed(guesses: Sequence[Guess], kind: str) -> str | None:
    """The first column of a type."""
    return name_of(next((each for each in guesses if each.type == kind), None))


def dated(guesses: Sequence[Guess], *patterns: str) -> Guess | None:
    """The first column of days or moments that is called so."""
    return first([each for each in guesses if each.when], *patterns)


def start_of(guesses: Sequence[Guess]) -> Guess | None:
    """The column of when what a row tells of began; None where no day or moment is of that."""
    end = dated(guesses, *END)
    when = [
        each
        for each in guesses
        if each.when and each != end and not each.called(f"{BIRTH}|{DEATH}|{REGISTERED}|{_NOT_WHEN}")
    ]
    return first(when, *_START) or next(iter(when), None)


def _clock(guesses: Sequence[Guess], day: Guess | None) -> str | None:
    """The column of the time of day that goes with a column of days."""
    of = (each for each in guesses if each.type == "clock" and day and of_day(each.words, [day.name]))
    return name_of(next(of, None))


def moments(guesses: Sequence[Guess], start: Guess, end: Guess | None) -> dict[str, str]:
    """``start_at`` and, where there is one, ``end_at``: of a day and its time of day where those are two columns."""
    began, ended = _clock(guesses, start), _clock(guesses, end)
    values = {
        "start_at": f"coalesce({sql(start.name)} + {began}, {sql(start.name)}::timestamp)" if began else sql(start.name)
    }
    if end is not None:
        last = sql(end.name)
        alone = f"case when {began} is null then {last}::timestamp end" if began else f"{last}::timestamp"
        values["end_at"] = f"coalesce({last} + {ended}, {alone})" if ended else last
    return values


def own(guesses: Sequence[Guess], person: Guess, start: Guess, called: Sequence[str] = _EVENTS_OWN) -> Guess | None:
    """The column that names an event, or whatever is ``called`` so: by what it is, or a key.

    It may come again in another file, or in a row that is there twice: then whose event it is and when are the same.
    """
    same = {person.name, start.name}
    named = [each for each in guesses if each.unique or same <= each.goes_with]
    alone = [each for each in named if each != person and not each.when and each.type not in _OF_PEOPLE]
    return first(alone, *called)


def whose_and_when(guesses: Sequence[Guess], person: Guess, start: Guess) -> list[str]:
    """The columns that name an event without a key of its own: whose it was, and when it began."""
    return [sql(person.name), sql(start.name), *filter(None, [_clock(guesses, start)])]
