"""What a field says, as SQL, by the type of its column."""

from __future__ import annotations

from oneplace.record.dates import NO_CLOCK, clock


def nhs_number(raw: str) -> str:
    """SQL for the ten digits of a valid NHS number (modulus 11, NHS Data Dictionary), else null."""
    bare = f"regexp_replace({raw}, '[ -]|^''|^=\"|\"$', '', 'g')"  # as a spreadsheet is told to keep a text
    digits = f"CASE WHEN strlen({raw}) = 10 THEN {raw} ELSE {bare} END"
    number = f"TRY_CAST({digits} AS BIGINT)"
    total = " + ".join(f"({number} // {10 ** (10 - place)} % 10) * {11 - place}" for place in range(1, 10))
    return (
        f"CASE WHEN regexp_full_match({digits}, '[0-9]{{10}}') AND (11 - ({total}) % 11) % 11 = {number} % 10 "
        f"AND {number} % 1111111111 <> 0 THEN {digits} END"
    )


_PACKED = "upper(replace(RAW, ' ', ''))"
_DIGITS = "regexp_replace(regexp_replace(RAW, '^([+]|00)44', '0'), '[^0-9]', '', 'g')"
# to DuckDB BST is Bangladesh's time, and `infinity` a moment
INSTANT = "CASE WHEN RAW >= '0' AND RAW < ':' THEN TRY_CAST(regexp_replace(RAW, ' *BST$', '+01') AS TIMESTAMPTZ) END"
"""SQL for the moment that a field with a zone says, of type TIMESTAMPTZ."""
TYPED = {
    "instant": f"({INSTANT}) AT TIME ZONE 'Europe/London'",
    "clock": clock("RAW"),
    "integer": "CASE WHEN regexp_full_match(RAW, '[+-]?[0-9]+([.]0+)?') THEN TRY_CAST(RAW AS BIGINT) END",
    "number": "CASE WHEN isfinite(TRY_CAST(RAW AS DOUBLE)) THEN TRY_CAST(RAW AS DOUBLE) END",
    "flag": "CASE WHEN lower(RAW) IN ('y', 'yes', 'true', '1') THEN true "
    "WHEN lower(RAW) IN ('n', 'no', 'false', '0') THEN false END",
    "postcode": f"CASE WHEN regexp_full_match({_PACKED}, '[A-Z]{{1,2}}[0-9][A-Z0-9]?[0-9][A-Z]{{2}}') "
    f"THEN left({_PACKED}, -3) || ' ' || right({_PACKED}, 3) END",
    "uprn": "CASE WHEN regexp_full_match(RAW, '[0-9]{1,12}') THEN ltrim(RAW, '0') END",
    "phone": f"CASE WHEN regexp_full_match({_DIGITS}, '0[0-9]{{9,10}}') THEN {_DIGITS} END",
    "email": "CASE WHEN RAW LIKE '%_@_%' THEN lower(RAW) END",
}
"""SQL for the value of a field; null where it can't be read. A type that is not here is text as it stands."""

_LOST = "is a number as a spreadsheet writes it, without its first nought or with a point"
_COMMA = (
    "is a number with a comma: declare the column as text, and say in the mapping what the comma is, such as "
    "replace(cost, ',', '.')::double"
)
SHORTENED = "[0-9](?:[.,][0-9]+)?[eE][+][0-9]{2}"
"""A number of which a spreadsheet kept the first figures."""
UNREAD = {
    "clock": NO_CLOCK,
    "nhs_number": ((f"regexp_full_match(RAW, '[0-9]{{9}}|[0-9]{{9,10}}[.]0+|{SHORTENED}')", _LOST),),
    **dict.fromkeys(("integer", "number"), (("regexp_full_match(RAW, '[+-]?[0-9]+(,[0-9]+)+([.][0-9]+)?')", _COMMA),)),
}
"""Why a field could not be read as its type, where more can be said than that: SQL for when, and the words."""
