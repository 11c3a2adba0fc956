"""Spells of urgent care from a linked record: attendances and admissions become places, ways and delays."""

import shutil
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from ruamel.yaml import YAML
from typer.testing import CliRunner

from oneplace import assets, flow
from oneplace.cli.calibrate import calibrate
from oneplace.place import scaffold
from oneplace.problems import OneplaceError
from oneplace.synth import generate

pytestmark = pytest.mark.slow

SOURCES = ("reference", "acute", "ambulance")
AMBULANCE, WALK_IN = "1048031000000100", "1048071000000103"
ACTIVITY = {
    "activity_id": pa.int64(), "person_id": pa.int64(), "activity_type": pa.string(), "start_at": pa.timestamp("us"),
    "seen_at": pa.timestamp("us"), "ready_at": pa.timestamp("us"), "end_at": pa.timestamp("us"),
    "specialty_code": pa.string(), "method_code": pa.string(), "outcome_code": pa.string(),
}  # fmt: skip


@pytest.fixture
def record(tmp_path):
    """A record of these activities: (person, type, start, seen, ready, end, specialty, method, outcome)."""

    def make(*rows, addresses=()):
        folder = tmp_path / "record"
        (folder / "person" / "activity").mkdir(parents=True)
        (folder / "reference").mkdir()
        table = [
            dict(
                zip(ACTIVITY, (i, who, kind, *(at and datetime.fromisoformat(at) for at in times), *rest), strict=True)
            )
            for i, (who, kind, *times, a, b, c) in enumerate(rows)
            for rest in [(a, b, c)]
        ]
        pq.write_table(pa.Table.from_pylist(table, pa.schema(ACTIVITY)), folder / "person" / "activity" / "a.parquet")
        columns = ("person_id", "lsoa21_code", "start_date", "end_date")
        where = [dict(zip(columns, row, strict=True)) for row in addresses]
        kinds = pa.schema(dict(zip(columns, (pa.int64(), pa.string(), pa.date32(), pa.date32()), strict=True)))
        pq.write_table(pa.Table.from_pylist(where, kinds), folder / "person" / "address.parquet")
        areas = {"lsoa21_code": ["poor", "rich", "rich"], "imd_decile": [2, 3, 10], "imd_version": [2025, 2019, 2025]}
        pq.write_table(pa.table(areas), folder / "reference" / "area.parquet")
        return folder

    return make


def attendance(who, *times, method=WALK_IN, kind="01"):
    """Times: start, seen, ready, end."""
    return (who, "ed_attendance", *times, kind, method, "306689006")


def admission(who, start, *ready_and_end, method="21", outcome="19"):
    return (who, "inpatient_spell", start, None, *ready_and_end, "300", method, outcome)


def rows(spells):
    to = [spells.places[w] if w >= 0 else spells.exits[-1 - w] if w > -99 else "still there" for w in spells.to]
    where = [spells.places[p] for p in spells.place]
    cls = [spells.classes[c] for c in spells.cls]
    return list(zip(where, cls, spells.entry.tolist(), to, strict=True))


def hours(spells, first, last):
    return ((getattr(spells, last) - getattr(spells, first)) / 3600).tolist()


def test_an_attendance_that_leads_to_an_admission(record):
    spells = flow.recorded_spells(
        record(
            attendance(
                1, "2026-03-02 10:00", "2026-03-02 11:00", "2026-03-02 13:00", "2026-03-02 15:00", method=AMBULANCE
            ),
            admission(1, "2026-03-02 15:00", "2026-03-05 00:00", "2026-03-07 10:00", outcome="54"),
            attendance(2, "2026-03-03 10:00", "2026-03-03 11:00", None, "2026-03-03 12:30"),
            admission(3, "2026-03-04 09:00", "2026-03-04 00:00", "2026-03-04 18:00"),
        )
    )
    assert rows(spells) == [
        ("ed", "ambulance", True, "ward"),
        ("ward", "ambulance", False, "care_home"),
        ("ed", "walk_in", True, "discharged"),
        ("ward", "direct", True, "home"),
    ]
    assert hours(spells, "arrived", "started") == [1, 0, 1, 0]
    assert hours(spells, "started", "finished") == [2, 69, 1.5, 9]  # ready on the 5th: at noon
    assert hours(spells, "finished", "left") == [2, 46, 0, 0]


