"""Who is counted: the population that every measure shares, the groups it is broken down by, and code lists."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

if TYPE_CHECKING:
    from oneplace.population.codelists import read_codelists
    from oneplace.population.groups import (
        ETHNIC_GROUPS,
        EVERYONE,
        GROUPINGS,
        SEXES,
        STANDARD_STARTS,
        UNKNOWN,
        Among,
        Group,
        Grouping,
        age_starts,
        fifth_of,
    )
    from oneplace.population.membership import conditions, in_population, members, of_ages, people_on
    from oneplace.population.strata import APART, STRATA, Window, months, periods, person_time, prepare, statements
else:
    deferred(__name__)

__all__ = [
    "APART",
    "ETHNIC_GROUPS",
    "EVERYONE",
    "GROUPINGS",
    "SEXES",
    "STANDARD_STARTS",
    "STRATA",
    "UNKNOWN",
    "Among",
    "Group",
    "Grouping",
    "Window",
    "age_starts",
    "conditions",
    "fifth_of",
    "in_population",
    "members",
    "months",
    "of_ages",
    "people_on",
    "periods",
    "person_time",
    "prepare",
    "read_codelists",
    "statements",
]
