"""The words of many pages, and which pages answer a question best."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from oneplace.web.public.finding.spelling import nearest
from oneplace.web.public.finding.streets import STREETS
from oneplace.web.public.finding.topics import Phrase, Topic, around, by_phrase, longest, not_meant, phrase, topics
from oneplace.web.public.finding.words import ASKING, ASPECTS, RELATIVES, stem, words

ITSELF, BEGUN, OTHERWISE_SAID, NEAR = 1.0, 0.6, 0.5, 0.3
"""What a match counts by how it came about: the words themselves, the start of a word, the topic's other words."""
IN_FULL, IN_TITLE, APART, IN_TEXT = 4.5, 3.0, 2.0, 1.0
"""What a match counts by where it is: all of the title, within it, its words apart in it, in the text."""
ANSWERS = 1.0
"""A page answers where the words themselves are anywhere in it, or the topic's other words are in its title."""
LEAST_SHARE = 0.15
"""Of the best match's score: what is below answers another question."""
SHORTEST_START = 4
ASPECT_WEIGHT = 0.3
_ASPECT_STEMS = frozenset(map(stem, ASPECTS))
_SAY_LITTLE = _ASPECT_STEMS.union(map(stem, ASKING))
_RELATIVE_STEMS = frozenset(map(stem, RELATIVES))
_OF_STREETS = frozenset((stem(word),) for word in STREETS)
"""By the road or the lane alone nobody names the neighbourhood that is called after one."""
_HERE = phrase("my area")
"""Names the topic of where people live: beside anything else that is asked it says only where."""


@dataclass(frozen=True)
class Need:
    """A part of the question that a page should answer: a phrase of the topics or a word; ``asked``: its words."""

    said: Phrase
    word: str
    asked: str


@dataclass(frozen=True)
class Match:
    """A page that answers a part of the question."""

    number: int
    score: float


@dataclass(frozen=True)
class Found:
    """The pages that answer, best first; the words that were read otherwise than spelt; who answers which part.

    ``answered`` has the parts that say what is asked about, in the question's order; a part that only says what is
    asked of it ("waiting times") is there only where nothing else is asked.
    """

    matches: list[Match]
    corrected: dict[str, str]
    answered: dict[Need, frozenset[int]]


