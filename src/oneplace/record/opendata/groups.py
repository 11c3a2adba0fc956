"""Publishers' groups of people as our breakdowns: one way for every dataset that tells people apart.

Publishers count tenths of deprivation from either end. They come two by two as fifths of England's neighbourhoods, of
which 1 is the most deprived here, from counts; a fifth of which a tenth or one of a tenth's counts is left out is not
shown. Where a file has the fifths besides, these are taken.
"""

from __future__ import annotations

import re

import pyarrow as pa

from oneplace.record.opendata.tidy import Files
from oneplace.vocabulary.dimensions import EVERYONE, STATED

_ETHNIC = {
    "asian": ("Asian or Asian British", "Asian"),
    "black": ("Black or Black British", "Black"),
    "mixed": ("Mixed",),
    "black_asian_mixed": ("Black, Asian and mixed",),
    "white": ("White",),
    "other": ("Other ethnic group", "Other Ethnic Groups", "Other ethnicity"),
}
"""Our code of an ethnic group, and what publishers call it: the first is how it is shown."""
_DIMENSIONS = {
    EVERYONE: EVERYONE,
    **{by.code: by.code for by in STATED},
    "deprivation_decile": "deprivation",
    "deprivation_fifth": "deprivation",
    "ethnic_group": "ethnicity",
    "Ethnic groups": "ethnicity",
}
_KNOWN = {
    "sex": re.compile("Female|Male"),
    "age": re.compile(r".*\d.*"),
    "ethnic_group": re.compile("|".join(re.escape(name) for names in _ETHNIC.values() for name in names)),
    "deprivation_decile": re.compile(r"(10|0?[1-9])(\D.*)?"),
    "deprivation_fifth": re.compile(r"0?[1-5](\D.*)?"),
}
"""Of each kind of group in ``group_type``, the words that ``by_group`` takes; others it leaves out."""
_ENDS = "{'1': '1 (most deprived)', '5': '5 (least deprived)'}"


_END = re.compile(r"\b(?:(most)|least) deprived|\b(?:most|(least)) affluent", re.IGNORECASE)
_TENTHS, _FIFTHS = 10, 5


def contradicts(kind: str, group: str, said: str, *, most_deprived: int) -> bool:
    """Whether a publisher's words for a tenth or fifth of deprivation say that it is at the other end than its number.

    ``group`` begins with the number, ``said`` is what stands in the file, such as ``10 - most deprived``.
    """
    many = {"deprivation_decile": _TENTHS, "deprivation_fifth": _FIFTHS}.get(kind)
    number, end = re.match(r"\d+", group), _END.search(said)
    if many is None or number is None or end is None or 2 * int(number[0]) == many + 1:
        return False
    first_half = 2 * int(number[0]) <= many
    return first_half != (bool(end[1] or end[2]) == (most_deprived == 1))


def names_an_end(said: str) -> bool:
    """Whether a publisher's words for a group say that it is the most or the least deprived."""
    return _END.search(said) is not None


def known_group(kind: str, group: str) -> bool:
    """Whether ``by_group`` knows the group of this kind."""
    return kind in _KNOWN and _KNOWN[kind].fullmatch(group) is not None


def by_group(files: Files, rows: str, path: str, *, most_deprived: int) -> pa.Table:
    """The tidy table of SQL ``rows``: series, kind, period, area_code, group_type, group, numerator, denominator, per.

    ``most_deprived`` is the publisher's number of its most deprived tenth, 1 or 10. A row's own ``value`` (with
    ``lower`` and ``upper``), where the SQL gives one, stays; else it is ``per`` × numerator / denominator. A ``note``
    stays too. Groups of people whose group isn't known are left out.
    """
    files.connection.register("dimensions", pa.table(list(zip(*_DIMENSIONS.items(), strict=True)), ["theirs", "ours"]))
    ethnic = [(name, code, names[0]) for code, names in _ETHNIC.items() for name in names]
    files.connection.register("ethnic", pa.table(list(zip(*ethnic, strict=True)), ["theirs", "ours", "title"]))
    codes = ", ".join(f"'{code}'" for code in _ETHNIC)
    ceiling = "ceil(tenth / if(group_type = 'deprivation_fifth', 1.0, 2.0))"
    fifth = ceiling if most_deprived == 1 else f"6 - {ceiling}"
    return files.tidy(
        f"""
        with given as (from ({rows}) union all by name select null::varchar as note where false),
        told as (
            select given.*, dimensions.ours as dimension, ethnic.title,
                try_cast(regexp_extract("group", '^\\d+') as int) as tenth,
                case dimensions.ours when 'all' then 'all' when 'ethnicity' then ethnic.ours
                    when 'sex' then case "group" when 'Female' then 'F' when 'Male' then 'M' end
                    when 'age' then case when regexp_matches("group", '\\d') then "group" end
                    when 'deprivation' then ({fifth})::int::varchar end as code
            from given join dimensions on group_type = dimensions.theirs
            left join ethnic on dimensions.ours = 'ethnicity' and "group" = ethnic.theirs
        ),
        pooled as (
            select series, kind, period, area_code, dimension, code, any_value(title) as title, any_value(per) as per,
                sum(numerator) as events, sum(denominator) as people,
                if(count(*) = 1, any_value(value), null) as own, any_value(lower) as lower, any_value(upper) as upper,
                any_value(note) as note,
                count(value) = 2 and (count(denominator) = 0 or count(numerator) = 0) as uncounted,
                dimension = 'deprivation' and group_type <> 'deprivation_fifth'
                    and (count(*) < 2 or count(denominator) < 2 or count(numerator) < 2) as hidden
            from told where code is not null group by series, kind, period, area_code, dimension, code, group_type
            qualify row_number() over (
                partition by series, kind, period, area_code, dimension, code
                order by group_type = 'deprivation_fifth' desc, group_type) = 1
        )
        select series, kind, period, area_code, dimension, code as "group",
            if(hidden, null, events) as numerator, if(hidden, null, people) as denominator,
            if(hidden, null, coalesce(own, per * events / nullif(people, 0))) as value, lower, upper,
            case dimension when 'all' then 'Everyone' when 'sex' then case code when 'F' then 'Female' else 'Male' end
                when 'deprivation' then coalesce(map {_ENDS}[code], code) when 'ethnicity' then title else code end
                as group_label,
            case dimension when 'all' then 0 when 'sex' then strpos('FM', code) when 'deprivation' then code::int
                when 'ethnicity' then list_position([{codes}], code)
                else case when regexp_matches(code, '^\\d') then regexp_extract(code, '^\\d+')::int else 1 end end
                as group_order,
            case when not hidden and (own is not null or per is not null or events is null) then note
                when not hidden then 'Its counts do not tell what its values are per, so two can not be put together.'
                when uncounted then 'Published by tenths without counts, so two can not be put together.'
                else 'A tenth of it is too small for the publisher to show.' end as note
        from pooled
        """,
        path,
    )
