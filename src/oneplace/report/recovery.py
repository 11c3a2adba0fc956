"""A recovery as readers meet it: what a regulator says must be done, and which stage may be entered by its tests.

A run tells whether a test holds; a person signs that a stage is entered; a test that fails afterwards asks for a
review and takes nothing back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oneplace.delivery import improvement
from oneplace.place import Measure, MustDo, Period, Place, RecoveryStage, StageTest
from oneplace.progress import Span, next_due
from oneplace.report.governance import Learning
from oneplace.report.owners import owner_words
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.wording import count_words, list_words

_HOLDS = {True: "holds", False: "does not hold", None: "not known"}
_GATES = {
    improvement.Gate.OPEN: "By its tests it may be entered.",
    improvement.Gate.SHUT: "By its tests it may not be entered.",
    improvement.Gate.NOT_KNOWN: "Whether it may be entered is not known.",
}


def must_dos(place: Place, today: date) -> list[Learning]:
    """What a regulator asks, each with how it stands, who answers for it, and by when."""
    named = {one.id: one.name for one in place.strategy.partners} | {one.id: one.text for one in place.strategy.events}
    return [
        Learning(
            one.text,
            f"{one.kind.capitalize()} be done: {_stands(place, one, today)}.",
            (*([f"Asked by {named.get(one.by, one.by)}."] if one.by else []),
             *([f"From: {named.get(one.event, one.event)}"] if one.event else []),
             f"Owner: {owner_words(place, one.owner)}.",
             f"By when: {one.due.words if isinstance(one.due, Period) else 'not set'}."),
            one.provenance == "illustrative",
        )
        for one in place.strategy.must_dos
    ]  # fmt: skip


def _stands(place: Place, one: MustDo, today: date) -> str:
    found = improvement.musts({one.id: _must(place, one)}, today)[one.id]
    return f"evidenced by {one.evidence}" if found == "evidenced" else found


def _must(place: Place, one: MustDo) -> improvement.Must:
    due = one.due.last_day if isinstance(one.due, Period) else None
    owner = "" if isinstance(one.owner, str) else owner_words(place, one.owner)
    return improvement.Must(one.text, due, one.evidence or "", owner)


def stages(found: RunReport, today: date) -> list[Learning]:
    """The stages of recovery: by its tests a stage may be entered or not, and who signed that it was."""
    return [_stage(found, one, today) for one in found.place.strategy.recovery_stages]


def _stage(found: RunReport, stage: RecoveryStage, today: date) -> Learning:
    tests = [_held(found, one, today) for one in stage.tests]
    words = [f"{one.words[:1].upper()}{one.words[1:]}: {_HOLDS[one.holds]}." for one in tests]
    words += [f"To enter: {stage.entry}"] if stage.entry != "not_set" else []
    words += [f"To leave: {stage.exit}"] if stage.exit != "not_set" else []
    stands, made_up = _entered(stage, tests, today), stage.provenance == "illustrative"
    return Learning(stage.name or stage.text, stands, tuple(words), made_up)


def _entered(stage: RecoveryStage, tests: Sequence[improvement.Held], today: date) -> str:
    if stage.entered is None or stage.entered.on.start > today:
        unsigned = " It is said to be under way, and nobody signed for it." if stage.state == "current" else ""
        untested = "No test says when it may be entered."
        return (_GATES[improvement.gate(tests)] if tests else untested) + unsigned
    signed = f"Entered {stage.entered.on.words}, signed by {stage.entered.by}."
    failing = improvement.needs_review(tests)
    if not failing:
        return signed
    return f"{signed} It needs a review, since this does not hold any more: {list_words(failing)}."


def _held(found: RunReport, test: StageTest, today: date) -> improvement.Held:
    if test.asks == "must_dos":
        asked = {one.id: _must(found.place, one) for one in found.place.strategy.must_dos if one.kind == "must"}
        done = sum(stands == "evidenced" for stands in improvement.musts(asked, today).values())
        words = f"each must-do of a regulator is evidenced ({done} of {len(asked)})"
        return improvement.Held(words, done == len(asked) if asked else None)
    measure = found.place.measures.get(test.measure or "")
    if measure is None:
        return improvement.Held(f"{test.measure}, which the place does not measure", None)
    rows = found.tables["signals"].of(measure.id)
    old = _is_old(measure, rows, found.as_of or today)
    return _no_concern(measure, rows, test.periods, old) if test.asks == "no_concern" else _beyond(measure, rows, old)


def _is_old(measure: Measure, rows: Sequence[Row], as_of: date) -> str:
    """That newer values should be there by now; empty where the newest is as new as it can be."""
    if not rows:
        return ", which has no control chart"
    last = rows[-1]
    due = next_due(Span(last["period_start"], last["period_end"], last["period_label"]), measure.frequency,
                   measure.expected_lag_months)  # fmt: skip
    return f", last known for {last['period_label']}" if due is not None and due <= as_of else ""


def _no_concern(measure: Measure, rows: Sequence[Row], periods: int, old: str) -> improvement.Held:
    words = f"no change for the worse in the newest {count_words(periods, 'period')} of “{measure.name}”{old}"
    concerns = [str(row["point"]).startswith("concern") if row["point"] else None for row in rows]
    held = improvement.no_concern(words, concerns, periods)
    return improvement.Held(words, None) if old and held.holds else held


def _beyond(measure: Measure, rows: Sequence[Row], old: str) -> improvement.Held:
    words = f"the limits of “{measure.name}” lie beyond what is asked of each period{old}"
    last = rows[-1] if rows else None
    ways = {one.value: one for one in improvement.Good}
    known = last is not None and not old and last["asked"] is not None and last["assurance"] != "not_stable"
    if last is None or not known or measure.polarity not in ways:
        return improvement.Held(words, None)
    return improvement.beyond_target(
        words, last["asked"], last["lower_limit"], last["upper_limit"], ways[measure.polarity]
    )
