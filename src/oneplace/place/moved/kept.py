"""What a run keeps of the files that it was made from: what they said, and which promises were eased undecided.

A promise that was eased holds as it was until its decision is taken, however many runs are made meanwhile: the terms
that hold are handed on from run to run. A decision covers one change of a thing; then it is spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from oneplace.place.folder import Place
from oneplace.place.moved.agreed import MILESTONES, agreed_changes, worded_changes
from oneplace.place.moved.back import Dropped, changes_with_back, dropped, with_back
from oneplace.place.moved.diff import Change, changes, renamed
from oneplace.place.moved.easing import MADE_UP, MEANING, Eased, covered, covering, easings, listed
from oneplace.place.moved.flat import Fields, Said, said, words
from oneplace.place.moved.past import Past, past
from oneplace.place.moved.retyped import back_otherwise, taken_out
from oneplace.place.moved.softened import BySide, Softened, softened
from oneplace.place.moved.terms import Standing, Terms, terms
from oneplace.place.moved.told import as_decision

SAID = "said.json"
"""The file in a run's folder."""
FORMAT = "oneplace-said/1"
SOFTENED = "softened"
"""In it, what was promised before decisions made it easier; an earlier version kept nothing of that."""
_FIGURES = ("baseline", "target", "trajectory", "gap_ambition", "measure", "measures")


@dataclass(frozen=True)
class Moved:
    """A change since a run: what it eases, and the decision that covers that, or names what is only worded anew."""

    change: Change
    eases: tuple[str, ...] = ()
    decision: str | None = None
    asks: bool = False
    """Whether a decision has to say so."""


