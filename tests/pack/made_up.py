"""A made-up place with a run's results in which an ambition stands in every way that there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from oneplace import geo, place, results
from oneplace.progress import progress
from oneplace.report import commentary

HERE = Path(__file__).parent
PLACE = HERE / "place"
AS_OF = date(2026, 11, 22)
MANIFEST = {
    "run": "2026-11-22-0a1b2c3d",
    "as_of": AS_OF.isoformat(),
    "built_on": "2026-11-22T08:00:00+00:00",
    "software": "oneplace 0.1.0+00000000",
    "record": None,
    "previous": None,
    "inputs": {"strategy.yaml": "ab" * 32},
}
LSOAS = geo.lsoas(2021, ["E06000045"])["lsoa21_code"].to_pylist()[:10]
Row = dict[str, Any]


def a_place() -> place.Place:
    """The place of ``tests/pack/place``."""
    return place.read(PLACE)


def year(start: int) -> Row:
    """A financial year as the columns of a period."""
    return {
        "period_start": date(start, 4, 1),
        "period_end": date(start + 1, 4, 1),
        "period_label": f"{start}/{(start + 1) % 100:02d}",
    }


def month(number: int) -> Row:
    """The month ``number`` months after April 2023."""

    def first(count: int) -> date:
        return date(2023 + (3 + count) // 12, (3 + count) % 12 + 1, 1)

    return {"period_start": first(number), "period_end": first(number + 1), "period_label": f"{first(number):%B %Y}"}


def value(measure: str, period: Row, number: float | None, half: float | None = None, **more: Any) -> Row:
    """A row of ``results``: a headline unless ``more`` says otherwise; ``half`` is half the width of its interval."""
    limits = (None, None) if half is None or number is None else (number - half, number + half)
    return {
        "measure": measure,
        **period,
        "dimension": "all",
        "group": "all",
        "group_label": "Everyone",
        "group_order": 0,
        "numerator": None,
        "denominator": 1000.0,
        "value": number,
        "lower": limits[0],
        "upper": limits[1],
        "method": "made up",
        "suppressed": False,
        "reason": None,
        "origin": "synthetic" if measure in ("smoking", "early_deaths") else "published",
        "source": "made_up",
        **more,
    }


def gap(measure: str, period: Row, number: float, half: float, **more: Any) -> Row:
    """A row of ``gaps``: the difference of the outer fifths by deprivation unless ``more`` says otherwise."""
    return {
        "measure": measure,
        **period,
        "dimension": "deprivation",
        "statistic": "absolute_gap",
        "group": "1",
        "group_label": "1 (most deprived)",
        "reference": "5",
        "reference_label": "5 (least deprived)",
        "groups_hidden": 0,
        "value": number,
        "lower": number - half,
        "upper": number + half,
        "sure": abs(number) > half,
        "direction": "no_clear_change",
        "method": "made up",
        "reason": None,
        **more,
    }


def _results() -> list[Row]:
    rows = [value("smoking", year(y), 11.0 - 0.6 * (y - 2018), 0.3) for y in range(2018, 2026)]
    rows += [value("vaccination", year(y), 90.0 - 0.2 * (y - 2018), 0.5) for y in range(2018, 2026)]
    rows += [value("early_deaths", year(y), 400.0 - 9.0 * (y - 2018), 8.0) for y in range(2018, 2026)]
    rows += [value("ambulance", month(m), 34.0 - 0.05 * m + (m % 3)) for m in range(36)]
    rows += [value("life", year(y), 80.0 + 0.01 * (y - 2018), 0.4) for y in range(2018, 2025)]
    rows += [value("phone", month(m), 30.0 + m * 0.2) for m in range(20)]
    for area, label, number in (("E92000001", "England", 8.5), ("E06000044", "Portsmouth", 9.0)):
        rows.append(value("smoking", year(2025), number, 0.1, dimension="area", group=area, group_label=label))
    for fifth in range(1, 6):
        label = {1: "1 (most deprived)", 5: "5 (least deprived)"}.get(fifth, str(fifth))
        of = {"dimension": "deprivation", "group": str(fifth), "group_label": label, "group_order": fifth}
        rows.append(value("smoking", year(2025), 10.0 - fifth, 0.5, **of))
        rows.append(value("early_deaths", year(2025), 500.0 - 60 * fifth, 20.0, **of))
    hidden = {"dimension": "sex", "group": "I", "group_label": "Indeterminate", "group_order": 3}
    rows.append(value("smoking", year(2025), None, **hidden, suppressed=True, reason="too few"))
    for index, code in enumerate(LSOAS):
        of = {"dimension": "neighbourhood", "group": code, "group_label": code, "group_order": index}
        rows.append(
            value("smoking", year(2025), None if index == 3 else 4.0 + index * 0.6, 1.0, **of, suppressed=index == 3)
        )
    return rows


def _signals() -> list[Row]:
    rows = []
    for number in range(36):
        late = number >= 28
        rows.append(
            {
                "measure": "ambulance",
                **month(number),
                "value": 34.0 - 0.05 * number + (number % 3),
                "mean": 34.1,
                "lower_limit": 30.5,
                "upper_limit": 37.7,
                "rules": "shift" if late else "",
                "point": "improvement" if late else "common_cause",
                "variation": "improvement_low",
                "assurance": "consistent_fail",
                "reason": None,
            }
        )
    return rows


def tables() -> dict[str, pa.Table]:
    """The tables that ``measures`` would write."""
    made = {
        "results": _results(),
        "gaps": [gap("smoking", year(y), 5.0 - 0.02 * (y - 2018), 1.0) for y in range(2018, 2026)]
        + [gap("early_deaths", year(y), 100.0 + 25 * (y - 2018), 20.0, direction="widening") for y in range(2018, 2026)]
        + [gap("early_deaths", year(2025), 300.0, 20.0, statistic="SII", direction="widening")],
        "signals": _signals(),
        "quality": [
            {"source": "gp", "partner": "Practices", "dataset": "patients", "file": "patients.csv",
             "aspect": "validity", "field": "nhs_number", "passed": 980, "checked": 1000, "note": None}
        ],
        "provenance": [
            {"measure": "smoking", "definition": "made up", "definition_file": "measures/smoking.yaml",
             "definition_sha256": "0", "sql": None, "sources": "made_up", "vintage": "2026",
             "licence": "Open Government Licence v3.0", "attribution": "Made up for tests", "rows_read": 1,
             "rows_written": 1, "known_faults": None}
        ],
    }  # fmt: skip
    return {name: pa.Table.from_pylist(rows, schema=results.TABLES[name].schema) for name, rows in made.items()}


def write_run(folder: Path) -> Path:
    """Write the results of the made-up run, progress included, into ``folder``."""
    for name, table in tables().items():
        results.write(folder, name, table)
    for name, table in progress(a_place(), results.read(folder), as_of=AS_OF).items():
        results.write(folder, name, table)
    for name, table in commentary(a_place(), AS_OF).items():
        results.write(folder, name, table)
    return folder
