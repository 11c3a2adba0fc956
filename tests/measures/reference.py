"""Person-time the slow way: every person, every day, asked one by one. Obviously right, and the engine must agree."""

from collections import Counter
from datetime import date, timedelta

from oneplace.population import groups

AREA_FIFTHS = {"E01000001": 1, "E01000002": 2, "E01000003": 5}
GROUP_OF = {code: group for group, (_, *codes) in groups.ETHNIC_GROUPS.items() for code in codes}
DAY = timedelta(days=1)


def birthday(born, age):
    """28 February in common years for those born on 29 February."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 2, 28)


def age_on(born, day):
    age = day.year - born.year
    return age if birthday(born, age) <= day else age - 1


def registered(tables, person, kind, day):
    died = person["death_date"]
    for row in tables["registration"]:
        if row["person_id"] != person["person_id"] or row["registration_type"] != kind:
            continue
        end = row["end_date"]
        if died is not None and (end is None or end >= died):
            end = died + DAY  # the day of death counts
        if row["start_date"] <= day and (end is None or day < end):
            return True
    return False


def home_on(tables, person, day):
    own = [row for row in tables["address"] if row["person_id"] == person["person_id"] and row["start_date"] <= day]
    homes = [row["lsoa21_code"] for row in own if row["end_date"] is None or day < row["end_date"]]
    return max(homes) if homes else groups.UNKNOWN


def stratum(tables, person, kind, day):
    """What the person was on that day, or None where not registered or not born."""
    if person["birth_date"] is None or day < person["birth_date"] or not registered(tables, person, kind, day):
        return None
    home = home_on(tables, person, day)
    return {
        "age": age_on(person["birth_date"], day),
        "sex": person["sex"] if person["sex"] in ("F", "M") else groups.UNKNOWN,
        "ethnicity": GROUP_OF.get(person["ethnic_category"], groups.UNKNOWN),
        "deprivation": str(AREA_FIFTHS.get(home) or groups.UNKNOWN),
        "neighbourhood": home,
    }


def dimensions_of(found, youngest, oldest):
    """The groups that a stratum belongs to, by dimension."""
    starts = groups.age_starts(youngest, oldest)
    start = max(s for s in starts if s <= found["age"])
    yield "all", "all"
    yield "age", groups.age(start, groups.Among(youngest, oldest)).code
    for name in ("sex", "ethnicity", "deprivation", "neighbourhood"):
        yield name, found[name]


def count(tables, events, kind, ages, days_counted, *, years=("financial_year", 4)):
    """Events and days lived, by (month or year, dimension, group): what the engine must give.

    ``years`` are the kind of year and the month in which it begins.
    """
    youngest, oldest = ages
    numerator, days = Counter(), Counter()
    people = {person["person_id"]: person for person in tables["person"]}

    def add(counter, person, day):
        found = stratum(tables, person, kind, day)
        if found is None or found["age"] < youngest or (oldest is not None and found["age"] > oldest):
            return
        called, begins = years
        year = date(day.year - (day.month < begins), begins, 1)
        for dimension, group in dimensions_of(found, youngest, oldest):
            counter[year, called, dimension, group] += 1
            if dimension == "all":
                counter[day.replace(day=1), "month", dimension, group] += 1

    first, last = days_counted
    for person in people.values():
        day = first
        while day < last:
            add(days, person, day)
            day += DAY
    for event in events:
        if event["person_id"] in people and first <= event["start_at"].date() < last:
            add(numerator, people[event["person_id"]], event["start_at"].date())
    return numerator, days
