"""Simulated beside observed: limits, verdicts, what is drawn, and that no small count shows."""

import math

import numpy as np
import pytest

from oneplace import flow
from oneplace.flow.calibration.validation import Beside
from oneplace.problems import OneplaceError

TEXT = """\
format: pathway/1
id: clinic
name: A clinic
provenance: illustrative
start: "2026-01-05"
warm_up: 7 days
run: 28 days
patients: {a: {enters: clinic, arrivals: {rate: 100 patients per day}}}
places: {clinic: {capacity: 20 rooms, stay: {shape: lognormal, mean: 4 hours, cv: 60 %}, next: {out: 90 %, ward: 10 %}}}
exits: [out, ward]
"""
SEEN = {"zone": "UTC", "since": "2026-01-12"}


@pytest.fixture(scope="module")
def log():
    return flow.simulate(flow.parse(TEXT), replications=1, seed=5, log=True).log


@pytest.fixture(scope="module")
def tested(log):
    return flow.validate(flow.parse(TEXT), log, replications=20, **SEEN)


def row(tested, what, where="clinic"):
    return next(one for one in tested.rows if (one.where, one.what) == (where, what))


@pytest.mark.parametrize(
    ("unit", "observed", "simulated", "verdict"),
    [
        ("seconds", 110, 100, "within limits"),
        ("seconds", 124, 120, "close"),
        ("seconds", 130, 100, "off"),
        ("share", 0.21, 0.195, "close"),
        ("share", 0.25, 0.195, "off"),
        ("patients", 0, 0, "within limits"),
    ],
)
def test_verdicts(unit, observed, simulated, verdict):
    lower, upper = (90, 120) if simulated == 100 else (simulated, simulated)
    assert Beside("ed", "x", unit, observed, simulated, lower, upper).verdict == verdict


def test_the_true_pathway_fits(tested):
    assert tested.fits
    assert tested.answer.startswith("The pathway fits what was observed")
    assert "19 of 20" in tested.rule
    assert tested.days == pytest.approx(28, abs=0.05)
    assert row(tested, "stay").observed == pytest.approx(4 * 3600, rel=0.05)
    assert row(tested, "go to ward").simulated == pytest.approx(0.1, abs=0.01)
    for one in tested.rows:
        assert one.lower <= one.simulated <= one.upper


def test_the_measures_are_those_of_the_simulation(tested):
    """Worked out from visits as from the kernel's own counts."""
    result = flow.simulate(flow.parse(TEXT), replications=40, seed=9)
    for what, measure, scale in (
        ("stay", "stay", 3600),
        ("wait", "wait", 3600),
        ("wait p95", "wait p95", 3600),
        ("inside", "inside", 1),
        ("inside p90", "inside p90", 1),
    ):
        value = result.value(measure, "clinic")
        spread = 5 * value.sd * math.sqrt(1 / 20 + 1 / 40) + 0.02 * abs(value.mean)
        assert row(tested, what).simulated / scale == pytest.approx(value.mean, abs=spread)


@pytest.mark.parametrize(
    ("old", "new", "what", "where"),
    [
        ("100 patients", "80 patients", "arrivals of a", ""),
        ("mean: 4 hours", "mean: 3 hours", "stay", "clinic"),
        ("cv: 60 %", "cv: 150 %", "stay p95", "clinic"),
        ("20 rooms", "18 rooms", "inside p95", "clinic"),
        ("out: 90 %, ward: 10 %", "out: 80 %, ward: 20 %", "go to ward", "clinic"),
        ("rate: 100 patients per day", "{R}", "arrivals in other hours", ""),
    ],
)
def test_each_wrong_number_is_found(log, old, new, what, where):
    hours = ", ".join(["2 %"] * 14 + ["7.2 %"] * 10)
    text = TEXT.replace(old, new.replace("{R}", f"rate: 100 patients per day, profile: {{hour_of_day: [{hours}]}}"))
    found = flow.validate(flow.parse(text), log, replications=12, **SEEN)
    assert not found.fits
    assert (where, what) in {(one.where, one.what) for one in found.off}


def test_what_is_drawn(tested):
    weekly, inside, stays = tested.curves
    assert [len(curve.along) for curve in (weekly, inside)] == [168, 168]
    assert weekly.observed.sum() == pytest.approx(700, rel=0.1)
    assert (stays.lower <= stays.simulated).all()
    assert (stays.simulated <= stays.upper).all()
    assert np.abs(stays.observed - stays.simulated).max() < 0.05


def test_the_same_seed_gives_the_same_answer(log, tested):
    assert flow.validate(flow.parse(TEXT), log, replications=20, **SEEN).rows == tested.rows


def test_no_small_count_shows(tmp_path):
    ways = ["out"] * 96 + ["died"] * 3 + ["abroad"]
    lines = ["patient,place,arrived,started,left,to"]
    for i in range(100):
        day, hour = f"2026-03-{1 + i // 4:02}", 3 + i % 20
        seen = "" if i == 5 else f"{day} {hour:02}:0{i % 10}"
        lines.append(f"{i},clinic,{day} {hour:02}:00,{seen},{day} {hour:02}:{10 + i % 50},{ways[i]}")
    (tmp_path / "s.csv").write_text("\n".join(lines))
    text = TEXT.replace("next: {out: 90 %, ward: 10 %}", "next: {out: 96 %, elsewhere: 4 %}").replace(
        "[out, ward]", "[out, elsewhere]"
    )
    found = flow.validate(flow.parse(text), tmp_path / "s.csv", replications=6)
    shown = {one.what: one.observed for one in found.rows}
    assert not {"go to died", "go to abroad", "go to ward"} & set(shown)
    assert "left unseen" not in shown  # one did
    assert len(found.curves[0].along) == 24  # hours of the day: fewer than five came in some hour of the week


def test_a_period_too_short_to_compare(log):
    with pytest.raises(OneplaceError, match="too few spells to compare"):
        flow.validate(flow.parse(TEXT), log, zone="UTC", since="2026-02-08 23:00")
    with pytest.raises(ValueError, match="at least 5 replications"):
        flow.validate(flow.parse(TEXT), log, replications=2, **SEEN)


def test_names_that_the_pathway_does_not_have(log):
    with pytest.raises(OneplaceError, match="`clinic` is no place of"):
        flow.validate(
            flow.parse(TEXT.replace("clinic: {cap", "rooms: {cap").replace("enters: clinic", "enters: rooms")), log
        )
