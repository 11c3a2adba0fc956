"""One measure in every part of the place, each against the others: its authorities, else its wards.

A place of several authorities has figures of each; of one that is counted by neighbourhood the wards are the
neighbourhoods' counts, added up. What all of them together make stands beside what the place is said to have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.urls import reverse
from markupsafe import Markup

from oneplace import geo
from oneplace.place import Measure, Place
from oneplace.progress.sentences import Claim, Kind, Reference, Sentence
from oneplace.report import Row, Verdict, against, count, everyone, latest, of_dimension, pooled, whom_to_ask
from oneplace.stats import Over
from oneplace.vocabulary.wording import count_words, dated, list_words
from oneplace.web.formats import capital
from oneplace.web.presenters.figures import Figure, figure
from oneplace.web.presenters.measured import method_words
from oneplace.web.presenters.spines import digits, is_shown, spine
from oneplace.web.public.presenters.neighbourhoods import wards
from oneplace.web.snapshot import OnceARun, Snapshot

FEWEST = 2
OTHERS = ";"
"""Stands between the codes of the parts that one is held against, in what its row claims."""
WAYS: tuple[Verdict, ...] = ("better", "worse", "higher", "lower")


@dataclass(frozen=True)
class Part:
    """One part's row: its figure, the picture of where it stands among the others, and how it stands to them."""

    figure: Figure
    href: str
    picture: Markup
    told: Sentence


@dataclass(frozen=True)
class Parts:
    """A measure's parts in one period, and what they make together."""

    measure: Measure
    kind: str
    """What the parts are called: "areas", "wards"."""
    period: str
    parts: list[Part]
    together: str

    @property
    def heading(self) -> str:
        """The measure and its period."""
        return dated(self.measure.name, self.period)


def has_parts(shot: Snapshot, measure: Measure) -> bool:
    """Whether at least two parts of the place have a value of a measure."""
    own = _own(shot)
    by_area = len(own) >= FEWEST and bool(_authorities(shot, measure.id, own))
    return by_area or _enough(ward_rows(shot, measure))


def without_parts(place: Place) -> str:
    """Why a place has no parts to show, and what would give it some."""
    codes, name = [area.code for area in place.place.areas], place.place.name
    whole, partly = geo.authorities_of(codes)
    if partly:
        return (
            f"Part of {list_words(map(geo.name_of, partly))} lies outside {name}. So what councils count is not added "
            "up for it, by ward or neighbourhood either. "
            f"{capital(count_words(len(whole), 'council lies', 'councils lie'))} in it whole. "
            "Each can have a site of its own, with its wards and neighbourhoods."
        )
    if whole:
        return (
            f"{name} is set up here without its {count_words(len(whole), 'council')}. It has wards and neighbourhoods "
            "once they stand in its file as its areas."
        )
    if not geo.local_authorities(codes):
        return f"{name} is not made of councils’ areas, so it has no wards and neighbourhoods here."
    return (
        f"No measure here has a value for two parts of {name}. Most figures are published for a whole council. "
        f"{whom_to_ask(place)}"
    )


def _own(shot: Snapshot) -> set[str]:
    return {*geo.parts([area.code for area in shot.place.place.areas])}


def _comparable(shot: Snapshot) -> list[Measure]:
    parted = {*shot.measures_with("area"), *shot.measures_with("neighbourhood")}
    found = [measure for key, measure in shot.place.measures.items() if key in parted and has_parts(shot, measure)]
    return sorted(found, key=lambda measure: measure.name)


def _enough(rows: Sequence[tuple[Row, str]]) -> bool:
    return sum(is_shown(row) for row, _ in rows) >= FEWEST


comparable = OnceARun(_comparable)
"""The measures of which at least two parts have a value, by name."""


def compared(shot: Snapshot, measure: Measure) -> Parts | None:
    """The measure's parts, each against the others; None where fewer than two have a value."""
    codes = _own(shot)
    if len(codes) >= FEWEST and (rows := _authorities(shot, measure.id, codes)):
        parts = [(row, reverse("public:profile_area", args=[row["group"]])) for row in rows]
        return _parts(measure, "areas", parts, _of_authorities(shot, measure, rows), Over.AREAS)
    every = shot.latest(measure.id, "neighbourhood")
    parts = ward_rows(shot, measure)
    if not _enough(parts):
        return None
    return _parts(measure, "wards", parts, _of_neighbourhoods(shot, measure, every), Over.GROUPS)


def _authorities(shot: Snapshot, measure: str, codes: set[str]) -> list[Row]:
    """The own areas' rows of the newest period in which at least two have a value."""
    rows = [row for row in of_dimension(shot.results(measure), "area") if row["group"] in codes]
    shown = Counter(row["period_end"] for row in rows if is_shown(row))
    newest = max((end for end, many in shown.items() if many >= FEWEST), default=None)
    return latest([row for row in rows if row["period_end"] == newest]) if newest else []


