"""What the pages of delivery print: what is somebody's, what is due and late, and the history of each thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from oneplace import results
from oneplace.days import is_working_day
from oneplace.delivery import level, score_words
from oneplace.delivery.happened import (
    RULES,
    STATES,
    Action,
    Decision,
    Entry,
    Kind,
    Owned,
    State,
    Subject,
    WrongError,
    as_counted,
    weighed,
)
from oneplace.place import Owner, Place
from oneplace.report import called, narrowed_of
from oneplace.report import owner_words as words_of_owner
from oneplace.report.weighed import weighed_words
from oneplace.vocabulary.wording import day_words, expected_words, plainly
from oneplace.web.delivery.choices import CODES, NAMING, capital
from oneplace.web.delivery.forms import SAID, label_of
from oneplace.web.delivery.gap_seen import as_it_could_be
from oneplace.web.delivery.named import CLOSED, TITLES, name_of
from oneplace.web.snapshot import Snapshot

_STATES = {"excepted": "by the general exception", "agreed_urgent": "agreed that it can’t wait"}
_BY_THE_SCHEME = {"unsaid": "can’t be told yet", "this": "yes", "other": "no, to another", "nobody": "no, to nobody"}
SOON = timedelta(days=30)
MARKS = frozenset({"flows", "rests_on"})
"""Fingerprints of what something rests on, which no reader compares: that it has changed is told in words."""


@dataclass(frozen=True)
class Line:
    """A thing in a list."""

    kind: str
    id: str
    text: str
    owner: str
    when: str
    tag: str
    colour: str
    closed: bool
    mine: bool
    due: date | None
    account: str = ""
    """Who is reminded of it."""


@dataclass(frozen=True)
class Group:
    """The things of one kind: what is open, and what is closed."""

    kind: str
    title: str
    open: list[Line]
    closed: list[Line]
    addable: bool

    @property
    def counted(self) -> str:
        """How many are open, late and closed, in words."""
        late = sum(one.tag == "Late" for one in self.open)
        counts = {"late": late, "closed": len(self.closed)}
        return ", ".join([f"{len(self.open) or 'none'} open", *(f"{n} {word}" for word, n in counts.items() if n)])


def in_order(lines: Iterable[Line]) -> list[Line]:
    """The reader's own first, then what is late, then by the day first agreed; what has no day last."""
    return sorted(lines, key=lambda one: (not one.mine, one.tag != "Late", one.due or date.max))


@dataclass(frozen=True)
class Told:
    """An entry of a thing's history in words: who, when, what, why, and each value before and after."""

    number: int
    what: str
    by: str
    at: str
    why: str
    changes: list[tuple[str, str, str]]
    read_in: str = ""
    """That it was read in from a file, by whom and when: then ``by`` and ``at`` are what that file says."""


def groups(found: Place, now: Mapping[Subject, State], reader: str, today: date) -> list[Group]:
    """Everything by kind, what is open ``in_order``."""
    made = []
    for kind, title in TITLES.items():
        lines = [line(found, of, as_counted(one, now), reader, today) for of, one in now.items() if of[0] is kind]
        is_open = in_order(one for one in lines if not one.closed)
        made.append(Group(kind.value, title, is_open, [one for one in lines if one.closed], "made" in RULES[kind]))
    return made


def due_day(one: State) -> date | None:
    """The day by which lateness is told: the one that was first agreed."""
    found = one.model_dump().get("due")
    return found if isinstance(found, date) else None


def is_late(one: State, today: date) -> bool:
    """Whether it is still open after the day first agreed."""
    due = due_day(one)
    return one.state not in CLOSED and due is not None and due < today


def history(entries: Iterable[Entry], called_by: Mapping[str, str]) -> list[Told]:
    """The entries in words, newest first; ``called_by`` are the names of what they name."""
    return [told(one, called_by) for one in reversed(list(entries))]


def told(entry: Entry, called_by: Mapping[str, str]) -> Told:
    """One entry in words; a value is empty where there was none."""
    before, after = entry.before or {}, entry.after
    changed = [name for name in after if name not in MARKS and _lines(before.get(name)) != _lines(after[name])]
    rows = [
        (
            _label(entry.kind, name),
            _words(entry.kind, name, before.get(name), called_by) or "nothing",
            _words(entry.kind, name, after[name], called_by) or "nothing",
        )
        for name in changed
    ]
    words = RULES[entry.kind][entry.what].words
    return Told(entry.number, words, entry.by, _moment(entry.at), entry.why, rows, _read_in(entry))


def _read_in(entry: Entry) -> str:
    if entry.imported is None:
        return ""
    moment = _moment(entry.imported.at)
    return f"Read in from a file by {entry.imported.by} on {moment}. Who did it, and when, is what that file says."


def wrong_words(kind: Kind, wrong: Mapping[str, str]) -> str:
    """What is wrong with an entry, each sentence with the field that it is about; ``what`` is none."""
    return " ".join(why if name == "what" else f"{_label(kind, name)}: {why}" for name, why in wrong.items())


def _label(kind: Kind, name: str) -> str:
    return label_of(kind, name) if name in SAID else name.replace("_", " ").capitalize()


