"""What is refused as a file is read in, though each line is of its form: what no store of this place has made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from oneplace.delivery.happened.aims import untold
from oneplace.delivery.happened.brought import spills, unknown
from oneplace.delivery.happened.days_shown import STAMPS
from oneplace.delivery.happened.decisions import no_improvement
from oneplace.delivery.happened.entries import Entry, Subject, in_order, newest, not_taken_back
from oneplace.delivery.happened.laid import agreed
from oneplace.delivery.happened.rule import Rule, WrongError
from oneplace.delivery.happened.rules import RULES, TAKEN_BACK, change, is_settled, is_to_take_back
from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import Kind
from oneplace.place import Owner, Place
from oneplace.problems import OneplaceError
from oneplace.vocabulary.typed_text import is_seen

_HERE = ZoneInfo("Europe/London")
LINE, CLOCK = "Mend the line, or export again.", "Mend the line, or put the clock of this machine right."


def impossible(held: Iterable[Entry], new: Iterable[Entry], now: datetime) -> Iterator[tuple[Entry, str, str]]:
    """The new entries that nobody can have made so at the moment ``now``: each with why, and how to mend it."""
    before = list(held)
    last = newest(before)
    own: dict[Subject, list[Entry]] = {}
    for one in before:
        own.setdefault(one.of, []).append(one)
    for one in in_order(new):
        earlier, steps = last.get(one.of), own.setdefault(one.of, [])
        if one.at > now:
            yield one, f"is of {one.at:%Y-%m-%d %H:%M}, which is still to come", CLOCK
        if earlier and one.at < earlier.at:
            was = f"{earlier.at:%Y-%m-%d %H:%M}"
            yield one, f"is of {one.at:%Y-%m-%d %H:%M}, before the entry that it follows ({was})", LINE
        if unseen := _unseen(one):
            yield one, f"holds signs in {unseen} that nobody sees and that hide what a text says", LINE
        taken_back = not_taken_back(steps)[-1:] if one.what == TAKEN_BACK else []
        if taken_back and not is_to_take_back(taken_back[0].what, taken_back[0].by, one.by):
            yield one, "takes back a call-in that somebody else entered", LINE
        if taken_back and is_settled(taken_back[0].what, taken_back[0].at.date(), one.at.date()):
            yield one, "takes back a score that had stood for more than a week", LINE
        steps.append(one)
        last[one.of] = one


def not_taken_so(one: Entry) -> dict[str, str]:
    """Why no form takes an entry of its day, a sentence a field (``what``: of no field): it is filled in once more.

    Whether a step may be taken back is told by ``impossible``: that takes the whole record.
    """
    if one.what == TAKEN_BACK:
        return {}
    rule, day = RULES[one.kind][one.what], one.at.astimezone(_HERE).date()
    values = {name: one.after.get(name) for name in (*rule.fields, *rule.facts)}
    said = {name: "" if value is None else str(value) for name, value in values.items()}
    before = None if one.before is None else one.was()
    wrong = rule.check(one.was(), one.now(), day) if rule.check else {}
    try:
        after, _why = change(one.kind, before, one.what, {**said, "why": one.why}, day)
    except WrongError as error:
        return wrong | error.fields
    return wrong | dict.fromkeys(_unlike(after, one.now(), rule), "Its form makes it otherwise.")


def _unlike(made: State, stands: State, rule: Rule) -> list[str]:
    """What differs between two states, but for what forms asked once; a day of entry by more than its zone."""
    theirs = {name: value for name, value in stands if name not in rule.formerly}
    return [
        name
        for name, value in theirs.items()
        if (own := getattr(made, name)) != value
        and not (name in STAMPS and own and value and abs((own - value).days) <= 1)
    ]


def _not_taken_here(found: Place, one: Entry) -> dict[str, str]:
    """Why no form of this place takes an entry: ``not_taken_so``, and what its measures say."""
    asked = () if one.what == TAKEN_BACK else RULES[one.kind][one.what].fields
    known = {name: str(one.after.get(name) or "") for name in asked}
    measure = known.get("measure", "")
    here = no_improvement(found, measure, known.get("change", "")) | untold(found, measure, known.get("group", ""))
    return not_taken_so(one) | here


def refuse_impossible(path: Path, held: Iterable[Entry], new: Iterable[Entry], now: datetime) -> None:
    """Refuse an entry of a file, of those that come after ``held``, that nobody can have made so by ``now``."""
    for entry, why, mend in impossible(held, new, now):
        raise OneplaceError.at(path, f"{entry.kind} {entry.subject}, entry {entry.number}, {why}.", mend)


def refuse_unlike_forms(
    path: Path, found: Place, held: Sequence[Entry], new: Sequence[Entry], accounts: Collection[str], *, is_own: bool
) -> None:
    """Refuse a file with entries that no form takes, and tell all of them: what no page lets in, no file brings in.

    ``new`` comes after ``held``; ``accounts`` are those that sign in here, ``is_own`` whether it is the place's own.
    """
    odd = [*unknown(found, held, new, accounts, is_own=is_own), *spills(held, new)]
    told = unlike_forms(found, new) + [f"{_called(one)}: {why}" for one, why in odd]
    if told:
        what = f"holds what no form takes. {' | '.join(told)}"
        raise OneplaceError.at(path, what, "Nothing was read in. Mend these lines, or take out all of their things.")


def unlike_forms(found: Place, entries: Iterable[Entry]) -> list[str]:
    """Each entry that no form takes, with why, in the words and names of its file."""
    return [f"{_called(one)}: {_words(wrong)}" for one in in_order(entries) if (wrong := _not_taken_here(found, one))]


def _called(one: Entry) -> str:
    return f"{one.kind} {one.subject}, entry {one.number} ({RULES[one.kind][one.what].words})"


def _words(wrong: Mapping[str, str]) -> str:
    return " ".join(why if name == "what" else f"{name}: {why}" for name, why in wrong.items())


def strangers(found: Place, new: Iterable[Entry], *, is_own: bool) -> Iterator[tuple[Entry, str, str]]:
    """The new entries that name what this place has not: each with what, and how to mend it.

    A partner has to be one of the files, or of another document (``ext:``). Of a file that is not the place's own
    (``is_own``) things have to be the place's too: its own may tell of what has left the files since.
    """
    partners = {one.id for one in found.strategy.partners}
    streams = {one.id for one in found.strategy.workstreams}
    known = agreed(found)
    for one in in_order(new):
        orgs = {str(one.after.get(field) or "") for field in _PARTNERS} - {"", *partners}
        if odd := sorted(org for org in orgs if not org.startswith("ext:") or _is_no_id(org)):
            mend = "Add it to `partners:` of the strategy, or mend the line."
            yield one, f"names {odd[0]}, which is none of the place’s partners", mend
        elif is_own:
            continue
        elif one.number == 1 and one.before is not None and one.of not in known:
            yield one, "goes on from something that the place’s files don’t have", _ELSEWHERE
        elif one.after.get("workstream", "") not in {"", *streams}:
            yield one, f"is of the workstream {one.after['workstream']}, which the place’s files don’t have", _ELSEWHERE
        elif one.kind is Kind.MEETING and one.after.get("body") not in found.strategy.governance.bodies:
            yield one, f"is of the body {one.after.get('body')}, which the place’s files don’t have", _ELSEWHERE


_PARTNERS = ("org", "by_org", "next_org", "asked_by")
_ELSEWHERE = "Is this the record of another place? If not, declare it in the place’s files, or take its lines out."


def _is_no_id(org: str) -> bool:
    """Whether the place's files could not name a partner so: they hold whoever answers for a thing once it is laid."""
    try:
        Owner(org=org)
    except ValidationError:
        return True
    return False


def _unseen(one: Entry) -> str:
    """The first part of an entry that holds a sign that nobody sees; empty where none does."""
    texts = {"by": one.by, "why": one.why} | one.after
    return next((name for name, value in texts.items() if isinstance(value, str) and not is_seen(value)), "")
