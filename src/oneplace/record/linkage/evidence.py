"""Whether two descriptions may be of one person: what must agree, whatever the model makes of the chance.

A model adds up what fields say as if people were drawn at random. Twins, namesakes and families are not: they share
all that chance would not make them share. So a pair is joined only where nothing tells the two apart and something
beyond name and birth date holds them together: an address where the family name is one, else a phone or an e-mail.
The model then says how likely it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from oneplace.record.linkage import model

_ALIKE = 0.88

_SAME_GIVEN = (
    "given_l = given_r OR list_contains(given_roots_l, given_r) OR list_contains(given_roots_r, given_l) OR "
    "(spelling_l = spelling_r AND list_has_any(given_roots_l, given_roots_r)) OR "
    "(single_r AND list_has_any(first_roots_l, given_roots_r)) OR "
    "(single_l AND list_has_any(given_roots_l, first_roots_r))"
)
"""The same name, spelt otherwise, short for the other, or with a second name that the other lacks. Two short forms are
two names (twins are called Ella and Ellie), and so are Ali Omar and Ali Yusuf."""
_SLIP = "left({0}_l, 1) = left({0}_r, 1) AND damerau_levenshtein({0}_l, {0}_r) <= if(len({0}_l) < 8, 1, 2)"


def _known(side: str) -> str:
    """SQL for a given name that people have: on the list, or borne by three or more."""
    return f"(listed_{side} OR bearers_{side} >= 3)"


_ALIKE_GIVEN = (
    f"((jaro_winkler_similarity(given_l, given_r) >= {_ALIKE} AND {_SLIP.format('given')}) OR "
    f"(jaro_winkler_similarity(given_root_l, given_root_r) >= {_ALIKE} AND {_SLIP.format('given_root')})) "
    f"AND NOT ({_known('l')} AND {_known('r')} AND "
    "((listed_l AND listed_r) OR 20 * least(bearers_l, bearers_r) >= greatest(bearers_l, bearers_r)))"
)
"""A slip apart (one letter, in long names two, never the first), unless both are names that people have: on the list,
or borne by three or more and by no fewer than a twentieth of those who bear the other, as a slip would be."""
_ALIKE_ACROSS = "jaro_winkler_similarity({0}, {1}) >= " + str(_ALIKE)
_SWAPPED = (
    f"(given_l = family_r AND {_ALIKE_ACROSS.format('family_l', 'given_r')}) OR "
    f"(family_l = given_r AND {_ALIKE_ACROSS.format('given_l', 'family_r')})"
)
"""The wrong way round, one of the two perhaps with a slip."""
_SAME_BORN = "born_l = born_r"
_ONE_GENERATION = "abs(left(born_l, 4)::INTEGER - left(born_r, 4)::INTEGER) < 14"
_IN_ONE_YEAR = (
    "left(born_l, 4) = left(born_r, 4) "
    "AND (substr(born_l, 6, 2) = substr(born_r, 6, 2) OR right(born_l, 2) = right(born_r, 2))"
)
_NEAR_BORN = (
    f"(born_l = born_swapped_r OR damerau_levenshtein(born_l, born_r) <= 1 OR ({_IN_ONE_YEAR})) AND {_ONE_GENERATION}"
)
"""A slip, or another day or month of the same year; unless it makes a generation: a father and a son of one name, born
on the same day of the year."""
_ALIKE_FAMILY = f"jaro_winkler_similarity(family_l, family_r) >= {_ALIKE}"
_HOUSE = "regexp_extract_all(address_{0}, '[0-9]+[a-z]?')"
_ALIKE_ADDRESS = (
    f"{_HOUSE.format('l')} = {_HOUSE.format('r')} AND least(len(address_l), len(address_r)) > 6 "
    "AND damerau_levenshtein(address_l, address_r) <= 2"
)
"""The same figures with the letter after each (7a and 7b are two homes), and in the street's name a slip or two."""

