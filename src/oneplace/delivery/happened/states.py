"""How each kind of thing stands: what the record holds before and after a change, as flat, typed, frozen data."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from oneplace.delivery.happened.duty_states import Characteristic, Duty, Equality, Privacy
from oneplace.delivery.happened.learnt_states import Benefit, Cycle, Gap, Lesson, Must, Objective
from oneplace.delivery.happened.state import Day, Fifth, Figure, Owned, Pounds, Short, State, Text


class Kind(StrEnum):
    """What the record speaks of, by a code that is stored and never changes."""

    AMBITION = "ambition"
    WORKSTREAM = "workstream"
    MILESTONE = "milestone"
    ACTION = "action"
    RISK = "risk"
    ISSUE = "issue"
    COMMENTARY = "commentary"
    MEETING = "meeting"
    PAPER = "paper"
    DECISION = "decision"
    MUST = "must"
    GAP = "gap"
    OBJECTIVE = "objective"
    CYCLE = "cycle"
    LESSON = "lesson"
    BENEFIT = "benefit"
    DUTY = "duty"
    EQUALITY = "equality"
    CHARACTERISTIC = "characteristic"
    PRIVACY = "privacy"


class Workstream(Owned):
    """A part of the work: who leads it, and what they said when they ``reviewed`` its plan last.

    ``status`` is how it stands then, ``ending`` how it is expected to end; ``done`` and ``next`` hold a point a line.
    """

    reviewed: Day | None = None
    status: Literal["", "on_track", "at_risk", "off_track", "not_known"] = ""
    ending: Literal["", "on_track", "at_risk", "off_track", "not_known"] = ""
    done: Text = ""
    next: Text = ""


class Milestone(Owned):
    """A dated step. ``due`` is the day first agreed, ``forecast`` the day now expected."""

    state: Literal["planned", "in_progress", "done", "stopped"] = "planned"
    workstream: Short = ""
    text: Text = ""
    due: Day | None = None
    forecast: Day | None = None
    progress: Text = ""
    evidence: Text = ""
    cause: Text = ""
    caused_by: Short = ""


class Action(Owned):
    """Something to do. ``about`` is the id of what it comes from; ``due`` the day first agreed, ``now_due`` today's.

    ``group`` is whom it is for (``aims.GROUPS``), ``measure`` the id of the measure in which their gap to everyone
    should narrow, ``narrows`` by how much in its unit, ``shows_from`` the first day from which that could be seen
    (where that isn't when it was said), ``shows_by`` the day by which it is to be.
    """

    state: Literal["open", "done", "dropped"] = "open"
    text: Text = ""
    about: Short = ""
    due: Day | None = None
    now_due: Day | None = None
    evidence: Text = ""
    reason: Text = ""
    public: Literal["yes", "no"] = "no"
    group: Short = ""
    measure: Short = ""
    narrows: Figure | None = None
    shows_from: Day | None = None
    shows_by: Day | None = None


class Risk(Owned):
    """A risk as it is scored now. Inherent and target score and appetite were agreed: they stand in the files."""

    state: Literal["open", "closed"] = "open"
    cause: Text = ""
    event: Text = ""
    effect: Text = ""
    likelihood: Fifth | None = None
    consequence: Fifth | None = None
    control: Text = ""
    evidence_on: Day | None = None
    scored_on: Day | None = None
    reason: Text = ""


class Issue(Owned):
    """Something that went wrong already."""

    state: Literal["open", "closed"] = "open"
    text: Text = ""
    about: Short = ""
    due: Day | None = None
    answer: Text = ""


class Commentary(State):
    """What whoever answers for an ambition says of it at a run; ``run`` is the day on which that run stands."""

    state: Literal["unsaid", "said"] = "unsaid"
    run: Day | None = None
    why: Annotated[str, Field(max_length=600)] = ""
    doing: Annotated[str, Field(max_length=600)] = ""
    by_org: Short = ""
    by_role: Short = ""
    next_step: Annotated[str, Field(max_length=600)] = ""
    next_org: Short = ""
    next_role: Short = ""
    next_due: Day | None = None
    audience: Literal["board", "public"] = "board"


class Meeting(State):
    """A meeting of a board or delivery group: when it ``starts`` (``18:30``), who was there, and what was agreed."""

    state: Literal["arranged", "held", "minuted", "cancelled"] = "arranged"
    body: Short = ""
    on: Day | None = None
    starts: Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")] = ""
    where: Short = ""
    present: Text = ""
    apologies: Text = ""
    minutes: Annotated[str, Field(max_length=20_000)] = ""


class Paper(State):
    """A file of a body, a meeting or a decision: what it is, which bytes, and who may read it.

    ``form`` is the code of its type, ``stored`` the random name under which a store keeps it, ``sha256`` what it holds.
    """

    state: Literal["exempt", "public", "withdrawn"] = "exempt"
    about_kind: Literal["body", "meeting", "decision"] = "body"
    about: Short = ""
    sort: Literal["agenda", "report", "minutes", "other"] = "other"
    title: Short = ""
    file: Short = ""
    form: Literal["", "pdf", "docx", "xlsx", "pptx", "odt", "png", "jpg", "txt", "csv"] = ""
    size: Annotated[int, Field(ge=0)] | None = None
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    stored: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""


class Decision(State):
    """A decision on its way (``decision_path``): its report, its days, and by which facts of the body it was checked.

    Texts with several points hold one a line; names too. ``measure`` is the id of what it should move, ``change`` by
    how much in its unit, ``unmeasured`` why there is none. ``weights`` and ``scores`` say how its options are weighed.
    ``serves`` are the ids of the values and goals that it serves, ``unserved`` why it serves none. ``excepted`` is the
    day on which the notice of a general exception was published: why 28 clear days are ``impracticable``, and that
    scrutiny was told. ``…_entered`` is the day on which a day was first said, ``…_shown`` what shows it
    (``days_shown``). ``called_on`` is the day on which it was called in, ``scrutiny_on`` the one on which scrutiny met,
    ``again_on`` the one on which it was decided again, ``again_published`` when everybody could read that.
    ``counting``, ``quorum``, ``members``, ``call_in_days``, ``closed`` and ``recommended`` (whether the decision
    ``after`` is in force, or how it ended) are of the place's files and the record. ``matter``,
    ``function`` and ``value`` (in pounds) are what the scheme of delegation asks for; ``scheme`` is what it says then:
    nothing, that something is unsaid, that this body decides, that another does (``decides``, in words), or nobody.
    """

    state: Literal[
        "draft", "ready", "noticed", "excepted", "agreed_urgent", "on_agenda", "taken",
        "deferred", "withdrawn", "published", "call_in_open",
        "called_in", "upheld", "reconsidered", "in_force", "implemented", "effect_due", "effect_judged",
    ] = "draft"  # fmt: skip
    text: Text = ""
    body: Short = ""
    after: Short = ""
    matter: Short = ""
    function: Short = ""
    value: Pounds | None = None
    key: Literal["", "yes", "no"] = ""
    significant: Text = ""
    wards: Text = ""
    summary: Text = ""
    recommendations: Text = ""
    reasons: Text = ""
    rejected: Text = ""
    detail: Text = ""
    powers: Text = ""
    legal_other: Text = ""
    risk: Text = ""
    policy_framework: Text = ""
    resources: Text = ""
    staff: Text = ""
    property_: Text = ""
    climate: Text = ""
    crime_and_disorder: Text = ""
    health: Text = ""
    equality: Text = ""
    privacy: Text = ""
    consulted: Text = ""
    interests_asked: Literal["no", "yes"] = "no"
    appendices: Text = ""
    background: Text = ""
    background_papers: Text = ""
    report_of: Short = ""
    author: Short = ""
    director: Short = ""
    contacts: Text = ""
    measure: Short = ""
    change: Figure | None = None
    shows_from: Day | None = None
    shows_by: Day | None = None
    unmeasured: Text = ""
    weights: Text = ""
    scores: Text = ""
    serves: Text = ""
    unserved: Text = ""
    exempt: Text = ""
    exempt_paragraph: Annotated[int, Field(ge=1, le=7)] | None = None
    public_interest: Text = ""
    noticed: Day | None = None
    noticed_entered: Day | None = None
    noticed_shown: Text = ""
    agenda: Day | None = None
    agenda_entered: Day | None = None
    agenda_shown: Text = ""
    meeting: Day | None = None
    impracticable: Text = ""
    scrutiny_told: Literal["", "chair", "each_member"] = ""
    scrutiny_told_on: Day | None = None
    excepted: Day | None = None
    excepted_entered: Day | None = None
    excepted_shown: Text = ""
    urgent_reason: Text = ""
    urgent_agreed_by: Short = ""
    urgent_office: Literal["", "scrutiny_chair", "council_chair", "council_vice_chair", "meeting_chair"] = ""
    urgent_on: Day | None = None
    urgent_published: Day | None = None
    private_noticed: Day | None = None
    private_noticed_entered: Day | None = None
    private_noticed_shown: Text = ""
    private_again: Day | None = None
    private_again_entered: Day | None = None
    private_again_shown: Text = ""
    representations: Text = ""
    response: Text = ""
    private_urgent: Text = ""
    private_office: Literal["", "scrutiny_chair", "council_chair", "council_vice_chair"] = ""
    private_agreed_by: Short = ""
    private_agreed_on: Day | None = None
    present: Text = ""
    interests: Text = ""
    dispensed: Text = ""
    published: Day | None = None
    published_entered: Day | None = None
    published_shown: Text = ""
    called_by: Text = ""
    called_on: Day | None = None
    called_why: Text = ""
    scrutiny_on: Day | None = None
    scrutiny_said: Text = ""
    again_on: Day | None = None
    again_why: Text = ""
    again_published: Day | None = None
    came: Literal["", "agreed", "agreed_with_changes", "refused"] = ""
    outcome: Text = ""
    evidence: Text = ""
    verdict: Text = ""
    counting: Literal["calendar", "weekdays", "no_sundays"] = "weekdays"
    quorum: Annotated[int, Field(ge=1)] | None = None
    members: Text = ""
    call_in_days: Annotated[int, Field(ge=0)] | None = None
    executive: Literal["", "yes", "no"] = ""
    closed: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d(\n|$))*$")] = ""
    recommended: Literal["", "yes", "no", "refused", "withdrawn"] = ""
    scheme: Literal["", "unsaid", "this", "other", "nobody"] = ""
    decides: Text = ""


STATES: dict[Kind, type[State]] = {
    Kind.AMBITION: Owned,
    Kind.WORKSTREAM: Workstream,
    Kind.MILESTONE: Milestone,
    Kind.ACTION: Action,
    Kind.RISK: Risk,
    Kind.ISSUE: Issue,
    Kind.COMMENTARY: Commentary,
    Kind.MEETING: Meeting,
    Kind.PAPER: Paper,
    Kind.DECISION: Decision,
    Kind.MUST: Must,
    Kind.GAP: Gap,
    Kind.OBJECTIVE: Objective,
    Kind.CYCLE: Cycle,
    Kind.LESSON: Lesson,
    Kind.BENEFIT: Benefit,
    Kind.DUTY: Duty,
    Kind.EQUALITY: Equality,
    Kind.CHARACTERISTIC: Characteristic,
    Kind.PRIVACY: Privacy,
}
