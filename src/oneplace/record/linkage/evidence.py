"""Whether two descriptions may be of one person: what must agree, whatever the model makes of the chance.

A model adds up what fields say as if people were drawn at random. Twins, namesakes and families are not: they share
all that chance would not make them share. So a pair is joined only where nothing tells the two apart and something
beyond name and birth date holds them together: an address where the family name is one, else a phone or an e-mail.
The model then says how likely it is.
"""

from __future__ import annotations

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
_ALIKE_GIVEN = (
    f"((jaro_winkler_similarity(given_l, given_r) >= {_ALIKE} AND {_SLIP.format('given')}) OR "
    f"(jaro_winkler_similarity(given_root_l, given_root_r) >= {_ALIKE} AND {_SLIP.format('given_root')})) "
    "AND NOT ((listed_l OR bearers_l >= 3) AND (listed_r OR bearers_r >= 3) AND "
    "((listed_l AND listed_r) OR 20 * least(bearers_l, bearers_r) >= greatest(bearers_l, bearers_r)))"
)
"""A slip apart (one letter, in long names two, never the first), unless both are names that people have: on the list,
or borne by three or more and by no fewer than a twentieth of those who bear the other, as a slip would be."""
_SAME_BORN = "born_l = born_r"
_NEAR_BORN = (
    "(born_l = born_swapped_r OR damerau_levenshtein(born_l, born_r) <= 1) AND "
    "abs(left(born_l, 4)::INTEGER - left(born_r, 4)::INTEGER) < 14"
)
"""A slip, unless it makes a generation: a father and a son of one name, born on the same day of the year."""
_ALIKE_FAMILY = f"jaro_winkler_similarity(family_l, family_r) >= {_ALIKE}"

GRADES: dict[str, list[tuple[str, str]]] = {
    "given name": [("same", _SAME_GIVEN), ("alike", _ALIKE_GIVEN)],
    "family name": [("same", "family_l = family_r"), ("alike", _ALIKE_FAMILY)],
    "birth date": [("same", _SAME_BORN), ("one slip", _NEAR_BORN)],
    "sex": [("same", "sex_l = sex_r")],
    "postcode": [
        ("same", "postcode_l = postcode_r"),
        ("one of theirs", "list_contains(postcodes_l, postcode_r) OR list_contains(postcodes_r, postcode_l)"),
    ],
    "phone": [("same", "phone_l = phone_r")],
    "e-mail": [("same", "email_l = email_r")],
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

_CONTACT = "coalesce(phone = 'same', false) OR coalesce(\"e-mail\" = 'same', false)"
_HELD = f"coalesce(postcode <> 'different', false) OR {_CONTACT}"
_REASONS = (
    ("died_l <> died_r", "death dates differ"),
    ("\"given name\" = 'different'", "given names differ"),
    ('"given name" IS NULL', "a given name is missing"),
    ("\"birth date\" = 'different'", "birth dates differ"),
    (
        "\"birth date\" IS NULL AND NOT coalesce(phone = 'same' OR \"e-mail\" = 'same', false)",
        "a birth date is missing",
    ),
    (
        "\"birth date\" = 'one slip' AND NOT coalesce(\"given name\" = 'same' AND \"family name\" = 'same', false)",
        "birth date and a name differ",
    ),
    (
        "\"given name\" = 'alike' AND coalesce(\"family name\", 'different') = 'different'",
        "both names differ",
    ),
    (f"NOT ({_HELD})", "no address, phone or e-mail in common"),
    # A changed family name, or two people of one home: given name, birth date and address don't tell which.
    (
        f"coalesce(\"family name\", 'different') = 'different' AND NOT ({_CONTACT})",
        "no family name, phone or e-mail in common",
    ),
)

AGAINST = "CASE " + " ".join(f"WHEN {sql} THEN '{why}'" for sql, why in _REASONS) + " END"
"""SQL, over the grades, for what forbids that two descriptions are one person's; null where nothing does."""

_NAMED_APART = f"{_REASONS[1][0]} AND NOT list_has_any(given_roots_l, given_roots_r)"
APART = f"{_REASONS[0][0]} OR ({_NAMED_APART}) OR {_REASONS[3][0]}"
"""SQL for what tells two descriptions apart, however they hang together through others."""

BOTH = _REASONS[0][0]
"""SQL for what two records of one person can't both say, whoever the person is."""
