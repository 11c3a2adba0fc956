"""A decision and its record, what of it is not for publication, and what it is to move."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from oneplace.place.fields import (
    NOT_SET,
    Id,
    Ids,
    Model,
    Number,
    OrNotSet,
    Provenance,
    Ref,
    Sourced,
    Text,
    Texts,
    YesNo,
    refers,
)
from oneplace.place.period import When
from oneplace.place.short_notice import EXCEPTION_NOTICE, MAY_AGREE, TOLD, Office, Told
from oneplace.place.strategy.weighed import Weighed

AIMS = ("values", "goals", "commitments", "priorities", "objectives", "principles")
"""The lists of a strategy that say what a decision can serve."""


class Option(Model):
    """An alternative that was considered."""

    text: Text
    rejected_because: Text | None = None


class Expected(Sourced):
    """What a decision is to move: a measure, by how much and by when.

    ``change`` is in the measure's unit, below nought for down; ``from`` the first period in which it could show, after
    whatever had to be built first; ``controls`` areas that did nothing of the sort, by code.
    """

    measure: Ref = refers("measures", default=...)
    change: Number
    from_: When = Field(alias="from")
    by: When
    controls: Texts = ()
    provenance: Provenance | None = None


Part = Literal[
    "summary", "recommendations", "reasons", "options", "detail", "consultation", "resources", "staff", "property",
    "legal_other", "risk", "policy_framework", "climate", "crime_and_disorder", "health", "equality", "privacy",
    "interests", "appendices", "background", "background_papers", "source", "note",
]  # fmt: skip
"""What of a decision's record can be exempt. Its title, who decides, when and what it changes never are: the notice of
a decision that is taken in private says them (SI 2012/2089 regulations 5 and 9)."""

EXEMPT = {
    1: "information about an individual",
    2: "information that is likely to reveal who an individual is",
    3: "the financial or business affairs of a person or body",
    4: "consultations or negotiations about labour relations",
    5: "legal professional privilege",
    6: "a proposed notice, order or direction",
    7: "the prevention, investigation or prosecution of crime",
}
"""What each paragraph of the Local Government Act 1972, Schedule 12A, Part 1, exempts."""


class Exempt(Model):
    """Parts of a decision's record that are not for publication: under which paragraph, and why not."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    paragraph: Annotated[int, Field(strict=True, ge=1, le=7)]
    public_interest: Text
    """Why keeping it exempt outweighs publishing it, in all the circumstances; where both weigh alike, it is published.
    Everyone reads this."""
    review: When | None = None
    """When somebody looks again whether it is still exempt."""

    @property
    def words(self) -> str:
        """What everyone reads in place of a part: never the part itself."""
        law = f"paragraph {self.paragraph} of Schedule 12A to the Local Government Act 1972: {EXEMPT[self.paragraph]}"
        again = f" To be looked at again: {self.review.words}." if self.review else ""
        return f"Not for publication ({law}). {self.public_interest.rstrip('.')}.{again}"


class PrivateNotice(Model):
    """What an executive published before it took part of a decision in private (SI 2012/2089 regulation 5).

    28 clear days before it that it means to, five before it again with what people said of that and the answer; or who
    agreed that it could not wait for them. Why it is private stands with what is exempt.
    """

    noticed: When | None = None
    again: When | None = None
    representations: Text | None = None
    response: Text | None = None
    urgent: Text | None = None


class GeneralException(Model):
    """Why 28 clear days of notice of a key decision were impracticable, and what was done instead.

    Scrutiny was told in writing, and five clear days passed after a copy of that was published (SI 2012/2089
    regulation 10).
    """

    reason: Text
    told: Told = "chair"
    """Who was told: the chair of scrutiny or, where there is none, each of its members."""
    told_on: When
    published: When

    @property
    def words(self) -> str:
        """What everybody reads of it."""
        return (
            f"{self.reason.rstrip('.')}. {TOLD[self.told].capitalize()} was told in writing on {self.told_on.words}; a "
            f"copy of that was published on {self.published.words}, and {EXCEPTION_NOTICE} clear days pass after that "
            "day (SI 2012/2089, regulation 10)."
        )


class SpecialUrgency(Model):
    """Why a key decision can't wait for what the general exception asks, and who agreed (regulation 11)."""

    reason: Text
    agreed_by: Office
    """The chair of scrutiny; the chair of the council where there is none who can act; else its vice-chair."""
    name: Text | None = None
    on: When
    published: When | None = None
    """When that and why was published: as soon as it can be."""

    @property
    def words(self) -> str:
        """What everybody reads of it."""
        who = f"{self.name} ({MAY_AGREE[self.agreed_by]})" if self.name else f"the {MAY_AGREE[self.agreed_by]}"
        told = f"published on {self.published.words}" if self.published else "not published on a day that is on file"
        return (
            f"{self.reason.rstrip('.')}. That it is urgent and can’t reasonably be put off was agreed by {who} on "
            f"{self.on.words}, and {told} (SI 2012/2089, regulation 11)."
        )


Came = Literal["agreed", "agreed_with_changes", "refused", "withdrawn"]
ENDED: tuple[Came, ...] = ("refused", "withdrawn")
Eases = Literal[
    "target", "date", "path", "baseline", "measure", "gap", "provenance", "dropped", "wording", "owner", "serves",
    "cycle",
]  # fmt: skip