@dataclass(frozen=True)
class Kept:
    """What one run keeps. ``spent`` names for each thing the decisions that have already covered a change of it.

    ``asked_after`` has for each decision that was not taken yet the day of the last run that did not have it.
    """

    run: str
    as_of: str
    said: Said
    undecided: Mapping[str, Standing] = field(default_factory=dict)
    spent: Mapping[str, list[str]] = field(default_factory=dict)
    asked_after: Mapping[str, str] = field(default_factory=dict)
    softened: Mapping[str, BySide] = field(default_factory=dict)
    """By ambition, what it asked before decisions made it easier."""
    past: Past = field(default_factory=dict)
    """By ambition, the targets whose period was over when they were moved."""
    dropped: Dropped = field(default_factory=dict)
    """By ambition that a decision dropped, what readers saw of it last."""
    taken_out: Mapping[str, Fields] = field(default_factory=dict)
    """By measure, figures that readers have seen and the files no longer have: they may come back as others."""

    def as_json(self) -> dict[str, Any]:
        """The content of the file."""
        undecided = {key: one.as_json() for key, one in self.undecided.items()}
        kept = {"said": self.said, "undecided": undecided, "spent": self.spent, "asked_after": self.asked_after}
        before = {key: {side: one.as_json() for side, one in sides.items()} for key, sides in self.softened.items()}
        over = {
            key: {side: [one.as_json() for one in every] for side, every in sides.items()}
            for key, sides in self.past.items()
        }
        gone = {key: one.as_json() for key, one in self.dropped.items()}
        told = {"past": over, "dropped": gone, "taken_out": self.taken_out}
        return {"format": FORMAT, **kept, SOFTENED: before, **told}

    @classmethod
    def from_json(cls, run: str, as_of: str, content: Mapping[str, Any]) -> Kept:
        """The file's content as a run kept it."""
        undecided = {key: Standing.from_json(one) for key, one in content["undecided"].items()}
        before = {
            key: {side: Softened.from_json(one) for side, one in sides.items()}
            for key, sides in content.get(SOFTENED, {}).items()
        }
        over = {
            key: {side: tuple(map(Standing.from_json, every)) for side, every in sides.items()}
            for key, sides in content.get("past", {}).items()
        }
        gone = {key: Standing.from_json(one) for key, one in content.get("dropped", {}).items()}
        asked_after, out = content.get("asked_after", {}), content.get("taken_out", {})
        return cls(run, as_of, content["said"], undecided, content["spent"], asked_after, before, over, gone, out)

    @property
    def taken(self) -> dict[str, Fields]:
        """The decisions that were taken by the day of this run."""
        return _taken(self.said, date.fromisoformat(self.as_of)) if self.as_of else {}

    @property
    def named(self) -> set[str]:
        """The ids of all that this run had, and of what its decisions had changed: a decision may name what is gone."""
        changed = {one for fields in self.said.get("decisions", {}).values() for one in listed(fields, "changes")}
        return changed.union(*self.said.values())

    @property
    def ambitions(self) -> set[str]:
        """The ambitions that it names, and those whose loss is undecided."""
        return self.said.get("outcomes", {}).keys() | self.undecided.keys()

    def standing(self, ambition: str) -> Standing | None:
        """The terms of an ambition that hold after this run, or that readers saw last; None where there is none."""
        if ambition in self.undecided:
            return self.undecided[ambition]
        found = terms(self.said, ambition)
        return Standing(found, self.run, self.as_of) if found else self.dropped.get(ambition)

    def asked(self, ambition: str) -> str | None:
        """The decision that an undecided ambition waits for; None where none names it."""
        return covered(
            (ambition, self.undecided[ambition].terms.measure_id),
            self.said.get("decisions", {}),
            self.spent.get(ambition, ()),
        )

    @property
    def held(self) -> dict[str, Terms]:
        """The terms that hold of each ambition that was eased undecided, by its id."""
        return {key: one.terms for key, one in self.undecided.items()}

    def decision(self, eased: Eased, now: Said, day: date | None = None) -> str | None:
        """The decision of ``now`` that covers a change since this run; None where none does.

        One that readers of this run saw taken covers what it said then: to name more in it afterwards decides nothing.
        ``day`` is the one on which ``now`` is said; without it, that of this run.
        """
        spent = {one for thing in eased.of for one in self.spent.get(thing, ())}
        every = self.deciding(now) | self._as_taken(now)
        in_time = {key: one for key, one in every.items() if not self._is_over(eased, key, one, day)}
        return covering(eased, in_time, spent)

    def names(self, worded: Eased, now: Said) -> str | None:
        """The decision of ``now`` that names what is worded otherwise since this run; None where none does."""
        return covering(worded, self.deciding(now), self.spent.get(worded.change.subject, ()))

    def deciding(self, now: Said) -> dict[str, Fields]:
        """The decisions of ``now`` without those that are dated back."""
        back = self.dated_back(now)
        return {key: fields for key, fields in now.get("decisions", {}).items() if key not in back}

    def dated_back(self, now: Said) -> dict[str, Fields]:
        """The decisions that say a day before a run that did not have them: readers saw no such decision.

        What they name was promised as it was until then, so they can't have changed it. One that is asked for may say
        afterwards when it was taken, but on no day before the last run that knew nothing of it.
        """
        days = {key: self.asked_after.get(key) for key in self.said.get("decisions", {})}
        return {
            key: fields
            for key, fields in now.get("decisions", {}).items()
            if (day := days.get(key, self.as_of)) and _is_before(key, fields, day)
        }

    def taken_late(self, now: Said) -> dict[str, Fields]:
        """The decisions that say a day before this run, of which readers saw that they were not taken yet."""
        if not self.as_of:
            return {}
        asked = self.said.get("decisions", {}).keys() - self.taken.keys()
        return {
            key: now["decisions"][key]
            for key in sorted(asked & now.get("decisions", {}).keys())
            if _is_before(key, now["decisions"][key], self.as_of)
        }

    def entered_late(self, eased: Eased, now: Said) -> str | None:
        """The decision that would cover a change, were it not dated back."""
        return covering(eased, self.dated_back(now))

    def widened(self, eased: Eased, now: Said) -> str | None:
        """The decision that would cover a change, had it said so when readers saw it taken."""
        then = self._as_taken(now)
        return covering(eased, {key: now["decisions"][key] for key in then if not covering(eased, {key: then[key]})})

    def too_late(self, eased: Eased, now: Said, day: date | None = None) -> str | None:
        """The decision that would cover a change, were the period not over for which it asks less."""
        late = {key: one for key, one in self.deciding(now).items() if self._is_over(eased, key, one, day)}
        return covering(eased, late)

    def _is_over(self, eased: Eased, key: str, fields: Fields, day: date | None) -> bool:
        """Whether a decision was taken, or can only be, after the period for which a change asks less.

        A year that is over stays judged by what held at its end. What is still asked for comes on ``day`` at the
        earliest, and never before this run.
        """
        return eased.over is not None and self.decided_on(key, fields, day) >= eased.over.isoformat()

    def decided_on(self, key: str, fields: Fields, day: date | None = None) -> str:
        """The day of a decision; of one that is still asked for the first on which it can be taken."""
        on = as_decision(key, fields).on
        return max(self.as_of, day.isoformat() if day else "") if isinstance(on, str) else on.start.isoformat()

    def only_shown(self, eased: Eased, now: Said) -> str | None:
        """The illustrative decision that would cover a change, were the promise illustrative too; None where it is."""
        if eased.made_up:
            return None
        shown = {key: one for key, one in now.get("decisions", {}).items() if one.get("provenance") == MADE_UP}
        return covering(replace(eased, made_up=True), shown)

    def forgotten(self, now: Said) -> list[str]:
        """The decisions that change a promise or make one, were taken by the day of this run, and are gone."""
        promising = [key for key, one in self.taken.items() if listed(one, "changes") or listed(one, "expects")]
        return [key for key in promising if key not in now.get("decisions", {})]

    def _as_taken(self, now: Said) -> dict[str, Fields]:
        """The decisions of ``now`` that were taken by the day of this run, as it had them."""
        return {key: fields for key, fields in self.taken.items() if key in now.get("decisions", {})}

    def eased(self, now: Said) -> Iterator[Eased]:
        """What eases a promise, each ambition compared with the terms of it that hold."""
        for one in easings(self.seen(now), now):
            if one.change.subject not in self.undecided:
                yield one
        for key, standing in self.undecided.items():
            for one in easings(self.as_it_stands(key, standing.terms), now):
                if key in one.of:
                    yield one

    def seen(self, now: Said) -> Said:
        """What this run said, with each ambition that is back ``now`` as readers saw it last."""
        return with_back(self.said, self.dropped, now)

    def otherwise(self, now: Said) -> Iterator[Eased]:
        """What was agreed beside what can be eased, and is another now; what is only asked for may ask for another."""
        for one in agreed_changes(self.seen(now), now):
            if one.change.part != "decisions" or one.change.subject in self.taken:
                yield one

    def worded(self, now: Said) -> Iterator[Eased]:
        """What a decision may name and need not: what is said in other words, and typed figures that are others now."""
        yield from worded_changes(self.seen(now), now)
        yield from (Eased(one, (one.subject,)) for one in self.differences(now) if one.part == "series")

    def moves(self, now: Said, day: date | None = None) -> list[Moved]:
        """All that is said otherwise ``now``, on ``day``, with what it eases and the decision that covers that."""
        eased = {one.change.key: one for one in self.eased(now)}
        asks = {one.change.key: one for one in self.otherwise(now)} | eased
        differences = self.differences(now)
        dropped_at = {one.key: _milestone(one) for one in differences if one.part == MILESTONES}
        asks |= {key: asks[whole] for key, whole in dropped_at.items() if whole in asks}
        worded = {one.change.key: one for one in self.worded(now)}
        return [
            Moved(change, eased[key].of if key in eased else (), self.decision(asks[key], now, day), asks=True)
            if (key := change.key) in asks
            else Moved(change, decision=self.names(worded[key], now) if key in worded else None)
            for change in differences
        ]

    def differences(self, now: Said) -> list[Change]:
        """All that is different ``now``; a figure that was taken out and is back otherwise is told by what it was."""
        series, held = self.said.get("series", {}), now.get("series", {})
        before = {**series}
        for measure in self.taken_out.keys() & held.keys():
            out = self.taken_out[measure]
            before[measure] = {**back_otherwise(out, held[measure]), **series[measure]} if measure in series else out
        return changes_with_back({**self.said, "series": before}, self.dropped, now)

    def rows(self, later: Kept) -> list[dict[str, Any]]:
        """All that ``later`` says otherwise, in the columns of the result table ``changes``."""
        day = date.fromisoformat(later.as_of) if later.as_of else None
        taken = _taken(later.said, day)
        return [_row(one, taken) for one in self.moves(later.said, day)]

    def as_it_stands(self, ambition: str, held: Terms) -> Said:
        """What the files said, of ambitions only one, by the terms of it that hold."""
        measures = {**self.said.get("measures", {}), held.measure_id: held.measure}
        return {**self.said, "outcomes": {ambition: held.outcome}, "measures": measures}


