"""The board's page: worst first, what changed, risks, decisions asked, the packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePosixPath

from django.utils import timezone

from oneplace import results, run
from oneplace.delivery import (
    Step,
    highest_first,
    is_over_appetite,
    level,
    open_actions,
    score_words,
    steps,
)
from oneplace.pack import DECISIONS, IN_FULL
from oneplace.place import Risk
from oneplace.progress import Status, sentences
from oneplace.report import (
    Asked,
    GridLine,
    Row,
    Sheet,
    Taken,
    asked,
    assurance_grid,
    duties,
    moves,
    needing_attention,
    nobody_owns,
    not_new,
    not_said,
    not_set,
    owner_words,
    plan_beside,
    summary,
    taken,
    themes,
    too_few,
    undecided,
    worst_first,
)
from oneplace.vocabulary.wording import day_words, marked, value_words
from oneplace.web.accounts.permissions import Action, Actor, Resource, may, may_read_exempt
from oneplace.web.accounts.permissions import Decision as Decided
from oneplace.web.delivery.named import body_called
from oneplace.web.presenters.changed import Change, changes
from oneplace.web.presenters.commentary import Said, said
from oneplace.web.presenters.gap_words import good_and_bad, strengths
from oneplace.web.presenters.moved import Line as MovedLine
from oneplace.web.presenters.moved import moved_lines
from oneplace.web.presenters.plan import drawn
from oneplace.web.presenters.risk_matrix import Matrix, matrix
from oneplace.web.presenters.standing import Standing, standings
from oneplace.web.snapshot import Snapshot, snapshot

IN_BRIEF, WHOLE = "To read before the meeting, in brief (PDF)", "To read or print, whole (PDF)"
READ_AS = (IN_BRIEF, WHOLE, "To edit (Word)", "As web pages")
UNJUDGED = (Status.NO_TARGET_SET, Status.NO_DATA, Status.NO_MEASURE, Status.CONTEXT)
"""Ambitions that have nothing to be judged against: listed after those that have."""


@dataclass(frozen=True)
class Line:
    """One ambition as a board reads it: one line."""

    standing: Standing
    path: str
    forecast: str
    gap: str
    gap_direction: str
    owner: str
    late: int

    @property
    def has_dash(self) -> bool:
        """Whether something of it is not known that a column has of others."""
        said = self.standing.listed
        return not said.value or not said.beside or self.gap == "not known"

    @property
    def signed(self) -> tuple[str, ...]:
        """Its words in which a sign may stand."""
        return self.standing.listed.direction, self.standing.listed.beside, self.gap


@dataclass(frozen=True)
class RiskLine:
    """A risk with its scores: likelihood times consequence, before and after controls, and where it should be."""

    risk: Risk
    inherent: str
    current: str
    target: str
    level: str
    owner: str
    over_appetite: bool
    open_actions: int


@dataclass(frozen=True)
class PackLine:
    """A pack in the list of packs."""

    id: str
    as_of: date


@dataclass(frozen=True)
class PackFile:
    """A file of a pack, by what it is to a reader."""

    name: str
    path: str
    size: int


@dataclass(frozen=True)
class Pack:
    """A frozen pack: the run that made it, whether it is still as it was made, and its documents."""

    run_id: str
    as_of: str
    built_on: str
    faults: list[str]
    documents: list[PackFile]
    papers: list[PackFile]
    """Reports and notices of decisions."""
    data: list[PackFile]


@dataclass(frozen=True)
class SaidLine:
    """What is said of an ambition, and whether to the board alone."""

    standing: Standing
    said: Said
    board_only: bool
    planned: list[str]


@dataclass(frozen=True)
class Charted:
    """An ambition with a control chart; ``met``: how many periods met what is asked of each, where anything is."""

    standing: Standing
    met: str


@dataclass(frozen=True)
class Board:
    """Everything that the page prints."""

    summary: str
    not_new: str
    not_set: str
    wanted: str
    owned: bool
    lines: list[Line]
    well: list[Standing]
    both: dict[str, list[tuple[Standing, str]]]
    """What is good and bad at once, by heading."""
    too_few: str
    badly: list[Standing]
    grid: list[GridLine[Charted]]
    unjudged: list[Line]
    since: str
    changes: list[Change]
    undecided: list[str]
    moved: list[MovedLine]
    risks: list[RiskLine]
    asked: Asked
    taken: list[Taken]
    late: list[Step]
    said: list[SaidLine]
    unsaid: str
    plan: list[Sheet]
    matrix: Matrix
    duties: str


def board(shot: Snapshot) -> Board:
    """The page's content, from the run that is served."""
    every = standings(shot)
    lines = [_line(shot, item) for item in worst_first(every)]
    since, changed = changes(shot, every)
    rows = [item.row for item in every]
    moved = moves(shot.place, shot.changes)
    return Board(
        summary=summary(shot.place, rows, shot.alone, shot.as_of).text,
        not_new=not_new(rows, shot.as_of),
        not_set=not_set(shot.place, rows),
        wanted=themes.wanted(shot).text,
        owned=not nobody_owns(shot.place),
        well=strengths(shot, every),
        both=good_and_bad(shot, every),
        too_few=too_few(rows),
        badly=needing_attention(every),
        grid=assurance_grid(_charted(shot, every)),
        lines=[line for line in lines if line.standing.row["status"] not in UNJUDGED],
        unjudged=[line for line in lines if line.standing.row["status"] in UNJUDGED],
        since=since,
        changes=changed,
        undecided=undecided(shot.written["agreed"].to_pylist(), shot.place),
        moved=moved_lines(shot, (one for one in moved if one.matters)),
        risks=[_risk(shot, risk) for risk in highest_first(shot.place.strategy.risks)],
        asked=asked(shot.place, rows, shot.as_of),
        taken=taken(shot),
        late=[step for step in steps(shot.place.strategy.workstreams, shot.as_of) if step.late],
        said=_said(shot, every),
        plan=drawn(shot),
        matrix=matrix(shot.place.strategy.risks),
        duties=duties.duties_summary(shot.place, timezone.localdate()),
        unsaid=not_said(shot.place, [item.id for item in every if item.explained]),
    )


