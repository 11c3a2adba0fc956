"""What may be done to what is to get better: must-dos, known gaps, objectives, cycles, lessons, benefits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from oneplace.delivery import improvement
from oneplace.delivery.happened.learnt_states import Benefit, Cycle, Objective
from oneplace.delivery.happened.rule import NEW, Rule
from oneplace.delivery.happened.states import Kind
from oneplace.vocabulary.wording import day_words

_Rules = Mapping[str, Rule]
_PLAN = ("aim", "outcome", "process", "balancing", "prediction")
_STUDY = ("measured_from", "measured_to", "compared", "act")


def learnt_rules(
    owner: tuple[str, ...], words: Callable[..., _Rules], back: Callable[..., _Rules]
) -> dict[Kind, _Rules]:
    """The lines of the table of rules of these kinds.

    ``owner`` are the fields of who answers for a thing; ``words`` and ``back`` make the lines by which words are put
    right and a step is taken back.
    """

    def owned(*states: str) -> _Rules:
        return {"owned": Rule("Name another owner", states, None, ("org", "why"), owner[1:])}

    progressed = Rule("Say how far it is", ("open",), None, ("progress",))
    return {
        Kind.MUST: {
            "made": Rule("Add what a regulator asks", NEW, "open", ("text", "asks", "due", "org", "why"),
                         ("asked_by", *owner[1:])),
            "progressed": progressed,
            "evidenced": Rule("It is done", ("open",), "evidenced", ("evidence",)),
            "opened": Rule("Open it again", ("evidenced",), "open", ("why",), ends=("evidence",)),
            **owned("open"), **back("open", "evidenced"),
        },
        Kind.GAP: {
            "made": Rule("Add what the strategy lacks", NEW, "open", ("text", "due", "org", "why"), owner[1:]),
            "progressed": progressed,
            "closed": Rule("It is closed", ("open",), "closed", ("evidence",)),
            "opened": Rule("Open it again", ("closed",), "open", ("why",), ends=("evidence",)),
            **owned("open"), **back("open", "closed"),
        },
        Kind.OBJECTIVE: {
            "judged": Rule("Say what came of it", ("running",), "judged", ("judged",), (), _judged),
            "opened": Rule("Judge it again", ("judged",), "running", ("why",), ends=("judged",)),
            **owned("running"), **back("running", "judged"),
        },
        Kind.CYCLE: {
            "made": Rule("Plan a cycle of improvement", NEW, "open", ("objective", *_PLAN), ("follows",)),
            "changed": Rule("Say when it was changed", ("open",), None, ("changed_on",), (), _changed),
            "closed": Rule("Close it", ("open",), "closed", _STUDY, (), _closed),
            "opened": Rule("Open it again", ("closed",), "open", ("why",), ends=_STUDY),
            **words(*_PLAN, out_of=("open",)), **back("open", "closed"),
        },
        Kind.LESSON: {
            "made": Rule("Add a lesson", NEW, "open", ("text", "learnt_from", "org"), ("due", *owner[1:])),
            "used": Rule("Name the decision that it led to", ("open",), "used", ("decision",)),
            "opened": Rule("It led to none after all", ("used",), "open", ("why",), ends=("decision",)),
            **owned("open"), **words("text", "learnt_from", out_of=("open", "used")), **back("open", "used"),
        },
        Kind.BENEFIT: {
            "counted": Rule("Say what it counts now", ("tracked",), None, ("counted", "counted_on", "evidence"), (),
                            _counted),
            "closed": Rule("Stop tracking it", ("tracked",), "closed", ("reason",)),
            "opened": Rule("Track it again", ("closed",), "tracked", ("why",)),
            **owned("tracked"), **back("tracked", "closed"),
        },
    }  # fmt: skip


AGREED_OF: Mapping[Kind, str] = {
    Kind.MUST: "The day first agreed stays as it is. Only a decision, in the place’s files, changes it. How far it is, "
    "what shows that it is done, and who answers for it are kept here. A run shows them to everybody.",
    Kind.GAP: "The day first agreed stays as it is. Only a decision, in the place’s files, changes it. What closed it "
    "and who answers for it are kept here. A run shows them to everybody.",
    Kind.OBJECTIVE: "What is to be better, by which measure and by when, was agreed. Only a decision, in the place’s "
    "files, changes it. What came of it is kept here, and said once its end is over.",
    Kind.CYCLE: "Its plan stands from before the change. It closes only with something measured after the change, and "
    "a comparison with what was predicted. All of it is kept here.",
    Kind.LESSON: "All of it is kept here. It stands open until it led to a decision that everybody may know of.",
    Kind.BENEFIT: "Its baseline, its period and what it claims were agreed. Only a decision, in the place’s files, "
    "changes them. What was counted since is kept here.",
}
"""Which of file and record holds, as a page prints it."""


def _judged(before: Objective, _after: Any, today: date) -> dict[str, str]:
    if before.due and today <= before.due:
        return {"judged": f"It is judged once its end is over, {day_words(before.due)}."}
    return {}


def _changed(_before: Cycle, after: Cycle, today: date) -> dict[str, str]:
    is_ahead = after.changed_on and after.changed_on > today
    return {"changed_on": "That day is still to come. Say it once it was changed."} if is_ahead else {}


def _closed(_before: Cycle, after: Cycle, today: date) -> dict[str, str]:
    if after.measured_from and after.measured_to and after.measured_to < after.measured_from:
        return {"measured_to": "The last day can’t be before the first."}
    lacking = improvement.close_lacks(tried(after), today)
    return {"what": " ".join(lacking)} if lacking else {}


def tried(one: Cycle) -> improvement.Cycle:
    """A cycle of the record as it is judged."""
    measured = ((one.measured_from, one.measured_to),) if one.measured_from and one.measured_to else ()
    return improvement.Cycle(
        **{name: getattr(one, name) for name in _PLAN},
        changed_on=one.changed_on,
        data=measured,
        compared=one.compared,
        act=improvement.Act(one.act) if one.act else None,
    )


def _counted(before: Benefit, after: Benefit, today: date) -> dict[str, str]:
    if after.counted_on and after.counted_on > today:
        return {"counted_on": "That day is still to come."}
    if before.counted_on and after.counted_on and after.counted_on < before.counted_on:
        return {"counted_on": f"It was counted later than that already, on {day_words(before.counted_on)}."}
    return {}
