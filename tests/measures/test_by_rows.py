"""What a definition says of each row, asked of every row one by one: pairs, windows, sequences, lists at a moment."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from tests.measures.build import BASE, measure
from tests.measures.conftest import over, record, together
from tests.measures.reference import stratum

pytestmark = pytest.mark.slow  # it makes a record

FIRST, LAST = date(2020, 4, 1), date(2026, 4, 1)
"""Wider than any window reaches from what happens, so that no year is left out for being followed too short."""
BEGIN = date(2022, 4, 1)
DAY = timedelta(days=1)
PLACES = ("own", "care_home")
KINDS = ("stay", "contact")
STAYS = {"table": "activity", "where": "activity_type = 'stay' and end_at is not null", "date": "end_at"}
OPEN = {"table": "activity", "where": "activity_type = 'stay'"}


def lives(random):
    """Six people who move, come and go, with stays and contacts."""
    tables = {name: [] for name in ("person", "registration", "address", "activity")}
    for number in range(1, 7):
        who = {"person_id": number}
        born = date(1940 + random.randrange(60), 1 + random.randrange(12), 1 + random.randrange(28))
        came, moved = BEGIN + DAY * random.randrange(-400, 300), BEGIN + DAY * random.randrange(700)
        left = random.choice([None, came + DAY * random.randrange(100, 900)])
        tables["person"].append(
            who | {"birth_date": born, "sex": random.choice("FM"), "ethnic_category": "A", "death_date": None}
        )
        tables["registration"].append(who | {"registration_type": "resident", "start_date": came, "end_date": left})
        homes = random.sample(["E01000001", "E01000002", "E01000003"], 2)
        tables["address"] += [
            who
            | {"lsoa21_code": homes[0], "start_date": date(2010, 1, 1), "end_date": moved}
            | {"residence_type": "own"},
            who
            | {"lsoa21_code": homes[1], "start_date": moved, "end_date": None, "residence_type": random.choice(PLACES)},
        ]
        for _ in range(14):
            start = datetime.fromisoformat("2022-01-01") + timedelta(hours=random.randrange(0, 20_000, 12))
            end = random.choice([None, start + timedelta(hours=random.choice([0, 12, 24, 204, 2004]))])
            kind = random.choice(KINDS)
            row = {"activity_id": len(tables["activity"]), "activity_type": kind, "start_at": start, "end_at": end}
            tables["activity"].append(who | row)
    return tables


def near(tables, row, kind, first, last):
    """Rows of a kind of the same person, whole days after a row's end: 0 is the moment itself."""
    moment = row["end_at"]
    start = moment if first == 0 else datetime.combine(moment.date() + DAY * first, datetime.min.time())
    end = moment if last == 0 else datetime.combine(moment.date() + DAY * last, datetime.min.time())
    return [
        each
        for each in tables["activity"]
        if each["person_id"] == row["person_id"]
        and each["activity_type"] == kind
        and each["activity_id"] != row["activity_id"]
        and start <= each["start_at"] < end
    ]


def related(kind, first, last, **more):
    window = {"from_days": first, "to_days": last}
    return {"found": {"table": "activity", "where": f"activity_type = '{kind}'", **window, **more}}


PAIRS = {
    "again_in_30_days": ("stay", 0, 30),
    "seen_in_a_week": ("contact", 1, 8),
    "seen_before": ("contact", -90, 0),
    "again_next_day": ("stay", 1, 2),
    "in_the_year_before": ("stay", -365, 0),
}


@pytest.fixture(scope="module", params=range(3))
def tables(request):
    return lives(Random(request.param))


def made(southampton, tables, compute):
    unit = {"count": "count"}.get(compute["statistic"], "percent")
    asked = measure({"from": "record", **compute}, **{**BASE, "unit": unit})
    opened = over(
        southampton, record(**together(tables)), measures={"test": asked}, complete_from=FIRST, as_at=LAST - DAY
    )
    drawn = opened.draft(asked, asked.compute)
    told = drawn.estimates
    sides = {"count": (told.count, told.count * 0), "mean": (told.denominator, told.value)}
    sides = sides.get(compute["statistic"], (told.denominator, told.count))
    pairs = list(zip(*(side.tolist() for side in sides), strict=True))
    return {
        (key.start, key.dimension, key.group.code): pairs[i]
        for i, key in enumerate(drawn.counts.keys)
        if key.kind == "financial_year" and key.dimension in ("all", "sex", "deprivation", "neighbourhood")
    }


