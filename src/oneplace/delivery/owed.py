"""What somebody still owes and by when: one rule for the page, the diary and the letters.

Milestones, actions, issues, risks and workstreams to look at again, duties and an equality assessment that were put
off or are to be looked at again, benefits
whose baseline is to be frozen or whose gain is to be shown, and papers of meetings and decisions to come. What has no
day is owed at no day, so it is never due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from oneplace.days import ClearDays, clear_days, months_after
from oneplace.delivery.happened import (
    ASSESSMENT,
    Benefit,
    Equality,
    Kind,
    Meeting,
    Owned,
    Paper,
    Risk,
    State,
    Subject,
    Workstream,
    rests_on_another,
)
from oneplace.delivery.happened import Decision as OnItsWay
from oneplace.delivery.milestones import steps
from oneplace.delivery.risks import review_months
from oneplace.place import CYCLES, Board, Decision, Period, Place, plans_fingerprint
from oneplace.place.moved import foreign
from oneplace.place.short_notice import AGENDA_NOTICE
from oneplace.vocabulary.wording import day_words, marked

CLERKS = "\0clerks"
"""Who owes the papers of a meeting: whoever has the role. No account can be called so, and no form can name it."""
_WITHOUT_REPORT = ("noticed", "excepted", "agreed_urgent")
"""Where a decision of the record has its meeting, and its agenda and report are still to be published."""
_DONE = frozenset({"done", "stopped", "dropped", "closed", "evidenced", "judged", "used", "met"})


class When(StrEnum):
    """How something that is owed stands on a day."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class Owed:
    """Something that is owed: ``due`` is the day by which lateness is told, ``expected`` the one it is now expected on.

    ``account`` is who it is reminded to, ``CLERKS``, or empty where nobody is named. ``is_public`` says whether its
    words stand in what everybody may read: only then they leave the site.
    """

    kind: str
    subject: str
    what: str
    text: str
    due: date
    expected: date
    account: str = ""
    owner: str = ""
    is_public: bool = False
    is_open: bool = True
    again: str = ""
    """What opened it again, where no day was agreed by which that is to be done: then it is told once a week."""

    def stands(self, today: date, within: int) -> When:
        """Late after the day first agreed; soon where it is expected within so many days, today among them."""
        if self.due < today:
            return When.LATE
        return When.SOON if self.expected <= today + timedelta(days=within) else When.LATER

    def cycle(self, today: date, within: int) -> str:
        """Which telling of it this is: one when it comes near, one when it is late and each week from then on.

        A new day begins anew. Empty where there is nothing to tell.
        """
        if self.again:
            return f"again-{self.again}-{today:%G-%V}"
        stands = self.stands(today, within)
        if stands is When.LATE:
            return f"late-{self.due}-{(today - self.due).days // 7}"
        return f"soon-{self.expected}" if stands is When.SOON else ""

    @property
    def outside(self) -> str:
        """What it is called outside the site: its words only where everybody may read them."""
        return f"{self.what}: {self.text}" if self.is_public else f"{self.what} {self.subject}"


def owed(found: Place, now: Mapping[Subject, State], today: date) -> list[Owed]:
    """Everything that has a day, by day; what is done or over is there as not open, so that a diary takes it out."""
    named = {one.id: one.name for one in found.strategy.partners}
    every = [
        *_things(found, now, named),
        *_reviews(found, now, named),
        *_equality(found, now, named, today),
        *_benefits(found, now, named, today),
        *_papers(found, now, today),
    ]
    return sorted(every, key=lambda one: (one.due, one.kind, one.subject))


