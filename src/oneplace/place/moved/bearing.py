"""How much each field of a place's files binds: one table, in which every field of every part stands once.

What changes of a place is of one of five kinds, and a change of kind decides what is asked of whoever makes it (a
decision) and where readers see it. A field that a later version adds, and that this table lacks, fails its test.
"""

from __future__ import annotations

import re
from enum import StrEnum

from oneplace.place.moved.diff import Change, Kind


class Bears(StrEnum):
    """What a change of a field asks for."""

    RULED = "ruled"
    """Easier or not is told by a rule of its own (``easing.py``); where it is, a decision says so."""
    AGREED = "agreed"
    """Once it was set, a decision says that it is another: nobody can tell which way is easier."""
    ALWAYS = "always"
    """As ``AGREED``, and where it is left out it says something too."""
    LISTED = "listed"
    """A decision says what is gone from it; what is added asks for none."""
    EXCUSED = "excused"
    """A decision says that it is asked of nobody any more: not required, not applicable, not set."""
    RESTS = "rests"
    """What it rests on: a decision says that it binds nobody any more, or that what was made up is real."""
    NARROWED = "narrowed"
    """Once it was set, a decision says that fewer days of what partners send count: later begun, or sooner ended."""
    WORDED = "worded"
    """What readers take a promise to be. No machine can tell which words are weaker: it is shown wherever it counts."""
    RECORDED = "recorded"
    """What was said of what happened: shown as such words are where it is another or gone; what is added is news."""
    TOLD = "told"
    """What describes, and what happens: told among all that changed."""


GONE = "-"
"""In the table: that a thing is gone."""
_SOURCED = "source note"
_SAYS = {Bears.WORDED: "text name detail", Bears.TOLD: _SOURCED}
_PROMISE = {
    Bears.RULED: "horizon -",
    Bears.LISTED: "groups measures",
    Bears.WORDED: "text name detail supports engagement",
}

