"""Which changes make a promise easier to keep, or hide more of whether it is kept: those that ask for a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from oneplace.place.moved.diff import Change, Kind, changes
from oneplace.place.moved.flat import Fields, Said
from oneplace.place.moved.hiding import hidden_from, rule_of
from oneplace.place.moved.named import MEASURE, of_ambition
from oneplace.place.moved.terms import Terms, easier, small_numbers, terms
from oneplace.place.period import Period, period
from oneplace.place.strategy.decisions import ENDED
from oneplace.place.strategy.outcomes import gap_size

MEANING = (
    "unit",
    "polarity",
    "frequency",
    "reference_period",
    "numerator",
    "denominator",
    "people",
    "series_breaks",
    "compute",
)
"""What gives a measure's figures their meaning, by the first word of the field: a break says that they had another.
Of figures that others counted, or that somebody typed, it is the words of the definition too: nothing else says what
they are of."""
AGREED = ("published", "local", "agreed")
"""What a promise rests on; one that no longer does binds nobody."""
MADE_UP = "illustrative"
"""What a decision rests on that only shows the form: it can't ease what a board agreed."""
COUNTED = ("measures", "cohorts", "codelists")
"""The parts of the files that say what is counted, and of whom."""
PROMISED = ("goals", "commitments", "priorities", "objectives", "horizons")
"""Lists of the strategy beside the ambitions of which a thing that is gone is promised no more."""
_STANDARD = re.compile(r"(?P<key>value|name|from|until): (?P<said>[^;]+)")
_GAP_OF = ("dimension", "statistic", "group", "reference")


@dataclass(frozen=True)
class Eased:
    """A change that eases something; ``of`` is what a decision must name (one of them is enough)."""

    change: Change
    of: tuple[str, ...]
    made_up: bool = False
    """Whether every ambition that it eases is only illustrative, so that an illustrative decision will do."""
    over: date | None = None
    """The first day after the period of which it asks less: from then on nobody can decide what was to hold in it."""

    @property
    def what(self) -> str | None:
        """What of an ambition it changes, as ``eases:`` names it; None of what is neither its own nor a measure's."""
        if self.change.part in COUNTED:
            return MEASURE
        return of_ambition(self.change.field) if self.change.part == "outcomes" else None


def easings(old: Said, new: Said) -> tuple[Eased, ...]:
    """Every change that eases an ambition, a horizon or the rule for small numbers."""
    found = ((change, tuple(_eased_by(change, old, new))) for change in changes(old, new))
    return tuple(
        Eased(change, of, _only_shown(of, old) and not _calls_real(change.old, change.new), _over(change, old, new))
        for change, of in found
        if of
    )


def _over(change: Change, old: Said, new: Said) -> date | None:
    """When the period ends whose number is another now; of one put off, when the later one ends; None of all else."""
    held, now = terms(old, change.subject), terms(new, change.subject)
    name, _, rest = change.field.partition(".")
    if change.part != "outcomes" or held is None or now is None or _calls_real(change.old, change.new):
        return None
    if name == "trajectory":
        return period(rest).end
    when = held.period(f"{name}.period") if name in ("target", "gap_ambition") else None
    return max(when.end, (now.period(f"{name}.period") or when).end) if when else None


def rests_otherwise(old: object, new: object) -> bool:
    """Whether what bound somebody binds nobody any more, or what was made up is called real."""
    return (old in AGREED and new not in AGREED) or _calls_real(old, new)


def _calls_real(old: object, new: object) -> bool:
    return old == MADE_UP and new in AGREED


def _only_shown(of: Iterable[str], old: Said) -> bool:
    """Whether nothing that was agreed is among the ambitions named; of a horizon or the strategy all of it was."""
    ambitions = [fields for key in of if (fields := old.get("outcomes", {}).get(key))]
    rests = {fields.get(f"{part}provenance") for fields in ambitions for part in ("", "target.", "gap_ambition.")}
    return bool(ambitions) and MADE_UP in rests and rests.isdisjoint(AGREED)


