"""The plan in words: a sheet a workstream, and what moved since the run before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.charts import gantt
from oneplace.delivery import plans
from oneplace.place import period
from oneplace.report import plan_moves, plan_rows, plan_summary, sheets, working_days_words
from tests.report import a_run

WORK = """
stages: [start_well]
governance: {delivery_groups: [{id: G9}]}
workstreams:
  - {id: W1, name: Clinics, outcomes: [A1], scope: All, delivery_group: G9, lead: {org: council, role: Midwife},
     provenance: illustrative, reviewed: 2026-01-15, review_cycle: quarterly,
     reports: [{period: 2026-03, status: on_track, forecast: at_risk}],
     milestones: [
       {id: M1, text: Hire, due: 2026-04-30, forecast: 2026-06-30,
        moved: [{from: 2026-04-30, to: 2026-06-30, reason: nobody applied}]},
       {id: M2, text: Open, due: 2026-05-29, after: [M1], duration: 10}]}
"""


@pytest.fixture
def found(tmp_path):
    strategy = a_run.STRATEGY.replace("measure: smoking,", "measure: smoking, stage: start_well,")
    of = a_run.a_place(tmp_path, WORK, strategy)
    return a_run.report(of, plan=plans.table(of.strategy.workstreams, date(2026, 5, 1)).to_pylist())


def test_a_sheet_tells_how_it_stands_by_rule_beside_what_it_says_itself(found):
    (sheet,) = sheets(found)
    assert sheet.by_rule == "By its milestones: now at risk, expected to end off track."
    assert sheet.said == "Its own report for March 2026: now on track, at the end at risk."
    assert sheet.reviewed == "Reviewed 15 January 2026; its next review is late."
    assert sheet.lead == "Midwife, Testton City Council"


def test_each_line_says_why_its_day_is_what_it_is(found):
    (sheet,) = sheets(found)
    hire, open_ = sheet.lines
    assert (hire.expected, hire.slip, hire.late) == ("30 June 2026", "41 working days later", True)
    assert hire.why == "Moved: nobody applied"
    assert (open_.expected, open_.why) == ("14 July 2026", "Pushed by “Hire”: nobody applied")
    assert open_.wait == (
        "not at all: the end hangs on it; with none of its work left the end would come 10 working days earlier"
    )


def test_the_chart_is_described_by_the_same_days_and_says_that_it_is_made_up(found):
    (chart,) = sheets(found)[0].charts
    assert "Open: agreed 29 May 2026, now expected 14 July 2026, costs 10 days." in chart.alt
    assert "Illustrative: made up to show the form" in chart.svg


def test_the_chart_draws_what_holds_up_the_end_and_the_days_on_which_nobody_works(found):
    governance = found.place.strategy.governance.model_copy(update={"closed_days": (period("2026-06-08"),)})
    strategy = found.place.strategy.model_copy(update={"governance": governance})
    (shut,) = sheets(replace(found, place=replace(found.place, strategy=strategy)))[0].charts
    (open_,) = sheets(found)[0].charts
    for chart in (shut, open_):
        assert "costs 10 days" in chart.svg
        assert "“Costs 3 days”" in chart.note
        assert "Open: agreed 29 May 2026, now expected 14 July 2026, costs 10 days." in chart.alt
    assert ("Grey: closed" in shut.note, "Grey: closed" in open_.note) == (True, False)
    assert shut.svg != open_.svg


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], []),
        ([3], [(3, 3)]),
        ([5, 3, 4, 4, 8], [(3, 5), (8, 8)]),
    ],
)
def test_closed_days_that_follow_one_another_are_one_band(days, found):
    from oneplace.charts.gantt import _spans

    spans = [(first.day, last.day) for first, last in _spans([date(2026, 6, day) for day in days])]
    assert spans == found


def test_a_sheet_holds_forty_rows():
    row = {"id": "a", "label": "A", "last": None, "critical": False, "after": ()}
    row |= dict.fromkeys(("begins", "due", "starts", "expected"), date(2026, 5, 1))
    with pytest.raises(ValueError, match="1 to 40 rows, and these are 41"):
        gantt("g", [row | {"id": str(number)} for number in range(41)], today=date(2026, 5, 1), title="A", alt_text="A")


def test_what_moved_since_is_told_by_name(found):
    now = plan_rows(found)
    before = [
        now[0] | {"expected": date(2026, 4, 30), "critical": False},
        now[1] | {"state": "in_progress", "due": date(2026, 5, 28)},
        now[1] | {"milestone": "M9", "text": "Close"},
    ]
    assert plan_moves(now, before, ()) == [
        "“Hire” (illustrative) was expected 30 April 2026, and is now 30 June 2026: 41 working days later.",
        "The end of its workstream now hangs on “Hire” (illustrative).",
        "“Open” (illustrative) was under way, and is planned.",
        "The day agreed for “Open” (illustrative) was 28 May 2026, and is 29 May 2026.",
        "“Close” (illustrative) is no longer in the plan.",
    ]
    assert plan_moves(now, now[1:], ()) == ["“Hire” (illustrative) is new, due 30 April 2026."]
    assert plan_moves(now, now, ()) == []


def test_what_moved_is_counted_without_the_days_on_which_nobody_works(found):
    now = plan_rows(found)[:1]
    before = [now[0] | {"expected": date(2026, 4, 30)}]
    (told, *_) = plan_moves(now, before, (date(2026, 6, 8),))
    assert told.endswith("now 30 June 2026: 40 working days later.")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-12-25", "25 December 2026 is no working day."),
        ("2026-06-08", "8 June 2026 is no working day."),
        ("2026-06-09", ""),
        ("2026-05", ""),
    ],
)
def test_a_day_on_which_nobody_works_is_told_and_not_moved(found, day, told):
    governance = found.place.strategy.governance.model_copy(update={"closed_days": (period("2026-06-08"),)})
    stream = found.place.strategy.workstreams[0]
    moved = tuple(one.model_copy(update={"forecast": period(day)}) for one in stream.milestones)
    streams = (stream.model_copy(update={"milestones": moved}),)
    strategy = found.place.strategy.model_copy(update={"governance": governance, "workstreams": streams})
    lines = sheets(replace(found, place=replace(found.place, strategy=strategy)))[0].lines
    assert [one.why.endswith(told) and ("no working day" in one.why) == bool(told) for one in lines] == [True] * len(
        lines
    )


def test_the_summary_counts(found):
    assert plan_summary(plan_rows(found)) == "1 of 2 milestones is late and 2 are expected later than agreed."
    assert plan_summary([]) == "The place’s files name no milestone."


@pytest.mark.parametrize(
    ("row", "expected", "why"),
    [
        ("", "1 July 2026 at the earliest", "Still open after 29 May 2026, the day last expected."),
        (
            ", moved: [{from: 2026-05-29, to: 2026-06-12, reason: the lease is unsigned}], forecast: 2026-06-12",
            "1 July 2026 at the earliest",
            "the lease is unsigned; still open after 12 June 2026, the day last expected.",
        ),
        (", state: done, evidence: minutes", "29 May 2026", ""),
    ],
)
def test_a_day_that_passed_is_called_the_earliest_and_says_so(tmp_path, row, expected, why):
    work = (
        WORK[: WORK.index("     milestones:")] + f"     milestones: [{{id: M1, text: Open, due: 2026-05-29{row}}}]}}\n"
    )
    of = a_run.a_place(tmp_path, work.replace("stages: [start_well]\n", ""))
    today = date(2026, 7, 1)
    run = a_run.report(of, plan=plans.table(of.strategy.workstreams, today).to_pylist())
    (line,) = sheets(replace(run, manifest={"as_of": today.isoformat(), "run": "r1"}))[0].lines
    assert (line.expected, line.why) == (expected, why)


def test_the_days_on_which_those_who_deliver_are_closed_are_told(found):
    plain = "Days are working days: Mondays to Fridays without England’s bank holidays."
    assert working_days_words(found.place) == plain
    governance = found.place.strategy.governance.model_copy(
        update={"closed_days": (period("2026-12-24"), period("2026-08"))}
    )
    shut = replace(found.place, strategy=found.place.strategy.model_copy(update={"governance": governance}))
    assert working_days_words(shut).endswith(
        "bank holidays, and without the days on which those who deliver are closed: 24 December 2026 and August 2026."
    )
    assert len(governance.days_off) == 32
