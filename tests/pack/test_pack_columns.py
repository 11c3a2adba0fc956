"""In every table of the pack each column holds what its header says: two that change places put a date for a period."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import oneplace
from oneplace.pack.document import Table
from oneplace.pack.sections.assurance import assurance
from oneplace.pack.sections.listing import listing
from oneplace.pack.sections.process import process
from oneplace.pack.sections.summary import summary
from tests.pack.pieces import NOTHING, chart, evidence, rows

GAP = {"gap": 4.0, "gap_lower": 1.0, "gap_upper": 7.0, "gap_sure": True}


def tables(section):
    """Every table of a section and of the sections in it, by its caption."""
    found = {block.caption: block for block in section.blocks if isinstance(block, Table)}
    for inner in section.sections:
        found |= tables(inner)
    return found


def by_column(table):
    (row,) = table.rows
    return dict(zip(table.columns, row, strict=True))


def test_a_list_of_ambitions(tmp_path):
    found = evidence(tmp_path, a1=GAP | {"direction": "falling", "direction_since": "2018/19"})
    row = by_column(listing("All", found.judged, found.as_of))
    assert row["Ambition"] == "Do fewer smoke?"
    assert row["Latest value"].startswith("7.4% in 2024/25; 13 months old")
    assert row["Direction"] == "▼ falling since 2018/19 (better)"
    assert row["Beside others"] == "better than E92000001, 8.8% in 2023/24"
    assert row["Gap"].startswith("4.0 percentage points ")
    assert row["Now, and forecast"].startswith("Off path; ")


def test_what_changed_its_status(tmp_path):
    found = evidence(tmp_path, a1={"status": "off_path"}, earlier=[{"ambition": "A1", "status": "on_path"}])
    row = by_column(tables(summary(found))["Ambitions whose status changed"])
    assert row == {"Ambition": "Do fewer smoke?", "Last pack": "On path", "This pack": "Off path"}


def test_what_is_overdue(tmp_path):
    found = evidence(tmp_path, a1={"judgeable_on": date(2026, 4, 1)})
    row = by_column(tables(assurance(found))["Values that should be here by now"])
    assert row == {"Measure": "Smoking", "Latest period": "2024/25", "Next value was due by": "1 April 2026"}


def test_the_checks_of_a_partner_s_data(tmp_path):
    check = {"source": "gp", "partner": "Practices", "dataset": "d", "aspect": "complete", "passed": 75, "checked": 100}
    row = by_column(tables(assurance(evidence(tmp_path, a1={}, quality=[check])))["Checks on the partners' extracts"])
    assert (row["Passed"], row["Checked"], row["Share passed"]) == ("75", "100", "75.0%")


def test_an_interval_of_80_per_cent_is_that_of_a_forecast_and_no_other():
    """Of a forecast one value in five falls outside; of all else one in twenty."""
    source = Path(oneplace.__file__).parent
    files = [file for file in source.rglob("*") if file.suffix in (".py", ".jinja")]
    lines = [(file.name, line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert {name for name, line in lines if "80% interval" in line} == {
        "ambition.py", "ambitions.py", "gap_course.py", "how_we_judge.jinja", "outlook.py",
    }  # fmt: skip
    assert not [line for _, line in lines if re.search(r"95% interval of the forecast|Forecast \(95%", line)]


def test_a_control_chart_s_mean_and_limits_are_its_own_and_not_the_newest_value(tmp_path):
    found = evidence(tmp_path, a1={"status": "on_path", "value": 7.4})
    signal = {"value": 7.4, "mean": 6.1, "lower_limit": 5.2, "upper_limit": 8.3, "rules": "", "point": "common_cause",
              "variation": "common_cause", "assurance": None, "reason": None, "since": "April 2024",
              "period_label": "2024/25", "measure": "smoking", "asked": None, "asked_name": None}  # fmt: skip
    found = replace(found, judged=[replace(one, signals=[signal]) for one in found.judged])
    made = process(found, {"A1": replace(NOTHING, control=chart("control"))})
    (told,) = [rows(section, "Control chart of: Smoking") for section in made.sections]
    assert dict(told)["Mean"] == "6.1%"
    assert dict(told)["Process limits"] == "5.2% to 8.3%"
    assert dict(told)["Latest value"].startswith("7.4%")
