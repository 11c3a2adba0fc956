"""A file that was read only in part is told beside each figure that rests on it, and no small number of its rows."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.measures.in_part import read
from oneplace.measures.provenance import provenance
from oneplace.place import Measure, SmallNumbers
from tests.measures.build import BASE
from tests.measures.conftest import over, record, together

RULE = SmallNumbers(below=5)
FIRST, LAST = date(2022, 4, 1), date(2025, 3, 31)
LOW = "The figure is too low by an unknown number."
EITHER = "The figure may be too low or too high: nobody knows by how much."
STAYS = {"table": "activity", "where": "activity_type = 'inpatient_spell'"}


def load(unused, of=1_000, *, source="acute", dataset="apc", breaks_off=False, first=None, end=None):
    return {
        "source_system": source,
        "dataset": dataset,
        "rows_read": of,
        "rows_unused": unused,
        "breaks_off": breaks_off,
        "period_start": first,
        "period_end": end,
    }


def told(southampton, *loads):
    return {key: each.told(RULE) for key, each in read(loads, southampton.sources).items()}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([load(9)], None),
        ([load(10)], "10 of 1,000 rows of {} could not be used."),
        ([load(1, 60)], "fewer than 5 of 60 rows of {} could not be used."),
        ([load(33, 3_333)], None),
        ([load(34, 3_333)], "35 of 3,335 rows of {} could not be used."),  # to the step of the rule
        ([load(1, breaks_off=True)], "{} breaks off: how many of its rows are missing is not known."),
        (
            [load(500, breaks_off=True)],
            "500 of 1,000 rows of {} could not be used. It breaks off too: how many more of its rows are missing is "
            "not known.",
        ),
        (
            [load(20, first=FIRST, end=date(2022, 5, 1)), load(0), load(30, first=date(2022, 6, 1), end=LAST)],
            "50 of 2,000 rows of {}, of 1 April 2022 to 30 March 2025, could not be used.",
        ),
    ],
)
def test_what_is_told_of_a_dataset(southampton, rows, words):
    """One row in a hundred is told, and a file that breaks off; files that were read whole are no part of it."""
    named = "University Hospital Southampton's file “admitted patient care”"
    assert told(southampton, *rows) == ({} if words is None else {"acute.apc": words.format(named)})


def computed(southampton, resident, loads, source="acute.apc", **changes):
    compute = {"from": "record", "statistic": "count", "events": STAYS, **changes}
    unit = {"count": "count", "rate": "per_1000", "proportion": "percent"}[compute["statistic"]]
    measure = Measure.model_validate({**BASE, "unit": unit, "compute": compute})
    stays = [
        {
            "activity_id": n,
            "person_id": 1 + n % 20,
            "activity_type": "inpatient_spell",
            "start_at": date(2022 + n % 3, 5, 1 + n % 28),
            "source_dataset": source,
        }
        for n in range(60)
    ]
    rows = together(
        *(resident(person_id=n) for n in range(1, 21)), {"activity": stays, "coverage": [covered()], "load": loads}
    )
    opened = over(southampton, record(**rows), measures={"test": measure}, complete_from=FIRST, as_at=LAST)
    return measure, opened.publish([opened.draft(measure, measure.compute)])["test"]


def covered():
    return {"source_system": "acute", "dataset": "apc", "partner": "H", "start_date": FIRST, "end_date": LAST}


def beside(found):
    return {row["period_label"]: row.get("read_in_part") for row in found.results if row["dimension"] == "all"}


@pytest.mark.slow
def test_only_figures_of_the_days_of_such_a_file_say_so_and_the_page_s_faults_do(southampton, resident):
    half = load(500, first=date(2023, 4, 1), end=date(2024, 4, 1))
    measure, found = computed(southampton, resident, [load(0), half])
    said = beside(found)
    assert said["2022/23"] is None
    assert said["2023/24"].startswith("500 of 1,000 rows of ")
    assert said["2023/24"].endswith(f", of 1 April 2023 to 31 March 2024, could not be used. {LOW}")
    assert provenance(southampton, measure, found.results, found)["known_faults"] == said["2023/24"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "changes", "effect"),
    [
        ([load(500)], {}, LOW),
        ([load(500)], {"statistic": "rate", "per": 1000}, LOW),
        ([load(500, source="gp", dataset="patients")], {"statistic": "rate", "per": 1000}, EITHER),
        ([load(500, dataset="op")], {}, None),  # nothing of it is counted
        ([load(500, source="gp", dataset="patients")], {"population": {"registration": "none"}}, None),
        ([load(5)], {}, None),
    ],
)
def test_what_follows_for_the_figure(southampton, resident, rows, changes, effect):
    """Fewer events make a count or a rate too low; of fewer people nobody can say which way a rate is wrong."""
    _, found = computed(southampton, resident, rows, **changes)
    known = [row for row in found.results if row["value"] is not None]
    assert known
    assert {(row.get("read_in_part") or "").endswith(effect or "") for row in known} == {True}
    assert any(row.get("read_in_part") for row in known) is (effect is not None)
