"""How queues and beds go over time: the shares of runs, by hand; within what can be; drawn and as a file."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from oneplace import charts, flow
from oneplace.cli import app
from oneplace.flow.network.timeline import DAY, HOUR
from oneplace.flow.simulation.fans import by_step, step_of
from oneplace.problems import OneplaceError

# one bed; two come at 0 and stay 12 hours each: the second waits until noon, and all is over at midnight
FILE = """format: pathway/1
id: p
name: Two people
provenance: illustrative
run: 2 days
patients: {a: {enters: x, arrivals: {times: [0 hours, 0 hours]}}}
places: {x: {name: The bed, capacity: 1 bed, stay: 12 hours, next: {y: 100 %}}, y: {stay: 6 hours}}
"""


@pytest.fixture(scope="module")
def result():
    return flow.simulate(flow.parse(FILE), replications=4)


def test_a_step_holds_the_mean_of_its_moments(result):
    """A moment is looked at just before what happens at it."""
    taken, waiting = result.fan("x", "occupancy"), result.fan("x", "waiting")
    assert taken.step == pytest.approx(1 / 24)
    assert taken.days == pytest.approx(np.arange(48) / 24)
    for of, hours in ((taken, 24), (waiting, 12)):
        assert (of.values == np.array([0.0] + [1.0] * hours + [0.0] * (47 - hours))).all()
    assert (taken.room, waiting.room, result.fan("x", "inside").room) == (1, None, 1)
    assert result.fan("y", "inside").room is None
    assert result.longest_queue == "x"
    assert taken.rows()[24] == {"place": "x", "over": "occupancy", "day": 1.0} | dict.fromkeys(
        ("p5", "p25", "p50", "p75", "p95"), 1.0
    )


def test_the_warm_up_is_left_out_and_a_step_that_is_cut_off_too():
    hours = np.arange(24 * 10 + 1)  # the number inside is the hour
    sampled = np.stack([hours, 10 * hours], axis=1)[:, :, None].astype(np.int32)
    means = by_step(sampled, HOUR, 24 * HOUR, 8.5 * DAY)
    assert step_of(8.5 * DAY) == DAY
    assert means[:, 0, 0] == pytest.approx([24 + 24 * day + 11.5 for day in range(8)])
    assert means[:, 1, 0] == pytest.approx(10 * means[:, 0, 0])
    assert len(by_step(sampled, HOUR, 0.0, 0.5 * HOUR)) == 1


@pytest.mark.parametrize(
    ("days", "step"), [(5, HOUR), (5.1, DAY), (120, DAY), (121, 7 * DAY), (840, 7 * DAY), (841, 28 * DAY)]
)
def test_a_longer_run_has_longer_steps(days, step):
    assert step_of(days * DAY) == step


@pytest.mark.slow
@given(st.integers(1, 4), st.integers(1, 60), st.integers(0, 10**6))
def test_no_share_leaves_what_can_be(beds, rate, seed):
    text = FILE.replace("capacity: 1 bed", f"capacity: {beds} beds, queue: 3 patients")
    text = text.replace("times: [0 hours, 0 hours]", f"rate: {rate} patients per day")
    made = flow.simulate(flow.parse(text), replications=3, seed=seed)
    taken, waiting = made.fan("x", "occupancy").values, made.fan("x", "waiting").values
    assert (taken >= 0).all()
    assert (taken <= 1).all()
    assert (waiting >= 0).all()
    assert (waiting <= 3).all()
    assert (np.diff(taken, axis=0) >= 0).all()


def test_what_is_no_share_or_no_place_is_refused(result):
    with pytest.raises(OneplaceError, match="no fixed number of beds at y"):
        result.fan("y", "occupancy")
    calendar = FILE.replace("stay: 12", "calendar: [{from: '08:00', to: '18:00', capacity: 2 beds}], stay: 12")
    with pytest.raises(OneplaceError, match="no fixed number of beds at x"):
        flow.simulate(flow.parse(calendar), replications=1).fan("x", "occupancy")
    ruled = FILE + "when: {full: {if: places.x.waiting > 1 patient, set: {places.x.capacity: 2 beds}}}\n"
    with pytest.raises(OneplaceError, match="no fixed number of beds at x"):
        flow.simulate(flow.parse(ruled), replications=1).fan("x", "occupancy")
    with pytest.raises(OneplaceError, match="has no place z"):
        result.fan("z", "waiting")
    with pytest.raises(OneplaceError, match=r"nothing called x\.speed"):
        flow.fan_asked(result, "x.speed")
    assert flow.fan_asked(result, None).over == "waiting"


def test_the_chart_says_in_words_what_it_draws(result):
    chart = flow.fan_chart(result, flow.fan_asked(result, "x.occupancy"), "fan")
    assert chart.title == "Share of the beds of The bed that are taken"
    assert chart.subtitle == "4 runs, each number a mean over an hour"
    assert "At the end 0% in the middle of the runs, from 0% to 0% in nine of ten." in chart.alt
    assert "highest on day 0, at 100%" in chart.alt
    assert ">Illustrative figures</text>" in chart.svg
    assert ">100%</text>" in chart.svg
    queue = flow.fan_chart(result, flow.fan_asked(result, "x.waiting"), "fan")
    assert "%</text>" not in queue.svg


def test_steps_begin_where_the_last_one_ended():
    rows = [{"label": "Now", "value": 100.0, "change": 0.0}, {"label": "More", "value": 150.0, "change": 50.0}]
    rows.append({"label": "Less", "value": 130.0, "change": -20.0})
    chart = charts.steps("s", rows, end="Needed", title="Beds", alt_text="Beds", limit=("There are", 120.0))
    for text in ("100", "+50", "−20", "130", "Needed", "There are: 120"):
        assert f">{text}</text>" in chart.svg


def test_the_command_line_draws_and_writes_them(tmp_path):
    (tmp_path / "p.yaml").write_text(FILE)

    def asked(*options):
        return CliRunner().invoke(app, ["flow", str(tmp_path / "p.yaml"), "--replications", "2", *options])

    assert asked("--chart", str(tmp_path / "q.svg")).exit_code == 0
    assert "People waiting for The bed" in (tmp_path / "q.svg").read_text()
    assert asked("--chart", str(tmp_path / "q.csv"), "--of", "x.occupancy").exit_code == 0
    with (tmp_path / "q.csv").open() as file:
        assert [float(row["p50"]) for row in csv.DictReader(file)] == [0.0] + [1.0] * 24 + [0.0] * 23
    wrong = asked("--chart", str(tmp_path / "q.pdf"))
    assert wrong.exit_code == 1
    assert "is neither .svg" in str(wrong.exception)
    assert asked("--chart", str(tmp_path / "q.svg"), "--compare").exit_code == 2
