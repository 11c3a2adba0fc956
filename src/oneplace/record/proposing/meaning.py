"""What the rows of a file say, as far as its name and its columns tell: of whom, what about them, what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import digits

from sqlglot.errors import ParseError

from oneplace.place.canonical import ETHNIC_CATEGORIES
from oneplace.place.mapping_sql import columns_of
from oneplace.record.proposing.guessing import BIRTH, Guess, first, of_day, words

_PERSON = (
    r"\b(patient|person|client|resident|subject|member|mother|service user)\b.*\b(id|identifier|key|ref|pseudo)\b",
    r"^(patient|person|client|resident|subject|mother)$",
    r"\bpseudo\w*\b",
    r"^(patient|person|client|resident|subject|member|mother|service user) (no|num|number)$",
)
_LOCAL = r"^(hospital|hosp|local|unit|district|pas) (id|identifier|number|num|no)$|^(mrn|crn)( no| number)?$"
"""What a hospital calls its own key of a person; a code that comes again and again is a hospital's own."""
_NUMBER = r"^hosp(ital)? (number|num|no)$|^(mrn|crn)( no| number)?$"
"""What nothing else is called: each of a few people may have many rows."""
_EVENT = (
    r"^(spell|episode|attendance|incident|referral|appointment|contact|encounter|visit|call)"
    r"( (id|identifier|key|ref|reference|number|num|no))?$"
)
_RESULT = (
    r"^(id|identifier|uuid)$",
    r"\b(observation|measurement|results?|conditions?|diagnosis|procedure|drug|medication|prescription|immuni[sz]ation"
    r"|vaccination)\b.*\b(id|identifier|key|ref|reference|uuid)\b",
)
"""What an observation's own key is called. The key of the visit or the sample is that of several."""
_OWN_KEY = (r"\b(id|identifier|key|ref|reference|uuid)\b", r"\b(number|no|code)\b")
_DEATH = r"\b(death|deathdate|died|dod|deceased)\b"
_START = (
    r"^start\b|\bstart$|\b(admidate|epistart)\b|\b(admission|admitted|arrival|arrived|attend\w*|appointment|contact|onset|delivery)\b",
    r"\b(start|from|received|referred|referral|requested|performed|occurrence|authored|effective|event|recorded|issued)\b",
    r"\bdate\b",
)
_END = (
    r"^(end|stop)\b|\b(end|stop)$|\b(disdate|epiend)\b|^to\b|\bto date\b|\bdate to\b",
    r"\b(end|discharged?|departure|departed|dep|left|closed?|abate\w*|until|finish\w*|deducted)\b",
)
_NOT_WHEN = r"\b(reporting|extract\w*|submi\w*|updated|modified|created|address)\b"
"""Days on which somebody wrote, and nothing happened."""
_NOT_PEOPLE = (
    r"\b(organi[sz]ations?|providers?|practices?|practitioners?|practitioner role|locations?|sites?|staff|devices?)\b"
)
_OWN_NAME = (
    r"\b(first|given|fore|last|family|sur|maiden) ?names?\b|\bforename\b|\bsurname\b|^(first|last|family|given)$"
)
_REGISTERED = r"\bregist(ered|ration)\b"
_OF_OTHERS = r"\b(practice|provider|org\w*|site|trust|gp|hospital|clinician|consultant|kin|carer)\b"
_ORGANISATION = (
    r"\b(practice|provider|org\w*|trust|hospital)\b.*\b(code|id|ods)\b",
    r"^(practice|provider|organi[sz]ation)$",
)
_METHOD = r"^admimeth$|^(admission |admi )?method( of admission)?( code)?$"
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
_SEXES = {
    "f": "F", "female": "F", "woman": "F", "w": "F", "m": "M", "male": "M", "man": "M", "i": "I", "9": "I",
    "indeterminate": "I", "other": "I", "u": "U", "x": "U", "unknown": "U", "not known": "U", "0": "U",
    "not specified": "U", "unspecified": "U", "not stated": "U",
}  # fmt: skip
_NUMBERED = {"1": "M", "2": "F"}
_KINDS = (
    (r"immuni|vaccin", "observation", "immunisation"),
    (r"social prescri|link worker", "activity", "social_prescribing"),
    (r"medic|drug|prescri", "observation", "medication"),
    (r"procedure|operation|opcs", "observation", "procedure"),
    (r"condition|diagnos|problem", "observation", "diagnosis"),
    (r"allerg|\bflag", "observation", "finding"),
    (r"measurement|observation(?! period)|\blabs?\b|result|vital", "observation", "measurement"),
    (r"questionnaire|survey|score", "observation", "score"),
    (r"outpat|\bopa?\b", "activity", "outpatient_attendance"),
    (r"\bapc\b|inpat|admi(ssion|tted)|spell", "activity", "inpatient_spell"),
    (r"ecds|\bae\b|\ba e\b|aande|emergency|\bed\b", "activity", "ed_attendance"),
    (r"ambulance|\b999\b", "activity", "ambulance_incident"),
    (r"\b111\b", "activity", "call_111"),
    (r"appointment", "activity", "gp_appointment"),
    (r"waiting|\bwl\b|\brtt\b|wait ?list", "activity", "waiting_list"),
    (r"mental|mhsds", "activity", "mental_health_contact"),
    (r"matern|deliver", "activity", "maternity_delivery"),
    (r"volunt|vcse|charity", "activity", "voluntary_contact"),
    (r"service request|referral", "activity", "referral"),
    (r"communit|csds", "activity", "community_contact"),
    (r"reablement", "activity", "reablement"),
    (r"\bcld\b|social care", "activity", "social_care_service"),
)
_CLASSES = {
    "inpatient_spell": ("imp", "inpatient", "acute", "nonac", "ss"),
    "ed_attendance": ("emer", "emergency", "urgentcare"),
    "outpatient_attendance": ("amb", "ambulatory", "outpatient", "vr", "virtual", "wellness"),
    "community_contact": ("hh", "home"),
}
"""What an encounter's class (HL7's ActCode, in short or in full) most often is in a hospital."""


