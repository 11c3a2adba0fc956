"""What a person reads tells no number as 1.23e+03, as `g` and `e` do from some size on: only machines read such."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import oneplace

SOURCE = Path(oneplace.__file__).parent
FOR_MACHINES = {
    "charts/fan.py",  # the keys of a scale
    "charts/picture.py",
    "charts/theme.py",
    "flow/calibration/places.py",  # numbers, rounded by being written
    "flow/calibration/quantities.py",
    "flow/file/levers.py",  # quantities of a pathway file
    "flow/imports/imported.py",
    "flow/simulation/fans.py",  # names of columns
    "place/moved/flat.py",
    "sheets/excel.py",  # cells
    "sheets/opendocument.py",
    "sheets/sheet.py",
    "stats/funnel.py",  # names of columns
    "stats/table/rows.py",
    "stats/table/trends.py",
    "vocabulary/wording.py",  # nought and what has no end
    "web/presenters/sparkline.py",  # points of a drawing
    "web/whatif/presenters/drawing.py",
    "web/whatif/presenters/page.py",  # a number, rounded by being written
}


def powers(source: str) -> Iterator[str]:
    """The parts of texts that are told by powers of ten where they are large or small."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            last = node.format_spec.values[-1] if node.format_spec.values else None
            if isinstance(last, ast.Constant) and str(last.value)[-1:] in ("g", "G", "e", "E"):
                yield ast.unparse(node.value)


def test_one_that_is_planted_is_found():
    assert list(powers('f"{one.rank}. {one.option}: {one.total:.3g}"')) == ["one.total"]
    assert not list(powers('f"{one.total:,.1f} of {plainly(most)} on {day:%B %Y}"'))


@pytest.mark.slow
def test_no_text_tells_a_number_by_powers_of_ten():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        if next(powers(path.read_text(encoding="utf-8")), None)
    }
    assert found == FOR_MACHINES