class Index:
    """The titles and texts of pages; ``weights`` puts one kind of page before another where both answer alike.

    ``named``: pages that are found by their own words alone, as streets and neighbourhoods are.
    """

    def __init__(self, pages: Sequence[tuple[str, str]], weights: Sequence[float], named: Collection[int] = ()) -> None:
        self._weights, self._named = weights, named
        self._titles = [_padded(words(title)) for title, _ in pages]
        self._texts = [_padded(words(text)) for _, text in pages]
        self._where: dict[str, set[int]] = defaultdict(set)
        spelt = {word for said in topics() for word in _rightly_spelt(said)}
        for number, (title, text) in enumerate(pages):
            own = words(f"{title} {text}")
            spelt |= set(words(title))
            for key in map(stem, own):
                self._where[key].add(number)
        self._stems = sorted(self._where)
        self._of_topics = frozenset(key for said in by_phrase() for key in said)
        self._spelt = sorted(word for word in spelt if word.isalpha() and len(word) > 2)

    def find(self, question: str) -> Found:
        """The pages that answer a question in people's own words. What is only near them is no answer."""
        needs, corrected = self._needs(words(question))
        scores: dict[int, float] = defaultdict(float)
        met: dict[int, float] = defaultdict(float)
        held = {need: self._holding(need) for need in needs}
        total = sum(self._weight(pages, need) for need, pages in held.items())
        for need, pages in held.items():
            weight = self._weight(pages, need)
            for number, quality in pages.items():
                scores[number] += weight * quality
                met[number] += weight
        answered = {need: frozenset(self._answering(need)) for need in _asked_about(needs)}
        matches = [
            Match(number, scores[number] * self._weights[number] * (met[number] / total) ** 2)
            for number in sorted(frozenset().union(*answered.values()))
        ]
        matches.sort(key=lambda match: -match.score)
        least = matches[0].score * LEAST_SHARE if matches else 0.0
        return Found([match for match in matches if match.score >= least], corrected, answered)

    def answering(self, said: Phrase) -> frozenset[int]:
        """The pages that answer a phrase of the topics."""
        return frozenset(self._answering(Need(said, "", " ".join(said))))

    def _needs(self, asked: list[str]) -> tuple[list[Need], dict[str, str]]:
        """What the question asks for, spelt as pages spell it: the longest phrases of topics, then other words."""
        needs: list[Need] = []
        rest = [word if word in ASKING | ASPECTS else self._known(word) for word in asked]
        corrected = {word: known for word, known in zip(asked, rest, strict=True) if word != known}
        while rest:
            taken = self._phrase(rest)
            if taken:
                needs.append(Need(tuple(map(stem, rest[:taken])), "", " ".join(rest[:taken])))
            elif rest[0] not in ASKING:
                word = rest[0]
                if word in corrected.values() and not self._is_in_a_page(word):
                    word = asked[-len(rest)]  # read otherwise it says nothing either: a lottery is no letter
                    del corrected[word]
                needs.append(Need((stem(word),), word, word))
            rest = rest[taken or 1 :]
        return needs, corrected

    def _phrase(self, rest: Sequence[str]) -> int:
        for length in range(min(longest(), len(rest)), 0, -1):
            if tuple(map(stem, rest[:length])) in by_phrase():
                return length
        return 0

    def _known(self, word: str) -> str:
        """The word itself where a page or a topic has it or begins with it; else the nearest that is known."""
        if self._is_in_a_page(word) or stem(word) in self._of_topics:
            return word
        return nearest(word, self._spelt) or word

    def _is_in_a_page(self, word: str) -> bool:
        return stem(word) in self._where or any(self._begun(word))

    def _holding(self, need: Need) -> dict[int, float]:
        """Which pages meet a need or are near it, and how well."""
        near = ((said, NEAR) for said in sorted(around(need.said)[1]))
        return self._best([*self._said(need), *near], not_meant(need.said))

    def _answering(self, need: Need) -> Iterator[int]:
        found = self._best(self._said(need), not_meant(need.said))
        return (number for number, quality in found.items() if quality >= ANSWERS)

    def _said(self, need: Need) -> list[tuple[Phrase, float]]:
        """The ways in which the same is said, and what each counts."""
        begun = [((key,), BEGUN) for key in self._begun(need.word)] if need.word else []
        others = [(said, OTHERWISE_SAID) for said in sorted(around(need.said)[0])]
        return [(need.said, ITSELF), *begun, *others]

    def _best(self, ways: Sequence[tuple[Phrase, float]], but: Sequence[Phrase]) -> dict[int, float]:
        found: dict[int, float] = {}
        for said, quality in ways:
            names = quality >= BEGUN and said not in _OF_STREETS
            for number, where in self._with(said, but).items():
                if names or number not in self._named:
                    found[number] = max(found.get(number, 0.0), quality * where)
        return found

    def _with(self, said: Phrase, but: Sequence[Phrase]) -> dict[int, float]:
        """The pages that have a phrase, not only within those of ``but``, and what that counts by where it stands."""
        pattern, telling, found = _padded_stems(said), _telling(said), dict[int, float]()
        whole, apart = (self._having(keys) for keys in (said, telling))
        for number in whole | apart:
            title, text = _without(self._titles[number], but), _without(self._texts[number], but)
            if pattern == title:
                found[number] = IN_FULL
            elif pattern in title:
                found[number] = IN_TITLE
            elif number in apart and _side_by_side(telling, title):
                found[number] = APART
            elif pattern in text:
                found[number] = IN_TEXT
        return found

    def _having(self, keys: Phrase) -> set[int]:
        sets = [self._where.get(key, set()) for key in keys]
        return set.intersection(*sets) if sets else set()

    def _begun(self, word: str) -> Iterator[str]:
        """The stems that begin with a word not yet typed to its end."""
        if len(word) < SHORTEST_START:
            return
        for key in self._stems[bisect_left(self._stems, word) :]:
            if not key.startswith(word):
                return
            yield key

    def _weight(self, held: Collection[int], need: Need) -> float:
        """What meeting a need counts: more, the fewer pages meet it; little for what is asked about something."""
        rarity = math.log(1 + (len(self._weights) + 1) / (1 + len(held)))
        return rarity * (ASPECT_WEIGHT if _is_aspect(need) else 1.0)


def _rightly_spelt(topic: Topic) -> Iterator[str]:
    """The words of a topic but for slips of those of its name, which people type and nobody is to be told of."""
    name = words(topic.name)
    yield from name
    yield from (word for said in topic.said for word in words(said) if nearest(word, name) is None)


def _is_aspect(need: Need) -> bool:
    return _ASPECT_STEMS.issuperset(need.said)


def _asked_about(needs: Sequence[Need]) -> list[Need]:
    """The needs that name a matter; where none does, for whom or where it is asked; else all."""
    matters = [need for need in needs if not _is_aspect(need)]
    alone = [need for need in matters if not _RELATIVE_STEMS.issuperset(need.said) and not _is_here(need)]
    return alone or matters or list(needs)


def _is_here(need: Need) -> bool:
    return need.said == _HERE or need.said in around(_HERE)[0]


def _telling(said: Phrase) -> Phrase:
    """The words of a phrase by which a title is known in any order: who sleeps rough is a rough sleeper.

    Empty where fewer than two tell anything by themselves.
    """
    keys = tuple(key for key in said if key not in _SAY_LITTLE)
    return keys if len(keys) > 1 and not any(key.isdigit() for key in keys) else ()


def _side_by_side(keys: Phrase, title: str) -> bool:
    """Whether a title has the words next to each other in any order, but for such as tell little by themselves."""
    told, wanted = [key for key in title.split() if key not in _SAY_LITTLE], sorted(keys)
    spans = (told[at : at + len(wanted)] for at in range(len(told) - len(wanted) + 1))
    return any(sorted(span) == wanted for span in spans)


def _without(text: str, phrases: Sequence[Phrase]) -> str:
    for said in phrases:
        text = text.replace(_padded_stems(said), "  ")
    return text


def _padded(own: Sequence[str]) -> str:
    return _padded_stems([stem(word) for word in own])


def _padded_stems(keys: Sequence[str]) -> str:
    return f" {' '.join(keys)} "