def added(tables, rows):
    """(n, x) by year and group, of (person, the day on which they stand in a group, the day counted, met or not)."""
    people = {each["person_id"]: each for each in tables["person"]}
    found = {}
    for person, on, counted, met in rows:
        whom = stratum(tables, people[person], "resident", on)
        if whom is None or not FIRST <= counted < LAST:
            continue
        groups = {"all": "all", **{name: whom[name] for name in ("sex", "deprivation", "neighbourhood")}}
        for each in groups.items():
            key = (date(counted.year - (counted.month < 4), 4, 1), *each)
            n, x = found.get(key, (0, 0))
            found[key] = n + 1, x + met
    return found


def some(found):
    return {key: value for key, value in found.items() if value[0]}


def fitting(found):
    """What never fits any row counted has no value in any period."""
    return found if any(x for _, x in found.values()) else {}


@pytest.mark.parametrize("name", PAIRS)
def test_pairs_within_days(southampton, tables, name):
    kind, first, last = PAIRS[name]
    compute = {"statistic": "proportion", "events": STAYS, "related": related(kind, first, last), "numerator": "found"}
    stays = [row for row in tables["activity"] if row["activity_type"] == "stay" and row["end_at"]]
    asked = [
        (row["person_id"], day, day, bool(near(tables, row, kind, first, last)))
        for row in stays
        for day in [row["end_at"].date()]
    ]
    assert some(made(southampton, tables, compute)) == fitting(added(tables, asked))


def test_the_list_at_the_end_of_a_year(southampton, tables):
    asked = [
        (row["person_id"], end - DAY, end - DAY, False)
        for row in tables["activity"]
        for end in (date(year, 4, 1) for year in range(2021, 2027))
        if row["activity_type"] == "stay" and row["start_at"].date() < end
        and (row["end_at"] is None or row["end_at"].date() >= end)
    ]  # fmt: skip
    found = some(made(southampton, tables, {"statistic": "count", "each": "open_event", "events": OPEN}))
    assert found == added(tables, asked)


def test_who_lived_in_a_care_home_as_they_left(southampton, tables):
    there = {"where": "residence_type = 'care_home' and (end_date is null or end_date > cast(event_date as date))"}
    lived = {"found": {"table": "address", **there, "date": "start_date", "to_days": 1}}
    compute = {"statistic": "proportion", "events": STAYS, "related": lived, "numerator": "found"}
    asked = [
        (row["person_id"], day, day, any(
            home["person_id"] == row["person_id"] and home["residence_type"] == "care_home"
            and home["start_date"] <= day and (home["end_date"] is None or day < home["end_date"])
            for home in tables["address"]
        ))
        for row in tables["activity"] if row["activity_type"] == "stay" and row["end_at"]
        for day in [row["end_at"].date()]
    ]  # fmt: skip
    assert some(made(southampton, tables, compute)) == fitting(added(tables, asked))


@pytest.mark.parametrize("few", [1, 2, 3])
def test_people_seen_so_often_in_the_year_before_the_last_day(southampton, tables, few):
    seen = related("contact", -364, 1, take="count")
    compute = {"statistic": "proportion", "each": "person", "related": seen, "numerator": f"found >= {few}"}
    asked = []
    for person in tables["person"]:
        for end in (date(year, 4, 1) for year in range(2021, 2027)):
            dates = [
                each["start_at"].date()
                for each in tables["activity"]
                if each["person_id"] == person["person_id"] and each["activity_type"] == "contact"
            ]
            often = sum(end - DAY * 365 <= day < end for day in dates)
            asked.append((person["person_id"], end - DAY, end - DAY, often >= few))
    assert some(made(southampton, tables, compute)) == added(tables, asked)


def test_the_time_from_beginning_to_end(southampton, tables):
    long = {"statistic": "mean", "events": STAYS, "quantity": "date_diff('hour', start_at, end_at)"}
    asked = []
    for row in tables["activity"]:
        if row["activity_type"] == "stay" and row["end_at"]:
            day = row["end_at"].date()
            asked.append((row["person_id"], day, day, (row["end_at"] - row["start_at"]) // timedelta(hours=1)))
    hours = {at: (n, pytest.approx(total / n)) for at, (n, total) in added(tables, asked).items()}
    assert some(made(southampton, tables, long)) == hours
