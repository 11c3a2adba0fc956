"""What sources say of people: whether they agree, what is missing, and whose records stay alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

import duckdb

from oneplace.place.canonical import ETHNIC_CATEGORIES, SEXES
from oneplace.place.sources import Dataset, Source, Sources
from oneplace.record.database import Relation, Tables
from oneplace.record.made import OLDEST
from oneplace.record.opting_out import of_unknown_types
from oneplace.record.tested.tally import Asked, Counted, Feed, counted
from oneplace.vocabulary.data_tests import GROUPED_BY

_NO_BIRTH = "DATE '1900-01-01'"
_SEXES = "('F', 'M', 'I')"
_EXACT = "coalesce({}.birth_date_precision, 'day') = 'day'"
_ADDRESS = ("postcode", "uprn", "lsoa_code")
_CLEAR = 3.0
_POINTS = 0.05
_LEAST = 50
"""Standard errors, share and records from which a group is said to be linked less often than everybody else."""


def said(
    connection: duckdb.DuckDBPyConnection,
    sources: Sources,
    tables: Tables,
    feeds: Mapping[str, Feed],
) -> Iterator[Counted]:
    """Everything that is said of a person, by what contradicts the person's best values or is missing in it."""
    sends = {name: _sending(sources, feeds, fields) for name, fields in _MISSING.items()}
    rows = f"""
        SELECT f.load_id, f.as_of AS day, f.death_date, f.birth_date, p.death_date AS died, p.birth_date AS born,
            CASE WHEN {_EXACT.format("f")} THEN f.birth_date END AS said_born,
            CASE WHEN {_EXACT.format("p")} THEN p.birth_date END AS known_born,
            f.sex, p.sex AS known_sex, f.nhs_number, f.ethnic_category, {", ".join("f." + name for name in _ADDRESS)}
        FROM {tables["facts"]} AS f JOIN {tables["who"]} USING (source_system, source_record_id)
        JOIN {tables["person"]} AS p USING (person_id)
    """
    missing = {
        "no_nhs_number": Asked(_of(sends["no_nhs_number"]), "nhs_number IS NULL"),
        "no_ethnic_group": Asked(_of(sends["no_ethnic_group"]), "coalesce(ethnic_category, 'Z') IN ('Z', '99')"),
        "no_address": Asked(_of(sends["no_address"]), " AND ".join(f"{name} IS NULL" for name in _ADDRESS)),
    }
    yield from counted(connection, rows, _agreeing(sources.as_at) | missing, feeds)


def _agreeing(as_at: date) -> dict[str, Asked]:
    both_born = "said_born IS NOT NULL AND known_born IS NOT NULL"
    return {
        "two_dates_of_death": Asked("death_date IS NOT NULL AND died IS NOT NULL", "death_date <> died"),
        "died_before_birth": Asked("death_date IS NOT NULL AND known_born IS NOT NULL", "death_date < known_born"),
        "birth_date_of_none": Asked("birth_date IS NOT NULL", f"birth_date = {_NO_BIRTH}"),
        "impossible_age": Asked(
            f"birth_date IS NOT NULL AND birth_date <> {_NO_BIRTH}",
            f"birth_date + INTERVAL {OLDEST} YEAR <= coalesce(died, DATE '{as_at}')",
        ),
        "sex_in_other_codes": Asked("sex IS NOT NULL", f"sex NOT IN {SEXES}"),
        "ethnic_in_other_codes": Asked("ethnic_category IS NOT NULL", f"ethnic_category NOT IN {ETHNIC_CATEGORIES}"),
        "sex_differs": Asked(f"sex IN {_SEXES} AND known_sex IN {_SEXES}", "sex <> known_sex"),
        "birth_date_differs": Asked(both_born, "said_born <> known_born"),
    }


_MISSING = {"no_nhs_number": ("nhs_number",), "no_ethnic_group": ("ethnic_category",), "no_address": _ADDRESS}
"""The facts of which a dataset must map one, to be looked at for it."""


def _sending(sources: Sources, feeds: Mapping[str, Feed], fields: tuple[str, ...]) -> list[str]:
    sends = {(s.id, d.id) for s in sources.sources for d in s.datasets if set(fields) & set(d.facts)}
    return [load for load, feed in feeds.items() if (feed.source, feed.dataset) in sends]


def _of(loads: list[str]) -> str:
    listed = ", ".join(f"'{load}'" for load in loads)
    return f"load_id IN ({listed})" if loads else "false"


