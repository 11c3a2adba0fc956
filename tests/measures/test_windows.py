"""Days of a window are whole days, hours are hours, and a diagnosis in any episode of a spell can be asked for."""

from datetime import date
from types import SimpleNamespace

import pyarrow as pa
import pytest

from oneplace.measures import never_matched
from oneplace.measures.matching import NEVER_CAME, never_fits
from oneplace.place import Measure
from oneplace.problems import Severity
from tests.measures.build import BASE, measure
from tests.measures.conftest import over, record, together

pytestmark = pytest.mark.slow  # each makes a record

LEFT = "2023-05-01 18:00"
DISCHARGES = {"table": "activity", "where": "activity_type = 'inpatient_spell'", "date": "end_at"}


def at(number, start, kind="inpatient_spell", end=None, **more):
    return {"activity_id": number, "person_id": 1, "activity_type": kind, "start_at": start, "end_at": end} | more


def counted(southampton, resident, rows, compute, observations=()):
    """How many of the year's discharges have a related row, of how many; nothing where none in any year has."""
    return known(drafted(southampton, resident, rows, compute, observations))


def known(draft):
    counts, figures = draft.counts, draft.estimates
    years = [i for i, key in enumerate(counts.keys) if (key.dimension, key.kind) == ("all", "financial_year")]
    return [(figures.count[i], figures.denominator[i]) for i in years if figures.denominator[i]]


def drafted(southampton, resident, rows, compute, observations=()):
    definition = Measure.model_validate({**BASE, "compute": {"from": "record", "statistic": "proportion", **compute}})
    tables = together(resident(person_id=1), {"activity": rows, "observation": list(observations)})
    opened = over(
        southampton,
        record(**tables),
        measures={"test": definition},
        complete_from=date(2022, 4, 1),
        as_at=date(2026, 3, 31),
    )
    return opened.draft(definition, definition.compute)


def window(**sides):
    related = {"again": {"table": "activity", "where": "activity_type = 'contact'", **sides}}
    return {"events": DISCHARGES, "related": related, "numerator": "again"}


@pytest.mark.parametrize(
    ("sides", "when", "within"),
    [
        ({"from_days": 0, "to_days": 30}, "2023-05-01 17:00", False),  # before leaving
        ({"from_days": 0, "to_days": 30}, "2023-05-01 18:00", True),
        ({"from_days": 0, "to_days": 30}, "2023-05-30 23:59", True),  # day 29, whatever the hour
        ({"from_days": 0, "to_days": 30}, "2023-05-31 00:00", False),  # day 30, though 29 times 24 hours are not over
        ({"from_days": 1, "to_days": 2}, "2023-05-01 23:00", False),
        ({"from_days": 1, "to_days": 2}, "2023-05-02 00:00", True),
        ({"from_days": 1, "to_days": 2}, "2023-05-03 00:00", False),
        ({"from_days": -2, "to_days": 0}, "2023-04-28 23:00", False),
        ({"from_days": -2, "to_days": 0}, "2023-04-29 00:00", True),
        ({"from_days": -2, "to_days": 0}, "2023-05-01 17:00", True),  # earlier that day
        ({"from_days": -2, "to_days": 0}, "2023-05-01 18:00", False),
        ({"from_hours": 0, "to_hours": 48}, "2023-05-03 17:00", True),
        ({"from_hours": 0, "to_hours": 48}, "2023-05-03 18:00", False),
        ({"from_hours": -1, "to_hours": 0}, "2023-05-01 17:00", True),
        ({"from_hours": -1, "to_hours": 0}, "2023-05-01 16:00", False),
    ],
)  # fmt: skip
def test_days_are_whole_and_hours_are_hours(southampton, resident, sides, when, within):
    rows = [at(1, "2023-04-30 00:00", end=LEFT), at(2, when, "contact")]
    assert counted(southampton, resident, rows, window(**sides)) == ([(1, 1)] if within else [])


@pytest.mark.parametrize(("match", "found"), [("activity", 0), ("children", 1)])
def test_a_diagnosis_in_any_episode_of_a_spell_is_found_at_its_children(southampton, resident, match, found):
    fall = {"table": "observation", "match": match, "where": "kind = 'diagnosis' and code = 'W19'"}
    compute = {"events": DISCHARGES, "related": {"fall": fall}, "numerator": "fall"}
    rows = [
        at(1, "2023-04-30 00:00", end=LEFT),
        *(at(n, LEFT, "consultant_episode", parent_activity_id=1) for n in (2, 3)),
        at(4, LEFT, "consultant_episode", parent_activity_id=9),
    ]
    told = [
        {"person_id": 1, "activity_id": n, "kind": "diagnosis", "code": code, "recorded_date": date(2023, 5, 1)}
        for n, code in ((2, "S72"), (3, "W19"), (3, "W19"), (4, "W19"))
    ]
    assert counted(southampton, resident, rows, compute, told) == ([(1, 1)] if found else [])


