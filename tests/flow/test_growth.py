"""The beds that will be needed, step by step, each worked out by hand."""

from __future__ import annotations

import csv
import json
import math

import numpy as np
import pytest
from typer.testing import CliRunner

from oneplace import flow
from oneplace.cli import app
from oneplace.flow.network.traffic import arrival_rate
from oneplace.problems import OneplaceError

PEOPLE = "year,age,people\n2025,0 to 64,900\n2025,65 and over,100\n2030,0 to 64,990\n2030,65 and over,150\n"
FILE = """format: pathway/1
id: hospital
name: A hospital
provenance: illustrative
run: 365 days
patients:
  old: {enters: ed, arrivals: {rate: 10 patients per day}}
  other: {enters: ed, arrivals: {rate: 40 patients per day}}
places:
  ed: {capacity: 30 bays, stay: 6 hours, next: {ward: 25 %, home: 75 %}, for: {old: {next: {ward: 100 %}}}}
  ward: {capacity: 120 beds, stay: {shape: exponential, mean: 5 days}, next: {home: 100 %}, delay: {home: 12 hours}}
exits: [home]
growth:
  from: 2025
  to: 2035
  population: people.csv
  patients: {old: {by_age: {65 and over: 80 %, 0 to 64: 20 %}, beyond: 2 % per year}, other: {beyond: -1 % per year}}
  mitigations:
    virtual_ward: {avoids: {old: 10 %}, by: 2030}
    sooner: {shortens: {ward: 20 %}}
  occupancy: {ward: 90 %}
"""


@pytest.fixture
def hospital(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE)

    def make(was="", instead=""):
        assert was in FILE
        return flow.parse(FILE.replace(was, instead), tmp_path / "hospital.yaml")

    return make


def test_each_step_is_as_by_hand(hospital):
    found = flow.beds_needed(hospital(), 2030)
    assert found.steps == ("now", "population", "beyond population", "virtual_ward", "sooner", "room to spare")
    # a day of 10 old and 10 others on the ward, each for 5 days and half a day of delay
    old, other = 10 * (0.8 * 150 / 100 + 0.2 * 990 / 900), 10 * (990 + 150) / (900 + 100)
    grown, fewer = old * 1.02**5, other * 0.99**5
    after = 5 * 0.9 + 0.5  # half of what is reached by 2035
    by_hand = [
        110,
        5.5 * (old + other),
        5.5 * (grown + fewer),
        5.5 * (0.9 * grown + fewer),
        after * (0.9 * grown + fewer),
    ]
    assert found.beds[:, 0] == pytest.approx([*by_hand, by_hand[-1] / 0.9])
    assert np.array_equal(found.lower, found.beds)
    rows = found.rows()
    assert sum(row["change"] for row in rows) == pytest.approx(found.beds[-1, 0])
    assert rows[1] == {
        "year": 2030,
        "place": "ward",
        "step": "population",
        **{key: pytest.approx(by_hand[1]) for key in ("beds", "lower", "upper")},
        "change": pytest.approx(by_hand[1] - 110),
    }


def test_nothing_has_grown_in_the_first_year(hospital):
    found = flow.beds_needed(hospital(), 2025)
    assert found.beds[:, 0] == pytest.approx([110] * 5 + [110 / 0.9])


def test_a_year_can_be_simulated(hospital):
    made = flow.in_year(hospital("5 days}", "5 days (4 to 6)}"), 2030)
    old, other = 10 * (0.8 * 1.5 + 0.2 * 1.1) * 1.02**5 * 0.9, 40 * 1.14 * 0.99**5
    rates = [of.arrivals.rate * 86_400 for of in made.file.patients.values()]
    assert rates == pytest.approx([old, other])
    assert made.file.places["ward"].stay.mean == pytest.approx(5 * 0.9 * 86_400)
    (between,) = made.uncertain
    assert (between.low, between.high) == pytest.approx((3.6, 5.4))
    assert made.file.growth is None
    assert made.scenario == "2030"


@pytest.mark.slow
def test_limits_hold_what_is_not_known(hospital):
    text = "beyond: 2 % per year}, other: {beyond: -1 % per year}"
    found = flow.beds_needed(hospital(text, text.replace("2 % per year", "2 % per year (-1 to 5)")), 2030)
    assert found.lower[:2, 0] == pytest.approx(found.beds[:2, 0])
    low, high = (5.5 * (10 * 1.42 * growth**5 + 11.4 * 0.99**5) for growth in (0.99, 1.05))
    assert found.lower[2, 0] == pytest.approx(low, rel=0.03)
    assert found.upper[2, 0] == pytest.approx(high, rel=0.03)
    wider = flow.beds_needed(hospital("5 days}", "5 days (4 to 6)}"), 2030)
    assert wider.lower[0, 0] == pytest.approx(20 * 4.5, rel=0.03)
    assert wider.upper[0, 0] == pytest.approx(20 * 6.5, rel=0.03)