class Decision(Sourced):
    """A decision and its record: what, who, when, why, what else was considered, and the checks made."""

    id: Id
    title: Text
    body: Text | None = None
    on: OrNotSet[When] = NOT_SET
    outcome: Came | None = None
    """What came of it on that day, where it was not simply agreed; words of it stand in ``summary``."""
    meeting: When | None = None
    """The day on which, or the period in which, it is to be decided, while it is asked for."""
    on_text: Text | None = None
    """The date as the document has it, where that cannot be read as a date."""
    subject: Text | None = None
    summary: Text | None = None
    recommendations: Texts = ()
    reasons: OrNotSet[Texts] | None = None
    options: OrNotSet[tuple[Option, ...]] | None = None
    weighed: Weighed | None = None
    """How its options were weighed: not for publication where they aren't."""
    report_of: Text | None = None
    author: Text | None = None
    director: Text | None = None
    contacts: Texts = ()
    confidentiality: Text | None = None
    detail: Texts = ()
    consultation: Text | None = None
    key_decision: YesNo | None = None
    significant: Text | None = None
    """The money, or the wards and what it does to them: why it is a key decision, or why it is none."""
    notice_published: When | None = None
    """When the notice of a key decision was published (28 clear days before)."""
    agenda_published: When | None = None
    """When agenda and report were published (5 clear days before)."""
    entered_late: Texts = ()
    """Of notice, agenda and publication, those that were entered after their day: both days, each in a sentence."""
    corrected: Texts = ()
    """What was put right after its notice: what stands, what stood before, when and why, each in a sentence."""
    not_held: Texts = ()
    """What of the steps that it has passed doesn't hold by its facts as they stand, each in a sentence."""
    general_exception: GeneralException | None = None
    """Of a key decision, where 28 clear days of notice were impracticable."""
    special_urgency: SpecialUrgency | None = None
    """Of a key decision that could not even wait for what the general exception asks."""
    private_notice: PrivateNotice | None = None
    """Of one of which part is taken in private by an executive: the notices of that."""
    urgent: Text | None = None
    """Why its agenda came later than five clear days before, and who agreed, as for a meeting at shorter notice."""
    wards: Texts = ()
    interests: Texts = ()
    dispensations: Texts = ()
    resources: Text | None = None
    property: Text | None = None
    legal_power: Texts = ()
    powers: Ids = refers("duties", default=())
    """The same powers as the strategy's own list has them (``duties`` of the kind ``power``)."""
    legal_other: Texts = ()
    risk: Text | None = None
    policy_framework: Text | None = None
    staff: Text | None = None
    climate: Text | None = None
    crime_and_disorder: Text | None = None
    health: Text | None = None
    equality: Text | None = None
    privacy: Text | None = None
    appendices: Texts = ()
    background: Texts = ()
    background_papers: Texts = ()
    """What the report rests on to a material extent: it lists them (SI 2012/2089 regulation 15)."""
    outcomes: Ids = refers("outcomes", default=())
    serves: Ids = refers(*AIMS, default=())
    """The values and goals that it serves."""
    unserved: Text | None = None
    """Why it serves none of them, where it names none."""
    exempt: tuple[Exempt, ...] = ()
    """What of this record is not for publication. Readers get the rest; the whole is for those who decide."""
    changes: Ids = refers("any", default=())
    """What it changes: ambitions, measures or horizons that are eased, or the strategy itself."""
    eases: tuple[Eases, ...] = ()
    """What of the ambitions that it changes may be easier, or another: it covers that, and nothing else of them."""
    provenance: Provenance | None = None
    """``illustrative`` where it was made up to show the form."""
    expects: tuple[Expected, ...] = ()
    """What it is to move, so that one can see whether it did."""
    unmeasured: Text | None = None
    """Why it is to move no measure, where it names none."""

    def is_ended(self) -> bool:
        """Whether it was refused, or withdrawn before or after it was taken: it is neither taken nor asked for."""
        return self.outcome in ENDED

    def is_taken(self, as_of: date | None) -> bool:
        """Whether it was taken by the day ``as_of``; without a day to judge by, every dated one was."""
        return not self.is_ended() and not isinstance(self.on, str) and (as_of is None or self.on.start <= as_of)

    def is_day_unreadable(self) -> bool:
        """Whether its document gives a day that can't be read: then nobody can say whether it was taken."""
        return not self.is_ended() and isinstance(self.on, str) and self.on_text is not None

    def is_asked(self, as_of: date | None) -> bool:
        """Whether it is still asked for: neither taken by the day ``as_of``, nor of a day that can't be read."""
        return not (self.is_ended() or self.is_taken(as_of) or self.is_day_unreadable())

    @model_validator(mode="after")
    def _each_part_once(self) -> Decision:
        named = [part for one in self.exempt for part in one.parts]
        if twice := sorted({part for part in named if named.count(part) > 1}):
            raise ValueError(f"'{twice[0]}' is exempt twice. Name each part under one paragraph.")
        return self

    def published(self) -> Decision:
        """The decision as everyone may read it: in place of each exempt part, that and why it is not there."""
        hidden = {part: one.words for one in self.exempt for part in one.parts}
        told = {part: _told(part, words) for part, words in hidden.items()}
        return self.model_copy(update=told | ({"weighed": None} if "options" in hidden else {}))


_LISTS = (
    "recommendations",
    "reasons",
    "detail",
    "legal_other",
    "interests",
    "appendices",
    "background",
    "background_papers",
)


def _told(part: str, words: str) -> Any:
    if part == "options":
        return (Option(text=words),)
    return (words,) if part in _LISTS else words