def intervals(connection: duckdb.DuckDBPyConnection, sent: Relation, feeds: Mapping[str, Feed]) -> Iterator[Counted]:
    """Registrations and addresses as they were sent, before those that can't be are left out and one ends another."""
    found = connection.execute(f"SELECT load_id, sent, sound, practices, at_two FROM {sent}").fetchall()
    for load, number, sound, practices, at_two in found:
        if number and load in feeds:
            yield Counted("interval_impossible", feeds[load], int(number - sound), int(number))
        if practices and load in feeds:
            yield Counted("registered_twice", feeds[load], int(at_two), int(practices))


def numbers(connection: duckdb.DuckDBPyConnection, sources: Sources, numbered: Relation) -> Iterator[Counted]:
    """Records whose NHS number is another person's, of all that carry one, by source."""
    found = connection.execute(f"""
        SELECT source_system, count(*) FILTER (NOT agrees), count(*) FROM {numbered} GROUP BY 1 ORDER BY 1
    """).fetchall()
    partners = {source.id: source.partner for source in sources.sources}
    for source, others, carried in found:
        yield Counted("number_of_another", Feed(source, partners[source], ""), others, carried, field="nhs_number")


def links(
    connection: duckdb.DuckDBPyConnection, sources: Sources, tables: Tables, feeds: Mapping[str, Feed]
) -> Iterator[Counted]:
    """How records are linked, by deprivation and ethnic group, for missed links are unequal: those whose person no
    other source knows, those that are linked without a number, and those that are held apart as doubtful.

    The sources that register people are what the others are held against, and are not looked at themselves. Who has no
    address in the record lives where the postcode of the record itself is, if its neighbourhood is known: those whom
    nobody else knows have no other, and would else all be of unknown deprivation.
    """
    base = {source.id for source in sources.sources if any(map(_registers, source.datasets))}
    mine = [source for source in sources.sources if source.id not in base]
    if not base or not mine:
        return
    fifth = "CAST(ceil(imd_decile / 2.0) AS INTEGER)"
    found = connection.execute(f"""
        WITH alone AS (SELECT person_id, count(DISTINCT source_system) = 1 AS alone FROM {tables["who"]} GROUP BY 1),
        home AS (
            SELECT person_id, arg_max({fifth}, start_date) AS fifth
            FROM {tables["address"]} JOIN {tables["area"]} USING (lsoa21_code) GROUP BY 1
        ),
        place AS (
            SELECT postcode, min({fifth}) AS fifth FROM {tables["place_of_address"]}
            JOIN {tables["area"]} USING (lsoa21_code)
            WHERE postcode IS NOT NULL GROUP BY postcode HAVING count(DISTINCT {fifth}) = 1
        ),
        said AS (
            SELECT source_system, source_record_id, arg_max(fifth, as_of) AS fifth
            FROM {tables["facts"]} JOIN place USING (postcode) GROUP BY ALL
        ),
        held AS (SELECT DISTINCT source_system, source_record_id, true AS held FROM {tables["doubtful"]})
        SELECT source_system, CAST(coalesce(home.fifth, said.fifth) AS VARCHAR), ethnic_category,
            count(*) FILTER (alone), count(*) FILTER (NOT alone AND method <> 'nhs_number'), count(*) FILTER (held),
            count(*)
        FROM {tables["who"]} JOIN alone USING (person_id) LEFT JOIN home USING (person_id)
        LEFT JOIN said USING (source_system, source_record_id) LEFT JOIN held USING (source_system, source_record_id)
        LEFT JOIN {tables["person"]} USING (person_id) GROUP BY ALL ORDER BY ALL
    """).fetchall()
    for source in mine:
        own = [(fifth, ethnic, counts) for name, fifth, ethnic, *counts in found if name == source.id]
        if own:
            yield from _of_source(source, own)


