"""What moved in a place's files, in words: old beside new, what it makes easier, and who decided that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from oneplace.place import Decision, FromLinkedRecord, Measure, Place, Risk, Workstream
from oneplace.place.moved import (
    ADDED,
    COUNTED,
    FIGURES,
    NOT_THERE,
    SOURCE,
    TAKEN,
    TAKEN_OUT,
    Bears,
    Kind,
    ToldIn,
    bears_on,
    come_and_gone,
    default_of,
    field_words,
    figure_of,
    figures,
    is_list,
    part_words,
    plain,
)
from oneplace.progress import LOST, PUBLISHED, RECOUNTED, sentences
from oneplace.report.names import decided_on, in_words, inner_names, names_of, said_in, titles_of
from oneplace.report.retyped import SHOWN, figures_told
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.wording import marked, value_words, written

NOTHING = "not set"
_THERE = "there"
_OF_AMBITIONS = "outcomes"
_HASHES = {
    **{key: {"old": "as it was", "new": "another than it was"} for key in ("sha256", "privacy.flows")},
    "mapping": {"old": "as they were", "new": "otherwise"},
}
"""Fields that are known by a hash alone, which tells a reader nothing: before and after."""
_BY_ID = ("codelists", "sources")
"""Parts whose things are called by their ids alone."""
_CODED = ("measures", "cohorts", "sources", "feeds", "datasets")
"""Parts in which a computer is told what to count."""
_IS_CODE = re.compile(r"\w_\w|[|=<>{}\[\]]|\w\(|\b(?:AND|OR|IN|IS|NOT|NULL|LIKE)\b")
_CODE = {"old": "another rule, written for a computer", "new": "a rule written for a computer, as its page shows"}
_PATH = "trajectory."
_OF_GAPS = re.compile(r"gap_ambition\.(?:target|baseline|actuals\..*)")
_IN_UNITS = re.compile(rf"(?:target|baseline)\.value.*|{re.escape(_PATH)}.*|{_OF_GAPS.pattern}")
_TOLD_AS = "gap_ambition.statistic"
_SERIES = "series"
_ALONE = ("strategy", "place")
"""Parts of which there is one; what a decision is asked for of them is about every ambition."""
_LONGEST = 160
"""Characters of a value that stands within a line."""


@dataclass(frozen=True)
class Move:
    """One change. ``what`` names the thing, ``field`` what of it changed (or that it was added or dropped)."""

    part: str
    subject: str
    what: str
    field: str
    old: str
    new: str
    eases: tuple[str, ...]
    decision: str
    """The decision in words where one has to say so; empty where none is needed."""
    matters: bool = True
    """Whether readers meet it wherever the promise stands, not only among all that changed."""
    worded: bool = False
    """Whether it says otherwise what was promised, is counted or was typed: nobody need decide that, and no machine
    knows what it eases."""

    reworded: bool = False
    """Whether the library says in other words what a measure counts, and counts the same: nobody need decide that."""
    apart: bool = False
    """Whether it is of a list: ``old`` is what was taken out of it, ``new`` what was added; empty for nothing."""

    @property
    def decided(self) -> str:
        """What a table says of who decided it."""
        return self.decision or ("no decision covers this" if self.worded else "none needed")

    @property
    def sides(self) -> tuple[str, str]:
        """What a table says of before and after; of a thing that was added or dropped, when it was there."""
        if self.apart:
            sides = ((TAKEN, self.old), (ADDED, self.new))
            taken, added = (f"{lead}: {text}" if text else f"nothing {lead}" for lead, text in sides)
            return taken, added
        come = (NOT_THERE, _THERE)
        whole = {Kind.ADDED.value: come, Kind.BACK.value: come, Kind.DROPPED.value: (_THERE, NOT_THERE)}
        return whole.get(self.field, (self.old, self.new))

    @property
    def told(self) -> str:
        """The change in a line: ``target: was 5.0%, is now 6.0%``; ``areas: added “Derby”``."""
        return self._line(_short)

    @property
    def whole(self) -> str:
        """The same with both values in full, however long."""
        return self._line(str)

    def _line(self, cut: Callable[[str], str]) -> str:
        if not self.old and not self.new:
            return self.field
        if self.apart:
            sides = ((TAKEN, self.old), (ADDED, self.new))
            return f"{self.field}: {', '.join(f'{lead} “{cut(text)}”' for lead, text in sides if text)}"
        old, new = (
            text if text in (NOTHING, NOT_THERE, TAKEN_OUT) else f"\u201c{cut(text)}\u201d"
            for text in (self.old, self.new)
        )
        return f"{self.field}: was {old}, now {new}"

    @property
    def of_ambition(self) -> bool:
        """Whether an ambition itself says something else."""
        return self.part == _OF_AMBITIONS

    @property
    def of_figures(self) -> bool:
        """Whether figures that readers have seen are others now."""
        return self.part in (_SERIES, PUBLISHED, RECOUNTED, LOST)


def moves(place: Place, rows: Iterable[Row], every: Iterable[Row] | None = None) -> list[Move]:
    """Rows of ``changes`` in words: what was eased, what else takes a decision, ambitions, what matters, the rest.

    ``every`` are all of the run, where ``rows`` are only some: they call by name what the files no longer have.
    """
    kept = list(rows)
    names = names_known(place, kept if every is None else every)
    before = _told_before(kept)
    told = [_move(place, names, some, before) for some in _folded(kept)]
    return sorted(told, key=lambda one: (not one.eases, not one.decision, not one.of_ambition, not one.matters))


def _told_before(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """What a measure's unit and decimals were, and a gap's statistic, where they changed too: an old value is told in
    its own.
    """
    wanted = {("measures", name) for name in ToldIn._fields} | {(_OF_AMBITIONS, _TOLD_AS)}
    return {
        (row["subject"], row["field"]): row["old"]
        for row in rows
        if (row["part"], row["field"]) in wanted and row["old"] is not None
    }


def _told_in(measure: Measure | None, before: Mapping[tuple[str, str], str]) -> ToldIn | None:
    """What a measure's values are told in; with what changed, what they were before."""
    if measure is None:
        return None
    told = {name: before.get((measure.id, name), getattr(measure, name)) for name in ToldIn._fields}
    return ToldIn(str(told["unit"]), int(told["decimals"]))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}\u2026"


