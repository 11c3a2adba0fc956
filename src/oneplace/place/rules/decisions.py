"""E36 to W41, W50, E57 to W101, E104, W107, E108, E111, W112, W118, W134: decisions, duties, status, approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from oneplace.days import ClearDays, clear_days
from oneplace.place.assessed import plans_fingerprint
from oneplace.place.data_flows import SHORT, flows, flows_fingerprint
from oneplace.place.delegation import RECOMMENDS, scheme_faults
from oneplace.place.folder import Entry
from oneplace.place.period import Period
from oneplace.place.rules.delivery import workstreams
from oneplace.place.rules.registry import Case, Finding, each, given, rule
from oneplace.place.short_notice import (
    AGENDA_NOTICE,
    EXCEPTION_NOTICE,
    KEY_NOTICE,
    NOT_KEY,
    exception_faults,
    urgency_faults,
)
from oneplace.place.strategy.decisions import Decision
from oneplace.place.strategy.governance import Approval
from oneplace.vocabulary.wording import plainly

_DAYS = {
    ClearDays.CALENDAR: "days",
    ClearDays.WEEKDAYS: "working days",
    ClearDays.NO_SUNDAYS: "days but Sundays, bank holidays and the breaks of Christmas and Easter",
}


def _counted(case: Case, body: str | None) -> tuple[ClearDays, tuple[date, ...]]:
    """How the body that decides counts days, as its entry says, else by working days; and its own days off."""
    named = next((board for board in case.strategy.governance.boards if body in (board.id, board.name)), None)
    return (ClearDays(named.clear_days), named.days_off) if named else (ClearDays.WEEKDAYS, ())


def _notice(published: Period, meeting: Period, rule: ClearDays, closed: tuple[date, ...] = ()) -> int:
    return clear_days(published.start, meeting.start, rule, closed)


@rule("E36")
def decision_without_reasons(case: Case) -> Iterator[Finding]:
    """A decision without reasons or options."""
    for decision in case.files.decisions:
        for name, words in (("reasons", "reasons"), ("options", "options that were considered")):
            if not getattr(decision.item, name):
                yield Finding(
                    decision.at,
                    f"the decision {decision.item.id} has no {words}.",
                    f"Add `{name}:`; where the record does not give them, write `{name}: not_set`.",
                )


@rule("E37")
def notice_too_short(case: Case) -> Iterator[Finding]:
    """A decision with too short a notice."""
    for decision in case.files.decisions:
        on = given(decision.item.on)
        if on is not None and not decision.item.special_urgency:
            yield from _key_notice_short(case, decision, on)
            yield from _agenda_short(case, decision, on)


def _key_notice_short(case: Case, decision: Entry[Decision], on: Period) -> Iterator[Finding]:
    item, exception = decision.item, decision.item.general_exception
    published = item.notice_published
    noticed = _notice(published, on, ClearDays.CALENDAR) if published else None
    if noticed is not None and noticed >= KEY_NOTICE:
        return
    if exception is not None:
        counts, off = _counted(case, item.body)
        left = _notice(exception.published, on, counts, off)
        if left < EXCEPTION_NOTICE:
            yield Finding(
                decision.at / "general_exception" / "published",
                f"the notice of the general exception for the decision {item.id} was published {exception.published}, "
                f"{left} clear {_DAYS[counts]} before it; the law asks {EXCEPTION_NOTICE} after that day.",
                "Move the decision, or say in `special_urgency:` who agreed that it could not wait.",
            )
    elif noticed is not None:
        yield Finding(
            decision.at / "notice_published",
            f"notice of the decision {item.id} was published {published}, {noticed} clear days before it; "
            f"the law asks {KEY_NOTICE}.",
            "Move the decision, or say in `general_exception:` when scrutiny was told, or in `special_urgency:` who "
            "agreed that it could not wait.",
        )


def _agenda_short(case: Case, decision: Entry[Decision], on: Period) -> Iterator[Finding]:
    item, (counts, off) = decision.item, _counted(case, decision.item.body)
    if item.urgent or item.agenda_published is None:
        return
    left = _notice(item.agenda_published, on, counts, off)
    if left < AGENDA_NOTICE:
        yield Finding(
            decision.at / "agenda_published",
            f"the agenda for the decision {item.id} was published {item.agenda_published}, {left} clear "
            f"{_DAYS[counts]} before it; the law asks {AGENDA_NOTICE}.",
            "Move the meeting, or give the reason for urgency in `urgent:`.",
        )


@rule("E111")
def way_round_notice(case: Case) -> Iterator[Finding]:
    """A way round the notice of a key decision that can't be."""
    for decision in case.files.decisions:
        on, item = given(decision.item.on), decision.item
        is_key = {"yes": True, "no": False}.get(item.key_decision or "")
        if exception := item.general_exception:
            at, told_on = decision.at / "general_exception", exception.told_on.start
            for said in exception_faults(is_key, told_on, exception.published.last_day):
                yield Finding(at, f"the decision {item.id} goes by the general exception. {said}", _EXCEPTION_RIGHT)
        if urgent := item.special_urgency:
            faults = [NOT_KEY] if is_key is False else []
            for said in (*faults, *urgency_faults(urgent.on.start, on.last_day if on else None)):
                at = decision.at / "special_urgency"
                yield Finding(at, f"the decision {item.id} is said to be specially urgent. {said}", _URGENCY_RIGHT)


