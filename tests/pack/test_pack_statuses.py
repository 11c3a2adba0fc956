"""The table of statuses: every ambition stands in the row of its status and the column of its forecast."""

from __future__ import annotations

import pytest

from oneplace.pack.sections.summary import summary
from oneplace.progress import ForecastStatus, Status
from oneplace.progress.sentences import FORECAST_LABELS, STATUS_LABELS
from oneplace.results import BY_PART
from tests.pack.pieces import evidence

CAPTION = "Ambitions by status now and forecast"
AREAS = f"Published for each of the place's 6 areas, {BY_PART}: 1% (Bexley) to 2% (Lewisham) in 2025. No counts."


def counted(found):
    return next(block for block in summary(found).blocks if getattr(block, "caption", None) == CAPTION)


@pytest.mark.parametrize("forecast", ForecastStatus)
def test_each_forecast_has_its_column(tmp_path, forecast):
    table = counted(evidence(tmp_path, a1={"status": "off_path", "status_forecast": forecast.value}))
    assert table.columns == ("Status now", "Ambitions", FORECAST_LABELS[forecast])
    assert table.rows == ((STATUS_LABELS[Status.OFF_PATH], "1", "1"),)
    assert table.right == table.columns[1:]


@pytest.mark.parametrize("status", Status)
def test_each_status_has_its_row(tmp_path, status):
    table = counted(evidence(tmp_path, a1={"status": status.value, "status_forecast": "not_known"}))
    assert table.rows == ((STATUS_LABELS[status], "1", "1"),)


def test_forecasts_stand_side_by_side_and_what_is_made_up_is_said(tmp_path):
    made_up = {"origin": "synthetic", "status": "off_path", "status_forecast": "missed"}
    table = counted(evidence(tmp_path, a1=made_up, a2={"status": "off_path", "status_forecast": "likely"}))
    assert table.columns[2:] == (FORECAST_LABELS[ForecastStatus.LIKELY], FORECAST_LABELS[ForecastStatus.MISSED])
    assert table.rows == (("Off path", "2 (1 of them on made-up figures)", "1", "1 (on made-up figures)"),)


@pytest.mark.parametrize(
    ("other", "named"), [(AREAS, "By area only"), ("Too few.", "No figure to show, or known of parts or groups alone")]
)
def test_what_is_known_of_areas_is_not_counted_as_without_data(tmp_path, other, named):
    none = {"status": "no_data", "value": None, "status_forecast": "not_known"}
    table = counted(evidence(tmp_path, a1=none | {"why": AREAS}, a2=none | {"why": other}))
    assert [row[0] for row in table.rows] == [named]