def _dropped(rows: Iterable[Row]) -> dict[str, str]:
    """What things were called that the files may no longer have, those inside others too: ``milestones.M1.text``."""
    found = {}
    for row in rows:
        inside, _, last = (row["field"] or "").rpartition(".")
        if last in ("text", "name", "title", "aim") and "." in inside and (words := row["new"] or row["old"]):
            found[inside.partition(".")[2]] = words
        if row["kind"] == Kind.DROPPED:
            found[row["subject"]] = row["name"]
    return found


def names_known(place: Place, rows: Iterable[Row]) -> dict[str, str]:
    """What everything with an id is called, by ``rows`` of ``changes`` also what the files no longer have."""
    return {**_dropped(rows), **names_of(place)}


def ambitions_called(rows: Iterable[Row]) -> dict[str, str]:
    """What the ambitions are called of which anything changed, also those that the files no longer have."""
    return {row["subject"]: row["name"] for row in rows if row["part"] == _OF_AMBITIONS}


def moves_of(report: RunReport, ambition: str, measures: Iterable[str]) -> list[Move]:
    """What moved of an ambition, its commentary and its measures since the run before.

    What the library only says in other words stands at the measure's definition. Of what the ambition serves and what
    is done for it, and of the strategy as a whole, only what matters.
    """
    parts = ("measures", _SERIES, PUBLISHED, RECOUNTED, LOST)
    wanted = {(_OF_AMBITIONS, ambition), *((part, key) for key in measures for part in parts)}
    wanted |= {("commentary", key) for key, one in report.place.commentary.items() if one.outcome == ambition}
    beside = _beside(report.place, ambition)
    own = [
        row
        for row in report.changes
        if ((row["part"], row["subject"]) in wanted and row["kind"] != Kind.REWORDED)
        or ambition in _eased(row)
        or (row["subject"] in beside and _matters(report.place, row))
        or (row["part"] in _ALONE and row["decided"] is not None)
    ]
    return moves(report.place, own, report.changes)


def _beside(place: Place, ambition: str) -> set[str]:
    """The ids of what an ambition serves, and of what serves it or tells of it."""
    strategy = place.strategy
    doing: tuple[Workstream | Risk | Decision, ...] = (
        *strategy.workstreams,
        *strategy.risks,
        *place.decisions.values(),
    )
    found = {one.id for one in doing if ambition in one.outcomes}
    for one in (each for each in strategy.outcomes if each.id == ambition):
        named = (one.stage, one.horizon, one.gap)
        found |= {*one.goals, *one.commitments, *one.priorities, *one.enablers, *one.groups, *filter(None, named)}
        for each in one.measure_ids:
            found |= set(_of_record(place, each))
    return found


