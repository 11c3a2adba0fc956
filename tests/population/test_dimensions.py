"""One list of breakdowns: every other follows from it, and a new one needs an entry in two files and nothing else."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from oneplace import assets, results
from oneplace.place.measure import Breakdowns
from oneplace.population.groups import GROUPINGS
from oneplace.population.strata import STRATA
from oneplace.vocabulary import dimensions
from oneplace.vocabulary.dimensions import BREAKDOWNS, BY_CODE, FORMER, LABELS, OCCASIONS, STATED, Gap, StatedCode

PACKAGE = Path(dimensions.__file__).parents[1]
HOME = {"vocabulary/dimensions.py", "population/groups.py", "vocabulary/people.py"}
"""People.py has the addresses of groups that are there before any run: of some breakdowns, and no list of all."""


def test_files_results_and_population_know_the_same_breakdowns_in_the_same_order():
    codes = [by.code for by in BREAKDOWNS]
    assert list(GROUPINGS) == codes
    assert list(results.DIMENSIONS) == ["all", "whole", "rolling", *codes, *(by.code for by in OCCASIONS), "area"]
    assert list(Breakdowns.model_fields) == [by.code for by in STATED]
    assert {by.goes_with for by in BREAKDOWNS if by not in STATED} <= {by.code for by in STATED}
    assert set(STRATA) == {"age_from", *codes} - {"age"}
    assert not set(FORMER) & set(LABELS)


def test_every_breakdown_is_told_in_words_of_its_own():
    for what in ("title", "label", "column", "groups", "between"):
        texts = [getattr(by, what) for by in BREAKDOWNS]
        assert all(texts)
        assert len(set(texts)) == len(texts)
    assert [by.gap for by in BREAKDOWNS] == [Gap.ENDS, Gap.WORST, Gap.PAIR, Gap.NONE, Gap.NONE]
    assert BY_CODE["deprivation"].gap.statistics[0] == "absolute_gap"


def _typed(node):
    parts = node.keys if isinstance(node, ast.Dict) else node.elts
    return {part.value for part in parts if isinstance(part, ast.Constant)} & set(BY_CODE)


def test_the_codes_that_files_may_name_are_those_that_measures_state():
    assert get_args(StatedCode) == tuple(by.code for by in STATED)


def test_no_other_file_types_a_list_of_breakdowns():
    lists = ast.Dict | ast.Tuple | ast.List | ast.Set
    found = {
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if str(path.relative_to(PACKAGE)) not in HOME
        for text in [path.read_text(encoding="utf-8")]
        if sum(f'"{code}"' in text for code in BY_CODE) > 2
        for node in ast.walk(ast.parse(text))
        if isinstance(node, lists) and len(_typed(node)) > 2
    }
    assert found == set()


ENTRY = """    Dimension(
        code="interpreter",
        title="Needs an interpreter",
        label="Needs an interpreter",
        column="Needs an interpreter",
        groups="whether an interpreter is needed",
        gap=Gap.WORST,
        between="those who fare worse, with or without an interpreter, and everyone",
    ),
"""
GROUPING = """    "interpreter": Grouping(
        lambda code, _: Group(code, {"yes": "Yes", "no": "No"}[code], {"yes": 1, "no": 2}[code]),
        "CASE WHEN p.interpreter_required THEN 'yes' ELSE 'no' END",
    ),
"""


@pytest.fixture
def changed(tmp_path):
    """The package with one breakdown more: all files are those of the product, but for an entry in two of them."""
    package = tmp_path / "src" / "oneplace"
    package.mkdir(parents=True)
    (tmp_path / "opendata").symlink_to(assets.folder("opendata"))
    for path in PACKAGE.iterdir():
        if path.name not in ("vocabulary", "population", "__pycache__"):
            (package / path.name).symlink_to(path)
    for room in ("vocabulary", "population"):
        (package / room).mkdir()
        for path in (each for each in (PACKAGE / room).iterdir() if each.suffix in (".py", ".csv")):
            (package / room / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    for name, opening, entry in (
        ("vocabulary/dimensions.py", "BREAKDOWNS = (\n", ENTRY),
        ("population/groups.py", "GROUPINGS = {\n", GROUPING),
    ):
        text = (PACKAGE / name).read_text(encoding="utf-8")
        assert text.count(opening) == 1
        (package / name).write_text(text.replace(opening, opening + entry), encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_new_breakdown_is_an_entry_in_two_files(changed):
    root = Path(__file__).parents[2]
    script = Path(__file__).with_name("with_one_more.py")
    path = os.pathsep.join((str(changed / "src"), str(root)))
    env = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, str(script)], check=False, capture_output=True, text=True, env=env, cwd=root)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "values": {"yes": 0.75, "no": 0.25},
        "gap": ["interpreter", 0.25],
        "between": "those who fare worse, with or without an interpreter, and everyone",
        "label": "Needs an interpreter",
        "drawn": True,
    }
