"""Targets in words: what each says about which measure, where and for whom, and what is refused in which words."""

import pytest
from tests.flow.conftest import HEAD

from oneplace import flow
from oneplace.problems import OneplaceError

TEXT = f"""{HEAD}run: 9 days
clock: CLOCK
patients:
  frail: {{enters: ed, deprivation: [20 %, 20 %, 20 %, 20 %, 20 %]}}
  other: {{enters: ed}}
places:
  ed: {{stay: 4 hours, target: 4 hours, next: {{ward: 100 %}}, uses: {{nurse: 1 nurse}}}}
  ward: {{stay: 2 days}}
pools: {{nurse: {{number: 2 nurses}}}}
clocks: {{out: {{until_left: [ed, ward], within: 62 days}}}}
"""
PATHWAY = flow.parse(TEXT.replace("CLOCK", "hours"))
MEND = (
    "Write `95 % wait at ward within 4 hours`, or a measure, where, a comparison and a quantity: "
    "`share lost at ward <= 2 %`, `wait p95 at ed for frail < 6 hours`, `time in pathway <= 3 days`."
)
WITHIN = "share within target"

READ = [  # words, measure, where, group, at most, limit, unit
    ("95 % wait at ward within 4 hours", WITHIN, "ward", "all", False, 0.95, "share"),
    ("95% wait at ward under 4 hours", WITHIN, "ward", "all", False, 0.95, "share"),
    ("100 % wait at ed for frail within 30 min", WITHIN, "ed", "frail", False, 1.0, "share"),
    ("80 % wait at ed for deprivation 1 within 2 h", WITHIN, "ed", "1", False, 0.8, "share"),
    ("95 % wait at out for frail within 4 hours", WITHIN, "out", "frail", False, 0.95, "share"),
    ("share lost at ward <= 2 %", "share lost", "ward", "all", True, 0.02, "share"),
    ("share lost at ward<=2 %", "share lost", "ward", "all", True, 0.02, "share"),
    ("share lost at ward < 2 %", "share lost", "ward", "all", True, 0.02, "share"),
    ("share lost at ward at most 2 %", "share lost", "ward", "all", True, 0.02, "share"),
    ("share lost at ward below 2 %", "share lost", "ward", "all", True, 0.02, "share"),
    ("share lost at ward under 2 %", "share lost", "ward", "all", True, 0.02, "share"),
    ("occupancy at nurse >= 85 %", "occupancy", "nurse", "all", False, 0.85, "share"),
    ("occupancy at nurse > 85 %", "occupancy", "nurse", "all", False, 0.85, "share"),
    ("occupancy at nurse at least 85 %", "occupancy", "nurse", "all", False, 0.85, "share"),
    ("occupancy at nurse above 85 %", "occupancy", "nurse", "all", False, 0.85, "share"),
    ("occupancy at nurse over 85 %", "occupancy", "nurse", "all", False, 0.85, "share"),
    ("wait p95 at ed for frail < 6 hours", "wait p95", "ed", "frail", True, 6.0, "hours"),
    ("wait at ed < 90 mins", "wait", "ed", "all", True, 1.5, "hours"),
    ("wait at ed < 2 d", "wait", "ed", "all", True, 48.0, "hours"),
    ("wait at ed < 2 hrs", "wait", "ed", "all", True, 2.0, "hours"),
    ("wait at ed < 1 hr", "wait", "ed", "all", True, 1.0, "hours"),
    ("time in pathway <= 3 days", "time in pathway", "pathway", "all", True, 72.0, "hours"),
    ("time in pathway for deprivation 5 <= 3 days", "time in pathway", "pathway", "5", True, 72.0, "hours"),
    ("  waiting   at ed  <=  7.5 patients ", "waiting", "ed", "all", True, 7.5, "patients"),
    ("cost < 900 GBP", "cost", "pathway", "all", True, 900.0, "GBP"),
]


@pytest.mark.parametrize("case", READ)
def test_a_target_says_what_is_to_be_how_large_where_and_for_whom(case):
    words, *said = case
    found = flow.read_target(PATHWAY, words)
    assert [found.measure, found.where, found.group, found.at_most, found.limit, found.unit] == said


@pytest.mark.parametrize(("clock", "limit"), [("minutes", 90.0), ("hours", 1.5), ("days", 0.0625)])
def test_a_limit_in_time_is_told_in_the_clock_of_the_pathway(clock, limit):
    found = flow.read_target(flow.parse(TEXT.replace("CLOCK", clock)), "wait at ed < 90 minutes")
    assert (found.limit, found.unit) == (pytest.approx(limit), clock)


