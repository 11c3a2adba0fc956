"""A process model of json2ciw becomes a pathway, and whatever means something else here is told."""

import copy
import json
import math

import pytest

from oneplace import flow
from oneplace.flow.formulas.exact import mean_wait
from oneplace.flow.network.distributions import drawn
from oneplace.problems import OneplaceError

CALLS = {
    "name": "Calls",
    "description": "Calls to a made-up line.",
    "activities": [
        {
            "name": "Call triage",
            "type": "activity",
            "resource": {"name": "Operator", "capacity": 13},
            "service_distribution": {"type": "triangular", "parameters": {"min": 5, "mode": 7, "max": 10}},
            "arrival_distribution": {"type": "exponential", "parameters": {"mean": 0.6}},
            "renege_distribution": {"type": "uniform", "parameters": {"min": 1, "max": 10}},
        },
        {
            "name": "Nurse",
            "type": "activity",
            "resource": {"name": "Nurse", "capacity": 9},
            "service_distribution": {"type": "lognormal", "parameters": {"mean": 15, "var": 9}},
        },
    ],
    "transitions": [
        {"from": "Call triage", "to": "Nurse", "probability": 0.4},
        {"from": "Call triage", "to": "Exit", "probability": 0.6},
        {"from": "Nurse", "to": "Exit", "probability": 1.0},
    ],
}
CLASSES = {
    "name": "Beds",
    "customer_classes": [{"name": "mild"}, {"name": "severe", "label": "Severe stroke"}, {"name": "never"}],
    "activities": [
        {
            "name": "Acute",
            "type": "activity",
            "resource": {"name": "Beds", "capacity": 12},
            "arrival_distribution": {
                "by_class": {
                    "mild": {"type": "exponential", "parameters": {"rate": 1.2}},
                    "severe": {"type": "deterministic", "parameters": {"value": 2}},
                }
            },
            "service_distribution": {
                "by_class": {
                    "mild": {"type": "exponential", "parameters": {"mean": 4}},
                    "severe": {"type": "gamma", "parameters": {"shape": 3, "scale": 2}},
                }
            },
        },
        {
            "name": "Rehab",
            "type": "activity",
            "resource": {"name": "Beds", "capacity": 8},
            "service_distribution": {"by_class": {"severe": {"type": "normal", "parameters": {"mean": 14, "sd": 2}}}},
        },
    ],
    "transitions": [
        {"from": "Acute", "to": "Rehab", "probability": {"by_class": {"mild": 0.0, "severe": 0.9}}},
        {"from": "Acute", "to": "Exit", "probability": {"by_class": {"mild": 1.0, "severe": 0.1}}},
        {"from": "Rehab", "to": "Exit", "probability": 1.0},
    ],
}


@pytest.fixture
def read(tmp_path):
    def made(model=CALLS, **options):
        path = tmp_path / "calls.json"
        path.write_text(json.dumps(model), encoding="utf-8")
        return flow.read_json2ciw(path, **options)

    return made


def changed(model, *path, to):
    made = copy.deepcopy(model)
    at = made
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = to
    return made


def test_activities_are_places_with_servers(read):
    file = read().pathway.file
    assert [(n, of.name, of.capacity, of.queue) for n, of in file.places.items()] == [
        ("Call_triage", "Call triage", 13, None),
        ("Nurse", None, 9, None),
    ]
    assert file.places["Call_triage"].next == pytest.approx({"Nurse": 0.4, "Exit": 0.6})
    assert (file.name, file.note, file.clock) == ("Calls", "Calls to a made-up line.", "minutes")


def test_arrivals_stays_and_patience(read, tmp_path):
    file = read().pathway.file
    triage = file.places["Call_triage"]
    assert file.patients["patients"].arrivals.rate * 60 == pytest.approx(1 / 0.6)
    assert (triage.stay.from_, triage.stay.mode, triage.stay.to) == (300, 420, 600)
    assert (triage.leave.patience.to, triage.leave.to) == (600, "left_waiting")
    nurse = drawn(file.places["Nurse"].stay, tmp_path)
    assert (nurse.mean, nurse.variance) == pytest.approx((15 * 60, 9 * 3600))


SHAPES = [
    ("exponential", {"rate": 0.5}, (2, 4)),
    ("deterministic", {"value": 3}, (3, 0)),
    ("uniform", {"min": 2, "max": 4}, (3, 4 / 12)),
    ("uniform", {"min": 4, "max": 4}, (4, 0)),
    ("gamma", {"shape": 3, "scale": 2}, (6, 12)),
    ("lognormal", {"mean": 4, "stdev": 2}, (4, 4)),
    ("normal", {"mean": 16, "var": 3}, (16, 3)),
]


@pytest.mark.parametrize(("kind", "parameters", "moments"), SHAPES)
def test_every_distribution_keeps_its_mean_and_variance(read, tmp_path, kind, parameters, moments):
    service = {"type": kind, "parameters": parameters}
    made = read(changed(CALLS, "activities", 1, "service_distribution", to=service), unit="days")
    found = drawn(made.pathway.file.places["Nurse"].stay, tmp_path)
    assert (found.mean / 86_400, found.variance / 86_400**2) == pytest.approx(moments)
    assert any("is normal, which can be negative" in note for note in made.notes) == (kind == "normal")


