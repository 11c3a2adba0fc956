"""What schemes are to gain, as readers meet it: benefits that claim some of the same thing stand together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from oneplace.delivery import Benefit as Kind
from oneplace.delivery import Claim, Combined, combine, overlapping
from oneplace.place import BenefitProfile, Counted, Measure, Period, Place
from oneplace.progress import Ambition, ForecastStatus, Point, Span, Value, met, of_measure, stands
from oneplace.report.owners import owner_words
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.wording import day_words, difference_words, list_words, places, plainly, value_words, written


@dataclass(frozen=True)
class Benefit:
    """Benefits that claim some of the same measure of the same people: what they come to together, counted once."""

    what: str
    claims: tuple[tuple[str, str, str], ...]
    """Each benefit's words, kind and owner."""
    together: str
    came: str
    """What was counted since, and what of the gain that is of each; that nothing was where it should have been."""
    illustrative: bool


_KINDS = {
    "cash_releasing": "releases cash",
    "non_cash": "releases no cash",
    "quality": "quality",
    "dis_benefit": "a loss",
}
_EVERYONE = "everyone"


def benefits(place: Place, today: date, known: Mapping[str, Row]) -> list[Benefit]:
    """The benefits of the place's files, those that claim some of the same thing together, in the files' order.

    ``known`` has how those stand of whose end something is known, by id, as ``judged`` does.
    """
    return [_benefit(place, together, today, known) for together in _groups(place, today)]


def judged(report: RunReport) -> dict[str, Row]:
    """How each benefit stands of whose end something is known, by id: as the rows of ``progress`` do of ambitions.

    By what was counted at its end or since, else by its measure's figure, as an ambition is that asks for the same.
    Benefits that claim some of the same are held against what they come to together; nobody can tell what became of
    those that can't be put together. A loss that was foreseen asks for nothing but to be shown.
    """
    today = report.as_of
    if today is None:
        return {}
    groups = _groups(report.place, today)
    found = _by_figure(report, groups, today)
    for together in groups:
        last, aim = _last_count(together), _aim(together)
        for one in together:
            if last is not None and last.on.last_day >= one.period.last_day:
                value = Value(_span(last.on), last.value, decimals=_decimals(report.place, one))
                found[one.id] = {"status_forecast": _verdict(together, met(value, aim, _GOOD)), "target_past": False}
    return found


def _by_figure(report: RunReport, groups: Iterable[Sequence[BenefitProfile]], today: date) -> dict[str, Row]:
    """How those stand whose period is over, by the figure that the run has of it for everyone, in the same unit."""
    place = report.place
    asked = {
        one.id: (one, together)
        for together in groups
        for one in together
        if one.measure in place.measures and not one.unit and one.population == _EVERYONE and one.period.is_over(today)
    }
    if not asked:
        return {}
    wanted = [_as_ambition(place, one, _aim(together)) for one, together in asked.values()]
    rows = stands(place, report.written.about({str(one.measure) for one in wanted}), wanted, today)
    return {
        key: {**row, "status_forecast": _verdict(together, row["status_forecast"])}
        for (key, (_, together)), row in zip(asked.items(), rows, strict=True)
        if not row["target_past"]
    }


def _as_ambition(place: Place, one: BenefitProfile, aim: float) -> Ambition:
    """What a benefit asks of its measure: to fall from the baseline that was frozen to what is left of it."""
    asked = of_measure(place, one.measure or "")
    is_frozen = one.baseline_on is not None and not isinstance(one.baseline, str)
    return replace(
        asked,
        id=one.id,
        about=replace(asked.about, polarity=_GOOD),
        baseline=Point(_span(one.baseline_on), _base(one)) if is_frozen and one.baseline_on else None,
        target=Point(_span(one.period), aim),
    )


def _span(when: Period) -> Span:
    return Span(when.start, when.end, when.words)


_GOOD = "low_good"
"""Whatever its measure is good for, a benefit says that it reduces it."""


def _aim(together: Sequence[BenefitProfile]) -> float:
    """What is left of the baseline by what is claimed, put together; nought where that can't be."""
    return 0.0 if _apart(together) else round(_base(together[0]) - _combined(together).combined, 9)