def _things(found: Place, now: Mapping[Subject, State], named: Mapping[str, str]) -> Iterator[Owed]:
    """Milestones, actions, issues, and risks to look at again."""
    words = {Kind.MILESTONE: "Milestone", Kind.ACTION: "Action", Kind.ISSUE: "Issue", Kind.RISK: "Look at the risk",
             Kind.MUST: "What a regulator asks", Kind.GAP: "Close what the strategy lacks",
             Kind.OBJECTIVE: "Judge the objective", Kind.LESSON: "Lesson", Kind.DUTY: "Meet the duty"}  # fmt: skip
    listed = [one.milestones for one in found.strategy.workstreams if isinstance(one.milestones, tuple)]
    public = {one.id for milestones in listed for one in milestones}
    strategy = found.strategy
    everybodys = (strategy.risks, strategy.must_dos, strategy.gaps, strategy.improvement, strategy.lessons,
                  strategy.duties)  # fmt: skip
    public |= {one.id for part in everybodys for one in part}
    made, cycles = _origins(found), {one.id: one.review_cycle for one in found.strategy.risks}
    for (kind, subject), one in now.items():
        known = one.model_dump()
        due = known.get("due")
        if isinstance(one, Risk) and one.scored_on:  # of one never scored nobody knows when it was
            due = months_after(one.scored_on, review_months(cycles.get(subject)))
        if kind in words and isinstance(one, Owned) and due:
            yield Owed(
                kind.value,
                subject,
                words[kind],
                marked(_told(kind, known), made.get(subject) or made.get(str(known.get("about", "")))),
                due,
                known.get("forecast") or known.get("now_due") or due,
                one.account,
                _owner(one, named),
                subject in public or known.get("public") == "yes",
                one.state not in _DONE,
            )


def _told(kind: Kind, known: Mapping[str, object]) -> str:
    return f"{known.get('cause')}: {known.get('event')}" if kind is Kind.RISK else str(known.get("text", ""))


def _origins(found: Place) -> Mapping[str, str | None]:
    """Where each risk comes from, and each milestone by its workstream: what was made up says so in a diary too."""
    strategy = found.strategy
    parts = (strategy.risks, strategy.must_dos, strategy.improvement, strategy.lessons)
    return {one.id: one.provenance for part in parts for one in part} | {
        step.milestone.id: step.workstream.provenance for step in steps(strategy.workstreams, None)
    }


def _reviews(found: Place, now: Mapping[Subject, State], named: Mapping[str, str]) -> Iterator[Owed]:
    """Workstreams that say when they were last reviewed and how often."""
    for stream in found.strategy.workstreams:
        lead = now.get((Kind.WORKSTREAM, stream.id))
        lead = lead if isinstance(lead, Workstream) else Workstream()
        known = [day for day in (stream.reviewed and stream.reviewed.last_day, lead.reviewed) if day]
        if known and stream.review_cycle in CYCLES:
            due = months_after(max(known), CYCLES[stream.review_cycle])
            words = "Review the workstream"
            yield Owed(
                "workstream",
                stream.id,
                words,
                marked(stream.name, stream.provenance),
                due,
                due,
                lead.account,
                _owner(lead, named),
                is_public=True,
            )


def _benefits(found: Place, now: Mapping[Subject, State], named: Mapping[str, str], today: date) -> Iterator[Owed]:
    """What each benefit owes next: a baseline before it begins, then its gain shown by the end of its tracking.

    Whoever answers for it is reminded, else whoever leads its workstream; until somebody says that it is tracked no
    more, or, once its day is past, it was counted at its end.
    """
    for one in found.strategy.benefits:
        its = now.get((Kind.BENEFIT, one.id))
        lead = now.get((Kind.WORKSTREAM, one.workstream or ""))
        accounts = [each.account for each in (its, lead) if isinstance(each, Owned) and each.account]
        words = _owner(its, named) if isinstance(its, Owned) else ""
        frozen = one.baseline_on is not None or one.period.start <= today
        due = (one.tracked_until or one.period).last_day if frozen else one.period.start
        what = "Show the benefit" if frozen else "Freeze the baseline"
        counted = its.counted_on if isinstance(its, Benefit) else None
        is_shown = counted is not None and counted >= one.period.last_day and due < today
        is_open = (its is None or its.state not in _DONE) and not is_shown
        account = accounts[0] if accounts else ""
        yield Owed("benefit", one.id, what, one.text, due, due, account, words, is_public=True, is_open=is_open)


