"""Distributions, calendars and names of other tools as this format has them, and what of them is refused."""

import math
from pathlib import Path

import pytest

from oneplace import flow
from oneplace.flow.imports import calendars, shapes
from oneplace.flow.imports.calendars import Segment
from oneplace.flow.imports.imported import Names, clock_of, imported, percent, quantity, unit_of_time
from oneplace.problems import OneplaceError

HOUR, DAY, WEEK = 3600, 86_400, 604_800

OF_R = [
    ("exp", [0.25], {"shape": "exponential", "mean": "4 hours"}),
    ("unif", [1, 3], {"shape": "uniform", "from": "1 hours", "to": "3 hours"}),
    ("unif", [0, 0], "0 hours"),
    ("unif", [2, 2], "2 hours"),
    ("lnorm", [0, 0], "1 hours"),
    ("lnorm", [0, 2], {"shape": "lognormal", "median": "1 hours", "mean": f"{math.exp(2):.15g} hours"}),
    ("weibull", [1, 3], {"shape": "weibull", "mean": "3 hours", "cv": "100 %"}),
    ("gamma", [4, 2], {"shape": "gamma", "mean": "2 hours", "cv": "50 %"}),
]


@pytest.mark.parametrize(("name", "parameters", "made"), OF_R)
def test_distributions_of_r(name, parameters, made):
    assert shapes.of_r(name, parameters, "hours") == made


KNOWN = "'norm' is none of its distributions: exp, unif, lnorm, weibull, gamma."
ORDER = "min and max of unif must be nought or more, and in order."
NOT_OF_R = [
    ("norm", [1, 2], KNOWN),
    ("exp", [], "exp has 0 parameters, not 1 (rate)."),
    ("gamma", [1, 2, 3], "gamma has 3 parameters, not 2 (shape; rate)."),
    ("exp", [0], "rate of exp must be above nought."),
    ("gamma", [1, 0], "shape, rate of gamma must be above nought."),
    ("weibull", [-1, 2], "shape, scale of weibull must be above nought."),
    ("unif", [-1, 2], ORDER),
    ("unif", [3, 2], ORDER),
    ("lnorm", [1, -0.1], "sdlog of lnorm must be nought or more."),
]


@pytest.mark.parametrize(("name", "parameters", "said"), NOT_OF_R)
def test_what_r_would_not_take_is_refused(name, parameters, said):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        shapes.of_r(name, parameters, "hours")
    assert str(error.value) == said


BY_NAME = [
    ("exponential", {"rate": 0.5}, {"shape": "exponential", "mean": "2 days"}),
    ("exponential", {"mean": 3}, {"shape": "exponential", "mean": "3 days"}),
    (
        "triangular",
        {"min": 1, "mode": 2, "max": 4},
        {"shape": "triangular", "from": "1 days", "mode": "2 days", "to": "4 days"},
    ),
    ("triangular", {"min": 2, "mode": 2, "max": 2}, "2 days"),
    ("uniform", {"min": 1, "max": 4}, {"shape": "uniform", "from": "1 days", "to": "4 days"}),
    ("deterministic", {"value": 2.5}, "2.5 days"),
    ("lognormal", {"mean": 4, "sd": 1}, {"shape": "lognormal", "mean": "4 days", "cv": "25 %"}),
    ("lognormal", {"mean": 4, "std": 1}, {"shape": "lognormal", "mean": "4 days", "cv": "25 %"}),
    ("lognormal", {"mean": 4, "stdev": 1}, {"shape": "lognormal", "mean": "4 days", "cv": "25 %"}),
    ("lognormal", {"mean": 4, "var": 4}, {"shape": "lognormal", "mean": "4 days", "cv": "50 %"}),
    ("lognormal", {"mean": 4, "sd": 0}, "4 days"),
    ("normal", {"mean": 4, "sd": 1}, {"shape": "gamma", "mean": "4 days", "cv": "25 %"}),
    ("gamma", {"shape": 4, "scale": 2}, {"shape": "gamma", "mean": "8 days", "cv": "50 %"}),
]


@pytest.mark.parametrize(("name", "parameters", "made"), BY_NAME)
def test_distributions_by_named_parameters(name, parameters, made):
    assert shapes.of_names(name, parameters, "days") == made


SPREAD = "the mean must be above nought and the spread not negative"
NOT_BY_NAME = [
    ("exponential", {"rate": 0}, ZeroDivisionError, "float division by zero|division by zero"),
    ("exponential", {"mean": 0}, ValueError, "^the mean must be above nought$"),
    ("exponential", {"rate": -2}, ValueError, "^the mean must be above nought$"),
    ("exponential", {}, KeyError, "^'mean'$"),
    ("lognormal", {"mean": 4}, KeyError, "^'sd'$"),
    ("lognormal", {"mean": 0, "sd": 1}, ValueError, f"^{SPREAD}$"),
    ("normal", {"mean": 4, "sd": -1}, ValueError, f"^{SPREAD}$"),
    ("gamma", {"shape": 0, "scale": 1}, ValueError, "^shape and scale must be above nought$"),
    ("gamma", {"shape": 1, "scale": 0}, ValueError, "^shape and scale must be above nought$"),
    ("gamma", {"shape": 1}, KeyError, "^'scale'$"),
    ("uniform", {"min": 1}, KeyError, "^'max'$"),
    ("zipf", {}, KeyError, "^'zipf'$"),
]


