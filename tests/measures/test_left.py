"""A feed has stopped, or was lost: what an earlier run hid stays hidden, and is said to have no data any more."""

from datetime import date

import pytest

from oneplace.measures.gaps import gaps
from oneplace.measures.holding import Published, hidden_before, shown_before, whom
from oneplace.measures.rows import table
from oneplace.place import Measure
from oneplace.results import to_judge
from oneplace.stats import REASONS
from oneplace.vocabulary.beside import Beside
from tests.measures.build import BASE
from tests.measures.conftest import over, record, together

FROM, STOPS, TO = date(2022, 4, 1), date(2022, 6, 1), date(2022, 10, 1)
SPELLS = {
    "from": "record",
    "statistic": "count",
    "events": {"table": "activity", "where": "activity_type = 'inpatient_spell'"},
    "period": "month",
    "breakdown_period": "month",
    "datasets": ["spells"],
}
MONTHLY = Measure.model_validate(
    {**BASE, "unit": "count", "frequency": "monthly", "breakdowns": {"sex": "yes"}, "compute": SPELLS}
)
FEW = {month: {"F": 30, "M": 3} for month in range(4, 10)}
"""Spells by month of admission and sex: men's are too few to show, and so women's follow from everyone's."""


def run(southampton, resident, spells, *, until=TO, past=()):
    """What may be told of the spells of a feed that is complete until a day."""
    people = together(resident(person_id=1, sex="F"), resident(person_id=2, sex="M"))
    starts = [
        (date(2022, month, 1), person)
        for month, sexes in spells.items()
        for person, sex in ((1, "F"), (2, "M"))
        for _ in range(sexes.get(sex, 0))
    ]
    activity = [
        {"activity_id": n, "person_id": person, "activity_type": "inpatient_spell", "start_at": day}
        | {"source_dataset": "hosp.spells"}
        for n, (day, person) in enumerate(starts)
    ]
    covered = {"source_system": "hosp", "dataset": "spells", "partner": "Trust", "start_date": FROM, "end_date": until}
    rows = together(people, {"activity": activity, "coverage": [covered]})
    opened = over(southampton, record(**rows), measures={"test": MONTHLY}, complete_from=FROM, as_at=date(2022, 9, 30))
    return opened.publish([opened.draft(MONTHLY, MONTHLY.compute, past)])["test"].results


def kept(*runs):
    """The runs as a later one reads them, from their tables."""
    return shown_before([{"results": table("results", rows)} for rows in runs])["test"]


def of(rows, month, group="M"):
    return next(row for row in rows if (row["period_start"].month, row["group"]) == (month, group))


@pytest.fixture(scope="module")
def first(southampton, resident):
    return run(southampton, resident, FEW)


@pytest.fixture(scope="module")
def stopped(southampton, resident, first):
    return run(southampton, resident, {4: FEW[4], 5: FEW[5]}, until=STOPS, past=kept(first))


@pytest.mark.slow
def test_what_was_hidden_stays_hidden_and_says_that_no_data_are_here_any_more(first, stopped):
    assert of(first, 7)["reason"] == REASONS["suppressed"]
    left = of(stopped, 7)
    assert (left["suppressed"], left["value"], left["beside"]) == (True, None, Beside.NO_DATA_LEFT)
    assert left["reason"] == REASONS["no_data_left"]
    here = of(stopped, 5)
    assert (here["reason"], here.get("beside")) == (REASONS["suppressed"], None)


@pytest.mark.slow
@pytest.mark.parametrize("spells", [{}, {"M": 3}, {"F": 40, "M": 3}, {"F": 40, "M": 9}])
def test_what_it_says_tells_nothing_of_how_many_there_are(southampton, resident, first, stopped, spells):
    """The days that the files cover decide, whatever lies in the others: none, a few or many."""
    there = {4: FEW[4], 5: FEW[5]} | dict.fromkeys(range(6, 10), spells)
    assert run(southampton, resident, there, until=STOPS, past=kept(first)) == stopped


def test_a_group_that_has_gone_from_a_period_that_is_covered_says_nothing_new(southampton, resident, first):
    gone = run(southampton, resident, FEW | {7: {"F": 30}}, past=kept(first))
    assert (of(gone, 7)["reason"], of(gone, 7).get("beside")) == (REASONS["suppressed"], None)


def test_nothing_is_worked_out_of_it_and_each_row_is_there_once(first, stopped):
    assert {row["period_start"].month for row in to_judge(stopped) if row["suppressed"]} == {4, 5}
    assert {gap["period_start"].month for gap in gaps(MONTHLY, first)} == set(range(4, 10))
    assert {gap["period_start"].month for gap in gaps(MONTHLY, stopped)} == {4, 5}
    assert len({whom(row) for row in stopped}) == len(stopped)


@pytest.mark.slow
def test_its_memory_is_not_lost_and_it_is_hidden_as_before_once_the_feed_is_back(southampton, resident, first, stopped):
    past = kept(first, stopped)
    assert hidden_before(past) == hidden_before(kept(first))
    back = run(southampton, resident, FEW, past=past)
    assert [row.get("beside") for row in back] == [None] * len(back)
    assert of(back, 7)["reason"] == REASONS["suppressed"]
    again = run(southampton, resident, {4: FEW[4], 5: FEW[5]}, until=STOPS, past=kept(first, stopped, back))
    assert of(again, 7) == of(stopped, 7)


@pytest.mark.slow
def test_a_year_that_is_held_whole_stays_as_published_and_says_so_where_nothing_is_counted_any_more(
    southampton, resident
):
    many = {month: {"F": 30, "M": 20} for month in range(4, 10)}
    first = run(southampton, resident, many)
    held = run(southampton, resident, {4: {"F": 30, "M": 20}, 5: {"F": 30, "M": 2}}, until=STOPS, past=kept(first))
    everyone = [row for row in held if row["group"] == "all"]
    assert [row["value"] for row in everyone] == [50] * 6
    assert [row.get("beside") for row in everyone] == [None] * 2 + [Beside.NO_DATA_LEFT] * 4
    assert {row["reason"] for row in everyone[2:]} == {REASONS["as_published_before"]}


def test_runs_that_are_read_from_their_tables_are_the_same_as_before_they_were_written(first):
    (read,) = kept(first)
    assert read.figures.keys() == Published({whom(row): row for row in first}).figures.keys()
