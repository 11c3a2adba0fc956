"""The page of one measure."""

from __future__ import annotations

from dataclasses import dataclass

from oneplace.place import UNITS, Measure
from oneplace.progress import sentences, whose_note
from oneplace.report import of_dimension, standard_words, standards_told
from oneplace.web.presenters import measured
from oneplace.web.presenters.charts import Drawing, drawing
from oneplace.web.presenters.standing import Standing, standing
from oneplace.web.presenters.tables import Table
from oneplace.web.public.presenters.funnel import has_funnel
from oneplace.web.public.presenters.parts_compared import has_parts
from oneplace.web.snapshot import Snapshot

GOOD = {"low_good": "Lower is better", "high_good": "Higher is better", "context": "Neither higher nor lower is better"}


@dataclass(frozen=True)
class MeasurePage:
    """Everything that the page prints."""

    measure: Measure
    unit: str
    good: str
    answer: str
    """How it stands now; empty where an ambition that it leads says so, or nothing is known."""
    note: str
    """Whose figure it is where it is not the place's own, and what is made up; empty where neither."""
    standards: list[str]
    """The national standards that hold for it, and how the newest figure stands to each."""
    ambitions: list[Standing]
    """Those that it measures."""
    beside: list[Standing]
    """Those that another measure measures and it stands beside."""
    over_time: Table | None
    rolling_years: Table | None
    chart: Drawing | None
    breakdown_chart: Drawing | None
    breakdowns: list[measured.Breakdown]
    comparators: Table | None
    in_parts: bool
    """Whether its values by part of the place stand on a page."""
    in_funnel: bool
    """Whether a funnel of its practices, organisations or wards does."""
    comparator_chart: Drawing | None
    neighbourhoods: measured.Neighbourhoods | None
    control: measured.Control | None
    definition: measured.Definition | None
    origins: set[str]


def measure_page(shot: Snapshot, measure: Measure) -> MeasurePage:
    """The page's content, from the run that is served."""
    own = of_dimension(shot.results(measure.id), "all")
    origin = shot.origins.get(measure.id)
    outcomes = [item for item in shot.place.strategy.outcomes if measure.id in item.measure_ids]
    ambitions = [standing(shot, outcome) for outcome in outcomes]
    stands = shot.stands(measure.id)
    whose = next((row["whose"] for row in reversed(own) if row["whose"]), None)
    notes = (
        shot.read_in_part(measure.id),
        whose_note(shot.place, whose),
        sentences.origin_note(stands[0]) if stands else "",
    )
    standards = _standards(shot, measure, next((item for item in ambitions if item.measure == measure.id), None))
    return MeasurePage(
        measure=measure,
        unit=UNITS[measure.unit],
        good=GOOD[measure.polarity],
        answer=sentences.stands(*stands).text if stands else "",
        note=" ".join(filter(None, notes)),
        standards=standards,
        ambitions=[item for item in ambitions if item.measure == measure.id],
        beside=[item for item in ambitions if item.measure != measure.id],
        over_time=measured.over_time(shot, measure),
        rolling_years=measured.rolling_years(shot, measure),
        chart=measured.beside_standards(drawing(shot, measure.id, "trend"), measure, standards),
        breakdown_chart=drawing(shot, measure.id, "groups"),
        breakdowns=measured.breakdowns(shot, measure),
        comparators=measured.comparators(shot, measure),
        in_parts=has_parts(shot, measure),
        in_funnel=has_funnel(shot, measure),
        comparator_chart=drawing(shot, measure.id, "comparison"),
        neighbourhoods=measured.neighbourhoods(shot, measure),
        control=measured.control(shot, measure, standards),
        definition=measured.definition(shot, measure),
        origins={origin} if origin else set(),
    )


def _standards(shot: Snapshot, measure: Measure, led: Standing | None) -> list[str]:
    """As the ambition that it leads tells them; else by how the measure itself stands, where anything is known."""
    row, about = (led.row, led.about) if led else shot.stands(measure.id) or (None, None)
    if row is None or about is None:
        return [standard_words(measure, one) for one in measure.standards]
    return [one.text for one in standards_told(measure, row, about, shot.as_of)]
