"""A pathway is simulated, calibrated on its visits and found again; what is written reads back and keeps the rest."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import flow
from oneplace.flow.calibration.measures import frames
from oneplace.flow.calibration.quantities import percent
from oneplace.flow.file.quantity import share
from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow

TRUTH = """\
format: pathway/1
id: small
name: A small hospital
provenance: illustrative
source: made up
clock: hours
start: "2026-01-05"
warm_up: 20 days
run: 100 days   # a season
patients:
  walk_in:
    enters: ed
    arrivals:
      rate: 60 patients per day
      profile: {hour_of_day: [2 %, 2 %, 2 %, 2 %, 2 %, 2 %, 2 %, 2 %, 6 %, 6 %, 6 %, 6 %, 6 %, 6 %, 6 %, 6 %,
                              5 %, 5 %, 5 %, 5 %, 4 %, 4 %, 4 %, 4 %]}
    deprivation: [40 %, 30 %, 15 %, 10 %, 5 %]
  ambulance:
    enters: ed
    arrivals: {rate: 30 patients per day}
places:
  ed:
    name: Emergency department
    capacity: 16 cubicles   # counted in March
    stay: {shape: gamma, mean: 3 hours, cv: 70 %}
    next: {ward: 20 %, discharged: 80 %}
    leave: {patience: {shape: exponential, mean: 3 hours}, to: left_unseen}
    for:
      ambulance: {stay: {shape: gamma, mean: 5 hours, cv: 50 %}, next: {ward: 50 %, discharged: 50 %}}
  ward:
    capacity: 150 beds
    stay: {shape: lognormal, mean: 3 days, cv: 120 %}
    next: {home: 90 %, care_home: 10 %}
    delay: {care_home: {shape: exponential, mean: 2 days}}
