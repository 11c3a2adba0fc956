"""W19 to W23, W49, W109, E114, E123, W137: who is behind the average, and can that be seen without showing anyone?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from oneplace.place.computing import FromLinkedRecord
from oneplace.place.folder import Entry, Spot
from oneplace.place.measure import Measure
from oneplace.place.nested import Side, nested, sides, uneven
from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.registry import Case, Finding, each, given, rule
from oneplace.place.strategy.outcomes import gap_size
from oneplace.vocabulary.dimensions import AREA, BY_CODE, FORMER, STATED
from oneplace.vocabulary.wording import plainly

_DIMENSIONS = {*BY_CODE, AREA, "group"}


@rule("W19")
def no_breakdown(case: Case) -> Iterator[Finding]:
    """A measure without a breakdown, and no reason."""
    for entry in case.files.measures:
        for dimension in STATED:
            if entry.item.is_silent_on(dimension.code):
                yield Finding(
                    entry.at / "breakdowns" / dimension.code,
                    f"the measure {entry.item.id} is not broken down by {dimension.title.lower()}, and no reason is "
                    "given.",
                    f'Write the reason: `{dimension.code}: "…"`, or how it will be closed in `breakdown_gap:`.',
                )


@rule("W20")
def no_gap_ambition(case: Case) -> Iterator[Finding]:
    """A target for the average and none for the gap."""
    for ambition in ambitions(case):
        plain = ambition.measure and ambition.measure.is_plain_count  # of which no gap is worked out: E123
        if ambition.target and not ambition.gap and not plain:
            yield Finding(
                ambition.at / "target",
                f"{ambition.id} has a target for the average and none for the gap.",
                "Add `gap_ambition:`: an average can get better while the worst off fall behind.",
            )


@rule("W21")
def gap_widens_while_on_track(case: Case) -> Iterator[Finding]:
    """A gap that widens while the outcome is on track."""
    for ambition in ambitions(case):
        gap = ambition.gap
        values = sorted(gap.actuals.items()) if gap else []
        if not gap or not values:
            continue
        first = given(gap.baseline)
        before = first if first is not None else values[0][1]
        when, now = values[-1]
        if gap_size(gap.statistic, now) > gap_size(gap.statistic, before) and _on_track(case, ambition):
            yield Finding(
                ambition.at / "gap_ambition" / "actuals" / str(when),
                (
                    f"the gap of {ambition.id} has widened from {plainly(before)} to "
                    f"{plainly(now)}, while it counts as on track."
                ),
                "Say so in the report: an average that improves for some only is not success.",
            )


@rule("W137")
def gap_begins_at_no_time(case: Case) -> Iterator[Finding]:
    """A gap's baseline without a period."""
    for ambition in ambitions(case):
        start = given(ambition.gap.baseline) if ambition.gap else None
        if start is not None and ambition.outcome.gap_begins is None:
            yield Finding(
                ambition.at / "gap_ambition" / "baseline",
                f"the gap of {ambition.id} is to start from {plainly(start)}, and nothing says when it was that. "
                "No path can begin there, so no step to the target is judged.",
                "Add `baseline_period:` to `gap_ambition:`, with the period that the number is of.",
            )


def _on_track(case: Case, ambition: Ambition) -> bool:
    """On track by the latest report of a workstream for it, or because the latest value is on the path or better."""
    for workstream in case.strategy.workstreams:
        if ambition.id in workstream.outcomes and workstream.reports:
            latest = max(workstream.reports, key=lambda report: report.period)
            if latest.status == "on_track":
                return True
    actuals, path = ambition.outcome.actuals, dict(ambition.path)
    when = max((period for period in actuals if period in path), default=None)
    return when is not None and bool(ambition.better) and not ambition.worse(actuals[when], path[when])


@rule("W22")
def group_undefined(case: Case) -> Iterator[Finding]:
    """A group that nobody has defined."""
    groups = {group.id: group for group in case.strategy.groups}
    for name, at in _named_groups(case):
        if name not in groups:
            yield Finding(at, f"the group {name} is not defined.", "Define it under `groups:`, with who belongs to it.")
    for group in each(case.strategy.groups, case.top / "groups"):
        if given(group.item.definition) is None and not group.item.proxy:
            yield Finding(
                group.at,
                f"the group {group.item.id} has no definition: nobody can count who belongs to it.",
                "Add `definition:`, or a `proxy:` that stands for it.",
            )


def _named_groups(case: Case) -> Iterator[tuple[str, Spot]]:
    for key in ("outcomes", "goals", "commitments", "priorities", "objectives"):
        for entry in each(getattr(case.strategy, key), case.top / key):
            for group in each(entry.item.groups, entry.at / "groups"):
                yield group.item, group.at
    for ambition in ambitions(case):
        gap = ambition.gap
        if gap and gap.group:
            yield gap.group, ambition.at / "gap_ambition" / "group"
        if gap and gap.dimension not in _DIMENSIONS:
            yield gap.dimension, ambition.at / "gap_ambition" / "dimension"


