"""To how many decimals a figure is told is decided in one place: a map, table, hover text or file as its sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import oneplace
from oneplace.charts import fifths
from oneplace.vocabulary.wording import places, range_words, value_words

HOUSE = Path(oneplace.__file__).parent
DOORS = ("web", "pack", "charts", "report", "measures", "cli")
WORDS = {"value_words", "figures_words", "range_words", "difference_words", "decimal", "apart_words"}
"""What writes a number to so many decimals as it is told to."""


def by_itself(tree: ast.AST) -> Iterator[int]:
    """The lines on which a number is written to a measure's own decimals, whatever stands around it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [*node.args, *(each.value for each in node.keywords)]
        if called == "partial" and given and getattr(given[0], "id", getattr(given[0], "attr", "")) in WORDS:
            called = "value_words"
        if called in WORDS and any(isinstance(each, ast.Attribute) and each.attr == "decimals" for each in given):
            yield node.lineno


@pytest.mark.slow
def test_no_door_writes_a_figure_to_its_measures_decimals_by_itself():
    """``fifths`` hold how their own map is told, and What if tells its own runs: neither is a measure's figure."""
    found = {
        f"{path.relative_to(HOUSE)}:{line}"
        for door in DOORS
        for path in sorted((HOUSE / door).rglob("*.py"))
        if "whatif" not in path.parts
        for line in by_itself(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        "value_words(row['value'], measure.unit, measure.decimals)",
        "wording.range_words(low, high, about.unit, about.decimals)",
        "share = partial(value_words, code=measure.unit, decimals=measure.decimals)",
    ],
)
def test_one_that_did_is_found(code):
    assert list(by_itself(ast.parse(code))) == [1]


def test_the_same_figure_reads_alike_with_and_without_its_limits():
    limits = (13.22, 13.25)
    told = places(13.23, *limits, "percent")
    assert (value_words(13.23, "percent", told), range_words(*limits, "percent", told)) == (
        "13.23%",
        "13.22% to 13.25%",
    )
    assert places(13.2, 9.0, 17.0, "percent") == 1
    assert places(0.46, None, None, "percent", 1, 0.54) == 2
    assert places(None, None, None, "percent", 1, 0.54) == 1


def test_no_value_on_a_map_reads_as_of_another_shade_than_it_has():
    values = [10.0, 13.21, 13.22, 13.24, 13.26, 14.0, 15.0, 15.04, 15.05, 20.0]
    shades = fifths(values, "percent", 1)
    assert len(set(shades.words)) == 5
    for value in values:
        words = shades.words[shades.steps.index(shades.step(value))]
        low, _, high = words.replace("below ", "0% to ").replace(" or more", " to 100%").partition(" to ")
        told = value_words(value, "percent", shades.decimals)
        assert float(low.strip("%")) <= float(told.strip("%")) < float(high.strip("%")), (told, words)
