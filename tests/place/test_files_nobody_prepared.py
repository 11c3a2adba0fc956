"""What the analyst reads who must mend a strategy that nobody prepared: ranges, TBC, shares, dates of a spreadsheet."""

from __future__ import annotations

import pytest

from oneplace.place.period import period
from tests.place.build import judged, outcome, table


@table(
    """
    target: TBC
    > 2:11 T03 target 'TBC' is not a mapping (keys with values). Write `target: {period: …, value: …}`,
    > or `target: not_set` while it is not known.
    """,
    """
    target: {period: 2024/25, value: 8-10}
    > 2:36 T03 value '8-10' is not a number. Write a number without quotes or units, or `target: not_set`
    > while it is not known.
    """,
    """
    owner: Jane Smith
    > 2:10 T03 owner 'Jane Smith' is not a mapping (keys with values). Write `owner: {org: …}`, or
    > `owner: not_set` while it is not known.
    """,
    """
    baseline: {period: 2018/19, value: 0.11}
    target: {period: 2024/25, value: 0.08}
    > 2:38 W130 0.11 of O1 is less than 1%: its measure m is in percent. Write 9 for 9%. Leave it if less
    > than 1% is meant.
    """,
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2024/25, value: 0.08}
    > 3:36 W130 0.08 of O1 is less than 1%: its measure m is in percent. Write 9 for 9%. Leave it if less
    > than 1% is meant.
    """,
    """
    baseline: {period: 2018/19, value: 2}
    target: {period: 2024/25, value: 0.8}
    """,
)
def test_it_says_what_to_write_instead(tmp_path, case):
    judged(tmp_path, case, "W130", of=outcome)


TWO = """
outcomes:
- {{id: O1, text: A, measure: m, provenance: agreed, baseline: {{period: 2018/19, value: 11}}}}
- {{id: O2, text: B, measure: m, provenance: agreed, baseline: {{period: {}, value: {}}}}}
"""


@pytest.mark.parametrize(
    ("when", "value", "told"), [("2018/19", 12, True), ("2018/19", 11, False), ("2017/18", 12, False)]
)
def test_one_measure_has_one_baseline_a_period(tmp_path, when, value, told):
    said = (
        "> 3:88 W131 the baseline of O2 for 2018/19 is 12, that of O1 is 11, and both are measured by m. "
        "Give both the same number, or each a measure of its own."
    )
    judged(tmp_path, f"{TWO.format(when, value)}{said if told else ''}", "W131")


AIMS = """
outcomes:
- {{id: O1, text: A, measure: m, provenance: agreed, target: {{period: 2028-10, value: 8}}}}
- {{id: O2, text: B, measure: m, provenance: agreed, target: {{period: {}, value: {}}}}}
"""


@pytest.mark.parametrize(
    ("when", "value", "told"),
    [("2030-11", 9, True), ("2030-11", 8, False), ("2030-11", 7, False), ("2027-10", 9, False), ("2030", 9, False)],
)
def test_a_later_target_of_one_measure_is_no_weaker(tmp_path, when, value, told):
    said = (
        "> 3:86 W131 the target of O2 for 2030-11 is 9, weaker than that of O1 for 2028-10, 8, and both have one "
        "measure. Give the later the same number or a better one, or each a measure of its own."
    )
    judged(tmp_path, f"{AIMS.format(when, value)}{said if told else ''}", "W131")


WAYS = """
outcomes:
- {{id: O1, text: A, measure: m, provenance: agreed, target: {{period: 2027/28, value: 8}}}}
- {{id: O2, text: B, measure: m, provenance: agreed, target: {{period: 2029/30, value: 7}}, trajectory: {{{}}}}}
"""


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("2027/28: 8, 2028/29: 8, 2029/30: 7", ""),
        (
            "2027/28: 9, 2028/29: 8, 2029/30: 7",
            "the path of O2 for 2027/28 is 9, the target of O1 is 8, and both are measured by m. Give both the same "
            "number, or each a measure of its own.",
        ),
        (
            "2028/29: 9, 2029/30: 7",
            "the path of O2 for 2028/29 is 9, weaker than the target of O1 for 2027/28, 8, and both have one measure. "
            "Give the later the same number or a better one, or each a measure of its own.",
        ),
    ],
)
def test_a_path_is_no_weaker_than_what_another_ambition_promises(tmp_path, way, told):
    judged(tmp_path, WAYS.format(way) + (f"> 3:112 W131 {told}" if told else ""), "W131")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("29/30", "2029/30"),
        ("2029-30", "2029/30"),
        ("2029/2030", "2029/30"),
        ("FY2029/30", "2029/30"),
        ("Q4 2029/30", "2029/30 Q4"),
        ("31/03/2030", "2030-03-31"),
        ("Apr-22", "Apr 2022"),
        ("“2022/23”", "2022/23"),
    ],
)
def test_a_period_of_a_spreadsheet_is_told_as_it_is_written_here(written, meant):
    with pytest.raises(ValueError, match=r"is not a (period or date|date of the calendar)") as raised:
        period(written)
    assert f"Write {meant} if that is meant." in str(raised.value)
    assert period(meant)


@pytest.mark.parametrize("written", ["Spring 2027", "29/31", "31/02/2030", "by the end of 2029"])
def test_of_what_may_be_anything_forms_are_shown(written):
    with pytest.raises(ValueError, match=r"Write (one|a date) such as 2024, 2024/25"):
        period(written)
