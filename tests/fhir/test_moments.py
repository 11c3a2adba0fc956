"""Dates and times in paths: the same moment however it is written, and nothing where it isn't known."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.fhir import ViewError, run

RULES = [
    ("2012", "2012", True),
    ("2012", "2013", False),
    ("2012-01", "2012", None),
    ("2012-02", "2011", False),
    ("2012-01-31", "2012-01", None),
    ("2012-01-31", "2012-02", False),
    ("2012-01-01T10:30", "2012-01-01T10:30", True),
    ("2012-01-01T10:30", "2012-01-01T10:31", False),
    ("2012-01-01T10:30:31", "2012-01-01T10:30", None),
    ("2012-01-01T10:30:31.0", "2012-01-01T10:30:31", True),
    ("2012-01-01T10:30:31.1", "2012-01-01T10:30:31", False),
    ("2012-01-01T10:30:31.1", "2012-01-01T10:30:31.100", True),
    ("2012-01-01T10:30:31.1", "2012-01-01T10:30", None),
    ("2012-01-01T10:30:31.123456789Z", "2012-01-01T11:30:31.123456788+01:00", False),
    ("2012-01-01", "2012-01-01T10:30:31Z", None),
    ("2012-01-02", "2012-01-01T23:30:31Z", False),
    ("2012-01-01T10:00:00Z", "2012-01-01T11:00:00+01:00", True),
    ("2012-01-01T10:00:00.000Z", "2012-01-01T11:00:00+01:00", True),
    ("2012-01-01T00:30:00+01:00", "2011-12-31T23:30:00Z", True),
    ("2012-01-01T00:30:00-05:30", "2012-01-01T06:00:00.5Z", False),
    ("2012-01-01T10:00Z", "2012-01-01T11:00:00+01:00", None),
    ("2012-01-01T10+01:00", "2012-01-01T09:30:00Z", None),
    ("2012-01-01T10:00:00Z", "2012-01-01T10:00:00", None),
    ("2012-01-01T10:00:00Z", "2012-01-01T10:30:00", None),
    ("2012-01-01T10:00:00Z", "2012-01-03T10:30:00", False),
]
"""What FHIRPath 2.0.0 says of two in 6.1.1, and what we chose of a zone beside none."""
CLOCKS = [
    ("10:30", "10:30", True),
    ("10:30", "10:31", False),
    ("10:30", "10:30:00", None),
    ("10", "11:30", False),
    ("10:30:00", "10:30:00.000", True),
    ("10:30:00.5", "10:30:00.6", False),
]
DATED, TIMED = ("@", "period.start", "period.end"), ("@T", "openingTime", "closingTime")
PAIRS = [(*pair, DATED) for pair in RULES] + [(*pair, TIMED) for pair in CLOCKS]


def values(resource, *paths, constants=()):
    columns = [{"name": f"c{n}", "path": path} for n, path in enumerate(paths)]
    view = {"resource": "Thing", "constant": list(constants), "select": [{"column": columns}]}
    return list(run(view, [{"resourceType": "Thing", **resource}])[0].values())


@pytest.mark.parametrize(("a", "b", "same", "written"), PAIRS)
def test_two_are_the_same_moment_or_not_or_it_is_not_known(a, b, same, written):
    at, left, right = written
    thing = {"x": a, "y": b, "openingTime": a, "closingTime": b, "period": {"start": a, "end": b}}
    x, y = at + a, at + b
    for one, other in [(left, right), ("x", "y"), ("x", right), ("x", y), (left, y), (x, y), (x, "y")]:
        unequal = None if same is None else not same
        paths = [f"{one} {sign} {other}" for sign in ("=", "!=")] + [f"{other} = {one}"]
        assert values(thing, *paths) == [same, unequal, same], (one, other)
        paths = [f"({one}) in {other}", f"{one} contains {other}", f"({one} | {other}).count()"]
        once = same is True
        assert values(thing, *paths) == [once, once, 1 if once else 2], (one, other)


def test_lists_of_moments_differ_where_one_pair_does_and_are_not_known_where_one_is_not():
    thing = {"x": ["2024", "2023-01-01"], "y": ["2024-02", "2023-01-01"], "z": ["2024-02", "2023-01-02"]}
    assert values(thing, "x = x", "x = y", "y = x", "x = z", "y != z", "x != y") == [
        True,
        None,
        None,
        False,
        True,
        None,
    ]


def test_of_a_moment_written_in_several_ways_the_first_stays():
    times = ["2024-01-01T11:00:00+01:00", "2024-01-01", "2024-01-01T10:00:00.0Z", "2024", "2024-01-01"]
    found = values({"x": times, "y": "2024-01-01T10:00:00Z"}, "x.distinct().join(' ')", "(y | x).join(' ')")
    assert found == ["2024-01-01T11:00:00+01:00 2024-01-01 2024", "2024-01-01T10:00:00Z 2024-01-01 2024"]


NAMED = {
    "name": {"family": "2024", "given": ["2024-01", "2024"], "prefix": "2024-01-01T10:00:00Z"},
    "title": "2024-01-01T11:00:00+01:00",
    "valueString": "2024",
    "birthDate": "2024-01",
    "n": 2024,
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name.family = name.given.first()", False),
        ("name.family != name.given.first()", True),
        ("name.family < name.given.first()", True),
        ("name.prefix = title", False),
        ("(name.prefix | title).count()", 2),
        ("title in name.prefix", False),
        ("name.family = '2024'", True),
        ("name.given.where($this = %resource.name.family).count()", 1),
        ("name.given.where($this < '2024-01').join()", "2024"),
        ("name.family = @2024", False),
        ("name.family < @2025", None),
        ("name.family = birthDate", False),
        ("value.ofType(string) = birthDate", False),
        ("'2024' = @2024", False),
        ("n = @2024", False),
        ("n < @2025", None),
        ("n < 'x'", None),
        ("n < title", None),
        ("birthDate > 2000", None),
        ("birthDate > '2023'", True),
    ],
)
def test_a_text_that_looks_like_a_date_is_none(path, value):
    assert values(NAMED, path) == [value]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("'1' > 1", "`>` stands beside a text and a number"),
        ("@2024 < '2025'", "`<` stands beside a date and a text"),
        ("n.count() >= @2024", "`>=` stands beside a number and a date"),
        ("@T10:00 < @2024", "`<` stands beside a time of day and a date"),
        ("true > false", "`>` stands beside a boolean and a boolean"),
        ("n < true", "`<` stands beside a boolean"),
    ],
)
def test_values_without_an_order_are_told(path, said):
    with pytest.raises(ViewError, match=re.escape(said)) as error:
        values(NAMED, path)
    assert error.value.at == "select[0].column[0].path"


def test_the_boundary_of_a_date_is_a_date_and_of_a_date_time_a_time():
    paths = [
        "@2014",
        "@2014-02",
        "@2014T",
        "@2014-02-03T10:30Z",
        "@T10:30",
        "%day",
        "%moment",
        "birthDate",
        "period.start",
    ]
    constants = [{"name": "day", "valueDate": "2014"}, {"name": "moment", "valueDateTime": "2014"}]
    thing = {"birthDate": "2014", "period": {"start": "2014"}}
    assert values(thing, *(f"{path}.lowBoundary()" for path in paths), constants=constants) == [
        "2014-01-01",
        "2014-02-01",
        "2014-01-01T00:00:00.000+14:00",
        "2014-02-03T10:30:00.000Z",
        "10:30:00.000",
        "2014-01-01",
        "2014-01-01T00:00:00.000+14:00",
        "2014-01-01",
        "2014-01-01T00:00:00.000+14:00",
    ]
    assert values(thing, "@2014-02.highBoundary()", "%day.highBoundary()", constants=constants) == [
        "2014-02-28",
        "2014-12-31",
    ]


def parts(moment):
    """The parts of a moment from the largest on, and its zone in minutes; none of what is no moment."""
    dated = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(.*?)(Z|[+-]\d\d:\d\d)?)?)?)?", moment)
    clock = re.fullmatch(r"(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?", (dated[4] or "") if dated else moment)
    if not dated and not clock:
        return None
    found = [*(dated.groups()[:3] if dated else ()), *(clock.groups() if clock else ())]
    zone = dated[5] if dated else None
    minutes = None if zone is None else 0 if zone == "Z" else int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[4:]))
    return [Decimal(each) for each in found if each is not None], minutes, bool(dated)


def in_utc(found, minutes):
    year, month, day, hour, minute, *seconds = found
    moved = datetime(*map(int, (year, month, day, hour, minute)), tzinfo=UTC) - timedelta(minutes=minutes)
    return [*map(Decimal, (moved.year, moved.month, moved.day, moved.hour, moved.minute)), *seconds]


def order(a, b):
    """-1, 0 or 1; "unknown"; or "unlike" where they are not both dates or both times of day."""
    one, other = parts(a), parts(b)
    if one is None or other is None or one[2] != other[2]:
        return "unlike"
    (x, zone, _), (y, its, _) = one, other
    if zone is not None and its is not None:
        x, y = in_utc(x, zone), in_utc(y, its)
    days = 3 if (zone is None) != (its is None) else None
    for each, beside in zip_longest(x[:days], y[:days]):
        if each is None or beside is None:
            return "unknown"
        if each != beside:
            return -1 if each < beside else 1
    return "unknown" if days else 0


def expected(a, b):
    """What `=`, `!=`, `<`, `>=`, `in` and the count of `|` give."""
    told = order(a, b)
    if told == "unlike":
        return [a == b, a != b, a < b, a >= b, a == b, 1 if a == b else 2]
    if told == "unknown":
        return [None, None, None, None, False, 2]
    return [told == 0, told != 0, told < 0, told >= 0, told == 0, 1 if told == 0 else 2]


DAYS = st.sampled_from(["2023-12-31", "2024-01-01", "2024-01-02"])
TIMES = st.sampled_from(["T23:30", "T00:30", "T00:30:00", "T00:30:00.0", "T00:30:00.50", "T01:00:00.5", "T01:00:01"])
ZONES = st.sampled_from(["", "Z", "+01:00", "+00:30", "-05:30", "-00:30"])
DATES = DAYS.flatmap(lambda day: st.sampled_from([day[:4], day[:7], day]))
MOMENTS = st.builds("{}{}{}".format, DAYS, TIMES, ZONES) | DATES | TIMES.map(lambda time: time[1:])
WORDS = st.sampled_from(["", "x", "2024-1", "2024-01-01 00:30", "2024-01-01T", "02", "T00:30"])


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(MOMENTS | WORDS, MOMENTS | WORDS), min_size=1, max_size=40))
def test_any_two_moments_are_as_they_are_worked_out_part_by_part(pairs):
    paths = ["x = y", "x != y", "x < y", "x >= y", "x in y", "(x | y).count()"]
    columns = [{"name": f"c{n}", "path": path} for n, path in enumerate(paths)]
    things = [{"resourceType": "Thing", "x": a, "y": b} for a, b in pairs]
    found = run({"resource": "Thing", "select": [{"column": columns}]}, things)
    assert [list(row.values()) for row in found] == [expected(a, b) for a, b in pairs]
