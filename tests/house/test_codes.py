"""A problem's code means one thing in the whole product, and its letter says how grave it is."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import oneplace
from oneplace.flow.file.codes import CODES
from oneplace.place.rules.explain import explanations
from oneplace.problems import Problem, Severity

SOURCE = Path(oneplace.__file__).parent
TELLERS = {"Problem", "at", "problem", "problems", "_warn", "mark", "_not_set", "rule", "_fault", "_problem"}
CODE = re.compile(r"[A-Z]\d\d\d?")


@cache
def codes_of(path):
    """The codes in a file."""
    return {text for text in told(path) if CODE.fullmatch(text)}


def told(path):
    """Each text that a file gives to what tells of a problem; constants that stand for one count as well."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [*node.args, *(word.value for word in node.keywords)] if called in TELLERS else []
            given += [word.value for word in node.keywords if word.arg == "code"]
            yield from (each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant | ast.Tuple):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            yield from (each.value for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str))


def codes_by_room(*rooms):
    found = defaultdict(set)
    for room in rooms:
        for path in (SOURCE / room).rglob("*.py"):
            found[room] |= codes_of(path)
    return found


@pytest.mark.slow
def test_every_code_of_flow_is_told_and_no_other():
    assert codes_by_room("flow")["flow"] == set(CODES)


@pytest.mark.slow
def test_a_code_is_one_rooms_alone_but_for_those_of_files():
    found = codes_by_room("flow", "place", "record", "measures")
    assert found["place"] >= set(explanations())
    rooms = list(found)
    for n, room in enumerate(rooms):
        for other in rooms[n + 1 :]:
            assert found[room] & found[other] == set(), (room, other)


def test_no_number_stands_for_an_error_and_a_warning():
    numbers = [code[1:] for code in (*CODES, *explanations()) if code[0] in "EW"]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(("code", "severity"), [("W70", "warning"), ("E70", "error"), ("F01", "error"), ("", "error")])
def test_the_letter_says_how_grave_it_is(code, severity):
    problem = Problem(Path("p.yaml"), 1, 1, code, "is wrong.", "Mend it.")
    assert problem.severity is Severity(severity)
