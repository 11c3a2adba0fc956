"""What the columns of a file say of people: by what key, their facts, where they are registered and live."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from string import digits

from oneplace.place.canonical import ETHNIC_CATEGORIES
from oneplace.record.proposing.expressing import (
    DEATH,
    END,
    OF_OTHERS,
    ORGANISATION,
    OWN_KEY,
    REGISTERED,
    Row,
    dated,
    name_of,
    sql,
    start_of,
    typed,
)
from oneplace.record.proposing.guessing import BIRTH, TITLES, TRACED, Guess, first, words

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
_NOT_PEOPLE = (
    r"\b(organi[sz]ations?|providers?|practices?|practitioners?|practitioner role|locations?|sites?|staff|devices?)\b"
)
_OWN_NAME = (
    r"\b(first|given|fore|last|family|sur|maiden) ?names?\b|\bforename\b|\bsurname\b|^(first|last|family|given)$"
)
_SEXES = {
    "f": "F", "female": "F", "woman": "F", "w": "F", "m": "M", "male": "M", "man": "M", "i": "I", "9": "I",
    "indeterminate": "I", "other": "I", "u": "U", "x": "U", "unknown": "U", "not known": "U", "0": "U",
    "not specified": "U", "unspecified": "U", "not stated": "U",
}  # fmt: skip
_NUMBERED = {"1": "M", "2": "F"}


def person_of(called: str, guesses: Sequence[Guess]) -> Guess | None:
    """The source's own key of the person, of the columns of a file called so; None where there is none."""
    of_people = not re.search(_NOT_PEOPLE, words(called)) and first(guesses, BIRTH, _OWN_NAME) is not None
    found = first([each for each in guesses if not each.when and not each.called("pathway")], *_PERSON)
    if found is None:
        own = (each for each in guesses if each.called(_LOCAL) and not each.when)
        found = next((each for each in own if each.called(_NUMBER) or not each.repeated), None)
    if found is None and of_people:
        found = next((each for each in guesses if each.unique and each.called(OWN_KEY[0])), None)
    return found or next((each for each in guesses if each.type == "nhs_number"), None)


def facts_of(guesses: Sequence[Guess]) -> dict[str, str]:
    """What a row says of the person, in expressions by the facts' names."""
    own = _own(guesses)
    found: dict[str, str | None] = {
        "nhs_number": typed(own, "nhs_number"),
        "nhs_number_status": _tracing(own),
        "given_name": _named(own, _GIVEN),
        "family_name": _named(own, _FAMILY),
        "birth_date": name_of(dated(own, BIRTH)),
        "sex": _sex(own),
        "postcode": typed(own, "postcode"),
        "uprn": typed(own, "uprn"),
        "lsoa_code": name_of(first([each for each in own if each.type == "text"], r"\blsoa\b")),
        "phone": typed(own, "phone"),
        "email": typed(own, "email"),
        "shared_number": name_of(first([each for each in own if each.type == "identifier"], _SHARED)),
        "address_line": _address(own),
        "town": name_of(first([each for each in own if each.type in ("text", "identifier")], *_TOWN)),
        "ethnic_category": name_of(
            first([each for each in own if each.few and {*each.few} <= {*ETHNIC_CATEGORIES}], _ETHNIC)
        ),
        "main_language": name_of(first(own, r"\b(main|preferred|first) language\b")),
        "death_date": name_of(dated(own, DEATH)),
    }
    if (whole := _whole(own)) and whole.whole and _of_somebody(own):
        found |= _split(whole)
    facts = {fact: expression for fact, expression in found.items() if expression}
    known = dated(own, REGISTERED) or start_of(own)
    return {"as_of": sql(known.name), **facts} if facts and known else facts


def _own(guesses: Sequence[Guess]) -> list[Guess]:
    return [each for each in guesses if not each.called(OF_OTHERS)]


def unread(guesses: Sequence[Guess], facts: Collection[str]) -> Iterator[str]:
    """Remarks on columns that say what a fact should, and of which it was not taken."""
    own = _own(guesses)
    codes = "Say in `facts` what each means, such as"
    if "sex" not in facts and (column := next(iter(sexes(guesses)), None)):
        yield f"The codes of {column.name} were not understood. {codes}"
        yield "sex: case … when … then 'F' when … then 'M' else 'U' end"
    if "nhs_number_status" not in facts and "nhs_number" in facts and (column := first(own, _TRACED)):
        yield f"The codes of {column.name} were not understood. {codes}"
        yield "nhs_number_status: case … when … then '01' else '02' end, 01 where the number was traced"
    if "ethnic_category" not in facts and (column := first([each for each in own if each.repeated], _ETHNIC)):
        yield f"The codes of {column.name} were not understood. {codes}"
        yield "ethnic_category: case … when … then 'A' … else 'Z' end, by the letters of the 2001 census"
    if column := _whole(own):
        if "given_name" in facts:
            yield f"First and family names were guessed from the form of {column.name}: see whether they are right."
        else:
            yield f"{column.name} is used for nothing: if it holds people's names, say in `facts` what of it is"
            yield "given_name: … and family_name: …, such as by split_part"


