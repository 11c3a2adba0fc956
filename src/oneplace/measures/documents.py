"""Figures typed from a document: ``series/<name>.csv``."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from oneplace.measures import of_counts
from oneplace.measures.possible import impossible
from oneplace.measures.rows import Row
from oneplace.place import FromDocument, Measure, Period, Place, inside, period
from oneplace.population import EVERYONE, GROUPINGS, Among, Group
from oneplace.problems import OneplaceError, Problem, did_you_mean
from oneplace.vocabulary.dimensions import STATED
from oneplace.vocabulary.spelled import UNKNOWN, names_of, spelled
from oneplace.vocabulary.wording import plainly

COLUMNS = ("period", "group", "value", "numerator", "denominator", "lower", "upper", "source", "version")
_MEND = f"A series has the columns {', '.join(COLUMNS)}; group is `all` or `dimension: group`."
_LISTED = tuple(by.code for by in STATED)
"""A group of the place's own is no error, though it may be a group of ours that is spelled otherwise."""


def from_document(root: Path, measure: Measure, compute: FromDocument) -> list[Row]:
    """Results rows of a recorded series, in order of time, each with its ``line`` in the file.

    Every figure must name its source, and be possible.
    """
    path = inside(root, root / compute.file)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if missing := [
                name for name in ("period", "group", "value", "source") if name not in (reader.fieldnames or ())
            ]:
                raise OneplaceError.at(path, f"has no column '{missing[0]}'.", _mend_header(reader), line=1)
            rows = [_row(path, line, row, measure) for line, row in enumerate(reader, start=2)]
    except FileNotFoundError:
        raise OneplaceError.at(path, f"is named by measure {measure.id}, but isn't there.", _MEND) from None
    except UnicodeDecodeError:
        raise OneplaceError.at(path, "is not UTF-8 text.", "Save it as UTF-8.") from None
    _refuse_twice(path, rows)
    rows = of_counts.with_limits(measure, compute, rows)
    return sorted(rows, key=lambda row: (row["period_start"], row["dimension"], row["group_order"]))


_MEND_NUMBER = (
    "Write the number alone (1400 for 1,400, 14 for 14%). Leave it empty where the document gives none, or hides it."
)


def _parted(message: str) -> tuple[str, str]:
    """What is wrong and how to mend it, of a message that says both."""
    wrong, _, mend = message.partition(". ")
    return f"{wrong}.", mend


def _mend_header(reader: csv.DictReader[str]) -> str:
    header = ",".join(reader.fieldnames or ())
    return "Its columns are parted otherwise: save it as CSV with commas." if re.search(r"[;\t]", header) else _MEND


def _refuse_twice(path: Path, rows: Sequence[Row]) -> None:
    """One figure a period and group: of two nobody could tell which is meant."""
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        line = row["line"]
        first = seen.setdefault((row["period_start"], row["period_end"], row["dimension"], row["group"]), line)
        if first != line:
            message = f"gives {row['period_label']} a second time for the same group (first in line {first})."
            raise OneplaceError.at(
                path, message, "Keep the newer figure, and say in `version` of when it is.", line=line
            )


def _row(path: Path, line: int, row: dict[str, str | None], measure: Measure) -> Row:
    written = {name: (row.get(name) or "").strip() for name in COLUMNS}

    def number(name: str) -> float | None:
        text = written[name]
        try:
            value = float(text) if text else None
        except ValueError:
            value = math.nan
        if value is not None and not math.isfinite(value):
            raise OneplaceError.at(path, f"has '{text}' as {name}, which is no number.", _MEND_NUMBER, line=line)
        return value

    try:
        when: Period = period(row["period"] or "")
    except ValueError as error:
        raise OneplaceError.at(path, *_parted(str(error)), line=line) from None
    told = spelled(row["group"] or "")
    if told is None:
        raise OneplaceError.at(path, f"has the group '{row['group']}'.", _MEND, line=line)
    dimension, code = told
    if not (row["source"] or "").strip():
        raise OneplaceError.at(path, "names no source for a figure.", _MEND, line=line)
    value = number("value")
    group = _group(dimension, code, (row["group"] or "").partition(":")[2].strip(), line)
    made: Row = {
        "line": line,
        "measure": measure.id,
        "period_start": when.start,
        "period_end": when.end,
        "period_label": when.words,
        "dimension": dimension,
        "group": group.code,
        "group_label": group.label,
        "group_order": group.order,
        **{name: number(name) for name in ("numerator", "denominator", "lower", "upper")},
        "value": value,
        "method": "As stated in the document",
        "suppressed": False,
        "reason": None if value is not None else "The document gives no figure.",
        "origin": "recorded",
        "source": " ".join((row["source"] or "").split()),
        **({"provisional": True} if value is not None and _PROVISIONAL.fullmatch(written["version"]) else {}),
    }
    if wrong := impossible(measure, made, written):
        raise OneplaceError.at(path, *wrong, line=line)
    return made


