"""The whole place on one page: every measure with a value, like for like beside England and the other places known."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from oneplace.charts import Strip, strips
from oneplace.place import Measure
from oneplace.progress import shown_figure
from oneplace.report import Row, of_dimension
from oneplace.stats import Comparison, Over, like_with_like
from oneplace.vocabulary.wording import range_words, value_words
from oneplace.web.presenters.figures import figure
from oneplace.web.snapshot import OnceARun, Snapshot

ENGLAND = "E92000001"
FEWEST = 3
"""Other places below which a strip from the worst to the best of them would say nothing."""


@dataclass(frozen=True)
class Line:
    """A measure's newest value, England's in the same period, and where the middle half of the other places lies."""

    measure: Measure
    href: str
    period: str
    here: str
    interval: str
    england: str
    others: str
    difference: str
    origin: str | None
    strip: Strip | None


@dataclass(frozen=True)
class Profile:
    """Everything that the page prints."""

    lines: list[Line]
    drawn: int
    picture: Markup
    origins: set[str]


def _profile(shot: Snapshot) -> Profile:
    lines = [line for measure in shot.place.measures.values() if (line := _line(shot, measure))]
    drawn = [line.strip for line in lines if line.strip]
    name = shot.place.place.name
    picture = strips(drawn, name, "the places it is compared with") if drawn else ""
    origins = {line.origin for line in lines if line.origin}
    return Profile(lines, len(drawn), Markup(picture), origins)  # noqa: S704  drawn from numbers and escaped names


profile = OnceARun(_profile)
"""The page's content, from the run that is served."""


def _line(shot: Snapshot, measure: Measure) -> Line | None:
    every = shot.results(measure.id)
    known = [row for row in of_dimension(every, "all") if _is_shown(row)]
    if not known:
        return None
    own = max(known, key=lambda row: row["period_end"])
    beside = [row for row in of_dimension(every, "area") if _is_shown(row) and _same_period(row, own)]
    england = next((row for row in beside if row["group"] == ENGLAND), None)
    others = tuple(sorted(row["value"] for row in beside if row["group"] != ENGLAND))
    shown, difference = figure(own, measure), _difference(measure, own, england)
    return Line(
        measure=measure,
        href=_href(shot, measure),
        period=own["period_label"],
        here=shown.value,
        interval=shown.interval,
        england=value_words(england["value"], measure.unit, measure.decimals) if england else "",
        others=_middle_half(others, measure),
        difference=difference,
        origin=shown.origin,
        strip=_strip(measure, own, england, others, difference) if len(others) >= FEWEST else None,
    )


def _href(shot: Snapshot, measure: Measure) -> str:
    ambition = next((item.id for item in shot.ambitions if item.measure == measure.id), None)
    return reverse("public:ambition", args=[ambition]) if ambition else reverse("public:measure", args=[measure.id])


def _is_shown(row: Row) -> bool:
    return row["value"] is not None and not row["suppressed"]


def _same_period(row: Row, other: Row) -> bool:
    return bool((row["period_start"], row["period_end"]) == (other["period_start"], other["period_end"]))


def _middle_half(others: tuple[float, ...], measure: Measure) -> str:
    """From the first quarter to the third of the other places; all of them where they are few; empty for none."""
    if not others:
        return ""
    if len(others) < FEWEST:
        return ", ".join(value_words(value, measure.unit, measure.decimals) for value in others)
    low, high = (others[len(others) * part // 4] for part in (1, 3))
    return f"{range_words(low, high, measure.unit, measure.decimals)} (of {len(others)})"


def _strip(measure: Measure, own: Row, england: Row | None, others: tuple[float, ...], difference: str) -> Strip:
    return Strip(
        name=measure.name,
        value=value_words(own["value"], measure.unit, measure.decimals),
        here=own["value"],
        among=others,
        middle=england["value"] if england else None,
        high_is_right=measure.polarity != "low_good",
        difference=difference,
    )


def _difference(measure: Measure, own: Row, england: Row | None) -> str:
    """Better or worse than England, beyond chance, in the same period; empty where England has no value in it."""
    ours, theirs = shown_figure(measure, own), shown_figure(measure, england) if england else None
    found = like_with_like(ours, theirs, Over.AREAS) if ours and theirs else None
    if not isinstance(found, Comparison):
        return ""
    if found.sign is None:
        return "not known"
    if found.sign == 0:
        return "could be chance"
    if measure.polarity == "context":
        return "higher" if found.sign > 0 else "lower"
    return "better" if (found.sign > 0) == (measure.polarity == "high_good") else "worse"
