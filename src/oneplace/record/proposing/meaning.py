"""What the rows of a file say, as far as its name and its columns tell: of whom, what about them, what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from oneplace.record.proposing.expressing import (
    END,
    ORGANISATION,
    Row,
    dated,
    moments,
    own,
    sql,
    start_of,
    whose_and_when,
)
from oneplace.record.proposing.guessing import Guess, first, words
from oneplace.record.proposing.kinds import kind_of
from oneplace.record.proposing.people import facts_of, person_of, registered
from oneplace.record.proposing.stays import stays

_RESULT = (
    r"^(id|identifier|uuid)$",
    r"\b(observation|measurement|results?|conditions?|diagnosis|procedure|drug|medication|prescription|immuni[sz]ation"
    r"|vaccination)\b.*\b(id|identifier|key|ref|reference|uuid)\b",
)
"""What an observation's own key is called. The key of the visit or the sample is that of several."""
_CODE = (
    r"\b(snomed|icd ?10|icd|opcs ?4?|read|dmd|bnf)\b.*\bcode\b|^(snomed|icd10|opcs4)\b",
    r"^code$",
    r"\b(diagnosis|condition|procedure|drug|medication|vaccine|measurement|observation)\b.*\b(code|concept id)\b",
    r"^(test|analyte|investigation|assay)( code| name)?$",
)
_VALUE, _UNIT = (
    (r"^value$|\b(result|score|value as number)\b|^value number$",),
    (r"^units?$|\bunit source\b|\bvalue unit\b",),
)
_CLASSES = {
    "inpatient_spell": ("imp", "inpatient", "acute", "nonac", "ss"),
    "ed_attendance": ("emer", "emergency", "urgentcare"),
    "outpatient_attendance": ("amb", "ambulatory", "outpatient", "vr", "virtual", "wellness"),
    "community_contact": ("hh", "home"),
}
"""What an encounter's class (HL7's ActCode, in short or in full) most often is in a hospital."""


