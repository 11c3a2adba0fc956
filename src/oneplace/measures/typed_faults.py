"""What ``check`` says of the figures in one typed file by themselves: of few people, or everyone's against groups'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from oneplace.measures.of_counts import OUT_OF, without_limits
from oneplace.measures.rows import Row
from oneplace.measures.typed_counts import Adds, not_shown
from oneplace.place import FromDocument, Measure, SmallNumbers
from oneplace.problems import Problem
from oneplace.stats import rounds_to
from oneplace.vocabulary.dimensions import AREA, EVERYONE, LABELS
from oneplace.vocabulary.wording import decimal, plainly, value_words, written

_ROUNDED_TO = (10, 5)
"""What whoever publishes counts may round each of them to."""
_COUNTED = ("count", "people")
_MEND_FEW = (
    "Nothing need be done: `small_numbers` in place.yaml hides them. To show more, type small groups as one, or "
    "several periods as one."
)
_MEND_FEW_PUBLISHED = (
    "Nothing need be done: `small_numbers` in place.yaml hides them. Where the publisher of the file hid small counts "
    "before you had it, write `small_numbers: hidden_by_publisher` at its dataset in datasets.yaml."
)
_MEND_COUNTS = (
    "Correct one of them, or type more decimals, or the limits. Leave `numerator` empty if the value is weighted or "
    "standardised."
)
_MEND_TOTAL = "Correct one of them: a group can’t have what not everyone has."
_MEND_OUTSIDE = (
    "Correct one of them. Where everyone has people of no group, give those a row of their own: `not known` as the "
    "group’s name."
)


def typed_faults(path: Path, measure: Measure, compute: FromDocument, rows: Sequence[Row]) -> Iterator[Problem]:
    """What to look at of one typed file, of which these are the rows as typed."""
    yield from _of_other_counts(path, measure, without_limits(measure, compute, rows))
    yield from _contradicted(path, measure, rows)


def first_line(rows: Iterable[Row]) -> int:
    """The first line of a typed file that gives one of the rows; 0 of other files, whose rows stand in no one line."""
    return min((row.get("line", 0) for row in rows), default=0)


def of_few(path: Path, measure: Measure, rows: Sequence[Row], rule: SmallNumbers, adds: Adds) -> Iterator[Problem]:
    """Figures in a file of the place that its own rule for small numbers keeps from its readers."""
    hidden = [row for row in not_shown(measure, rows, rule, adds=adds) if row["value"] is not None]
    if not hidden:
        return
    first = hidden[0]
    named = f"{first['period_label']}, {first['group_label']}"
    named += f", and {len(hidden) - 1} more" if len(hidden) > 1 else ""
    what = f"gives figures of {measure.id} that will not be shown: they are of few people, or would tell of few"
    mend = _MEND_FEW if isinstance(measure.compute, FromDocument) else _MEND_FEW_PUBLISHED
    yield Problem(path, first_line(hidden), 0, "W136", f"{what} ({named}).", mend)


def _of_other_counts(path: Path, measure: Measure, without: Sequence[Row]) -> Iterator[Problem]:
    """Typed figures that get no limits from the counts beside them, for these make another number."""
    if not without:
        return
    first = min(without, key=lambda row: int(row["line"]))
    value, made = (
        value_words(one, measure.unit, written(one, measure.decimals))
        for one in (first["value"], OUT_OF[measure.unit] * first["numerator"] / first["denominator"])
    )
    counts = f"{_plain(first['numerator'])} of {_plain(first['denominator'])}, which make {made}"
    named = f"{first['period_label']}, {first['group_label']}: {value} beside {counts}"
    named += f"; and {len(without) - 1} more" if len(without) > 1 else ""
    what = f"gives figures of {measure.id} that are not what their counts make, so no limits are known ({named})."
    yield Problem(path, first["line"], 0, "W147", what, _MEND_COUNTS)


def _contradicted(path: Path, measure: Measure, rows: Sequence[Row]) -> Iterator[Problem]:
    """Everyone's figures that those of the groups of one breakdown gainsay: fewer than they have, or beyond them all.

    Areas may be others than the place's own, and ages may overlap: only those are asked that make up everyone.
    """
    everyone = {_when(row): row for row in rows if row["dimension"] == EVERYONE}
    groups = defaultdict[tuple[str, date, date], list[Row]](list)
    for row in rows:
        if row["dimension"] not in (EVERYONE, AREA, "age"):
            groups[row["dimension"], *_when(row)].append(row)
    for (dimension, *when), members in groups.items():
        if (total := everyone.get((when[0], when[1]))) is None:
            continue
        of = f"gives figures of {measure.id} for {total['period_label']} that can’t both be right:"
        by = LABELS.get(dimension, dimension).partition(" (")[0].lower()
        more = [told for name in ("numerator", "denominator") if (told := _more(name, measure, total, members))]
        if more:
            what = f"{of} everyone has {more[0][0]}, and the groups by {by} have {more[0][1]} together."
            yield Problem(path, first_line([total]), 0, "E129", what, _MEND_TOTAL)
        elif beyond := _beyond(measure, total, members):
            what = f"{of} everyone has {beyond[0]}, and the groups by {by} have {beyond[1]} to {beyond[2]}."
            yield Problem(path, first_line([total]), 0, "W142", what, _MEND_OUTSIDE)


def _when(row: Row) -> tuple[date, date]:
    return row["period_start"], row["period_end"]


def _more(name: str, measure: Measure, total: Row, members: Sequence[Row]) -> tuple[str, str] | None:
    """A count of everyone, and what the groups have of it where that is more than rounding explains."""
    whole, parts = _count(name, measure, total), [_count(name, measure, row) for row in members]
    known = [part for part in parts if part is not None]
    if whole is None or not known:
        return None
    rounded = next((by for by in _ROUNDED_TO if all(count % by == 0 for count in (whole, *known))), 0)
    if sum(known) <= whole + rounded / 2 * (len(known) + 1):
        return None
    return _plain(whole), _plain(sum(known))


def _count(name: str, measure: Measure, row: Mapping[str, float | None]) -> float | None:
    if name == "numerator" and row[name] is None and measure.unit in _COUNTED:
        return row["value"]
    return row[name]


def _beyond(measure: Measure, total: Row, members: Sequence[Row]) -> tuple[str, str, str] | None:
    """Everyone's share or rate, with the least and the most of the groups, where it is below or above them all."""
    values = [row["value"] for row in members if row["value"] is not None]
    if measure.unit not in OUT_OF or total["value"] is None or len(values) < 2 or len(values) < len(members):
        return None
    told = total["value"], min(values), max(values)
    if told[1] <= told[0] <= told[2] or any(rounds_to(told[0], end, measure.decimals) for end in told[1:]):
        return None
    everyone, least, most = (value_words(one, measure.unit, written(one, measure.decimals)) for one in told)
    return everyone, least, most


def _plain(count: float) -> str:
    return decimal(count, 0) if count == int(count) else plainly(count)