_OF: dict[str, dict[Bears, str]] = {
    "strategy": {
        Bears.RULED: "period.start period.end",
        Bears.AGREED: "id place.level place.code budget.pool budget.period budget.savings equality.due",
        Bears.EXCUSED: "equality.state privacy.screening budget.state",
        Bears.ALWAYS: "limits",
        Bears.LISTED: "place.codes approvals delegation budget.lines equality.characteristics "
        "privacy.ask_again_when vision.endorsed_by",
        Bears.RESTS: "budget.provenance equality.provenance",
        Bears.WORDED: "title summary version.number version.state vision.text mission.text place.name parents "
        "alignment equality.reason equality.evidence equality.answers equality.rests_on privacy.reason "
        "privacy.triggers privacy.evidence privacy.flows budget.challenge budget.capital budget.revenue "
        "budget.property",
        Bears.TOLD: "version vision mission place period equality privacy budget closed_days",
    },
    "place": {
        Bears.RULED: "small_numbers areas",
        Bears.AGREED: "id system retention",
        Bears.ALWAYS: "demonstration level",
        Bears.LISTED: "organisations comparators wider",
        Bears.WORDED: "name population boundaries",
        Bears.TOLD: "system.name system.kind system.note description branding contact postcodes streets licence engine "
        "storage attribution note",
    },
    "vision_points": {Bears.WORDED: "text name detail -", Bears.TOLD: _SOURCED},
    "values": {Bears.WORDED: "text name detail -", Bears.TOLD: _SOURCED},
    "principles": {Bears.WORDED: "text name detail -", Bears.TOLD: _SOURCED},
    "commitments": {**_PROMISE, Bears.TOLD: f"{_SOURCED} tension"},
    "goals": {**_PROMISE, Bears.TOLD: f"{_SOURCED} tension"},
    "objectives": {**_PROMISE, Bears.TOLD: f"{_SOURCED} tension"},
    "priorities": {
        Bears.RULED: "horizon -",
        Bears.LISTED: "groups",
        Bears.WORDED: "text name detail supports stage",
        Bears.TOLD: _SOURCED,
    },
    "stages": {Bears.WORDED: "name text starts ends -", Bears.TOLD: _SOURCED},
    "enablers": {Bears.LISTED: "serves", Bears.WORDED: "name text owner -", Bears.TOLD: _SOURCED},
    "groups": {Bears.AGREED: "definition proxy -", Bears.WORDED: "name", Bears.TOLD: _SOURCED},
    "horizons": {
        Bears.RULED: "end -",
        Bears.AGREED: "years start",
        Bears.WORDED: "text name detail parent",
        Bears.TOLD: _SOURCED,
    },
    "partners": {
        Bears.WORDED: "until -",
        Bears.TOLD: f"{_SOURCED} name kind role ons ods from predecessor successor to_confirm",
    },
    "themes": {
        Bears.WORDED: "-",
        Bears.TOLD: f"{_SOURCED} title asks life by set_out chain people stages priorities facets library because",
    },
    "outcomes": {
        Bears.RULED: "measure measures published groups horizon provenance baseline target trajectory gap_ambition -",
        Bears.AGREED: "reporting_cycle",
        Bears.LISTED: "goals commitments priorities enablers",
        Bears.WORDED: "text question leaves_open stage owner gap history actuals peers target.history "
        "target.beyond_strategy gap_ambition.actuals",
        Bears.TOLD: _SOURCED,
    },
    "figures": {Bears.WORDED: "text value unit period provenance measure -", Bears.TOLD: _SOURCED},
    "commentary": {
        Bears.RECORDED: "why doing next_step -",
        Bears.TOLD: f"{_SOURCED} outcome run on by audience provenance",
    },
    "workstreams": {
        Bears.LISTED: "outcomes privacy_triggers",
        Bears.AGREED: "- review_cycle milestones.due",
        Bears.RESTS: "provenance",
        # What a milestone waits for, and how long it takes: without them a plan looks sooner done than it was.
        Bears.WORDED: "name scope objectives enablers partners lead delivery_group milestones.text milestones.after "
        "milestones.needs milestones.lag milestones.duration",
        Bears.RECORDED: "reports milestones.evidence milestones.moved milestones.rebaselined milestones.forecast",
        Bears.TOLD: f"{_SOURCED} dropped carried_over_from reviewed stage milestones.state milestones.owner "
        "milestones.beyond_strategy milestones.source milestones.note",
    },
    "recovery_stages": {
        Bears.AGREED: "entry exit tests -",
        Bears.RESTS: "provenance",
        Bears.WORDED: "text name detail state",
        Bears.TOLD: f"{_SOURCED} entered",
    },
    "must_dos": {
        Bears.AGREED: "- due",
        Bears.ALWAYS: "kind",
        Bears.RESTS: "provenance",
        Bears.WORDED: "text by event owner",
        Bears.TOLD: f"{_SOURCED} evidence",
    },
    "risks": {
        Bears.AGREED: "target appetite target_by review_cycle",
        Bears.RESTS: "provenance",
        Bears.WORDED: "cause event effect outcomes goals inherent category owner -",
        Bears.TOLD: f"{_SOURCED} current controls evidence_on actions reviewed",
    },
    "assurance_framework": {
        Bears.AGREED: "-",
        Bears.LISTED: "goals risks",
        Bears.WORDED: "text committee",
        Bears.RECORDED: "assurances",
        Bears.TOLD: _SOURCED,
    },
    "events": {Bears.WORDED: "text rating on -", Bears.RECORDED: "answer", Bears.TOLD: f"{_SOURCED} kind by"},
    "engagement": {
        Bears.WORDED: "text who changed -",
        Bears.RECORDED: "partners count ongoing",
        Bears.TOLD: f"{_SOURCED} kind on",
    },
    "benefits": {
        Bears.AGREED: "kind measure period unit baseline baseline_on reduction tracked_until -",
        Bears.ALWAYS: "population",
        Bears.RESTS: "provenance",
        Bears.WORDED: "text workstream owner",
        Bears.RECORDED: "counted.on counted.value counted.evidence",
        Bears.TOLD: f"{_SOURCED} counted.source counted.note",
    },
    "improvement": {
        Bears.AGREED: "measure start end - cycles.prediction",
        Bears.RESTS: "provenance",
        Bears.WORDED: "text owner judged",
        Bears.RECORDED: "cycles.aim cycles.outcome cycles.process cycles.balancing cycles.changed_on "
        "cycles.data cycles.compared cycles.act",
        Bears.TOLD: f"{_SOURCED} cycles.follows cycles.source cycles.note",
    },
    "lessons": {
        Bears.WORDED: "text - due",
        Bears.TOLD: f"{_SOURCED} learnt_from decision owner outcomes provenance",
    },
    "boards": {
        Bears.AGREED: "quorum call_in_days role cycle -",
        Bears.ALWAYS: "clear_days",
        Bears.LISTED: "call_in_by members",
        Bears.RESTS: "provenance",
        Bears.WORDED: "name statute reports_to",
        Bears.TOLD: f"{_SOURCED} partner closed_days executive",
    },
    "delivery_groups": {
        Bears.AGREED: "cycle reports_to",
        Bears.WORDED: "name chair members -",
        Bears.TOLD: _SOURCED,
    },
    "rules": {Bears.AGREED: "-", **_SAYS},
    "duties": {
        Bears.ALWAYS: "kind",
        Bears.EXCUSED: "state",
        Bears.AGREED: "due -",
        Bears.RESTS: "provenance",
        Bears.WORDED: "statute text owner",
        Bears.RECORDED: "evidence",
        Bears.TOLD: _SOURCED,
    },
    "pooled_funds": {
        Bears.AGREED: "host aims contributions functions people_and_services staff_goods_premises duration "
        "fund_management -",
        Bears.RESTS: "provenance",
        Bears.WORDED: "name",
        Bears.TOLD: _SOURCED,
    },
    "better_care": {
        Bears.AGREED: "year schemes social_care_source social_care_minimum metrics -",
        Bears.LISTED: "income",
        Bears.TOLD: _SOURCED,
    },
    "documents": {
        Bears.WORDED: "-",
        Bears.TOLD: f"{_SOURCED} title kind date date_text publisher url licence available pages",
    },
    "gaps": {
        Bears.AGREED: "due -",
        Bears.WORDED: "text name detail owner state",
        Bears.TOLD: f"{_SOURCED} closed_by",
    },
    "tensions": {Bears.WORDED: "text name detail between handled_by -", Bears.TOLD: _SOURCED},
    "decisions": {
        Bears.AGREED: "on outcome expects",
        Bears.RESTS: "provenance",
        Bears.WORDED: "title body changes eases reasons options outcomes exempt unmeasured unserved -",
        Bears.RECORDED: "on_text recommendations key_decision significant notice_published agenda_published urgent "
        "general_exception special_urgency private_notice interests dispensations weighed",
        Bears.TOLD: f"{_SOURCED} meeting subject summary report_of author director contacts entered_late corrected "
        "background_papers not_held confidentiality detail consultation wards resources property legal_power powers "
        "legal_other risk policy_framework staff climate crime_and_disorder health equality privacy appendices "
        "background serves",
    },
    "measures": {
        Bears.RULED: "definition unit polarity frequency reference_period expected_lag_months numerator denominator "
        "people breakdowns compute series_breaks standards groups_unlike areas_not_compared superseded_by "
        "small_numbers spc",
        Bears.WORDED: "name role decimals known_faults -",
        Bears.RECORDED: "source",
        Bears.TOLD: "source_page breakdown_gap library because reworded supersedes",
    },
    "cohorts": {Bears.RULED: "entry exit", Bears.WORDED: "name definition -", Bears.TOLD: "source"},
    "codelists": {Bears.RULED: "sha256", Bears.WORDED: "-"},
    "pathways": {Bears.WORDED: "costs carbon -", Bears.TOLD: "name"},
    "datasets": {
        Bears.WORDED: "address files like layout areas small_numbers vintage publisher headline -",
        Bears.RECORDED: "provisional known_faults",
        Bears.TOLD: "title collected_by page licence attribution layout_is kept fetch",
    },
    "sources": {
        Bears.NARROWED: "complete_from complete_to",
        Bears.WORDED: "mapping codelists local_authorities deprivation new_level_from -",
        Bears.TOLD: "purposes",
    },
    "feeds": {
        Bears.NARROWED: "as_at",
        Bears.ALWAYS: "synthetic",
        Bears.WORDED: "linkage partner system purpose recipients retention criteria expected_within_days -",
    },
}
_INSIDE = re.compile(r"(?P<list>milestones|cycles)\.(?P<id>.+?)\.(?P<field>[a-z_]+|lag\..+)")
"""A field of a thing with an id of its own inside another."""
_KEYS = {
    "areas": ("code",),
    "comparators": ("code",),
    "organisations": ("code", "is_the_place"),
    "wider": ("code", "share", "is_the_place"),
    "approvals": ("body", "act", "after"),
    "endorsed_by": ("partner", "body"),
}
"""By what a thing without an id is the same thing, in lists of them; elsewhere by all that it says."""
_SETTLED = {"approvals": ("outcome", {"put_off"})}
"""What of such a thing, once it is said, is gone where it says another; and what it may say for the time being."""
_LINE = re.compile(r"(?:^|; )(?P<key>[a-z_]+): ")

