"""Small definitions and counts to test with."""

from datetime import date

import numpy as np

from oneplace.measures.tally import Key, Tally
from oneplace.place import Measure
from oneplace.population import groups
from oneplace.population.groups import EVERYONE, Group

BASE = {
    "id": "test",
    "name": "Test",
    "definition": "A test",
    "unit": "percent",
    "polarity": "low_good",
    "role": "outcome",
    "frequency": "annual",
    "expected_lag_months": 1,
    "breakdowns": {"deprivation": "yes", "ethnicity": "yes", "sex": "yes", "age": "yes"},
}
PROPORTION = {
    "from": "record",
    "statistic": "proportion",
    "events": {"table": "activity", "where": "activity_type = 'ed_attendance'"},
    "numerator": "status = 'attended'",
}


def measure(compute=None, **changes):
    """A measure with these changes; without ``compute`` an explicit gap."""
    return Measure.model_validate({**BASE, **changes, **({"compute": compute} if compute else {})})


def proportion(**changes):
    return measure({**PROPORTION, **changes})


def key(dimension="all", group="all", start=date(2023, 4, 1), kind="financial_year"):
    """The key of a group in a year (or, with ``kind``, another period)."""
    whom = {
        "all": lambda _: EVERYONE,
        "deprivation": groups.deprivation,
        "sex": groups.sex,
        "ethnicity": groups.ethnicity,
        "neighbourhood": lambda code: Group(code, code, 1),
    }[dimension](group)
    length = {"month": 1, "financial_year": 12, "calendar_year": 12, "three_financial_years": 36}[kind]
    months = start.year * 12 + start.month - 1 + length
    return Key(kind, start, date(months // 12, months % 12 + 1, 1), dimension, whom)


def counts(rows):
    """A tally of (key, n, x)."""
    keys, n, x = zip(*rows, strict=True)
    zeros = np.zeros(len(keys))
    return Tally(keys, np.array(n, dtype=float), np.array(x, dtype=float), zeros, zeros, zeros)