def keep(place: Place, before: Kept | None, run: str, as_of: date) -> Kept:
    """What a run of the place keeps, after the run that readers saw ``before`` (None where it is the first)."""
    now = said(place)
    first = Kept(run, as_of.isoformat(), now)
    taken = _taken(now, as_of)
    if before is None:
        return replace(
            first, spent=_spent({thing for one in taken.values() for thing in listed(one, "changes")}, taken, {})
        )
    undecided = dict(_undecided(before, now, taken))
    eased = {thing for one in before.eased(now) for thing in one.of}
    settled = (_changed(before.seen(now), now) | eased | before.undecided.keys()) - undecided.keys()
    back = before.dated_back(now)
    had = before.said.get("decisions", {})
    asked = {key: before.asked_after.get(key) if key in had else before.as_of for key in now.get("decisions", {})}
    asked_after = {key: day for key, day in asked.items() if day and key not in taken}
    never = _spent({thing for one in back.values() for thing in listed(one, "changes")}, back, before.spent)
    easier = softened(before, now, taken, undecided)
    spent = _spent(settled, taken, never)
    for one in before.worded(now):
        by = before.names(one, now)
        if by and by in taken:
            spent = _spent({one.change.subject}, {by: taken[by]}, spent)
    over, gone = past(before, now, undecided, as_of), dropped(before, now, undecided)
    first = replace(first, past=over, dropped=gone, softened=easier, taken_out=_taken_out(before, now))
    return replace(first, undecided=undecided, spent=spent, asked_after=asked_after)