@pytest.mark.parametrize(("name", "parameters", "kind", "said"), NOT_BY_NAME)
def test_wrong_named_parameters_are_refused(name, parameters, kind, said):
    with pytest.raises(kind, match=said):
        shapes.of_names(name, parameters, "days")


def rows(*values, step=HOUR):
    """Segments of equal length one after another."""
    return [Segment(n * step, (n + 1) * step, value) for n, value in enumerate(values)]


REPEATED = [
    ([Segment(0, None, 3)], [(0, DAY, 3)]),
    (rows(1, 2, step=DAY // 2), [(0, DAY // 2, 1), (DAY // 2, DAY, 2)]),
    (rows(4, step=DAY // 2), [(0, DAY // 2, 4), (DAY // 2, DAY, 4)]),
    (rows(1, 2, 3, 4, 5, 6, 7, step=DAY), [(n * DAY, (n + 1) * DAY, n + 1) for n in range(7)]),
    (rows(9, step=WEEK), [(0, WEEK, 9)]),
]


@pytest.mark.parametrize(("given", "whole"), REPEATED)
def test_a_calendar_that_starts_again_is_brought_to_a_day_or_a_week(given, whole):
    assert [(one.start, one.end, one.value) for one in calendars.repeated(given)] == whole


FOLLOW = "the rows do not follow each other from 0 on, each starting where the one before ends."
NO_CALENDAR = [
    (calendars.repeated, [Segment(0, HOUR, 1), Segment(HOUR, None, 2)], "a row without an end stands beside others."),
    (calendars.repeated, [Segment(HOUR, DAY, 1)], FOLLOW),
    (calendars.repeated, [Segment(0, 0, 1)], FOLLOW),
    (calendars.repeated, [Segment(0, HOUR, 1), Segment(2 * HOUR, DAY, 1)], FOLLOW),
    (
        calendars.repeated,
        rows(1, step=5 * DAY),
        "it does not repeat within a day or a week, as calendars and profiles here do.",
    ),
    (
        calendars.repeated,
        rows(1, step=2 * WEEK),
        "it does not repeat within a day or a week, as calendars and profiles here do.",
    ),
    (lambda given: calendars.arrivals(given, DAY), rows(1, -1, step=DAY // 2), "a rate is negative."),
    (
        lambda given: calendars.arrivals(given, DAY),
        rows(1, 2, step=HOUR // 2),
        "a rate changes within an hour; profiles here go from hour to hour.",
    ),
    (calendars.capacities, rows(1, -1, step=DAY // 2), "a capacity is not a whole number of nought or more."),
    (calendars.capacities, rows(1, 1.5, step=DAY // 2), "a capacity is not a whole number of nought or more."),
    (calendars.capacities, rows(1, 2, step=30), "a capacity changes within a minute."),
]


@pytest.mark.parametrize(("made", "given", "said"), NO_CALENDAR)
def test_a_calendar_that_cannot_be_brought_over_is_refused(made, given, said):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        made(given)
    assert str(error.value) == said


ARRIVALS = [
    ([Segment(0, None, 0)], DAY, None),
    ([Segment(0, None, 12)], DAY, {"rate": "12 patients per day"}),
    ([Segment(0, None, 2)], HOUR, {"rate": "48 patients per day"}),
    (
        rows(1, 3, step=DAY // 2),
        HOUR,
        {"rate": "48 patients per day", "profile": {"hour_of_day": [percent(1 / 48)] * 12 + [percent(3 / 48)] * 12}},
    ),
    (
        rows(0, 0, 0, 0, 0, 0, 7, step=DAY),
        DAY,
        {"rate": "1 patients per day", "profile": {"hour_of_week": ["0 %"] * 144 + [percent(1 / 24)] * 24}},
    ),
]


@pytest.mark.parametrize(("given", "per", "made"), ARRIVALS)
def test_rates_become_a_rate_and_a_profile(given, per, made):
    assert calendars.arrivals(given, per) == made


CAPACITIES = [
    ([Segment(0, None, 4)], "4 places", []),
    (rows(4, 4, step=DAY // 2), "4 places", []),
    (
        rows(4, 6, 4, step=DAY // 3),
        "4 places",
        [{"from": "08:00", "to": "16:00", "capacity": "6 places"}],
    ),
    (
        rows(4, 4, 6, 4, 4, 6, 4, step=DAY),
        "4 places",
        [{"days": ["wed", "sat"], "from": "00:00", "to": "24:00", "capacity": "6 places"}],
    ),
    (
        [Segment(0, 20 * HOUR, 4), Segment(20 * HOUR, 30 * HOUR, 0), Segment(30 * HOUR, WEEK, 4)],
        "4 places",
        [
            {"days": ["mon"], "from": "20:00", "to": "24:00", "capacity": "0 places"},
            {"days": ["tue"], "from": "00:00", "to": "06:00", "capacity": "0 places"},
        ],
    ),
]


@pytest.mark.parametrize(("given", "base", "shifts"), CAPACITIES)
def test_capacities_become_a_capacity_and_shifts(given, base, shifts):
    assert calendars.capacities(given) == (base, shifts)


NAMES = [
    ("ward", "ward"),
    (" Acute ward ", "Acute_ward"),
    ("A&E / resus", "A_E_resus"),
    ("2nd ward", "n2nd_ward"),
    ("(closed)", "closed"),
    ("***", "n"),
    ("ward-2_b", "ward-2_b"),
]


@pytest.mark.parametrize(("given", "made"), NAMES)
def test_names_become_such_as_a_pathway_can_hold(given, made):
    names = Names(Path("m.json"))
    assert (names(given), names(given)) == (made, made)


def test_two_names_that_become_one_are_told():
    names = Names(Path("m.json"))
    names("ward 1")
    with pytest.raises(OneplaceError) as error:
        names("ward+1")
    assert str(error.value) == "m.json: I02 'ward+1' and 'ward 1' are too much alike. Rename one."


@pytest.mark.parametrize(("given", "unit"), [("hour", "hours"), ("hours", "hours"), ("year", "years")])
def test_a_unit_of_time_is_said_in_the_plural(given, unit):
    assert unit_of_time(given, Path("m.json")) == unit


@pytest.mark.parametrize("given", ["fortnight", "Hours", "", "s"])
def test_what_is_no_unit_of_time_is_told(given):
    known = "Give one of seconds, minutes, hours, days, weeks, years."
    with pytest.raises(OneplaceError) as error:
        unit_of_time(given, Path("m.json"))
    assert str(error.value) == f"m.json: I03 '{given}' is no unit of time. {known}"


CLOCKS = {
    "seconds": "minutes", "minutes": "minutes", "hours": "hours", "days": "days", "weeks": "days", "years": "days"
}  # fmt: skip


@pytest.mark.parametrize(("unit", "clock"), CLOCKS.items())
def test_results_have_the_nearest_clock(unit, clock):
    assert clock_of(unit) == clock


@pytest.mark.parametrize(
    ("number", "text"),
    [(4, "4 beds"), (1 / 3, "0.333333333333333 beds"), (1e15, "1e+15 beds"), (-2.50, "-2.5 beds")],
)
def test_a_number_keeps_its_figures(number, text):
    assert quantity(number, "beds") == text


@pytest.mark.parametrize(("share", "text"), [(1, "100 %"), (0.29, "29 %"), (1 / 3, "33.33333333333 %"), (0, "0 %")])
def test_a_share_keeps_its_figures(share, text):
    assert percent(share) == text


DATA = {
    "format": "pathway/1", "id": "p", "name": "P", "provenance": "illustrative", "run": "9 days",
    "patients": {"a": {"enters": "x", "arrivals": {"rate": "1 patients per day"}}},
    "places": {"x": {"capacity": "2 beds", "stay": "1 days", "calendar": [{"from": "08:00", "capacity": "3 beds"}]}},
}  # fmt: skip


def test_what_was_brought_over_reads_back_and_keeps_its_notes(tmp_path):
    made = imported(DATA, ["a first note", "and a second"], tmp_path / "m.json")
    assert made.notes == ("a first note", "and a second")
    assert 'from: "08:00"' in made.text
    made.write(tmp_path / "pathways" / "p.yaml")
    written = (tmp_path / "pathways" / "p.yaml").read_text()
    assert written == made.text + "\n# How it was brought over:\n# - a first note\n# - and a second\n"
    assert flow.read(tmp_path / "pathways" / "p.yaml").file == made.pathway.file


def test_what_was_brought_over_without_a_note_has_no_heading(tmp_path):
    imported(DATA, [], tmp_path / "m.json").write(tmp_path / "p.yaml")
    assert "#" not in (tmp_path / "p.yaml").read_text()


def test_a_model_that_makes_no_pathway_is_told_by_its_own_name():
    wrong = DATA | {"run": "0 days"}
    with pytest.raises(OneplaceError) as error:
        imported(wrong, [], Path("m.json"))
    (problem,) = error.value.problems
    assert (problem.path, problem.code, problem.mend) == (Path("m.json"), "I01", "Correct the model.")
    assert problem.message.startswith("makes no pathway: the file: run is nought. Write how long to simulate")
