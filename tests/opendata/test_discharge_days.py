"""Weekends beside weekdays in leaving hospital: days sent as noughts, bank holidays, whole years, England, the gap."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import holidays
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace.assets import folder
from oneplace.record.opendata import read
from oneplace.record.opendata.loaders import discharge_days
from oneplace.record.opendata.loaders.discharge import TRUST_FILE

ENGLAND = "E92000001"
_FREE = holidays.country_holidays("GB", subdiv="ENG", years=(2022, 2023, 2024))


def _rows(table: pa.Table, area: str, period: str) -> dict[str, dict[str, float]]:
    rows = [row for row in table.to_pylist() if row["area_code"] == area and row["period_label"] == period]
    return {row["group"] if row["series"] == discharge_days.SERIES else "gap": row for row in rows}


def _sent(tmp_path, days, *, weekend: int, weekday: int = 60):
    """A file of one trust in which 100 are ready each day; on weekends ``weekend`` leave, on weekdays ``weekday``."""
    first = date(2022, 4, 1)
    rows = [(first + timedelta(days=at)) for at in range(days)]
    left = [1 if day in _FREE else weekend if day.weekday() > 4 else weekday for day in rows]
    table = pa.table(
        {
            "trust": ["RXX"] * days,
            "date": pa.array(rows, pa.date32()),
            "do_not_meet_criteria_to_reside": [0 if day == date(2022, 6, 8) else 100 for day in rows],
            "discharged_total": [
                0 if day == date(2022, 6, 8) else None if day == date(2022, 6, 9) else each
                for day, each in zip(rows, left, strict=True)
            ],
        }
    )
    (tmp_path / "performance").mkdir(exist_ok=True)
    pq.write_table(table, tmp_path / TRUST_FILE)
    return read("discharge_days_trust", folder=tmp_path)


def test_a_made_year_gives_back_what_was_put_in(tmp_path):
    """Noughts and missing days fall out, and bank holidays (one of them a Sunday) are neither weekends nor weekdays."""
    found = _rows(_sent(tmp_path, 371, weekend=20), "RXX", "2022/23")
    assert found["weekend"]["value"] == pytest.approx(20)
    assert found["weekday"]["value"] == pytest.approx(60)
    assert found["bank_holiday"]["value"] == pytest.approx(1)
    assert found["bank_holiday"]["lower"] is None
    assert found["gap"]["value"] == pytest.approx(-40)
    assert (found["gap"]["lower"], found["gap"]["upper"]) == pytest.approx((-40, -40), abs=1e-9)
    counted = sum(found[kind]["denominator"] for kind in ("weekend", "weekday", "bank_holiday"))
    assert found["all"]["denominator"] == counted == 100 * (52 * 7 - 2)


def test_a_year_that_is_not_whole_has_no_figure(tmp_path):
    assert _sent(tmp_path, 330, weekend=20).num_rows == 0


def test_a_year_with_few_weeks_says_so(tmp_path):
    rows = _sent(tmp_path, 371, weekend=20)
    early = pq.read_table(tmp_path / TRUST_FILE)
    kept = [day < date(2022, 10, 1) or day > date(2023, 4, 4) for day in early["date"].to_pylist()]
    pq.write_table(early.filter(pa.array(kept)), tmp_path / TRUST_FILE)
    with duckdb.connect() as connection:
        again = discharge_days.load_trust(discharge_days.Files(tmp_path, connection))
    (row,) = [row for row in again.to_pylist() if row["area_code"] == "RXX"]
    assert rows.num_rows > again.num_rows
    assert (row["value"], row["note"]) == (None, "Too few weeks returned: 25 of 52")


def test_a_trust_of_the_shipped_file_added_up_by_hand():
    """The year begins with its first Monday and its last week runs into the next; no day of this trust is missing."""
    path = folder("opendata") / TRUST_FILE
    days = duckdb.connect().execute(
        f"select date, discharged_total, do_not_meet_criteria_to_reside from '{path}' where trust = 'RHU'"
        " and date between '2023-04-03' and '2024-03-31'"
    )
    sums = {False: [0, 0], True: [0, 0]}
    for day, left, ready in days.fetchall():
        if day not in _FREE:
            sums[day.weekday() > 4][0] += left
            sums[day.weekday() > 4][1] += ready
    found = _rows(read("discharge_days_trust"), "RHU", "2023/24")
    for kind, (left, ready) in (("weekend", sums[True]), ("weekday", sums[False])):
        assert (found[kind]["numerator"], found[kind]["denominator"]) == (left, ready)
        assert found[kind]["value"] == pytest.approx(100 * left / ready)
    assert found["gap"]["value"] == pytest.approx(found["weekend"]["value"] - found["weekday"]["value"])
    assert found["gap"]["upper"] < 0


def test_every_year_of_every_trust_adds_up_and_holds_its_limits():
    rows = [row for row in read("discharge_days_trust").to_pylist() if row["value"] is not None]
    assert {row["period_label"] for row in rows} == {"2022/23", "2023/24", "2024/25"}
    for row in rows:
        if row["lower"] is not None:
            assert row["lower"] <= row["value"] <= row["upper"], row
    england = _rows(read("discharge_days_trust"), ENGLAND, "2024/25")
    boards = _rows(read("discharge_days_icb"), ENGLAND, "2024/25")
    assert boards["gap"]["value"] == pytest.approx(england["gap"]["value"], abs=1)


def test_where_counting_changed_within_the_year_the_gap_is_wider_but_found():
    """Southampton's trust sent two to three times as many discharges for half of 2022/23: that year tells little."""
    table = read("discharge_days_trust")
    width = {
        period: (row := _rows(table, "RHM", period)["gap"])["upper"] - row["lower"]
        for period in ("2022/23", "2023/24", "2024/25")
    }
    assert width["2022/23"] > 4 * max(width["2023/24"], width["2024/25"])
