"""What the strategy is: its versions, vision and mission, parents, partners, documents and known gaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from oneplace.place.fields import (
    NOT_SET,
    Flag,
    Id,
    Ids,
    Model,
    OrNotSet,
    Owner,
    Proof,
    Ref,
    Sourced,
    Statement,
    Text,
    Texts,
    Whole,
    refers,
)
from oneplace.place.period import Period, When
from oneplace.place.place_file import Level

State = Literal["draft", "consultation", "approved", "in_refresh", "replaced", "not_set"]


class EarlierVersion(Sourced):
    """A version before this one."""

    number: Text | None = None
    title: Text | None = None
    period: Text | None = None
    state: State = "replaced"
    on: When | None = None


class Version(Sourced):
    """Which version this is and how far it has come."""

    number: Text
    state: State
    on: When | None = None
    history: tuple[EarlierVersion, ...] = ()


class Where(Sourced):
    """The place that the strategy is for, by official codes."""

    name: Text
    level: Level
    code: OrNotSet[Text] = NOT_SET
    codes: Texts = ()
    system: Text | None = None

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Every official code given."""
        return (() if self.code == NOT_SET else (self.code,)) + self.codes


class Parent(Sourced):
    """A strategy that this one belongs to, answers or follows."""

    ref: Ref
    title: Text | None = None
    relation: Literal["subset_of", "contributes_to", "responds_to", "aligned_with", "follows", "hosts"]
    basis: Text | None = None
    period: Text | None = None


class Link(Sourced):
    """One thing of this strategy that answers one of another document (or of this one)."""

    from_: Ref = refers("any", default=..., alias="from")
    to: Ref = refers("any", default=...)
    title: Text | None = None
    """What ``to`` is called, where it is of another document: readers see this, not the reference."""
    relation: Literal["echoes", "contributes_to", "same_as", "depends_on", "conflicts_with"]
    text: Text | None = None


class Endorsement(Sourced):
    """Who has signed up to something, where and when."""

    partner: Ref = refers("partners", default=...)
    body: Text
    on: When


class OtherVision(Sourced):
    """A wording of the vision beside or before the present one."""

    text: Text
    relation: Literal["earlier", "parallel", "later", "of_a_partner"]
    until: When | None = None


class Vision(Sourced):
    """The vision in its present words, what the words mean, and the other wordings there are."""

    text: Text
    echoes: Ref | None = refers("any")
    detail: Text | None = None
    words: dict[Text, Text] = Field(default_factory=dict)
    history: tuple[OtherVision, ...] = ()
    endorsed_by: tuple[Endorsement, ...] = ()


class Mission(Sourced):
    """The mission in its own words."""

    text: Text
    detail: Text | None = None


PartnerKind = Literal[
    "local_authority",
    "nhs_commissioner",
    "nhs_provider",
    "primary_care",
    "social_care_provider",
    "vcse",
    "third_sector",
    "patient_voice",
    "blue_light",
    "education",
    "regulator",
    "government",
    "community",
    "workforce",
    "business",
    "partnership",
]


class Partner(Sourced):
    """A body that takes part; ``until`` and ``successor`` keep history joined when bodies merge."""

    id: Id
    name: Text
    kind: PartnerKind
    ons: Text | None = None
    ods: Text | None = None
    role: Text | None = None
    from_: When | None = Field(default=None, alias="from")
    until: When | None = None
    predecessor: Ids = refers("partners", default=())
    successor: Ids = refers("partners", default=())
    to_confirm: Text | None = None
    """What is said about the body but still has to be confirmed."""


def joined(partners: Iterable[Partner]) -> dict[str, Partner]:
    """The partners by id, each with everybody before and after it, whichever of the two says so."""
    listed = list(partners)
    after = {one.id: dict.fromkeys(one.successor) for one in listed}
    before = {one.id: dict.fromkeys(one.predecessor) for one in listed}
    for one in listed:
        for key in one.successor:
            before.get(key, {}).setdefault(one.id)
        for key in one.predecessor:
            after.get(key, {}).setdefault(one.id)
    return {
        one.id: one.model_copy(update={"successor": tuple(after[one.id]), "predecessor": tuple(before[one.id])})
        for one in listed
    }


class SourceDocument(Sourced):
    """A document of the strategy, or one that it rests on."""

    id: Id
    title: Text
    kind: Text | None = None
    date: When | None = None
    date_text: Text | None = None
    """The date as the document has it, where that cannot be read as a date."""
    publisher: Text | None = None
    url: Text | None = None
    licence: Text | None = None
    available: Flag = True
    pages: Text | None = None


class KnownGap(Statement):
    """Something that the strategy knows it lacks, who closes it and by when."""

    owner: OrNotSet[Owner] = NOT_SET
    due: OrNotSet[When] = NOT_SET
    state: Literal["open", "closed"] = "open"
    closed_by: Proof | None = None

    def is_overdue(self, as_of: date) -> bool:
        """Whether it is still open after the last day on which it was to be closed."""
        return self.state == "open" and isinstance(self.due, Period) and self.due.is_over(as_of)


class Tension(Statement):
    """Two things that the strategy says and that pull against each other; shown, not smoothed."""

    between: Ids = refers("any", default=())
    handled_by: Text | None = None


class Horizon(Statement):
    """A time scale that goals or objectives belong to, such as five-year goals and two-year objectives."""

    years: Whole | None = None
    start: OrNotSet[When] = NOT_SET
    end: OrNotSet[When] = NOT_SET
    parent: Ref | None = refers("horizons")


class Limits(Model):
    """How much is too much, for the rules that count."""

    moves: Whole = 2
    """Times that a milestone may move."""
    items_per_owner: Whole = 10
    """Open things that one owner may hold."""