def _verdict(together: Sequence[BenefitProfile], told: str) -> str:
    if together[0].kind == "dis_benefit":
        return ForecastStatus.NO_TARGET_SET
    return ForecastStatus.CANNOT_BE_TOLD if _apart(together) else told


def _decimals(place: Place, one: BenefitProfile) -> int | None:
    measure = place.measures.get(one.measure or "")
    return measure.decimals if measure and not one.unit else None


def _last_count(together: Sequence[BenefitProfile]) -> Counted | None:
    """What was counted last since they began."""
    counts = [each for one in together for each in one.counted if each.on.last_day >= one.period.start]
    return max(counts, key=lambda each: each.on.last_day, default=None)


def _groups(place: Place, today: date) -> list[list[BenefitProfile]]:
    """The benefits as they stand, those that claim some of the same thing together, in the files' order."""
    profiles = {one.id: _until(one, today) for one in place.strategy.benefits}
    claims = [_claim(one) for one in profiles.values()]
    together = [[one.scheme for one in group] for group in overlapping(claims)]
    group_of = {scheme: tuple(sorted(group, key=[*profiles].index)) for group in together for scheme in group}
    groups = dict.fromkeys(group_of.get(scheme, (scheme,)) for scheme in profiles)
    return [[profiles[scheme] for scheme in group] for group in groups]


def _until(one: BenefitProfile, today: date) -> BenefitProfile:
    """A benefit as it stands: nothing was frozen or counted on a day to come."""
    frozen = one.baseline_on if one.baseline_on and one.baseline_on.start <= today else None
    counted = tuple(each for each in one.counted if each.on.start <= today)
    return one.model_copy(update={"baseline_on": frozen, "counted": counted})


def _claim(one: BenefitProfile) -> Claim:
    """As the engine takes it. Groups of people that are named otherwise are taken to be others; everyone is of each."""
    return Claim(
        one.id,
        one.measure or one.id,
        one.reduction,
        one.period.start,
        one.period.end,
        frozenset() if one.population == _EVERYONE else frozenset({one.population}),
        Kind(one.kind),
        one.baseline_on.last_day if one.baseline_on else None,
    )


def _benefit(place: Place, together: Sequence[BenefitProfile], today: date, known: Mapping[str, Row]) -> Benefit:
    measure = place.measures.get(together[0].measure or "")
    people, periods = ({getattr(one, name): None for one in together} for name in ("population", "period"))
    seen = _by_its_measure(together, measure, known)
    named = ", ".join((list_words(list(people)), list_words([one.words for one in periods])))
    return Benefit(
        what=f"{measure.name if measure else 'No measure'}, {named}",
        claims=tuple((one.text, _KINDS[one.kind], owner_words(place, one.owner)) for one in together),
        together=_together(together, measure),
        came=" ".join(filter(None, (_came(together, measure, today, seen), seen))),
        illustrative=any(one.provenance == "illustrative" for one in together),
    )


def _together(together: Sequence[BenefitProfile], measure: Measure | None) -> str:
    if why := _apart(together):
        return why
    first, found = together[0], _combined(together)
    base, share = _told(_base(first), first, measure), partial(_share, first=first, measure=measure)
    if first.kind == "dis_benefit":
        return f"What is lost: {share(found.combined)} on the baseline of {base}."
    taken = f"{share(found.combined)} off the baseline of {base}"
    if len(together) == 1:
        return f"It is to take {taken}."
    return f"Together they are to take {taken}; adding them up would claim {share(found.naive)}, and count some twice."


def _apart(together: Sequence[BenefitProfile]) -> str:
    """Why what is claimed can't be put together; empty where it can."""
    if unproven := [one for one in together if _claim(one).unproven or isinstance(one.baseline, str)]:
        return _unproven(together, unproven)
    if len({(one.population, one.period) for one in together}) > 1:
        return (
            "Can’t be put together: they claim some of the same measure, people and time, but not the same. Adding "
            "them up would count some twice. Let each claim the whole of one group and period."
        )
    if len({(one.baseline, one.unit) for one in together}) > 1:
        return "Can’t be put together: their baselines differ."
    return ""


def _base(first: BenefitProfile) -> float:
    assert not isinstance(first.baseline, str)  # noqa: S101 - unproven, and told as that
    return first.baseline


