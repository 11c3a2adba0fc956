"""Everything wrong in a pathway file is told in words, with its line and how to mend it."""

import pytest
from tests.flow.good import GOOD

from oneplace import flow
from oneplace.problems import OneplaceError, Severity


def test_the_good_file_is_good():
    assert flow.parse(GOOD).warnings == ()


BAD = [
    ("stay: 2 hours", "stay: 2", 22, "2 has no unit"),
    ("stay: 2 hours", "stay: -2 hours", 22, "is negative"),
    ("stay: 2 hours", "stay: 2 beds", 22, "is not a length of time"),
    ("stay: 2 hours", "stay: {shape: exponential, mean: 1 hour, cv: 20 %}", 22, "does not go with cv, mean"),
    ("stay: 2 hours", "stay: {shape: exponental, mean: 1 hour}", 22, "is not one of"),
    ("stay: 2 hours", "stay: {shape: exponential, mean: 0 hours}", 22, "the mean is nought"),
    ("stay: 2 hours", "stay: {shape: uniform, from: 3 hours, to: 1 hour}", 22, "out of order"),
    ("stay: 2 hours, ", "", 22, "stay is missing"),
    ("capacity: 4 beds", "capacity: 4.5 beds", 18, "is not a whole number"),
    ("capacity: 4 beds", "capacity: 10 %", 18, "is not a number of things"),
    ("capacity: 4 beds", "capacity: many", 18, "is not a number with a unit"),
    ("capacity: 4 beds", "capactiy: 4 beds", 18, "the key `capactiy` is not known here"),
    ("rate: 2 patients per hour", "rate: 2 patients", 9, "is not a rate"),
    ("rate: 2 patients per hour", "rate: -2 patients per hour", 9, "is negative"),
    ("rate: 2 patients per hour", "rate: 2 patients per hour, every: 3 hours", 9, "have 2 of rate"),
    ("rate: 2 patients per hour", "rate: 2 patients per hour, profile: {day_of_week: [50 %, 50 %]}", 9, "has 2 shares"),
    ("next: {y: 50 %, out: 50 %}", "next: {y: 50 %, out: 40 %}", 21, "make 90 %, not 100 %"),
    ("next: {y: 50 %, out: 50 %}", "next: {z: 50 %, out: 50 %}", 21, "there is no place or exit `z`"),
    ("next: {y: 50 %, out: 50 %}", "next: {x: 100 %}", 8, "never gets out"),
    ("    enters: x\n    arrivals: {rate", "    enters: z\n    arrivals: {rate", 8, "there is no place `z`"),
    ("priority: [a, b]", "priority: [a, c]", 13, "there is no class of patients `c`"),
    ("uses: {nurse: 1 nurse}", "uses: {doctor: 1 doctor}", 22, "there is no pool `doctor`"),
    ("if: places.x.waiting > 3 patients", "if: places.x.wating > 3", 25, "is not a condition"),
    ("{places.x.capacity: 6 beds}", "{places.q.capacity: 6 beds}", 25, "cannot be set by a rule"),
    ("costs: {places.x: 10 GBP per bed-day}", "costs: {places.q: 10 GBP per bed-day}", 26, "there is no `places.q`"),
    ("costs: {places.x: 10 GBP per bed-day}", "costs: {places.x: 10}", 26, "has no unit"),
    ("run: 10 days", "run: 0 days", 1, "run is nought"),
    ("run: 10 days", 'run: 10 days\nstart: "2026-02-30"', 6, "start '2026-02-30' is not a day of the calendar"),
    ("run: 10 days", 'run: 10 days\nstart: "01/02/2026"', 6, "start '01/02/2026' is not a day of the calendar"),
    ("run: 10 days", "run: 10 days\nstart: 2026-01-05T08:00", 6, "is not a day of the calendar"),
    (
        "queue: 5 patients",
        'queue: 5 patients\n    calendar: [{from: "9", to: "24:30", capacity: 1 bed}]',
        20,
        "'9' is no time of day",
    ),
    (
        "queue: 5 patients",
        'queue: 5 patients\n    calendar: [{from: "09:00", to: "24:30", capacity: 1 bed}]',
        20,
        "'24:30' is no time",
    ),
    ("queue: 5 patients", "queue: 5 patients\n    start: 9 patients", 20, "9 do not fit into 4"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), BAD)
def test_a_mistake_is_told_at_its_line(old, new, line, message):
    assert GOOD.count(old) == 1
    with pytest.raises(OneplaceError) as error:
        flow.parse(GOOD.replace(old, new))
    problem = next(p for p in error.value.problems if message in p.message)
    assert problem.line == line, problem
    assert problem.mend


def test_a_mapping_with_a_mistake_is_not_also_told_to_be_no_text():
    with pytest.raises(OneplaceError) as error:
        flow.parse(GOOD.replace("rate: 2 patients per hour", "rate: 2 patients per hour, profile: {month: [8 %]}"))
    (problem,) = error.value.problems
    assert "the key `month` is not known here" in problem.message


