"""What is compared: each different description of people with a number, and of the records without one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

import duckdb
import pyarrow as pa

from oneplace.record.database import Relation

FIELDS = (
    "given, given_root, given_roots, first_roots, spelling, single, listed, bearers, family, family_start, names, "
    "born, born_swapped, birth_year, sex, postcode, phone, email, number, address, town, grown, died, postcodes"
)

_NO_NAME = ("baby", "infant", "newborn", "unborn", "unnamed", "unknown", "notknown", "noname", "twin", "male", "female")
_GROWN = 16
"""Years from which on a telephone number or an e-mail address is hardly that of a brother or a sister too."""
_MOST_BIRTHS = 6
"""Birth dates beside one telephone number, e-mail address or shared number, from which on it is a hostel's, a surgery's
or stands for none; one person's is mistyped in fewer ways."""
_NO_NAME_ALONE = ("boy", "girl", "not", "no", "nk", "na", "mr", "mrs", "miss", "ms", "test", "patient")
"""First words of what stands in the place of a given name, and those that do where nothing else follows."""


@dataclass(frozen=True)
class Compared:
    """The two sides of the comparison: descriptions, and whose they are."""

    people: Relation
    """Every different description of those with a number, by unique_id."""
    numbers: Relation
    """The same, with nhs_number."""
    rest: Relation
    """Every different description of records without, by unique_id."""
    members: Relation
    """The records without, each with the unique_id of its description."""
    pairs: Relation
    """Descriptions that may be one person's: l, r, weight, probability, evidence, against (null where they are)."""


def prepare(
    connection: duckdb.DuckDBPyConnection, identity: Relation, numbered: Relation, homes: Relation | None = None
) -> Compared:
    """Describe people and records in the fields that are compared; no pairs yet."""
    compared = Compared(
        people=Relation("people"),
        numbers=Relation("people_numbers"),
        rest=Relation("rest"),
        members=Relation("rest_members"),
        pairs=Relation("pairs"),
    )
    connection.register("nicknames", nicknames())
    connection.execute(f"CREATE TEMP TABLE said AS {_said(identity)}")
    for contact in ("phone", "email", "number"):
        of_many = f"SELECT {contact} FROM said GROUP BY {contact} HAVING count(DISTINCT born) > {_MOST_BIRTHS}"
        connection.execute(f"UPDATE said SET {contact} = NULL WHERE {contact} IN ({of_many})")
    lived = "SELECT source_system, source_record_id, postcode FROM said"
    lived += f" UNION SELECT source_system, source_record_id, postcode FROM {homes}" if homes else ""
    connection.execute(f"""
        CREATE TABLE described AS
        SELECT source_system, source_record_id, n.nhs_number,
            i.* EXCLUDE (source_system, source_record_id, given_first),
            left(family, 1) AS family_start,
            if(given < family, given || ' ' || family, family || ' ' || given) AS names, left(born, 4) AS birth_year,
            left(born, 4) || '-' || right(born, 2) || '-' || substr(born, 6, 2) AS born_swapped,
            coalesce(k.root, given) AS given_root, coalesce(k.roots, [given]) AS given_roots,
            coalesce(f.roots, [given_first]) AS first_roots, given = given_first AS single,
            k.spelling,
            k.root IS NOT NULL AS listed, b.bearers, h.postcodes
        FROM said AS i
        LEFT JOIN (SELECT * FROM {numbered} WHERE agrees) AS n USING (source_system, source_record_id)
        LEFT JOIN nicknames AS k ON k.name = given LEFT JOIN nicknames AS f ON f.name = given_first
        LEFT JOIN (SELECT given, count(DISTINCT born) AS bearers FROM said GROUP BY given) AS b USING (given)
        LEFT JOIN (
            SELECT coalesce(nhs_number, source_system || ':' || source_record_id) AS whose,
                list_sort(list(DISTINCT postcode)) AS postcodes
            FROM ({lived}) LEFT JOIN (SELECT * FROM {numbered} WHERE agrees) USING (source_system, source_record_id)
            WHERE postcode IS NOT NULL GROUP BY whose
        ) AS h ON h.whose = coalesce(n.nhs_number, i.source_system || ':' || i.source_record_id)
    """)
    connection.execute("DROP TABLE said")
    connection.unregister("nicknames")
    connection.execute(f"""
        CREATE TABLE {compared.numbers} AS
        SELECT 'p' || row_number() OVER (ORDER BY nhs_number, {FIELDS}) AS unique_id, *
        FROM (SELECT DISTINCT nhs_number, {FIELDS} FROM described WHERE nhs_number IS NOT NULL)
    """)
    only_described = f"SELECT * EXCLUDE (nhs_number) FROM {compared.numbers} ORDER BY unique_id"
    connection.execute(f"CREATE TABLE {compared.people} AS {only_described}")
    # Records alike in every field, and that say enough, are compared as one; the others each for themselves.
    connection.execute(f"""
        CREATE TABLE {compared.members} AS
        SELECT *, 'r' || dense_rank() OVER (ORDER BY alone, {FIELDS}) AS unique_id FROM (
            SELECT *, CASE WHEN given IS NULL OR family IS NULL OR born IS NULL OR coalesce(postcode, phone) IS NULL
                THEN source_system || ':' || source_record_id END AS alone
            FROM described WHERE nhs_number IS NULL
        )
    """)
    described_once = f"SELECT DISTINCT unique_id, {FIELDS} FROM {compared.members} ORDER BY unique_id"
    connection.execute(f"CREATE TABLE {compared.rest} AS {described_once}")
    columns = "l VARCHAR, r VARCHAR, weight DOUBLE, probability DOUBLE, evidence VARCHAR, against VARCHAR"
    connection.execute(f"CREATE TABLE {compared.pairs} ({columns})")
    return compared


