"""A measure that counts others than when readers saw figures of it needs an id of its own; other words do not."""

import json
from dataclasses import replace

import pyarrow as pa
import pytest

from oneplace.measures import redefined
from oneplace.measures.code_lists import content_of, named_by
from oneplace.place import Cohort
from oneplace.population import read_codelists
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


ASKED = RATE | {
    "related": {"asthma": {"table": "observation", "match": "person", "where": "in_codelist(code, 'asthma')"}},
    "keep": "asthma",
    "population": {"cohort": "frail"},
}
CODES = "code,code_system\nJ45,icd10\n"


def counted(place, folder, where="code in ('A', 'B')", codes=CODES):
    """The place with a cohort and a code list, and what a run keeps of them."""
    (folder / "codelists").mkdir(exist_ok=True)
    (folder / "codelists" / "asthma.csv").write_text(codes)
    cohort = Cohort.model_validate(
        {"id": "frail", "name": "Frail", "definition": "A", "entry": {"table": "observation", "where": where}}
    )
    there = replace(place, root=folder, cohorts={"frail": cohort})
    compute = measure(ASKED).compute
    return there, content_of(there, compute, read_codelists(folder, named_by(there, compute)))


def seen_with(content):
    """A run that readers saw, in which what the measure asks for by name was so."""
    made = seen(ASKED)
    return made | {"provenance": made["provenance"].append_column("content", pa.array([content], pa.string()))}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"codes": f"{CODES}J46,icd10\n"}, ["`codelists/asthma.csv`"]),
        ({"where": "code = 'A'"}, ["`cohorts/frail.yaml`"]),
        ({"where": "code = 'A'", "codes": f"{CODES}J46,icd10\n"}, ["`cohorts/frail.yaml`", "`codelists/asthma.csv`"]),
        ({"codes": "code_system,term,code\nicd10,Asthma,J45\n"}, None),
        ({"where": "CODE IN ('B','A')"}, None),
        ({}, None),
    ],
)
def test_a_list_or_cohort_with_another_content_is_told_by_its_file(southampton, tmp_path, changes, named):
    _, then = counted(southampton, tmp_path)
    now, _ = counted(southampton, tmp_path, **changes)
    found = told(now, ASKED, seen_with(then))
    assert [one.code for one in found] == (["W153"] if named else [])
    assert all(f"({' and '.join(named)})" in one.message for one in found)


def test_of_a_run_that_kept_no_content_nothing_is_told(southampton, tmp_path):
    now, _ = counted(southampton, tmp_path, codes=f"{CODES}J46,icd10\n")
    assert told(now, ASKED, seen_with(None)) == []


def test_a_list_that_cannot_be_read_is_left_to_its_own_error(southampton, tmp_path):
    _, then = counted(southampton, tmp_path)
    now, _ = counted(southampton, tmp_path, codes=CODES)
    (tmp_path / "codelists" / "asthma.csv").unlink()
    assert told(now, ASKED, seen_with(then)) == []
