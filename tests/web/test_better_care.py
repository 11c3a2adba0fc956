"""The page of the Better Care Fund: metrics with their values here, money by source, and what does not add up."""

from __future__ import annotations

import pytest

from tests.report import a_run
from tests.web.test_contents import text

YEAR = """
better_care:
  - id: B25
    year: 2025/26
    income: [{source: NHS minimum, amount: 2000000, provenance: illustrative}]
    schemes:
      - {id: s1, name: Home first, amount: 2500000, sources: NHS minimum, metric: discharge_delay,
         provenance: illustrative}
    metrics: {emergency_admissions_65: smoking}
"""
VALUE = {"measure": "smoking", "dimension": "all", "group": "all", "value": 7.5, "period_label": "2024/25",
         "origin": "published"}  # fmt: skip


def test_a_place_without_a_year_says_so(visitor, serving):
    serving("full")
    assert "No year of the fund is in the place’s files" in text(visitor.get("/better-care"))


@pytest.mark.usefixtures("site")
def test_a_year_shows_its_metrics_money_and_faults(tmp_path):
    from oneplace.web.public.presenters.better_care import years

    (year,) = years(a_run.report(a_run.a_place(tmp_path, YEAR), results=[VALUE]))
    assert year.total == "£2.00 million (illustrative) comes in, £2.50 million (illustrative) goes out"
    assert year.faults[0] == "NHS minimum pays £500,000 more than it brings in"
    assert year.income == [("NHS minimum", "£2.00 million (illustrative)", "−£500,000")]
    assert year.origins == {"illustrative"}
    first, second, _ = year.metrics
    assert (first.measure.href, first.value) == ("/measures/smoking", "7.5% in 2024/25")
    assert (second.measure, second.value) == (None, "No measure of the place is named for it.")
    assert year.schemes[0].metric.startswith("Average delay of discharge")


@pytest.mark.usefixtures("site")
def test_a_year_of_which_nothing_is_said_tells_no_sum_and_no_id(tmp_path):
    from oneplace.web.public.presenters.better_care import years

    said = """
better_care:
  - {id: B26, year: 2026/27}
  - id: B25
    year: 2025/26
    schemes: [{id: s1, name: Home first, amount: 5, sources: NHS, metric: falls, provenance: published}]
    metrics: {delayed_transfers: smoking}
"""
    nothing, odd = years(a_run.report(a_run.a_place(tmp_path, said)))
    assert (nothing.total, nothing.metrics) == ("", [])
    assert nothing.faults == ("The place’s files say nothing of what comes in",
                              "The place’s files say nothing of what it pays for")  # fmt: skip
    assert odd.total == "£5.00 goes out"
    assert odd.schemes[0].metric == "Emergency admissions for falls of people of 65 and over"
    assert odd.faults[-1] == "A measure is named for “Delayed transfers of care”, which is no metric of the year"
