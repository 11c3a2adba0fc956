"""How care was given, the newest year beside the first: month by month, whole years, nothing from a hidden part."""

from datetime import date

import pytest

from oneplace.record.opendata import read
from oneplace.report import shift


def months(first, last, shares, *, hidden=()):
    """Rows of a month a part, 1,000 appointments each month; ``shares`` by year."""
    found = []
    for at in range(first, last):
        start = date(2019 + at // 12, at % 12 + 1, 1)
        for order, share in enumerate(shares[start.year], start=1):
            row = {"period_start": start, "group": str(order), "group_label": f"Way {order}", "group_order": order}
            found.append(row | {"numerator": 1000 * share, "suppressed": (at, order) in hidden})
    return found


SHARES = {2019: (0.7, 0.3), 2020: (0.6, 0.4), 2021: (0.4, 0.6)}


def test_the_newest_twelve_months_are_set_beside_the_same_months_of_the_first_year():
    found = shift(months(0, 36, SHARES))
    assert (found.before, found.now) == ("January 2019 to December 2019", "January 2021 to December 2021")
    assert [(part.label, round(part.before), round(part.now), round(part.change)) for part in found.parts] == [
        ("Way 1", 70, 40, -30),
        ("Way 2", 30, 60, 30),
    ]
    assert sum(part.now for part in found.parts) == pytest.approx(100)
    # of 18 months more than the first year, from March: the pairs are March with March, whatever the year
    assert shift(months(2, 30, SHARES)).now == "July 2020 to June 2021"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        months(0, 23, SHARES),
        months(0, 36, SHARES, hidden={(20, 2)}),
        [row for row in months(0, 36, SHARES) if row["period_start"] != date(2019, 5, 1)],
        [row for row in months(0, 36, SHARES) if row["period_start"] != date(2021, 5, 1) or row["group"] == "1"],
    ],
    ids=["nothing", "less than two years", "a hidden part", "a month missing", "a part missing"],
)
def test_else_nothing_is_said(rows):
    assert shift(rows) is None


def test_appointments_of_south_east_london_moved_from_face_to_face_to_the_telephone():
    """Of the shipped file: ways add up to all appointments in each month, and the shares are its counts by hand."""
    rows = read("gp_appointments", "not_in_person", ["E38000244"]).to_pylist()
    ways = [row | {"suppressed": False} for row in rows if row["dimension"] == "mode"]
    everyone = [row for row in rows if row["dimension"] == "all"]
    assert len(everyone) == 30
    for whole in everyone:
        parts = [row for row in ways if row["period_start"] == whole["period_start"]]
        assert sum(row["numerator"] for row in parts) == whole["denominator"] == parts[0]["denominator"]
        remote = [row["numerator"] for row in parts if row["group"] in ("telephone", "video_or_online")]
        assert sum(remote) == whole["numerator"]
    found = shift(ways)
    assert (found.before, found.now) == ("March 2019 to February 2020", "September 2020 to August 2021")
    moved = {part.label: part for part in found.parts}
    first = [row for row in ways if row["period_start"] < date(2020, 3, 1)]
    telephone = sum(row["numerator"] for row in first if row["group"] == "telephone")
    assert moved["By telephone"].before == pytest.approx(100 * telephone / sum(row["numerator"] for row in first))
    assert moved["By telephone"].lower > 20
    assert moved["Face to face"].upper < -10
    assert sum(part.change for part in found.parts) == pytest.approx(0, abs=1e-9)
