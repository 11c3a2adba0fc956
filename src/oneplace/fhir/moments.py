"""Dates and times as SQL: which two texts are the same moment, and which comes first.

Source: FHIRPath 2.0.0, 6.1.1 and 6.2: two are compared part by part, from the year (or the hour) on; where one ends
before any part differed, nothing is known. Seconds and their fraction are one part. Two with a zone are compared in
UTC; where one has a zone and the other none, only their days are compared, as they are written.
"""

from __future__ import annotations

from oneplace.fhir.sql import Names, bind, text, words

_TIME = r"\d\d(:\d\d(:\d\d(\.\d+)?)?)?"
_ZONE = r"(Z|[+-]\d\d:\d\d)"
_DAY = text(rf"\d{{4}}(-\d\d(-\d\d(T{_TIME}{_ZONE}?)?)?)?")
_CLOCK = text(_TIME)
_ZONED = text(rf"T.*{_ZONE}$")
_MANY_WAYS = text(rf'"(\d{{4}}-\d\d-\d\dT)?{_TIME}{_ZONE}?"')
"""JSON of a moment that may be written in several ways: with a zone, or to the second."""
_TO_THE_DAY = 10
"""As much of a date's text."""


def compared(names: Names, operator: str, left: str, right: str, otherwise: str) -> str:
    """SQL that compares two texts as moments; null where what is known of them does not tell.

    ``otherwise`` is SQL for what comes out where they are not both dates or both times of day: {0} and {1} are they.
    """

    def alike(v: str) -> str:
        a, b = f"{v}.a", f"{v}.b"
        dates, clocks = (f"(regexp_full_match({a}, {x}) AND regexp_full_match({b}, {x}))" for x in (_DAY, _CLOCK))
        zoned = f"{{'a': {a}, 'b': {b}, 'za': {_zone(a)}, 'zb': {_zone(b)}}}"
        return f"CASE WHEN {dates} OR {clocks} THEN {bind(names, zoned, known)} ELSE {otherwise.format(a, b)} END"

    def known(v: str) -> str:
        (a, za), (b, zb) = ((f"{v}.{each}", f"{v}.z{each}") for each in "ab")
        apart = f"{za} <> '' AND {zb} <> '' AND {za} <> {zb}"
        a, b = (f"CASE WHEN {apart} THEN {_in_utc(s, z)} ELSE {_bare(s, z)} END" for s, z in ((a, za), (b, zb)))
        most = f"CASE WHEN ({za} = '') = ({zb} = '') THEN 99 ELSE {_TO_THE_DAY} END"
        return bind(names, f"{{'a': {_whole(names, a)}, 'b': {_whole(names, b)}, 'most': {most}}}", told)

    def told(v: str) -> str:
        both = f"least(length({v}.a), length({v}.b), {v}.most)"
        a, b = f"left({v}.a, {both})", f"left({v}.b, {both})"
        return f"CASE WHEN {a} <> {b} OR greatest(length({v}.a), length({v}.b)) = {both} THEN {a} {operator} {b} END"

    return bind(names, f"{{'a': {left}, 'b': {right}}}", alike)


def identity(names: Names, json: str) -> str:
    """SQL for JSON that is the same text for the same moment, whatever zone or fraction it is written with."""

    def written(v: str) -> str:
        utc = f"{_whole(names, _in_utc(f'{v}.a', f'{v}.z'))} || 'Z'"
        return f"CASE {v}.z WHEN '' THEN {_whole(names, f'{v}.a')} ELSE {utc} END"

    zoned = bind(names, words(json), lambda v: bind(names, f"{{'a': {v}, 'z': {_zone(v)}}}", written))
    return f"CASE WHEN regexp_full_match({json}, {_MANY_WAYS}) THEN coalesce(to_json({zoned}), {json}) ELSE {json} END"


def _zone(moment: str) -> str:
    """SQL for the zone of a moment, empty where it has none."""
    return f"regexp_extract({moment}, {_ZONED}, 1)"


def _bare(moment: str, zone: str) -> str:
    return f"left({moment}, length({moment}) - length({zone}))"


def _in_utc(moment: str, zone: str) -> str:
    """A moment with a zone as UTC's clock shows it, as precisely; zones differ by minutes, so the seconds stay."""
    bare = _bare(moment, zone)
    instant = f"TRY_CAST(rpad(left({bare}, 16), 16, ':00') || {zone} AS TIMESTAMPTZ)"
    clock = f"strftime(make_timestamp(epoch_us({instant})), '%Y-%m-%dT%H:%M')"
    return f"left({clock}, length({bare})) || substr({bare}, 17)"


def _whole(names: Names, moment: str) -> str:
    """A moment that says seconds with nine figures after them, so that as long a text is as precise a moment."""
    seconds, point = "regexp_matches({0}, ':..:')", "CASE WHEN contains({0}, '.') THEN '' ELSE '.' END"
    padded = (
        f"CASE WHEN {seconds} THEN rpad({{0}} || {point}, CAST(strpos({{0}}, ':') + 15 AS INTEGER), '0') ELSE {{0}} END"
    )
    return bind(names, moment, padded.format)
