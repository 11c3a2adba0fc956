"""What stands side by side on a page is of one period, and is called by whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.report import a_run

YEAR = {"period_start": date(2025, 4, 1), "period_end": date(2026, 4, 1), "period_label": "2025/26"}
MARCH = {**YEAR, "period_start": date(2026, 3, 1), "period_label": "March 2026"}
ENGLAND = {"measure": "smoking", "dimension": "area", "group": "E92000001", "group_label": "England", "group_order": 1}
SERVICE = "South Central Ambulance Service NHS Foundation Trust"
OWN = {"measure": "smoking", "dimension": "all", "group": "all", "group_label": "Everyone", "group_order": 0}


def beside(folder, *rows):
    from oneplace.web.presenters import measured

    report = a_run.report(a_run.a_place(folder), results=[{"suppressed": False, "value": 9.0, **row} for row in rows])
    return measured.comparators(report, report.place.measures["smoking"])


def names(table):
    return [line.name for line in table.extract]


def test_a_year_elsewhere_stands_beside_the_same_year_here_and_not_beside_its_last_month(site, tmp_path):
    table = beside(tmp_path, ENGLAND | YEAR, OWN | MARCH)
    assert (table.caption, names(table)) == ("Other places, 2025/26", ["England"])
    (tmp_path / "same").mkdir()
    together = beside(tmp_path / "same", ENGLAND | YEAR, OWN | YEAR)
    assert (together.caption, names(together)) == ("This place and others, 2025/26", ["Testton", "England"])


def test_where_nobody_has_chosen_a_measure_the_newest_is_compared_and_its_period_said_once(site, tmp_path, monkeypatch):
    from oneplace.web.public.presenters import compared

    monkeypatch.setattr(compared, "drawing", lambda *_: None)

    place = a_run.a_place(tmp_path)
    smoking = place.measures["smoking"]
    old = smoking.model_copy(update={"id": "old", "name": "Admissions, to 2017/18"})
    before = {"period_start": date(2017, 4, 1), "period_end": date(2018, 4, 1), "period_label": "2017/18"}
    rows = [{"suppressed": False, "value": 9.0, **ENGLAND, **row} for row in (YEAR, before | {"measure": "old"})]
    shot = a_run.report(replace(place, measures={"old": old, "smoking": smoking}), results=rows)
    assert compared.newest(shot) == "smoking"
    assert [compared.comparison(shot, one).title for one in (old, smoking)] == [
        "Admissions, to 2017/18", f"{smoking.name}, 2025/26"
    ]  # fmt: skip


def test_a_figure_of_a_service_is_not_called_by_the_places_name(site, tmp_path):
    assert names(beside(tmp_path, ENGLAND | YEAR, OWN | YEAR | {"whose": "RYE"})) == [SERVICE, "England"]
