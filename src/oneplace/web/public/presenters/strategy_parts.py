"""The parts of a strategy as sections of its page: every statement with its id and where it is from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from oneplace.place import MustDo, Partner, Period, Statement, Strategy, joined
from oneplace.report import body_of, changed_by, option_words, owner_words, taken, title_of
from oneplace.vocabulary.wording import marked, value_words
from oneplace.web.formats import capital, plain, when
from oneplace.web.public.presenters import strategy_more as more
from oneplace.web.public.presenters.strategy_items import Item, Section
from oneplace.web.snapshot import Snapshot

WORDINGS = {
    "earlier": "Earlier wording",
    "parallel": "Another wording in use",
    "later": "Later wording",
    "of_a_partner": "A partner's own vision",
}


def filled(sections: Iterable[Section]) -> list[Section]:
    """The sections that have anything to say."""
    return [section for section in sections if section.items]


def purpose(strategy: Strategy, as_of: date | None) -> list[Section]:
    """What the strategy is for: vision, mission, values, goals and promises, and whom they are about."""
    words = (*_visions(strategy), *more.signatures(strategy, as_of))
    vision = [] if isinstance(strategy.vision, str) else [Item("vision", "", strategy.vision.text, words)]
    mission = [] if isinstance(strategy.mission, str) else [Item("mission", "", strategy.mission.text)]
    return [
        Section("vision-section", "Vision", "", vision + _items(strategy.vision_points)),
        Section("mission-section", "Mission", "", mission),
        Section("values", "Values and principles", "", _items((*strategy.values, *strategy.principles))),
        Section("goals", "Goals and objectives", "", _items((*strategy.goals, *strategy.objectives))),
        Section("promises", "What was promised", "", _items((*strategy.commitments, *strategy.priorities))),
        Section("about", "Whom it is about, and by when", "", _groups(strategy) + more.horizons(strategy)),
        Section("parents", "What it belongs to", "", _parents(strategy)),
    ]


def _groups(strategy: Strategy) -> list[Item]:
    return [
        Item(item.id, item.name, capital(plain(item.definition)), _given(item.proxy), item.source or "")
        for item in strategy.groups
    ]


def _parents(strategy: Strategy) -> list[Item]:
    return [
        Item(item.ref, item.title or item.ref, capital(plain(item.relation)), _given(item.basis), item.source or "")
        for item in strategy.parents
    ]


def _figure(value: float, unit: str) -> str:
    """A figure with its unit; a year is no amount, and has no comma in it."""
    return f"{value:.0f}" if unit == "year" else value_words(value, unit)


def story(strategy: Strategy, as_of: date | None) -> list[Section]:
    """What the documents tell: figures, what happened, who was asked, what a regulator asks, stages of recovery.

    What is to happen after ``as_of`` has no rating and no answer yet, whatever is written.
    """
    figures = [
        Item(item.id, "", item.text, _given(_figure(item.value, item.unit), _when(item.period)), item.source or "")
        for item in strategy.figures
    ]
    events = [
        Item(item.id, "", item.text, _happened(item.on, as_of, item.rating, item.answer), item.source or "")
        for item in strategy.events
    ]
    asked = [
        Item(item.id, "", item.text, _happened(item.on, as_of, item.count, _changed(item.changed)), item.source or "")
        for item in strategy.engagement
    ]
    return [
        Section("figures", "Figures that the documents state", "As they stood then, not as they are now.", figures),
        Section("events", "What happened", "", events),
        Section("engagement", "Who was asked", "", asked),
        Section("must-dos", "What a regulator asks", "", [_must_do(item) for item in strategy.must_dos]),
        Section("recovery", "Stages of recovery", "", _items(strategy.recovery_stages)),
    ]


def _happened(on: Period | str, as_of: date | None, *came: str | None) -> tuple[str, ...]:
    """When it was and what came of it; of what is still to come, when it is to be."""
    if isinstance(on, Period) and as_of is not None and on.start > as_of:
        return (f"Still to come: {_when(on)}",)
    return _given(_when(on), *came)


def _must_do(item: MustDo) -> Item:
    due = f"{item.kind.capitalize()} be done by {_when(item.due) or 'a day that is not set'}."
    done = f"What shows that it is done: {item.evidence}" if item.evidence else "Nothing shows yet that it is done."
    return Item(item.id, "", marked(item.text, item.provenance), (due, done), item.source or "")


def _changed(text: str) -> str:
    return "What changed because of it is not set." if text == "not_set" else f"What changed because of it: {text}"


def _visions(strategy: Strategy) -> tuple[str, ...]:
    vision = strategy.vision
    if isinstance(vision, str):
        return ()
    return tuple(f"{WORDINGS[other.relation]}: “{other.text}”" for other in vision.history)


def _items(statements: Iterable[Statement]) -> list[Item]:
    return [Item(item.id, item.name or "", item.text, _given(item.detail), item.source or "") for item in statements]


def _given(*parts: str | None) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def people(shot: Snapshot) -> list[Section]:
    """Who does it: partners, boards, groups, workstreams."""
    strategy = shot.place.strategy
    governance = strategy.governance
    names = {partner.id: partner.name for partner in strategy.partners}
    partners = [
        Item(item.id, item.name, item.role or "", _partner_history(item, names), item.source or "")
        for item in joined(strategy.partners).values()
    ]
    boards = [
        Item(
            item.id,
            item.name,
            f"{plain(item.role)}; {marked(f'meets {plain(item.cycle)}', item.provenance)}",
            _given(item.statute),
            item.source or "",
        )
        for item in governance.boards
    ]
    groups = [
        Item(item.id, item.name or item.id, f"Chair: {owner_words(shot.place, item.chair)}", (), item.source or "")
        for item in governance.delivery_groups
    ]
    approvals = [
        Item(
            f"approval-{number}",
            f"{capital(governance.called(item.body))} {plain(item.act)}",
            "" if item.outcome == "not_set" else capital(plain(item.outcome)),
            _given(
                f"After {governance.called(item.after)}" if item.after else None,
                item.on_text or _when(item.on) or "Not recorded yet",
            ),
            item.source or "",
        )
        for number, item in enumerate(governance.approvals, 1)
    ]
    streams = [
        Item(
            item.id,
            marked(item.name, item.provenance),
            item.scope or "",
            (f"Lead: {owner_words(shot.place, item.lead)}", *item.objectives, *more.reviewed(item, shot.as_of)),
            item.source or "",
        )
        for item in strategy.workstreams
    ]
    return [
        Section("partners", "Partners", "", partners),
        Section("boards", "Boards and the way to approval", "", boards + groups + approvals + _items(governance.rules)),
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


def duties(shot: Snapshot) -> list[Section]:
    """What was decided and what the law asks for."""
    strategy = shot.place.strategy
    laws = [
        Item(item.id, item.statute, item.text, _given(f"State: {plain(item.state)}", item.evidence), item.source or "")
        for item in strategy.duties
    ]
    became = {one.decision.id: one.words for one in taken(shot)}
    decisions = [
        Item(
            item.id,
            title_of(item),
            item.summary or item.subject or "",
            (
                *_given(body_of(shot.place, item), item.on_text or _when(item.on)),
                *option_words(item),
                *changed_by(shot, item),
                *became.get(item.id, ()),
            ),
            item.source or "",
        )
        for item in shot.place.decisions.values()
    ]
    checks = []
    if not isinstance(strategy.equality, str):
        checks.append(
            Item(
                "equality",
                marked("Equality assessment", strategy.equality.provenance),
                plain(strategy.equality.state),
                more.equality(shot.place),
            )
        )
    if not isinstance(strategy.privacy, str):
        checks.append(
            Item("privacy", "Privacy screening", plain(strategy.privacy.screening), _given(strategy.privacy.reason))
        )
    if not isinstance(strategy.budget, str):
        checks.append(Item("budget", "Money", plain(strategy.budget.state), _given(strategy.budget.challenge)))
    return [
        Section("duties", "Duties", "What the law asks for, and where it stands.", laws),
        Section("decisions", "Decisions", "", decisions),
        Section("checks", "Equality, privacy and money", "", checks),
    ]


def _when(value: Period | str | None) -> str | None:
    return when(value) if isinstance(value, Period) else None


def gaps(shot: Snapshot) -> list[Section]:
    """What is missing, what pulls two ways, and the documents behind it all."""
    strategy = shot.place.strategy
    missing = [
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
        Section("gaps", "What the strategy knows that it lacks", "", missing),
        Section("tensions", "Where the strategy pulls two ways", "", _items(strategy.tensions)),
        Section("documents", "Documents", "", documents),
    ]