GRADES: dict[str, list[tuple[str, str]]] = {
    "given name": [("same", _SAME_GIVEN), ("swapped", _SWAPPED), ("alike", _ALIKE_GIVEN)],
    "family name": [("same", "family_l = family_r"), ("swapped", _SWAPPED), ("alike", _ALIKE_FAMILY)],
    "birth date": [("same", _SAME_BORN), ("one slip", _NEAR_BORN)],
    "sex": [("same", "sex_l = sex_r")],
    "postcode": [
        ("same", "postcode_l = postcode_r"),
        ("one of theirs", "list_contains(postcodes_l, postcode_r) OR list_contains(postcodes_r, postcode_l)"),
    ],
    "phone": [("same", "phone_l = phone_r")],
    "e-mail": [("same", "email_l = email_r"), ("alike", model.EMAIL_ALIKE)],
    "shared number": [("same", "number_l = number_r"), ("one slip", "damerau_levenshtein(number_l, number_r) <= 1")],
    "address": [("same", "address_l = address_r"), ("alike", _ALIKE_ADDRESS)],
    "town": [("same", "town_l = town_r"), ("alike", f"jaro_winkler_similarity(town_l, town_r) >= {_ALIKE}")],
}
"""Each field and the grades in which two descriptions agree in it, best first; else they differ."""

_COLUMNS = {
    "given name": "given",
    "family name": "family",
    "birth date": "born",
    "sex": "sex",
    "postcode": "postcode",
    "phone": "phone",
    "e-mail": "email",
    "shared number": "number",
    "address": "address",
    "town": "town",
}


def grade(field: str) -> str:
    """SQL for the grade of a field: same, alike, one slip, different; null where a side doesn't say."""
    column = _COLUMNS[field]
    cases = " ".join(f"WHEN {sql} THEN '{name}'" for name, sql in GRADES[field])
    return f"CASE WHEN {column}_l IS NULL OR {column}_r IS NULL THEN NULL {cases} ELSE 'different' END"


def graded() -> str:
    """SQL for the columns of every grade, by field."""
    return ", ".join(f'{grade(field)} AS "{field}"' for field in GRADES)


EVIDENCE = "concat_ws(', ', " + ", ".join(f"'{field} ' || \"{field}\"" for field in GRADES) + ")"
"""SQL, over the grades, for what agrees and what doesn't: "given name same, birth date one slip"."""


def _is(field: str, *grades: str) -> str:
    """SQL, over the grades: whether a field agrees in one of these; false where a side doesn't say."""
    listed = ", ".join(f"'{each}'" for each in grades)
    return f'coalesce("{field}" IN ({listed}), false)'


