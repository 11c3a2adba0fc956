"""What a form offers to choose from: partners, bodies, measures, and whatever else has a name, so that nobody types an
id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args, get_origin

from django.utils.timezone import localdate

from oneplace.delivery.happened import GROUPS, RECOMMENDS, STATES, Decision, Kind, State, Subject, is_unseen
from oneplace.place import EXEMPT, Place
from oneplace.place.short_notice import MAY_AGREE, OFFICES, TOLD
from oneplace.vocabulary.wording import unit_words
from oneplace.web.delivery.named import CLOSED, ONE, bodies, name_of

Choice = tuple[str, str]
LONGEST = 110
"""Letters of a thing's name in a list: a list is as wide as its longest line."""
_THINGS: Mapping[str, tuple[Kind, ...]] = {
    "caused_by": (Kind.MILESTONE,),
    "after": (Kind.DECISION,),
    "objective": (Kind.OBJECTIVE,),
    "follows": (Kind.CYCLE,),
    "about": (Kind.RISK, Kind.MILESTONE, Kind.ISSUE, Kind.DECISION, Kind.MEETING, Kind.WORKSTREAM, Kind.AMBITION,
              Kind.MUST, Kind.GAP, Kind.LESSON),
}  # fmt: skip
"""The kinds of things that a field names one of."""
_NAMED_WHEN_OVER = (Kind.MEETING, Kind.CYCLE)
"""What is named though it is over: what came out of a meeting, the cycle that another follows."""


_IMPACTS = {
    "positive": "it does them good",
    "negative": "it does them harm",
    "none": "nothing",
    "unknown": "nobody knows",
}
CODES: Mapping[str, Mapping[str, str]] = {
    "scrutiny_told": TOLD,
    "urgent_office": OFFICES,
    "private_office": MAY_AGREE,
    "came": {"agreed_with_changes": "agreed with changes"},
    "group": GROUPS,
    "screening": {
        "done": "An assessment was made",
        "required": "An assessment is due",
        "not_required": "None is due",
    },
    "harm_impact": _IMPACTS,
    "chance_impact": _IMPACTS,
    "bonds_impact": _IMPACTS,
}
"""What the codes of a field are in words, where they aren't words themselves."""
_PARTNERS = ("org", "by_org", "next_org", "asked_by")
NAMING = frozenset({*_THINGS, *_PARTNERS, "workstream", "body", "measure", "serves", "decision"})
"""The fields that name something by its id."""


@dataclass(frozen=True)
class Offered:
    """What there is to choose from: the place, how everything stands, and which thing the form is about."""

    found: Place
    now: Mapping[Subject, State]
    of: Subject


def choices(name: str, offered: Offered, chosen: str = "") -> list[Choice]:
    """The values that a field may have, each in words; none where it is written freely.

    What stands there already (``chosen``) is offered though it has closed, or nothing is called so.
    """
    if name in _THINGS:
        listed = _things(offered, _THINGS[name])
        odd = [(chosen, f"{chosen} (nothing open is called so)")] if chosen and chosen not in dict(listed) else []
        return [("", "None"), *odd, *listed]
    if name in _PARTNERS:
        return [("", "Choose"), *_partners(offered.found, chosen)]
    if name in ("body", "decision") and (name, offered.of[0]) != ("body", Kind.MEETING):
        known = _deciders(offered.found, chosen) if name == "body" else _decided(offered, chosen)
        return [("", "Choose"), *known]
    if name in _LISTED:
        return [("", "Choose"), *_LISTED[name](offered.found)]
    if name == "exempt_paragraph":
        return [("", "None"), *((str(number), f"{number}: {words}") for number, words in EXEMPT.items())]
    about = STATES[offered.of[0]].model_fields.get(name)
    literal = about.annotation if about and get_origin(about.annotation) is Literal else None
    words = CODES.get(name, {})
    return [(one, capital(words.get(one, one.replace("_", " "))) or "Choose") for one in get_args(literal)]


@dataclass(frozen=True)
class Listed:
    """What can be ticked of one kind: ``name`` is what the kind is called."""

    name: str
    choices: list[Choice]