def _said(identity: Relation) -> str:
    """SQL for what identities say in the form in which it is compared; what stands for no given name is none."""
    words = "regexp_extract_all(lower(strip_accents(given_name)), '[a-z]+')"
    none, alone = (", ".join(f"'{word}'" for word in each) for each in (_NO_NAME, _NO_NAME_ALONE))
    number = _letters("shared_number")
    figures = f"regexp_replace({number}, '[^0-9]', '', 'g')"
    is_a_number = f"len({figures}) > 3 AND len(list_distinct(string_split({figures}, ''))) > 2"
    others = f"list_filter({words}, lambda word: word NOT IN ({alone}, 'known'))"
    named = f"""CASE WHEN {words}[1] NOT IN ({none}) AND len(array_to_string({words}, '')) > 1
        AND NOT ({words}[1] IN ({alone}) AND len({others}) = 0)"""
    return f"""
        SELECT source_system, source_record_id,
            CASE WHEN birth_date_precision = 'day' THEN strftime(birth_date, '%Y-%m-%d') END AS born,
            {named} THEN regexp_replace(lower(strip_accents(given_name)), '[^a-z]', '', 'g') END AS given,
            {named} THEN {words}[1] END AS given_first,
            nullif(regexp_replace(lower(strip_accents(family_name)), '[^a-z]', '', 'g'), '') AS family,
            CASE WHEN sex IN ('F', 'M') THEN sex END AS sex, postcode, phone, email,
            CASE WHEN {is_a_number} THEN {number} END AS number, {_letters("address_line")} AS address,
            {_letters("town")} AS town,
            birth_date <= (SELECT max(birth_date) FROM {identity}) - INTERVAL {_GROWN} YEAR AS grown,
            strftime(death_date, '%Y-%m-%d') AS died
        FROM {identity}
    """


def _letters(column: str) -> str:
    """SQL for the letters and figures of a text, however it was spaced and written."""
    return f"nullif(regexp_replace(lower(strip_accents({column})), '[^a-z0-9]', '', 'g'), '')"


def nicknames() -> pa.Table:
    """Every name that the list knows: the root it counts as, all that it may stand for (Al: Alan, Albert), and its
    consonants where they are three or more, by which spellings of one name are known (Muhammad, Mohamed)."""
    lines = files("oneplace.record.linkage").joinpath("nicknames.csv").read_text("utf-8").splitlines()[1:]
    roots: dict[str, list[str]] = {}
    for root, names in (line.split(",") for line in lines):
        for name in names.split("|"):
            roots.setdefault(name, []).append(root)
    first = [each[0] for each in roots.values()]
    bones = [re.sub(r"(.)\1+", r"\1", re.sub("[aeiouy]", "", name)) for name in roots]
    spelling = pa.array([each if len(each) > 2 else None for each in bones], pa.string())
    return pa.table({"name": list(roots), "root": first, "roots": list(roots.values()), "spelling": spelling})