def _taken_out(before: Kept, now: Said) -> dict[str, Fields]:
    """The figures that readers have seen by the run ``before``, or earlier, and that are gone ``now``, by measure."""
    ids, seen, out = renamed(before.said, now), before.said.get("series", {}), before.taken_out
    told = {key: {**out.get(key, {}), **seen.get(key, {})} for key in seen.keys() | out.keys()}
    return taken_out({ids.get(key, key): fields for key, fields in sorted(told.items())}, now)


def _taken(said: Said, as_of: date | None) -> dict[str, Fields]:
    """The decisions that were taken by a day; without one, every dated one."""
    return {
        key: fields for key, fields in said.get("decisions", {}).items() if as_decision(key, fields).is_taken(as_of)
    }


def _is_before(key: str, fields: Fields, day: str) -> bool:
    """Whether a decision was taken on a day before another."""
    return as_decision(key, fields).is_taken(date.fromisoformat(day) - timedelta(days=1))


def _milestone(change: Change) -> tuple[str, str, str]:
    """The key of the milestone that a field is of: one that is gone is asked for as a whole."""
    return change.part, change.subject, change.field.rpartition(".")[0]


def _row(one: Moved, taken: Mapping[str, Fields]) -> dict[str, Any]:
    change = one.change
    return {
        **vars(change),
        "kind": change.kind.value,
        "old": None if change.old is None else words(change.old),
        "new": None if change.new is None else words(change.new),
        "eases": "; ".join(one.eases) or None,
        "decision": one.decision,
        "decided": one.decision in taken if one.asks or one.decision else None,
    }


def _undecided(before: Kept, now: Said, taken: Mapping[str, Fields]) -> Iterator[tuple[str, Standing]]:
    for eased in before.eased(now):
        if before.decision(eased, now) not in taken:
            for key in eased.of:
                if standing := before.standing(key):
                    yield key, standing


def _changed(old: Said, new: Said) -> set[str]:
    """The things of which what a promise rests on is said differently, easier or not."""
    found = {key for one in agreed_changes(old, new) for key in one.of}
    for change in changes(old, new):
        first = change.field.partition(".")[0]
        if change.part == "place" and first == "small_numbers":
            found |= new["strategy"].keys()
        elif change.part in _OF_PROMISES and (not first or first in _OF_PROMISES[change.part]):
            found.add(change.subject)
    return found


_OF_PROMISES = {"outcomes": _FIGURES, "measures": (*MEANING, "small_numbers"), "horizons": ("end",)}


def _spent(things: Iterable[str], taken: Mapping[str, Fields], before: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """For each thing the decisions that covered a change of it, now or before."""
    now = {thing: {key for key, fields in taken.items() if thing in listed(fields, "changes")} for thing in things}
    every = {thing: sorted({*before.get(thing, ()), *now.get(thing, ())}) for thing in sorted({*before, *now})}
    return {thing: decisions for thing, decisions in every.items() if decisions}