def ticked(name: str, found: Place) -> list[Listed]:
    """What a field offers of which several can be ticked, in groups; none of any other field."""
    aims = found.strategy.aims if name == "serves" else {}
    return [Listed(capital(kind), [(key, _short(words)) for key, words in each.items()]) for kind, each in aims.items()]


def _decided(offered: Offered, chosen: str) -> list[Choice]:
    """The decisions that everybody may know of, of the files and of the record; what is named already stays."""
    own = {subject: one.text for (_, subject), one in offered.now.items()
           if isinstance(one, Decision) and not is_unseen(one)}  # fmt: skip
    known = {key: one.title for key, one in offered.found.decisions.items()} | own
    odd = [(chosen, f"{chosen} (nothing is called so)")] if chosen and chosen not in known else []
    return [*odd, *((key, _short(title)) for key, title in known.items())]


def _partners(found: Place, chosen: str) -> list[Choice]:
    """Who can answer for something today: a body that has ended only where it is named already."""
    ended = {one.id: one.until for one in found.strategy.partners if one.until and one.until.is_over(localdate())}
    return [
        (one.id, f"{one.name} (until {ended[one.id].words})" if one.id in ended else one.name)
        for one in found.strategy.partners
        if one.id not in ended or one.id == chosen
    ]


def _workstreams(found: Place) -> list[Choice]:
    return [(one.id, one.name) for one in found.strategy.workstreams]


def _bodies(found: Place) -> list[Choice]:
    return [*bodies(found).items()]


def _deciders(found: Place, chosen: str) -> list[Choice]:
    """The bodies that can decide; another only where it is named already."""
    can = found.strategy.governance.deciders
    called = bodies(found)
    kept = [(chosen, f"{called.get(chosen, chosen)} (can’t decide)")] if chosen and chosen not in can else []
    return [*kept, *can.items()]


def cannot_decide(found: Place) -> list[str]:
    """The bodies whose quorum or members nobody has said, by name: they can be chosen for no decision."""
    can = found.strategy.governance.deciders
    return [name for key, name in bodies(found).items() if key not in can]


def _matters(found: Place) -> list[Choice]:
    types = dict.fromkeys(one.type for one in found.strategy.governance.delegation)
    asks = (RECOMMENDS, "None: it recommends something to the body that decides")
    return [*((one, capital(one)) for one in types), asks] if types else []


def _functions(found: Place) -> list[Choice]:
    named = {name for one in found.strategy.governance.delegation for name in one.functions}
    return [(one, capital(one)) for one in sorted(named)]


def capital(words: str) -> str:
    """Words as they stand at the beginning of a line."""
    return words[:1].upper() + words[1:]


def _fifths(_found: Place) -> list[Choice]:
    return [(str(number), str(number)) for number in range(1, 6)]


def _measures(found: Place) -> list[Choice]:
    better = {"high_good": "; higher is better", "low_good": "; lower is better"}
    named = [
        (key, f"{_short(one.name)} ({unit_words(one.unit)}{better.get(one.polarity, '')})")
        for key, one in found.measures.items()
    ]
    return sorted(named, key=lambda one: one[1].casefold())


_LISTED: Mapping[str, Callable[[Place], list[Choice]]] = {
    **dict.fromkeys(("likelihood", "consequence"), _fifths),
    "workstream": _workstreams,
    "body": _bodies,
    "matter": _matters,
    "function": _functions,
    "measure": _measures,
    "group": lambda _found: [(code, capital(words)) for code, words in GROUPS.items()],
}


def _things(offered: Offered, kinds: tuple[Kind, ...]) -> list[Choice]:
    """What is open of some kinds, in the order of the kinds; each with its kind where there are several."""
    return [
        (subject, _short(f"{ONE[kind]}: {name}" if len(kinds) > 1 else name))
        for kind in kinds
        for (its, subject), one in offered.now.items()
        if its is kind and (its, subject) != offered.of and (one.state not in CLOSED or its in _NAMED_WHEN_OVER)
        if (name := name_of(offered.found, kind, subject, one))
    ]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…"
