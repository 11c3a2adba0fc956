"""Where no real figure tells who is behind: since when, and whom to ask."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest

from oneplace import assets
from oneplace.place import FromPublished
from oneplace.record import opendata
from oneplace.report import no_real_groups
from tests.report import a_run

DAY = "No real figures by group are held for this on 1 May 2026"
ASK = "Whom to ask for figures by deprivation, ethnic group, sex and age: NHS England."


@pytest.mark.parametrize(
    ("origin", "gap", "source", "said"),
    [
        ("synthetic", 2.0, "ambulance", f"{DAY}: those below are of made-up people. {ASK}"),
        ("published", None, "ambulance; ambulance", f"{DAY}. {ASK}"),
        ("synthetic", 2.0, "nobody_knows", f"{DAY}: those below are of made-up people."),
        ("published", 2.0, "ambulance", ""),
    ],
)
def test_it_says_so_of_made_up_people_and_of_no_groups_and_nothing_where_one_is_real(
    tmp_path, origin, gap, source, said
):
    place = a_run.a_place(tmp_path)
    row = {"measure": "smoking", "dimension": "all", "group": "all", "value": 10.0, "origin": origin}
    found = a_run.report(
        place,
        results=[row],
        gaps=[{"measure": "smoking", "dimension": "deprivation", "value": gap}],
        provenance=[{"measure": "smoking", "sources": source}],
    )
    assert no_real_groups(found, list(place.measures.values())) == said


def test_where_only_another_measure_tells_groups_apart_nothing_below_is_called_its_own(tmp_path):
    place = a_run.a_place(tmp_path)
    first = place.measures["smoking"].model_copy(update={"id": "first"})
    rows = [
        {"measure": key, "dimension": "all", "group": "all", "value": 10.0, "origin": "synthetic"}
        for key in ("first", "smoking")
    ]
    found = a_run.report(
        place, results=rows, gaps=[{"measure": "smoking", "dimension": "deprivation", "value": 2.0}], provenance=[]
    )
    said = f"{DAY}: those of another measure, below, are of made-up people."
    assert no_real_groups(found, [first, place.measures["smoking"]]) == said


def test_made_up_groups_are_called_so_where_no_gap_came_of_them(tmp_path):
    place = a_run.a_place(tmp_path)
    row = {"measure": "smoking", "dimension": "all", "group": "all", "value": 10.0, "origin": "synthetic"}
    fifth = row | {"dimension": "deprivation", "group": "1", "value": None, "suppressed": True}
    measures = list(place.measures.values())
    assert (
        no_real_groups(a_run.report(place, results=[row, fifth]), measures)
        == f"{DAY}: those below are of made-up people."
    )
    assert no_real_groups(a_run.report(place, results=[row]), measures) == f"{DAY}."


def test_real_groups_without_a_gap_are_real_groups(tmp_path):
    """Kilometres have no limits, so no gap is worked out of them: the fifths are known all the same."""
    place = a_run.a_place(tmp_path)
    row = {"measure": "smoking", "dimension": "all", "group": "all", "value": 10.0, "origin": "published"}
    fifth = row | {"dimension": "deprivation", "value": 1.0, "period_end": date(2025, 4, 1)}
    fifths = [fifth | {"group": key, "group_label": key} for key in "15"]
    measures = list(place.measures.values())
    assert no_real_groups(a_run.report(place, results=[row, *fifths]), measures) == ""
    assert no_real_groups(a_run.report(place, results=[row, fifths[0]]), measures) == f"{DAY}."
    unknown = fifths[1] | {"group": "not_known"}
    assert no_real_groups(a_run.report(place, results=[row, fifths[0], unknown]), measures) == f"{DAY}."


def test_whom_a_measure_itself_says_to_ask_is_asked(tmp_path):
    place = a_run.a_place(tmp_path)
    one = place.measures["smoking"].model_copy(update={"breakdown_gap": "Looked for in May 2026. Ask the hospital."})
    row = {"measure": "smoking", "dimension": "all", "group": "all", "value": 10.0, "origin": "published"}
    provenance = [{"measure": "smoking", "sources": "ambulance"}]
    found = a_run.report(place, results=[row], provenance=provenance)
    assert no_real_groups(found, [one]) == f"{DAY}. Looked for in May 2026. Ask the hospital."
    made_up = a_run.report(place, results=[row | {"origin": "synthetic"}], provenance=provenance)
    assert no_real_groups(made_up, [one]) == f"{DAY}. {ASK}"


def test_of_what_has_no_figure_nothing_is_said(tmp_path):
    place = a_run.a_place(tmp_path)
    assert no_real_groups(a_run.report(place), list(place.measures.values())) == ""


@pytest.mark.parametrize(
    ("series", "asked"),
    [
        ("persistent-absences-for-all-pupils", "Department for Education"),
        ("obese-children-year-6", "Office for Health Improvement and Disparities"),
        ("wellbeing-anxiety", "Office for National Statistics"),
    ],
)
def test_who_only_passes_a_figure_on_is_not_whom_to_ask(tmp_path, series, asked):
    place = a_run.a_place(tmp_path)
    compute = FromPublished.model_validate({"from": "published", "dataset": "local_indicators", "series": series})
    one = place.measures["smoking"].model_copy(update={"compute": compute})
    found = a_run.report(
        place,
        results=[{"measure": "smoking", "dimension": "all", "group": "all", "value": 10.0, "origin": "published"}],
        provenance=[{"measure": "smoking", "sources": "local_indicators"}],
    )
    assert no_real_groups(found, [one]).endswith(f"by deprivation, ethnic group, sex and age: {asked}.")


def test_who_collects_each_series_is_as_its_publisher_says(tmp_path):
    """Of every series that is carried, by the publisher's own file; of one that two bodies give, the first."""
    place = a_run.a_place(tmp_path)
    carried = opendata.series_in(place, "local_indicators")
    with (assets.folder("opendata") / "indicators" / "ons_local_indicators_metadata.csv").open(newline="") as file:
        said = {row["indicator"]: re.split(r"; |, sourced| \(", row["source"])[0] for row in csv.DictReader(file)}
    assert len(said) > 40
    found = {series: opendata.collector_of(place, "local_indicators", series) for series in carried if series in said}
    assert found == {series: said[series] for series in found}
