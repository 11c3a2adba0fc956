"""A chart of the command line, as a file that stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oneplace import charts
from oneplace.charts import Chart
from oneplace.problems import OneplaceError


def refuse_other_than(out: Path, *endings: str) -> None:
    """Raises ``OneplaceError`` where a file's name ends otherwise."""
    if out.suffix.lower() not in endings:
        raise OneplaceError.at(
            out, f"is neither {' nor '.join(endings)}.", f"End the name with one of: {', '.join(endings)}."
        )


def write_pictures(drawn: Sequence[Chart], source: str, out: Path) -> None:
    """Write charts, one under the other, each with its title, its notes and where it is from, as SVG or PNG by the
    file's name.
    """
    refuse_other_than(out, ".svg", ".png")
    said = [[text for text in (each.subtitle, each.note, f"From {source}.") if text] for each in drawn]
    picture = charts.stacked(
        [charts.picture(each.svg, each.title, below) for each, below in zip(drawn, said, strict=True)]
    )
    if out.suffix.lower() == ".png":
        out.write_bytes(charts.bitmap(picture))
    else:
        out.write_text(picture, encoding="utf-8")