def covered(of: Iterable[str], decisions: dict[str, Fields], spent: Iterable[str] = ()) -> str | None:
    """The first decision that changes one of the things named and isn't spent on an earlier change of it.

    One that was refused or withdrawn changes nothing.
    """
    wanted, used = set(of), set(spent)
    for key, fields in decisions.items():
        if key not in used and fields.get("outcome") not in ENDED and wanted & listed(fields, "changes"):
            return key
    return None


def covering(eased: Eased, decisions: dict[str, Fields], spent: Iterable[str] = ()) -> str | None:
    """The first decision that covers what is eased: of an ambition only what it names in ``eases:``.

    A decision that names the measure itself, or the strategy, covers whatever of that eases a promise. One that is
    itself made up, to show the form, covers only what is.
    """
    itself = None if eased.change.part == "outcomes" else eased.change.subject
    whole = {itself} if eased.what else set(eased.of)
    named = {
        key: fields
        for key, fields in decisions.items()
        if key != eased.change.subject  # what it said itself it can't take back
        and (eased.what in listed(fields, "eases") or whole & listed(fields, "changes"))
        and (eased.made_up or fields.get("provenance") != MADE_UP)
    }
    return covered(eased.of, named, spent)


def listed(decision: Fields, field: str) -> set[str]:
    """What a decision names in one of its lists."""
    named = decision.get(field, [])
    return {str(one) for one in named} if isinstance(named, list) else set()


def _eased_by(change: Change, old: Said, new: Said) -> Iterator[str]:
    """What the change eases; for a measure that is the measure itself, and each ambition that rests on it."""
    if change.field == "horizon" and _is_later(*(_end(side, said) for side, said in _sides(change, old, new))):
        yield change.subject
        return
    match change.part:
        case "outcomes":
            if _eases_ambition(change, old, new):
                yield change.subject
        case part if part in PROMISED and change.kind is Kind.DROPPED:
            yield change.subject
        case "horizons":
            if change.field == "end" and _is_later(change.old, change.new):
                yield change.subject
        case "strategy":
            moved_on = change.field == "period.end" and _is_later(change.old, change.new)
            if moved_on or (change.field == "period.start" and change.old is not None):
                yield from new["strategy"]
        case "measures" | "cohorts" | "codelists":
            yield from _of_measures(change, old, new)
        case "place":
            looser = change.field.startswith("small_numbers.") and _looser(old["place"], new["place"])
            hidden = list(hidden_from(change, old, new))
            if looser or hidden or (change.field == "areas" and _codes(change.old) != _codes(change.new)):
                yield from new["strategy"]
            yield from hidden


def _sides(change: Change, old: Said, new: Said) -> tuple[tuple[object, Said], tuple[object, Said]]:
    return (change.old, old), (change.new, new)


def _end(horizon: object, said: Said) -> object:
    """When a horizon ends; None of none."""
    return said.get("horizons", {}).get(str(horizon), {}).get("end")


def _codes(areas: object) -> set[str]:
    """The codes of the areas that a place is made of: their names may change."""
    return {text.partition(";")[0] for text in _texts(areas)}


def _of_measures(change: Change, old: Said, new: Said) -> Iterator[str]:
    if change.kind is Kind.CHANGED:
        looser = change.part == "measures" and change.field.startswith("small_numbers.")
        if looser and _looser(*({change.subject: rule_of(said, change.subject)} for said in (old, new))):
            yield change.subject
            return
        if hidden := list(hidden_from(change, old, new)):
            yield from (change.subject, *hidden)
            return
        bound = [one for one in old.get("outcomes", {}) if _rests_on(change, terms(old, one), old)]
        if bound and change.part != "codelists":  # a list of codes has no id that a decision could name
            yield change.subject
        yield from bound


