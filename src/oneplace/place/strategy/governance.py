"""Governance: boards, groups, approvals, decisions, duties, equality, privacy and money."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Annotated, Literal

from pydantic import Field

from oneplace.place.delegation import Delegated
from oneplace.place.fields import (
    NOT_SET,
    Cycle,
    Id,
    Ids,
    Model,
    Number,
    OrNotSet,
    Owner,
    Proof,
    Provenance,
    Ref,
    Sourced,
    Statement,
    Text,
    Texts,
    YesNo,
    refers,
)
from oneplace.place.period import When
from oneplace.place.strategy.learning import EqualityAnswer


class Board(Sourced):
    """A body that monitors, receives reports, scrutinises or decides."""

    id: Id
    name: Text
    cycle: Cycle = NOT_SET
    role: Literal["monitors", "receives_report", "scrutinises", "decides", "advises", "reviews", "owns"]
    statute: Text | None = None
    reports_to: Ref | None = refers("boards")
    members: Texts = ()
    """The posts that sit on it: who holds them changes, the posts are agreed."""
    quorum: Annotated[int, Field(strict=True, ge=1)] | None = None
    """How many members must take part for a decision to be one."""
    executive: YesNo | None = None
    """Whether it is a council's executive or a committee of it: what it takes in private has two notices before
    (SI 2012/2089 regulation 5)."""
    call_in_days: Annotated[int, Field(strict=True, ge=0)] | None = None
    """Working days after publication in which its decisions may be called in; 0 where nobody may."""
    call_in_by: Texts = ()
    """Who may: as the body's constitution has it."""
    provenance: Provenance | None = None
    """``illustrative`` where it was made up to show the form."""
    partner: Ref | None = refers("partners")
    clear_days: Literal["calendar", "weekdays", "no_sundays"] = "weekdays"
    """Which days it counts between agenda and meeting: every day, working days, or all but Sundays and holidays."""
    closed_days: tuple[When, ...] = ()
    """Days or periods in which it is closed besides weekends and bank holidays: no clear day, nor one of call-in."""

    @property
    def can_decide(self) -> bool:
        """Whether anybody can say that enough took part: without members and a quorum nothing is decided."""
        return bool(self.quorum and self.members)

    @property
    def days_off(self) -> tuple[date, ...]:
        """Each day on which it is closed."""
        return _days(self.closed_days)


class DeliveryGroup(Sourced):
    """The group that owns and drives a workstream's plan."""

    id: Id
    name: Text | None = None
    chair: OrNotSet[Owner] = NOT_SET
    members: Ids = refers("partners", default=())
    cycle: Cycle = NOT_SET
    reports_to: Ref | None = refers("boards", "delivery_groups")


Came = Literal["agreed", "agreed_with_changes", "put_off", "refused"]


class Approval(Sourced):
    """One step of the way to approval; ``after`` names the body that acts first."""

    body: Text
    act: Literal["recommends", "approves", "endorses", "reviews", "notes", "calls_in"]
    after: Text | None = None
    on: When | None = None
    on_text: Text | None = None
    outcome: OrNotSet[Came] = NOT_SET
    """What came of it on that day; words of it stand in ``note``."""
    key_decision: YesNo | None = None
    wards: Texts = ()

    def is_taken(self, as_of: date | None) -> bool:
        """Whether the body agreed, with changes or without, on a day that is not to come after ``as_of``.

        That it met says nothing of what it decided.
        """
        return self.outcome in ("agreed", "agreed_with_changes") and self.has_day(as_of)

    def has_day(self, as_of: date | None) -> bool:
        """Whether it has a day that is not to come after ``as_of``; "to be confirmed" is none."""
        if self.on is not None:
            return as_of is None or self.on.start <= as_of
        return any(sign.isdigit() for sign in self.on_text or "")

    @property
    def withheld(self) -> str:
        """That the body did not do what the step says, whatever its day: ``refused it``; empty where it did."""
        return {"put_off": "put it off", "refused": "refused it"}.get(str(self.outcome), "")


class Duty(Sourced):
    """A legal duty or power, and what the strategy does about it."""

    id: Id
    statute: Text
    text: Text
    kind: Literal["duty", "power", "policy"] = "duty"
    owner: OrNotSet[Owner] = NOT_SET
    state: Literal["met", "deferred", "open", "not_set"] = "not_set"
    evidence: Proof | None = None
    """What shows that it is met: without it, it is not."""
    due: OrNotSet[When] = NOT_SET
    provenance: Provenance | None = None


class Equality(Sourced):
    """The equality assessment: done, deferred (with owner and date), or why not needed."""

    state: Literal["done", "in_progress", "deferred", "not_required", "not_set"]
    reason: Proof | None = None
    owner: OrNotSet[Owner] = NOT_SET
    due: OrNotSet[When] = NOT_SET
    evidence: Proof | None = None
    characteristics: dict[Text, OrNotSet[Text]] = Field(default_factory=dict)
    answers: tuple[EqualityAnswer, ...] = ()
    """The three aims for each of the nine characteristics: 27 answers, or why there is none."""
    rests_on: Text | None = None
    """The fingerprint of the ambitions, targets, scopes and objectives of which it was made, as `/delivery/assurance`
    and `oneplace check` print it: others open it again."""
    provenance: Provenance | None = None


