"""How one ambition stands, in the words of ``oneplace.progress``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from oneplace.place import Measure, Outcome
from oneplace.place.moved import AVERAGE
from oneplace.progress import Ambition, ForecastStatus, Status, sentences
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.report.still_agreed import asks
from oneplace.report.went import went_badly
from oneplace.results import TABLES
from oneplace.vocabulary.wording import MADE_UP, places, range_words, value_words


@dataclass(frozen=True)
class Standing:
    """One ambition and its row of progress."""

    outcome: Outcome
    ambition: Ambition
    row: Row
    agreed: Row | None = field(default=None, kw_only=True)
    """Its row of ``agreed``, where it was eased and nobody has decided that yet."""

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
    def status(self) -> str:
        """The status in two or three words."""
        return sentences.status_label(self.row)

    @property
    def status_words(self) -> str:
        """The same; of a target whose own period is over with what became of it."""
        return sentences.status_words(self.row)

    @property
    def status_proposed(self) -> str:
        """The average's status by what is proposed, where the board has not decided that less will do; else empty."""
        proposed = self.agreed and AVERAGE in asks(self.agreed) and self.agreed.get("proposed_status")
        return sentences.status_label({"status": proposed}) if proposed else ""

    @property
    def finding(self) -> str:
        """The one sentence that also titles the chart."""
        told = sentences.finding(self.row, self.about), sentences.part_only(self.row, self.about)
        return sentences.joined(*told).text

    def words(self, value: float | None, *unlike: float | None) -> str:
        """A value in the measure's unit, told from the numbers that it is held against; "not known" for none."""
        unit = self.about.unit
        if value is None:
            return "not known"
        return value_words(value, unit, places(value, None, None, unit, self._decimals, *unlike))

    def range(self, row: Row) -> str:
        """The interval of a row in the measure's unit; empty for none."""
        if row["lower"] is None or row["upper"] is None:
            return ""
        return range_words(row["lower"], row["upper"], self.about.unit, self._decimals)

    @property
    def _decimals(self) -> int:
        """As many as its sentence has: a table beneath it tells the same numbers."""
        return sentences.digits(self.row, self.about)

    @property
    def made_up(self) -> str | None:
        """``synthetic`` or ``illustrative`` where its figures are, ``illustrative target`` where that alone is."""
        if self.row["origin"] in MADE_UP:
            return str(self.row["origin"])
        return "illustrative target" if sentences.made_up(self.row) else None

    @property
    def origins(self) -> set[str]:
        """Where the ambition's numbers come from, its target's included."""
        every = (self.row["origin"], self.row["target_provenance"], self.row.get("gap_target_provenance"))
        return {origin for origin in every if origin}


Stands = TypeVar("Stands", bound=Standing)


def worst_first(standings: Iterable[Stands]) -> list[Stands]:
    """In the order in which a board should read them."""
    by_id = {item.id: item for item in standings}
    return [by_id[row["ambition"]] for row in sentences.worst_first([item.row for item in by_id.values()])]


def needing_attention(standings: Iterable[Stands]) -> list[Stands]:
    """Those that went badly, in the order in which they are listed as that."""
    by_id = {item.id: item for item in standings}
    return [by_id[row["ambition"]] for row in went_badly([item.row for item in by_id.values()])]


def row_of(report: RunReport, ambition: Ambition) -> Row:
    """The ambition's row of progress; before the first run, a row that says so."""
    found = report.progress(ambition.id)
    if found is not None:
        return found
    empty: dict[str, Any] = dict.fromkeys(TABLES["progress"].schema.names)
    return empty | {
        "ambition": ambition.id,
        "measure": ambition.measure,
        "status": (Status.NO_DATA if ambition.measure else Status.NO_MEASURE).value,
        "status_forecast": ForecastStatus.NOT_KNOWN.value,
        "trend": "not_known",
        "why": "No run has been made yet.",
    }


MeasureStands = tuple[Row, sentences.About]
"""A measure's row of progress and what it is about, for the sentences."""


def measure_stands(report: RunReport, measure: Measure) -> MeasureStands | None:
    """How a measure stands, whether or not it leads an ambition; None where no value is known."""
    ambition = next((item for item in report.ambitions if item.measure == measure.id), None)
    stands = (row_of(report, ambition), ambition.about) if ambition else report.stands(measure.id)
    return stands if stands and stands[0]["value"] is not None else None
