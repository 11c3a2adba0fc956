"""Dates and times as partners write them, as SQL: the forms that are read, and the order of day and month."""

from __future__ import annotations

from datetime import date, timedelta

from oneplace.place.sources import EXCEL_SERIAL, Column

_PLAINLY_ISO = "(strlen(RAW) = 10 OR strlen(RAW) = 19 AND RAW[17] = ':') AND RAW[5] = '-' AND NOT ends_with(RAW, 'Z')"
_DAY = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_AT = f"{_DAY}[T ] *[0-9]{{1,2}}:[0-9]{{1,2}}(:[0-9]{{1,2}}([.][0-9]+)?)?"
_PACKED_YEAR = "(?:19|20)[0-9]{2}|2999|4712|9999"
"""The years of a day in eight figures: in none of them could the figures be a day, a month and a year."""
_ZONED = f"regexp_full_match(RAW, '{_AT} *([Zz]|UTC|GMT|BST|[+-][0-9]{{2}}(:?[0-9]{{2}})?)')"
_OFFSET = "regexp_replace(regexp_replace(RAW, ' *(Z|z|UTC|GMT)$', '+00'), ' *BST$', '+01')"
# A clock in UTC, or with its offset: midnight of London's summer is 23:00Z of the day before. A cast drops any word
# after a clock (PM, EST), and is therefore given no other shape than these.
_ISO = (
    f"CASE WHEN {_PLAINLY_ISO} THEN TRY_CAST(RAW AS TIMESTAMP) "  # most are so, and the rest is slow
    f"WHEN {_ZONED} "
    f"THEN TRY_CAST(replace(replace({_OFFSET}, ' +', '+'), ' -', '-') AS TIMESTAMPTZ) AT TIME ZONE 'Europe/London' "
    f"WHEN regexp_full_match(RAW, '{_DAY}Z?|{_AT}') THEN TRY_CAST(rtrim(RAW, 'Z') AS TIMESTAMP) "
    f"WHEN regexp_full_match(RAW, '({_PACKED_YEAR})[0-9]{{4}}') THEN TRY_STRPTIME(RAW, '%Y%m%d') END"
)
_NAMED_DAY = "([0-9]{1,2})([A-Za-z]{3})([0-9]{4}|[0-9]{2})"
_PACKED_DAY = f"({_PACKED_YEAR})([0-9]{{2}})([0-9]{{2}})"
_SPELLED = (
    # Java and RFC 9557 name the zone after an offset, which says all
    ("(?i)(Z|[+-][0-9]{2}(?::?[0-9]{2})?) ?\\[[a-z_+-]+(?:/[a-z_+-]+)*\\]$", "\\1"),
    ("(?i) ?(?:\\[Europe/London\\]| Europe/London)$", "LONDON"),
    # 20240228T103015Z, 20240228103015, as ISO 8601's basic form and HL7 v2 have it: first the hour, then the second
    (f"^{_PACKED_DAY}[T ]?([0-9]{{2}}):?([0-9]{{2}})", "\\1-\\2-\\3T\\4:\\5"),
    ("^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})([0-9]{2})", "\\1:\\2"),
    (f"^{_NAMED_DAY}(?:[: ]|$)", "\\1-\\2-\\3 "),  # SAS: 28FEB2024:10:30:15
    ("(?i)(^|[^a-z])(sep)t([^a-z])", "\\1\\2\\3"),
    ("(?i)([0-9] ?[ap])[.] ?m[.]?$", "\\1m"),  # 2 p.m.
    # a clock with points, as Oracle writes it: 28-FEB-24 10.30.15.000000 AM
    ("^(.*[0-9]{2}) +([0-9]{1,2})[.]([0-9]{2})[.]([0-9]{2})", "\\1 \\2:\\3:\\4"),
    ("(?i)^(.*[0-9]{2}) +([0-9]{1,2})[.]([0-9]{2})( ?[ap]m)?$", "\\1 \\2:\\3\\4"),
)
"""Ways to write a date that other systems have, each with what it is to those that are read below."""

_ODD = (
    f"(?i){_PACKED_DAY}[T ]?[0-9]{{2}}|{_NAMED_DAY}(?:[: ]|$)|sept[^a-z]|[ap][.] ?m|[0-9]{{2}} +[0-9]+[.]|London|\\]$"
)