def sql(name: str) -> str:
    """A column in an expression: in quotes where it has blanks or is a word of SQL."""
    quoted = '"' + name.replace('"', '""') + '"'
    try:
        bare = re.fullmatch(r"[A-Za-z_]\w*", name) is not None and columns_of(name) == {name.casefold()}
    except ParseError:  # a word of SQL, alone
        return quoted
    return name if bare else quoted


@dataclass(frozen=True)
class Meaning:
    """The expressions of a draft: the source's key of the person, facts about them, and what a row becomes.

    ``table`` is None where nothing tells what a row is; ``values`` are then those of an activity of no type. ``where``
    is set where each row's own class says of what type it is.
    """

    person: str | None
    facts: dict[str, str]
    table: str | None
    values: dict[str, str]
    where: str | None = None
    key: str | None = None
    """The column that names a row, of a table of events or observations."""
    began: str | None = None
    """The column of the day or moment at which an activity began."""
    happened: str | None = None
    """The condition that leaves out what was never so, where a column of the standard says that of a row."""

    @property
    def needed(self) -> str | None:
        """What a row is nothing without, such as a total at the end: when what happened began."""
        return self.began if self.table else None


def meaning(called: str, guesses: Sequence[Guess]) -> Meaning:
    """What the rows of a file called so say, as far as its columns' names tell."""
    of_people = not re.search(_NOT_PEOPLE, words(called)) and first(guesses, BIRTH, _OWN_NAME) is not None
    person = _person(guesses, of_people=of_people)
    if person is None:
        return Meaning(None, {}, None, {})
    facts = _facts(guesses)
    registered = _dated(guesses, _REGISTERED)
    start = _start(guesses)
    if registered is not None and (practice := first(guesses, *_ORGANISATION)):
        end = _dated(guesses, *_END)
        values = {"organisation_code": sql(practice.name), "start_date": sql(registered.name)}
        return Meaning(sql(person.name), facts, "registration", values | ({"end_date": sql(end.name)} if end else {}))
    if start is None:
        return Meaning(sql(person.name), facts, None, {})
    table, kind = next(((table, kind) for told, table, kind in _KINDS if re.search(told, words(called))), (None, ""))
    if table == "observation":
        named = _own(guesses, person, start, _RESULT)
        return Meaning(
            sql(person.name), facts, table, _observation(guesses, kind, start), key=named.name if named else None
        )
    values = _activity(guesses, kind or "…", start, person)
    if table is None and re.search(r"\bencounters?\b", words(called)) and (own := _class(guesses)):
        lists = {kind: ", ".join(f"'{code}'" for code in codes) for kind, codes in _CLASSES.items()}
        types = " ".join(f"when lower({sql(own.name)}) in ({codes}) then '{kind}'" for kind, codes in lists.items())
        values["activity_type"] = f"case {types} end"
        listed = f"lower({sql(own.name)}) in ({', '.join(lists.values())})"
        return Meaning(sql(person.name), facts, "activity", values, listed, began=sql(start.name))
    named = _own(guesses, person, start)
    key = named.name if named else None
    return Meaning(sql(person.name), facts, "activity" if table else None, values, key=key, began=sql(start.name))


