"""A measure that leads no ambition stands as one that does, but for what is asked of it."""

from __future__ import annotations

import re
from datetime import date

import pyarrow as pa
import pytest

from oneplace import place
from oneplace.progress import beside, progress
from oneplace.results import TABLES, Results
from tests.progress.tiny import AGREED, AS_OF, a_place, fy, row

ASKS_NOTHING_OF_IT = "gap: GAP1, provenance: not_set"
SERIES = [fy(2020 + n, 10.0 - n, 0.5) for n in range(5)]


def standings(of, rows, as_of=AS_OF):
    tables = {name: table.schema.empty_table() for name, table in TABLES.items()}
    tables["results"] = pa.Table.from_pylist(rows, schema=TABLES["results"].schema)
    return progress(of, Results(tables), as_of=as_of)["standings"].to_pylist()


def test_its_value_its_direction_and_its_comparator_are_told(tmp_path):
    england = fy(2024, 9.0, 0.1, dimension="area", group="E92000001")
    (row,) = standings(a_place(tmp_path, ASKS_NOTHING_OF_IT), [*SERIES, england])
    told = {name: row[name] for name in ("measure", "value", "change", "direction", "direction_since", "comparison")}
    expected = {"measure": "falls", "value": 6.0, "change": -1.0, "direction": "falling", "direction_since": "2020/21"}
    assert told == expected | {"comparison": "better"}
    assert row["judgeable_on"].isoformat() == "2026-10-01"


@pytest.mark.parametrize(
    ("first", "more", "stopped"),
    [(2021, "", False), (2015, "", True), (2021, "superseded_by: falls", True)],
)
def test_that_its_feed_stopped_is_known_by_the_runs_own_day(tmp_path, first, more, stopped):
    """The next year's figure was due and is not here, or another measure took its place."""
    series = [fy(first + n, 10.0 - n, 0.5) for n in range(5)]
    (row,) = standings(a_place(tmp_path, ASKS_NOTHING_OF_IT, more=more), series)
    assert row["stopped"] is stopped


@pytest.mark.parametrize(
    ("years", "stopped"),
    [
        (range(2014, 2019), True),
        (range(2020, 2025), False),
        ((2011, 2012, 2013, 2014, 2020), False),  # it took six years before
        ((2004, 2005, 2006, 2007, 2012), True),
        ((2018,), False),  # one figure: nothing tells how often it comes
    ],
)
def test_what_comes_irregularly_has_stopped_once_nothing_came_for_longer_than_ever(tmp_path, years, stopped):
    """“It has been rising since 2010/11” was said in 2026 of figures that ended in 2018/19."""
    series = [fy(year, 10.0 + year - years[0], 0.5) for year in years]
    (row,) = standings(a_place(tmp_path, ASKS_NOTHING_OF_IT, frequency="irregular"), series)
    assert (row["judgeable_on"], row["stopped"]) == (None, stopped)


MONTHS = [row(date(2026, at, 1), date(2026, at + 1, 1), f"{at}/2026", 9.0 - 0.2 * at, 0.5) for at in range(1, 9)]


