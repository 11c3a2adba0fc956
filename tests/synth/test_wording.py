"""How a partner words what it knows: columns of a file, planted faults, and the ledger of them, on five people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace.synth.draw.calendar import day_of
from oneplace.synth.draw.numbers import check_digit
from oneplace.synth.extracts.identity import (
    NOT_STATED,
    Records,
    Wording,
    break_nhs_numbers,
    lose_nhs_numbers,
    mistype_names,
    records,
    swap_day_and_month,
    transpose_nhs_numbers,
    twice,
    use_nicknames,
)
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, constant, dates, moments, numbered, whole

BIRTHS = ["1950-03-07", "1960-05-05", "1970-01-31", "1980-12-01", "2021-04-02"]
NUMBERS = np.array([9990000018, 9990000026, 9990000034, 9990000042, 9990000050])


def city(size: int = 5) -> Any:
    """What the wording asks of a world, for five people (or more, each like one of the five)."""
    index = np.arange(size) % 5
    people = SimpleNamespace(
        birth=np.array([day_of(text) for text in BIRTHS])[index],
        sex=np.array([0, 1, 0, 1, 0])[index],
        ethnic=np.array([0, 9, 0, 0, 15])[index],
        home=np.zeros(size, dtype=np.int64),
    )
    family = np.array([0, 1, 0, 1, 0])[index]
    details = SimpleNamespace(
        nhs_number=NUMBERS[index], given=np.array([0, 1, 2, 0, 1])[index], family=family, former=family
    )
    names = SimpleNamespace(
        given=np.array(["Sophie", "William", "Wei"]),
        nickname=np.array(["Soph", "Bill", "Wei"]),
        given_mistyped=np.array(["Sohpie", "Willliam", "WWei"]),
        family=np.array(["Smith", "Jones"]),
        family_mistyped=np.array(["Simth", "Jnoes"]),
    )
    dwellings = SimpleNamespace(postcode=np.array(["SO60 0AA", "SO61 0AA"]))
    return SimpleNamespace(
        people=people,
        details=details,
        names=names,
        dwellings=dwellings,
        latest_home=lambda: np.ones(size, dtype=np.int64),
    )


def book(size: int = 5) -> Records:
    known = records(city(size), np.random.default_rng(1), np.arange(size))
    known.ethnic = city(size).people.ethnic.copy()
    return known


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("given", ["Sophie", "William", "Wei", "Sophie", "William"]),
        ("family", ["Smith", "Jones", "Smith", "Jones", "Smith"]),
        ("nhs_number", [9990000018, 9990000026, 9990000034, 9990000042, 9990000050]),
        ("status", ["01", "01", "01", "01", "01"]),
        ("birth", [date.fromisoformat(text) for text in BIRTHS]),
        ("gender", ["2", "1", "2", "1", "2"]),
        ("sex", ["F", "M", "F", "M", "F"]),
        ("ethnic", ["A", "K", "A", "A", "S"]),
        ("postcode", ["SO61 0AA"] * 5),
    ],
)
def test_a_record_is_worded_as_the_person_is(column: str, values: list[Any]) -> None:
    wording = Wording(city(), book())
    assert getattr(wording, column).to_pylist() == values
    block = wording.block({"MINE": column}, np.array([4, 0]))
    assert block["MINE"].to_pylist() == [values[4], values[0]]
    assert wording.block({"MINE": column})["MINE"].to_pylist() == values


@pytest.mark.parametrize(
    ("given_form", "family_form", "wording"),
    [
        (0, 0, ("William", "Jones")),
        (1, 0, ("Bill", "Jones")),
        (2, 0, ("Willliam", "Jones")),
        (0, 2, ("William", "Jnoes")),
        (1, 2, ("Bill", "Jnoes")),
    ],
)
def test_names_in_their_forms(given_form: int, family_form: int, wording: tuple[str, str]) -> None:
    known = book()
    known.given_form[1], known.family_form[1] = given_form, family_form
    found = Wording(city(), known)
    assert (found.given.to_pylist()[1], found.family.to_pylist()[1]) == wording


def test_ethnicity_is_asked_anew() -> None:
    size = 20_000
    known = records(city(size), rng(), np.arange(size))
    truly = city(size).people.ethnic
    stated = known.ethnic != NOT_STATED
    assert 1 - stated.mean() == pytest.approx(0.08, abs=0.01)
    assert (known.ethnic[stated] != truly[stated]).mean() == pytest.approx(0.014, abs=0.004)


def test_an_address_may_be_given_or_else_is_the_latest() -> None:
    given = records(city(), rng(), np.array([0, 3]), np.array([0, 1]))
    assert given.home.tolist() == [0, 1]
    assert records(city(), rng(), np.array([0, 3])).home.tolist() == [1, 1]


def test_what_is_spoilt_in_a_record_leaves_the_person_right() -> None:
    world = city()
    known = records(world, rng(), np.arange(5))
    transpose_nhs_numbers(rng(), known, 1.0)
    swap_day_and_month(rng(), known, 1.0)
    assert world.details.nhs_number.tolist() == NUMBERS.tolist()
    assert world.people.birth.tolist() == [day_of(text) for text in BIRTHS]


def test_a_lost_number_needs_tracing() -> None:
    known = book()
    lose_nhs_numbers(rng(), known, np.array([1.0, 0.0, 1.0, 0.0, 0.0]))
    wording = Wording(city(), known)
    assert wording.nhs_number.to_pylist() == [None, 9990000026, None, 9990000042, 9990000050]
    assert wording.status.to_pylist() == ["03", "01", "03", "01", "01"]
    assert known.faults["missing_nhs_number"].tolist() == [0, 2]


def test_a_number_is_lost_once() -> None:
    known = book()
    known.nhs_missing[:] = True
    lose_nhs_numbers(rng(), known, 1.0)
    assert known.faults["missing_nhs_number"].tolist() == []


@pytest.mark.parametrize(("chance", "lost"), [(0.0, 0), (1e-12, 1), (1.0, 5)])
def test_a_fault_with_a_chance_comes_at_least_once(chance: float, lost: int) -> None:
    known = book()
    lose_nhs_numbers(rng(), known, chance)
    assert known.nhs_missing.sum() == lost


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [(transpose_nhs_numbers, "transposed_nhs_number"), (break_nhs_numbers, "wrong_check_digit")],
)
def test_a_spoilt_number_is_present_and_not_traced(spoil: Any, fault: str) -> None:
    known = book()
    known.nhs_missing[0] = True
    spoil(rng(), known, 1.0)
    assert known.faults[fault].tolist() == [1, 2, 3, 4]
    assert known.status.tolist() == [0, 1, 1, 1, 1]
    assert known.nhs_number[0] == NUMBERS[0]
    spoilt = known.nhs_number[1:]
    assert (spoilt != NUMBERS[1:]).all()
    assert (check_digit(spoilt // 10) != spoilt % 10).all()


def test_day_and_month_are_swapped_where_both_readings_are_dates() -> None:
    known = book()
    swap_day_and_month(rng(), known, 1.0)
    born = [day.isoformat() for day in Wording(city(), known).birth.to_pylist()]
    # 7 March and 5 May (the same either way), 31 January (no such month), 1 December, 2 April
    assert born == ["1950-07-03", "1960-05-05", "1970-01-31", "1980-01-12", "2021-02-04"]
    assert known.faults["swapped_day_month"].tolist() == [0, 3, 4]


def test_nicknames_for_those_who_have_one() -> None:
    known = book()
    use_nicknames(city(), rng(), known, 1.0)
    assert Wording(city(), known).given.to_pylist() == ["Soph", "Bill", "Wei", "Soph", "Bill"]
    assert known.faults["nickname"].tolist() == [0, 1, 3, 4]


def test_a_slip_in_one_name_and_none_in_a_nickname() -> None:
    size = 1000
    known = book(size)
    known.given_form[:5] = 1
    mistype_names(rng(), known, 1.0)
    assert known.given_form[:5].tolist() == [1] * 5
    assert known.family_form[:5].tolist() == [0] * 5
    slips = (known.given_form[5:] == 2).astype(int) + (known.family_form[5:] == 2)
    assert slips.tolist() == [1] * (size - 5)
    assert (known.family_form == 2).mean() == pytest.approx(0.5, abs=0.06)


def test_a_person_twice_has_a_second_record_without_number() -> None:
    size = 3000
    both = twice(city(size), rng(), book(size), 1.0, "registered_twice")
    second = both.faults["registered_twice"]
    assert second.tolist() == list(range(size, 2 * size))
    assert both.person[second].tolist() == both.person[:size].tolist()
    assert both.nhs_missing[second].all()
    assert not both.nhs_missing[:size].any()
    assert set(both.status[second].tolist()) == {2}
    assert (both.home[second] == 0).mean() == pytest.approx(1 / 3, abs=0.04)
    assert (both.family_form[second] == 2).mean() == pytest.approx(1 / 6, abs=0.03)
    assert (both.home[:size] == 1).all()
    assert (both.family_form[:size] == 0).all()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (dates(np.array([-1, 0, 1])), [date(2021, 3, 31), date(2021, 4, 1), date(2021, 4, 2)]),
        (dates(np.array([0, 9_999]), np.array([False, True])), [date(2021, 4, 1), None]),
        (
            moments(np.array([0, 86_399])),
            [np.datetime64("1970-01-01", "s").item(), np.datetime64("1970-01-01T23:59:59").item()],
        ),
        (moments(np.array([0, 1]), np.array([True, False])), [None, np.datetime64("1970-01-01T00:00:01").item()]),
        (whole(np.array([3, -4])), [3, -4]),
        (whole(np.array([3, -4]), np.array([False, True])), [3, None]),
        (coded(np.array([1, 0, 1]), ["a", "b"]), ["b", "a", "b"]),
        (coded(np.array([1, 7]), ["a", "b"], np.array([False, True])), ["b", None]),
        (constant("RHM", 2), ["RHM", "RHM"]),
        (constant("RHM", 0), []),
        (numbered("S", np.array([1, 42]), 4), ["S0001", "S0042"]),
        (numbered("", np.array([12_345]), 3), ["12345"]),
    ],
)
def test_columns_of_a_file(column: pa.Array, values: list[Any]) -> None:
    assert column.to_pylist() == values


def test_files_are_written_as_partners_send_them(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    columns = {
        "id": whole(np.array([1, 2])),
        "day": dates(np.array([0, 1]), np.array([False, True])),
        "at": moments(np.array([0, 61])),
        "name": pa.array(["O'Neil, Ann", "plain"]),
    }
    folder.csv("acute/one.csv", columns)
    folder.append("acute/one.csv", [b"3,short"])
    folder.lines("gp_fhir/two.ndjson", pa.array(['{"a":1}', '{"a":"é"}']))
    folder.lines("gp_fhir/none.ndjson", pa.array([], pa.string()))
    assert (tmp_path / "acute/one.csv").read_text("utf-8") == (
        'id,day,at,name\n1,2021-04-01,1970-01-01 00:00:00,"O\'Neil, Ann"\n2,,1970-01-01 00:01:01,plain\n3,short\n'
    )
    assert (tmp_path / "gp_fhir/two.ndjson").read_bytes() == '{"a":1}\n{"a":"é"}\n'.encode()
    assert (tmp_path / "gp_fhir/none.ndjson").read_bytes() == b""
    assert folder.rows == {"acute/one.csv": 3, "gp_fhir/two.ndjson": 2, "gp_fhir/none.ndjson": 0}
    assert folder.tail("acute/one.csv", 1) == [b"3,short"]
    assert folder.tail("acute/one.csv", 2) == [b"2,,1970-01-01 00:01:01,plain", b"3,short"]
    folder.close()


def test_a_folder_with_an_apostrophe_in_its_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "Ann's")
    folder.parquet("truth/people.parquet", {"id": whole(np.array([5]))})
    folder.close()
    assert pq.read_table(tmp_path / "Ann's/truth/people.parquet").to_pydict() == {"id": [5]}


def test_the_ledger_counts_faults_by_file_and_keeps_whose_each_record_is() -> None:
    ledger = Ledger()
    ledger.plant("gp/patients.csv", "missing_nhs_number", pa.array([3, 5]), "link")
    ledger.plant("acute/apc.csv", "end_before_start", ["S1"], "refuse")
    ledger.plant("gp/patients.csv", "missing_nhs_number", ["7"], "link")
    ledger.plant("gp/patients.csv", "registered_twice", [], "link")
    ledger.belongs("gp", pa.array([10, 11]), pa.array([1, 2]))
    ledger.belongs("acute", pa.array(["H1"]), pa.array([2]))
    assert ledger.counts() == [
        {"file": "acute/apc.csv", "fault": "end_before_start", "expected": "refuse", "count": 1},
        {"file": "gp/patients.csv", "fault": "missing_nhs_number", "expected": "link", "count": 3},
    ]
    assert {name: values.to_pylist() for name, values in ledger.faults().items()} == {
        "source": ["gp", "gp", "acute", "gp"],
        "file": ["gp/patients.csv", "gp/patients.csv", "acute/apc.csv", "gp/patients.csv"],
        "fault": ["missing_nhs_number", "missing_nhs_number", "end_before_start", "missing_nhs_number"],
        "row_key": ["3", "5", "S1", "7"],
        "expected": ["link", "link", "refuse", "link"],
    }
    assert {name: values.to_pylist() for name, values in ledger.records().items()} == {
        "source_system": ["gp", "gp", "acute"],
        "source_record_id": ["10", "11", "H1"],
        "true_person_id": [1, 2, 2],
    }


def test_some_records_keep_the_family_name_of_before_and_no_other_draw_moves() -> None:
    world = city(1000)
    plain = records(world, np.random.default_rng(1), np.arange(1000))
    world.details.former = 1 - world.details.family
    kept = records(world, np.random.default_rng(1), np.arange(1000))
    late = kept.faults["former_family_name"]
    assert 300 < len(late) < 500
    assert (np.flatnonzero(kept.family != plain.family) == late).all()
    assert (kept.ethnic == plain.ethnic).all()
    both = twice(world, np.random.default_rng(2), kept, 0.5, "registered_twice")
    names = both.family != world.details.family[both.person]
    assert (np.flatnonzero(names) == both.faults["former_family_name"]).all()
