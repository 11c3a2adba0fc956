"""What a page says first of its many rows: how many values are known, on how many it can be told, and which differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from oneplace.progress.sentences import Claim, Kind, Reference, Sentence
from oneplace.vocabulary.dimensions import AREA, EVERYONE
from oneplace.vocabulary.wording import MADE_UP, count_words
from oneplace.web.presenters.spines import APART, Line

JUDGED = (*APART, "could be chance")


@dataclass(frozen=True)
class Of:
    """What a page is about: one group of a dimension, by its code, and what it is called after "for".

    ``beside`` is the code of the area that it is set beside; None where that is everyone in the place.
    """

    dimension: str
    group: str
    name: str
    beside: str | None = None

    def claim(self, kind: Kind, number: int, direction: str) -> Claim:
        """So many stand so."""
        reference = Reference(whose=self.beside) if self.beside else Reference(group=EVERYONE)
        return Claim(
            kind,
            number=number,
            direction=direction,
            dimension=self.dimension,
            group=self.group,
            whose=self.group if self.dimension == AREA else None,
            reference=reference if kind is Kind.APART_COUNT else None,
        )


@dataclass(frozen=True)
class Counted:
    """What is said of the rows of a page's table: how many there are, how they stand, how many differ, and which."""

    known: Sentence
    standing: Sentence
    told_apart: Sentence
    which: tuple[Sentence, ...]
    """Each measure whose rows differ, for a list: too many for a sentence."""


def counted(lines: Sequence[Line], of: Of, beside: str) -> Counted:
    """The sentences of a page whose rows are set beside ``beside``."""
    return Counted(known(lines, of), standing(lines, of, beside), told_apart(lines, of), which(lines))


def known(lines: Sequence[Line], of: Of) -> Sentence:
    """How many values are known, and how many of them are made up."""
    count = _Count(lines)
    text = f"{_are(count.all, 'value')} known for {of.name}{count.made_up_words}."
    return Sentence(text, count.claims(of, Kind.KNOWN_COUNT, "known"))


def standing(lines: Sequence[Line], of: Of, beside: str) -> Sentence:
    """On how many rows the difference from ``beside`` can be tested, and what the test says: all of them add up."""
    told, *parts = (_Count(line for line in lines if line.difference in words) for words in (JUDGED, *zip(JUDGED)))
    same = _Count(line for line in lines if line.difference == "the same")
    if not told.all:
        nobody = f"On none of them can the difference from {beside} be tested."
        return Sentence(nobody, told.claims(of, Kind.APART_COUNT, "told"))
    better, worse, higher, lower, chance = parts
    unlike = [(count, way) for count, way in ((higher, "higher"), (lower, "lower")) if count.all]
    ways = " and ".join(f"{count.many} {way}{count.made_up_words}" for count, way in unlike)
    text = (
        f"On {told.of_them} the difference from {beside} can be tested. {better.many.capitalize()} "
        f"{'is' if better.all < 2 else 'are'} better beyond chance{better.made_up_words}, "
        f"{worse.many} worse{worse.made_up_words}{f', {ways} where neither is better' if ways else ''}. "
        f"On {chance.many} it could be chance{chance.made_up_words}."
    )
    counts = (("told", told), ("better", better), ("worse", worse), *((way, count) for count, way in unlike))
    every = (*counts, ("could be chance", chance))
    if same.all:
        text += f" On {same.many} both are the same{same.made_up_words}."
        every = (*every, ("the same", same))
    return Sentence(text, tuple(each for word, one in every for each in one.claims(of, Kind.APART_COUNT, word)))


def told_apart(lines: Sequence[Line], of: Of) -> Sentence:
    """On how many rows the difference is more than chance explains, and on how many nobody can tell."""
    apart, unsaid = (_Count(line for line in lines if line.difference in words) for words in (APART, ("not known",)))
    text = f"The difference is more than chance explains on {apart.of_them}."
    if unsaid.all:
        text += f" On {unsaid.of_them} no limits are known to tell by."
    text += " Of many measures, about one in twenty seems to differ just by chance."
    claims = apart.claims(of, Kind.APART_COUNT, "apart")
    return Sentence(text, (*claims, *(unsaid.claims(of, Kind.APART_COUNT, "not known") if unsaid.all else ())))


def which(lines: Sequence[Line]) -> tuple[Sentence, ...]:
    """The measures whose rows differ. A group's ages may have several of one: it is named once, with how many."""
    plain = (line for line in lines if line.difference in APART)
    named = [list(rows) for _, rows in groupby(plain, key=lambda line: line.measure.id)]
    return tuple(Sentence(_link(rows), tuple(line.claim for line in rows)) for rows in named)


class _Count:
    """How many rows there are, and how many of them are made up: the one number is never told without the other."""

    def __init__(self, lines: Iterable[Line]) -> None:
        found = [line.origin in MADE_UP for line in lines]
        self.all, self.made_up = len(found), sum(found)

    @property
    def made_up_words(self) -> str:
        """In brackets; empty where none is."""
        return f" ({self.made_up} made up)" if self.made_up else ""

    @property
    def many(self) -> str:
        """How many; "none" in words."""
        return str(self.all or "none")

    @property
    def of_them(self) -> str:
        """How many of those named before."""
        return f"{self.many} of them{self.made_up_words}"

    def claims(self, of: Of, kind: Kind, direction: str) -> tuple[Claim, ...]:
        """That so many stand so, and that so many of them are made up."""
        made_up = [of.claim(kind, self.made_up, f"{direction}, made up")] if self.made_up else []
        return of.claim(kind, self.all, direction), *made_up


def _link(lines: Sequence[Line]) -> Markup:
    """A measure by its name, with how its rows differ, how many they are and, of what is made up, that it is."""
    line, ways = lines[0], dict.fromkeys(line.difference for line in lines)
    says = [" and ".join(ways), *([line.origin] if line.origin in MADE_UP else [])]
    says += [f"{len(lines)} rows"] if len(lines) > 1 else []
    return Markup('<a href="{}">{}</a> ({})').format(line.href, line.measure.name, ", ".join(says))


def hidden(count: int, of: Of) -> Sentence:
    """How many values are not shown; empty where none is hidden."""
    claim = of.claim(Kind.KNOWN_COUNT, count, "hidden")
    shown = f"{_are(count, 'value')} not shown, so that nobody can be recognised."
    return Sentence(shown, (claim,)) if count else Sentence()


def unsaid(count: int, of: Of) -> Sentence:
    """How many measures say nothing of a group."""
    say = f"{count_words(count, 'measure')} {'says' if count == 1 else 'say'} nothing of {of.name}."
    return Sentence(say, (of.claim(Kind.KNOWN_COUNT, count, "unsaid"),)) if count else Sentence()


def _are(count: int, noun: str) -> str:
    return f"{count_words(count, noun)} {'is' if count == 1 else 'are'}"
