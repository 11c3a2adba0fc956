"""A figure that stays as an earlier definition gave it says so in its row, and so does what is made of it."""

import json
from datetime import date

import pytest

from oneplace.measures.holding import Published, whom
from oneplace.measures.measuring import _marked
from oneplace.measures.redefined import with_earlier
from tests.measures.build import PROPORTION, measure

YOUNG = PROPORTION | {"population": {"min_age": 65}}
OLD = PROPORTION | {"population": {"min_age": 75}}


def row(group, value, **changes):
    when = {"period_start": date(2023, 4, 1), "period_end": date(2024, 4, 1), "dimension": "sex", "group": group}
    counts = {"numerator": value, "denominator": value and 100.0}
    return when | {"value": value, "suppressed": value is None} | counts | changes


def run(compute, *rows, content=None):
    """What a run showed by a definition."""
    text = json.dumps({"unit": "percent", "compute": compute})
    return Published({whom(each): each for each in rows}, text, content=content)


def told(rows, past, compute, content=None):
    found = with_earlier(rows, past, measure(compute).compute, content)
    return {each["group"]: each.get("earlier_definition") for each in found}


def test_what_was_published_by_another_definition_and_stays_says_so():
    past = [run(YOUNG, row("F", 29.0), row("M", 40.0))]
    assert told([row("F", 29.0), row("M", 12.0)], past, OLD) == {"F": True, "M": None}
    assert told([row("F", 29.0), row("M", 12.0)], past, YOUNG) == {"F": None, "M": None}


def test_it_goes_on_saying_so_in_the_runs_after_and_no_longer_once_the_definition_is_back():
    past = [run(YOUNG, row("F", 29.0)), run(OLD, row("F", 29.0, earlier_definition=True))]
    assert told([row("F", 29.0)], past, OLD) == {"F": True}
    assert told([row("F", 29.0)], past, YOUNG) == {"F": None}


def test_a_figure_of_which_an_earlier_definition_showed_another_is_by_this_one():
    past = [run(YOUNG, row("F", 29.0)), run(OLD, row("F", 12.0))]
    assert told([row("F", 12.0)], past, OLD) == {"F": None}


def test_what_is_hidden_says_nothing():
    assert told([row("F", None)], [run(YOUNG, row("F", None))], OLD) == {"F": None}


def test_a_list_that_holds_other_codes_is_another_definition():
    then, now = (json.dumps({"cohort": None, "codelists": {"asthma": each}}) for each in ("a1", "b2"))
    past = [run(YOUNG, row("F", 29.0), content=then)]
    assert told([row("F", 29.0)], past, YOUNG, now) == {"F": True}
    assert told([row("F", 29.0)], past, YOUNG, then) == {"F": None}


@pytest.mark.parametrize("name", ["provisional", "earlier_definition"])
def test_charts_and_gaps_of_it_say_so_too(name):
    year = {"period_start": date(2023, 4, 1), "period_end": date(2024, 4, 1)}
    made = [year | {"dimension": "sex"}, year | {"dimension": "age"}]
    other = {"provisional": "earlier_definition", "earlier_definition": "provisional"}[name]
    marked = _marked(made, [year | {"dimension": "sex", name: True}])
    assert [each[name] for each in marked] == [True, None]
    assert {each[other] for each in marked} == {None}
