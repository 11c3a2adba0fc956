"""What stands side by side on a page is of one period, and is called by whose it is."""

from __future__ import annotations

from datetime import date

from tests.report import a_run

YEAR = {"period_start": date(2025, 4, 1), "period_end": date(2026, 4, 1), "period_label": "2025/26"}
MARCH = {**YEAR, "period_start": date(2026, 3, 1), "period_label": "March 2026"}
ENGLAND = {"measure": "smoking", "dimension": "area", "group": "E92000001", "group_label": "England", "group_order": 1}
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
    assert names(beside(tmp_path / "same", ENGLAND | YEAR, OWN | YEAR)) == ["Testton", "England"]


def test_a_figure_of_a_service_is_not_called_by_the_places_name(site, tmp_path):
    assert names(beside(tmp_path, ENGLAND | YEAR, OWN | YEAR | {"whose": "RYE"})) == ["RYE", "England"]
