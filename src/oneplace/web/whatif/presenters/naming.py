"""What the pathway's file calls by id, for who reads the page: the file's keys, and words for its author, stay out."""

from __future__ import annotations

import re

from oneplace.flow import Pathway, Result
from oneplace.problems import Problem
from oneplace.vocabulary.wording import count_words, list_words
from oneplace.web.whatif.presenters.words import title

_CODE = re.compile(r"`([^`]+)`")
_CONDITION = re.compile(r"places\.([\w-]+)\.(inside|waiting|blocked)\s*(>=|<=|>|<)\s*(\S+).*")
_WATCHED = {"inside": "are there", "waiting": "are waiting", "blocked": "can’t go on"}
_COMPARED = {">": "more than", ">=": "at least", "<": "fewer than", "<=": "at most"}
_BILLS = {"costs": "cost", "carbon": "carbon"}
_THERE = {"staffed", "capital"}
"""What an amount is paid for that counts beds whether or not they are used."""
DAY = 86_400
_NEVER_SETTLES = "W70"


def called(pathway: Pathway, path: str) -> str:
    """A path of names in words: ``places.ed.start`` becomes "Emergency department, start"."""
    kind, *names = path.split(".")
    if kind in _BILLS and names:
        return f"{called(pathway, '.'.join(names))}, {_BILLS[kind]}"
    known = getattr(pathway.file, kind, {})
    first = title(known[names[0]].name, names[0]) if names and names[0] in known else kind
    return ", ".join([first, *(name.replace("_", " ") for name in names[1:])])


def named(pathway: Pathway, text: str) -> str:
    """The text with names instead of ids: `` `ed` `` becomes “Emergency department”."""

    def name(found: re.Match[str]) -> str:
        path, file = found[1], pathway.file
        if " " in path:
            return f"“{path}”"
        if "." in path:
            return f"“{called(pathway, path)}”"
        for kind in (file.places, file.pools, file.patients):
            if path in kind:
                return f"“{title(kind[path].name, path)}”"
        return f"“{path.replace('_', ' ')}”"

    return _CODE.sub(name, text)


def rules_words(pathway: Pathway) -> tuple[str, ...]:
    """Each escalation: ``While more than 100 are waiting at Ward: Ward, capacity becomes 450 beds``."""
    said = []
    for rule in pathway.file.when.values():
        until = f", until {_condition(pathway, rule.until)}" if rule.until else ""
        becomes = list_words(f"{called(pathway, path)} becomes {value}" for path, value in rule.set.items())
        said.append(f"While {_condition(pathway, rule.if_)}{until}: {becomes}")
    return tuple(said)


def _condition(pathway: Pathway, text: str) -> str:
    place, what, compares, number = _CONDITION.fullmatch(text.strip()).groups()  # type: ignore[union-attr]
    return f"{_COMPARED[compares]} {number} {_WATCHED[what]} at {title(pathway.file.places[place].name, place)}"


def never_settles(result: Result) -> list[str]:
    """Where more come than can ever be helped: what is counted there tells of the time that was counted alone."""
    return [_begun(result.pathway, problem) for problem in result.pathway.warnings if problem.code == _NEVER_SETTLES]


def _begun(pathway: Pathway, problem: Problem) -> str:
    text = named(pathway, problem.message)
    return f"{text[:1].upper()}{text[1:]}"


def to_mind(result: Result) -> list[str]:
    """What a reader must mind of a run: what was foreseen, and whether it had settled; not how to mend the file."""
    said = [_begun(result.pathway, problem) for problem in result.pathway.warnings if problem.code != _NEVER_SETTLES]
    settling = result.warm_up
    said += [
        f"The queue of “{called(result.pathway, f'places.{of.place}')}” grew all through the time counted and seems to "
        "grow without end: its figures tell of that time alone."
        for of in result.growing
    ]
    if result.endless:
        said.append(
            f"In {result.endless} of the {result.replications} runs, with the numbers drawn for them, a queue grows "
            "without end: their figures tell of the time counted alone."
        )
    if not (settling.settled or result.growing or result.endless):
        said.append(
            "The number of people in the pathway was still changing half-way through the time counted, so that these "
            "are the figures of a pathway on the move."
        )
    needed, given = (round((seconds or 0) / DAY) for seconds in (settling.needed, settling.given))
    if settling.is_short and needed > given:
        days = count_words(needed, "day"), count_words(given, "day")
        said.append(f"The pathway takes about {days[0]} to settle, and is counted after {days[1]} already.")
    return said


def unpriced(now: Pathway, then: Pathway) -> list[str]:
    """Where a change is of how many beds or staff there are, and the bill leaves out what these cost by being there."""
    said = []
    for kind, what, paid in (("places", "capacity", _THERE), ("pools", "number", {*_THERE, "occupied"})):
        before, after = now.document.data.get(kind, {}), then.document.data.get(kind, {})
        for name in getattr(then.file, kind):
            same = all(before[name].get(key) == after[name].get(key) for key in (what, "calendar"))
            prices = {price.paid for price in then.file.costs.get(f"{kind}.{name}", ())}
            if then.file.costs and not same and not prices & paid:
                counts = (
                    f"counts “{called(then, f'{kind}.{name}')}” by use alone"
                    if prices
                    else (f"has no price for “{called(then, f'{kind}.{name}')}”")
                )
                said.append(f"The bill {counts}: what it costs to have more or fewer there is left out.")
    return said
