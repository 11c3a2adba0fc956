"""The strategy on a page: what it is for and how its ambitions stand; and all that it says, on a page behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace.place import Strategy
from oneplace.report import in_words, open_steps
from oneplace.web.formats import when
from oneplace.web.public.presenters.home import Part, home_page
from oneplace.web.public.presenters.strategy_items import Section, sourced
from oneplace.web.public.presenters.strategy_more import answers, serving, shaped
from oneplace.web.public.presenters.strategy_parts import duties, filled, gaps, people, purpose, story
from oneplace.web.snapshot import Snapshot


@dataclass(frozen=True)
class StrategyPage:
    """Everything that the page prints."""

    strategy: Strategy
    period: str
    version: str
    vision: str
    mission: str
    goals: list[str]
    parts: list[tuple[str, str, list[Part]]]
    rest: Part
    not_set: str
    sections: list[str]
    """What the page behind it is about, by the titles of its sections."""
    origins: set[str]


@dataclass(frozen=True)
class AllOfIt:
    """What the page of all that the strategy says prints."""

    version: str
    summary: str
    sections: list[Section]


def strategy_page(shot: Snapshot) -> StrategyPage:
    """The page's content; ambitions as they stand in the run that is served."""
    strategy = shot.place.strategy
    home = home_page(shot)
    period = "" if isinstance(strategy.period, str) else f"{when(strategy.period.start)} to {when(strategy.period.end)}"
    return StrategyPage(
        strategy=strategy,
        period=period,
        version=_version(strategy, shot.as_of),
        vision="" if isinstance(strategy.vision, str) else strategy.vision.text,
        mission="" if isinstance(strategy.mission, str) else strategy.mission.text,
        goals=[item.name or item.text for item in strategy.goals],
        parts=[
            ("stages", "Life stages", home.stages),
            ("enablers", "Enablers", home.enablers),
            ("commitments", "Commitments and priorities", home.commitments),
        ],
        rest=home.rest,
        not_set=home.not_set,
        sections=[section.title[:1].lower() + section.title[1:] for section in _sections(shot)],
        origins=home.origins,
    )


def all_of_it(shot: Snapshot) -> AllOfIt:
    """All that the strategy says besides its ambitions, with where it says so."""
    strategy = shot.place.strategy
    titles = {document.id: document.title for document in strategy.documents}
    summary = in_words(strategy.summary or "", titles)
    return AllOfIt(_version(strategy, shot.as_of), summary, sourced(_sections(shot), titles))


def _sections(shot: Snapshot) -> list[Section]:
    strategy = shot.place.strategy
    before = [*purpose(strategy, shot.as_of), answers(shot.place), shaped(strategy), serving(strategy)]
    return filled([*before, *people(shot), *duties(shot), *story(strategy, shot.as_of), *gaps(shot)])


def _version(strategy: Strategy, as_of: date | None) -> str:
    years = "" if not isinstance(strategy.period, str) else " Which years it is for is not set."
    number, state = strategy.version.number, strategy.version.state
    if state == "not_set":
        return f"Version {number}; how far it has come is not set.{years}"
    return f"Version {number}, {state_words(strategy, as_of)}.{years}"


def state_words(strategy: Strategy, as_of: date | None) -> str:
    """How far the version has come; approved is one of which no step of the approval is open on the day ``as_of``."""
    state = strategy.version.state
    waiting = open_steps(strategy, as_of)
    return f"called approved, and {waiting}" if waiting else state.replace("_", " ")