@dataclass(frozen=True)
class Meaning:
    """The expressions of a draft: the source's key of the person, facts about them, and the rows that a row becomes."""

    person: str | None
    facts: dict[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    key: tuple[str, ...] = ()
    """The columns that name a row."""
    began: str | None = None
    """The column of the day or moment at which an activity began."""
    happened: str | None = None
    """The condition that leaves out what was never so, where a column of the standard says that of a row."""

    @property
    def needed(self) -> str | None:
        """What a row is nothing without, such as a total at the end: when what happened began."""
        return self.began if self.rows and self.rows[0].table else None


def meaning(called: str, guesses: Sequence[Guess]) -> Meaning:
    """What the rows of a file called so say, as far as its columns' names tell."""
    person = person_of(called, guesses)
    if person is None:
        return Meaning(None)
    said, facts, start = sql(person.name), facts_of(guesses), start_of(guesses)
    table, kind = kind_of(called, guesses, start) if start else (None, "")
    if rows := registered(called, guesses, person, facts, is_event=table is not None):
        day = rows[0].values["start_date"]
        return Meaning(said, facts, rows, key=(person.name, next(g.name for g in guesses if sql(g.name) == day)))
    if start is None:
        return Meaning(said, facts)
    if table == "observation":
        named = own(guesses, person, start, _RESULT)
        at = first([each for each in guesses if each != named], _VISIT)
        row = Row(table, _observation(guesses, kind, start), told=(_UNTIED.format(sql(at.name)),) if at else ())
        return Meaning(said, facts, (row,), key=(named.name,) if named else ())
    if kind == "inpatient_spell":
        rows, key, began = stays(guesses, start, person)
        return Meaning(said, facts, rows, key, sql(began.name))
    values = _activity(guesses, kind or "…", start, person)
    if table is None and re.search(r"\bencounters?\b", words(called)) and (column := _class(guesses)):
        lists = {kind: ", ".join(f"'{code}'" for code in codes) for kind, codes in _CLASSES.items()}
        types = " ".join(f"when lower({sql(column.name)}) in ({codes}) then '{kind}'" for kind, codes in lists.items())
        values["activity_type"] = f"case {types} end"
        listed = f"lower({sql(column.name)}) in ({', '.join(lists.values())})"
        row, named = Row("activity", values, listed, told=(_OF_CLASS,)), None
    else:
        row, named = Row(table, values), own(guesses, person, start)
    return Meaning(said, facts, (row,), (named.name,) if named else (), sql(start.name))


_VISIT = r"^(encounter|visit|visit occurrence)( (id|key|ref|reference))?$"
_UNTIED = (
    "The contact in which it was recorded ({}) is not used: `parent_record_id`, with the one `parent_type` that it is "
    "of, would tie it to that."
)
_OF_CLASS = "What each class is was guessed (AMB may be a GP appointment); classes not named are left out."


def _class(guesses: Sequence[Guess]) -> Guess | None:
    """The column of an encounter's class: called so, or one that holds nothing else."""
    known = {code for codes in _CLASSES.values() for code in codes}
    held = (each for each in guesses if each.few and known.issuperset(map(str.lower, each.few)))
    return first(guesses, r"class$") or next(held, None)


def _observation(guesses: Sequence[Guess], kind: str, start: Guess) -> dict[str, str]:
    code, value, unit = first(guesses, *_CODE), first(guesses, *_VALUE), first(guesses, *_UNIT)
    written = dated(guesses, r"^recorded$")  # where nobody said when it began
    day = (
        f"coalesce({sql(start.name)}, {sql(written.name)})" if written and start.called(r"^onset$") else sql(start.name)
    )
    values = {"recorded_date": day, "kind": f"'{kind}'"}
    if code is not None:
        values |= _coded(guesses, code, f"'{_system(code, kind)}'")
    if {each.name for each in guesses} >= _ANSWERS:
        values |= _ANSWERED
    elif value is not None:
        values["value_number" if value.type in ("number", "integer") else "value_text"] = sql(value.name)
    return values | ({"value_unit": sql(unit.name)} if unit is not None else {})


_ANSWERS = {"value_snomed_code", "value_code", "value_text", "value_integer", "value_boolean", "value_at"}
_ANSWERED = {
    "value_number": "coalesce(value, value_integer)",
    "value_code": "coalesce(value_snomed_code, value_code)",
    "value_text": "coalesce(value_text, value_boolean::varchar, value_at::varchar)",
}
"""What a FHIR observation found: a number, a code (whether somebody smokes), words, yes or no ("true"), or a day."""


def _coded(guesses: Sequence[Guess], code: Guess, system: str) -> dict[str, str]:
    """A row's code with its system: of a FHIR resource without one of the system that is looked for, the first it has.

    A laboratory's result may have a code of LOINC alone.
    """
    named = {each.name for each in guesses}
    if code.name == "code" or not {"code", "code_system"} <= named:
        return {"code": sql(code.name), "code_system": system}
    known = " ".join(f"when '{address}' then '{short}'" for address, short in _ADDRESSES.items())
    other = f"case code_system {known} else coalesce(code_system, 'local') end"
    return {
        "code": f"coalesce({sql(code.name)}, code)",
        "code_system": f"case when {sql(code.name)} is not null then {system} when code is not null then {other} end",
    }


_ADDRESSES = {
    "http://loinc.org": "loinc",
    "http://snomed.info/sct": "snomed",
    "http://hl7.org/fhir/sid/icd-10": "icd10",
    "https://dmd.nhs.uk": "dmd",
    "https://fhir.hl7.org.uk/Id/opcs-4": "opcs4",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://hl7.org/fhir/sid/cvx": "cvx",
}
"""What FHIR calls code systems, and the record does; another keeps its address."""


def _system(code: Guess, kind: str) -> str:
    """By the column's name where it says one, else by the form of its codes."""
    by_form = "opcs4" if (kind, code.system) == ("procedure", "icd10") else code.system  # in form they are alike
    return next((system for system, told in _SYSTEMS.items() if code.called(told)), by_form or "snomed")


_SYSTEMS = {
    "snomed": r"\bsnomed",
    "icd10": r"\bicd",
    "opcs4": r"\bopcs",
    "dmd": r"\bdmd\b",
    "bnf": r"\bbnf\b",
    "read": r"\bread\b",
    "omop": r"\bconcept\b",
}


def _activity(guesses: Sequence[Guess], kind: str, start: Guess, person: Guess) -> dict[str, str]:
    organisation, named = first(guesses, *ORGANISATION), own(guesses, person, start)
    key = sql(named.name) if named else f"concat_ws(':', {', '.join(whose_and_when(guesses, person, start))})"
    values = {"activity_type": f"'{kind}'", "source_record_id": key, **moments(guesses, start, dated(guesses, *END))}
    return values | ({"organisation_code": sql(organisation.name)} if organisation else {})
