"""A measure that is asked for alone: the others are taken as they were counted, where nothing has changed since."""

import json
from dataclasses import replace
from datetime import date

import pyarrow.compute as pc
import pytest

from oneplace import measures
from oneplace.measures.kept import Kept
from oneplace.measures.linked_record import RecordMeasures
from oneplace.place import Cohort, SmallNumbers
from oneplace.record import DuckDB
from tests.measures.build import measure
from tests.measures.conftest import over, record, together

pytestmark = pytest.mark.slow

ASKED, BESIDE = "asked", "beside"
RATE = {"from": "record", "statistic": "rate", "per": 1000, "events": {"table": "activity"}}
SHARE = {
    "from": "record",
    "statistic": "proportion",
    "numerator": "status = 'attended'",
    "events": {"table": "activity", "where": "activity_type = 'ed_attendance'"},
    "population": {"cohort": "c"},
}
COHORT = {
    "id": "c",
    "name": "C",
    "definition": "C",
    "entry": {"table": "observation", "where": "in_codelist(code, 'falls')"},
}


@pytest.fixture
def people(resident):
    """Twelve people, of whom one in four events has an odd outcome."""
    who = [resident(person_id=n, sex="FM"[n % 2]) for n in range(1, 13)]
    came = [{"person_id": n, "recorded_date": date(2021, 5, 1), "code": "W19"} for n in range(1, 13)]
    events = [
        {
            "activity_id": n,
            "person_id": n % 12 + 1,
            "activity_type": "ed_attendance",
            "status": "attended" if n % 4 else "open",
            "start_at": date(2022, n % 12 + 1, 5),
        }
        for n in range(240)
    ]
    return together(*who, {"activity": events, "observation": came})


@pytest.fixture
def place(southampton):
    both = {ASKED: measure(RATE, id=ASKED), BESIDE: measure(SHARE, id=BESIDE)}
    return replace(southampton, measures=both, cohorts={"c": Cohort.model_validate(COHORT)})


@pytest.fixture
def ask(people, tmp_path, monkeypatch):
    """Compute one measure of a place, or all; returns which were counted and the results."""

    def asked(of, only=None, *, record_id="one", **kinds):
        counted = []
        opened = over(of, record(**people), measures=of.measures)
        opened.folder, opened.counts = tmp_path / record_id, tmp_path / "counts"
        files = {"person/person.parquet": "a"} | {f"person/activity/{kind}.parquet": of for kind, of in kinds.items()}
        opened.folder.mkdir(exist_ok=True)
        (opened.folder / "record.json").write_text(json.dumps({"made": {"record": files}}))
        draft = RecordMeasures.draft
        with monkeypatch.context() as patched:
            patched.setattr(RecordMeasures, "open", classmethod(lambda *_: opened))
            patched.setattr(
                RecordMeasures, "draft", lambda self, which, *a: counted.append(which.id) or draft(self, which, *a)
            )
            found = measures.measure(of, tmp_path, only=only, counts=tmp_path / "counts").tables["results"]
        return sorted(counted), found

    return asked


def test_the_one_that_changed_is_counted_and_shown_as_beside_all_others(ask, place):
    assert ask(place)[0] == [ASKED, BESIDE]
    other = replace(place, measures={**place.measures, ASKED: measure(RATE | {"per": 100}, id=ASKED)})
    counted, shown = ask(other, ASKED)
    assert counted == [ASKED]
    whole = ask(other)[1]
    assert shown.num_rows
    assert shown == whole.filter(pc.equal(whole["measure"], ASKED))


def test_what_is_kept_is_what_was_counted(ask, place):
    first, again = ask(place, ASKED), ask(place, ASKED)
    assert (first[0], again[0]) == ([ASKED, BESIDE], [ASKED])
    assert first[1] == again[1]


@pytest.mark.parametrize("changed", ["definition", "cohort", "small numbers", "window", "codes", "record"])
def test_whatever_the_other_rests_on_has_it_counted_anew(ask, place, changed, tmp_path):
    ask(place)
    match changed:
        case "definition":
            made = measure(SHARE | {"numerator": "status = 'open'"}, id=BESIDE)
            place = replace(place, measures={**place.measures, BESIDE: made})
        case "cohort":
            entry = {"table": "observation", "where": "code = 'W19'"}
            place = replace(place, cohorts={"c": Cohort.model_validate(COHORT | {"entry": entry})})
        case "small numbers":
            place = replace(place, place=place.place.model_copy(update={"small_numbers": SmallNumbers(below=9)}))
        case "window":
            early = place.sources.model_copy(update={"as_at": date(2024, 3, 31)})
            place = replace(place, sources=early)
        case "codes":
            lists = tmp_path / "place" / "codelists"
            lists.mkdir(parents=True)
            (lists / "falls.csv").write_text("code,code_system,term\nW18,icd10,Other fall\nW19,icd10,Fall\n")
            place = replace(place, root=tmp_path / "place")
    of = {"record_id": "two", "ed_attendance": "changed"} if changed == "record" else {}
    assert ask(place, ASKED, **of)[0] == [ASKED, BESIDE]
    assert ask(place, ASKED, **of)[0] == [ASKED]


