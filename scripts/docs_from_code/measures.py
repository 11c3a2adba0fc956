"""Examples of measures, from those that the tests run: rows in, numbers out."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from docs_from_code.tables import table

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "tests" / "measures" / "examples"
DEFINITIONS = ROOT / "places" / "southampton" / "measures"

_INTRODUCTION = """# Measures by example

Every measure that the example place computes from its record has one: its definition
([how one is written](measures.md)), the rows of [the record](record.md) that go in, and the numbers that come out. The
tests run every one of them.

`people` are residents registered throughout: born on 1 January 1980, female, ethnic category A, living in the
neighbourhood E01000001 (the most deprived tenth; E01000002 is in the fourth, E01000003 in the tenth), unless it says
otherwise. A `mean` has its total as numerator; a `rate` has years lived (days over 365.25) as denominator. Where
`no row` stands, none is made.

"""


def page() -> str:
    """Return the page."""
    return _INTRODUCTION + "\n".join(_example(path) for path in sorted(EXAMPLES.glob("*.yaml")))


def _example(path: Path) -> str:
    example = YAML(typ="safe").load(path)
    definition = DEFINITIONS / path.name
    measure = YAML(typ="safe").load(definition)
    comments = [line[2:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    rows = "".join(
        f"`{title}`\n\n{_rows(found)}\n"
        for title, found in {"people": example.get("people"), **example.get("rows", {})}.items()
        if found
    )
    return (
        f"## {measure['name']}\n\n```yaml\n{_compute(definition)}```\n\n"
        + (f"{' '.join(comments)}\n\n" if comments else "")
        + f"{rows}Out come\n\n{_expected(example['expect'])}"
    )


def _compute(definition: Path) -> str:
    """The ``compute:`` part of a definition, as it is written."""
    lines = definition.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith("compute:"))
    end = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith((" ", "\n"))), len(lines))
    return "".join(lines[start:end]).rstrip("\n") + "\n"


def _rows(found: list[dict[str, Any]]) -> str:
    heads = list(dict.fromkeys(key for row in found for key in row))
    return table(heads, ([row.get(key) for key in heads] for row in found))


def _expected(expected: list[dict[str, Any]]) -> str:
    heads = ("period", "dimension", "group", "numerator", "denominator", "value")
    rows = (
        (
            row["period"],
            row.get("dimension", "all"),
            row.get("group", "all"),
            *(("no row", "no row", "no row") if row.get("nothing") else (_number(row.get(key)) for key in heads[3:])),
        )
        for row in expected
    )
    return table(heads, rows)


def _number(value: float | None) -> str:
    if value is not None and isnan(value):
        return "not worked out"
    return "" if value is None else f"{value:g}" if abs(value) < 1e6 and value == round(value, 3) else f"{value:.3f}"