_GIVEN, _FAMILY = r"\b(first|given|forename|fore)\b", r"\b(last|family|surname|sur)\b"
_TRACED = r"\bnhs\b.*\b(status|trac\w*)\b"
_ETHNIC = r"\bethnic"
_SHARED = r"\b(ssn|soc sec id|national insurance|nino|ni n(o|umber)|upn|pupil number)\b"
"""A number that whoever has it is known by to several partners."""
_HOUSE = r"\b(house|street|building|flat) (no|number|name)\b"
_LIVES = r"^((address|home|postal|post|patient|person|client|resident|current) )*"
_TOWN = (rf"{_LIVES}(posttown|town|suburb|village)( name)?$", rf"{_LIVES}(city|locality)( name)?$")
"""Where somebody lives: a town of birth, a school's or an employer's is another."""
_STREET = r"\b(address|street)\b(?!.*\b([2-9]|type|town|city|county|number|no)\b)"


def _address(own: Sequence[Guess]) -> str | None:
    """The house and the street, in one column or in two."""
    of = [each for each in own if each.type == "identifier"]
    house, street = first(of, _HOUSE), first(of, _STREET)
    if house and street and house != street:
        return f"concat_ws(' ', {sql(house.name)}, {sql(street.name)})"
    return name_of(street)


def _tracing(own: Sequence[Guess]) -> str | None:
    """The status of the NHS number, where every code that was seen is one; a spreadsheet takes the nought away."""
    column = first([each for each in own if each.few], _TRACED)
    if column is None or not {each.zfill(2) for each in column.few} <= {*TRACED}:
        return None
    return sql(column.name) if {*column.few} <= {*TRACED} else f"right('0' || {sql(column.name)}, 2)"


def _named(guesses: Sequence[Guess], pattern: str) -> str | None:
    return name_of(first([each for each in guesses if each.type == "name"], pattern))


def _whole(own: Sequence[Guess]) -> Guess | None:
    """The column of whole names, where no other has first or family names."""
    names = [each for each in own if each.type == "name"]
    return (
        None
        if first(names, _GIVEN, _FAMILY)
        else first(names, r"^((full|\w*patient|client|person|service user|member) )*name$")
    )


def _of_somebody(own: Sequence[Guess]) -> bool:
    """Whether something beside a name is of a person: of a service, there would be none."""
    return dated(own, BIRTH) is not None or any(
        each.type in ("nhs_number", "postcode", "phone", "email") for each in own
    )


def _split(whole: Guess) -> dict[str, str]:
    """First and family name out of a whole one: "Ann Ash", "Mrs Ann May Ash" or "ASH, Ann"."""
    name = sql(whole.name)
    first_names = f"trim(split_part({name}, ',', 2))" if whole.whole == "family first" else name
    if whole.titled:
        first_names = f"regexp_replace({first_names}, '(?i)^({'|'.join(TITLES)})[.]? +', '')"
    last = (
        f"trim(split_part({name}, ',', 1))"
        if whole.whole == "family first"
        else f"case when {first_names} like '% %' then split_part({first_names}, ' ', -1) end"
    )
    return {"given_name": f"split_part({first_names}, ' ', 1)", "family_name": last}


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


_LONG_AGO = "date '1900-01-01'"
"""Where not even the birth date is known."""
_PATIENTS = r"\b(gps?|practices?|patients?|list|registered|registrations?)\b"


def registered(
    called: str, guesses: Sequence[Guess], person: Guess, facts: dict[str, str], *, is_event: bool
) -> tuple[Row, ...]:
    """The registration with a practice that a row tells of, and the address at that time; none where it tells of none.

    Where no column says of which practice it is, the rows must be of patients, and tell of no event: a charity and a
    ward register people, too.
    """
    day, practice = dated(guesses, REGISTERED), first(guesses, *ORGANISATION)
    patients = re.search(_PATIENTS, words(called)) or person.called(r"\bpatient\b")
    if day is None or not (practice or (patients and not is_event)):
        return ()
    end = dated(guesses, *END)
    when = {"start_date": sql(day.name), **({"end_date": sql(end.name)} if end else {})}
    told = () if practice else ("No column says at which practice: write its code, such as 'J82001', for 'not known'.",)
    row = Row(
        "registration", {"organisation_code": sql(practice.name) if practice else "'not known'", **when}, told=told
    )
    home = {fact: facts[fact] for fact in ("postcode", "uprn", "lsoa_code") if fact in facts}
    lived = "Where the person lives is taken to be so as long as they are registered."
    return (row, Row("address", when | home, told=(lived,))) if home else (row,)


def of_a_patient() -> tuple[Row, ...]:
    """The registration and the address that the FHIR view of patients tells of: both of today."""
    since = "FHIR says at which practice a patient is and not since when: it is taken for so from birth."
    lived = "An address without its first day is taken for so from birth."
    practice = "coalesce(practice, practice_key)"
    return (
        Row(
            *("registration", {"organisation_code": practice, "start_date": f"coalesce(birth_date, {_LONG_AGO})"}),
            where=f"{practice} is not null",
            told=(since, "Give the day where another file has it: rates of earlier years count who came later."),
        ),
        Row(
            "address",
            {
                "start_date": f"coalesce(at_address_from, birth_date, {_LONG_AGO})",
                "postcode": "postcode",
                "uprn": "uprn",
            },
            where="coalesce(postcode, uprn, practice, practice_key) is not null",
            told=(lived,),
        ),
    )
