"""The home page: is this place keeping its promises?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from oneplace.progress import Status, sentences
from oneplace.report import (
    GapTold,
    Move,
    closing,
    gaps_told,
    moves,
    needing_attention,
    not_new,
    not_set,
    opening,
    themes,
    too_few,
)
from oneplace.vocabulary.wording import count_words
from oneplace.web.presenters.changed import Change, changes
from oneplace.web.presenters.gap_words import good_and_bad, strengths
from oneplace.web.presenters.moved import Line, moved_lines
from oneplace.web.presenters.standing import Standing, standings
from oneplace.web.snapshot import OnceARun, Snapshot

SHOWN_FIRST = 6
REST = "-"
"""What stands for the id of the part of those that are in no other: no part has it."""
UNKNOWN = (Status.NO_MEASURE, Status.NO_DATA)


@dataclass(frozen=True)
class Part:
    """A life stage, an enabler or a commitment, with its ambitions."""

    id: str
    name: str
    text: str
    standings: list[Standing]
    told: frozenset[str] = frozenset()
    """The ids of those that an earlier part has told of."""

    @property
    def summary(self) -> str:
        """How many ambitions, and how many of them stand badly, by the words of their status."""
        said = [count_words(len(self.standings), "ambition")]
        for status in (Status.OFF_PATH, Status.AVERAGE_UP_BUT_GAP_WIDER):
            rows = [item.row for item in self.standings if item.row["status"] == status]
            words = sentences.STATUS_LABELS[status].lower()
            said += [f"{len(rows)} {words}{sentences.of_them(rows)}"] if rows else []
        gaps = [item.row for item in self.standings if sentences.gap_off_path(item.row)]
        said += [f"{len(gaps)}{sentences.gaps_of_them(gaps)} with a gap off its path"] if gaps else []
        return ", ".join(said)


@dataclass(frozen=True)
class Home:
    """Everything that the page prints."""

    vision: str
    summary: str
    closing: str
    """Whether gaps close."""
    gaps: list[GapTold]
    gaps_made_up: list[GapTold]
    """The gaps that this speaks of, on real figures and on made-up ones."""
    worst: list[Standing]
    well: list[Standing]
    both: dict[str, list[tuple[Standing, str]]]
    """What is good and bad at once, by heading."""
    too_few: str
    badly: list[Standing]
    changes: list[Change]
    eased: list[Line]
    """What readers were promised and is easier now: of each thing the first that changed."""
    otherwise: list[Line]
    """What else was agreed or said of a promise and reads otherwise, in the same way."""
    since: str
    unknown: list[Standing]
    unmeasured: int
    stages: list[Part]
    enablers: list[Part]
    commitments: list[Part]
    rest: Part
    not_new: str
    """How many numbers are older than they should be, or hide a newer one."""
    not_set: str
    wanted: str
    """How many questions of the themes have no number, and for how many nobody is to get it."""
    origins: set[str]

    def part(self, asked: str) -> Part | None:
        """A part that has ambitions by its id; None where there is none of it."""
        every = (*self.stages, *self.enablers, *self.commitments, self.rest)
        return next((part for part in every if part.id == asked and part.standings), None)


def _home_page(shot: Snapshot) -> Home:
    strategy = shot.place.strategy
    every = standings(shot)
    stages = [
        Part(stage.id, stage.name or stage.id.replace("_", " ").capitalize(), stage.text or "", _of(every, stage.id))
        for stage in strategy.stages
    ]
    enablers = [Part(item.id, item.name, item.text or "", _of(every, item.id)) for item in strategy.enablers]
    commitments = [
        Part(item.id, item.name or item.text, item.text if item.name else "", _of(every, item.id))
        for item in (*strategy.commitments, *strategy.priorities)
    ]
    used = [[part for part in parts if part.standings] for parts in (enablers, commitments)]
    stages, enablers, commitments = _once([stages, *used])
    placed = {item.id for part in (*stages, *enablers, *commitments) for item in part.standings}
    since, changed = changes(shot, every)
    moved = moves(shot.place, shot.changes)
    unknown = [item for item in every if item.row["status"] in UNKNOWN]
    badly = needing_attention(every)
    real, unreal = gaps_told(shot)
    return Home(
        vision=strategy.vision if isinstance(strategy.vision, str) else strategy.vision.text,
        summary=opening(shot.place, [item.row for item in every], shot.as_of).text,
        gaps=real,
        gaps_made_up=unreal,
        closing=closing([item.row for item in every], shot.alone).text,
        worst=badly[:SHOWN_FIRST],
        well=strengths(shot, every),
        both=good_and_bad(shot, every),
        too_few=too_few([item.row for item in every]),
        badly=badly,
        changes=changed,
        eased=_firsts(shot, [one for one in moved if one.eases]),
        otherwise=_firsts(shot, [one for one in moved if one.matters and not one.eases]),
        since=since,
        unknown=unknown,
        unmeasured=sum(item.row["status"] == Status.NO_MEASURE for item in every),
        stages=stages,
        enablers=enablers,
        commitments=commitments,
        rest=Part(REST, "Other ambitions", "", [item for item in every if item.id not in placed]),
        not_new=not_new([item.row for item in every], shot.as_of),
        not_set=not_set(shot.place, [item.row for item in every]),
        wanted=themes.wanted(shot).text,
        origins={origin for item in every for origin in item.origins},
    )


def _firsts(shot: Snapshot, moved: list[Move]) -> list[Line]:
    """Of each thing that changed since the run before its first change: the rest stand on the page of all changes."""
    first = {(one.part, one.subject): one for one in reversed(moved)}
    return moved_lines(shot, reversed(first.values()))


home_page = OnceARun(_home_page)
"""The page's content, from the run that is served."""


def _once(kinds: list[list[Part]]) -> list[list[Part]]:
    """The parts in the order of the page, each knowing which of its ambitions stood in one before."""
    told: set[str] = set()
    made: list[list[Part]] = []
    for parts in kinds:
        made.append([])
        for part in parts:
            made[-1].append(replace(part, told=frozenset(told)))
            told |= {item.id for item in part.standings}
    return made


def _of(every: list[Standing], key: str) -> list[Standing]:
    """The ambitions that name a stage, enabler, commitment or priority."""

    def names(item: Standing) -> tuple[str | None, ...]:
        outcome = item.outcome
        return (outcome.stage, *outcome.enablers, *outcome.commitments, *outcome.priorities)

    return [item for item in every if key in names(item)]
