"""A meeting as its agenda and its minutes tell it, in the order in which councils take their business.

The public leaves for what is exempt: each such item stands under its paragraph of Schedule 12A to the Local Government
Act 1972, with why that outweighs publishing it (s.100A(4); for an executive SI 2012/2089 regulation 4(2)(b)).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneplace.place import EXEMPT, Decision, Place
from oneplace.report.asked import option_words, title_of
from oneplace.report.decision_record import NOT_RECORDED, Heading, Rows, contact_words
from oneplace.report.names import titles_of
from oneplace.vocabulary.wording import count_words, day_words, list_words

ILLUSTRATIVE_MEETING = "Illustrative: some of its items are made up to show the form."
_INTERESTS = (
    "To say which interests members have in an item of this agenda. Whoever has one takes no part in the item, unless "
    "they have a dispensation."
)
_EXCLUSION = (
    "To agree that the public leave while the items below are considered. They are likely to tell what is exempt by "
    "the paragraphs named (Local Government Act 1972, Schedule 12A, Part 1), and the public interest in keeping it "
    "exempt outweighs that in telling it."
)


@dataclass(frozen=True)
class Item:
    """A decision that is put to a meeting, as everybody may read it.

    ``paragraphs`` are those of Schedule 12A under which part of it is exempt, ``because`` why; ``papers`` its public
    papers by their titles. ``kept`` is what is exempt: empty but in what is not for publication.
    """

    decision: Decision
    paragraphs: tuple[int, ...] = ()
    because: str = ""
    papers: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sitting:
    """A meeting of a body on a day.

    ``before`` is the day of the one before, ``papers`` are its public papers by their titles, ``kept`` the titles of
    the others: empty but in what is not for publication. ``quorate`` says whether enough were there.
    """

    body: str
    on: date
    starts: str = ""
    where: str = ""
    members: tuple[str, ...] = ()
    quorum: int | None = None
    before: date | None = None
    items: tuple[Item, ...] = ()
    papers: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    quorate: str = ""
    minutes: tuple[str, ...] = ()


def sitting_cover(place: Place, one: Sitting) -> Rows:
    """What stands above the first item: which body meets when and where, and who sits on it."""
    of = f" of {count_words(len(one.members), 'member')}" if one.members else ""
    quorum = f"{one.quorum}{of}" if one.quorum else "not set"
    return (
        ("Meeting of", one.body),
        ("Day", day_words(one.on)),
        ("Time", one.starts or NOT_RECORDED),
        ("Where", one.where or NOT_RECORDED),
        ("Members", list_words(one.members) or "not set"),
        ("How many must take part", quorum),
        ("Where papers can be had", contact_words(place)),
    )


def agenda_of(place: Place, one: Sitting) -> tuple[Heading, ...]:
    """The business of a meeting, numbered; what is exempt last, by its paragraph."""
    first = (
        _points("Apologies for absence", one.apologies, "To hear who can’t come."),
        Heading("Declarations of interests", (_INTERESTS,)),
        Heading("Minutes of the last meeting", (_last(one.before),)),
    )
    numbered = {len(first) + at: item for at, item in enumerate(one.items, 1)}
    exempt = {at: item for at, item in numbered.items() if item.paragraphs}
    papers = (_points("Other papers", one.papers),) if one.papers else ()
    leave = len(first) + len(numbered) + len(papers) + 1
    headings = (
        *first,
        *(_asked(item, leave if item.paragraphs else None) for item in numbered.values()),
        *papers,
        *((Heading("Exclusion of the public", (_EXCLUSION,), inside=_by_paragraph(exempt)),) if exempt else ()),
        *((_points("Papers that are not for publication", one.kept),) if one.kept else ()),
    )
    return _numbered(place, headings)


def minutes_of(place: Place, one: Sitting) -> tuple[Heading, ...]:
    """What came of a meeting, numbered: who was there, what was declared, what was decided and why."""
    declared = tuple(
        f"{title_of(item.decision)}: {list_words(item.decision.interests)}" for item in one.items if _declared(item)
    )
    headings = (
        _points("Present", one.present),
        _points("Apologies for absence", one.apologies, "None on record."),
        *((Heading("Whether enough were there", (f"{one.quorate}.",)),) if one.quorate else ()),
        _points("Declarations of interests", declared, "None on record."),
        *(_decided(item) for item in one.items),
        Heading("What was agreed", one.minutes or (NOT_RECORDED,)),
    )
    return _numbered(place, headings)


def _declared(item: Item) -> bool:
    return bool(item.decision.interests)


def _last(before: date | None) -> str:
    if before is None:
        return "No earlier meeting is on record."
    return f"To agree the minutes of the meeting of {day_words(before)}."


def _asked(item: Item, leave: int | None) -> Heading:
    one = item.decision
    told = (
        *(("A key decision.",) if one.key_decision == "yes" else ()),
        *((f"Report of {one.report_of}.",) if one.report_of else ()),
        *((f"Part of it is not for publication: see item {leave}.",) if leave else ()),
    )
    inside = (
        _points("Recommendations", one.recommendations),
        _points("Documents", (*one.appendices, *item.papers), "None but the report."),
    )
    return Heading(title_of(one), told, inside=inside)


def _decided(item: Item) -> Heading:
    one = item.decision
    inside = (
        _points("Reasons", one.reasons if isinstance(one.reasons, tuple) else ()),
        _points("Alternative options considered and rejected", option_words(one)),
    )
    return Heading(title_of(one), (one.summary or NOT_RECORDED,), inside=inside)


def _by_paragraph(exempt: dict[int, Item]) -> tuple[Heading, ...]:
    """Each paragraph with the items that it keeps back, and, in what is not for publication, what that is."""
    named = sorted({number for item in exempt.values() for number in item.paragraphs})
    return tuple(
        Heading(
            f"Paragraph {number}: {EXEMPT[number]}",
            tuple(
                " ".join((f"Item {at}, {title_of(item.decision).rstrip('.')}.", *_whole(item.because), *item.kept))
                for at, item in exempt.items()
                if number in item.paragraphs
            ),
            listed=True,
        )
        for number in named
    )


def _whole(text: str) -> tuple[str, ...]:
    return (f"{text.rstrip('.')}.",) if text else ()


def _points(title: str, texts: Sequence[str], none: str = NOT_RECORDED) -> Heading:
    return Heading(title, tuple(texts), listed=True) if texts else Heading(title, (none,))


def _numbered(place: Place, headings: Iterable[Heading]) -> tuple[Heading, ...]:
    titles = titles_of(place)
    return tuple(replace(one.titled(titles), title=f"{at}. {one.title}") for at, one in enumerate(headings, 1))