def weight(line: Line) -> int:
    """Bytes, roughly, that an ambition takes in a table."""
    judged = line.standing.row["status"] not in UNJUDGED
    return (700 if judged else 480) + len(line.standing.question) + len(line.standing.listed.beside + line.gap)


def _said(shot: Snapshot, every: list[Standing]) -> list[SaidLine]:
    """The newest commentary on each ambition, worst first; what is said to the board alone after what all may read."""
    alone = results.read_one(shot.run.results, "board_commentary", results.Audience.BOARD) if shot.run else None
    to_board = alone.to_pylist() if alone else []
    return [
        SaidLine(item, said(row, shot.as_of), board_only, plan_beside(shot, item.id))
        for item in worst_first(every)
        for board_only, rows in ((False, shot.said(item.id)), (True, to_board))
        for row in rows
        if row["ambition"] == item.id and row["newest"]
    ]


def _charted(shot: Snapshot, every: list[Standing]) -> Iterator[tuple[Charted, Row]]:
    """The ambitions whose measure has a control chart, each with its newest point."""
    for item in every:
        rows = shot.tables["signals"].of(item.measure or "")
        if rows:
            in_time = sorted(rows, key=lambda row: row["period_end"])
            yield Charted(item, sentences.times_met(in_time, item.row, item.about).text), in_time[-1]


def packs(shot: Snapshot) -> list[PackLine]:
    """The runs whose packs are there, newest first."""
    made = [item for item in reversed(run.runs(shot.place_folder)) if item.pack.is_dir()]
    return [PackLine(item.id, date.fromisoformat(item.manifest["as_of"])) for item in made]


