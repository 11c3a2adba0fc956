"""Partners as everyone may read them: a table of all, and each with what it promised, owes, pays and sits on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from oneplace.place import Partner, Period
from oneplace.place.moved import foreign
from oneplace.report import Kept, Known, PartnerRecord, Promise, benefits, outside, partners, plan_rows
from oneplace.vocabulary.columns import column_words
from oneplace.vocabulary.wording import MADE_UP, count_words, list_words, marked, money_words
from oneplace.web.formats import capital, when
from oneplace.web.pages import Link
from oneplace.web.public.presenters.actions import frozen
from oneplace.web.snapshot import Snapshot

_ORDER = (
    *(Kept.LATE, Kept.MISSED, Kept.UNTOLD, Kept.UNKNOWN),
    *(Kept.OPEN, Kept.UNDATED, Kept.MET, Kept.DONE, Kept.STOPPED),
)
_COUNTED = {
    Kept.MISSED: "with the target missed",
    Kept.UNTOLD: "with a target of which nobody can tell whether it was met or missed",
    Kept.UNKNOWN: "with a target whose day is past and no figure of it shown",
    Kept.MET: "with the target met",
}
"""How what became of targets is counted; of all else its own word is."""
_COLUMNS = (
    *((Kept.LATE,), (Kept.OPEN,), (Kept.UNDATED,), (Kept.DONE,)),
    *((Kept.MET,), (Kept.MISSED,), (Kept.UNTOLD, Kept.UNKNOWN)),
)


@dataclass(frozen=True)
class PartnerLine:
    """A partner in the table of all."""

    link: Link
    kind: str
    counts: tuple[int, ...]
    """Late, open with a day, without a day, done; of targets whose day is past those met, missed and not known."""


@dataclass(frozen=True)
class PromiseLine:
    """A promise in words."""

    text: str
    kind: str
    role: str
    by: str
    kept: str
    origin: str | None
    """``illustrative`` where it was made up."""


@dataclass(frozen=True)
class Overview:
    """All partners, and how many things have an owner among them."""

    lines: list[PartnerLine]
    promised: int
    others: list[PromiseLine]
    """What somebody answers for who is no partner, late ones first."""
    origins: set[str]


@dataclass(frozen=True)
class PartnerPage:
    """One partner."""

    facts: list[tuple[str, str]]
    before: list[Link]
    heirs: list[Link]
    owed_by: list[Link]
    """Who owes now what it left open, where it has ended."""
    promises: list[PromiseLine]
    counted: str
    inherited: list[PromiseLine]
    orphaned: int
    pays: list[tuple[str, str]]
    ended: bool
    sits_on: tuple[str, ...]
    hosts: tuple[str, ...]
    origins: set[str]


def href(partner_id: str) -> str:
    """The address of a partner's page."""
    return reverse("public:partner", args=[partner_id])


def known(shot: Snapshot) -> Known:
    """What a run froze besides the files."""
    expected = {row["milestone"]: row["expected"] for row in plan_rows(shot) if row["expected"]}
    judged = {row["ambition"]: row for row in shot.written["progress"].to_pylist()}
    return Known(tuple(frozen(shot).values()), expected, judged, benefits.judged(shot))


def overview(shot: Snapshot) -> Overview:
    """All partners in the strategy's order."""
    since = known(shot)
    found = partners(shot.place, shot.as_of, since)
    lines = [
        PartnerLine(_link(one.partner), _kind(one.partner), tuple(sum(map(one.count, kept)) for kept in _COLUMNS))
        for one in found
    ]
    others = outside(shot.place, shot.as_of, since)
    return Overview(
        lines,
        sum(len(one.promises) for one in found) + len(others),
        [_promise(one, foreign(one.partner)) for kept in _ORDER for one in others if one.kept is kept],
        {one.origin for one in others if one.origin},
    )


def partner_page(shot: Snapshot, found: PartnerRecord) -> PartnerPage:
    """One partner with its promises, late ones first."""
    partner, names = found.partner, {one.id: one.name for one in shot.place.strategy.partners}
    facts = [("Kind", _kind(partner)), ("Role", partner.role), ("From", _when(partner.from_)),
             ("Until", _when(partner.until)), ("To be confirmed", partner.to_confirm)]  # fmt: skip
    return PartnerPage(
        facts=[(name, text) for name, text in facts if text],
        before=[_link(one) for one in found.before],
        heirs=[_link(one) for one in found.heirs],
        owed_by=[_link(one) for one in found.takers] if found.left_open else [],
        promises=[_promise(one) for kept in _ORDER for one in found.promises if one.kept is kept],
        counted=_counted(found),
        inherited=[
            _promise(one, _of(found, one, names)) for kept in _ORDER for one in found.inherited if one.kept is kept
        ],
        orphaned=len(found.orphaned),
        pays=[(name, marked(money_words(amount), origin)) for name, amount, origin in found.pays],
        ended=found.ended,
        sits_on=found.sits_on,
        hosts=found.hosts,
        origins={origin for _, _, origin in found.pays if origin in MADE_UP}
        | {one.origin for one in (*found.promises, *found.inherited) if one.origin},
    )


def _of(found: PartnerRecord, one: Promise, names: Mapping[str, str]) -> str:
    """Whose promise it was, and who else took over from that body."""
    others = found.shared.get(one.partner, ())
    return f"of {names[one.partner]}" + (f", with {list_words(others)}" if others else "")


def _counted(found: PartnerRecord) -> str:
    if not found.promises:
        return "The place’s files name it as the owner of nothing."
    told = [f"{found.count(kept)} {_COUNTED.get(kept, kept.value)}" for kept in _ORDER if found.count(kept)]
    verb = "It has ended, and answered" if found.ended else "It answers"
    return f"{verb} for {count_words(len(found.promises), 'thing')}: {_listed(told)}."


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts)


def _promise(one: Promise, whose: str = "") -> PromiseLine:
    later = f"; now expected {when(one.now)}" if one.now and one.kept in (Kept.LATE, Kept.OPEN) else ""
    return PromiseLine(
        text=one.text,
        kind=one.kind,
        role=", ".join(part for part in (one.role, whose) if part) or "—",
        by=f"{when(one.by)}{later}" if one.by else "not set",
        kept=one.kept.value,
        origin=one.origin,
    )


def _kind(partner: Partner) -> str:
    """Its kind in words: ``NHS commissioner``, ``VCSE``."""
    return capital(column_words(partner.kind))


def _link(partner: Partner) -> Link:
    return Link(partner.name, href(partner.id))


def _when(period: Period | None) -> str | None:
    return when(period) if period else None
