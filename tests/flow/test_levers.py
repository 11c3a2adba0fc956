"""The numbers that may be moved by hand, and how what somebody types becomes a quantity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import flow
from oneplace.problems import OneplaceError

TEXT = """
run: 10 days
patients:
  frail: {enters: ed, arrivals: {rate: 24 patients per day}}
  others: {enters: ed, arrivals: {every: {shape: exponential, mean: 1 hour}}}
places:
  ed:
    capacity: 3 cubicles
    stay: {shape: exponential, mean: 4 hours}
    next: {ward: 100 %}
    delay: {ward: 30 minutes}
    for: {frail: {stay: {shape: lognormal, mean: 5 hours, cv: 90 %}}}
    uses: {nurses: 1 nurse}
  ward: {queue: 4 patients, stay: 2 days, capacity: 20 beds}
  lounge: {stay: {shape: empirical, values: [1 hour, 2 hours]}}
pools: {nurses: {number: 9 nurses}}
"""


def test_every_single_number_has_its_path_kind_and_unit(pathway):
    found = [(lever.path, lever.kind, lever.text, lever.unit) for lever in flow.levers(pathway(TEXT))]
    assert found == [
        ("patients.frail.arrivals.rate", "arrivals", "24 patients per day", "patients per day"),
        ("places.ed.capacity", "capacity", "3 cubicles", "cubicles"),
        ("places.ed.queue", "queue", "unlimited", "patients"),
        ("places.ed.stay.mean", "stay", "4 hours", "hours"),
        ("places.ed.delay.ward", "delay", "30 minutes", "minutes"),
        ("places.ed.for.frail.stay.mean", "stay", "5 hours", "hours"),
        ("places.ward.capacity", "capacity", "20 beds", "beds"),
        ("places.ward.queue", "queue", "4 patients", "patients"),
        ("places.ward.stay", "stay", "2 days", "days"),
        ("places.lounge.capacity", "capacity", "unlimited", "places"),
        ("places.lounge.queue", "queue", "unlimited", "patients"),
        ("pools.nurses.number", "number", "9 nurses", "nurses"),
    ]


def lever(pathway, path):
    return next(one for one in flow.levers(pathway(TEXT)) if one.path == path)


@pytest.mark.parametrize(
    ("path", "typed", "quantity"),
    [
        ("places.ed.capacity", "5", "5 cubicles"),
        ("places.ed.capacity", " 5  cubicles ", "5 cubicles"),
        ("places.ed.capacity", "1,200", "1200 cubicles"),
        ("places.ed.capacity", "Unlimited", "unlimited"),
        ("places.ed.queue", "0", "0 patients"),
        ("places.ed.stay.mean", "4.5", "4.5 hours"),
        ("places.ed.stay.mean", "90 minutes", "90 minutes"),
        ("places.ward.stay", "0 days", "0 days"),
        ("patients.frail.arrivals.rate", "30", "30 patients per day"),
        ("patients.frail.arrivals.rate", "2 patients per hour", "2 patients per hour"),
        ("pools.nurses.number", "10", "10 nurses"),
    ],
)
def test_a_bare_number_gets_its_unit_and_a_unit_of_the_same_kind_is_kept(pathway, path, typed, quantity):
    assert lever(pathway, path).worded(typed) == quantity


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("places.ed.capacity", "", "Enter a number, such as 3 cubicles"),
        ("places.ed.capacity", "many", "'many' is not a number"),
        ("places.ed.capacity", "-1", "nought or more. Enter one, such as 3 cubicles"),
        ("places.ed.capacity", "2.5", "not a whole number"),
        ("places.ed.capacity", "1e6", "more than 100,000"),
        ("places.ed.capacity", "1e999", "is not a number"),
        ("places.ed.capacity", "3 days", "not a number of things"),
        ("places.ed.stay.mean", "0", "more than nought"),
        ("places.ed.stay.mean", "-4", "negative"),
        ("places.ed.stay.mean", "4 beds", "not a length of time"),
        ("places.ed.stay.mean", "11 years", "longer than ten years"),
        ("places.ed.stay.mean", "unlimited", "is not a number"),
        ("patients.frail.arrivals.rate", "-1", "negative"),
        ("patients.frail.arrivals.rate", "24 patients", "not a rate"),
        ("pools.nurses.number", "unlimited", "is not a number"),
    ],
)
def test_what_cannot_be_is_refused_in_words(pathway, path, typed, said):
    with pytest.raises(ValueError, match=said) as refused:
        lever(pathway, path).worded(typed)
    assert "`" not in str(refused.value)


@given(typed=st.text(max_size=40))
def test_whatever_is_typed_becomes_a_quantity_that_the_file_takes_or_a_message(typed):
    made = flow.parse(f"format: pathway/1\nid: p\nname: A pathway\nprovenance: illustrative\n{TEXT}")
    for one in flow.levers(made):
        try:
            quantity = one.worded(typed)
        except ValueError:
            continue
        if one.path == "pools.nurses.number" and quantity.split()[0] == "0":  # no nurse, but a stay that needs one
            with pytest.raises(OneplaceError, match="E97"):
                flow.apply(made, {one.path: quantity})
            continue
        again = {lever.path: lever for lever in flow.levers(flow.apply(made, {one.path: quantity}))}[one.path]
        assert again.worded(again.text) == quantity


def test_the_levers_of_a_scenario_have_its_values(pathway):
    made = flow.apply(pathway(TEXT), {"places.ward.capacity": "25 beds"})
    assert {lever.path: lever.text for lever in flow.levers(made)}["places.ward.capacity"] == "25 beds"


def test_what_is_not_set_yet_is_a_lever_too(pathway):
    made = pathway(TEXT.replace("mean: 4 hours", "mean: not_set"))
    found = next(one for one in flow.levers(made) if one.path == "places.ed.stay.mean")
    assert found.text == "not_set"
    assert found.worded("4 hours") == "4 hours"


def test_expected_visits_are_those_of_the_traffic(pathway):
    # 24 and 24 patients a day for ten days, each through two places
    assert flow.expected_visits(pathway(TEXT)) == pytest.approx(2 * 48 * 10)


def test_expected_visits_count_forecast_arrivals(tmp_path):
    (tmp_path / "forecasts").mkdir()
    lines = ["date,mean,sd", *(f"2026-04-{day:02d},{day},1" for day in range(1, 11))]
    (tmp_path / "forecasts" / "calls.csv").write_text("\n".join(lines))
    text = (
        "format: pathway/1\nid: p\nname: A pathway\nprovenance: illustrative\nstart: '2026-04-01'\nrun: 10 days\n"
        "patients: {all: {enters: desk, arrivals: {forecast: calls}}}\nplaces: {desk: {stay: 1 hour}}\n"
    )
    assert flow.expected_visits(flow.parse(text, tmp_path / "p.yaml")) == pytest.approx(55)


def test_beside_gives_what_compare_gives(pathway):
    made = pathway(TEXT)
    asked = {"pools.nurses.number": "2 nurses"}
    compared = flow.compare(made, [asked], replications=4)[0]
    now = flow.simulate(made, replications=4)
    beside = flow.beside(now, flow.simulate(made, scenario=asked, replications=4))
    assert beside.difference("wait", "ed") == compared.difference("wait", "ed")
    assert beside.difference("wait", "ed").mean > 0


def test_results_of_other_runs_are_not_set_beside_each_other(pathway):
    made = pathway(TEXT)
    with pytest.raises(ValueError, match="paired"):
        flow.beside(flow.simulate(made, replications=2), flow.simulate(made, replications=3))