def test_a_wait_within_a_time_sets_the_target_of_its_place():
    assert flow.read_target(PATHWAY, "95 % wait at ward within 4 h").changes == {"places.ward.target": "4 hours"}
    assert flow.read_target(PATHWAY, "95 % wait within 4 h", "ward").changes == {"places.ward.target": "4 hours"}
    assert flow.read_target(PATHWAY, "95 % wait at out within 30 min").changes == {"clocks.out.within": "30 minutes"}
    assert flow.read_target(PATHWAY, "wait at ed < 2 hours").changes == {}


@pytest.mark.parametrize(
    ("words", "met", "missed"),
    [("wait at ed <= 2 hours", [0.0, 2.0], [2.01]), ("occupancy at nurse >= 85 %", [0.85, 1.0], [0.84])],
)
def test_a_limit_itself_is_kept_to(words, met, missed):
    target = flow.read_target(PATHWAY, words)
    assert [target.met_by(value) for value in met] == [True] * len(met)
    assert [target.met_by(value) for value in missed] == [False] * len(missed)


NOT_RIGHT = "the target '{}' is not right: {}"
GROUPS = "all, frail, other, deprivation 1, deprivation 2, deprivation 3, deprivation 4, deprivation 5."
REFUSED = [
    ("quickly", "'quickly' is not a target."),
    ("", "'' is not a target."),
    ("wait at ed", "'wait at ed' is not a target."),
    ("wait at ed = 4 hours", "'wait at ed = 4 hours' is not a target."),
    (
        "95 % wait within 4 hours",
        NOT_RIGHT.format(
            "95 % wait within 4 hours", "it names no place or clock at which to wait. There is: ed, ward, out"
        ),
    ),
    (
        "95 % wait at nurse within 4 hours",
        NOT_RIGHT.format(
            "95 % wait at nurse within 4 hours", "it names no place or clock at which to wait. There is: ed, ward, out"
        ),
    ),
    (
        "105 % wait at ed within 4 hours",
        NOT_RIGHT.format(
            "105 % wait at ed within 4 hours", "'105 %' is more than 100 %. Write a share between 0 % and 100 %."
        ),
    ),
    (
        "share lost at ed <= 200 %",
        NOT_RIGHT.format("share lost at ed <= 200 %", "'200 %' is more than 100 %, which no share is"),
    ),
    (
        "wait at ed < -1 hours",
        NOT_RIGHT.format("wait at ed < -1 hours", "'-1 hours' is below nought, which no result is"),
    ),
    (
        "95 % wait at ed within 4 beds",
        NOT_RIGHT.format(
            "95 % wait at ed within 4 beds",
            "'4 beds' is not a length of time. Write it in minutes, hours, days or weeks.",
        ),
    ),
    (
        "wait at ed for old < 4 hours",
        NOT_RIGHT.format("wait at ed for old < 4 hours", f"it is for `old`; there is: {GROUPS}"),
    ),
    (
        "wait at ed for deprivation 6 < 4 hours",
        NOT_RIGHT.format("wait at ed for deprivation 6 < 4 hours", f"it is for `deprivation 6`; there is: {GROUPS}"),
    ),
    (
        "wait at ed < 4",
        NOT_RIGHT.format(
            "wait at ed < 4", "'4' is not a number with a unit. Write it as `5 days`, `16 %` or `430 beds`."
        ),
    ),
    (
        "wait at lounge < 4 hours",
        "the target 'wait at lounge < 4 hours' is about `lounge`; there is: ed, ward, nurse, out, pathway.",
    ),
    (
        "share within target at ward >= 95 %",
        "`ward` has no target for waits, which 'share within target at ward >= 95 %' needs.",
    ),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_is_no_target_is_told_with_how_to_write_one(words, said):
    with pytest.raises(OneplaceError) as error:
        flow.read_target(PATHWAY, words)
    (problem,) = error.value.problems
    assert (problem.path, problem.code, problem.message, problem.mend) == (PATHWAY.path, "E75", said, MEND)


def test_a_place_with_its_own_target_for_waits_needs_none_in_the_words():
    found = flow.read_target(PATHWAY, "share within target at ed >= 95 %")
    assert (found.measure, found.limit, found.changes) == (WITHIN, 0.95, {})