@pytest.mark.parametrize(
    ("series", "frequency", "lag", "as_of", "stopped"),
    [
        (MONTHS, "monthly", 3, date(2026, 12, 31), False),  # due by 1 January
        (MONTHS, "monthly", 3, date(2027, 2, 1), False),  # late by a month
        (MONTHS, "monthly", 3, date(2027, 4, 2), True),  # late by longer than figures take to come
        (MONTHS, "monthly", 1, date(2026, 12, 1), False),
        (MONTHS, "monthly", 1, date(2026, 12, 2), True),
        (MONTHS, "monthly", 0, date(2026, 11, 1), False),  # it comes at once: late by a month
        (MONTHS, "monthly", 0, date(2026, 11, 2), True),
        ([*MONTHS[:3], MONTHS[-1]], "monthly", 0, date(2027, 2, 1), False),  # it paused for five months before
        ([*MONTHS[:3], MONTHS[-1]], "monthly", 0, date(2027, 2, 2), True),
        (SERIES, "annual", 6, date(2027, 4, 1), False),
        (SERIES, "annual", 6, date(2027, 4, 2), True),
        (SERIES, "annual", 26, date(2029, 6, 1), False),  # late by a year
        (SERIES, "annual", 26, date(2029, 6, 2), True),
    ],
)
def test_a_feed_that_is_late_has_not_stopped_while_it_may_come_as_it_usually_does(  # noqa: PLR0917
    tmp_path, series, frequency, lag, as_of, stopped
):
    """What was a month late, of a feed that takes three, was off “Goes well”, and told in the past."""
    a = a_place(tmp_path, ASKS_NOTHING_OF_IT, frequency=frequency)
    path = tmp_path / "measures" / "falls.yaml"
    path.write_text(path.read_text().replace("expected_lag_months: 6", f"expected_lag_months: {lag}"))
    (found,) = standings(place.read(a.root), series, as_of)
    assert found["stopped"] is stopped


def test_what_may_be_held_against_no_other_area_has_no_comparator_but_its_own_past(tmp_path):
    england = fy(2024, 9.0, 0.1, dimension="area", group="E92000001")
    said = "areas_not_compared: it is not standardised for age"
    (row,) = standings(a_place(tmp_path, ASKS_NOTHING_OF_IT, more=said), [*SERIES, england])
    assert (row["comparator"], row["comparator_value"], row["comparison"]) == (None, None, "not_known")
    assert (row["direction"], row["change"], row["level"]) == ("falling", -1.0, "better")


def test_a_number_of_people_is_held_against_no_other_areas(tmp_path):
    """The larger area has more of them: nobody needs to say so in the file."""
    england = fy(2024, 9.0, 0.1, dimension="area", group="E92000001")
    a_place(tmp_path, ASKS_NOTHING_OF_IT)
    path = tmp_path / "measures" / "falls.yaml"
    found = {}
    for unit in ("percent", "people"):
        path.write_text(re.sub(r"unit: \w+", f"unit: {unit}", path.read_text()))
        (row,) = standings(place.read(tmp_path), [*SERIES, england])
        found[unit] = row["comparator"], row["comparator_value"], row["comparison"]
    assert found == {"percent": ("E92000001", 9.0, "better"), "people": (None, None, "not_known")}


def test_a_comparator_is_called_what_the_measure_calls_it(tmp_path):
    path = tmp_path / "measures" / "falls.yaml"
    a_place(tmp_path, ASKS_NOTHING_OF_IT)
    path.write_text(path.read_text().replace("series: falls}", "series: falls, called: {E92000001: England’s trusts}}"))
    (one,) = beside(place.read(tmp_path))
    assert one.about.area("E92000001") == "England’s trusts"


def test_that_its_publisher_will_revise_it_is_kept(tmp_path):
    """A service's "2 seconds" was told as final in every list, beside a table that called it provisional."""
    revised = [*SERIES[:-1], SERIES[-1] | {"provisional": True}]
    (row,) = standings(a_place(tmp_path, ASKS_NOTHING_OF_IT), revised)
    assert row["provisional"] == 1


def test_one_that_leads_an_ambition_or_has_no_value_is_not_among_them(tmp_path):
    assert standings(a_place(tmp_path, AGREED), SERIES) == []
    (tmp_path / "other").mkdir()
    assert standings(a_place(tmp_path / "other", ASKS_NOTHING_OF_IT), [fy(2024, None)]) == []


@pytest.mark.parametrize(("frequency", "more"), [("irregular", ""), ("annual", "superseded_by: falls")])
def test_nothing_is_due_of_what_comes_at_no_time_or_comes_no_more(tmp_path, frequency, more):
    (row,) = standings(a_place(tmp_path, ASKS_NOTHING_OF_IT, frequency=frequency, more=more), SERIES)
    assert row["judgeable_on"] is None
