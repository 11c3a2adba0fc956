"""The whole strategy on a page: what it says, every part with its id, and how each ambition stands."""

from __future__ import annotations

from dataclasses import dataclass

from oneplace.place import Strategy
from oneplace.vocabulary.wording import list_words
from oneplace.web.formats import when
from oneplace.web.presenters.standing import Standing
from oneplace.web.public.presenters.home import Part, home_page
from oneplace.web.public.presenters.strategy_items import Section
from oneplace.web.public.presenters.strategy_more import answers, serving, shaped
from oneplace.web.public.presenters.strategy_parts import duties, filled, gaps, people, purpose, story
from oneplace.web.snapshot import Snapshot


@dataclass(frozen=True)
class StrategyPage:
    """Everything that the page prints."""

    strategy: Strategy
    period: str
    version: str
    before: list[Section]
    parts: list[tuple[str, str, list[Part]]]
    rest: list[Standing]
    not_set: str
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
        version=f"{strategy.version.number}, {state_words(strategy)}",
        before=filled([*purpose(strategy), answers(shot.place), shaped(strategy), serving(strategy)]),
        parts=[
            ("stages", "Life stages", home.stages),
            ("enablers", "Enablers", home.enablers),
            ("commitments", "Commitments and priorities", home.commitments),
        ],
        rest=home.rest,
        not_set=home.not_set,
        after=filled([*people(shot), *duties(shot), *story(strategy), *gaps(shot)]),
        origins=home.origins,
    )


def state_words(strategy: Strategy) -> str:
    """How far the version has come; approved is one of which no step of the approval is open."""
    state = strategy.version.state
    waiting = [f"{step.body} {step.act} it" for step in strategy.governance.open_steps]
    if state != "approved" or not waiting:
        return state.replace("_", " ")
    return f"called approved, with no day on which {list_words(waiting)}"
