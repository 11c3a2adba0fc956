"""Inpatients: a row a stay, or a row an episode of a stay, with what was diagnosed and done in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oneplace.record.proposing.expressing import END, ORGANISATION, Row, dated, moments, own, sql, whose_and_when
from oneplace.record.proposing.guessing import Guess, first
from oneplace.record.proposing.kinds import ADMITTED, DISCHARGED, EPISODE, SPELL

_METHOD = r"^admimeth$|^(admission |admi |adm )?method( of admission)?( code)?$"
_OUTCOME = r"^disdest$|^(discharge|disch|dis) (destination|dest)( code)?$"
_ORDER = r"^(epi(sode)?) ?(order|no|num|number)$"
_DIAGNOSED = r"\b(diag|diagnosis|diagnoses|icd|icd10)\b"
_DONE = r"\b(proc|procedure|operation|oper|opertn|opcs|opcs4)\b"


def stays(guesses: Sequence[Guess], start: Guess, person: Guess) -> tuple[tuple[Row, ...], tuple[str, ...], Guess]:
    """The rows of a file of stays, the columns that name a row of it, and that of when a stay began.

    Where a stay's number comes again, or a column is of episodes, each row is an episode, though few stays have two,
    and the stay is made of one row of it: the one with the discharge, where any has it.
    """
    admitted = dated(guesses, ADMITTED) or start
    discharged = dated(guesses, DISCHARGED) or dated(guesses, *END)
    number = first([each for each in guesses if not each.when and each != person], SPELL)
    order = first([each for each in guesses if each.type == "integer"], _ORDER)
    began = dated([each for each in guesses if each.called(EPISODE)], r"\b(start|epistart|began|from)\b")
    whose = whose_and_when(guesses, person, admitted)
    whole = own(guesses, person, admitted, *([(SPELL,)] if number else [])) if order is began is None else None
    if whole or (number or order or began) is None:
        key = sql(whole.name) if whole else _joined(whose)
        stay = _stay(guesses, key, admitted, discharged)
        return (stay, *_coded(guesses, stay, admitted)), (whole.name,) if whole else (), admitted
    one_per = (number.name,) if number else tuple(each.name for each in guesses if sql(each.name) in whose)
    alone, place = own([each for each in guesses if each not in (number, order)], person, admitted), order or began
    key = sql(number.name) if number else _joined(whose)
    stay = _stay(guesses, key, admitted, discharged, one_per=one_per, first_by=_first(place, discharged))
    named = (alone.name,) if alone else (*one_per, place.name) if place else ()
    if not began or not place:
        return (stay, *_coded(guesses, stay, admitted)), named, admitted
    ended = dated([each for each in guesses if each.called(EPISODE)], *END)
    own_key = sql(alone.name) if alone else f"concat_ws('/', {key}, {sql(place.name)})"
    values = {"activity_type": "'consultant_episode'", "source_record_id": own_key, "parent_record_id": key}
    values |= moments(guesses, began, ended)
    episode = Row("activity", values, parent_type="inpatient_spell")
    return (stay, episode, *_coded(guesses, episode, began)), named, admitted


def _joined(columns: Sequence[str]) -> str:
    return f"concat_ws(':', {', '.join(columns)})"


def _stay(
    guesses: Sequence[Guess],
    key: str,
    admitted: Guess,
    discharged: Guess | None,
    *,
    one_per: tuple[str, ...] = (),
    first_by: str | None = None,
) -> Row:
    codes = {
        "method_code": first(guesses, _METHOD),
        "outcome_code": first(guesses, _OUTCOME),
        "organisation_code": first(guesses, *ORGANISATION),
    }
    values = {"activity_type": "'inpatient_spell'", "source_record_id": key, **moments(guesses, admitted, discharged)}
    values |= {name: sql(column.name) for name, column in codes.items() if column}
    return Row("activity", values, one_per=one_per, first_by=first_by)


def _first(place: Guess | None, discharged: Guess | None) -> str | None:
    """Of which episode the stay is made: of the last that says when it ended, else of the first."""
    if place is None or discharged is None or place.type != "integer":
        return sql(place.name) if place else None
    return f"case when {sql(discharged.name)} is null then {sql(place.name)} else -{sql(place.name)} end"


def _coded(guesses: Sequence[Guess], parent: Row, day: Guess) -> Iterator[Row]:
    """Rows of what was diagnosed and done, each of the columns in whose codes it is told."""
    for kind, system, called in (("diagnosis", "icd10", _DIAGNOSED), ("procedure", "opcs4", _DONE)):
        told = [each for each in guesses if each.type == "text" and each.called(called)]
        coded = [each for each in told if each.system in ("icd10", "opcs4", None)]  # in form they are alike
        if any(each.system for each in coded):
            values = {
                "parent_record_id": parent.values["source_record_id"],
                "recorded_date": sql(day.name),
                "kind": f"'{kind}'",
                "code": "upper(replace(item, '.', ''))",
                "code_system": f"'{system}'",
                "position": "item_position",
            }
            columns = tuple(each.name for each in coded)
            of = parent.values["activity_type"].strip("'")
            yield Row("observation", values, each=columns, parent_type=of)
