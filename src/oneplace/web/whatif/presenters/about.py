"""What a pathway is, as its file describes it: who comes, what there is, where it goes, where its numbers are from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oneplace.flow import Pathway
from oneplace.vocabulary.wording import count_words, list_words
from oneplace.web.whatif.presenters.naming import named, rules_words
from oneplace.web.whatif.presenters.words import title

PROVENANCE = {
    "published": "Its numbers are published",
    "local": "Its numbers are the place's own",
    "agreed": "Its numbers are agreed by the place's partners",
    "illustrative": "Its numbers are illustrative. They show how a pathway works and are nobody's",
    "not_set": "Where its numbers come from is not set",
}

MADE_UP = {
    "illustrative": (
        "Every number on this page is illustrative",
        "it shows how a pathway works, and is that of no real service.",
    ),
    "not_set": (
        "Nobody has said where this pathway’s numbers come from",
        "do not take what is computed from them for more than an example.",
    ),
}


@dataclass(frozen=True)
class Comer:
    """A class of patients: who they are, how many come, where they enter, how deprived they are."""

    name: str
    arrivals: str
    enters: str
    deprivation: str


@dataclass(frozen=True)
class Where:
    """A place or a pool: what there is of it, how long people stay, where they go next."""

    name: str
    capacity: str
    queue: str
    stay: str
    onward: str


@dataclass(frozen=True)
class Preset:
    """A scenario that the file names."""

    id: str
    name: str
    note: str


@dataclass(frozen=True)
class About:
    """The pathway's description."""

    name: str
    note: str
    provenance: str
    source: str
    illustrative: bool
    made_up: tuple[str, str] | None
    """What is said first of all of numbers that are nobody's, or of unknown origin."""
    comers: tuple[Comer, ...]
    places: tuple[Where, ...]
    pools: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    presets: tuple[Preset, ...]


def about(pathway: Pathway) -> About:
    """The description of a pathway, from its own file."""
    file, data = pathway.file, pathway.document.data
    return About(
        name=file.name,
        note=named(pathway, file.note or ""),
        provenance=PROVENANCE[file.provenance],
        source=named(pathway, file.source or ""),
        illustrative=file.provenance == "illustrative",
        made_up=MADE_UP.get(file.provenance),
        comers=tuple(_comer(pathway, cls, data["patients"][cls]) for cls in pathway.classes),
        places=tuple(_where(pathway, place, data["places"][place]) for place in pathway.places),
        pools=tuple((title(pool.name, key), str(data["pools"][key]["number"])) for key, pool in file.pools.items()),
        rules=rules_words(pathway),
        presets=tuple(
            Preset(key, title(scenario.name, key), scenario.note or "") for key, scenario in file.scenarios.items()
        ),
    )


def _comer(pathway: Pathway, cls: str, data: Any) -> Comer:
    entry = pathway.entry(cls)
    shares = pathway.spread(cls)
    return Comer(
        title(pathway.file.patients[cls].name, cls),
        _arrivals(data.get("arrivals") or {}),
        title(pathway.file.places[entry].name, entry) if entry else "–",
        f"{_plain(shares[0])} from the most deprived fifth, {_plain(shares[-1])} from the least"
        if shares
        else "not given",
    )


def _arrivals(data: Any) -> str:
    if "rate" in data:
        return f"{data['rate']}{', by the hour' if data.get('profile') else ''}"
    if "forecast" in data:
        return "as forecast"
    if "times" in data:
        return f"at {count_words(len(data['times']), 'given time')}"
    if "every" in data:
        return f"one every {_stay(data['every'])}"
    return "nobody: a class that others become"


def _where(pathway: Pathway, place: str, data: Any) -> Where:
    of = pathway.file.places[place]
    pools = pathway.file.pools
    uses = ", ".join(f"{number} of {title(pools[key].name, key)}" for key, number in (data.get("uses") or {}).items())
    capacity = str(data.get("capacity", "unlimited")) + (" (with shifts)" if of.calendar else "")
    ready = f"; {_stay(data['turnaround'])} to make ready for the next" if data.get("turnaround") is not None else ""
    return Where(
        title(of.name, place),
        capacity + ready + (f"; uses {uses}" if uses else ""),
        str(data.get("queue", "unlimited")),
        _stay(data["stay"]) if data.get("stay") is not None else "by class",
        _onward(pathway, data),
    )


def _stay(data: Any) -> str:
    """A distribution in words: ``4 hours on average (lognormal)``."""
    if not isinstance(data, dict):
        return f"{data}, always"
    shape = str(data.get("shape", ""))
    if data.get("mean") is not None:
        return f"{data['mean']} on average ({shape})"
    if shape == "fixed":
        return f"{data['value']}, always"
    if "from" in data:
        return f"{data['from']} to {data['to']} ({shape})"
    return "as observed" if shape == "empirical" else "in a given order"


def _onward(pathway: Pathway, data: Any) -> str:
    onward = data.get("next")
    if not onward:
        by_class = any((own or {}).get("next") for own in (data.get("for") or {}).values())
        return "by class" if by_class else "the pathway ends"
    if isinstance(onward, dict) and "least_loaded" in onward:
        return f"the least busy of {list_words(_name(pathway, to) for to in onward['least_loaded'])}"
    if isinstance(onward, dict) and "first_free" in onward:
        first, *others = (_name(pathway, to) for to in onward["first_free"])
        return " or, where that is full, ".join([first, *others])
    return ", ".join(f"{_plain(share)} {_name(pathway, to)}" for to, share in onward.items())


def _name(pathway: Pathway, key: str) -> str:
    of = pathway.file.places.get(key)
    return title(of.name if of else None, key)


def _plain(share: Any) -> str:
    return str(share).replace(" %", "%")