def _combined(together: Sequence[BenefitProfile]) -> Combined:
    return combine(_base(together[0]), [one.reduction for one in together])


def _told(value: float, first: BenefitProfile, measure: Measure | None) -> str:
    if first.unit:
        return f"{_number(value)} {first.unit}"
    if measure is None:
        return f"{_number(value)} (of what, nobody has said)"
    return value_words(value, measure.unit, written(value, measure.decimals))


def _share(value: float, first: BenefitProfile, measure: Measure | None) -> str:
    if first.unit or measure is None:
        return _told(value, first, measure)
    return difference_words(value, measure.unit, written(value, measure.decimals))


def _by_its_measure(together: Sequence[BenefitProfile], measure: Measure | None, known: Mapping[str, Row]) -> str:
    """What the run's figures for everyone say of the benefits' end; empty where they were not judged by these."""
    if measure is None:
        return ""
    judged = {one.period: row for one in together if (row := known.get(one.id)) and row.get("value") is not None}
    return " ".join(_figure(when, row, _aim(together), measure) for when, row in judged.items())


def _figure(when: Period, row: Row, aim: float, measure: Measure) -> str:
    """``Its measure was 15.0% in 2025/26, so it was met.``; without the number where newer ones have come."""
    came = _SHOWN.get(row["status_forecast"], "")
    if (row["period_start"], row["period_end"]) == (when.start, when.end):
        decimals = places(row["value"], None, None, measure.unit, measure.decimals, aim)
        told = f"Its measure was {value_words(row['value'], measure.unit, decimals)} in {when.words}"
        return f"{told}, {came}." if came else f"{told}."
    return (
        f"By its measure’s figures for {when.words}, {came.removeprefix('so ').removeprefix('and ')}." if came else ""
    )


_SHOWN = {
    ForecastStatus.MET.value: "so it was met",
    ForecastStatus.MISSED.value: "so it was missed",
    ForecastStatus.CANNOT_BE_TOLD.value: "and nobody can tell whether it was met",
}


def _came(together: Sequence[BenefitProfile], measure: Measure | None, today: date, seen: str) -> str:
    """What was counted last since it began, and how much of that is gained; whose it is by what each claims.

    That nothing was is told where no figure was ``seen`` either.
    """
    first = together[0]
    last = _last_count(together)
    if last is None:
        if seen:
            return ""
        until = max((one.tracked_until or one.period).last_day for one in together)
        return f"Nothing was counted since, and it was tracked until {day_words(until)}." if until < today else ""
    shown = f" What shows it: {last.evidence.rstrip('.')}." if last.evidence else " Nothing shows it."
    counted = f"Counted last on {_day(last.on)}: {_told(last.value, first, measure)}"
    if _apart(together):
        return f"{counted}. How much of that is gained can’t be told.{shown}"
    gained, found = _base(first) - last.value, _combined(together)
    share = partial(_share, first=first, measure=measure)
    if first.kind == "dis_benefit":
        return f"{counted}.{shown}"
    if gained <= 0:
        return f"{counted}, so nothing was gained.{shown}"
    each = [f"“{one.text}” {share(gained * part)}" for one, part in zip(together, found.shares, strict=True)]
    whose = f" By what each claims that is {list_words(each)}." if len(together) > 1 else ""
    return f"{counted}, so the gain is {share(gained)}, of {share(found.combined)} claimed.{whose}{shown}"


def _unproven(together: Sequence[BenefitProfile], unproven: Sequence[BenefitProfile]) -> str:
    reasons = [_why_unproven(one) for one in unproven]
    if len(together) == len(unproven) and len(set(reasons)) == 1:
        return f"Unproven: {reasons[0]}."
    told = (f"“{one.text}”: {why}" for one, why in zip(unproven, reasons, strict=True))
    return f"Unproven, so that nothing is counted together. {'. '.join(told)}."


def _why_unproven(one: BenefitProfile) -> str:
    if one.baseline_on is None or isinstance(one.baseline, str):
        return "no baseline was frozen before it began"
    return f"the baseline was frozen on {_day(one.baseline_on)}, after it began on {day_words(one.period.start)}"


def _day(when: Period) -> str:
    return day_words(when.start) if when.start == when.last_day else when.words


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else plainly(value, 3)