@pytest.mark.parametrize(("parent", "found"), [(1, 1), (9, 0), (None, 0)])
def test_a_diagnosis_of_another_episode_of_the_same_spell_is_found_at_the_siblings(
    southampton, resident, parent, found
):
    fall = {"table": "observation", "match": "siblings", "where": "kind = 'diagnosis' and code = 'W19'"}
    first = {"table": "activity", "where": "activity_type = 'consultant_episode' and quantity = 1"}
    compute = {"events": first, "related": {"fall": fall}, "numerator": "fall"}
    rows = [
        at(2, LEFT, "consultant_episode", parent_activity_id=parent, quantity=1),
        at(3, LEFT, "consultant_episode", parent_activity_id=1, quantity=2),
    ]
    told = {"person_id": 1, "activity_id": 3, "kind": "diagnosis", "code": "W19", "recorded_date": date(2023, 5, 1)}
    assert counted(southampton, resident, rows, compute, [told]) == ([(1, 1)] if found else [])
    assert counted(southampton, resident, rows, compute, [told | {"activity_id": 2}]) == [(1, 1)]


def test_what_never_fits_is_not_known_instead_of_nought(southampton, resident):
    rows = [at(1, "2023-04-30", end=LEFT), at(2, "2023-05-02", "contact"), at(3, "2024-04-30", end="2024-05-02")]
    fits = drafted(southampton, resident, rows, window(from_days=0))
    assert (known(fits), fits.unknown) == ([(1, 1), (0, 1)], [])  # in one year, so nought in another is nought
    never = drafted(southampton, resident, rows, window(from_days=300))
    assert known(never) == []
    assert [period.start.year for period in never.unknown] == [2022, 2023, 2024, 2025]
    assert {period.reason for period in never.unknown} == {"Not known: no row counted has one that fits “again”."}
    inverse = window(from_days=300) | {"numerator": "not again"}
    assert drafted(southampton, resident, rows, inverse).unknown == never.unknown
    assert drafted(southampton, resident, [], window(from_days=300)).unknown == []  # nothing is counted at all


def test_a_measure_whose_related_rows_never_match_warns_once_and_no_other_does(tmp_path):
    reason = never_fits(["again", "later"])
    told = [("a", reason), ("a", reason), ("a", "Too few."), ("b", None), ("gone", reason)]
    results = pa.table({"measure": [one for one, _ in told], "reason": [why for _, why in told]})
    place = SimpleNamespace(measures={"a": "A", "b": "B"}, file_of=lambda name: tmp_path / f"{name}.yaml")
    (problem,) = never_matched(place, results)
    assert (problem.severity, problem.path.name) == (Severity.WARNING, "A.yaml")
    assert problem.message == "a: in the newest run no row counted has one that fits “again” and “later”."
    assert never_matched(place, results.slice(2, 2)) == []


def test_a_measure_that_never_finds_a_row_warns_and_says_where_to_look(tmp_path):
    results = pa.table({"measure": ["a", "b"], "reason": [NEVER_CAME, None]})
    place = SimpleNamespace(measures={"a": "A", "b": "B"}, file_of=lambda name: tmp_path / f"{name}.yaml")
    (problem,) = never_matched(place, results)
    assert problem.message.startswith("a: in the newest run no row of the record is what it counts")
    assert "how `activity_type` is written" in problem.mend


def test_a_side_is_said_once():
    with pytest.raises(ValueError, match="`to_days` and `to_hours` say the same side twice"):
        measure({"from": "record", "statistic": "proportion", **window(to_days=1, to_hours=4)})


@pytest.mark.parametrize(
    ("sides", "first", "last"),
    [
        ({}, None, None),
        ({"from_days": -2, "to_days": 3}, -2, 3),
        ({"from_hours": -1, "to_hours": 1}, -1, 2),
        ({"from_hours": -24, "to_hours": 24}, -1, 2),
        ({"from_hours": -25, "to_hours": 25}, -2, 3),
        ({"from_hours": 0, "to_hours": 0}, 0, 0),
    ],
)
def test_the_days_that_hours_reach(sides, first, last):
    again = measure({"from": "record", "statistic": "proportion", **window(**sides)}).compute.related["again"]
    assert (again.first_days, again.last_days) == (first, last)
