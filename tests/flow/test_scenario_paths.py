"""Scenarios by path: what they may set, and where one that leads nowhere is told; observed arrivals that end early."""

import pytest

from oneplace import flow
from oneplace.problems import OneplaceError

TEXT = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 10 days
patients: {a: {enters: x, arrivals: {rate: 1 patient per day}}}
places: {x: {capacity: 4 beds, stay: {shape: exponential, mean: 1 day}}}
scenarios:
  more: {set: {places.x.capacity: 6 beds}}
  tried: {set: {PATH: VALUE}}
"""
PATHWAY = flow.parse(TEXT)

SET = [
    ({"places.x.capacity": "9 beds"}, lambda of: of.places["x"].capacity, 9),
    ({"places.x.queue": "0 patients"}, lambda of: of.places["x"].queue, 0),
    ({"places.x.stay.mean": "2 hours"}, lambda of: of.places["x"].stay.mean, 7200),
    ({"places.x.stay": "2 hours"}, lambda of: of.places["x"].stay.value, 7200),
    ({"patients.a.arrivals.rate": "86400 patients per day"}, lambda of: of.patients["a"].arrivals.rate, 1),
    ({"run": "1 hour", "warm_up": "1 minute"}, lambda of: (of.run, of.warm_up), (3600, 60)),
]


@pytest.mark.parametrize(("changes", "read", "value"), SET)
def test_a_quantity_is_set_by_its_path(changes, read, value):
    made = flow.apply(PATHWAY, changes)
    assert read(made.file) == value
    assert made.scenario == ", ".join(f"{key}: {said}" for key, said in changes.items())
    assert read(PATHWAY.file) != value  # the pathway itself stays as it was


def test_a_scenario_of_the_file_goes_by_its_name_and_none_is_the_pathway_itself():
    made = flow.apply(PATHWAY, "more")
    assert (made.scenario, made.file.places["x"].capacity) == ("more", 6)
    assert flow.apply(PATHWAY, None) is PATHWAY


NOWHERE = [
    ("places.q.capacity", "6 beds", "E68", "`places.q.capacity`: there is no `q` here.", "Here there is x."),
    ("wards.x", "6 beds", "E68", "`wards.x`: there is no `wards` here.",
     "Here there is format, id, name, provenance, run, patients, places, scenarios."),
    ("run.days", "6 days", "E68", "`run.days` leads nowhere.", "Name a key of the file."),
    ("run.days.more", "6", "E68", "`run.days.more`: there is no `days` here.",
     "Here there is nothing: it is a single value."),
    ("places.x.capacity", "6", "T03", "with tried: capacity: '6' is not a number with a unit.",
     "Write it as `5 days`, `16 %` or `430 beds`."),
    ("places.x.beds", "6 beds", "T01", "with tried: the key `beds` is not known here.", None),
    ("patients.a.enters", "z", "E61", "with tried: there is no place `z`.", "There is: x."),
    ("run", "0 days", "T03", "with tried: the file: run is nought.",
     "Write how long to simulate, such as `run: 365 days`."),
]  # fmt: skip


@pytest.mark.parametrize("case", NOWHERE)
def test_a_path_that_leads_nowhere_is_told_at_the_scenario(case):
    path, value, code, message, mend = case
    text = TEXT.replace("PATH", path).replace("VALUE", f'"{value}"')
    with pytest.raises(OneplaceError) as error:
        flow.apply(flow.parse(text), "tried")
    (problem,) = error.value.problems
    assert (problem.line, problem.code, problem.message) == (10, code, message)
    assert mend in (None, problem.mend)


def test_a_path_that_was_typed_has_no_line():
    with pytest.raises(OneplaceError) as error:
        flow.apply(PATHWAY, {"places.q.capacity": "6 beds"})
    (problem,) = error.value.problems
    assert problem.message == "`places.q.capacity`: there is no `q` here."


def test_a_scenario_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(OneplaceError) as error:
        flow.apply(PATHWAY, "less")
    assert str(error.value) == "pathway.yaml: has no scenario 'less'. Its scenarios are: more, tried."
    bare = flow.parse(TEXT[: TEXT.index("scenarios:")])
    with pytest.raises(OneplaceError) as error:
        flow.apply(bare, "less")
    assert str(error.value) == "pathway.yaml: has no scenario 'less'. Its scenarios are: none."


OBSERVED = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
start: "2026-03-01"
run: 10 days
patients: {a: {enters: s, arrivals: {observed: came.csv}}}
places: {s: {stay: 1 hour}}
"""
FEW = "Shorten `run` or `warm_up`, move `start`, or give a rate."
SAID = "what was observed of `a` covers {} of the 10 days of the run: nobody comes on the others."


def came(*days):
    """Times on these days of the run, from 0."""
    return "".join(["arrived\n", *(f"2026-03-{int(day) + 1:02} {int(day % 1 * 24):02}:00\n" for day in days)])


COVERED = [  # days of arrivals, and what is said
    ([n / 4 for n in range(40)], []),
    ([n / 4 for n in range(36)], [SAID.format("days 0 to 9")]),
    ([n / 4 for n in range(5, 40)], [SAID.format("days 1 to 10")]),
    ([n / 4 for n in range(4, 40)], []),  # a day without anybody is no gap yet
    ([0, 5, 9], []),  # so few that chance alone may make such gaps
    ([5], [SAID.format("days 5 to 5")]),
    ([], [SAID.format("none")]),
    ([20], [SAID.format("none")]),
]


@pytest.mark.parametrize(("days", "said"), COVERED)
def test_observed_arrivals_that_do_not_cover_the_run_are_told(tmp_path, days, said):
    (tmp_path / "came.csv").write_text(came(*days))
    found = [p for p in flow.parse(OBSERVED, tmp_path / "p.yaml").warnings if p.code == "W60"]
    assert [(p.line, p.column, p.message, p.mend) for p in found] == [(7, 37, message, FEW) for message in said]


TIMES = (
    "Write the column `arrived`, a line a patient, such as 2026-03-31 14:05; `oneplace calibrate` writes such files."
)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "has no column `arrived`."),
        ("came\n2026-03-01\n", 1, "has no column `arrived`."),
        ("arrived\n2026-03-01\nsoon\n", 3, "holds 'soon', which is no time."),
        ("arrived\n2026-03-01\n\n2026-13-01\n", 4, "holds '2026-13-01', which is no time."),
        ("n,arrived\n1,2026-03-01\n2\n", 3, "holds '2', which is no time."),
    ],
)
def test_times_that_are_none_are_told_at_their_line(tmp_path, text, line, said):
    (tmp_path / "came.csv").write_text(text)
    with pytest.raises(OneplaceError) as error:
        flow.parse(OBSERVED, tmp_path / "p.yaml")
    (problem,) = error.value.problems
    assert (problem.path, problem.line, problem.code) == (tmp_path / "came.csv", line, "E73")
    assert (problem.message, problem.mend) == (said, TIMES)


def test_observed_arrivals_need_a_first_day():
    with pytest.raises(OneplaceError) as error:
        flow.parse(OBSERVED.replace('start: "2026-03-01"\n', ""))
    (problem,) = error.value.problems
    assert (problem.line, problem.column, problem.code) == (6, 37, "E73")
    assert problem.message == "observed arrivals need a `start`."
    assert problem.mend == 'Say on which day the run starts: `start: "2026-04-01"`.'