def ward_rows(shot: Snapshot, measure: Measure) -> list[tuple[Row, str]]:
    """Each ward's row, made of its neighbourhoods' where all are shown, with the address of its page."""
    by_code = {row["group"]: row for row in shot.latest(measure.id, "neighbourhood")}
    found = []
    for ward in wards(shot.place):
        own = [by_code[area.code] for area in ward.areas if area.code in by_code]
        changed = {"group": ",".join(sorted(area.code for area in ward.areas)), "group_label": ward.name}
        row = pooled(own, changed) if len(own) == len(ward.areas) else None
        if row is None and own:
            row = own[0] | changed | _without(own)
        if row is not None:
            found.append((row, ward.href))
    return found


def _without(own: Sequence[Row]) -> Row:
    """What stands for a ward whose neighbourhoods make no number."""
    hidden = any(row["suppressed"] for row in own)
    told = next((row["reason"] for row in own if row["reason"]), "The neighbourhoods’ counts can’t be added up")
    reason = "" if hidden else f"{told.rstrip('.')}."
    return dict.fromkeys(("value", "lower", "upper", "numerator", "denominator")) | {
        "suppressed": hidden,
        "reason": reason,
    }


def _parts(measure: Measure, kind: str, rows: Sequence[tuple[Row, str]], together: str, over: Over) -> Parts:
    shown = [row for row, _ in rows if is_shown(row)]
    told = _digits(measure, shown, over)
    made = [
        Part(
            figure(row, measure, decimals=told),
            href,
            *_beside(measure, row, shown, over) if row in shown else (Markup(""), Sentence()),
        )
        for row, href in rows
    ]
    return Parts(measure, kind, rows[0][0]["period_label"], made, together)


def _digits(measure: Measure, shown: Sequence[Row], over: Over) -> int:
    """To as many decimals as tell apart any two that are called unlike."""
    pairs = combinations(shown, 2)
    return max((digits(measure, a, b, against(measure, a, b, over)) for a, b in pairs), default=measure.decimals)


def _beside(measure: Measure, row: Row, shown: Sequence[Row], over: Over) -> tuple[Markup, Sentence]:
    """The picture of a part among all, and of how many of the others it differs beyond chance."""
    others = [other for other in shown if other is not row]
    told = Counter(against(measure, row, other, over) for other in others)
    words = list_words([f"{way} than {told[way]}" for way in WAYS if told[way]])
    words = words or _undecided(told["could be chance"] + told["the same"], told["not known"])
    alone = [way for way in WAYS if told[way]]
    way: Verdict = alone[0] if len(alone) == 1 else ""
    beside = Reference(group=OTHERS.join(str(other["group"]) for other in others))
    claims = (
        Claim(
            Kind.PARTS, measure.id, period=row["period_label"], dimension=row["dimension"], group=row["group"],
            direction=each, number=told[each], reference=beside,
        )
        for each in WAYS
        if told[each]
    )  # fmt: skip
    return spine(measure, row, shown, None, way), Sentence(words, tuple(claims))


def _undecided(tested: int, untested: int) -> str:
    """What is told of a part that differs from none beyond chance: an equal value needs no limits, any other does."""
    if tested and untested:
        return f"no clear difference from {tested}, untested against {untested}"
    return "no clear difference from any" if tested else "untested" if untested else ""


def _of_authorities(shot: Snapshot, measure: Measure, rows: Sequence[Row]) -> str:
    whole = everyone(shot.of_everyone(measure.id), rows[0])
    if whole is not None and is_shown(whole):
        value = figure(whole, measure).value
        return f"{shot.place.place.name} as a whole: {value}. {capital(method_words(whole['method']))}."
    return next((row["reason"] for row in reversed(shot.of_everyone(measure.id)) if row["reason"]), "")


def _of_neighbourhoods(shot: Snapshot, measure: Measure, rows: Sequence[Row]) -> str:
    """Whether all neighbourhoods together are what the place has, or why that can't be told."""
    hidden = sum(row["suppressed"] for row in rows)
    if hidden:
        return f"{count_words(hidden, 'neighbourhood')} can’t be shown, so they are not added up to the whole place."
    if without := [row for row in rows if row["value"] is None]:
        many = count_words(len(without), "neighbourhood has no number", "neighbourhoods have no number")
        return f"{many}, so all are not added up to the whole place. {(without[0]['reason'] or '').rstrip('.')}."
    together, whole = pooled(rows, {}), everyone(shot.of_everyone(measure.id), rows[0])
    if together is None or whole is None or whole["numerator"] is None:
        return "The neighbourhoods of this measure can’t be added up: its value is not a count out of another."
    left = whole["numerator"] - together["numerator"]
    told = f"All neighbourhoods together: {count(together, measure)}"
    if abs(left) < 0.5:
        return f"{told}, which is the whole place’s number."
    return f"{told}; the whole place: {count(whole, measure)}. Those whose neighbourhood is not known are in none."
