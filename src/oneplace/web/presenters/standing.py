"""How one ambition stands, in the words of ``oneplace.progress``: what lists, cards and the board's table show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from oneplace.place import Outcome
from oneplace.progress import Ambition, Status, sentences
from oneplace.results import TABLES
from oneplace.web.presenters.sparkline import Sparkline, sparkline
from oneplace.web.snapshot import Row, Snapshot
from oneplace.wording import range_words, value_words

COLOURS = {
    Status.ON_PATH: "green",
    Status.OFF_PATH: "red",
    Status.AVERAGE_UP_BUT_GAP_WIDER: "orange",
    Status.CANNOT_BE_JUDGED_YET: "yellow",
    Status.NO_TARGET_SET: "grey",
    Status.CONTEXT: "white",
    Status.NO_DATA: "grey",
    Status.NO_MEASURE: "grey",
}


@dataclass(frozen=True)
class Standing:
    """One ambition and how it stands."""

    outcome: Outcome
    ambition: Ambition
    row: Row
    sparkline: Sparkline | None

    @property
    def about(self) -> sentences.About:
        """What the row is about, for the sentences."""
        return self.ambition.about

    @property
    def measure(self) -> str | None:
        """The id of the ambition's main measure."""
        return self.ambition.measure

    @property
    def id(self) -> str:
        """The ambition's permanent id."""
        return self.outcome.id

    @property
    def question(self) -> str:
        """The ambition as a question that a resident would ask; its text where the place gives none."""
        return self.outcome.question or self.outcome.text

    @property
    def href(self) -> str:
        """The ambition's page."""
        return reverse("public:ambition", args=[self.outcome.id])

    @property
    def status(self) -> str:
        """The status in two or three words."""
        return sentences.status_label(self.row)

    @property
    def colour(self) -> str:
        """The colour of the status's tag; the words say the same."""
        return COLOURS[Status(self.row["status"])]

    @property
    def finding(self) -> str:
        """The one sentence that also titles the chart."""
        return sentences.finding(self.row, self.about)

    def words(self, value: float | None) -> str:
        """A value in the measure's unit; "not known" for none."""
        return "not known" if value is None else value_words(value, self.about.unit, self.about.decimals)

    def range(self, row: Row) -> str:
        """The interval of a row in the measure's unit; empty for none."""
        if row["lower"] is None or row["upper"] is None:
            return ""
        return range_words(row["lower"], row["upper"], self.about.unit, self.about.decimals)

    @property
    def made_up(self) -> str | None:
        """``synthetic`` or ``illustrative`` where a number of the ambition is; None where none is."""
        if not sentences.made_up(self.row):
            return None
        return "synthetic" if self.row["origin"] == "synthetic" else "illustrative"

    @property
    def origins(self) -> set[str]:
        """Where the ambition's numbers come from, its target's included."""
        return {origin for origin in (self.row["origin"], self.row["target_provenance"]) if origin}


def standing(shot: Snapshot, outcome: Outcome) -> Standing:
    """How an ambition stands in the run that is served."""
    ambition = next(item for item in shot.ambitions if item.id == outcome.id)
    return Standing(outcome, ambition, _row(shot, ambition), sparkline(shot, outcome))


def standings(shot: Snapshot) -> list[Standing]:
    """Every ambition in the order of the strategy."""
    return [standing(shot, outcome) for outcome in shot.place.strategy.outcomes]


def worst_first(all_: Iterable[Standing]) -> list[Standing]:
    """In the order in which a board should read them."""
    by_id = {item.id: item for item in all_}
    return [by_id[row["ambition"]] for row in sentences.worst_first([item.row for item in by_id.values()])]


def _row(shot: Snapshot, ambition: Ambition) -> Row:
    """The ambition's row of progress; before the first run, a row that says so."""
    found = shot.progress(ambition.id)
    if found is not None:
        return found
    empty: dict[str, Any] = dict.fromkeys(TABLES["progress"].schema.names)
    return empty | {
        "ambition": ambition.id,
        "measure": ambition.measure,
        "status": (Status.NO_DATA if ambition.measure else Status.NO_MEASURE).value,
        "status_forecast": "not_known",
        "trend": "not_known",
        "why": "No run has been made yet.",
    }