def pack(found: run.Run, reader: Actor | None) -> Pack:
    """A pack with the files that ``reader`` may read, verified now by the hashes taken when it was made."""
    manifest = found.manifest
    names = sorted(name.removeprefix("pack/") for name in manifest["files"] if name.startswith("pack/"))
    files = [
        PackFile(_called(name), name, (found.pack / name).stat().st_size)
        for name in names
        if (found.pack / name).is_file() and may_read_file(name, reader).allowed
    ]
    documents = sorted((item for item in files if is_document(item.path)), key=lambda item: READ_AS.index(item.name))
    return Pack(
        run_id=found.id,
        as_of=day_words(date.fromisoformat(manifest["as_of"])),
        built_on=_built(manifest["built_on"]),
        faults=run.verify(found),
        documents=documents,
        papers=[
            replace(item, name=_paper(PurePosixPath(item.path)))
            for item in files
            if item.path.startswith((f"{DECISIONS}/", f"{IN_FULL}/"))
        ],
        data=[item for item in files if PurePosixPath(item.path).suffix in (".csv", ".json")],
    )


def may_read_file(name: str, reader: Actor | None) -> Decided:
    """Whether somebody may read a file of a pack: all of them, but for what is not for publication of a decision."""
    if not name.startswith(f"{IN_FULL}/"):
        return may(reader, Action.READ, Resource.PACK)
    return may_read_exempt(reader, body_called(snapshot().place, PurePosixPath(name).parent.name), "")


def _paper(path: PurePosixPath) -> str:
    """What a decision's file is to a reader: ``Fund the clinics: report (PDF), in full, with exempt parts``."""
    titles = {one.id: one.title for one in snapshot().place.decisions.values()}
    key, kind = path.parent.name, {".pdf": "PDF", ".docx": "Word"}[path.suffix]
    whole = ", in full: not for publication" if str(path).startswith(IN_FULL) else ""
    return f"{titles.get(key, key)}: {path.stem} ({kind}){whole}"


def _built(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{day_words(moment.date())}, {moment:%H:%M} UTC"


def _called(path: str) -> str:
    if path == "board-brief.pdf":
        return IN_BRIEF
    kinds = dict(zip((".pdf", ".docx", ".html"), READ_AS[1:], strict=True))
    return kinds[PurePosixPath(path).suffix] if is_document(path) else path


def is_document(path: str) -> bool:
    """Whether a file is one that a board reads: the pack itself, in a format to print or to edit."""
    found = PurePosixPath(path)
    alone = len(found.parts) == 1
    return (alone and found.suffix in (".pdf", ".docx")) or found.name == "index.html"


def _line(shot: Snapshot, item: Standing) -> Line:
    row = item.row
    serving = [stream for stream in shot.place.strategy.workstreams if item.id in stream.outcomes]
    return Line(
        standing=item,
        path=_path(item),
        forecast=sentences.forecast_label(row),
        gap=sentences.gap_listed(row, item.about).text,
        gap_direction=sentences.direction_label(row) if row["gap"] is not None else "",
        owner=owner_words(shot.place, item.outcome.owner),
        late=sum(step.late for step in steps(serving, shot.as_of)),
    )


def _path(item: Standing) -> str:
    """What the path asks for now, to the decimals of all numbers of its row, and marked where nobody agreed it."""
    row = item.row
    if row["path"] is None:
        return "no path"
    asked = value_words(row["path"], item.about.unit, sentences.digits(row, item.about))
    return marked(asked, row["target_provenance"])


def _risk(shot: Snapshot, risk: Risk) -> RiskLine:
    return RiskLine(
        risk=risk,
        inherent=score_words(risk.inherent),
        current=score_words(risk.current),
        target=score_words(risk.target),
        level=level(risk.current).value,
        owner=owner_words(shot.place, risk.owner),
        over_appetite=is_over_appetite(risk),
        open_actions=open_actions(risk),
    )
