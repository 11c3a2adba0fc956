"""Arrivals at the times at which patients came: replayed exactly, and told where they end before the run."""

import pytest

from oneplace import flow
from oneplace.problems import OneplaceError

TEXT = """\
format: pathway/1
id: p
name: A pathway
provenance: illustrative
start: "2026-03-28"
run: 3 days
patients: {a: {enters: s, arrivals: {observed: series/came.csv}}}
places: {s: {capacity: unlimited, stay: 1 hour}}
"""
CAME = "arrived\n2026-03-28 00:00\n2026-03-27 23:59:59\n2026-03-30T12:30:00.500\n2026-03-29 01:30\n2026-03-31\n"


@pytest.fixture
def pathway(tmp_path):
    def make(came=CAME, text=TEXT):
        (tmp_path / "series").mkdir(exist_ok=True)
        if came is not None:
            (tmp_path / "series" / "came.csv").write_text(came)
        return flow.parse(text, tmp_path / "p.yaml")

    return make


def test_patients_come_when_they_came(pathway):
    made = pathway()
    assert made.warnings == ()
    log = flow.simulate(made, replications=1, log=True).log
    assert log["came"].to_pylist() == pytest.approx([0, 25.5, 60.5 + 0.5 / 3600])  # within the run, in order
    assert flow.simulate(made, replications=3).value("arrivals").sd == 0


def test_the_warm_up_comes_first(pathway):
    made = pathway(text=TEXT.replace("run: 3 days", "warm_up: 1 day\nrun: 2 days"))
    assert flow.simulate(made, replications=1).value("arrivals").mean == 2


def test_a_scenario_may_move_the_start(pathway):
    moved = flow.apply(pathway(), {"start": "2026-03-27"})
    assert flow.simulate(moved, replications=1).value("arrivals").mean == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [(CAME, "covers days 0 to 3 of the 90 days"), ("arrived\n2020-01-01\n", "covers none of the 90 days")],
)
def test_a_run_longer_than_what_was_observed_is_told(pathway, text, words):
    (problem,) = [p for p in pathway(text, TEXT.replace("3 days", "90 days")).warnings if p.code == "W60"]
    assert words in problem.message
    assert (problem.line, problem.severity) == (7, "warning")


def test_a_start_is_needed(pathway):
    with pytest.raises(OneplaceError, match="observed arrivals need a `start`"):
        pathway(text=TEXT.replace('start: "2026-03-28"\n', ""))


@pytest.mark.parametrize(
    ("came", "words"),
    [
        (None, r"came\.csv: E73 cannot be read"),
        ("", "has no column `arrived`"),
        ("came\n2026-03-28\n", "has no column `arrived`"),
        ("arrived\n2026-03-28\n\n28/03/2026\n", r"came\.csv:4: E73 holds '28/03/2026', which is no time"),
        ("number,arrived\n1,2026-03-28\n2\n", r"came\.csv:3: E73 holds '2', which is no time"),
    ],
)
def test_times_that_cannot_be_read(pathway, came, words):
    with pytest.raises(OneplaceError, match=words):
        pathway(came)


@pytest.mark.parametrize("other", ["rate: 3 patients per day", "profile: series/came.csv"])
def test_it_stands_alone(pathway, other):
    with pytest.raises(OneplaceError, match=r"arrivals have 2 of|a profile does not go with observed"):
        pathway(text=TEXT.replace("{observed:", f"{{{other}, observed:"))
