"""Figures typed from a document: ``series/<name>.csv``."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from oneplace.measures.rows import Row
from oneplace.place import FromDocument, Measure, Period, inside, period
from oneplace.population import GROUPINGS, Among, Group
from oneplace.problems import OneplaceError
from oneplace.results import DIMENSIONS

COLUMNS = ("period", "group", "value", "numerator", "denominator", "lower", "upper", "source", "version")
_MEND = f"A series has the columns {', '.join(COLUMNS)}; group is `all` or `dimension: group`."


def from_document(root: Path, measure: Measure, compute: FromDocument) -> list[Row]:
    """Results rows of a recorded series, in order of time. Every figure must name its source."""
    path = inside(root, root / compute.file)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if missing := [
                name for name in ("period", "group", "value", "source") if name not in (reader.fieldnames or ())
            ]:
                raise OneplaceError.at(path, f"has no column '{missing[0]}'.", _MEND, line=1)
            rows = [_row(path, line, row, measure) for line, row in enumerate(reader, start=2)]
    except FileNotFoundError:
        raise OneplaceError.at(path, f"is named by measure {measure.id}, but isn't there.", _MEND) from None
    except UnicodeDecodeError:
        raise OneplaceError.at(path, "is not UTF-8 text.", "Save it as UTF-8.") from None
    return sorted(rows, key=lambda row: (row["period_start"], row["dimension"], row["group_order"]))


def _row(path: Path, line: int, row: dict[str, str | None], measure: Measure) -> Row:
    def number(name: str) -> float | None:
        text = (row.get(name) or "").strip()
        try:
            value = float(text) if text else None
        except ValueError:
            value = math.nan
        if value is not None and not math.isfinite(value):
            raise OneplaceError.at(path, f"has '{text}' as {name}, which is no number.", _MEND, line=line)
        return value

    try:
        when: Period = period(row["period"] or "")
    except ValueError as error:
        raise OneplaceError.at(path, str(error), _MEND, line=line) from None
    dimension, _, group = (part.strip() for part in (row["group"] or "").partition(":"))
    if dimension not in DIMENSIONS or (dimension == "all") != (not group):
        raise OneplaceError.at(path, f"has the group '{row['group']}'.", _MEND, line=line)
    if not (row["source"] or "").strip():
        raise OneplaceError.at(path, "names no source for a figure.", _MEND, line=line)
    value = number("value")
    known = _of_group(dimension, group)
    return {
        "measure": measure.id,
        "period_start": when.start,
        "period_end": when.end,
        "period_label": when.words,
        "dimension": dimension,
        "group": known.code if known else group or "all",
        "group_label": known.label if known else group or "Everyone",
        "group_order": 0 if dimension == "all" else known.order if known else line,
        **{name: number(name) for name in ("numerator", "denominator", "lower", "upper")},
        "value": value,
        "method": "As stated in the document",
        "suppressed": False,
        "reason": None if value is not None else "The document gives no figure.",
        "origin": "recorded",
        "source": " ".join((row["source"] or "").split()),
    }


def _of_group(dimension: str, written: str) -> Group | None:
    """The group that a document calls so, by its code or its label: ``female`` and ``F`` are one; None of others."""
    grouping = GROUPINGS.get(dimension)
    groups = (grouping.group(code, Among()) for code in grouping.codes) if grouping else ()
    return next((each for each in groups if written.lower() in (each.code.lower(), each.label.lower())), None)
