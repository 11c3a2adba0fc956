"""Why a measure counted from the linked record has no figure in any period: looked for in the record itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shlex import quote

import duckdb
from sqlglot import exp

from oneplace import record
from oneplace.measures.observed import holds_a_period
from oneplace.place import Codes, Events, FromLinkedRecord, Measure, Place, bound, codelists
from oneplace.population import Window, read_codelists
from oneplace.vocabulary.wording import day_words, list_words

_PEOPLE = {"resident": "a resident", "gp": "registered with a practice"}


def why_none(place: Place, measure: Measure, record_folder: Path | None) -> str:
    """The cause as a sentence, with how to mend it; says so where none is found. It tells no number of people.

    ``record_folder`` is None where nothing is loaded.
    """
    sources, compute = place.sources, measure.compute
    if sources is None or not isinstance(compute, FromLinkedRecord):
        return f"It is not known why. See what `oneplace check` says of {measure.id}."
    begins, load = sources.complete_from, f"oneplace load {quote(str(place.root))}"
    if begins is None or not holds_a_period(compute, Window(begins, sources.as_at + timedelta(days=1))):
        first = day_words(begins) if begins else "no day that is set"
        return (
            f"What is counted begins on {first} (`complete_from`) and ends on {day_words(sources.as_at)} (`as_at`), "
            f"and holds no whole period of it. Correct both in {place.root / 'sources.yaml'}, and load: {load}"
        )
    if record_folder is None:
        return f"Nothing is loaded: {load}"
    found = next(_causes(place, compute, record_folder), "")
    return found or f"It is not known why: look at what `oneplace measure --explain {measure.id}` computes."


def _causes(place: Place, compute: FromLinkedRecord, record_folder: Path) -> Iterator[str]:
    """What leaves no row of those that are counted, step by step as they are asked for."""
    events, who = compute.events, compute.population.registration
    if events is None:
        return
    texts = (events.where, events.dated_by, *compute.of_rows)
    codes = read_codelists(place.root, {name for text in texts for name in codelists(text)})
    own = [
        text
        for text in compute.of_rows
        if text != "TRUE" and not _names(text, codes) & {*compute.related, "event_date"}
    ]
    of_people = _of_people(events, who, codes)
    with record.connect(record_folder) as connection:
        rows = _Rows(connection, events.table)
        met = _parts(events.where, codes)
        named = f"a row of {events.table} with `{events.where}`" if met else f"a row of {events.table}"
        if not rows.there(met):
            yield rows.lacking(met) or (
                f"Nothing in the record is {named}. Look at how it is written, such as `activity_type`."
            )
        if who in _PEOPLE and not rows.there([*met, of_people]):
            yield (
                f"Nobody whom {named} is about was {_PEOPLE[who]} on its day, by the registrations and addresses in "
                "the record. Look how these people are linked, and at `local_authorities`; or write "
                "`population: {registration: none}`."
            )
        met += [of_people] if who in _PEOPLE else []
        for text in own:
            asked = _parts(text, codes) if text == compute.keep else [_given(bound(text, "t", codes))]
            if not rows.there([*met, *asked]):
                yield rows.lacking(asked, met) or f"`{text}` is true of, or known for, no row that would be counted."


@dataclass(frozen=True)
class _Rows:
    """The rows of a table of the record, called ``t``."""

    connection: duckdb.DuckDBPyConnection
    table: str

    def there(self, conditions: Sequence[exp.Expr]) -> bool:
        """Whether one meets them all."""
        asked = exp.select("1").from_(f"{self.table} AS t").where(*conditions).limit(1)
        return self.connection.execute(asked.sql("duckdb")).fetchone() is not None

    def lacking(self, asked: Sequence[exp.Expr], met: Sequence[exp.Expr] = ()) -> str:
        """That no row which meets all else has a column that is asked; empty where each is given in one."""
        names = dict.fromkeys(column.name for each in asked for column in each.find_all(exp.Column))
        found = [name for name in names if self._is_empty(name, asked, met)]
        if not found:
            return ""
        columns = list_words([f"`{name}`" for name in found])
        given, them = ("is given", "it") if len(found) == 1 else ("are given", "them")
        return (
            f"{columns} {given} by no row of what is counted: no dataset maps {them}, or their files leave {them} "
            f"empty. Map {them} in sources.yaml, or let the measure ask something else."
        )

    def _is_empty(self, name: str, asked: Sequence[exp.Expr], met: Sequence[exp.Expr]) -> bool:
        others = [*met, *(part for part in asked if all(each.name != name for each in part.find_all(exp.Column)))]
        return self.there(others) and not self.there([*others, _given(exp.column(name, table="t"))])


def _parts(text: str, codes: Mapping[str, Codes]) -> list[exp.Expr]:
    """The conditions that a text asks for together; none where it asks for all."""
    condition = bound(text, "t", codes)
    bare = condition.unnest()
    return [] if text == "TRUE" else list(bare.flatten()) if isinstance(bare, exp.And) else [condition]


def _names(text: str, codes: Mapping[str, Codes]) -> set[str]:
    return {column.name for column in bound(text, "t", codes).find_all(exp.Column)}


def _given(value: exp.Expr) -> exp.Expr:
    return exp.not_(exp.Is(this=exp.paren(value), expression=exp.null()))


def _of_people(events: Events, who: str, codes: Mapping[str, Codes]) -> exp.Expr:
    """That a row's person was one of those who are counted on its day."""
    day = f"CAST({bound(events.dated_by, 't', codes).sql('duckdb')} AS DATE)"
    return exp.condition(
        "EXISTS (SELECT 1 FROM registration AS r WHERE r.person_id = t.person_id "
        f"AND r.registration_type = '{who}' AND r.start_date <= {day} AND coalesce(r.end_date > {day}, TRUE))",
        dialect="duckdb",
    )