_PROVISIONAL = re.compile(
    r"\[?p\]?|(?!.*\b(?:not?|was|were|final)\b).*\b(?:provisional|preliminary)\b.*", re.IGNORECASE
)
"""What a ``version`` says of a figure that its publisher will revise: “provisional”, “p”, “preliminary, May 2026”."""


def _group(dimension: str, code: str | None, written: str, line: int) -> Group:
    """The group of a code, called as everywhere else; of a group that no list holds, as it is written."""
    if dimension == "all":
        return EVERYONE
    if code is None:
        return Group(written, written, line)
    if dimension == "age":
        return Group(code, _band_words(code), 1 + int(re.split(r"[-+]", code)[0]) if code != UNKNOWN else 9_999)
    grouping = GROUPINGS[dimension]
    groups = (grouping.group(each, Among()) for each in (*grouping.codes, *([0] if dimension == "deprivation" else [])))
    return next((each for each in groups if each.code == code), Group(code, "Not known", 9_999))


def _band_words(code: str) -> str:
    """An age band in words: ``65 to 74``, ``85 and over``, ``17``."""
    return "Not known" if code == UNKNOWN else code.replace("-", " to ").replace("+", " and over")


def not_recognised(place: Place) -> list[Problem]:
    """What of the place's recorded figures may be meant otherwise: groups that no list holds, percentages that
    may be shares of 1; and the files that can't be read at all.
    """
    asked = [(one, one.compute) for one in place.measures.values() if isinstance(one.compute, FromDocument)]
    return [problem for measure, compute in asked for problem in _not_recognised(place.root, measure, compute)]


def _not_recognised(root: Path, measure: Measure, compute: FromDocument) -> Iterator[Problem]:
    try:
        rows = from_document(root, measure, compute)
    except OneplaceError as error:
        yield from error.problems
        return
    path = root / compute.file
    if measure.unit == "percent":
        yield from _shares_of_one(path, measure, rows)
    first = {_whom(row): _line(row) for row in sorted(rows, key=_line, reverse=True)}
    unknown = {whom: line for whom, line in first.items() if not _is_listed(*whom)}
    for (dimension, group), line in sorted(unknown.items()):
        message = f"has the group '{group}' of {dimension}, which is not recognised: it gets a page of its own."
        known = did_you_mean(group, names_of(dimension), f"Known are {', '.join(names_of(dimension))}.")
        yield Problem(path, line, 0, "W128", message, f"{known} Leave it if it is another group.")


def _line(row: Row) -> int:
    return int(row["line"])


_FAR = 50
"""How many times a percentage below 1 is smaller than those beside it that was typed as a share, perhaps."""


def _shares_of_one(path: Path, measure: Measure, rows: Sequence[Row]) -> Iterator[Problem]:
    """Percentages that may be shares of 1: all of a file, or some beside far larger ones. Counts tell what is meant."""
    valued = sorted((row for row in rows if row["value"]), key=_line)
    if valued and max(row["value"] for row in valued) <= 1:
        least, most = (plainly(end(row["value"] for row in valued)) for end in (min, max))
        message = f"has {least} to {most} as percentages of {measure.id}: none is above 1."
        mend = "Write 12 for 12%. Leave it if all are below 1%."
        yield Problem(path, _line(valued[0]), 0, "W127", message, mend)
        return
    for row in (row for row in valued if row["value"] < 1 and not of_counts.counted(measure, [row])):
        alike = (one for one in valued if _whom(one) == _whom(row) or _when(one) == _when(row))
        near = median([one["value"] for one in alike if one is not row] or [0])
        if near >= _FAR * row["value"]:
            message = f"has {plainly(row['value'])} as a percentage of {measure.id}, beside about {plainly(near, 2)}."
            yield Problem(path, _line(row), 0, "W127", message, "Write 12 for 12%. Leave it if less than 1% is meant.")


def _whom(row: Row) -> tuple[str, str]:
    return row["dimension"], row["group"]


def _when(row: Row) -> tuple[date, date]:
    return row["period_start"], row["period_end"]


def _is_listed(dimension: str, group: str) -> bool:
    return dimension not in _LISTED or (spelled(f"{dimension}: {group}") or ("", None))[1] is not None
