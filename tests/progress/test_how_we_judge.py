"""The worked examples of docs/how-we-judge.md."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "how-we-judge.md"


def test_every_worked_example_of_the_page_is_right() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried > 20
    assert failed == 0