_EXCEPTION_RIGHT = "Correct its days, or leave `general_exception:` out: a decision that is not key needs none."
_URGENCY_RIGHT = "Correct `on:`, or leave `special_urgency:` out; why an agenda came late stands in `urgent:`."


@rule("E104")
def day_that_cannot_be_read(case: Case) -> Iterator[Finding]:
    """A decision's day that can't be read, and nobody says that they know."""
    for decision in case.files.decisions:
        if decision.item.is_day_unreadable() and "on" not in decision.item.model_fields_set:
            yield Finding(
                decision.at / "on_text",
                f"the day of the decision {decision.item.id} can't be read (“{decision.item.on_text}”).",
                "Write it in `on:`, as 2020-03-17 or 2020-03; where nobody knows it, write `on: not_set`: then nobody "
                "is told that it was taken.",
            )


@rule("E57")
def effect_that_cannot_be(case: Case) -> Iterator[Finding]:
    """An expected effect that can't be."""
    for decision in case.files.decisions:
        for entry in each(decision.item.expects, decision.at / "expects"):
            asked, measure = entry.item, case.measures.get(entry.item.measure)
            good = {"high_good": 1, "low_good": -1}.get(measure.polarity, 0) if measure else 0
            of = f"what the decision {decision.item.id} expects of {asked.measure}"
            if asked.change == 0 or asked.change * good < 0:
                message = f"{of} is {plainly(asked.change)}, which is no improvement."
                yield Finding(entry.at / "change", message, "Give the change with its sign: below nought for down.")
            if asked.by.end <= asked.from_.start:
                message = f"{of} is due in {asked.by}, before it can show in {asked.from_}."
                yield Finding(entry.at / "by", message, "Let `by:` be after `from:`.")


@rule("E58")
def exempt_nothing(case: Case) -> Iterator[Finding]:
    """A part that is exempt and isn't there."""
    for decision in case.files.decisions:
        for exempt in each(decision.item.exempt, decision.at / "exempt"):
            for part in exempt.item.parts:
                if getattr(decision.item, part) in (None, (), "not_set"):
                    yield Finding(
                        exempt.at / "parts",
                        f"the decision {decision.item.id} holds back `{part}`, and has none.",
                        f"Write `{part}:`, or leave it out of `parts:`: readers are told that something is held back.",
                    )


@rule("W100")
def exempt_past_review(case: Case) -> Iterator[Finding]:
    """Something still held back past its review."""
    for decision in case.files.decisions:
        for exempt in each(decision.item.exempt, decision.at / "exempt"):
            if exempt.item.review and exempt.item.review.is_over(case.as_of):
                yield Finding(
                    exempt.at / "review",
                    f"whether the decision {decision.item.id} still holds something back was to be looked at in "
                    f"{exempt.item.review}.",
                    "Publish the parts by leaving `exempt:` out, or give the next `review:`.",
                )


