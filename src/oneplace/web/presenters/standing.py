"""How one ambition stands, as lists, cards and the board's table show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from oneplace import report
from oneplace.place import Measure, Outcome
from oneplace.progress import Status
from oneplace.web.presenters.sparkline import Sparkline, sparkline
from oneplace.web.snapshot import OnceARun, Snapshot

COLOURS = {
    Status.ON_PATH: "green",
    Status.OFF_PATH: "red",
    Status.AVERAGE_UP_BUT_GAP_WIDER: "orange",
    Status.CANNOT_BE_JUDGED_YET: "yellow",
    Status.CANNOT_BE_COMPARED: "yellow",
    Status.GAP_TARGET_ONLY: "white",
    Status.NO_TARGET_SET: "grey",
    Status.CONTEXT: "white",
    Status.NO_DATA: "grey",
    Status.NO_MEASURE: "grey",
}


@dataclass(frozen=True)
class Standing(report.Standing):
    """One ambition and how it stands, with its row of every list, its small chart, its page and its colour."""

    listed: report.Listed
    sparkline: Sparkline | None
    explained: bool = False
    """Whether there is public commentary on it."""
    eased: str = ""
    """What it asked before decisions made it easier, and which."""

    @property
    def href(self) -> str:
        """The ambition's page."""
        return reverse("public:ambition", args=[self.outcome.id])

    @property
    def colour(self) -> str:
        """The colour of the status's tag; the words say the same."""
        return COLOURS[Status(self.row["status"])]

    @property
    def tagged(self) -> bool:
        """Whether a list shows its status: that no target is set is said once for all (``report.not_set``)."""
        return bool(self.row["status"] != Status.NO_TARGET_SET)


def standing(shot: Snapshot, outcome: Outcome) -> Standing:
    """How an ambition stands in the run that is served."""
    ambition = next(item for item in shot.ambitions if item.id == outcome.id)
    row, agreed = report.row_of(shot, ambition), shot.agreed(outcome.id)
    words = report.listed(row, ambition.about, shot.as_of)
    eased = report.eased_beside(shot, ambition, row)
    explained = bool(shot.said(outcome.id))
    return Standing(outcome, ambition, row, words, sparkline(shot, outcome), explained, eased, agreed=agreed)


def weight(one: Standing) -> int:
    """Bytes, roughly, that an ambition takes in a list."""
    return 500 + len(one.question)


def measure_listed(shot: Snapshot, measure: Measure) -> report.Listed | None:
    """The row of every list of a measure, whether or not it leads an ambition; None where no value is known."""
    stands = report.measure_stands(shot, measure)
    return report.listed(*stands, shot.as_of) if stands else None


def _standings(shot: Snapshot) -> list[Standing]:
    return [standing(shot, outcome) for outcome in shot.place.strategy.outcomes]


standings = OnceARun(_standings)
"""Every ambition in the order of the strategy."""