def test_a_mistake_in_a_scenario_is_told_by_the_check(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(GOOD.replace("places.x.capacity: 5 beds", "places.q.capacity: 5 beds"))
    (problem,) = flow.check(path)
    assert (problem.line, problem.column > 0) == (28, True)
    assert "there is no `q` here" in problem.message
    path.write_text(GOOD.replace("places.x.capacity: 5 beds", "places.x.stay.mean: 5 beds"))
    (problem,) = flow.check(path)
    assert "is not a length of time" in problem.message


def test_a_scenario_that_is_not_there():
    with pytest.raises(OneplaceError, match=r"no scenario 'less'.*Its scenarios are: more"):
        flow.simulate(flow.parse(GOOD), scenario="less")


def test_a_file_that_is_not_there(tmp_path):
    (problem,) = flow.check(tmp_path / "none.yaml")
    assert "does not exist" in problem.message


def warnings(text):
    return {p.code for p in flow.parse(text).warnings if p.severity is Severity.WARNING}


def test_a_queue_that_grows_without_end_is_foreseen():
    assert warnings(GOOD.replace("queue: 5 patients", "queue: unlimited").replace("rate: 2 p", "rate: 9 p")) == {"W70"}


def test_a_place_that_nobody_comes_to_is_named():
    text = GOOD.replace("exits: [out]", "  z: {capacity: 1 bed, stay: 1 hour}\nexits: [out]")
    assert warnings(text) == {"W72"}


def test_a_run_of_far_too_many_patients_is_refused_at_once():
    text = GOOD.replace("rate: 2 patients per hour", "rate: 2000000000 patients per day")
    with pytest.raises(OneplaceError, match="more than the 200,000,000"):
        flow.simulate(flow.parse(text))


def test_a_queue_that_grows_too_long_stops_the_run(monkeypatch):
    from oneplace.flow.simulation import replications

    monkeypatch.setattr(replications, "MOST_INSIDE", 4000)
    text = GOOD.replace("queue: 5 patients", "queue: unlimited").replace("rate: 2 p", "rate: 90 p")
    with pytest.raises(OneplaceError, match="a queue grows without end"):
        flow.simulate(flow.parse(text), replications=1)


def test_files_that_a_pathway_names(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(GOOD.replace("stay: 2 hours", "stay: {shape: empirical, file: stays.csv}"))
    with pytest.raises(OneplaceError, match="cannot be read"):
        flow.simulate(flow.read(path), replications=1)
    (tmp_path / "stays.csv").write_text("hours\n2\n-1\n")
    with pytest.raises(OneplaceError, match=r"stays.csv:3: holds -1"):
        flow.simulate(flow.read(path), replications=1)
    (tmp_path / "stays.csv").write_text("hours\n2\n4\n")
    made = flow.simulate(flow.read(path), replications=3)
    assert made.value("time in place", "y").mean > 2


def test_who_comes_without_any_time_between_is_refused():
    for every in (
        "0 hours",
        "{shape: empirical, values: [0 hours, 0 hours]}",
        "{shape: uniform, from: 0 hours, to: 0 hours}",
    ):
        with pytest.raises(OneplaceError, match="`b` would come without end"):
            flow.parse(GOOD.replace("every: 3 hours", f"every: {every}"))


def test_gaps_of_any_shape_count_towards_the_patients_of_a_run():
    text = GOOD.replace("every: 3 hours", "every: {shape: uniform, from: 0 seconds, to: 0.001 seconds}")
    with pytest.raises(OneplaceError, match="more than the 200,000,000"):
        flow.simulate(flow.parse(text))


POOLED = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 10 days
patients: {a: {enters: x, arrivals: {rate: 2 patients per hour}}}
places: {x: {stay: 1 hour, uses: {nurse: 1 nurse}}}
pools: {nurse: {number: 2 nurses}}
"""


def test_a_pool_with_too_few_is_foreseen():
    (problem,) = flow.parse(POOLED).warnings
    assert (problem.code, problem.line) == ("W70", 8)
    assert "`nurse` needs 2.0 on average but has 2" in problem.message
    assert warnings(POOLED.replace("2 nurses", "3 nurses")) == set()
    assert (
        warnings(POOLED.replace("stay: 1 hour,", "queue: 4 patients, stay: 1 hour,")) == set()
    )  # who finds it full is lost


def test_a_week_with_too_little_is_foreseen():
    night = '2 nurses, calendar: [{{from: "08:00", to: "20:00", number: {} nurses}}]'
    text = POOLED.replace("2 nurses", night.format(3).replace("2 nurses", "0 nurses"))
    (problem,) = flow.parse(text).warnings
    assert problem.code == "W77"
    assert "needs 2.0 on average but has 1.5 over its week" in problem.message
    assert warnings(text.replace("number: 3", "number: 5")) == set()
    assert warnings(text.replace("number: 3", "number: 2")) == {"W70"}


CIRCLES = [
    "leave: {patience: 0 hours, to: x}",
    "leave: {patience: 0 hours, to: x}, for: {b: {worsens: {after: 0 hours, to: a}}}",
    "for: {a: {worsens: {after: 0 hours, to: b}}, b: {worsens: {after: 0 hours, to: a}}}",
]


@pytest.mark.slow
@pytest.mark.parametrize("circle", CIRCLES)
def test_what_happens_for_ever_at_one_instant_is_stopped(circle):
    text = GOOD.replace("capacity: 4 beds", "capacity: 0 beds").replace(
        "queue: 5 patients\n", f"queue: 5 patients\n    {circle}\n".replace(", for:", "\n    for:")
    )
    with pytest.raises(OneplaceError, match="again and again at one instant"):
        flow.simulate(
            flow.parse(text.replace("{places.x.capacity: 6 beds}", "{pools.nurse.number: 6 nurses}")), replications=1
        )


def test_a_forecast_of_far_too_many_patients_is_refused_at_once(tmp_path):
    (tmp_path / "forecasts").mkdir()
    days = "".join(f"2026-01-{day:02d},1e9,1e4\n" for day in range(5, 16))
    (tmp_path / "forecasts" / "calls.csv").write_text(f"date,mean,sd\n{days}")
    text = GOOD.replace("rate: 2 patients per hour", "forecast: calls")
    with pytest.raises(OneplaceError, match=r"about 10,000,000,\d{3} patients in one run"):
        flow.simulate(flow.parse(text, tmp_path / "p.yaml"))