@rule("W101")
def power_not_listed(case: Case) -> Iterator[Finding]:
    """A legal power that is on no list."""
    powers = {duty.id for duty in case.strategy.duties if duty.kind == "power"}
    for decision in case.files.decisions:
        others = [key for key in decision.item.powers if key not in powers]
        if others:
            yield Finding(
                decision.at / "powers",
                f"the decision {decision.item.id} rests on {others[0]}, which is no power.",
                "Name one of `duties:` that has `kind: power`.",
            )
        elif decision.item.legal_power and not decision.item.powers:
            yield Finding(
                decision.at / "legal_power",
                f"the decision {decision.item.id} rests on a power that is not on the strategy's list.",
                "Add it to `duties:` with `kind: power`, and name its id in `powers:`.",
            )


@rule("W38")
def equality_overdue(case: Case) -> Iterator[Finding]:
    """An equality assessment put off past its date."""
    equality = given(case.strategy.equality)
    if equality is None or equality.state not in ("deferred", "in_progress"):
        return
    due = given(equality.due)
    if due is None or due.is_over(case.as_of):
        put_off = f"was put off until {due} and is not done" if due else "was put off without a date"
        yield Finding(
            case.top / "equality" / ("due" if due else "state"),
            f"the equality assessment {put_off}.",
            "Do it before the next decision: due regard cannot be paid afterwards.",
        )


@rule("E39")
def privacy_not_screened(case: Case) -> Iterator[Finding]:
    """A reason for privacy screening, and no screening."""
    privacy = given(case.strategy.privacy)
    if privacy and privacy.screening == "done":
        return
    triggers = [
        trigger
        for workstream in workstreams(case)
        for trigger in each(workstream.item.privacy_triggers, workstream.at / "privacy_triggers")
    ]
    triggers += each(privacy.triggers if privacy else (), case.top / "privacy" / "triggers")
    for trigger in triggers:
        yield Finding(
            trigger.at,
            f"{trigger.item.replace('_', ' ')} asks for a privacy screening, and none was done.",
            "Screen it (UK GDPR article 35) and write `privacy: {screening: done, on: …}`.",
        )


@rule("W107")
def screened_for_other_flows(case: Case) -> Iterator[Finding]:
    """A privacy screening that was answered for other data flows."""
    privacy = given(case.strategy.privacy)
    if privacy is None or privacy.flows is None:
        return
    now = flows_fingerprint(flows(case.files.sources.item if case.files.sources else None))
    if not now.startswith(privacy.flows):
        yield Finding(
            case.top / "privacy" / "flows",
            f"the privacy screening was answered for the data flows {privacy.flows}; those that `sources.yaml` "
            f"declares today are {now[:SHORT]}.",
            f"Screen again (a source, purpose, recipient, field, matching rule or retention changed) and write `flows: "
            f"{now[:SHORT]}`.",
        )


@rule("W112")
def assessed_for_other_plans(case: Case) -> Iterator[Finding]:
    """An equality assessment that was made of other plans."""
    equality = given(case.strategy.equality)
    if equality is None or equality.rests_on is None:
        return
    now = plans_fingerprint(case.strategy)
    if equality.rests_on != now:
        yield Finding(
            case.top / "equality" / "rests_on",
            f"the equality assessment was made of the plans {equality.rests_on}; those of today are {now}.",
            f"Look at it again (an ambition, target, group, scope or objective changed) and write `rests_on: {now}`.",
        )


def _named_twice(case: Case) -> Iterator[Finding]:
    """A type or function of decisions that the scheme of delegation writes in two ways."""
    at, first = case.top / "governance" / "delegation", dict[tuple[str, str], str]()
    for one in each(case.strategy.governance.delegation, at):
        for kind, name in (("type", one.item.type), *(("function", called) for called in one.item.functions)):
            key = " ".join(name.split()).casefold()
            same = first.setdefault((kind, key), " ".join(name.split()))
            if name != same:
                yield Finding(
                    one.at,
                    f"the scheme of delegation has “{name}” and “{same}”, which readers take for one.",
                    f"Write “{same}” here too, if it is the same; else call one of them something else.",
                )
            if (kind, key) == ("type", RECOMMENDS):
                yield Finding(
                    one.at,
                    f"“{name}” is what the form calls a decision that only recommends: nobody could be given it.",
                    "Call that type something else.",
                )