def test_only_urgent_care_counts(record):
    folder = record(
        attendance(1, "2026-03-02 10:00", "2026-03-02 11:00", None, "2026-03-02 15:00", kind="03"),
        admission(2, "2026-03-02 15:00", None, "2026-03-07 10:00", method="11"),
        attendance(3, "2026-03-03 10:00", None, None, None),
        (None, *attendance(4, "2026-03-03 10:00", None, None, None)[1:]),
    )
    assert rows(flow.recorded_spells(folder)) == [("ed", "walk_in", True, "still there")]


def test_an_admission_days_later_is_another_arrival(record):
    folder = record(
        attendance(1, "2026-03-02 10:00", "2026-03-02 11:00", None, "2026-03-02 15:00"),
        admission(1, "2026-03-04 15:00", None, "2026-03-05 10:00", outcome="79"),
    )
    assert rows(flow.recorded_spells(folder)) == [
        ("ed", "walk_in", True, "discharged"),
        ("ward", "direct", True, "died"),
    ]


def test_the_fifth_is_that_of_where_they_lived_then(record):
    folder = record(
        attendance(1, "2025-03-02 10:00", "2025-03-02 11:00", None, "2025-03-02 15:00"),
        attendance(1, "2026-03-02 10:00", "2026-03-02 11:00", None, "2026-03-02 15:00"),
        attendance(2, "2026-03-02 10:00", "2026-03-02 11:00", None, "2026-03-02 15:00"),
        addresses=[(1, "poor", date(2020, 1, 1), date(2026, 1, 1)), (1, "rich", date(2026, 1, 1), None)],
    )
    assert flow.recorded_spells(folder).fifth.tolist() == [0, 4, -1]


def test_only_what_is_true_of_many_is_written_from_the_record(record):
    spells = flow.recorded_spells(record(attendance(1, "2026-03-02 10:00", "2026-03-02 11:00", None, None)))
    with pytest.raises(OneplaceError, match="E92 gives no times of arrival"):
        flow.calibrate(spells, arrivals="observed")


def test_no_record_and_no_urgent_care(record, tmp_path):
    with pytest.raises(OneplaceError, match="is not a linked record"):
        flow.recorded_spells(tmp_path)
    with pytest.raises(OneplaceError, match="linked record: E81 holds no spells"):
        flow.recorded_spells(record())


def test_the_synthetic_place_becomes_a_pathway(tmp_path):
    """From made-up extracts by the command line: the pathway says so, checks, and holds nothing about one person."""
    place = small_place(tmp_path)
    into, page = place / "pathways" / "fitted.yaml", tmp_path / "page.html"
    app = typer.Typer()
    app.command()(calibrate)
    said = CliRunner().invoke(
        app, ["--from-record", str(place), "--into", str(into), "--since", "2021-04-01", "--page", str(page)]
    )
    assert "The people are synthetic" in said.output
    read = flow.read(into)
    assert read.file.source.startswith("Synthetic people. Fitted to spells from 1 April 2021 to 31 March 2026")
    assert {"ed", "ward"} <= set(read.places)
    assert [p for p in flow.check(into) if p.severity == "error"] == []
    assert "Synthetic people, not residents" in page.read_text()
    assert sum(read.at("ed", "walk_in").next.values()) == pytest.approx(1)


def small_place(folder):
    """The hospital of the example place and its made-up patients, and nothing else of it."""
    southampton, place = assets.folder("places") / "southampton", folder / "place"
    scaffold(place)
    yaml = YAML()
    sources = yaml.load(southampton / "sources.yaml")
    sources["sources"] = [source for source in sources["sources"] if source["id"] in SOURCES]
    yaml.dump(sources, place / "sources.yaml")
    shutil.copytree(southampton / "codelists", place / "codelists", dirs_exist_ok=True)
    generate(folder / "made", residents=1000, seed=1)
    for name in SOURCES:
        shutil.copytree(folder / "made" / name, place / "data" / "extracts" / name)
    return place