def _rests_on(change: Change, held: Terms | None, old: Said) -> bool:
    """Whether an ambition with numbers is measured by what changed, so that its figures mean something else now."""
    if held is None:
        return False
    if change.field == "standards":  # they ask something of an ambition that sets nothing itself, too
        return change.subject == held.measure_id and _standards_eased(change, held.better)
    if not held.binding or (change.part == "measures" and not _means_another(change, held)):
        return False
    return _measured_by(change, held, old)


def counts_otherwise(change: Change, old: Said) -> bool:
    """Whether it says something else of what an ambition's main measure counts, with numbers or without."""
    if change.kind is not Kind.CHANGED or change.part not in COUNTED:
        return False
    return any((held := terms(old, one)) and _measured_by(change, held, old) for one in old.get("outcomes", {}))


def _measured_by(change: Change, held: Terms, old: Said) -> bool:
    """Whether an ambition's main measure is what changed, or counts the people or codes that did."""
    if change.part == "measures":
        return change.subject == held.measure_id
    cohort = str(held.measure.get("compute.population.cohort", ""))
    if change.part == "cohorts":
        return cohort == change.subject and change.field.partition(".")[0] in ("entry", "exit")
    written = (*held.measure.values(), *old.get("cohorts", {}).get(cohort, {}).values())
    return any("in_codelist" in str(text) and f"'{change.subject}'" in str(text) for text in written)


def _means_another(change: Change, held: Terms) -> bool:
    """Whether what changed of a measure makes its figures mean something else, come later, or be asked less of."""
    match change.field.partition(".")[0]:
        case "definition":
            return not any(key.startswith("compute.population.") for key in held.measure)
        case "expected_lag_months":
            return _number(change.new) > _number(change.old)
        case "breakdowns":  # told by no group any more, nobody sees who is behind the average
            given, still = (str(side).lower() == "yes" for side in (change.old, change.new))
            return given and not still
        # no group, no area is called behind any more; nothing is due any more
        case "groups_unlike" | "areas_not_compared" | "superseded_by":
            return change.old is None
        case "spc":  # no chart shows what is beyond chance
            return change.new is False
        case name:
            return name in MEANING


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _standards_eased(change: Change, better: int) -> bool:
    """Whether a national standard of a name asks for less than before, for less of the time, or is gone."""
    old, new = (
        {said["name"]: said for text in _texts(side) if (said := dict(_STANDARD.findall(text)))}
        for side in (change.old, change.new)
    )
    return any(name not in new or _asks_less(new[name], was, better) for name, was in old.items())


def _asks_less(now: Mapping[str, str], was: Mapping[str, str], better: int) -> bool:
    begins, ends = now.get("from") != was.get("from"), now.get("until") != was.get("until")
    later = begins and ("from" not in was or _is_later(was["from"], now.get("from", was["from"])))
    sooner = ends and "until" in now and ("until" not in was or _is_later(now["until"], was["until"]))
    return later or sooner or easier(float(now["value"]), float(was["value"]), better)


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _eases_provenance(_field: str, held: Terms, now: Terms) -> bool:
    same = all(held.number(one) == now.number(one) for one in ("target.value", "gap_ambition.target"))
    return held.binding and _rests_otherwise(held.outcome.get("provenance"), now.outcome.get("provenance"), same)


def _rests(terms: Terms, figure: str) -> object:
    """What a figure rests on: what it says itself, else what its ambition says."""
    return terms.outcome.get(f"{figure}.provenance") or terms.outcome.get("provenance")


def _rests_otherwise(old: object, new: object, same: bool) -> bool:
    """Whether a number rests on less than it did; of another one that a source has, made up before, it rests on more.

    What is called agreed was agreed by somebody: the same number or another, their decision is named.
    """
    return rests_otherwise(old, new) and (same or new == "agreed" or not _calls_real(old, new))


def _eases_ambition(change: Change, old: Said, new: Said) -> bool:
    held, now = terms(old, change.subject), terms(new, change.subject)
    if held is None or now is None:
        return change.kind is Kind.DROPPED
    name, _, field = change.field.partition(".")
    if name in ("measure", "measures", "published"):
        fewer = not set(_texts(held.outcome.get("measures"))) <= {now.measure_id, *_texts(now.outcome.get("measures"))}
        return (bool(held.measure_id) and held.measure_id != now.measure_id) or (held.binding and fewer)
    return name in _EASES and _EASES[name](field, held, now)