BEARS = {
    part: {name: bears for bears, names in fields.items() for name in names.split()} for part, fields in _OF.items()
}
"""By part and field what a change asks for; ``GONE`` stands for the thing itself."""


def bears(part: str, field: str) -> Bears:
    """What a change of a field asks for, by the longest of its beginnings that the table has; of none, nothing."""
    table, inside = BEARS.get(part, {}), _INSIDE.fullmatch(field)
    words = (f"{inside['list']}.{inside['field']}" if inside else field).split(".")
    beginnings = (".".join(words[:many]) for many in range(len(words), 0, -1))
    return next((table[one] for one in beginnings if one in table), Bears.TOLD)


def bearing(change: Change) -> Bears:
    """What a change asks for."""
    return bears_on(change.part, change.kind, change.field)


def bears_on(part: str, kind: str, field: str) -> Bears:
    """What a change of a kind asks for: what is new was promised to nobody yet."""
    if kind in (Kind.ADDED, Kind.BACK):
        return Bears.TOLD
    return bears(part, GONE if kind == Kind.DROPPED else field)


def thing(change: Change) -> str | None:
    """The id inside another thing that a change is of; None where it is of the thing itself."""
    inside = _INSIDE.fullmatch(change.field)
    return inside["id"] if inside else None


def gone(change: Change) -> bool:
    """Whether something that a list named is no longer there; of a single thing, whether it is no longer set."""
    if not isinstance(change.old, list):
        return change.old is not None and change.new is None
    now = change.new if isinstance(change.new, list) else []
    called = change.field.rpartition(".")[2]
    keys, (settled, open_still) = _KEYS.get(called, ()), _SETTLED.get(called, ("", set()))
    if not {_same(str(one), keys) for one in change.old} <= {_same(str(one), keys) for one in now}:
        return True
    stands = {_same(str(one), keys): _said(str(one)).get(settled) for one in now}
    was = ((_same(str(one), keys), _said(str(one)).get(settled)) for one in change.old) if settled else ()
    return any(said is not None and said not in open_still and stands[key] != said for key, said in was)


def narrows(change: Change) -> bool:
    """Whether a day that was set from or up to which events count leaves fewer of them."""
    if change.old is None:
        return False
    later = change.new is None or str(change.new) > str(change.old)
    return later if change.field == "complete_from" else change.new is not None and not later


def _same(line: str, keys: tuple[str, ...]) -> object:
    """What tells a line of a list from another: the line, or what it says under the keys."""
    said = _said(line) if keys else {}
    return tuple(said.get(key) for key in keys) if said else line


def _said(line: str) -> dict[str, str]:
    """What the line of a thing says, by its keys; nothing where it is a text."""
    found = list(_LINE.finditer(line))
    ends = [*(one.start() for one in found[1:]), len(line)]
    return {one["key"]: line[one.end() : end] for one, end in zip(found, ends[: len(found)], strict=True)}
