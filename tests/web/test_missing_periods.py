"""A period without a number has its line and its reason: a table that leaves it out seems to have nothing to tell."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from oneplace.delivery.happened.laid_decisions import _summary
from oneplace.web.presenters.measured import _control_line
from oneplace.web.public.presenters.ambition import chart_table

MEASURE = SimpleNamespace(
    id="waits",
    name="Waits",
    unit="percent",
    decimals=1,
    polarity="low_good",
    frequency="annual",
    groups_unlike=None,
    spc=None,
)
AGAIN = "The file gives the figures of the year before again: those of this period are not known."


def row(year: int, value: float | None, **more: Any) -> dict[str, Any]:
    return {
        "measure": "waits", "dimension": "all", "group": "all", "group_label": "Everyone", "kind": "actual",
        "period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1), "period_label": str(year),
        "value": value, "lower": None, "upper": None, "numerator": None, "denominator": None, "people": None,
        "suppressed": False, "reason": None, "provisional": None, "unlike": None, "origin": "published",
    } | more  # fmt: skip


def table(results: list[dict[str, Any]]) -> Any:
    drawn = [one for one in results if one["value"] is not None and not one.get("beside")]
    shot = SimpleNamespace(
        tables={"paths": SimpleNamespace(of=lambda _: drawn)},
        measure=lambda _: MEASURE,
        every_row=lambda _: results,
        asked=lambda _: None,
    )
    here: Any = SimpleNamespace(
        outcome=SimpleNamespace(id="A1", text="Less waiting"),
        measure="waits",
        words="{:.1f}%".format,
        range=lambda _: "",
    )
    return chart_table(shot, here)  # type: ignore[arg-type]


def test_a_hidden_and_an_unknown_period_stand_in_the_table_with_their_reasons():
    hidden = row(2022, None, suppressed=True, reason="Not shown, to protect people in small groups.")
    found = table([row(2020, 60.0), row(2021, None, reason=AGAIN), hidden, row(2023, 61.0)])
    told = [(line.name, line.cells[0].words, line.cells[0].note) for line in found.extract]
    assert told == [
        ("2023", "61.0%", ""),
        ("2022", "too few to say", "Not shown, to protect people in small groups."),
        ("2021", "not known", AGAIN),
        ("2020", "60.0%", ""),
    ]


UNCLEAR = "It is not known whether this is of a part of a period or stands for all of it: nothing is judged by it."


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        ([], [("quarter of 2023", "62.0%", UNCLEAR)]),
        ([row(2022, 60.0)], [("quarter of 2023", "62.0%", UNCLEAR), ("2022", "60.0%", "")]),
        ([row(2023, 60.0)], [("2023", "60.0%", "")]),
    ],
)
def test_a_figure_that_the_page_tells_and_judges_nothing_by_has_its_line(drawn, told):
    """“So nothing is judged by it: 62.0% for …” stood above a table in which nobody found it, or no table at all."""
    beside = {"beside": "unclear", "period_end": date(2023, 4, 1), "period_label": "quarter of 2023"}
    found = table([*drawn, row(2023, 62.0) | beside])
    assert [(line.name, line.cells[0].words, line.cells[0].note) for line in found.extract] == told


def test_a_table_without_a_value_is_none():
    assert table([row(2021, None, reason=AGAIN)]) is None


@pytest.mark.parametrize(
    ("unknown", "which"),
    [(2019, "the newest, with those whose value is not shown or not known"), (2001, "the newest with a value")],
)
def test_a_table_that_is_cut_says_which_it_shows(unknown, which):
    every = [row(year, None if year == unknown else 60.0) for year in range(2000, 2021)]
    found = table(every)
    assert (len(found.shown), len(found.rows), found.which) == (12, 21, which)
    part = row(2021, 62.0, beside="part")
    judged = "the newest, with those whose value is not shown, not known or not judged"
    assert table([*every, part]).which == judged


@pytest.mark.parametrize(("mean", "words"), [(10.0, "Within what chance explains"), (None, "Not judged")])
def test_a_point_of_a_chart_with_too_few_points_is_not_judged(mean, words):
    """One figure of GPs in March 2024 stood "within what chance explains" beside "too few points to judge"."""
    point = {"period_label": "March 2024", "value": 9.0, "mean": mean, "point": "common_cause", "rules": ""}
    point |= {"lower_limit": None, "upper_limit": None}
    assert _control_line(point, MEASURE).cells[1].words == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("Agreed", "Agreed. It is in force."), ("Agreed.", "Agreed. It is in force."), ("", "It is in force.")],
)
def test_what_was_decided_and_where_it_stands_are_two_sentences(outcome, told):
    one: Any = SimpleNamespace(
        meeting=None, state="in_force", outcome=outcome, came="", called_by="", called_on=None, summary="", matter=""
    )
    assert _summary(one, ()) == told