def _of_record(place: Place, measure: str) -> Iterator[str]:
    """What a measure rests on that is computed from the record: its cohort, and the files whose rows it counts."""
    found = place.measures.get(measure)
    if found is None or not isinstance(found.compute, FromLinkedRecord):
        return
    yield from ("files", "all")
    if found.compute.population.cohort:
        yield found.compute.population.cohort
    for source in place.sources.sources if place.sources else ():
        read = [one.id for one in source.datasets if not found.compute.datasets or one.id in found.compute.datasets]
        yield from (f"{source.id}.{one}" for one in read)
        if read:
            yield source.id


def _matters(place: Place, row: Row) -> bool:
    """Whether it is more than a line among all that changed; of measures only of those that an ambition names."""
    if row["kind"] == Kind.REWORDED:
        return False
    if row["eases"] or row["decided"] is not None or row["part"] in (_OF_AMBITIONS, _SERIES, PUBLISHED, LOST):
        return True
    if row["part"] == RECOUNTED:  # every newer file does it
        return False
    asks = bears_on(row["part"], row["kind"], row["field"] or "")
    if asks is Bears.TOLD or (asks is Bears.RECORDED and _is_first(row)):
        return False
    return row["part"] != "measures" or any(row["subject"] in one.measure_ids for one in place.strategy.outcomes)