def spelled(column: Column, raw: str) -> str:
    """SQL for a date or time as `moment` and its like read it, where another system's form says the same.

    London's name goes, as its clock is what is read anyway; of an instant it is the zone.
    """
    said, london = "RAW", " Europe/London" if column.type == "instant" else ""
    for written, as_ in _SPELLED:
        said = f"regexp_replace({said}, '{written}', '{as_.replace('LONDON', london)}')"
    odd = f"CASE WHEN {_PLAINLY_ISO} OR NOT regexp_matches(RAW, '{_ODD}') THEN RAW ELSE trim({said}) END"
    return odd.replace("RAW", raw)


_BARE = "translate(RAW, '/. ', '---')"
_FORMS = {
    "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}": ("%Y-%m-%d",),
    "[0-9]{1,2}-([0-9]{1,2}|[A-Za-z]{3})-([0-9]{2}|[0-9]{4})|[0-9]{1,2}-[A-Za-z]{4,9}-[0-9]{4}": (
        *("%d-%m-%y", "%d-%m-%Y", "%d-%b-%y", "%d-%b-%Y", "%d-%B-%Y"),  # %y first: %Y takes two figures too
    ),
}
"""Dates as England writes them, the day first; what stands between the parts is a hyphen by then."""

_BOTH = "[0-9]{1,2}-[0-9]{1,2}-([0-9]{4}|[0-9]{2})(-[0-9].*)?"
_LATE = "(1[3-9]|2[0-9]|3[01])"
DAY_FIRST, MONTH_FIRST = (
    f"regexp_full_match({_BARE}, '({parts})-([0-9]{{4}}|[0-9]{{2}})(-[0-9].*)?')"
    for parts in (f"{_LATE}-0?[1-9]|{_LATE}-1[0-2]", f"(0?[1-9]|1[0-2])-{_LATE}")
)
"""SQL for whether ``RAW`` proves that days come first, or months."""


_MIDNIGHT = "-24:00(:00)?"


_CLOCK = "(-[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(-[0-9]{1,9})?)?(-?[AaPp][Mm])?|-[0-9]{1,2}-?[AaPp][Mm])?"
_CLOCKS = (
    *("", "-%H:%M", "-%H:%M:%S", "-%H:%M:%S-%f"),  # a point before parts of a second is a hyphen by then
    *("-%I%p", "-%I-%p", "-%I:%M%p", "-%I:%M-%p", "-%I:%M:%S%p", "-%I:%M:%S-%p", "-%I:%M:%S-%f%p", "-%I:%M:%S-%f-%p"),
)


_HOUR = "([01]?[0-9]|2[0-3])"
_OFTEN = {
    f"[0-9]{{1,2}}-{month_like}-[0-9]{{4}}{clock_like}": f"%d-{month}-%Y{clock}"
    for month_like, month in {"[0-9]{1,2}": "%m", "[A-Za-z]{3}": "%b"}.items()
    for clock_like, clock in {
        "": "",
        f"-{_HOUR}:[0-9]{{2}}": "-%H:%M",
        f"-{_HOUR}(:[0-9]{{2}}){{2}}": "-%H:%M:%S",
    }.items()
}
"""How most of England's files write a date or time: with its one form a hundred times as fast as with all."""


def _tried(like: str, forms: tuple[str, ...]) -> str:
    """SQL for what a text of one shape says in the first of these forms that fits; a form is tried with each clock."""
    days = ", ".join(f"'{form}'" for form in forms)
    clocks = _with_clocks(forms)
    return (
        f"WHEN regexp_full_match({_BARE}, '({like}){_MIDNIGHT}') "  # the end of a day, as hospitals write it
        f"THEN TRY_STRPTIME(split_part({_BARE}, '-24:00', 1), [{days}]) + INTERVAL 1 DAY "
        f"WHEN regexp_full_match({_BARE}, '({like}){_CLOCK}') THEN TRY_STRPTIME({_cut(_BARE)}, [{clocks}])"
    )


def _cut(bare: str) -> str:
    """SQL for a text without what it says below a microsecond: as nanoseconds DuckDB keeps no year after 2262."""
    return f"CASE WHEN strlen(RAW) > 21 THEN regexp_replace({bare}, '(:..-[0-9]{{6}})[0-9]+', '\\1') ELSE {bare} END"


def _with_clocks(forms: tuple[str, ...]) -> str:
    return ", ".join(f"'{form}{clock}'" for form in forms for clock in _CLOCKS)


_WEEKDAY = "^ *(mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(day)?[, ]+"
_PLAIN = (
    f"regexp_replace(regexp_replace(regexp_replace(RAW, '{_WEEKDAY}', '', 'i'), '([0-9])(st|nd|rd|th)[ ,]', '\\1 '), "
    "'[-/., ]+', '-', 'g')"
)
_NAMED = ("%d-%b-%Y", "%d-%B-%Y", "%b-%d-%Y", "%B-%d-%Y")
_WITH_NAME = f"WHEN regexp_matches(RAW, '[A-Za-z]{{3}}') THEN TRY_STRPTIME({_cut(_PLAIN)}, [{_with_clocks(_NAMED)}])"
"""A month's name says which part is the day: `Fri, 5 Jan 2024`, `5th January 2024`, `Jan  5 2024 12:00AM` (which is
how SQL Server writes a moment as text)."""

