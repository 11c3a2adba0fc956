"""A measure that counts others than when readers saw figures of it needs an id of its own; other words do not."""

import json
from dataclasses import replace

import pyarrow as pa
import pytest

from oneplace.measures import redefined
from tests.measures.build import measure

RATE = {
    "from": "record",
    "statistic": "rate",
    "per": 1000,
    "events": {"table": "activity", "where": "activity_type = 'inpatient_spell' and method_code in ('21', '22')"},
    "population": {"min_age": 65},
}
MEDIAN = RATE | {
    "statistic": "percentile",
    "quantity": "los",
    "related": {"los": {"table": "activity", "match": "activity", "take": "count"}},
}
OLDER = {"population": {"min_age": 75}}
LATER = {"related": {"los": {"table": "activity", "match": "activity", "take": "count", "from_days": 1}}}


def seen(compute, *, value=9.0, faults=None):
    """The tables of a run that readers saw, in which the measure had this value."""
    made = {
        "measure": "test",
        "definition": json.dumps({"id": "test", "unit": "percent", "compute": compute}),
        "known_faults": faults,
    }
    rows = pa.table({"measure": ["test"], "value": pa.array([value], pa.float64())})
    return {"results": rows, "provenance": pa.Table.from_pylist([made])}


def told(place, now, *before, **asked):
    """What is said of the measure when it counts so, after some runs."""
    return list(redefined(replace(place, measures={"test": measure(now, id="test")}), before, **asked))


@pytest.mark.parametrize(
    ("was", "changes", "field"),
    [
        (RATE, OLDER, "`population`"),
        (RATE, {"population": {"min_age": 65, "registration": "gp"}}, "`population`"),
        (RATE, {"events": {"table": "activity", "where": "activity_type = 'inpatient_spell'"}}, "`events`"),
        (RATE, {"statistic": "count"}, "`statistic`"),
        (RATE, {"per": 100000}, "`per`"),
        (RATE, {"standardise": "ESP2013"}, "`standardise`"),
        (MEDIAN, {"percentile": 0.9}, "`percentile`"),
        (MEDIAN, LATER, "`related`"),
    ],
)
def test_what_counts_others_under_the_same_id_is_told_and_the_field_named(southampton, was, changes, field):
    (problem,) = told(southampton, was | changes, seen(was))
    assert problem.code == "W153"
    assert f"({field})" in problem.message
    assert "an id and a file of its own" in problem.mend


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"events": {"table": "activity", "where": "method_code in ('22','21') AND (activity_type='inpatient_spell')"}},
        {"population": {"min_age": 65, "registration": "resident"}},
        {"breakdown_period": "three_financial_years"},
        {"datasets": ["apc"]},
    ],
)
def test_other_words_for_the_same_and_other_periods_are_not(southampton, changes):
    assert told(southampton, RATE | changes, seen(RATE)) == []


def test_what_readers_saw_no_figure_of_may_count_otherwise(southampton):
    assert told(southampton, RATE | OLDER, seen(RATE, value=None)) == []
    assert told(southampton, RATE | OLDER) == []


def test_the_last_run_that_showed_a_figure_counts(southampton):
    assert told(southampton, RATE | OLDER, seen(RATE), seen(RATE | OLDER)) == []
    assert told(southampton, RATE | OLDER, seen(RATE), seen(RATE | OLDER, value=None)) != []


def test_what_already_stands_under_another_definition_is_told_too(southampton):
    (problem,) = told(southampton, RATE, seen(RATE, faults="It counted something else before. Figures that …"))
    assert problem.code == "W153"


def test_of_one_measure_that_is_looked_at_only_its_own_counts(southampton):
    assert told(southampton, RATE | OLDER, seen(RATE), only="other") == []
    assert told(southampton, RATE | OLDER, seen(RATE), only="test") != []
