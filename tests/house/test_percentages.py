"""A percentage is written one way wherever a reader meets it: ``95%``, as ``oneplace.vocabulary.wording`` writes it.

A pathway's file has its own form of a quantity (``95 %``, with a unit as ``4 hours``), which is quoted as it is typed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from oneplace.place.library import shipped
from oneplace.vocabulary import wording

ROOT = Path(__file__).parents[2]
SPACED = re.compile(r"(?:\d|^)\s%(?!\w)")
ROOMS = ("vocabulary", "charts", "measures", "progress", "report", "results", "pack", "run", "web", "cli")
QUANTITIES = ("whatif/asking.py", "whatif/presenters/about.py", "whatif/presenters/form.py")
"""Files that write or quote what a pathway's file holds."""
TYPED = "95 % wait at ed within 4 hours"
"""A target of the command line, in the form of a pathway's file."""


def printed(file: Path) -> Iterator[str]:
    """The texts of a module that are no docstrings."""
    tree = ast.parse(file.read_text())
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value.replace(TYPED, "")


def modules() -> list[Path]:
    source = ROOT / "src" / "oneplace"
    files = [*(source / "demo").glob("*.py"), *(file for room in ROOMS for file in (source / room).rglob("*.py"))]
    return [file for file in files if not file.as_posix().endswith(QUANTITIES)]


def test_the_one_way() -> None:
    assert wording.value_words(95.0, "percent", 0) == "95%"
    assert wording.percent_words(0.95) == "95%"
    assert SPACED.search("95 % interval")
    assert SPACED.search(" %, not 100%")  # what follows a number in a text with gaps
    assert not SPACED.search("95% interval")


@pytest.mark.slow
def test_no_text_of_the_software_has_a_space_in_it() -> None:
    found = [(file.name, text) for file in modules() for text in printed(file) if SPACED.search(text)]
    assert len(modules()) > 100
    assert found == []


def test_no_template_has() -> None:
    files = [file for file in (ROOT / "src").rglob("*") if file.suffix in (".jinja", ".html", ".typ")]
    found = [file.name for file in files if SPACED.search(re.sub(r"{%.*?%}", "", file.read_text(), flags=re.DOTALL))]
    assert len(files) > 30
    assert found == []


@pytest.mark.parametrize("place", sorted(path.parent.name for path in (ROOT / "places").glob("*/place.yaml")))
def test_no_file_of_a_shipped_place_has(place: str) -> None:
    files = [file for file in (ROOT / "places" / place).rglob("*.yaml") if file.parent.name != "pathways"]
    assert len(files) >= 3
    assert spaced(files) == []


def test_no_measure_of_the_library_has() -> None:
    assert len(shipped()) > 40
    assert spaced(shipped().values()) == []


def spaced(files: Iterable[Path]) -> list[str]:
    return [line for file in files for line in file.read_text().splitlines() if SPACED.search(line.strip())]
