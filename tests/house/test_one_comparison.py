"""One function compares: limits are held against a number, and a figure against another, in ``stats`` alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "oneplace"
NOT_CHANCE = {
    ("flow/demand/accuracy.py", "judge"): "how often what came lay within a forecast's limits, over arrays of days",
    ("measures/possible.py", "_faults"): "whether a typed figure lies between its own limits, which else is a slip",
    ("vocabulary/wording.py", "inside"): "to how many decimals a number is printed, so that it lies between its limits",
    ("vocabulary/wording.py", "range_words"): "whether an interval is told in millions",
}
"""The functions that hold a limit against a number without saying whether a difference is chance."""

ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def _names(node: ast.AST) -> set[str]:
    """Every name, attribute and key in an expression."""
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.add(name)
            case ast.Constant(value=str(name)):
                found.add(name)
    return found


def compared_limits(source: str) -> list[int]:
    """The lines on which one of a number's limits is put in order with something."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        and any(isinstance(sign, ORDERED) for sign in node.ops)
        and any(name.endswith(("lower", "upper")) for name in _names(node))
    ]


def functions(source: str, lines: list[int]) -> set[str]:
    """The names of the innermost functions in which lines stand; empty of a line outside any."""
    defined = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    around = ([node for node in defined if node.lineno <= line <= (node.end_lineno or line)] for line in lines)
    return {max(each, key=lambda node: node.lineno).name if each else "" for each in around}


@pytest.mark.slow
def test_no_room_but_stats_compares_limits():
    found = set()
    for path in SRC.rglob("*.py"):
        where, source = path.relative_to(SRC), path.read_text(encoding="utf-8")
        if where.parts[0] != "stats" and (lines := compared_limits(source)):
            found |= {(where.as_posix(), name) for name in functions(source, lines)}
    assert found == set(NOT_CHANCE)


@pytest.mark.parametrize(
    ("planted", "lines"),
    [
        ('if row["lower"] > average:\n    pass', [1]),
        ('higher = 1\nfound = here["lower"] <= place <= here["upper"]', [2]),
        ("sure = not value.upper < 0", [1]),
        ("moved = row['difference_lower'] > 0", [1]),
        ("chance = lower <= none <= upper", [1]),
        ("sign = side(lower, upper)", []),
        ("known = lower is not None and upper == 3", []),
        ("width = upper - lower\nwide = width > 3", []),
    ],
)
def test_a_planted_comparison_is_found(planted, lines):
    assert compared_limits(planted) == lines
