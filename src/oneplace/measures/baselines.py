"""W132: baselines that are another number than the place's own figures of their period make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oneplace.measures.gaps import gaps
from oneplace.measures.rows import Row
from oneplace.place import Measure, Outcome, Place, gap_size
from oneplace.problems import Problem
from oneplace.stats import RATIOS
from oneplace.vocabulary.wording import plainly


def other_baselines(place: Place, measure_: Measure, rows: Sequence[Row]) -> Iterator[Problem]:
    """Baselines, of averages and of gaps, that aren't what a measure's typed ``rows`` give for their period."""
    for at, outcome in enumerate(place.strategy.outcomes):
        if measure_.id in outcome.measure_ids[:1]:
            yield from _of_average(place, measure_, rows, at, outcome)
            yield from _of_gap(place, measure_, rows, at, outcome)


def _of_average(place: Place, measure_: Measure, rows: Sequence[Row], at: int, outcome: Outcome) -> Iterator[Problem]:
    baseline = outcome.baseline
    if isinstance(baseline, str) or baseline.note:
        return
    then = (baseline.period.start, baseline.period.end)
    of_all = (row for row in rows if row["dimension"] == "all" and (row["period_start"], row["period_end"]) == then)
    figure = next((row["value"] for row in of_all), None)
    if figure is not None and round(figure, measure_.decimals) != round(baseline.value, measure_.decimals):
        what = f"the baseline of {outcome.id} for {baseline.period} is {plainly(baseline.value)}, and the figure "
        what += f"that the file of {measure_.id} gives for it is {plainly(figure)}."
        line, column = place.mark_in_strategy("outcomes", at, "baseline", "value")
        yield Problem(place.root / "strategy.yaml", line, column, "W132", what, _mend("the baseline"))


def _of_gap(place: Place, measure_: Measure, rows: Sequence[Row], at: int, outcome: Outcome) -> Iterator[Problem]:
    """Its size is held against that of the gap which the groups' figures make, in the statistic that it is set in."""
    wish, begins = outcome.gap_ambition, outcome.gap_path_begins
    if isinstance(wish, str) or isinstance(wish.baseline, str) or begins is None or wish.note:
        return
    named = (wish.dimension, wish.statistic, begins.start, begins.end)
    names = ("dimension", "statistic", "period_start", "period_end")
    made = (gap.get("value") for gap in gaps(measure_, rows) if tuple(gap[name] for name in names) == named)
    value = next((value for value in made if value is not None), None)
    if value is None:
        return
    decimals = 2 if wish.statistic in RATIOS else measure_.decimals
    figure, start = (round(gap_size(wish.statistic, float(each)), decimals) for each in (value, wish.baseline))
    if figure != start:
        what = f"the baseline of the gap of {outcome.id} for {begins} is {plainly(start)}, and the gap that the "
        what += f"figures of groups in the file of {measure_.id} make then is {plainly(figure)}."
        line, column = place.mark_in_strategy("outcomes", at, "gap_ambition", "baseline")
        yield Problem(place.root / "strategy.yaml", line, column, "W132", what, _mend("`gap_ambition`"))


def _mend(whose: str) -> str:
    return f"Correct one of them, or say in the `note:` of {whose} why it is another."