def _eases_baseline(field: str, held: Terms, now: Terms) -> bool:
    """A worse baseline makes every later value look better; one of another period is another baseline."""
    before, after = held.number("baseline.value"), now.number("baseline.value")
    if before is None:
        return False
    if field == "period":
        return held.period("baseline.period") != now.period("baseline.period")
    return field == "value" and (after is None or easier(after, before, held.better))


def _eases_target(field: str, held: Terms, now: Terms) -> bool:
    before, after = held.number("target.value"), now.number("target.value")
    if before is None:
        return False
    if field == "period":
        return _is_another(held.outcome.get("target.period"), now.outcome.get("target.period"))
    if field == "provenance":
        return _rests_otherwise(_rests(held, "target"), _rests(now, "target"), before == after)
    return (field == "value" and (after is None or easier(after, before, held.better))) or field == "unit"


def _eases_path(field: str, held: Terms, now: Terms) -> bool:
    """Whether the path asks for less in the period of a step that was changed, taken out or put in."""
    when = period(field)
    before, after = held.path_at(when), now.path_at(when)
    return before is not None and (after is None or easier(after, before, held.better))


def _eases_gap(field: str, held: Terms, now: Terms) -> bool:
    if held.number("gap_ambition.target") is None:
        return False
    if field == "period":
        return _is_another(held.outcome.get("gap_ambition.period"), now.outcome.get("gap_ambition.period"))
    if field == "provenance":
        same = held.number("gap_ambition.target") == now.number("gap_ambition.target")
        return _rests_otherwise(_rests(held, "gap_ambition"), _rests(now, "gap_ambition"), same)
    if field in _GAP_OF or (field == "baseline_period" and _begins_otherwise(held, now)):
        return True
    start, end = held.number(f"gap_ambition.{field}"), now.number(f"gap_ambition.{field}")
    if field not in ("target", "baseline") or start is None:
        return False
    statistic = str(held.outcome.get("gap_ambition.statistic"))
    return end is None or easier(gap_size(statistic, end), gap_size(statistic, start), -1)


def _begins_otherwise(held: Terms, now: Terms) -> bool:
    """Whether the path of a gap that had a beginning begins in another period."""
    before, after = (one.period("gap_ambition.baseline_period") or one.period("baseline.period") for one in (held, now))
    return held.number("gap_ambition.baseline") is not None and before is not None and before != after


def _eases_groups(_field: str, held: Terms, now: Terms) -> bool:
    """Whether a promise in numbers is no longer one for a group that it was for."""
    return held.binding and not set(_texts(held.outcome.get("groups"))) <= set(_texts(now.outcome.get("groups")))


_EASES = {
    "groups": _eases_groups,
    "baseline": _eases_baseline,
    "target": _eases_target,
    "trajectory": _eases_path,
    "gap_ambition": _eases_gap,
    "provenance": _eases_provenance,
}


def _is_later(old: object, new: object) -> bool:
    """Whether a period ends later than one that was set; one that is no longer set never ends."""
    if not isinstance(old, str | int):
        return False
    return not isinstance(new, str | int) or period(new).end > period(old).end


def _is_another(old: object, new: object) -> bool:
    """Whether a period for which something was set is later, or longer or shorter: a good month is no good year."""
    if _is_later(old, new):
        return True
    if not isinstance(old, str | int) or not isinstance(new, str | int):
        return False
    return _months(period(old)) != _months(period(new))


def _months(when: Period) -> int:
    return (when.end.year - when.start.year) * 12 + when.end.month - when.start.month


def _looser(old: dict[str, Fields], new: dict[str, Fields]) -> bool:
    before, after = (small_numbers(next(iter(said.values()), {})) for said in (old, new))
    return any(now < then for then, now in zip(before, after, strict=True))