def test_the_days_that_all_rates_are_among_are_kept_too(ask, place, monkeypatch):
    whole = ask(place)[1]
    monkeypatch.setattr(Kept, "keep_person_time", lambda *_: pytest.fail("they were counted again"))
    assert ask(place, ASKED)[1] == whole.filter(pc.equal(whole["measure"], ASKED))


def test_days_whose_file_was_damaged_are_counted_again(ask, place, tmp_path, monkeypatch):
    whole, made = ask(place)[1], []
    for path in (tmp_path / "counts").rglob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-30])
    keep = Kept.keep_person_time
    monkeypatch.setattr(Kept, "keep_person_time", lambda self, found: made.append(found) or keep(self, found))
    assert ask(place, ASKED)[1] == whole.filter(pc.equal(whole["measure"], ASKED))
    assert len(made) == 1


def test_other_software_counts_anew(ask, place, monkeypatch):
    ask(place)
    monkeypatch.setattr("oneplace.measures.linked_record.software", lambda: "oneplace of tomorrow")
    assert ask(place, ASKED)[0] == [ASKED, BESIDE]


def test_a_damaged_file_is_counted_anew_and_nobody_else_may_read_one(ask, place, tmp_path):
    _, right = ask(place, ASKED)
    files = sorted((tmp_path / "counts").rglob("*.parquet"))
    assert {path.stat().st_mode & 0o077 for path in [*files, *{path.parent for path in files}]} == {0}
    for path in files:
        content = bytearray(path.read_bytes())
        content[40] ^= 255
        path.write_bytes(content)
    counted, shown = ask(place, ASKED)
    assert counted == [ASKED, BESIDE]
    assert shown == right


def test_counting_all_forgets_what_is_no_longer_asked(ask, place, tmp_path):
    ask(place, record_id="old")
    ask(place)
    assert [path.name for path in (tmp_path / "counts").iterdir()] == ["one"]
    assert len(list((tmp_path / "counts" / "one").iterdir())) == 5  # of two measures, their answers, the days lived


@pytest.fixture
def asks(monkeypatch):
    """The statements of measures that the engine was asked for."""
    made, true = [], DuckDB.rows
    monkeypatch.setattr(DuckDB, "rows", lambda self, sql: made.append(sql) or true(self, sql))
    return lambda: [made.pop(0) for _ in range(len(made))]


def _counted(statements):
    return sorted(ASKED if "'ed_attendance'" not in sql else BESIDE for sql in statements if "period_start" in sql)


def test_of_another_record_only_what_reads_a_changed_file_is_counted(ask, place, asks):
    """ASKED counts every kind of activity, BESIDE attendances alone."""
    first = ask(place, record_id="before", ed_attendance="a", call_111="b")[1]
    assert _counted(asks()) == [ASKED, BESIDE]
    assert ask(place, record_id="same", ed_attendance="a", call_111="b")[1] == first
    assert _counted(asks()) == []
    ask(place, record_id="calls", ed_attendance="a", call_111="changed")
    assert _counted(asks()) == [ASKED]
    ask(place, record_id="attendances", ed_attendance="changed", call_111="changed")
    assert _counted(asks()) == [ASKED, BESIDE]


def test_one_changed_measure_is_counted_and_the_others_not(ask, place, asks):
    ask(place)
    asks()
    other = replace(place, measures={**place.measures, ASKED: measure(RATE | {"events": {"table": "plan"}}, id=ASKED)})
    counted, shown = ask(other)
    assert (counted, _counted(asks())) == ([ASKED, BESIDE], [ASKED])
    assert shown.num_rows


def test_where_nothing_can_be_kept_all_are_counted(ask, place, tmp_path):
    (tmp_path / "counts").write_text("in the way")
    assert [ask(place, ASKED)[0], ask(place, ASKED)[0]] == [[ASKED, BESIDE]] * 2
