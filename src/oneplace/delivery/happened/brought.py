"""What a file names and says that the forms of this place would not take: what nobody here knows, what is exempt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from oneplace.delivery.happened.aims import GROUPS
from oneplace.delivery.happened.duty_rules import duty_facts
from oneplace.delivery.happened.entries import Entry, Subject, in_order, newest
from oneplace.delivery.happened.exempt_lines import says_line
from oneplace.delivery.happened.laid import agreed
from oneplace.delivery.happened.states import Kind
from oneplace.delivery.happened.told_elsewhere import kept_lines, texts_of
from oneplace.delivery.which_body import RECOMMENDS
from oneplace.place import Place

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]*")
_ACCOUNT = re.compile(r"[\w.@+-]+")
_MARK = re.compile("[0-9a-f]*")
_OF_KIND: Mapping[str, tuple[Kind, ...]] = {
    "about": tuple(Kind),
    "after": (Kind.DECISION,),
    "caused_by": (Kind.MILESTONE,),
    "decision": (Kind.DECISION,),
    "follows": (Kind.CYCLE,),
    "objective": (Kind.OBJECTIVE,),
}
"""The fields that name a thing, with the kinds of what each can name."""
_UNKNOWN = "“{}” is nothing that this place, its record or this file has."


def unknown(
    found: Place, held: Sequence[Entry], new: Sequence[Entry], accounts: Collection[str], *, is_own: bool
) -> Iterator[tuple[Entry, str]]:
    """The new entries that name what no form offers, or what isn't so, each with a sentence.

    ``accounts`` are those that sign in here. The place's own file (``is_own``) may tell of what has left its files and
    accounts since: there a name has to be one by its form alone. What ``held`` names may go on being named.
    """
    known = _known(found, [*held, *new]) | {"account": set(accounts)}
    kept = {named for each in held for named in _named(each)}
    for one in in_order(new):
        for name, value in _named(one):
            form = {"account": _ACCOUNT, "matter": None, "function": None}.get(name, _ID)
            is_of_form = form is None or form.fullmatch(value)
            if (name, value) not in kept and (name == "group" or not (is_own and is_of_form)):
                offered = known["decider"] if (one.kind, name) == (Kind.DECISION, "body") else known[name]
                if value not in offered:
                    yield one, f"{name}: {_UNKNOWN.format(value)}"
        for name in ("rests_on", "flows"):
            if not _MARK.fullmatch(str(one.after.get(name) or "")):
                yield one, f"{name}: it is no fingerprint."
        if (one.kind, one.what) == (Kind.EQUALITY, "done") and not is_own:
            then = agreed(found) | {of: each.now() for of, each in newest(_until(one, [*held, *new])).items()}
            count = duty_facts(found, then, one.kind)["unanswered"]
            if str(one.after.get("unanswered")) != count:
                yield one, f"unanswered: {count} questions had no answer then."


def spills(held: Sequence[Entry], new: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """The new entries that say what is not for publication in a decision, each with a sentence.

    A free text may say what was made exempt after it: it is shown to nobody who may not read that. What names things
    and people is shown as it is, and says it never.
    """
    listed = [one for one in (*held, *new) if one.kind is Kind.DECISION]
    ever = kept_lines(listed)
    for one in in_order(new) if ever else ():
        if one.kind is Kind.PAPER and one.after.get("state") == "exempt":
            continue
        free = texts_of(one.kind) | {"minutes", "why"}
        sides = [("by", one.by), ("why", one.why), *(one.before or {}).items(), *one.after.items()]
        told = [name for name, text in sides if name != "exempt" and says_line(str(text or ""), ever)]
        then = kept_lines(each for each in _until(one, listed) if each.of != one.of) if told else ()
        for name in dict.fromkeys(told):
            if name not in free or any(says_line(str(text or ""), then) for its, text in sides if its == name):
                yield one, f"{name}: It says what is not for publication in a decision. Leave that out."


def _until(one: Entry, listed: Iterable[Entry]) -> list[Entry]:
    return [each for each in listed if each.at <= one.at]


def _named(one: Entry) -> Iterator[tuple[str, str]]:
    """What an entry names, by field; values and goals are a line each."""
    for name in (*_OF_KIND, *_OF_FILES):
        if value := str(one.after.get(name) or ""):
            yield from ((name, each) for each in (value.splitlines() if name == "serves" else [value]))


_OF_FILES = ("account", "body", "function", "group", "matter", "measure", "serves", "workstream")


def _known(found: Place, listed: Iterable[Entry]) -> dict[str, set[str]]:
    """What each field can name, by its id: of the place's files and of all entries."""
    governance = found.strategy.governance
    things: set[Subject] = {
        *agreed(found),
        *(one.of for one in listed),
        *((Kind.DECISION, key) for key in found.decisions),
    }
    told = {name: {key for kind, key in things if kind in kinds} for name, kinds in _OF_KIND.items()}
    told["about"] |= {*governance.bodies}
    return told | {
        "body": {*governance.bodies},
        "decider": {*governance.deciders},
        "function": {name for one in governance.delegation for name in one.functions},
        "group": {*GROUPS},
        "matter": {RECOMMENDS, *(one.type for one in governance.delegation)},
        "measure": {*found.measures},
        "serves": {key for each in found.strategy.aims.values() for key in each},
        "workstream": {one.id for one in found.strategy.workstreams},
    }
