"""A table's columns as a method wants them: counts that are counts, values and limits on one scale, a target."""

from __future__ import annotations

import re

import numpy as np

from oneplace.problems import OneplaceError
from oneplace.sheets import Mark, Numbers, Sheet, UnreadableError, number
from oneplace.vocabulary.wording import plainly


def counts(sheet: Sheet, name: str) -> Numbers:
    """A column of counts or people, of which there are no percentages, each one a unit."""
    if _OF_MANY.search(name):
        what = f"column '{name}' counts in thousands or the like, by its name, and whole numbers are wanted."
        mend = "Write the numbers in full, and give the column a name that says so."
        raise OneplaceError.at(sheet.path, what, mend, column=sheet.column_number(name))
    return amounts(sheet, name)


def amounts(sheet: Sheet, name: str) -> Numbers:
    """A column of counts, people or time, in any unit; its name says nothing else."""
    found = sheet.numbers(name)
    if _IS_PER.search(name) or (_IS_RATE.search(name) and not _IS_COUNT.search(name)):
        what = f"column '{name}' holds rates or shares, by its name, and counts are wanted."
        mend = "Name the column of numbers of people or events; or give this one another name if it holds them."
        raise OneplaceError.at(sheet.path, what, mend, column=sheet.column_number(name))
    if found.percent:
        raise OneplaceError.at(
            sheet.path,
            f"column '{name}' holds percentages, and counts are wanted.",
            "Name a column of numbers of people or events.",
            column=sheet.column_number(name),
        )
    if sheet.filed and bool(np.any(found.value % 1 > 0)):
        _refuse_either(sheet, name)
    return found


_IS_RATE = re.compile(
    r"%|(?<![a-z])(rates?|percent(age)?s?|per ?cent|pct|proportions?|prevalence|ratios?|dsr|isr|smr|shmi)(?![a-z])",
    re.IGNORECASE,
)
_IS_COUNT = re.compile(
    r"(?<![a-z])(counts?|numerators?|denominators?|numbers?|n|no|observed|expected|totals?|sum|events|cases|deaths"
    r"|people|persons|patients|population|pop|exposure|years|days|base)(?![a-z])",
    re.IGNORECASE,
)
"""Words by which a column that speaks of a rate too may hold what it is made of: ``Rate numerator``."""
_IS_PER = re.compile(
    r"(?<![a-z])per ?(\d|hundred|thousand|million|head|capita|person(?!s?[ -]years?))"
    r"|(?<![\d ]) ?/ ?1[0,]*0(?!\d)|% of|\(%\)",
    re.IGNORECASE,
)
_OF_MANY = re.compile(
    r"(?<![a-z])(thousands|millions)(?![a-z])|(?<!\d)['’(]?0{2,3},?(000)?'?s(?![a-z])|[(\[](k|m|mn|000)[)\]]",
    re.IGNORECASE,
)
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def _refuse_either(sheet: Sheet, name: str) -> None:
    """Refuse counts of which all that have a point have three digits behind it, as where a point parts thousands."""
    coded = sheet.coded(name)
    pointed = [i for i, text in enumerate(coded.texts) if "." in text and any(map(str.isdigit, text))]
    if not all(_EITHER.fullmatch(coded.texts[i]) for i in pointed):
        return

    def says(row: int) -> tuple[str, str]:
        text = coded.texts[coded.code[row]]
        whole = text.replace(".", "")
        what = f"column '{name}' has '{text}', which may be {whole} or {plainly(float(text))}."
        return what, f"Write {whole}, or {text}0 if the point is a decimal point."

    sheet.refuse(np.flatnonzero(np.isin(coded.code, pointed))[:1], name, says)


def events(sheet: Sheet, name: str) -> Numbers:
    """A column of numbers of events, which are no shares of one."""
    found = counts(sheet, name)
    known = found.value[np.isfinite(found.value)]
    part = known[(known > 0) & (known < 1)]
    if part.size and known.max() <= 1:
        what = f"column '{name}' holds shares of one ({plainly(part[0])}), and counts are wanted."
        mend = "Name a column of numbers of people or events."
        raise OneplaceError.at(sheet.path, what, mend, column=sheet.column_number(name))
    return found


def alike(sheet: Sheet, *names: str) -> list[Numbers]:
    """Columns that stand on one scale, such as a value and its limits: all are percentages, or none is."""
    found = [sheet.numbers(name) for name in names]
    known = [(name, each) for name, each in zip(names, found, strict=True) if not np.isnan(each.value).all()]
    for name, each in known:
        if each.percent != known[0][1].percent:
            one, other = (name, known[0][0]) if each.percent else (known[0][0], name)
            what = f"column '{one}' holds percentages, and column '{other}' doesn't."
            raise OneplaceError.at(sheet.path, what, "Write both with a % sign, or neither.")
    return found


def with_limits(sheet: Sheet, *names: str) -> list[Numbers]:
    """A value and, where they are named too, its lower and upper limit, which lie about it in this order.

    A value that was rounded more than its limits may lie beyond one, by no more than they are apart.
    """
    found = alike(sheet, *names)
    if len(found) < 3:
        return found
    value, lower, upper = (each.value for each in found[:3])
    apart = upper - lower
    turned, beyond = apart < 0, (value < lower - apart) | (value > upper + apart)

    def says(row: int) -> tuple[str, str]:
        if turned[row]:
            what = f"the lower limit {plainly(lower[row])} is above the upper one, {plainly(upper[row])}."
            return what, f"Name as lower the column of the lower limits; now it is '{names[1]}'."
        what = (
            f"the value {plainly(value[row])} lies far from its limits, {plainly(lower[row])} to {plainly(upper[row])}."
        )
        return what, f"Write '{names[0]}', '{names[1]}' and '{names[2]}' on one scale."

    sheet.refuse(np.flatnonzero(turned | (beyond & (apart > 0)))[:1], names[0], says)
    return found


def target_of(target: object, values: Numbers | None) -> float:
    """A target that is set as a number, on the scale of a column of values, or as a share of one (None): 95% is 0.95.

    Raises ``ValueError`` where it is no number, or may be of another scale than the column.
    """
    try:
        found, mark = number(str(target))
    except UnreadableError:
        found, mark = np.nan, Mark.MISSING
    if mark in (Mark.MISSING, Mark.HIDDEN):
        raise ValueError(f"target is '{target}', which is neither a number nor a column.")
    percent = mark is Mark.PERCENTAGE
    if values is None:
        return found / 100 if percent else found
    if percent and not values.percent:
        raise ValueError(f"target is '{target}', and the values are no percentages: write it as they are written.")
    if values.percent and not percent and 0 < abs(found) < 1:
        raise ValueError(
            f"target is {plainly(found)} and the values are percentages: write "
            f"{plainly(found)}% or {plainly(found * 100)}%."
        )
    return found