_WRITTEN = " ".join(
    [
        *(
            f"WHEN regexp_full_match({_BARE}, '{like}') THEN TRY_STRPTIME({_BARE}, '{form}')"
            for like, form in _OFTEN.items()
        ),
        *(_tried(like, forms) for like, forms in _FORMS.items()),
        _WITH_NAME,
    ]
)


def written(raw: str) -> str:
    """SQL for a date or time of England's common forms, null for one that is plainly ISO; ``raw`` is it as `spelled`
    has it, here and below.
    """
    # Without its guard DuckDB computes what the forms share for each row, however plainly it is written.
    return f"CASE WHEN NOT ({_PLAINLY_ISO}) THEN CASE {_WRITTEN} END END".replace("RAW", raw)


def moment(column: Column, raw: str, written: str, as_at: date, *, partial: bool = False) -> str:
    """SQL for a date or time in one of the common forms, of which ``written`` is what the function of that name gives.

    Both are named, as a statement that holds their SQL in every place takes seconds to plan. A year of two digits is a
    past one, unless the column may lie ahead. With ``partial`` a year or a month alone is its middle (see
    ``precision``), or the day of the extract where that comes before.
    """
    past = written
    if not column.future:
        late = f"{written} >= DATE '{as_at}' + 1 AND {_SHORT}"
        past = f"CASE WHEN {late} THEN {written} - INTERVAL 100 YEAR ELSE {written} END"
    middle = _middle(as_at) if partial else "NULL"
    return f"coalesce({middle}, {_ISO}, {past})".replace("RAW", raw)


_OF_DAYS = "[1-9][0-9]{2,5}([.][0-9]+)?"
_OF_A_DAY = "([1-6][0-9]{4}|0)?[.][0-9]+|[0-9]([.][0-9]+)?[eE]-0?[1-9]"
_SINCE = "TIMESTAMP '1899-12-30' + to_seconds(CAST(round(TRY_CAST(RAW AS DOUBLE) * 86400) AS BIGINT))"
"""The moment of a number of days, to the second: Excel's 1 is 1900-01-01, and 60 a day that was none."""


def declared(raw: str, form: str) -> str:
    """SQL for a date or time in one declared form, of type TIMESTAMP; null where it is in another."""
    if form == EXCEL_SERIAL:
        return f"CASE WHEN regexp_full_match(RAW, '{_OF_DAYS}') THEN {_SINCE} END".replace("RAW", raw)
    return f"TRY_STRPTIME({raw}, '{form.replace(chr(39), chr(39) * 2)}')"


def part_of_day(raw: str) -> str:
    """SQL for the time of day, of type TIME, of a number of days or a part of one; null where a text is neither."""
    return f"CASE WHEN regexp_full_match(RAW, '{_OF_A_DAY}') THEN CAST({_SINCE} AS TIME) END".replace("RAW", raw)


_SHORT = f"regexp_full_match({_BARE}, '[0-9]{{1,2}}-[0-9A-Za-z]{{1,3}}-[0-9]{{2}}(-.*)?')"

AS_READ = timedelta(days=360)
"""By how much later the day of the extract may be for a reading to hold, as far as `shifted` says."""


def shifted(column: Column, raw: str, value: str, as_at: date) -> str | None:
    """SQL for the day of the extract from which a date is read otherwise, as its year of two figures is past then.

    Null where that is none of the days for which a reading holds (``AS_READ``); None where no date can be so.
    """
    if column.type not in ("date", "time") or column.future or column.format:
        return None
    near = f"{value} >= DATE '{as_at}' - INTERVAL 36526 DAY AND {value} < DATE '{as_at}' - INTERVAL 99 YEAR"
    short = _SHORT.replace("RAW", raw)
    return f"CASE WHEN {near} THEN CASE WHEN {short} THEN CAST({value} AS DATE) + 36521 END END"


def two_ways(raw: str) -> str:
    """SQL for whether a date has two meanings, by which of its parts is the day."""
    both = f"regexp_full_match({_BARE}, '{_BOTH}')"
    parts = f"string_split({_BARE}, '-')"
    differ = f"TRY_CAST({parts}[1] AS INTEGER) <> TRY_CAST({parts}[2] AS INTEGER)"
    small = f"TRY_CAST({parts}[1] AS INTEGER) <= 12 AND TRY_CAST({parts}[2] AS INTEGER) <= 12"
    return f"coalesce({both} AND {differ} AND {small}, false)".replace("RAW", raw)