def test_arrivals_can_grow_while_a_run_lasts(pathway):
    text = """
patients: {a: {enters: s, arrivals: {rate: 40 patients per day, growth: 50 % per year}}}
places: {s: {stay: 1 hour}}
"""
    made = pathway(text, run="730 days")
    expected = 40 * 365.25 * (1.5 ** (730 / 365.25) - 1) / np.log(1.5)
    assert arrival_rate(made.file.patients["a"].arrivals, 730 * 86_400) * 730 * 86_400 == pytest.approx(expected)
    assert flow.simulate(made, replications=2).value("arrivals").mean == pytest.approx(expected, rel=0.01)
    assert flow.solve(made) is None


@pytest.mark.parametrize(
    ("was", "instead", "says"),
    [
        ("to: 2035", "to: 2025", "growth goes from 2025 to 2025. Write a later year in `to`"),
        ("by: 2030", "by: 2036", "virtual_ward is reached in 2036"),
        ("  population: people.csv\n", "", "Add `population`"),
        ("beyond: -1 % per year", "beyond: -1 %", "'-1 %' is no growth"),
        ("beyond: -1 % per year", "beyond: -100 % per year", "leaves nothing"),
        ("beyond: -1 % per year", "beyond: -1 % per year (0 to 2)", "does not hold -1"),
        ("avoids: {old: 10 %}, ", "", "a mitigation does nothing"),
        ("0 to 64: 20 %", "0 to 64: 30 %", "110 %"),
        ("occupancy: {ward: 90 %}", "occupancy: {wards: 90 %}", "there is no place `wards`"),
        ("occupancy: {ward: 90 %}", "occupancy: {ward: 0 %}", "ward is to be empty"),
        ("avoids: {old: 10 %}", "avoids: {young: 10 %}", "there is no class of patients `young`"),
        ("rate: 40 patients per day", "times: [1 hour]", "`other` does not come at a rate"),
        ("stay: {shape: exponential, mean: 5 days}", "stay: {shape: empirical, file: stays.csv}", "is a file"),
    ],
)
def test_what_cannot_be_is_refused(hospital, was, instead, says):
    with pytest.raises(OneplaceError) as refused:
        hospital(was, instead)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("people", "year", "says"),
    [
        (PEOPLE, 2036, "has no growth up to 2036"),
        (PEOPLE, 2031, "does not say how many of `65 and over` there are in 2025 and in 2031"),
        (PEOPLE + "2030,0 to 64,990\n", 2030, "0 to 64 in 2030 is said twice"),
        (PEOPLE + "2030,x,many\n", 2030, "cannot be read as people by year and age"),
        (PEOPLE + "2030,x,-1\n", 2030, "x in 2030 cannot be -1"),
    ],
)
def test_people_that_cannot_be_are_refused(hospital, tmp_path, people, year, says):
    made = hospital()
    (tmp_path / "people.csv").write_text(people)
    with pytest.raises(OneplaceError) as refused:
        flow.beds_needed(made, year)
    assert says in str(refused.value)


def test_people_may_be_told_by_sex_too(hospital, tmp_path):
    halves = [line for row in PEOPLE.splitlines()[1:] for line in (f"f,{row}", f"m,{row}")]
    made = hospital()
    whole = flow.beds_needed(made, 2030).beds
    (tmp_path / "people.csv").write_text("sex,year,age,people\n" + "\n".join(halves))
    assert flow.beds_needed(made, 2030).beds == pytest.approx(whole)


def test_what_is_not_set_is_named(hospital):
    made = hospital("occupancy: {ward: 90 %}", "occupancy: {ward: not_set}")
    assert [problem.code for problem in made.warnings] == ["W76"]
    with pytest.raises(OneplaceError, match=r"`growth.occupancy.ward` is not set"):
        flow.beds_needed(made, 2030)


@pytest.mark.slow
def test_the_command_says_the_steps(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE)
    file, table = tmp_path / "hospital.yaml", tmp_path / "beds.csv"
    text = FILE.replace("avoids: {old: 10 %}", "avoids: {old: 10 % (5 to 20)}")
    file.write_text(text.replace("to: 2035", "to: 2030"))
    found = flow.beds_needed(flow.read(file))
    said = CliRunner().invoke(app, ["growth", str(file)])
    assert said.exit_code == 0
    assert "ward: beds in 2030" in said.output
    assert f"{found.beds[1, 0] - found.beds[0, 0]:+,.1f}" in said.output
    assert f"{found.lower[-1, 0]:,.1f} to {found.upper[-1, 0]:,.1f}" in said.output
    assert f"needs {math.ceil(found.beds[-1, 0])} beds in 2030" in said.output
    assert "there are 120 now" in said.output
    assert json.loads(CliRunner().invoke(app, ["growth", str(file), "--json"]).output) == found.rows()
    (tmp_path / "people.csv").write_text(PEOPLE.replace("2030", "2026"))
    CliRunner().invoke(app, ["growth", str(file), "--year", "2026", "--csv", str(table)], catch_exceptions=False)
    assert {row["year"] for row in csv.DictReader(table.open())} == {"2025", "2026"}
