"""Any view over any resources gives what the standard's algorithm gives when it is followed item by item."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from oneplace.fhir import ViewError, run
from tests.fhir import reference

NAMES = ("a", "b", "c")
LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.25, "x", "y", ""])
NODES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=10,
).filter(lambda node: not isinstance(node, list) or not any(isinstance(each, list) for each in node))
RESOURCES = st.lists(
    st.fixed_dictionaries(
        {"resourceType": st.sampled_from(["Thing", "Thing", "Other"])}, optional=dict.fromkeys(NAMES, NODES)
    ),
    max_size=3,
)
STEPS = st.sampled_from(
    [
        *(".a", ".b", ".c", ".first()", ".last()", "[0]", "[1]", ".where(a.exists())", ".where($this = 'x')"),
        *(".where(b.count() >= 1 and c.empty().not())", ".where(a.first() = b.first())"),
    ]
)
PATHS = st.builds(lambda start, steps: start + "".join(steps), st.sampled_from(NAMES), st.lists(STEPS, max_size=3))
TESTS = st.builds("{}.{}".format, PATHS, st.sampled_from(["exists()", "empty()", "exists(a = 1)", "exists().not()"]))
NUMBERS = st.builds("{}.count() {} {}".format, PATHS, st.sampled_from("+-*"), st.integers(0, 3))
LOGIC = st.builds("({}) {} ({})".format, TESTS, st.sampled_from(["and", "or", "=", "!="]), TESTS)
COMPARED = st.builds("{}.first() {} {}".format, PATHS, st.sampled_from(["=", "!=", "<", ">="]), st.integers(-1, 1))
VALUES = (
    PATHS.map(lambda path: path + ".first()")
    | TESTS
    | NUMBERS
    | LOGIC
    | COMPARED
    | st.sampled_from(["$this", "%rowIndex"])
)


@st.composite
def selections(draw, depth=2, taken=None):
    """A selection structure whose columns have names of their own."""
    taken = [] if taken is None else taken

    def column():
        taken.append(f"k{len(taken)}")
        path, several = draw(st.one_of(VALUES.map(lambda p: (p, False)), PATHS.map(lambda p: (p, True))))
        return {"name": taken[-1], "path": path, "collection": several}

    made = {"column": [column() for _ in range(draw(st.integers(1, 2)))]}
    if how := draw(st.sampled_from([None, "forEach", "forEachOrNull", "repeat"])):
        made[how] = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2)) if how == "repeat" else draw(PATHS)
    if depth:
        made["select"] = [draw(selections(depth - 1, taken)) for _ in range(draw(st.integers(0, 2)))]
        if draw(st.booleans()):
            first = draw(selections(0, taken))
            other = draw(selections(0, []))
            named = zip(first["column"], other["column"], strict=False)
            other["column"] = [{**two, "name": one["name"], "collection": one["collection"]} for one, two in named]
            same = len(other["column"]) == len(first["column"])
            made["unionAll"] = [first, other] if same else [first]
    return made


def in_order(found):
    return sorted(json.dumps(row, sort_keys=True, default=_plain) for row in found)


def _plain(value):
    return float(value) if isinstance(value, Decimal) else value


def normal(found):
    """Whole numbers as whole, since 2.0 is 2."""
    return json.loads(
        json.dumps(found, default=_plain), parse_float=lambda x: int(float(x)) if float(x).is_integer() else float(x)
    )


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],  # to make a view smaller takes longer than to read it
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(selections(), min_size=1, max_size=1), st.lists(TESTS | PATHS, max_size=1), RESOURCES)
def test_any_view(select, where, resources):
    view = {"resource": "Thing", "select": select, "where": [{"path": path} for path in where]}
    try:
        expected = reference.rows(view, resources)
    except reference.SeveralError:
        with pytest.raises(ViewError):
            run(view, resources)
        return
    assert in_order(normal(run(view, resources))) == in_order(normal(expected))
