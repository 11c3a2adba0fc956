"""A typed figure that is hidden is not told by what changed in its file either."""

from datetime import date

import pyarrow as pa
import pytest

from oneplace import results
from oneplace.progress.hidden_changes import without_hidden


def run(*groups, suppressed=True):
    schema = results.TABLES["results"].schema
    told = {"measure": "m", "period_start": date(2024, 1, 1), "period_end": date(2025, 1, 1), "origin": "recorded"}
    rows = [told | {"dimension": by, "group": code, "suppressed": suppressed} for by, code in groups]
    return results.Results({"results": pa.Table.from_pylist(rows, schema=schema)})


def change(field, part="series"):
    return {"part": part, "subject": "m", "field": field, "old": "42.9", "new": "57.1"}


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("2024, ethnicity: not known", False),
        ("2024, counts, ethnicity: unknown", False),
        ("2024, ethnicity: Roma, Irish", False),
        ("2023, ethnicity: not known", True),
        ("2024, ethnicity: Asian", True),
        ("2024, all", True),
        ("name", True),
    ],
)
def test_what_a_run_hides_is_not_among_the_changes(field, told):
    hidden = run(("ethnicity", "not_known"), ("ethnicity", "Roma, Irish"))
    assert bool(without_hidden([change(field)], None, hidden)) is told
    assert bool(without_hidden([change(field)], hidden, run())) is told  # nor what was hidden and is taken out
    assert without_hidden([change(field)], run(("ethnicity", "not_known"), suppressed=False)) == [change(field)]
    assert without_hidden([change(field, part="outcomes")], hidden) == [change(field, part="outcomes")]