_CONTACT = f"({_is('phone', 'same')} OR {_is('e-mail', 'same')} OR {_is('shared number', 'same')})"
_AT_HOME = f"{_is('postcode', 'same', 'one of theirs')} OR {_is('address', 'same', 'alike')}"
_SAME_FAMILY = "coalesce(\"family name\" <> 'different', true)"
_NAMED_SAME = f"({_is('given name', 'same', 'swapped')} AND {_SAME_FAMILY})"
_NAMED_ALIKE = f"({_is('given name', 'same', 'swapped', 'alike')} AND {_SAME_FAMILY})"
_NAMES_SAME = f"({_is('given name', 'same', 'swapped')} AND {_is('family name', 'same', 'swapped')})"
_WHOLLY_NAMED = f"({_NAMES_SAME} AND {_is('birth date', 'same')})"
_HELD = (
    f"{_AT_HOME} OR {_is('e-mail', 'alike')} OR {_CONTACT} OR ({_WHOLLY_NAMED} AND {_is('shared number', 'one slip')})"
)
"""A slip of a shared number holds together who has both names and the birth date: of twins the numbers may be next to
each other, and the given names are others."""
_GROWN = "coalesce(grown_l AND grown_r, false)"
_ONE_OF_NAME = f"({_NAMED_SAME} AND {_ONE_GENERATION} AND {_GROWN})"
"""A grown-up of the same names and generation: brothers called Mohammed after one forefather are reached by one phone
only as children."""
_BORN_SAME = _is("birth date", "same")
_NUMBERED = f"(({_BORN_SAME} AND {{0}}) OR ({_is('shared number', 'same')} AND {_NAMED_ALIKE} AND {_ONE_GENERATION}))"
_BY_NUMBER = _NUMBERED.format(_is("shared number", "same"))
"""A number of one person alone joins as an NHS number does: unless birth date and names say that it is another's."""
_UNNAMED = f"{_SAME_FAMILY} AND {_BORN_SAME} AND {_CONTACT} AND {_GROWN}"
"""Who lacks a given name is whoever has all the rest, the telephone number or address of a grown-up too: two small
children are reached by way of one parent."""
_UNSAID_FAMILY = (
    f'("family name" IS NULL AND {_is("given name", "same")} AND {_BORN_SAME} AND {_is("e-mail", "alike")})'
)
"""Who lacks a family name is whoever has the given name, the birth date and an e-mail address but for a slip."""
_SAID = (
    ("\"given name\" = 'different'", "given names differ"),
    (
        f'"given name" IS NULL AND NOT ((given_l IS NULL) <> (given_r IS NULL) AND {_UNNAMED})',
        "a given name is missing",
    ),
    (f"\"birth date\" = 'different' AND NOT ({_ONE_OF_NAME} AND {_CONTACT})", "birth dates differ"),
    (f'"birth date" IS NULL AND NOT {_CONTACT}', "a birth date is missing"),
    (
        f"\"birth date\" = 'one slip' AND NOT ({_NAMES_SAME} OR ({_NAMED_ALIKE} AND {_CONTACT}))",
        "birth date and a name differ",
    ),
    (
        f"\"given name\" = 'alike' AND coalesce(\"family name\", 'different') = 'different' "
        f"AND NOT ({_SAME_FAMILY} AND {_BORN_SAME} AND {_CONTACT})",
        "both names differ",
    ),
    (f"NOT ({_HELD})", "no address, phone, e-mail or shared number in common"),
    # A changed family name, or two people of one home: given name, birth date and address don't tell which.
    (
        f"coalesce(\"family name\", 'different') = 'different' AND NOT ({_CONTACT} OR {_UNSAID_FAMILY})",
        "no family name, phone, e-mail or shared number in common",
    ),
)

BOTH = "died_l <> died_r"
"""SQL for what two records of one person can't both say, whoever the person is."""

_NAMED_APART = f"{_SAID[0][0]} AND NOT list_has_any(given_roots_l, given_roots_r)"
_ONE_NUMBER = _NUMBERED.format(_is("shared number", "same", "one slip"))
_TWINS = f"{_NAMED_APART} AND {_is('birth date', 'same', 'one slip')} AND {_known('l')} AND {_known('r')}"
"""Born together and named otherwise, each as people are named."""


@dataclass(frozen=True)
class Rules:
    """What tells two descriptions apart, whatever the model makes of the chance; SQL over the grades."""

    against: str
    """Why a pair that the model finds likely is not joined; null where nothing forbids it."""
    apart: str
    """Whether two can't be one person, however they hang together through others."""


def _against(reasons: Iterable[tuple[str, str]]) -> str:
    cases = "".join(f" WHEN {sql} THEN '{why}'" for sql, why in reasons)
    return f"CASE WHEN {BOTH} THEN 'death dates differ' WHEN {_BY_NUMBER} THEN NULL{cases} END"


_DESCRIBED_APART = f"({_NAMED_APART}) OR (\"birth date\" = 'different' AND NOT {_ONE_OF_NAME})"
CAREFUL = Rules(against=_against(_SAID), apart=f"{BOTH} OR (({_DESCRIBED_APART}) AND NOT {_ONE_NUMBER})")
"""For a record that care rests on: nothing tells the two apart, and something beyond name and birth date holds them."""
LIKELY = Rules(
    against=_against([(_TWINS, "given names differ")]), apart=f"{BOTH} OR (({_TWINS}) AND NOT {_ONE_NUMBER})"
)
"""For lists that are only counted: likelihood alone, but for twins."""
RULES: Mapping[Literal["names", "likely"], Rules] = {"names": CAREFUL, "likely": LIKELY}
"""By what a place's `linkage` asks for."""