def _class(guesses: Sequence[Guess]) -> Guess | None:
    """The column of an encounter's class: called so, or one that holds nothing else."""
    known = {code for codes in _CLASSES.values() for code in codes}
    held = (each for each in guesses if each.few and known.issuperset(map(str.lower, each.few)))
    return first(guesses, r"class$") or next(held, None)


def _person(guesses: Sequence[Guess], *, of_people: bool) -> Guess | None:
    found = first([each for each in guesses if not each.when and not each.called("pathway")], *_PERSON)
    if found is None:
        own = (each for each in guesses if each.called(_LOCAL) and not each.when)
        found = next((each for each in own if each.called(_NUMBER) or not each.repeated), None)
    if found is None and of_people:
        found = next((each for each in guesses if each.unique and each.called(_OWN_KEY[0])), None)
    return found or next((each for each in guesses if each.type == "nhs_number"), None)


def _facts(guesses: Sequence[Guess]) -> dict[str, str]:
    own = [each for each in guesses if not each.called(_OF_OTHERS)]
    found: dict[str, str | None] = {
        "nhs_number": _typed(own, "nhs_number"),
        "given_name": _named(own, r"\b(first|given|forename|fore)\b"),
        "family_name": _named(own, r"\b(last|family|surname|sur)\b"),
        "birth_date": _name(_dated(own, BIRTH)),
        "sex": _sex(own),
        "postcode": _typed(own, "postcode"),
        "uprn": _typed(own, "uprn"),
        "lsoa_code": _name(first([each for each in own if each.type == "text"], r"\blsoa\b")),
        "phone": _typed(own, "phone"),
        "email": _typed(own, "email"),
        "shared_number": _name(first([each for each in own if each.type == "identifier"], _SHARED)),
        "address_line": _address(own),
        "ethnic_category": _name(
            first([each for each in own if each.few and {*each.few} <= {*ETHNIC_CATEGORIES}], "ethnic")
        ),
        "death_date": _name(_dated(own, _DEATH)),
    }
    facts = {fact: expression for fact, expression in found.items() if expression}
    known = _dated(own, _REGISTERED) or _start(own)
    return {"as_of": sql(known.name), **facts} if facts and known else facts


_SHARED = r"\b(ssn|soc sec id|national insurance|nino|ni n(o|umber)|upn|pupil number)\b"
"""A number that whoever has it is known by to several partners."""
_HOUSE = r"\b(house|street|building|flat) (no|number|name)\b"
_STREET = r"\b(address|street)\b(?!.*\b([2-9]|type|town|city|county|number|no)\b)"


def _address(own: Sequence[Guess]) -> str | None:
    """The house and the street, in one column or in two."""
    of = [each for each in own if each.type == "identifier"]
    house, street = first(of, _HOUSE), first(of, _STREET)
    if house and street and house != street:
        return f"concat_ws(' ', {sql(house.name)}, {sql(street.name)})"
    return _name(street)


def _clock(guesses: Sequence[Guess], day: Guess | None) -> str | None:
    """The column of the time of day that goes with a column of days."""
    of = (each for each in guesses if each.type == "clock" and day and of_day(each.words, [day.name]))
    return _name(next(of, None))


def _typed(guesses: Sequence[Guess], kind: str) -> str | None:
    return _name(next((each for each in guesses if each.type == kind), None))


def _named(guesses: Sequence[Guess], pattern: str) -> str | None:
    return _name(first([each for each in guesses if each.type == "name"], pattern))


def _dated(guesses: Sequence[Guess], *patterns: str) -> Guess | None:
    return first([each for each in guesses if each.when], *patterns)


def _name(guess: Guess | None) -> str | None:
    return None if guess is None else sql(guess.name)