exits: [discharged, left_unseen, home, care_home]
costs: {places.ward: 400 GBP per bed-day}
scenarios: {more: {set: {places.ed.capacity: 20 cubicles}}}
"""
WRONG = (
    TRUTH.replace("60 patients", "50 patients")
    .replace("mean: 3 hours, cv: 70 %", "mean: 2 hours, cv: 30 %")
    .replace("mean: 3 days, cv: 120 %", "mean: 2 days, cv: 100 %")
    .replace("home: 90 %, care_home: 10 %", "home: 70 %, care_home: 30 %")
)
SEEN = {"zone": "UTC", "since": "2026-01-25"}


@pytest.fixture(scope="module")
def log():
    return flow.simulate(flow.parse(TRUTH), replications=1, seed=3, log=True).log


@pytest.fixture(scope="module")
def made(log):
    return flow.calibrate(log, **SEEN)


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "pathways" / "small.yaml"
    path.parent.mkdir()
    path.write_text(WRONG)
    return path


def best(fitted, shape):
    return next(one for one in fitted.candidates if one.shape == shape)


def near(value, truth, error):
    assert abs(value - truth) <= 4 * error, (value, truth, error)


def test_what_went_in_comes_out(made):
    """Every number within four standard errors of what the visits were drawn from."""
    rates = {fit.cls: fit for fit in made.arrivals}
    near(rates["walk_in"].rate, 60, rates["walk_in"].rate_se)
    near(rates["ambulance"].rate, 30, rates["ambulance"].rate_se)
    assert set(rates["walk_in"].profile) == {"hour_of_day"}
    assert not rates["ambulance"].profile
    ed, ward = made.place("ed"), made.place("ward")
    assert set(ed.stays) == {"walk_in", "ambulance"}
    for cls, mean, cv in (("walk_in", 3, 0.7), ("ambulance", 5, 0.5)):
        assert ed.stays[cls].chosen.shape == "gamma"
        near(ed.stays[cls].chosen.mean / 3600, mean, ed.stays[cls].chosen.mean_se / 3600)
        near(ed.stays[cls].chosen.cv, cv, ed.stays[cls].chosen.cv_se)
    near(ed.ways_of["walk_in"].shares["ward"], 0.2, ed.ways_of["walk_in"].standard_error("ward"))
    near(ed.ways_of["ambulance"].shares["ward"], 0.5, ed.ways_of["ambulance"].standard_error("ward"))
    assert ward.stays == ward.ways_of == {}
    assert ward.stay.chosen.shape == "lognormal"
    near(ward.stay.chosen.mean / 86_400, 3, ward.stay.chosen.mean_se / 86_400)
    near(ward.stay.chosen.cv, 1.2, ward.stay.chosen.cv_se)
    near(ward.ways.shares["care_home"], 0.1, ward.ways.standard_error("care_home"))
    delay = best(ward.delays["care_home"], "exponential")
    assert set(ward.delays) == {"care_home"}
    near(delay.mean / 86_400, 2, delay.mean_se / 86_400)
    patience = best(ed.leaving.patience, "exponential")
    assert ed.leaving.to == "left_unseen"
    near(patience.mean / 3600, 3, patience.mean_se / 3600)
    shares = np.array(made.deprivation["walk_in"]) / sum(made.deprivation["walk_in"])
    assert shares == pytest.approx([0.4, 0.3, 0.15, 0.1, 0.05], abs=0.03)


def test_a_new_pathway_reads_back_without_a_warning(made, tmp_path):
    written = flow.write_calibration(made, tmp_path / "pathways" / "new.yaml")
    assert flow.check(written.path) == []
    read = flow.read(written.path)
    assert (read.file.provenance, read.id) == ("local", "new")
    assert read.file.source == "Fitted to spells from 25 January 2026 to 4 May 2026 (spells)."
    assert set(read.places) == {"ed", "ward"}
    assert read.file.places["ed"].capacity is None
    assert "that is not its capacity" in read.file.places["ed"].note
    assert read.at("ed", "ambulance").stay.shape == "gamma"
    assert sum(read.at("ed", "walk_in").next.values()) == pytest.approx(1, abs=1e-12)
    assert flow.simulate(read, replications=2, scenario={"run": "7 days"}).value("arrivals").mean > 0


def test_the_same_spells_give_the_same_bytes(log, made, tmp_path):
    paths = [tmp_path / name / "new.yaml" for name in "ab"]
    for path, of in zip(paths, (made, flow.calibrate(log, **SEEN)), strict=True):
        flow.write_calibration(of, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_order_of_the_rows_changes_nothing(log, made, tmp_path):
    shuffled = log.take(np.random.default_rng(1).permutation(len(log)))
    for name, of in (("a", made), ("b", flow.calibrate(shuffled, **SEEN))):
        flow.write_calibration(of, tmp_path / name / "new.yaml")
    assert (tmp_path / "a" / "new.yaml").read_bytes() == (tmp_path / "b" / "new.yaml").read_bytes()


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=168).filter(any), st.integers(0, 4))
def test_written_shares_make_exactly_a_whole(weights, decimals):
    shares = [share(text) for text in percent(np.array(weights), decimals)]
    assert sum(shares) == pytest.approx(1, abs=1e-12)
    assert np.abs(np.array(shares) - np.array(weights) / sum(weights)).max() <= 10.0 ** -(2 + decimals) + 1e-9


def test_renewing_a_pathway_keeps_the_rest_of_it(log, wrong):
    written = flow.write_calibration(flow.calibrate(log, wrong, **SEEN), wrong)
    text = wrong.read_text()
    for kept in (
        "run: 100 days   # a season",
        "capacity: 16 cubicles   # counted in March",
        "name: Emergency department",
        "costs: {places.ward: 400 GBP per bed-day}",
        "scenarios: {more: {set: {places.ed.capacity: 20 cubicles}}}",
    ):
        assert kept in text
    assert "provenance: local" in text
    assert "Fitted to spells from 25 January 2026 to 4 May 2026 (spells). All other numbers: made up." in text
    assert written.pathway.file.places["ward"].stay.mean == pytest.approx(3 * 86_400, rel=0.1)
    assert flow.check(wrong) == []
    again = flow.write_calibration(flow.calibrate(log, wrong, **SEEN), wrong)
    assert again.text == text  # renewing it again changes nothing


def test_the_calibrated_pathway_fits_and_the_wrong_one_does_not(log, wrong):
    before = flow.validate(flow.read(wrong), log, replications=12, **SEEN)
    assert not before.fits
    assert "does not fit" in before.answer
    off = {(row.where, row.what) for row in before.off}
    assert {("", "arrivals of walk_in"), ("ed", "stay"), ("ward", "stay p50"), ("ward", "go to care_home")} <= off
    written = flow.write_calibration(flow.calibrate(log, wrong, **SEEN), wrong)
    after = flow.validate(written.pathway, log, replications=12, **SEEN)
    assert after.fits, [(row.where, row.what, row.observed, row.simulated) for row in after.off]
    waits = next(row for row in after.rows if (row.where, row.what) == ("ed", "wait"))
    assert waits.simulated == pytest.approx(waits.observed, rel=0.5)


def test_patients_may_come_again_at_the_times_at_which_they_came(log, tmp_path):
    path = tmp_path / "again.yaml"
    made = flow.calibrate(log, arrivals="observed", **SEEN)
    written = flow.write_calibration(made, path)
    (series,) = [one for one in written.series if one.name == "again_ambulance_arrivals.csv"]
    lines = series.read_text().splitlines()
    number = next(fit.number for fit in made.arrivals if fit.cls == "ambulance")
    assert lines[0] == "arrived"
    assert len(lines) == number + 1
    assert written.pathway.warnings == ()
    exact = flow.apply(written.pathway, {"run": "100 days"})
    found = flow.simulate(exact, replications=2)
    assert found.value("arrivals", "pathway", "ambulance").mean == number
    assert found.value("arrivals").sd == 0


def test_a_small_place_becomes_a_way_out(log, tmp_path):
    few = flow.calibrate(log, zone="UTC", since="2026-01-25", until="2026-01-26")
    assert not few.place("ward").enough
    written = flow.write_calibration(few, tmp_path / "few.yaml")
    assert written.pathway.places == ("ed",)
    assert "ward" in written.pathway.exits
    assert "ward: Fewer than 30 stays ended: too few to say how long they are." in map(str, few.notes)


def test_classes_that_come_in_at_several_places(tmp_path):
    rows = ["patient,class,place,arrived,left"]
    for i in range(400):
        place = "clinic" if i % 4 == 0 else "ed"
        rows.append(
            f"{i},adult,{place},2026-03-{1 + i % 28:02} {i % 24:02}:00,2026-03-{1 + i % 28:02} {i % 24:02}:{i % 50:02}"
        )
    (tmp_path / "s.csv").write_text("\n".join(rows))
    made = flow.calibrate(tmp_path / "s.csv")
    assert [(fit.cls, fit.enters, fit.number) for fit in made.arrivals] == [
        ("adult", "ed", 300),
        ("adult_clinic", "clinic", 100),
    ]
    written = flow.write_calibration(made, tmp_path / "p.yaml")
    assert written.pathway.entry("adult_clinic") == "clinic"


def test_classes_are_told_by_where_they_enter_if_the_table_has_none(tmp_path, log):
    text = TRUTH.replace("  ambulance:\n    enters: ed", "  ambulance:\n    enters: ward")
    text = re.sub(r"    for:\n.*\n", "", text)
    path = tmp_path / "p.yaml"
    path.write_text(text)
    table = flow.simulate(flow.parse(text), replications=1, log=True).log
    from oneplace.flow.calibration.table import from_log

    made = flow.calibrate(from_log(table).drop(["class"]), path, zone="UTC")
    assert {fit.cls: fit.enters for fit in made.arrivals} == {"walk_in": "ed", "ambulance": "ward"}
    path.write_text(TRUTH)
    with pytest.raises(OneplaceError, match=r"walk_in and ambulance of p\.yaml enter at the same place"):
        flow.calibrate(from_log(log).drop(["class"]), path, zone="UTC")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  ward:\n", "  beds:\n", "`ward` is no place of small.yaml"),
        ("walk_in:\n    enters", "adults:\n    enters", "`walk_in` is no class of small.yaml"),
        ("left_unseen", "gave_up", "`left_unseen` is no place or exit of small.yaml"),
    ],
)
def test_names_that_the_pathway_does_not_have(log, wrong, old, new, words):
    wrong.write_text(WRONG.replace("ward: ", "beds: ").replace(old, new) if "beds" in new else WRONG.replace(old, new))
    with pytest.raises(OneplaceError, match=words) as caught:
        flow.calibrate(log, wrong, **SEEN)
    assert "Name it as there" in str(caught.value)


def test_what_the_spells_cannot_say_is_left_as_it_was(log, wrong):
    wrong.write_text(
        WRONG.replace("arrivals: {rate: 30 patients per day}", "arrivals: {every: 48 minutes}").replace(
            "capacity: 150 beds\n", "capacity: 150 beds\n    queue: 0 patients\n"
        )
    )
    written = flow.write_calibration(flow.calibrate(log, wrong, **SEEN), wrong)
    assert "arrivals: {every: 48 minutes}" in wrong.read_text()
    assert "ambulance: Arrivals by every were left as they are." in map(str, written.notes)


def test_comments_stay_where_numbers_change(log, wrong):
    text = WRONG.replace(
        "arrivals: {rate: 30 patients per day}", "arrivals:\n      rate: 30 patients per day  # guessed"
    )
    text = text.replace(
        "{shape: lognormal, mean: 2 days, cv: 100 %}", "{shape: lognormal, mean: 2 days, cv: 100 %}  # old"
    )
    wrong.write_text("# At the top\n" + text.replace("costs:", "# What it costs\ncosts:"))
    flow.write_calibration(flow.calibrate(log, wrong, **SEEN), wrong)
    for comment in ("# At the top", "# guessed", "# old", "# What it costs", "# a season", "# counted in March"):
        assert comment in wrong.read_text()


def test_classes_that_no_longer_differ_go_with_the_rest_and_those_not_seen_stay(log, wrong):
    own = "    for: {%s: {stay: {shape: fixed, value: 9 days}}}\n"
    ward = "    next: {home: 70 %, care_home: 30 %}\n"
    wrong.write_text(WRONG.replace(ward, ward + own % "ambulance"))
    made = flow.write_calibration(flow.calibrate(log, wrong, **SEEN), wrong).pathway
    assert made.at("ward", "ambulance").stay == made.at("ward", "walk_in").stay
    new = "  planned: {enters: ward, arrivals: {rate: 1 patient per day}}\nplaces:"
    wrong.write_text(WRONG.replace(ward, ward + own % "planned").replace("places:", new, 1))
    made = flow.write_calibration(flow.calibrate(log, wrong, **SEEN), wrong).pathway
    assert made.at("ward", "planned").stay.value == 9 * 86_400


def test_a_class_whose_way_ends_where_others_go_on(tmp_path):
    rows = ["patient,class,place,arrived,left,to"]
    for i in range(600):
        day = f"2026-03-{1 + i % 28:02}"
        rows.append(f"{i},{'ab'[i % 2]},ed,{day} 10:00,{day} 1{1 + i % 7}:{i % 60:02},{'' if i % 2 else 'home'}")
    (tmp_path / "s.csv").write_text("\n".join(rows))
    made = flow.write_calibration(flow.calibrate(tmp_path / "s.csv"), tmp_path / "p.yaml").pathway
    assert made.at("ed", "a").next == {"home": 1}
    assert made.at("ed", "b").next == {"finished": 1}


def test_delays_before_ways_that_go_together_are_not_named(tmp_path):
    ways = {"a": ["home"] * 500 + ["care"] * 440 + ["died"] * 60, "b": ["home"] * 993 + ["died"] * 3 + ["abroad"] * 4}
    rows = ["patient,class,place,arrived,finished,left,to"]
    for cls, gone in ways.items():
        for i, to in enumerate(gone):
            day = f"2026-03-{1 + i % 28:02}"
            rows.append(f"{cls}{i},{cls},ed,{day} 10:00,{day} 1{1 + i % 7}:{i % 60:02},{day} 19:00,{to}")
    (tmp_path / "s.csv").write_text("\n".join(rows))
    place = flow.write_calibration(flow.calibrate(tmp_path / "s.csv"), tmp_path / "p.yaml").pathway.file.places["ed"]
    assert set(place.next) == {"home", "care", "elsewhere"}
    assert set(place.delay) == {"home", "care"}
    assert set(place.for_) == {"a", "b"}


def test_spells_too_few_for_anything(log):
    with pytest.raises(OneplaceError, match="no place with 30 stays that ended"):
        flow.calibrate(log.slice(0, 20))


def test_a_pathway_that_would_not_read_back_is_not_written(log, wrong):
    wrong.write_text(WRONG.replace("next: {ward: 20 %, discharged: 80 %}", "next: {least_loaded: [ward]}"))
    made = flow.calibrate(log, wrong, **SEEN)
    text = wrong.read_text()
    wrong.write_text(text.replace("capacity: 16 cubicles", "capacity: many"))
    with pytest.raises(OneplaceError, match="many"):
        flow.write_calibration(made, wrong)
    assert "capacity: many" in wrong.read_text()


def test_everybody_there_at_the_start_is_in_the_log(pathway):
    ward = "places: {ward: {capacity: 3000 beds, start: 2000 patients, stay: {shape: exponential, mean: 5 days}}}"
    made = pathway("patients: {a: {enters: ward, arrivals: {rate: 400 patients per day}}}\n" + ward, run="2 days")
    assert len(flow.simulate(made, replications=1, log=True).log) > 2000


def test_simulated_and_observed_are_looked_at_in_one_way(log):
    spells = flow.read_spells(log, zone="UTC", since="2026-01-25")
    of = frames(spells, flow.parse(TRUTH), 5)
    assert of["ed"].saw_start
    assert of["ward"].settled > 86_400 * 5
    assert of["ward"].ways == {"home", "care_home"}
