"""Groups of people: which have a page, what a run says of each, and that only shown rows are put together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.report import alone, groups_of, not_told, rows_of, told
from oneplace.report.people import best_of
from oneplace.vocabulary.people import UNHELD
from tests.report import a_run

YEAR = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "period_label": "2024/25"}
COHORT = "id: frail\nname: People who are frail\ndefinition: x\nentry: {table: person}\n"


def row(by, group, events, people=100.0, order=1, **more):
    value = None if events is None else 100 * events / people
    return {"measure": "smoking", **YEAR, "dimension": by, "group": group, "group_label": group, "group_order": order,
            "numerator": events, "denominator": people, "value": value, "lower": value, "upper": value,
            "method": "Wilson", "suppressed": events is None, **more}  # fmt: skip


EVERYONE = row("all", "all", 60.0, 600.0)
SEXES = [row("sex", "F", 20.0), row("sex", "M", 30.0), row("sex", "not_known", 1.0)]


@pytest.fixture
def run(tmp_path):
    """Call it with rows of results, and what else the measure's file says, for a report."""

    def made(*rows, more="", breakdown="yes", polarity="low_good"):
        place = a_run.a_place(tmp_path)
        text = a_run.MEASURE.replace("sex: yes", f"sex: {breakdown}").replace("low_good", polarity) + more
        (tmp_path / "measures" / "smoking.yaml").write_text(text)
        return a_run.report(
            type(place)(**{**vars(place), "measures": a_run.place.read(tmp_path).measures}), results=list(rows)
        )

    return made


def group(report, by, slug):
    return next(people for people in groups_of(report) if (people.by, people.slug) == (by, slug))


def beside_each(report):
    """Whom each ethnic group of the only measure stands beside."""
    people = [each for each in groups_of(report) if each.by == "ethnicity"]
    return {each.code: found[0].beside for each in people if (found := told(report, each))}


def test_every_breakdown_has_its_groups_and_no_page_is_about_who_is_not_known(run):
    report = run(EVERYONE, *SEXES, row("ethnicity", "roma", 3.0) | {"group_label": "Roma"})
    found = {(people.by, people.slug) for people in groups_of(report)}
    assert {("sex", "female"), ("deprivation", "1-most-deprived"), ("age", "65-and-over"), ("others", "carer")} <= found
    assert ("ethnicity", "roma") in found
    assert not [slug for _by, slug in found if "known" in slug]
    assert len(found) == len(groups_of(report))


def test_a_group_is_told_with_everyone_and_with_whom_its_gap_is_to(run):
    report = run(EVERYONE, *SEXES)
    (one,) = told(report, group(report, "sex", "male"))
    assert (one.own["value"], one.everyone["value"], one.beside["group"], one.part) == (30.0, 10.0, "F", "")


def test_whom_it_is_beside_is_the_best_of_the_others_or_the_other_end(run):
    ethnic = [row("ethnicity", code, events) for code, events in (("white", 10.0), ("asian", 5.0), ("black", 20.0))]
    fifths = [row("deprivation", str(fifth), 10.0 * fifth, order=fifth) for fifth in (1, 2, 5)]
    report = run(EVERYONE, *ethnic, *fifths, row("ethnicity", "not_known", 0.0))
    beside = {
        people.code: told(report, people)[0].beside["group"]
        for people in groups_of(report)
        if people.by in ("ethnicity", "deprivation") and told(report, people)
    }
    assert beside == {"white": "asian", "asian": "white", "black": "asian", "1": "5", "2": "5", "5": "1"}


def test_beside_nobody_counted_among_a_few_no_other_is_the_best_either(run):
    """Nought of 27 beside 5 of 100: of few people that is no better than one or two, and 5 is not the least."""
    events = (("white", 10.0, 100.0), ("asian", 5.0, 100.0), ("black", 0.0, 27.0))
    report = run(EVERYONE, *(row("ethnicity", code, many, people) for code, many, people in events))
    beside = beside_each(report)
    assert (beside["white"], beside["asian"], beside["black"]["group"]) == (None, None, "asian")


def test_everybody_counted_among_a_few_is_no_best_where_high_is_good(run):
    events = (("white", 90.0, 100.0), ("asian", 80.0, 100.0), ("black", 6.0, 6.0))
    rows = [row("ethnicity", code, many, people) for code, many, people in events]
    report = run(EVERYONE, *rows, polarity="high_good")
    beside = beside_each(report)
    assert (beside["white"], beside["asian"], beside["black"]["group"]) == (None, None, "white")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 99)), min_size=2, max_size=5))
def test_none_that_is_shown_fares_better_than_who_is_called_best(groups):
    rows = [row("ethnicity", code, float(n), float(of)) for code, (n, of) in zip("abcde", groups, strict=False)]
    for one in rows:
        best = best_of([other for other in rows if other is not one], "low_good")
        assert best is None or best["value"] == min(other["value"] for other in rows if other is not one)


def test_a_row_that_says_why_there_is_no_value_hides_nobody_and_gives_its_reason(run):
    none = row("deprivation", "1", None) | {"suppressed": False, "reason": "Too few for fifths: 1 small area here."}
    report = run(EVERYONE, none)
    people = group(report, "deprivation", "1-most-deprived")
    assert told(report, people) == []
    assert [each.id for each in not_told(report, people)["Too few for fifths: 1 small area here"]] == ["smoking"]


