"""The whole strategy on a page: what it says, every part with its id, and how each ambition stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oneplace.place import Partner, Period, Statement, Strategy
from oneplace.web.formats import plain, when
from oneplace.web.presenters.ambition import owner_words
from oneplace.web.presenters.home import Part, home_page
from oneplace.web.presenters.standing import Standing
from oneplace.web.snapshot import Snapshot

WORDINGS = {
    "earlier": "Earlier wording",
    "parallel": "Another wording in use",
    "later": "Later wording",
    "of_a_partner": "A partner's own vision",
}


@dataclass(frozen=True)
class Item:
    """A part of the strategy: its id, its words, where they are from."""

    id: str
    name: str
    text: str
    more: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its items."""

    id: str
    title: str
    lead: str
    items: list[Item]


@dataclass(frozen=True)
class StrategyPage:
    """Everything that the page prints."""

    strategy: Strategy
    period: str
    version: str
    before: list[Section]
    parts: list[tuple[str, str, list[Part]]]
    rest: list[Standing]
    after: list[Section]
    origins: set[str]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Anchors and headings, in the order of the page."""
        middle = [(anchor, title) for anchor, title, parts in self.parts if parts]
        return [(item.id, item.title) for item in self.before] + middle + [(item.id, item.title) for item in self.after]


def strategy_page(shot: Snapshot) -> StrategyPage:
    """The page's content; ambitions as they stand in the run that is served."""
    strategy = shot.place.strategy
    home = home_page(shot)
    period = (
        "not set"
        if isinstance(strategy.period, str)
        else f"{when(strategy.period.start)} to {when(strategy.period.end)}"
    )
    return StrategyPage(
        strategy=strategy,
        period=period,
        version=f"{strategy.version.number}, {strategy.version.state.replace('_', ' ')}",
        before=_filled(_purpose(strategy)),
        parts=[
            ("stages", "Life stages", home.stages),
            ("enablers", "Enablers", home.enablers),
            ("commitments", "Commitments and priorities", home.commitments),
        ],
        rest=home.rest,
        after=_filled([*_people(shot), *_duties(shot), *_gaps(shot)]),
        origins=home.origins,
    )


def _filled(sections: Iterable[Section]) -> list[Section]:
    return [section for section in sections if section.items]


def _purpose(strategy: Strategy) -> list[Section]:
    vision = [] if isinstance(strategy.vision, str) else [Item("vision", "", strategy.vision.text, _visions(strategy))]
    mission = [] if isinstance(strategy.mission, str) else [Item("mission", "", strategy.mission.text)]
    return [
        Section("vision-section", "Vision", "", vision + _items(strategy.vision_points)),
        Section("mission-section", "Mission", "", mission),
        Section("values", "Values and principles", "", _items((*strategy.values, *strategy.principles))),
        Section("goals", "Goals and objectives", "", _items((*strategy.goals, *strategy.objectives))),
        Section("promises", "What was promised", "", _items((*strategy.commitments, *strategy.priorities))),
    ]


def _visions(strategy: Strategy) -> tuple[str, ...]:
    vision = strategy.vision
    if isinstance(vision, str):
        return ()
    return tuple(f"{WORDINGS[other.relation]}: “{other.text}”" for other in vision.history)


def _items(statements: Iterable[Statement]) -> list[Item]:
    return [Item(item.id, item.name or "", item.text, _given(item.detail), item.source or "") for item in statements]


def _given(*parts: str | None) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _people(shot: Snapshot) -> list[Section]:
    strategy = shot.place.strategy
    governance = strategy.governance
    names = {partner.id: partner.name for partner in strategy.partners}
    partners = [
        Item(item.id, item.name, item.role or "", _partner_history(item, names), item.source or "")
        for item in strategy.partners
    ]
    boards = [
        Item(
            item.id,
            item.name,
            f"{plain(item.role)}; meets {plain(item.cycle)}",
            _given(item.statute),
            item.source or "",
        )
        for item in governance.boards
    ]
    groups = [
        Item(item.id, item.name or item.id, f"Chair: {owner_words(shot.place, item.chair)}", (), item.source or "")
        for item in governance.delivery_groups
    ]
    streams = [
        Item(
            item.id,
            item.name,
            item.scope or "",
            (f"Lead: {owner_words(shot.place, item.lead)}", *item.objectives),
            item.source or "",
        )
        for item in strategy.workstreams
    ]
    return [
        Section("partners", "Partners", "", partners),
        Section("boards", "Boards", "", boards + groups),
        Section("workstreams", "Workstreams", "", streams),
    ]


def _partner_history(partner: Partner, names: dict[str, str]) -> tuple[str, ...]:
    """From when until when, before and after whom, and what is still to be confirmed."""
    since = f"From {when(partner.from_)}" if partner.from_ else None
    until = f"Until {when(partner.until)}" if partner.until else None
    before = (
        f"Before it: {', '.join(names.get(key, key) for key in partner.predecessor)}" if partner.predecessor else None
    )
    after = f"After it: {', '.join(names.get(key, key) for key in partner.successor)}" if partner.successor else None
    doubt = f"To be confirmed: {partner.to_confirm}" if partner.to_confirm else None
    return _given(since, until, before, after, doubt)


def _duties(shot: Snapshot) -> list[Section]:
    strategy = shot.place.strategy
    duties = [
        Item(item.id, item.statute, item.text, (f"State: {plain(item.state)}",), item.source or "")
        for item in strategy.duties
    ]
    decisions = [
        Item(
            item.id,
            item.title,
            item.summary or item.subject or "",
            _given(item.body, item.on_text or _when(item.on)),
            item.source or "",
        )
        for item in shot.place.decisions.values()
    ]
    checks = []
    if not isinstance(strategy.equality, str):
        checks.append(
            Item("equality", "Equality assessment", plain(strategy.equality.state), _given(strategy.equality.reason))
        )
    if not isinstance(strategy.privacy, str):
        checks.append(
            Item("privacy", "Privacy screening", plain(strategy.privacy.screening), _given(strategy.privacy.reason))
        )
    if not isinstance(strategy.budget, str):
        checks.append(Item("budget", "Money", plain(strategy.budget.state), _given(strategy.budget.challenge)))
    return [
        Section("duties", "Duties", "What the law asks for, and where it stands.", duties),
        Section("decisions", "Decisions", "", decisions),
        Section("checks", "Equality, privacy and money", "", checks),
    ]


def _when(value: Period | str | None) -> str | None:
    return when(value) if isinstance(value, Period) else None


def _gaps(shot: Snapshot) -> list[Section]:
    strategy = shot.place.strategy
    gaps = [
        Item(
            item.id,
            item.name or "",
            item.text,
            (f"Who closes it: {owner_words(shot.place, item.owner)}", f"By when: {when(item.due)}"),
            item.source or "",
        )
        for item in strategy.gaps
        if item.state == "open"
    ]
    documents = [
        Item(item.id, item.title, item.publisher or "", _given(item.date_text or _when(item.date), item.note))
        for item in strategy.documents
    ]
    return [
        Section("gaps", "What the strategy knows that it lacks", "", gaps),
        Section("tensions", "Where the strategy pulls two ways", "", _items(strategy.tensions)),
        Section("documents", "Documents", "", documents),
    ]