class Privacy(Sourced):
    """The privacy screening: its answer, and what must reopen it."""

    screening: Literal["done", "required", "not_required", "not_set"]
    reason: Proof | None = None
    on: When | None = None
    ask_again_when: Texts = ()
    triggers: Texts = ()
    """What has happened since that asks for a new screening."""
    flows: Annotated[str, Field(pattern=r"^[0-9a-f]{16,64}$")] | None = None
    """The fingerprint of the data flows in ``sources.yaml`` for which it was answered, as ``/delivery/assurance`` and
    ``oneplace check`` print it: other flows ask again."""
    evidence: Proof | None = None


class BudgetLine(Sourced):
    """One partner's contribution, or one use of the pool, in pounds."""

    name: Text
    amount: Number
    partner: Ref | None = refers("partners")
    provenance: Provenance | None = None


class Saving(Sourced):
    """A planned saving, in pounds, with its quality and equality impact."""

    id: Id
    text: Text
    amount: Number
    provenance: Provenance | None = None
    quality_impact: Text | None = None
    equality_impact: Text | None = None


class Budget(Sourced):
    """The money: a pool in pounds and its lines, or the plain statement that there is none."""

    state: Literal["set", "not_applicable", "not_set"]
    challenge: Text | None = None
    period: When | None = None
    provenance: Provenance | None = None
    pool: Number | None = None
    lines: tuple[BudgetLine, ...] = ()
    savings: tuple[Saving, ...] = ()
    capital: Text | None = None
    revenue: Text | None = None
    property: Text | None = None


class PooledFund(Sourced):
    """An agreement under section 75 of the NHS Act 2006: what SI 2000/617 regulation 7(3) asks to be in writing."""

    id: Id
    name: Text
    host: Ref | None = refers("partners")
    aims: Proof | None = None
    contributions: Proof | None = None
    functions: Proof | None = None
    people_and_services: Proof | None = None
    staff_goods_premises: Proof | None = None
    duration: Proof | None = None
    fund_management: Proof | None = None
    provenance: Provenance | None = None


class Delegation(Sourced):
    """A row of the scheme of delegation: a body decides one type of decision, in pounds ``from`` to below another."""

    body: Ref = refers("boards", "delivery_groups")
    type: Text
    functions: Texts = ()
    """In which functions; left out: in all."""
    from_: Annotated[float, Field(ge=0)] = Field(0, alias="from")
    below: Annotated[float, Field(gt=0)] | None = None
    """Left out: without an upper limit."""
    provenance: Provenance | None = None

    @property
    def row(self) -> Delegated:
        """As the scheme is judged."""
        return Delegated(self.body, self.type, frozenset(self.functions), self.from_, self.below or inf)


class Governance(Model):
    """Who monitors, who delivers, who decides."""

    boards: tuple[Board, ...] = ()
    delivery_groups: tuple[DeliveryGroup, ...] = ()
    approvals: tuple[Approval, ...] = ()
    rules: tuple[Statement, ...] = ()
    closed_days: tuple[When, ...] = ()
    """Days or periods in which those who deliver are closed besides weekends and bank holidays: no plan counts them."""
    delegation: tuple[Delegation, ...] = ()
    """Who decides what: each type, function and value has exactly one body."""

    @property
    def days_off(self) -> tuple[date, ...]:
        """Each day on which those who deliver are closed."""
        return _days(self.closed_days)

    def open_steps(self, as_of: date | None) -> tuple[Approval, ...]:
        """The steps without which a strategy is not approved, and that were not taken by the day ``as_of``.

        Not taken is one that was refused or put off, or of which nothing says what the body decided, too.
        """
        return tuple(step for step in self.approvals if step.act in _STEPS and not step.is_taken(as_of))

    @property
    def deciders(self) -> dict[str, str]:
        """Those of the bodies that can decide: boards with members and a quorum. A delivery group has none."""
        return {one.id: self.bodies[one.id] for one in self.boards if one.can_decide}

    @property
    def bodies(self) -> dict[str, str]:
        """The boards and delivery groups by id, each with its name."""
        groups = {one.id: one.name or one.id for one in self.delivery_groups}
        return {one.id: one.name or one.id for one in self.boards} | groups

    def called(self, body: str) -> str:
        """The name of a body that a file names by its id; what else it calls a body stays as it is."""
        return self.bodies.get(body, body)


def _days(closed: tuple[When, ...]) -> tuple[date, ...]:
    return tuple(sorted({day for one in closed for day in one.days}))


_STEPS = ("recommends", "approves", "endorses")