def opted_out(connection: duckdb.DuckDBPyConnection, sources: Sources, tables: Tables) -> Iterator[Counted]:
    """People whom planning leaves out because they opted out, by the source that says so, deprivation and ethnic group:
    who opts out is not like everybody else, and every number misses them."""
    found = connection.execute(f"""
        WITH home AS (
            SELECT person_id, arg_max(CAST(ceil(imd_decile / 2.0) AS INTEGER), start_date) AS fifth
            FROM {tables["address"]} JOIN {tables["area"]} USING (lsoa21_code) GROUP BY 1
        ),
        o AS (SELECT person_id, source_system FROM {tables["opted_out"]} JOIN {tables["load"]} USING (load_id))
        SELECT w.source_system, CAST(fifth AS VARCHAR), ethnic_category,
            count(o.person_id) FILTER (o.source_system = w.source_system), count(*)
        FROM (SELECT DISTINCT source_system, person_id FROM {tables["who"]}) AS w
        SEMI JOIN o AS said ON said.source_system = w.source_system LEFT JOIN o USING (person_id)
        LEFT JOIN home USING (person_id) LEFT JOIN {tables["person"]} USING (person_id) GROUP BY ALL ORDER BY ALL
    """).fetchall()
    partners = {source.id: source.partner for source in sources.sources}
    for source in dict.fromkeys(row[0] for row in found):
        feed = Feed(source, partners[source], "")
        own = [row[1:] for row in found if row[0] == source]
        yield Counted("opted_out", feed, sum(row[2] for row in own), sum(row[3] for row in own))
        for at, dimension in enumerate(GROUPED_BY):
            groups: dict[str, tuple[int, int]] = {}
            for row in own:
                out, every = groups.get(row[at] or "not known", (0, 0))
                groups[row[at] or "not known"] = out + row[2], every + row[3]
            for name, (out, every) in sorted(groups.items()):
                yield Counted("opted_out", feed, out, every, group=f"{dimension} {name}")


def opted_out_otherwise(
    connection: duckdb.DuckDBPyConnection, preference: Relation, feeds: Mapping[str, Feed]
) -> Iterator[Counted]:
    """Preferences of a type that is not known that do not plainly say that somebody opted in, by the type."""
    for load, kind, rows in of_unknown_types(connection, preference):
        yield Counted("opted_out_otherwise", feeds[load], rows, rows, field="preference_type", note=_of_type(kind))


def _of_type(kind: str | None) -> str | None:
    if kind is None:
        return None
    of = f"of `{kind}`, and what that is is not known" if kind else "but not of what"
    return f"says what somebody decided {of}: who did not plainly opt in is in no number"


Group = tuple[str | None, str | None, list[int]]
"""Deprivation fifth, ethnic category, and the counts of `_OF_LINKS` with that of all records."""

_OF_LINKS = ("not_linked", "linked_without_number", "link_doubtful")


def _of_source(source: Source, own: list[Group]) -> Iterator[Counted]:
    feed = Feed(source.id, source.partner, "")
    yield from _counted(feed, [counts for *_, counts in own], None)
    of_row = [(fifth, ethnic) for fifth, ethnic, _counts in own]
    by = {dimension: [row[at] for row in of_row] for at, dimension in enumerate(GROUPED_BY)}
    for dimension, names in by.items():
        parts: dict[str, list[list[int]]] = defaultdict(list)
        for name, (*_, counts) in zip(names, own, strict=True):
            parts[name or "not known"].append(counts)
        for name, each in sorted(parts.items()):
            yield from _counted(feed, each, f"{dimension} {name}")
        groups = {name: (sum(one[0] for one in each), sum(one[-1] for one in each)) for name, each in parts.items()}
        behind = [name for name in sorted(groups) if name != "not known" and _is_behind(groups, name)]
        if len(groups) > 1:
            note = f"less often: {dimension} {', '.join(behind)}" if behind else None
            yield Counted("links_unequal", feed, int(bool(behind)), 1, note=note, field=dimension)


def _counted(feed: Feed, counts: list[list[int]], group: str | None) -> Iterator[Counted]:
    *failed, every = (sum(column) for column in zip(*counts, strict=True))
    for test, number in zip(_OF_LINKS, failed, strict=True):
        yield Counted(test, feed, number, every, group=group)


def _is_behind(groups: Mapping[str, tuple[int, int]], name: str) -> bool:
    """Whether clearly more of a group's records stay alone than of everybody else's of whom the group is known."""
    alone, every = groups[name]
    rest = [counts for other, counts in groups.items() if other not in (name, "not known")]
    others, of = sum(counts[0] for counts in rest), sum(counts[1] for counts in rest)
    if min(every, of) < _LEAST:
        return False
    share = (alone + others) / (every + of)
    error = (share * (1 - share) * (1 / every + 1 / of)) ** 0.5
    apart = alone / every - others / of
    return bool(apart >= _POINTS and apart >= _CLEAR * error)


def _registers(dataset: Dataset) -> bool:
    return any(rows.table == "registration" for rows in dataset.rows)