def test_what_is_hidden_is_told_and_never_stands_beside(run):
    report = run(EVERYONE, row("sex", "F", 20.0), row("sex", "M", None))
    (women,), (men,) = (told(report, group(report, "sex", slug)) for slug in ("female", "male"))
    assert women.beside is None
    assert men.own["suppressed"]


AGES = [("0-4", 1.0), ("5-17", 2.0), ("16-64", 40.0), ("65-74", 20.0), ("75-84", 30.0), ("85+", 40.0)]


def of_age(run, slug, ages=AGES):
    report = run(EVERYONE, *(row("age", code, events, order=order) for order, (code, events) in enumerate(ages)))
    return [(one.own["value"], one.part, one.own["numerator"]) for one in told(report, group(report, "age", slug))]


@pytest.mark.parametrize(
    ("slug", "values"),
    [
        ("under-18", [(1.5, "", 3.0)]),
        ("16-to-64", [(40.0, "", 40.0)]),
        ("65-and-over", [(30.0, "", 90.0)]),
        ("75-and-over", [(35.0, "", 70.0)]),
        ("85-and-over", [(40.0, "", 40.0)]),
    ],
)
def test_ages_are_put_together_of_bands_that_lie_within(run, slug, values):
    assert of_age(run, slug) == values


def test_a_band_that_is_hidden_keeps_the_others_apart(run):
    ages = [("65-74", 20.0), ("75-84", None), ("85+", 40.0)]
    assert of_age(run, "65-and-over", ages) == [
        (20.0, "aged 65 to 74", 20.0),
        (None, "aged 75 to 84", None),
        (40.0, "aged 85 and over", 40.0),
    ]


def test_bands_with_years_between_them_or_missing_at_an_end_are_said_to_be_a_part(run):
    assert of_age(run, "65-and-over", [("65-74", 20.0), ("85+", 40.0)]) == [
        (20.0, "aged 65 to 74", 20.0),
        (40.0, "aged 85 and over", 40.0),
    ]


def test_a_part_of_an_age_says_which(run):
    assert of_age(run, "under-18", [("0-4", 1.0), ("5-9", 2.0)]) == [(1.5, "aged 0 to 9", 3.0)]


def test_ages_have_nobody_beside_them(run):
    report = run(EVERYONE, row("age", "65-74", 1.0), row("age", "75-84", 2.0))
    assert {one.beside is None for one in told(report, group(report, "age", "75-and-over"))} == {True}


@pytest.mark.parametrize(
    ("people", "of"),
    [
        ("{sex: F}", {"female"}),
        ("{max_age: 17}", {"under-18"}),
        ("{max_age: 18}", set()),
        ("{min_age: 65}", {"65-and-over"}),
        ("{min_age: 64}", set()),
        ("{min_age: 75}", {"65-and-over", "75-and-over"}),
        ("{min_age: 16, max_age: 64}", {"16-to-64"}),
        ("{min_age: 16}", set()),
    ],
)
def test_a_measure_of_a_group_alone_is_found_by_whom_its_figures_are_of(run, people, of):
    report = run(EVERYONE, more=f"people: {people}\n")
    assert {people.slug for people in groups_of(report) if alone(report, people)} == of


def test_a_measure_of_the_group_alone_is_not_told_twice(run):
    report = run(EVERYONE, row("age", "65-74", 1.0), row("age", "75-84", 2.0), more="people: {min_age: 65}\n")
    people = group(report, "age", "65-and-over")
    assert told(report, people) == []
    assert not_told(report, people) == {}
    assert [one["dimension"] for one in rows_of(report, people)] == ["all"]


def test_what_is_not_told_carries_the_reason_of_its_definition(run):
    stated = run(EVERYONE, breakdown="Nobody asked")
    assert list(not_told(stated, group(stated, "sex", "female"))) == ["Nobody asked"]


def test_what_this_run_has_not_is_said(run):
    report = run(EVERYONE, row("age", "16-64", 1.0))
    assert list(not_told(report, group(report, "sex", "female"))) == ["This run has no values for it"]
    assert list(not_told(report, group(report, "age", "under-18"))) == [
        "It is about other people, or its groups don’t fit this one"
    ]


def test_the_rows_behind_a_page_are_rows_of_the_table(run):
    months = [
        row("all", "all", 5.0, 50.0, period_start=date(2024, 4 + n, 1), period_end=date(2024, 5 + n, 1))
        for n in range(2)
    ]
    report = run(*months, *SEXES)
    found = rows_of(report, group(report, "sex", "female"))
    assert [(one["dimension"], one["group"]) for one in found] == [("sex", "F"), ("sex", "M")]
    assert all(one in report.results("smoking") for one in found)


def test_a_condition_is_a_group_and_takes_the_place_of_one_that_no_file_holds(run, tmp_path):
    (tmp_path / "cohorts").mkdir()
    (tmp_path / "cohorts" / "frail.yaml").write_text(COHORT)
    (tmp_path / "cohorts" / "carers.yaml").write_text(
        COHORT.replace("frail", "carers").replace("People who are", "Unpaid")
    )
    place = a_run.a_place(tmp_path)
    found = {(people.by, people.slug) for people in groups_of(a_run.report(place, results=[EVERYONE]))}
    assert ("condition", "frail") in found
    assert ("others", "carer") not in found
    assert ("others", "disabled-people") in found


def test_a_midwife_who_stays_the_same_is_no_unpaid_carer():
    carers = next(one for one in UNHELD if "unpaid carer" in one.called)
    assert carers.in_text("Carers with as much social contact as they would like")
    assert not carers.in_text("Continuity of carer planned in maternity")
