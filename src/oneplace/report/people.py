"""Groups of people: whom the run tells apart, what it says of each beside everyone, and what it doesn't say.

Every number is a row of the published tables, or rows that are shown put together (``pooled``): a page about a group
holds nothing that the pages of its measures don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from oneplace.place import FromLinkedRecord, Measure
from oneplace.population import ETHNIC_GROUPS, GROUPINGS, SEXES, UNKNOWN, Among
from oneplace.report.pooled import everyone, pooled
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.dimensions import BY_CODE, EVERYONE, STATED, Gap, whom
from oneplace.vocabulary.people import AGES, CALLED, UNHELD, Ages, Called, Unheld, slug
from oneplace.vocabulary.wording import ages_words

AGE, CONDITION, OTHERS = "age", "condition", "others"
_BAND = re.compile(r"(\d+)(?:-(\d+)|(\+))?")


@dataclass(frozen=True)
class People:
    """A group of people that a page is about. ``by`` is a breakdown, ``condition`` (a cohort's) or ``others``.

    ``slug`` is its name in an address, ``whom`` in a sentence after "for".
    """

    by: str
    code: str
    slug: str
    name: str
    whom: str
    called: Called

    def holds(self, row: Row) -> bool:
        """Whether a row of the breakdown is about these people and no others."""
        if not isinstance(self.called, Ages):
            return bool(row["group"] == self.code)
        band = _band(row)
        return band is not None and self.called.holds(*band)


@dataclass(frozen=True)
class Told:
    """A measure in the newest period in which it is told apart: the group's row, everyone's, and whom the gap is to.

    ``part`` says which of the group's people the row is about, where not about all; ``among`` are all groups' rows.
    """

    measure: Measure
    own: Row
    part: str
    everyone: Row | None
    beside: Row | None
    among: Sequence[Row]


def groups_of(report: RunReport) -> list[People]:
    """Every group that has a page: those of the breakdowns, ages, conditions with a cohort, and those no file holds."""
    held = [*_by_breakdown(report), *_by_age(), *_by_cohort(report)]
    names = [people.name for people in held if people.by == CONDITION]
    return [*held, *(_unheld(one) for one in UNHELD if not any(one.in_text(name) for name in names))]


def told(report: RunReport, people: People) -> list[Told]:
    """What the run says of a group, in the place's order of measures; hidden rows are among it."""
    if people.by not in BY_CODE:
        return []
    measures = [report.place.measures[key] for key in report.measures_with(people.by)]
    every = (one for measure in measures if not _is_of(measure, people) for one in _told(report, measure, people))
    return [one for one in every if _says(one.own)]


def _says(row: Row) -> bool:
    """Whether a row has a value, shown or hidden: one without says why there is none, of nobody."""
    return row["value"] is not None or bool(row["suppressed"])


def alone(report: RunReport, people: People) -> list[Measure]:
    """The measures that are about a group and nobody else."""
    return [measure for measure in report.place.measures.values() if _is_of(measure, people)]


def not_told(report: RunReport, people: People) -> dict[str, list[Measure]]:
    """The measures that say nothing of a group of a breakdown, by the reason that their definition or row gives."""
    if people.by not in BY_CODE:
        return {}
    said = {one.measure.id for one in told(report, people)}
    found: dict[str, list[Measure]] = {}
    for measure in report.place.measures.values():
        if measure.id not in said and not _is_of(measure, people):
            found.setdefault(_why(report, measure, people), []).append(measure)
    return found


def rows_of(report: RunReport, people: People) -> list[Row]:
    """The rows of the results table that ``told`` and ``alone`` are made of."""
    found = []
    for measure in dict.fromkeys(one.measure.id for one in told(report, people)):
        latest = report.latest(measure, people.by)
        beside, whole = _beside(report.place.measures[measure], people, latest), _whole(report, measure, latest[0])
        found += [*(row for row in latest if people.holds(row)), *([beside] if beside else []), *whole]
    return found + [row for measure in alone(report, people) for row in report.latest(measure.id, EVERYONE)]


def _by_breakdown(report: RunReport) -> Iterator[People]:
    for by in (dimension.code for dimension in STATED if dimension.code != AGE):
        labels = usual(by)
        for key in report.measures_with(by):
            labels |= {row["group"]: row["group_label"] for row in report.latest(key, by) if row["group"] not in labels}
        for code, label in labels.items():
            if code != UNKNOWN:
                words = whom(by, code, label)
                called = CALLED.get((by, code), Called((label.lower(),)))
                yield People(by, code, slug(label), label if by == "ethnicity" else _heading(words), words, called)


def usual(by: str) -> dict[str, str]:
    """Code and label of a breakdown's groups that are known before any run; empty of ages and areas."""
    groups = (GROUPINGS[by].group(code, Among()) for code in _codes(by))
    return {group.code: group.label for group in groups}


def _codes(by: str) -> Iterable[object]:
    """What ``GROUPINGS`` makes the groups of a breakdown of, where they are known before any run."""
    match by:
        case "deprivation":
            return range(1, 6)
        case "ethnicity":
            return ETHNIC_GROUPS
        case "sex":
            return (code for code in SEXES if code != UNKNOWN)
    return ()


def _by_age() -> Iterator[People]:
    for ages in AGES:
        yield People(AGE, ages.slug, ages.slug, _heading(ages.name), ages.name, ages)


def _by_cohort(report: RunReport) -> Iterator[People]:
    for cohort in report.place.cohorts.values():
        words = cohort.name[:1].lower() + cohort.name[1:]
        called = Called((words, cohort.id.replace("_", " ")))
        yield People(CONDITION, cohort.id, slug(cohort.id), cohort.name, words, called)


def _unheld(one: Unheld) -> People:
    return People(OTHERS, one.name, slug(one.called[0]), _heading(one.name), one.name, one)


def _heading(words: str) -> str:
    return words[:1].upper() + words[1:]


def _told(report: RunReport, measure: Measure, people: People) -> Iterator[Told]:
    latest = report.latest(measure.id, people.by)
    own = [row for row in latest if people.holds(row)]
    beside = _beside(measure, people, latest)
    for row, part in _together(own, people):
        yield Told(measure, row, part, everyone(report.of_everyone(measure.id), row), beside, latest)


def _together(rows: list[Row], people: People) -> list[tuple[Row, str]]:
    """The rows as one where their counts may be added up; else each by itself; with the part that each is about."""
    if not isinstance(people.called, Ages):
        return [(row, "") for row in rows]
    bands = [band for row in rows if (band := _band(row))]
    joined = all(one[1] is not None and one[1] + 1 == other[0] for one, other in pairwise(bands))
    changed = {"group": ",".join(row["group"] for row in rows), "group_label": people.name}
    if len(rows) > 1 and joined and (whole := pooled(rows, changed)):
        return [(whole, _part((bands[0][0], bands[-1][1]), people.called))]
    return [(row, _part(band, people.called)) for row, band in zip(rows, bands, strict=True)]


def _part(band: tuple[int, int | None], ages: Ages) -> str:
    return "" if band == (ages.youngest, ages.oldest) else ages_words(*band)


def _band(row: Row) -> tuple[int, int | None] | None:
    """The first and last year of an age band by its code: ``65-74``, ``85+``, ``17``."""
    found = _BAND.fullmatch(row["group"])
    if found is None:
        return None
    return int(found[1]), None if found[3] else int(found[2] or found[1])


def _beside(measure: Measure, people: People, rows: Sequence[Row]) -> Row | None:
    """Whom the group's gap is to: the other end of groups that have two; else the group that fares best of the others.

    Ages differ by nature: they have no gap, and nobody stands beside them.
    """
    gap = BY_CODE[people.by].gap
    others = [row for row in rows if row["group"] not in (people.code, UNKNOWN) and row["value"] is not None]
    if gap is Gap.NONE or not others:
        return None
    if gap is Gap.ENDS:
        end = "1" if people.code == "5" else "5"
        return next((row for row in others if row["group"] == end), None)
    if measure.polarity_of_groups == "context":
        return others[0] if len(others) == 1 else None
    return best_of(others, measure.polarity)


def best_of(rows: Sequence[Row], polarity: str) -> Row | None:
    """The row that fares best; None where it counts nobody, or everybody, as of a few that is no better than one more.

    Then no other is the best either: who fares worse than somebody shown never is.
    """
    best = (max if polarity == "high_good" else min)(rows, key=lambda row: row["value"])
    return None if best["numerator"] is not None and best["numerator"] in (0, best["denominator"]) else best


def _whole(report: RunReport, measure: str, like: Row) -> list[Row]:
    """Everyone in the period of another row, as the run has it: a row that is put together is none of the table."""
    every = report.of_everyone(measure)
    whole = everyone(every, like)
    return [row for row in every if row is whole]


def _is_of(measure: Measure, people: People) -> bool:
    if people.by == "sex":
        return measure.whom.sex == people.code
    if isinstance(people.called, Ages):
        return people.called.holds(measure.whom.min_age, measure.whom.max_age)
    compute = measure.compute
    return people.by == CONDITION and isinstance(compute, FromLinkedRecord) and compute.population.cohort == people.code


def _why(report: RunReport, measure: Measure, people: People) -> str:
    stated = measure.breakdowns.said(people.by)
    if stated != "yes":
        return stated
    if found := report.latest(measure.id, people.by):
        own = next((row["reason"] for row in found if people.holds(row)), None)
        if own:
            return str(own).rstrip(".")
        return "It is about other people, or its groups don’t fit this one"
    return "This run has no values for it"
