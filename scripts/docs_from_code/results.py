"""The reference of the result tables, from their schemas and codes."""

from __future__ import annotations

import pyarrow as pa

from docs_from_code.meanings import CODES, RESULT_TABLES, RESULTS
from docs_from_code.tables import table
from oneplace.population import ETHNIC_GROUPS, SEXES
from oneplace.progress import ForecastStatus, Status
from oneplace.results import DIMENSIONS, ORIGINS, Audience, tables_for
from oneplace.stats import REASONS, RULES
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.data_tests import DATA_TESTS

_INTRODUCTION = """# Result tables

A run writes these tables into `var/runs/<run>/results/<table>.parquet`, and again as CSV into `pack/csv/`. Every number
on a page, in the pack or in a download stands in one of them. How to read them is worked through for
[an analyst](../how-to/an-analyst.md).

- **Periods** are half-open: `period_start` is the first day inside, `period_end` the first day after. `period_label` is
  what people call it.
- **Limits** (`lower`, `upper`) are at 95 %; those of a forecast at 80 %.
- **Whom a row is about** is said by `dimension` and `group`. `all` is the headline. Headlines have the measure's own
  length of period; breakdowns of a measure that is computed monthly or quarterly from the record are for financial
  years, so take the latest period of each dimension, not of the headline; `whole` is everyone in those periods.
- A number that is missing has a `reason` in words. A row that is hidden to protect people has `suppressed` true and
  carries neither count nor value.
- A row that says in `beside` why is shown with its period and judged nowhere: no gap, chart, forecast or status is made
  of it, and it is the newest of nothing. Take the others for all that you compare.

"""


def page() -> str:
    """Return the page."""
    return (
        _INTRODUCTION
        + "".join(_table(name, found.schema) for name, found in tables_for(Audience.PUBLIC).items())
        + _codes()
    )


def _table(name: str, schema: pa.Schema) -> str:
    rows = (
        (f"`{field.name}`", field.type, RESULTS.get(f"{name}.{field.name}") or RESULTS[field.name]) for field in schema
    )
    return f"## {name}\n\n{RESULT_TABLES[name]}\n\n{table(('column', 'type', 'meaning'), rows)}\n"


def _codes() -> str:
    lists = {
        "dimension": DIMENSIONS,
        "group of ethnicity": {code: f"{names[0]} ({', '.join(names[1:])})" for code, names in ETHNIC_GROUPS.items()},
        "group of sex": SEXES,
        "origin": {code: CODES[f"origin.{code}"] for code in ORIGINS},
        "beside": {code.value: CODES[f"beside.{code.value}"] for code in Beside},
        "status": {code.value: CODES[f"status.{code.value}"] for code in Status},
        "status_forecast": {code.value: CODES[f"status_forecast.{code.value}"] for code in ForecastStatus},
        "rules": RULES,
    }
    for name in (
        "forecast_untold",
        "kind",
        "statistic",
        "rebased_why",
        "level",
        "direction",
        "ends",
        "trend",
        "comparison",
        "gap_direction",
        "point",
        "variation",
        "assurance",
        "aspect",
        "layer",
        "severity",
    ):
        lists[name] = {code.partition(".")[2]: text for code, text in CODES.items() if code.startswith(f"{name}.")}
    lists["test"] = {test.id: f"of {test.of}, one that {test.fails}" for test in DATA_TESTS.values()}
    told = "".join(
        f"### {name}\n\n{table(('code', 'meaning'), ((f'`{code}`', text) for code, text in codes.items()))}\n"
        for name, codes in lists.items()
    )
    reasons = "".join(f"- {text}\n" for text in REASONS.values() if text)
    return f"""## Codes

{told}### reason

Sentences, so that a table explains itself. Those that the statistics give:

{reasons}
Others come from a publisher's own note, or say what a breakdown lacks ("Fewer than two groups can be shown.").
"""