@rule("E108")
def not_one_body_decides(case: Case) -> Iterator[Finding]:
    """A decision that the scheme of delegation gives to nobody, or to several bodies."""
    at, rows = case.top / "governance" / "delegation", case.strategy.governance.delegation
    for one in each(rows, at):
        if one.item.below is not None and one.item.below <= one.item.from_:
            yield Finding(
                one.at,
                f"{one.item.body} decides {one.item.type} {one.item.row.values}: nothing.",
                "Let `below:` be more than `from:`.",
            )
            return
    if named := [*_named_twice(case)]:
        yield from named
        return
    for span in scheme_faults([one.row for one in rows]):
        yield Finding(
            at,
            f"the scheme of delegation has no one body for this: {str(span).rstrip('.')}.",
            "Let exactly one row cover each type, function and value: `from:` counts in, `below:` does not.",
        )


@rule("W118")
def given_to_a_body_without_quorum(case: Case) -> Iterator[Finding]:
    """A decision that the scheme of delegation gives to a body that can't decide."""
    governance = case.strategy.governance
    told = set(governance.deciders)
    for one in each(governance.delegation, case.top / "governance" / "delegation"):
        if one.item.body in governance.bodies and one.item.body not in told:
            told.add(one.item.body)
            yield Finding(
                one.at / "body",
                f"{one.item.body} decides by the scheme of delegation, and nobody can say whether enough of it take "
                "part.",
                "Add `members:` and `quorum:` to its entry in `boards:`; enter a delivery group that decides there, "
                "or name another body.",
            )


@rule("W134")
def body_without_a_name(case: Case) -> Iterator[Finding]:
    """A body that decides and is named by an id alone."""
    bodies, steps = case.strategy.governance.bodies, case.top / "governance" / "approvals"
    named = [(one.item.body or "", one.at) for one in case.files.decisions]
    named += [(one.item.body, one.at) for one in each(case.strategy.governance.approvals, steps)]
    for body, at in named:
        if bodies.get(body) == body or ("_" in body and body not in bodies):
            yield Finding(
                at / "body",
                f"{body} reads as an id, and the files give no name for it: everybody reads who decides.",
                f"Add a board to `governance:` with `id: {body}` and its `name:`, or write the name here.",
            )


@rule("W41")
def status_without_forecast(case: Case) -> Iterator[Finding]:
    """A status without a forecast."""
    for workstream in workstreams(case):
        for report in each(workstream.item.reports, workstream.at / "reports"):
            if report.item.forecast is None:
                yield Finding(
                    report.at / "status",
                    f"{workstream.item.id} reports for {report.item.period} how it stands, not how it will end.",
                    "Add `forecast:`; what is amber now is easily painted green at the year's end.",
                )


@rule("W50")
def approved_without_each_step(case: Case) -> Iterator[Finding]:
    """Called approved before each step of its approval was taken."""
    if case.strategy.version.state != "approved":
        return
    steps = list(each(case.strategy.governance.approvals, case.top / "governance" / "approvals"))
    for step in steps:
        if step.item in case.strategy.governance.open_steps(case.as_of):
            yield _open_step(step, case.as_of)
        before = next((one for one in steps if one.item.body == step.item.after), None) if step.item.after else None
        if before and step.item.on and before.item.on and before.item.on.start > step.item.on.start:
            yield Finding(
                step.at / "on",
                f"{step.item.body} acts after {step.item.after}, and is said to have acted before it.",
                "Correct one of the two days.",
            )


def _open_step(step: Entry[Approval], as_of: date | None) -> Finding:
    """Why a step of the approval was not taken."""
    one, otherwise = step.item, "call the version what it is: `state: consultation` or `draft`."
    if one.withheld:
        at, why, mend = step.at / "outcome", f"{one.body} {one.withheld}", f"C{otherwise[1:]}"
    elif one.has_day(as_of):
        why, mend = f"nothing says what {one.body} decided", f"Add what came of it (`outcome: agreed`), or {otherwise}"
        at = step.at
    else:
        it = f"{one.body} {one.act} it"
        at, why = step.at, f"{it} later: {one.on.words}" if one.on else f"nothing says when {it}"
        mend = f"Add the day in `on:`, or {otherwise}"
    return Finding(at, f"the strategy is called approved, and {why}.", mend)
