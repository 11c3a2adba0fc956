"""A measure that leads no ambition says how it stands, on its page and in every list, and borrows no other's figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.report import a_run

YEAR = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "period_label": "2024/25"}
STANDS = {"measure": "smoking", **YEAR, "value": 7.4, "lower": 6.8, "upper": 8.0, "change": -0.4,
          "before_label": "2023/24", "direction": "falling", "direction_since": "2019/20", "level": "better",
          "level_since": "2019/20", "origin": "illustrative", "comparison": "not_known"}  # fmt: skip
GAP = {"measure": "smoking", **YEAR, "dimension": "deprivation", "statistic": "absolute_gap", "group": "1",
       "group_label": "the most deprived fifth", "reference": "5", "reference_label": "the least deprived fifth",
       "value": 3.0, "lower": 1.0, "upper": 5.0, "sure": True, "groups_hidden": 0,
       "direction": "not_known"}  # fmt: skip


@pytest.fixture
def alone(tmp_path, site):
    strategy = a_run.STRATEGY.replace("measure: smoking, provenance", "gap: K1, provenance")
    return a_run.report(a_run.a_place(tmp_path, strategy=strategy), standings=[STANDS], gaps=[GAP], results=[])


def test_its_page_begins_with_how_it_stands(alone):
    from oneplace.web.public.presenters.measure import measure_page

    page = measure_page(alone, alone.place.measures["smoking"])
    assert page.answer == (
        "7.4% (illustrative) in 2024/25 (95% interval 6.8% to 8.0%). In 2023/24 it was 7.8%. "
        "It has been falling since 2019/20, which is better."
    )
    assert page.note == "The values are illustrative: invented to show the form."


def test_the_list_of_gaps_says_its_value_and_where_it_is_heading(alone):
    from oneplace.web.public.presenters.behind import gap_rows

    (row,) = gap_rows(alone, "gap")
    told = row.listed.value, row.listed.direction, row.listed.age
    assert told == ("7.4% (illustrative) in 2024/25", "falling since 2019/20 (better)", "13 months old")


def test_a_difference_between_people_who_are_not_alike_comes_last_among_gaps(tmp_path, site):
    """Of two measures with the same gap the one whose groups are of unlike people, though its name is first."""
    from oneplace.web.public.presenters.behind import gap_rows

    place = a_run.a_place(tmp_path)
    like = place.measures["smoking"].model_copy(update={"id": "like", "name": "Z"})
    unlike = like.model_copy(update={"id": "unlike", "name": "A", "groups_unlike": "ages differ"})
    fifths = [
        {**YEAR, "measure": key, "dimension": "deprivation", "group": group, "group_label": group, "group_order": order,
         "value": value, "denominator": 900.0, "suppressed": False}
        for key in ("like", "unlike") for order, (group, value) in enumerate((("1", 9.0), ("5", 6.0)))
    ]  # fmt: skip
    both = replace(place, measures={"unlike": unlike, "like": like})
    shot = a_run.report(both, gaps=[GAP | {"measure": key} for key in ("like", "unlike")], results=fifths)
    for sort, order in (("gap", "ratio 1.50"), ("people", "900 counted in the most")):
        rows = gap_rows(shot, sort)
        assert [row.measure.id for row in rows] == ["like", "unlike"]
        assert rows[0].order(sort).startswith(order)
        assert rows[1].order(sort) == ""
    assert "worse" not in rows[0].gap + rows[1].gap


def test_gaps_are_sorted_by_the_gap_that_the_row_tells_and_by_no_other(tmp_path, site):
    """Of two measures the one with the greater gap between fifths stands first, though the other's sexes differ more,
    and its fifths differed more in another period."""
    from oneplace.web.public.presenters.behind import gap_rows

    place = a_run.a_place(tmp_path)
    first = place.measures["smoking"].model_copy(update={"id": "first", "name": "Z"})
    second = first.model_copy(update={"id": "second", "name": "A"})
    before = {"period_start": date(2023, 4, 1), "period_end": date(2024, 4, 1), "period_label": "2023/24"}
    values = {("first", "1"): 9.0, ("first", "5"): 6.0, ("second", "1"): 7.0, ("second", "5"): 6.0,
              ("first", "F"): 1.0, ("first", "M"): 1.0, ("second", "F"): 90.0, ("second", "M"): 1.0}  # fmt: skip
    rows = [
        {**YEAR, "measure": key, "dimension": "sex" if group in "FM" else "deprivation", "group": group, "value": value,
         "group_label": group, "group_order": 1, "suppressed": False}
        for (key, group), value in values.items()
    ]  # fmt: skip
    rows += [{**row, **before, "value": 900.0} for row in rows if (row["measure"], row["group"]) == ("second", "1")]
    gaps = [GAP | {"measure": key} for key in ("first", "second")]
    gaps += [GAP | {"measure": key, "dimension": "sex", "group": "F", "reference": "M"} for key in ("first", "second")]
    shot = a_run.report(replace(place, measures={"second": second, "first": first}), gaps=gaps, results=rows)
    found = gap_rows(shot, "gap")
    assert [(row.measure.id, row.size) for row in found] == [("first", 1.5), ("second", 7 / 6)]
    chance = [gap | {"sure": False} if gap["measure"] == "first" else gap for gap in gaps]
    shot = a_run.report(shot.place, gaps=chance, results=rows)
    assert [(row.measure.id, bool(row.order("gap"))) for row in gap_rows(shot, "gap")] == [
        ("second", True),
        ("first", False),
    ]


def test_a_gap_that_could_be_chance_does_not_hide_one_that_could_not(tmp_path, site):
    """A row said only that the fifths could differ by chance, beside an ethnic group clearly behind."""
    from oneplace.web.public.presenters.behind import gap_rows

    place = a_run.a_place(tmp_path)
    sexes = GAP | {"dimension": "sex", "group": "F", "reference": "M"}
    for fifths, sex, told in ((False, True, "women"), (True, True, "fifth"), (False, False, "fifth")):
        gaps = [GAP | {"sure": fifths}, sexes | {"sure": sex}]
        (row,) = gap_rows(a_run.report(place, gaps=gaps, results=[]), "gap")
        assert told in row.gap
        assert row.gap.startswith("Could be chance") is not (fifths or sex)


def test_an_ambition_that_another_measure_leads_lends_it_no_figure(tmp_path, site):
    from oneplace.web.public.presenters.measure import measure_page

    place = a_run.a_place(tmp_path)
    other = place.measures["smoking"].model_copy(update={"id": "other"})
    of = place.strategy.outcomes[0].model_copy(update={"measures": ("smoking", "other")})
    strategy = place.strategy.model_copy(update={"outcomes": (of, *place.strategy.outcomes[1:])})
    both = replace(place, measures={**place.measures, "other": other}, strategy=strategy)
    page = measure_page(a_run.report(both), other)
    assert (page.ambitions, [item.id for item in page.beside]) == ([], ["A1"])


def test_days_of_the_week_are_set_out_where_there_are_any_and_never_missed(alone):
    from oneplace.web.presenters.measured import breakdowns, table

    measure = alone.place.measures["smoking"]
    assert [each.title for each in breakdowns(alone, measure)] == ["Deprivation", "Ethnic group", "Sex", "Age"]
    days = [
        {**STANDS, "dimension": "day", "group": group, "group_label": label, "group_order": order, "suppressed": False}
        for order, (group, label) in enumerate((("weekday", "Weekdays"), ("weekend", "Saturdays and Sundays")), start=1)
    ]
    gap = {**GAP, "dimension": "day", "group": "weekend", "group_label": "Saturdays and Sundays",
           "reference": "weekday", "reference_label": "Weekdays"}  # fmt: skip
    shot = a_run.report(alone.place, results=days, gaps=[gap])
    shown = breakdowns(shot, measure)[-1]
    assert shown.title == "Day of the week"
    assert shown.sentence.startswith("For weekends it is 3.0 percentage points higher than for weekdays in 2024/25")
    assert table(shot, measure, "day").rows == shown.table.rows


def test_how_care_was_given_has_its_shift_beside_it(alone):
    from oneplace.web.presenters.measured import breakdowns
    from tests.report.test_shift import SHARES, months

    ways = [
        {**STANDS, **row, "dimension": "mode", "period_end": row["period_start"], "value": row["numerator"] / 10}
        for row in months(0, 36, SHARES)
    ]
    shown = breakdowns(a_run.report(alone.place, results=ways), alone.place.measures["smoking"])[-1]
    assert (shown.title, shown.shift.caption) == (
        "How care was given",
        "The same twelve months: January 2019 to December 2019, and January 2021 to December 2021",
    )
    lines = {line.name: [cell.words for cell in line.cells] for line in shown.shift.extract}
    assert lines["Way 1"] == ["70.0%", "40.0%", "−30.0", "−30.0 to −30.0"]
    assert lines["Way 2"] == ["30.0%", "60.0%", "+30.0", "+30.0 to +30.0"]


def test_a_place_of_several_areas_sets_out_its_parts_and_one_without_does_not(tmp_path, site, monkeypatch):
    from oneplace.web.presenters.measured import breakdowns, table

    several = a_run.PLACE.replace("kind: unitary}]", "kind: unitary}, {code: E06000044, name: Other, kind: unitary}]")
    monkeypatch.setattr(a_run, "PLACE", several)
    place = a_run.a_place(tmp_path)
    measure = place.measures["smoking"]
    rows = [
        {**STANDS, "dimension": "area", "group": code, "group_label": code, "group_order": at, "suppressed": False}
        for at, code in enumerate(("E06000045", "E06000044", "E92000001"))
    ]
    shot = a_run.report(place, results=rows)
    first = breakdowns(shot, measure)[0]
    assert (first.title, [line.name for line in first.table.extract]) == (
        "Part of the place",
        ["E06000045", "E06000044"],
    )
    assert table(shot, measure, "parts").rows == first.table.rows
    for lacking in (rows[1:], [{**row, "value": None} for row in rows]):  # one part alone, or none with a value
        assert breakdowns(a_run.report(place, results=lacking), measure)[0].title == "Deprivation"


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("Byars; 445 of 446 GP practices together", "limits by Byar’s method; 445 of 446 GP practices together"),
        (
            "Counts of 6 areas, summed; limits from the counts: Wilson",
            "Counts of 6 areas, summed; limits by Wilson’s method",
        ),
        ("As published", "As published"),
    ],
)
def test_the_name_of_a_method_stands_in_words(site, method, words):
    """A page ended with "Byars; 445 of 446 small areas together"."""
    from oneplace.web.presenters.measured import method_words

    assert method_words(method) == words
