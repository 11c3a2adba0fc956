"""Search over what the site holds: ambitions, measures, neighbourhoods, the strategy's words, and its own pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from oneplace.place import Outcome, streets
from oneplace.vocabulary.people import Called
from oneplace.web.accounts.permissions import Actor
from oneplace.web.entries import Words, entries
from oneplace.web.public.finding import (
    ASKING,
    Found,
    Index,
    Named,
    Need,
    Topic,
    Urgent,
    around,
    by_phrase,
    phrase,
    stem,
    stems,
    street_in,
    topics,
    urgent,
    words,
)
from oneplace.web.public.presenters.groups import address, groups
from oneplace.web.public.presenters.neighbourhoods import wards
from oneplace.web.public.presenters.themes import theme_href
from oneplace.web.snapshot import OnceARun, Snapshot

LONGEST_QUERY = 200
MOST_FOUND = 50
WEIGHTS = {"Group of people": 1.2, "Ambition": 1.3, "Measure": 1.1, "Page": 1.0, "Ward": 1.0, "Neighbourhood": 0.9}
OTHER_WEIGHT = 0.8
NAMED = ("Neighbourhood", "Ward")
ONLY_SAID = ("Strategy", "Partner", "Enabler")
"""What names a matter and measures nothing of it."""
MOST_NEAREST = 5


@dataclass(frozen=True)
class Entry:
    """Something that can be found: ``name`` is shown beneath its title, ``words`` are only looked in."""

    kind: str
    title: Words
    name: str
    words: str
    href: str


@dataclass(frozen=True)
class Results:
    """What the page prints about a question: the entries, best first, and how the question was read.

    ``unmeasured``: what was asked about that no measure, ambition or page of this site is about; ``nearest``: the
    topics next to it that have one. ``urgent``: whom to turn to before reading on. ``street``: what was read as the
    name of a street, of which there are no numbers but its neighbourhood's.
    """

    entries: list[Entry]
    corrected: dict[str, str]
    unmeasured: list[str]
    nearest: list[Topic]
    urgent: Urgent | None
    street: str = ""


class Catalogue:
    """Everything that a place's site has to find, with its index."""

    def __init__(self, shot: Snapshot) -> None:
        self.entries = list(_entries(shot))
        weights = [WEIGHTS.get(entry.kind, OTHER_WEIGHT) for entry in self.entries]
        named = {number for number, entry in enumerate(self.entries) if entry.kind in NAMED}
        pages = [(f"{entry.title} {entry.name}", entry.words) for entry in self.entries]
        self.index = Index(pages, weights, named)

    @cached_property
    def topics(self) -> dict[str, list[Topic]]:
        """The topics that some page for everybody is about, under their headings."""
        shut = _shut(None)
        found: dict[str, list[Topic]] = {}
        for topic in topics():
            if not self._only_said(self.index.answering(phrase(topic.name)), shut):
                found.setdefault(topic.heading, []).append(topic)
        return found

    def unmeasured(self, found: Found, shut: set[str]) -> list[Need]:
        """What was asked about and no more than named, if that, on any page but the ones that are ``shut``."""
        return [need for need, answering in found.answered.items() if self._only_said(answering, shut)]

    def nearest(self, needs: Sequence[Need]) -> list[Topic]:
        """The topics that stand near what nothing is measured about and have a page; else those under its heading."""
        had = [topic for under in self.topics.values() for topic in under]
        near = {said for need in needs for said in around(need.said)[1]}
        found = [topic for topic in had if near & {phrase(said) for said in topic.said}]
        headings = {topic.heading for need in needs for topic in by_phrase().get(need.said, ())}
        return (found or [topic for topic in had if topic.heading in headings])[:MOST_NEAREST]

    def _only_said(self, answering: Iterable[int], shut: set[str]) -> bool:
        about = (self.entries[number] for number in answering)
        return all(entry.kind in ONLY_SAID or entry.href in shut for entry in about)


catalogue = OnceARun(Catalogue)
"""The catalogue of the run that is served."""


def search(shot: Snapshot, query: str, actor: Actor | None) -> Results:
    """What answers the query, at most ``MOST_FOUND``. Pages that not everybody may open are found by those who may."""
    every = catalogue(shot)
    shut = _shut(actor)
    query = query[:LONGEST_QUERY]
    street, about = _listed(shot, query) or street_in(query) or ("", query)
    found: Found = every.index.find(about)
    answers = [every.entries[match.number] for match in found.matches]
    opened = [entry for entry in answers if entry.href not in shut]
    opened.sort(key=lambda entry: not _is_named(entry, query))
    if street:
        opened = [entry for entry in every.entries if entry.kind in NAMED and has_all(entry, words(street))] + opened
    unmeasured = every.unmeasured(found, shut)
    if unmeasured:
        opened += [entry for entry in every.entries if entry not in opened and _is_of_people(entry, query)]
    asked = [_as_typed(need, query) for need in unmeasured]
    return Results(
        opened[:MOST_FOUND], found.corrected, asked, every.nearest(unmeasured), urgent(query, found.corrected), street
    )


