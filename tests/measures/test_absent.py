"""A period that a series leaves out is told as not known, in the table and where periods are counted."""

from datetime import date

import pytest

from oneplace.days import months_after
from oneplace.measures.absent import NO_ROW, with_absent
from oneplace.place import period
from tests.measures.build import measure


def rows(*labels, dimension="all"):
    made = []
    for label in labels:
        when = period(label)
        found = {"period_start": when.start, "period_end": when.end, "period_label": when.words, "dimension": dimension}
        made.append({**found, "value": 1.0, "numerator": 1.0, "suppressed": False, "reason": None, "line": 3})
    return made


@pytest.mark.parametrize(
    ("often", "labels", "lacking"),
    [
        ("monthly", ["April 2025", "June 2025", "September 2025"], ["May 2025", "July 2025", "August 2025"]),
        ("quarterly", ["2024/25 Q4", "2025/26 Q2"], ["2025/26 Q1"]),
        ("annual", ["2020/21", "2023/24"], ["2021/22", "2022/23"]),
        ("annual", ["2020", "2022"], ["2021"]),
        ("annual", ["2020", "2021"], []),
        ("annual", ["September 2022", "September 2024"], []),  # a survey's month each year
        ("annual", ["2018 to 2020", "2022 to 2024"], []),
        ("irregular", ["2020", "2022"], []),
    ],
)
def test_each_period_between_the_first_and_the_last(often, labels, lacking):
    given = rows(*labels)
    told = with_absent(measure(frequency=often), given)
    added = [row for row in told if row not in given]
    assert [row["period_label"] for row in added] == lacking
    assert [row for row in told if row in given] == given
    assert [row["period_start"] for row in told] == sorted(row["period_start"] for row in told)
    for row in added:
        assert (row["value"], row["numerator"], row["line"], row["reason"]) == (None, None, None, NO_ROW)
        assert row["period_end"] == months_after(row["period_start"], {"monthly": 1, "quarterly": 3}.get(often, 12))


def test_nothing_of_groups_nor_of_what_stands_beside():
    assert len(with_absent(measure(frequency="monthly"), rows("May 2025", "July 2025", dimension="sex"))) == 2
    beside = [row | {"beside": "longer"} for row in rows("May 2025", "July 2025")]
    assert with_absent(measure(frequency="monthly"), beside) == beside
    assert date(2025, 6, 1) not in {row["period_start"] for row in with_absent(measure(frequency="annual"), beside)}