def _lines(value: object) -> str:
    """A value in one line: what stands a line each stands apart."""
    lines = "" if value is None else "; ".join(line.strip() for line in str(value).splitlines() if line.strip())
    return lines.replace(".; ", ". ")


def _words(kind: Kind, name: str, value: object, called_by: Mapping[str, str]) -> str:
    """A value in words: what names something by its id is called by its name, a code is spelt out.

    What somebody wrote freely stays as it was written, whatever is called by a word of it.
    """
    if name == "scheme":
        return _BY_THE_SCHEME.get(str(value or ""), "")
    if name == "state":
        return _state(str(value or ""))
    if name in CODES:
        return CODES[name].get(str(value or ""), str(value or ""))
    if isinstance(value, float):
        return f"£{value:,.2f}".removesuffix(".00") if name == "value" else plainly(value)
    if (kind, name) in _WORKED and value:
        day = date.fromisoformat(str(value))
        return day_words(day) if is_working_day(day) else f"{day_words(day)} (no working day)"
    own = STATES[kind].model_fields.get(name)
    is_prose = own is not None and own.annotation is str and name not in NAMING
    return _lines(value) if is_prose else called(_lines(value), called_by)


_WORKED = ((Kind.MILESTONE, "due"), (Kind.MILESTONE, "forecast"), (Kind.MEETING, "on"))
"""Days on which somebody has to be at work."""


def _state(code: str) -> str:
    return _STATES.get(code, code.replace("_", " "))


def _moment(at: datetime) -> str:
    return f"{day_words(at.date())}, {at:%H:%M} UTC"


def owner_words(found: Place, one: State) -> str:
    """Who answers for it, in words; empty where nobody was named."""
    known = one.model_dump()
    role, org = known.get("role") or "", known.get("org")
    return words_of_owner(found, Owner(org=org, role=role or None)) if org else role


def line(found: Place, of: Subject, one: State, reader: str, today: date) -> Line:
    """A thing in a list, as its ``reader`` sees it."""
    kind, subject = of
    known = one.model_dump()
    expected = known.get("forecast") or known.get("now_due")
    due = due_day(one)
    days = [f"due {day_words(due)}"] if due else []
    if expected and expected != due and one.state not in CLOSED:
        days.append(expected_words(expected, today))
    score = [f"score {words}"] if (words := _score(known)) else []
    tag, colour = _tag(one, due, today)
    return Line(
        kind=kind.value,
        id=subject,
        text=name_of(found, kind, subject, one),
        owner=owner_words(found, one) or ("Nobody was named" if isinstance(one, Owned) else ""),
        when="; ".join(days + score),
        tag=tag,
        colour=colour,
        closed=one.state in CLOSED,
        mine=bool(known.get("account")) and known.get("account") == reader,
        due=due,
        account=known.get("account") or "",
    )


def _tag(one: State, due: date | None, today: date) -> tuple[str, str]:
    if is_late(one, today):
        return "Late", "red"
    if due and one.state not in CLOSED and due <= today + SOON:
        return "Due soon", "yellow"
    return capital(_state(one.state)), "green" if one.state == "done" else "grey"


def facts(one: State, called_by: Mapping[str, str]) -> list[tuple[str, str]]:
    """Everything that is known of a thing, in words; ``called_by`` are the names of what it names."""
    known = one.model_dump(mode="json")
    hidden = {"org", "role", "account", *MARKS}
    kind = next(kind for kind, own in STATES.items() if own is type(one))
    rows = [
        (_label(kind, name), _words(kind, name, value, called_by))
        for name, value in known.items()
        if value and name not in hidden
    ]
    return [*rows, *([("Score", words)] if (words := _score(known)) else [])]


def came(shot: Snapshot, subject: str, stands: State) -> list[tuple[str, str]]:
    """What became of the gap that an action is to narrow, by the run that is served, or when or why not it can tell."""
    if not isinstance(stands, Action) or shot.run is None or shot.as_of is None:
        return []
    tables = [results.read_one(shot.run.results, name, results.Audience.BOARD) for name in _JUDGED]
    rows = [row for table in tables for row in table.to_pylist() if row["action"] == subject]
    rows = rows or as_it_could_be(shot, subject, stands)
    return [(f"What became of it, by the run of {day_words(shot.as_of)}", one.words) for one in narrowed_of(shot, rows)]


_JUDGED = ("gap_effects", "board_gap_effects")


def _score(known: Mapping[str, Any]) -> str:
    """The score with its band (``25 (5 × 5), extreme``); empty where nothing was scored."""
    if not (known.get("likelihood") and known.get("consequence")):
        return ""
    pair = known["likelihood"], known["consequence"]
    return f"{score_words(pair)}, {level(pair).value}"


def ranked(one: State) -> tuple[str, ...]:
    """How the options of a decision rank by what was said of them, and how sure that order is; empty for all else."""
    try:
        given = weighed(one) if isinstance(one, Decision) else None
    except WrongError as error:  # a record that was read in may hold what no form would have taken
        return tuple(error.fields.values())
    return weighed_words(given) if given else ()