@rule("W23")
def no_small_number_rule(case: Case) -> Iterator[Finding]:
    """A measure of people without a small-number rule."""
    if case.files.place and case.files.place.item.small_numbers:
        return
    for entry in case.files.measures:
        if isinstance(entry.item.compute, FromLinkedRecord) and entry.item.small_numbers is None:
            yield Finding(
                entry.at / "compute",
                f"the measure {entry.item.id} counts people, and nothing says below which number it may not be shown.",
                "Add `small_numbers: {below: 5}` to place.yaml.",
            )


@rule("W109")
def nested_in_other_periods(case: Case) -> Iterator[Finding]:
    """Two measures of which one counts some of what the other counts, in periods that only sums bring together."""
    found = [(entry, entry.item.compute) for entry in case.files.measures]
    counted = [(entry, compute) for entry, compute in found if isinstance(compute, FromLinkedRecord)]
    for narrow, some in counted:
        for wide, every in counted:
            if uneven(some, every) and nested(sides(every), sides(some)):
                yield _subtracted(narrow, wide)


@rule("E114")
def years_that_begin_otherwise(case: Case) -> Iterator[Finding]:
    """Two measures that count the same, or one some of what the other does, in years or groups' periods that differ."""
    found = [(entry, entry.item.compute) for entry in case.files.measures]
    counted = [(entry, compute) for entry, compute in found if isinstance(compute, FromLinkedRecord)]
    for (one, mine), (other, theirs) in combinations(counted, 2):
        why = _set_beside(mine, theirs)
        if why and _have_rows_in_common(sides(mine), sides(theirs)):
            said, mend = why
            yield Finding(
                other.at / "compute", f"{other.item.id} and {one.item.id} count some of the same, {said}", mend
            )


@rule("E123")
def gap_of_plain_counts(case: Case) -> Iterator[Finding]:
    """An ambition for the gap of a number that is out of nothing."""
    for ambition in ambitions(case):
        measure = ambition.measure
        if ambition.gap and measure and measure.is_plain_count:
            yield Finding(
                ambition.at / "gap_ambition",
                f"{ambition.id} sets something for the gap of {measure.id}, which is a number out of nothing: "
                f"{measure.held_apart(ambition.gap.dimension)}, so no gap is worked out.",
                "Measure a share or a rate, or leave `gap_ambition:` out.",
            )


def _set_beside(mine: FromLinkedRecord, theirs: FromLinkedRecord) -> tuple[str, str] | None:
    """What readers learn from the periods of two measures that count the same, and the way out; None where nothing."""
    if mine.year_begins != theirs.year_begins:
        return (
            "one in calendar years and one in financial years: set beside each other they tell of the months in which "
            "the years differ.",
            "Give both the same kind of year.",
        )
    if mine.breakdown_period != theirs.breakdown_period:
        mine_in, theirs_in = (each.breakdown_period.replace("_", " ") for each in (mine, theirs))
        return (
            f"by group in another length of time ({theirs_in}, and {mine_in}): a group's shown parts taken from its "
            "whole leave the part that is too small to show.",
            "Give both the same `breakdown_period:`.",
        )
    return None


def _have_rows_in_common(mine: Sequence[Side], theirs: Sequence[Side]) -> bool:
    """Whether a count of the one lies in one of the other; an average day's people never add up."""
    rows = [(one, other) for one in mine for other in theirs if one.of[0] != "lived"]
    return any(one.is_within(other) or other.is_within(one) for one, other in rows)


def _subtracted(narrow: Entry[Measure], wide: Entry[Measure]) -> Finding:
    return Finding(
        narrow.at / "compute",
        f"{narrow.item.id} counts some of what {wide.item.id} counts, in other periods: who adds one of them up to the "
        "other's periods and subtracts may be left with a small number, which is not hidden there.",
        "Give both the same `period:` and `breakdown_period:`; then what they differ by is hidden as well.",
    )


@rule("W49")
def former_word(case: Case) -> Iterator[Finding]:
    """A word of the version before."""
    for entry in case.files.measures:
        for word in FORMER:
            if (at := entry.at / "breakdowns" / word).written is not None:
                yield _former(at, word)
    for ambition in ambitions(case):
        at = ambition.at / "gap_ambition" / "dimension"
        if (word := at.written) in FORMER:
            yield _former(at, word)


def _former(at: Spot, word: str) -> Finding:
    return Finding(at, f"`{word}` is now called `{FORMER[word]}`.", f"Write `{FORMER[word]}`.")
