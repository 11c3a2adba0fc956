"""What is counted against a target agrees with a count of the table beside it, however its numbers are rounded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from oneplace.progress import sentences
from tests.report import a_run

VALUES = [22.06, 21.98, 22.0, 17.8, 25.6, 22.2]
"""Of these three are 22 or less, and five round to it or less."""
MONTHS = [date(2026, month, 1) for month in range(1, 8)]


@pytest.fixture
def shown(tmp_path, site):
    """A measure of people with a value a month, held against 22."""
    place = a_run.a_place(tmp_path)
    one = place.measures["smoking"].model_copy(update={"unit": "people", "frequency": "monthly"})
    place = replace(place, measures={"smoking": one})
    periods = [
        {"period_start": start, "period_end": end, "period_label": f"{start:%B %Y}"} for start, end in pairwise(MONTHS)
    ]
    row = {"measure": "smoking", "dimension": "all", "group": "all", "group_label": "Everyone", "suppressed": False}
    results = [row | period | {"value": value} for period, value in zip(periods, VALUES, strict=True)]
    signal = {"measure": "smoking", "asked": 22.0, "since": "January 2026"}
    signals = [signal | period | {"value": value} for period, value in zip(periods, VALUES, strict=True)]
    return a_run.report(place, results=results, signals=signals)


def numbers(lines):
    return [float(line.cells[0].words.split()[0]) for line in lines]


def test_a_reader_who_counts_the_table_comes_to_the_same(shown):
    from oneplace.web.presenters import measured

    measure = shown.place.measures["smoking"]
    told = numbers(measured.over_time(shown, measure).extract)
    about = replace(next(one.about for one in shown.ambitions if one.measure == "smoking"), frequency="monthly")
    met = sentences.times_met(shown.tables["signals"].of("smoking"), {"target": 22.0, "value": None}, about)
    assert sum(number <= 22 for number in told) == met.claims[0].number == 3
    assert told == [22.2, 26, 18, 22, 21.98, 22.1]


def test_so_does_one_who_counts_the_judgements(shown):
    from oneplace.web.presenters import measured

    signals = [row | dict.fromkeys(("mean", "point", "rules")) for row in shown.tables["signals"].of("smoking")]
    lines = [measured._control_line(row, shown.place.measures["smoking"]) for row in signals]
    assert sum(number <= 22 for number in numbers(lines)) == 3