def _folded(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows, those about the steps of one path together; eased steps apart from others.

    So are the figures of one series; apart from others those of which only the source is another.
    """
    found: dict[tuple[object, ...], list[Row]] = {}
    typed = {number: figure_of(row["field"]) for number, row in enumerate(rows) if row["part"] == _SERIES}
    others = {(rows[number]["subject"], of.when, of.group) for number, of in typed.items() if of.what != SOURCE}
    for number, row in enumerate(rows):
        of = typed.get(number)
        only_source = of is not None and (row["subject"], of.when, of.group) not in others
        together = (row["part"], row["subject"], row["decision"], row["eases"], only_source)
        many = (row["field"] or "").startswith(_PATH) or of is not None
        found.setdefault(together if many else (number,), []).append(row)
    return list(found.values())


def _move(place: Place, names: Mapping[str, str], rows: Sequence[Row], before: Mapping[tuple[str, str], str]) -> Move:
    row = rows[0]
    names = {**names, **inner_names(place, row["part"], row["subject"])}
    sides: tuple[tuple[str, Mapping[tuple[str, str], str]], ...] = (("old", before), ("new", {}))
    old, new = ([_words(place, names, one, *side) for one in rows] for side in sides)
    field = field_words(row["field"], names, row["part"]) if row["field"] else row["kind"]
    only_sources = row["part"] == _SERIES and all(figure_of(one["field"]).what == SOURCE for one in rows)
    if row["part"] == _SERIES:
        measure = place.measures.get(row["subject"])
        changed = ((one["field"], one["old"], one["new"]) for one in rows)
        field, old, new = figures_told(figures(changed, _told_in(measure, before), _told_in(measure, {})))
    elif len(rows) > 1:
        steps = [one["field"].removeprefix(_PATH) for one in rows]
        old, new = ([f"{step}: {one}" for step, one in zip(steps, side, strict=True)][:SHOWN] for side in (old, new))
        field = f"path, {steps[0]} to {steps[-1]}"
    field = marked(field, change_origin(place, row))
    if row["kind"] == Kind.REWORDED:
        field = f"{field}, in other words"
    return Move(
        part=row["part"],
        subject=row["subject"],
        what=f"{part_words(row['part']).capitalize()}: {_name(place, row)}",
        field=field,
        old="; ".join(old),
        new="; ".join(new),
        eases=_eased(row),
        decision="" if row["decided"] is None else _decision(place, row),
        matters=_matters(place, row) and not only_sources,
        worded=_is_worded(row) and not only_sources,
        reworded=row["kind"] == Kind.REWORDED,
        apart=_is_apart(row),
    )


def _is_apart(row: Row) -> bool:
    """Whether a row is of a list, and has what was taken out of it and what was added."""
    is_of_list = row["field"] and row["part"] not in FIGURES and is_list(row["part"], row["field"])
    return bool(is_of_list) and come_and_gone(row["old"], row["new"])


def _is_worded(row: Row) -> bool:
    if row["part"] == _SERIES:  # somebody typed another figure: nothing was counted anew that would explain it
        return True
    asks = bears_on(row["part"], row["kind"], row["field"] or "")
    if asks is Bears.RULED and row["part"] in COUNTED:
        return bool(row["kind"] == Kind.CHANGED)
    return asks in (Bears.WORDED, Bears.RECORDED) and not _is_first(row)


def _is_first(row: Row) -> bool:
    """Whether something is said of a thing for the first time, or one more is added to what was."""
    return bool(row["kind"] == "changed" and row["old"] is None)


def _name(place: Place, row: Row) -> str:
    """What a changed thing is called; commentary by what its ambition asks, not by how it begins."""
    said = place.commentary.get(row["subject"]) if row["part"] == "commentary" else None
    found = next((each for each in place.strategy.outcomes if said and each.id == said.outcome), None)
    if said is None or found is None:
        return plain(str(row["name"])) if row["part"] in _BY_ID else str(row["name"])
    return marked(found.question or found.text, said.provenance)


def _eased(row: Row) -> tuple[str, ...]:
    """The ambitions that a change makes easier, by their ids."""
    return tuple(row["eases"].split("; ")) if row["eases"] else ()


def _words(place: Place, names: Mapping[str, str], row: Row, side: str, before: Mapping[tuple[str, str], str]) -> str:
    """A value as people write it: in the measure's unit, things by their names, a missing one as "not set"."""
    value = row[side]
    if not row["field"] or (value is None and _is_apart(row)):
        return ""
    if value is None:
        value = _left_out(place, row)
    if value is None:
        return NOTHING
    if row["field"] in _HASHES:
        return _HASHES[row["field"]][side]
    if row["part"] == _OF_AMBITIONS and _IN_UNITS.fullmatch(row["field"]):
        return _in_unit(place, row["subject"], value, before, of_gap=bool(_OF_GAPS.fullmatch(row["field"])))
    if row["part"] in FIGURES:
        return plain(value)
    told = in_words(said_in(row["part"], row["field"], value, names), titles_of(place))
    return _CODE[side] if row["part"] in _CODED and _IS_CODE.search(told) else told


def _left_out(place: Place, row: Row) -> str | None:
    """What holds where the files leave a field out; of a measure's rule for small numbers it is the place's."""
    name = row["field"].removeprefix("small_numbers.")
    if row["part"] == "measures" and name != row["field"] and place.place.small_numbers:
        own = getattr(place.place.small_numbers, name)
        return None if own is None else str(own)
    return default_of(row["part"], row["field"])


def change_origin(place: Place, row: Row) -> str | None:
    """Where a number of an ambition that changed comes from, its own where that is given; None for all else."""
    if row["part"] != _OF_AMBITIONS or not _IN_UNITS.fullmatch(row["field"] or ""):
        return None
    found = next((one for one in place.strategy.outcomes if one.id == row["subject"]), None)
    own = getattr(getattr(found, row["field"].split(".")[0], None), "provenance", None)
    return own or (found.provenance if found else None)


def _in_unit(place: Place, ambition: str, value: str, before: Mapping[tuple[str, str], str], *, of_gap: bool) -> str:
    """A number of an ambition with its unit, one of its gap with what the sign means: ``2.0 days lower``."""
    found = next((one for one in place.strategy.outcomes if one.id == ambition), None)
    measure = next((place.measures[key] for key in (found.measure_ids if found else ()) if key in place.measures), None)
    told = _told_in(measure, before)
    if told is None:
        return value
    number = float(value)
    if not of_gap:
        return value_words(number, told.unit, written(number, told.decimals))
    now = getattr(found.gap_ambition, "statistic", None) if found else None
    return sentences.gap_words(number, told.unit, told.decimals, before.get((ambition, _TOLD_AS), now))


def _decision(place: Place, row: Row) -> str:
    found = place.decisions.get(row["decision"] or "")
    if found is None:
        return "no decision"
    if not row["decided"]:
        return f"asked for: {found.title}"
    return f"{found.title}, {day}" if (day := decided_on(found)) else found.title
