"""Waits one by one: who waited in a year, how long, who still waited or died or left; the life table by hand."""

from datetime import date, timedelta
from math import isnan
from random import Random

import pytest

from tests.measures.build import BASE, measure
from tests.measures.conftest import over, record, together
from tests.measures.reference import registered, stratum
from tests.measures.test_by_rows import lives

pytestmark = pytest.mark.slow  # each makes a record

FIRST, LAST = date(2021, 4, 1), date(2025, 4, 1)
DAY = timedelta(days=1)
NAMES = ("all", "sex", "deprivation", "neighbourhood")
STAY = {"table": "activity", "where": "activity_type = 'stay'"}
TO_END = {
    "from": "record",
    "statistic": "percentile",
    "each": "wait",
    "events": STAY,
    "until": "end_at",
    "quantity": "date_diff('day', start_at, event_date)",
}
TO_CONTACT = TO_END | {
    "until": "seen",
    "related": {
        "seen": {
            "table": "activity",
            "where": "activity_type = 'contact'",
            "from_days": 0,
            "to_days": 60,
            "take": "first",
            "value": "start_at",
        }
    },
}


def to_end(_tables, row):
    return row["end_at"]


def to_contact(tables, row):
    """The first contact of the same person at or after the beginning, before the sixtieth day."""
    until = row["start_at"].replace(hour=0) + timedelta(days=60)
    own = [each for each in tables["activity"] if each["person_id"] == row["person_id"]]
    starts = [each["start_at"] for each in own if each["activity_type"] == "contact"]
    return min((start for start in starts if row["start_at"] <= start < until), default=None)


def some_die(random, tables):
    """The same people, of whom two die in the years looked at, and one of those who left comes back the same day."""
    for person in random.sample(tables["person"], 2):
        person["death_date"] = FIRST + DAY * random.randrange(600, 1300)
    back = next((each for each in tables["registration"] if each["end_date"]), None)
    if back:
        tables["registration"].append(back | {"start_date": back["end_date"], "end_date": back["end_date"] + 90 * DAY})
    return tables


def stays(tables, person, day, last):
    """The last day, of those up to another, to which somebody registered on a day is so without a break."""
    while day < last and registered(tables, person, "resident", day + DAY):
        day += DAY
    return day


def followed(row, until, days, tables, person):
    """A wait in some days (the first, and that after the last): days when first and last seen, whether it ended."""
    began, closed = row["start_at"].date(), row["end_at"] and row["end_at"].date()
    begin, end = days
    first = max(began, begin)
    known = stays(tables, person, first, end - DAY)
    ended = until is not None and until.date() <= known and (closed is None or until.date() <= closed)
    last = until.date() if ended else min(closed or known, known)
    return ((first - began).days, (last - began).days, ended) if began < end and last >= first else None


def percentile(waits, share):
    """Kaplan and Meier’s, length by length: there is who was seen before and has not left; None if unknown."""
    still, lengths = 1.0, sorted({last for _, last, ended in waits if ended})
    for at in lengths:
        # one that began in the period is there from its first day on
        there = [each for each in waits if (each[0] < at or each[0] == 0) and each[1] >= at]
        still *= 1 - sum(ended and last == at for _, last, ended in there) / len(there)
        if still <= 1 - share + 1e-9:
            later = [each for each in lengths if each > at]
            if still < 1e-9 and any(last > at for _, last, _ in waits):
                return None  # nobody is left to follow
            even = abs(still - (1 - share)) < 1e-9 and later
            return (at + later[0]) / 2 if even else at
    return None


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.5, 0.8])
@pytest.mark.parametrize(("compute", "moment"), [(TO_END, to_end), (TO_CONTACT, to_contact)])
def test_every_wait_is_followed_through_every_year_that_it_touches(southampton, compute, moment, share, seed):
    tables = some_die(Random(seed), lives(Random(seed)))
    people = {each["person_id"]: each for each in tables["person"]}
    found = {}
    for row in tables["activity"]:
        if row["activity_type"] != "stay":
            continue
        for begin in (date(year, 4, 1) for year in range(FIRST.year, LAST.year)):
            who, end = people[row["person_id"]], begin.replace(year=begin.year + 1)
            wait = followed(row, moment(tables, row), (begin, end), tables, who)
            whom = wait and stratum(tables, who, "resident", max(begin, row["start_at"].date()))
            if whom:
                for name in NAMES:
                    found.setdefault((begin, name, whom.get(name, "all")), []).append(wait)
    asked = measure({**compute, "percentile": share}, **{**BASE, "unit": "days"})
    opened = over(
        southampton, record(**together(tables)), measures={"test": asked}, complete_from=FIRST, as_at=LAST - DAY
    )
    opened.prepare()
    value = opened.draft(asked, asked.compute).estimates.value
    counts = opened.count(opened.sql(asked, asked.compute), asked.compute)
    made = {
        (key.start, key.dimension, key.group.code): (counts.n[i], counts.x[i], None if isnan(value[i]) else value[i])
        for i, key in enumerate(counts.keys)
        if key.kind == "financial_year" and key.dimension in NAMES and counts.n[i]
    }
    assert made == {
        at: (len(waits), sum(ended for *_, ended in waits), percentile(waits, share)) for at, waits in found.items()
    }