def _sex(guesses: Sequence[Guess]) -> str | None:
    """The sex as the record has it, where every value that was seen is one that says it."""
    found = [(each, _told(each)) for each in sexes(guesses)]
    sound = [(each, told) for each, told in found if None not in told.values()]
    if not sound:
        return None
    guess, told = min(sound, key=lambda each: {*each[0].few} <= {*digits})  # of a code and its label, the label
    if all(value == sex for value, sex in told.items()):
        return sql(guess.name)
    return (
        f"case {sql(guess.name)} "
        + " ".join(f"when '{value}' then '{sex}'" for value, sex in told.items() if sex != "U")
        + " else 'U' end"
    )


def sexes(guesses: Sequence[Guess]) -> list[Guess]:
    """The columns called a sex or gender that hold few codes."""
    return [each for each in guesses if each.few and each.called(r"\b(sex|gender)\b")]


def _told(guess: Guess) -> dict[str, str | None]:
    """The sex that each value says, alone or as a code with its label ("1 - Male"); None where it says none, or two."""
    known = _SEXES | (_NUMBERED if {*guess.few} & {*_NUMBERED} else {})
    labels = {value: {known.get(part.strip()) for part in re.split(r"[^a-z ]+", value.lower())} for value in guess.few}
    return {value: known.get(value.lower()) or _only(labels[value]) for value in guess.few}


def _only(said: set[str | None]) -> str | None:
    sexes = said - {None}
    return sexes.pop() if len(sexes) == 1 else None


def _start(guesses: Sequence[Guess]) -> Guess | None:
    end = _dated(guesses, *_END)
    moments = [
        each
        for each in guesses
        if each.when and each != end and not each.called(f"{BIRTH}|{_DEATH}|{_REGISTERED}|{_NOT_WHEN}")
    ]
    return first(moments, *_START) or next(iter(moments), None)


def _observation(guesses: Sequence[Guess], kind: str, start: Guess) -> dict[str, str]:
    code, value, unit = first(guesses, *_CODE), first(guesses, *_VALUE), first(guesses, *_UNIT)
    written = _dated(guesses, r"^recorded$")  # where nobody said when it began
    day = (
        f"coalesce({sql(start.name)}, {sql(written.name)})" if written and start.called(r"^onset$") else sql(start.name)
    )
    values = {"recorded_date": day, "kind": f"'{kind}'"}
    if code is not None:
        values |= _coded(guesses, code, f"'{_system(code, kind)}'")
    if value is not None:
        values["value_number" if value.type in ("number", "integer") else "value_text"] = sql(value.name)
    return values | ({"value_unit": sql(unit.name)} if unit is not None else {})


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


_OF_PEOPLE = ("nhs_number", "name", "postcode", "uprn", "phone", "email")
"""What columns hold that name people, of whom each may have several events."""
_EVENTS_OWN = (r"^(id|identifier|uuid)$", _EVENT, "|".join(_OWN_KEY))


def _own(guesses: Sequence[Guess], person: Guess, start: Guess, called: Sequence[str] = _EVENTS_OWN) -> Guess | None:
    """The column that names an event, or whatever is ``called`` so: by what it is, or a key.

    It may come again in another file, or in a row that is there twice: then whose event it is and when are the same.
    """
    same = {person.name, start.name}
    named = [each for each in guesses if each.unique or same <= each.goes_with]
    alone = [each for each in named if each != person and not each.when and each.type not in _OF_PEOPLE]
    return first(alone, *called)


def _activity(guesses: Sequence[Guess], kind: str, start: Guess, person: Guess) -> dict[str, str]:
    end, organisation, own = _dated(guesses, *_END), first(guesses, *_ORGANISATION), _own(guesses, person, start)
    method = _METHOD if kind == "inpatient_spell" else r"(?!)"
    began, ended = _clock(guesses, start), _clock(guesses, end)
    whose = ", ".join(filter(None, (sql(person.name), sql(start.name), began)))
    key = sql(own.name) if own else f"concat_ws(':', {whose})"
    first_day = f"coalesce({sql(start.name)} + {began}, {sql(start.name)}::timestamp)" if began else sql(start.name)
    values = {"activity_type": f"'{kind}'", "source_record_id": key, "start_at": first_day}
    if end is not None:
        last = sql(end.name)
        alone = f"case when {began} is null then {last}::timestamp end" if began else f"{last}::timestamp"
        values["end_at"] = f"coalesce({last} + {ended}, {alone})" if ended else last
    values |= {"method_code": sql(code.name)} if (code := first(guesses, method)) else {}
    return values | ({"organisation_code": sql(organisation.name)} if organisation else {})