def _equality(found: Place, now: Mapping[Subject, State], named: Mapping[str, str], today: date) -> Iterator[Owed]:
    """The assessment where it is put off or begun and has a day; at once where its plans have changed since."""
    one = now.get((Kind.EQUALITY, ASSESSMENT))
    if not isinstance(one, Equality):
        return
    owner = _owner(one, named)
    if rests_on_another(found, one):
        plans = plans_fingerprint(found.strategy)
        text = "The equality assessment, which was made of other plans than those of today"
        yield Owed("equality", ASSESSMENT, "Look again at", text, today, today, one.account, owner, True, again=plans)
    elif one.due:
        text, is_open = "The equality assessment", one.state in ("open", "deferred")
        yield Owed(
            "equality", ASSESSMENT, "Finish", text, one.due, one.now_due or one.due, one.account, owner, True, is_open
        )


def _papers(found: Place, now: Mapping[Subject, State], today: date) -> Iterator[Owed]:
    """Agendas of meetings to come, and reports of decisions that have their day to come, so many clear days before."""
    boards = {one.id: one for one in found.strategy.governance.boards}
    boards |= {one.name: one for one in boards.values()}  # a decision may name its body by either
    bodies = {one.id: one.name or one.id for one in found.strategy.governance.delivery_groups}
    bodies |= {one.id: one.name for one in found.strategy.governance.boards}
    there = {(one.about_kind, one.about) for one in now.values() if isinstance(one, Paper) and one.state == "public"}
    for (_kind, subject), one in now.items():
        if isinstance(one, Meeting) and one.on and one.state == "arranged":
            due = _notice_day(one.on, boards.get(one.body))
            text = f"{bodies.get(one.body, one.body)}, {day_words(one.on)}"
            is_open = one.on >= today and ("meeting", subject) not in there
            yield Owed("meeting", subject, "Publish the agenda", text, due, due, CLERKS, "Clerk", False, is_open)
        if isinstance(one, OnItsWay) and one.meeting and one.state not in ("draft", "ready"):
            meets = one.meeting
            due = meets if one.state == "agreed_urgent" else _notice_day(meets, boards.get(one.body))
            is_open = one.state in _WITHOUT_REPORT and meets >= today and ("decision", subject) not in there
            yield Owed("decision", subject, "Publish the report", one.text, due, due, CLERKS, "Clerk", False, is_open)
    for decision in found.decisions.values():
        if (day := _day_of(decision)) is not None and decision.agenda_published is None:
            due = _notice_day(day, boards.get(decision.body or ""))
            is_open = day >= today and ("decision", decision.id) not in there
            yield Owed(
                "decision",
                decision.id,
                "Publish the report",
                marked(decision.title, decision.provenance),
                due,
                due,
                CLERKS,
                "Clerk",
                True,
                is_open,
            )


def _notice_day(meeting: date, body: Board | None) -> date:
    return notice_day(meeting, ClearDays(body.clear_days), body.days_off) if body else notice_day(meeting)


def notice_day(meeting: date, rule: ClearDays = ClearDays.WEEKDAYS, closed: Iterable[date] = ()) -> date:
    """The last day on which an agenda may be published: so many clear days before, by the rule of the body."""
    if meeting.year <= date.min.year:
        return meeting  # a record that came from elsewhere may hold any day
    day = meeting - timedelta(days=AGENDA_NOTICE + 1)
    off = tuple(closed)
    while clear_days(day, meeting, rule, off) < AGENDA_NOTICE:
        day -= timedelta(days=1)
    return day


def _day_of(decision: Decision) -> date | None:
    when = decision.on if isinstance(decision.on, Period) else decision.meeting
    return when.start if isinstance(when, Period) and when.start == when.last_day else None


def _owner(one: Owned, named: Mapping[str, str]) -> str:
    return ", ".join(part for part in (one.role, named.get(one.org) or foreign(one.org)) if part)