def _listed(shot: Snapshot, query: str) -> Named | None:
    """A whole query that is a street of the place's list by its name; None where it is none, or a topic's name."""
    named = shot.place.place.streets
    if named is None or phrase(query) in by_phrase():
        return None
    known = streets(shot.place.root, named, shot.place.place.postcodes)
    return Named(query, "") if known.named(query) else None


def has_all(entry: Entry, typed: Iterable[str]) -> bool:
    """Whether every word that was typed begins a word of a name: half of a street's name is another place's."""
    own = stems(f"{entry.title} {entry.name} {entry.words}")
    asked = [stem(word) for word in typed if word not in ASKING]
    return bool(asked) and all(any(word.startswith(each) for word in own) for each in asked)


def _as_typed(need: Need, query: str) -> str:
    typed = re.search(r"\W+".join(need.asked.split()), query, re.IGNORECASE)
    return typed[0] if typed else need.asked


def _is_named(entry: Entry, query: str) -> bool:
    """Whether the query names the group of people that a page is about: it leads there before all else about them."""
    words = f" {' '.join(query.casefold().split())} "
    return entry.kind == "Group of people" and any(f" {name} " in words for name in entry.words.split("; "))


def _is_of_people(entry: Entry, query: str) -> bool:
    """Whether the query speaks of the group that a page is about, be it within a phrase (``women's health``)."""
    return entry.kind == "Group of people" and Called(tuple(entry.words.split("; "))).in_text(query)


def _shut(actor: Actor | None) -> set[str]:
    """The addresses of pages that this reader is not told of."""
    offered = {entry.href for entry in entries(actor) if actor or not entry.needs}
    return {entry.href for entry in entries(None)} - offered


def _entries(shot: Snapshot) -> Iterator[Entry]:
    for offered in entries(None):
        if offered.title:
            yield Entry("Page", offered.title, "", str(offered.about), offered.href)
    for people in (one for one in groups(shot) if one.code not in ("2", "3", "4")):  # of fifths the ends are asked for
        yield Entry("Group of people", people.name, "", "; ".join(people.called.called), address(people))
    for theme in shot.place.themes.values():
        answered = (one for one in theme.facets.values() if one.answered_by(shot.place.measures))
        words = " ".join((theme.asks, *(f"{one.title} {one.asks}" for one in answered)))
        yield Entry("Theme", theme.title, "", words, theme_href(theme))
    for outcome in shot.place.strategy.outcomes:
        yield _ambition(shot, outcome)
    for measure in shot.place.measures.values():
        words = f"{measure.definition} {measure.id} {measure.source or ''}"
        yield Entry("Measure", measure.name, "", words, reverse("public:measure", args=[measure.id]))
    yield from _strategy(shot)
    for ward in wards(shot.place):
        yield Entry("Ward", f"{ward.name} ward", "", ward.code, ward.href)
        for area in ward.areas:
            yield Entry("Neighbourhood", f"{area.part} ({area.name})", f"{ward.name} ward", area.code, area.href)


def _ambition(shot: Snapshot, outcome: Outcome) -> Entry:
    measure = shot.measure(outcome.measure)
    told = " ".join(f"{one['why']} {one['doing']} {one['next_step'] or ''}" for one in shot.said(outcome.id)[:1])
    others = " ".join(other.name for name in outcome.measures if (other := shot.measure(name)))
    words = f"{outcome.text} {outcome.id} {measure.definition if measure else ''} {others} {told}"
    title = outcome.question or outcome.text
    return Entry(
        "Ambition", title, measure.name if measure else "", words, reverse("public:ambition", args=[outcome.id])
    )


def _strategy(shot: Snapshot) -> Iterator[Entry]:
    strategy, page = shot.place.strategy, reverse("public:strategy_all")
    for statements in (strategy.goals, strategy.commitments, strategy.priorities, strategy.values, strategy.principles):
        for item in statements:
            yield Entry("Strategy", item.name or item.text, "", f"{item.text} {item.id}", f"{page}#{item.id}")
    for partner in strategy.partners:
        yield Entry("Partner", partner.name, "", f"{partner.role or ''} {partner.id}", f"{page}#{partner.id}")
    for enabler in strategy.enablers:
        href = f"{page}#serves-{enabler.id}"
        yield Entry("Enabler", enabler.name, "", f"{enabler.text or ''} {enabler.id}", href)