def test_classes_have_their_own_numbers_and_ways(read):
    made = read(CLASSES, unit="days")
    file = made.pathway.file
    assert set(file.patients) == {"mild", "severe"}
    assert file.patients["severe"].name == "Severe stroke"
    assert file.patients["severe"].arrivals.every.value == 2 * 86_400
    assert made.pathway.at("Acute", "severe").next == pytest.approx({"Rehab": 0.9, "Exit": 0.1})
    assert made.pathway.at("Acute", "mild").next == {"Exit": 1.0}
    assert made.pathway.at("Acute", "severe").stay.mean == 6 * 86_400
    assert made.notes[2:] == (
        "The class never is left out: nobody of it arrives.",
        "Rehab has no service for mild: it takes them no time.",
        "The service at Rehab is normal, which can be negative: here it is a gamma shape with the same mean and "
        "standard deviation.",
        "Acute and Rehab name one resource, Beds; as in json2ciw each has its own of it. Where they share it, write a "
        "pool.",
    )


def test_a_class_that_comes_in_twice_is_two(read):
    arrives = {"type": "exponential", "parameters": {"mean": 5}}
    made = read(changed(CALLS, "activities", 1, "arrival_distribution", to=arrives))
    assert {n: of.enters for n, of in made.pathway.file.patients.items()} == {
        "patients_to_Call_triage": "Call_triage",
        "patients_to_Nurse": "Nurse",
    }


def test_it_simulates_to_the_known_answer(read):
    jackson = {
        "name": "Two",
        "activities": [
            {
                "name": name,
                "resource": {"name": name, "capacity": servers},
                "service_distribution": {"type": "exponential", "parameters": {"mean": mean}},
                "arrival_distribution": arrives,
            }
            for name, servers, mean, arrives in (
                ("One", 3, 2.0, {"type": "exponential", "parameters": {"rate": 1.0}}),
                ("Two", 2, 1.5, None),
            )
        ],
        "transitions": [
            {"from": "One", "to": "Two", "probability": 1.0},
            {"from": "Two", "to": "Exit", "probability": 1.0},
        ],
    }
    result = flow.simulate(read(jackson, run="10 days", warm_up="1 day").pathway, replications=20)
    for place, servers, mean in (("One", 3, 2.0), ("Two", 2, 1.5)):
        value = result.value("wait", place)
        assert abs(value.mean - mean_wait(servers, 1.0, mean)) < 4 * value.standard_error


def test_what_is_not_in_the_model_is_told(read):
    assert read().notes == (
        "json2ciw's models do not name their unit of time: it is taken to be minutes.",
        "json2ciw's models do not say how long to run: 365 days after 90 days of warm-up.",
    )


def test_the_file_that_is_written_reads_the_same(read, tmp_path):
    made = read(CLASSES)
    made.write(tmp_path / "x.yaml")
    assert flow.read(tmp_path / "x.yaml").file == made.pathway.file


def exponential(**parameters):
    return {"type": "exponential", "parameters": parameters}


BAD = [
    (("activities",), [], "activities: "),
    (("activities", 0, "resource", "capacity"), 0, r"activities.0.resource.capacity: "),
    (("activities", 0, "service_distribution", "type"), "pareto", r"service_distribution"),
    (("activities", 0, "queue"), 5, r"activities.0.queue: Extra inputs"),
    (("activities", 1, "name"), "Call triage", "two activities of one name"),
    (("activities", 1, "name"), "Call-triage?", "a transition names 'Nurse'"),
    (("activities", 1, "service_distribution"), exponential(mean=-1), "the service at Nurse: exponential cannot be"),
    (("activities", 1, "service_distribution"), exponential(rate=0), "the service at Nurse: exponential cannot be"),
    (("activities", 1, "service_distribution"), exponential(scale=1), "exponential needs 'mean'"),
    (("activities", 1, "service_distribution", "parameters"), {"mean": 3}, "lognormal needs 'sd'"),
    (("activities", 1, "service_distribution", "parameters"), {"mean": 0, "sd": 1}, "the mean must be above nought"),
    (("activities", 0, "service_distribution", "parameters", "min"), 8, "out of order"),
    (("activities", 0, "service_distribution", "parameters", "min"), -8, "is negative"),
    (("activities", 0, "arrival_distribution"), None, "has nobody arriving"),
    (("transitions", 0, "probability"), 0.5, "the probabilities from Call triage make 1.1, not 1"),
    (("transitions", 0, "to"), "Nobody", "a transition names 'Nobody'"),
    (("transitions", 0, "probability"), {"by_class": {"q": 1}}, "there is no customer class 'q'"),
    (("transitions", 2, "from"), "Call triage", "the probabilities from Call triage"),
    (("name",), "", "name: "),
]


@pytest.mark.parametrize(("path", "to", "message"), BAD)
def test_a_mistake_is_told(read, path, to, message):
    with pytest.raises(OneplaceError, match=message) as error:
        read(changed(CALLS, *path, to=to))
    assert error.value.problems[0].mend


def test_numbers_that_are_none(read, tmp_path):
    (tmp_path / "x.json").write_text(json.dumps(CALLS).replace("0.6", "NaN", 1))
    with pytest.raises(OneplaceError, match="finite"):
        flow.read_json2ciw(tmp_path / "x.json")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"name": 3}', "\x00"])
def test_what_is_no_model_is_told(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(OneplaceError, match=r"x\.json"):
        flow.read_json2ciw(tmp_path / "x.json")
    with pytest.raises(OneplaceError, match="cannot be read"):
        flow.read_json2ciw(tmp_path / "none.json")


def test_an_activity_that_nobody_leaves(read):
    model = copy.deepcopy(CALLS)
    del model["transitions"][2]
    with pytest.raises(OneplaceError, match="the probabilities from Nurse make 0, not 1"):
        read(model)


def test_waits_are_finite(read):
    result = flow.simulate(read(run="2 days", warm_up="0 days").pathway, replications=2)
    assert math.isfinite(result.value("wait", "Nurse").mean)
    assert result.value("left", "Call_triage").mean >= 0