_YEAR = "regexp_full_match(RAW, '(18|19|20)[0-9]{2}')"
_MONTH = "regexp_full_match(RAW, '(18|19|20)[0-9]{2}-(0[1-9]|1[0-2])')"


def _middle(as_at: date) -> str:
    of_year = f"CASE WHEN RAW <= '{as_at.year}' THEN least(CAST(RAW || '-07-01' AS DATE), DATE '{as_at}') END"
    of_month = f"CASE WHEN RAW <= '{as_at:%Y-%m}' THEN least(CAST(RAW || '-15' AS DATE), DATE '{as_at}') END"
    return f"CASE WHEN {_YEAR} THEN {of_year} WHEN {_MONTH} THEN {of_month} END"


def precision(raw: str) -> str:
    """SQL for how far a date is known where less than its day is: ``year``, ``month``, else null."""
    return f"CASE WHEN {_YEAR} THEN 'year' WHEN {_MONTH} THEN 'month' END".replace("RAW", raw)


_NO_DAY = (
    "^((1753|1970|0001)-01-01|1899-12-3[01]|1900-01-0[01]|(30|31)[/.-]12[/.-]1899|0?[01][/.-]0?1[/.-]1900|"
    "0?1[/.-]0?1[/.-]1970|Jan +1 1900|1-Jan-1900)[T ]+"
)
"""The days that databases and spreadsheets put before a time that has none."""
_PLAIN_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
_CLOCK_OF = (
    (_NO_DAY, ""),
    ("(?i) ?(h|hrs?|hours)[.]?$", ""),  # 0930hrs
    ("(?i) ?([ap])[.]? ?m[.]?$", " \\1m"),
    ("^0[.]0$", "0:00"),
    ("^([0-9]{3,6})[.]0$", "\\1"),  # a number that had a gap in its column
    ("^([0-9]{1,2})([0-9]{2})( [ap]m)?$", "\\1:\\2\\3"),
    ("^([0-9]{1,2})([0-9]{2})([0-9]{2})([.][0-9]+)?( [ap]m)?$", "\\1:\\2:\\3\\4\\5"),
    ("^([0-9]{1,2})[.:]([0-9]{2})(?:[.:]([0-9]{2}))?", "\\1:\\2:\\3"),
    ("^([0-9]{1,2}:[0-9]{2}):( |$)", "\\1\\2"),
)
"""What other systems write for a time of day, each with what it is to those that are read below."""


_DECLARE = f"declare `format: {EXCEL_SERIAL}` of its column, or have it written as"
SERIAL = f"is a number of days, as Excel keeps dates: {_DECLARE} a date"
"""Why a number of days is no date where its column doesn't say that it may be."""
NO_CLOCK = (
    ("regexp_full_match(RAW, '0?[.][0-9]{3,}')", f"is a part of a day, as Excel keeps times: {_DECLARE} a time"),
    (f"regexp_matches(RAW, '{_DAY}|[0-9]+[/.-][0-9A-Za-z]+[/.-][0-9]{{2,4}} ')", "has a day too: declare it as `time`"),
)
"""SQL for what else a text is that is read as no time of day, each with how to mend it."""


def clock(raw: str) -> str:
    """SQL for a time of day, of type TIME, null where a text is none: 09:30, 9.30, 0930, 093000, 9:30 PM, 2400.

    One or two figures are none (they may be an hour or minutes), but for noughts: these are midnight.
    """
    spelled = "RAW"
    for written, as_ in _CLOCK_OF:
        spelled = f"regexp_replace({spelled}, '{written}', '{as_}')"
    forms = ", ".join(f"'%I{rest} %p'" for rest in ("", ":%M", ":%M:%S", ":%M:%S.%f"))
    value = (
        "CASE WHEN regexp_full_match(said, '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?') THEN TRY_CAST(said AS TIME) "
        "WHEN regexp_full_match(said, '0{1,2}') THEN TIME '00:00:00' "
        f"ELSE CAST(TRY_STRPTIME(said, [{forms}]) AS TIME) END"
    )  # of a list of one, so that what was spelled out stands once in the statement
    return (
        f"CASE WHEN regexp_full_match(RAW, '{_PLAIN_CLOCK}') THEN TRY_CAST(RAW AS TIME) "
        f"ELSE list_transform([{spelled}], lambda said: {value})[1] END"
    ).replace("RAW", raw)
