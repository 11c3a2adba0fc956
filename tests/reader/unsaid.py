"""What must be said and is left out, and what is said although no claim stands behind it: badges, notes, asides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from oneplace.pack.evidence import Evidence, Judged
from oneplace.progress.sentences import Kind
from oneplace.vocabulary.wording import figures_words
from tests.reader import sums
from tests.reader.gaps import of_group
from tests.reader.run import Row, Run
from tests.reader.walk import Said

STATUS = {
    "on_path": "On path", "off_path": "Off path", "average_up_but_gap_wider": "Average better, gap wider",
    "cannot_be_judged_yet": "Cannot be judged yet", "cannot_be_compared": "Cannot be compared",
    "gap_target_only": "Target for the gap alone", "no_target_set": "No target set", "context": "Shown for context",
    "no_data": "No figure to show|By area only|By group only", "no_measure": "Not measured yet",
}  # fmt: skip
AHEAD = {
    "likely": "Likely to meet the target", "uncertain": "Too close to call", "unlikely": "Unlikely to meet the target",
    "met": "Target met", "missed": "Target missed", "cannot_be_told": "Met or missed, cannot be told",
    "not_known": "No forecast", "no_target_set": "No target set", "gap_target_only": "Target for the gap alone",
}  # fmt: skip
BECAME = ("met", "missed", "cannot_be_told")
NOTES = {"synthetic": "synthetic people", "illustrative": "values are illustrative", "target": "target is illustrative",
         "gap": "target for the gap is illustrative"}  # fmt: skip
NONE_OF_THEM = re.compile(r"(?<![\d.,])0 (?:neighbourhood|group|ambition|measure|gap|period)s\b")
MOVES = {Kind.DIRECTION, Kind.ENDS}


def unsaid(found: Evidence, said: Iterable[Said], run: Run) -> Iterator[str]:
    """What is left out or said without cause, of each ambition and of the whole."""
    said = list(said)
    told = {one.where: one for one in said}
    yield from (
        f"{one.where}: counts none in “{one.sentence.text}”"
        for one in told.values()
        if NONE_OF_THEM.search(one.sentence.text)
    )
    yield from (f"{one.where}: {why}" for one in said for why in _untested(one, run))
    counted = sum(int(claim.number or 0) for claim in told["summary"].sentence.claims if claim.kind is Kind.COUNT)
    if counted != len(found.rows):
        yield f"{counted} of {len(found.rows)} ambitions are counted"
    if (
        found.rows
        and "the gap between the most and the least deprived neighbourhoods" not in told["summary"].sentence.text
    ):
        yield "nothing is said of the gaps"
    for one in found.judged:
        mine = {where.removeprefix(f"{one.ambition.id} "): each for where, each in told.items()}
        yield from (f"{one.ambition.id} {why}" for why in _of_one(one, mine, run))


def _untested(one: Said, run: Run) -> Iterator[str]:
    """What is called no clear change of values of which nobody knows whether they differ: without limits or chart."""
    for claim in one.sentence.claims:
        if claim.kind is not Kind.DIRECTION or not re.search("no clear change (since|from|between)", one.sentence.text):
            continue
        first, latest = run.at(claim.subject, claim.period), run.headline(claim.subject)[-1:]
        charted = bool(run.rows("signals", measure=run.measure(claim.subject).id))
        if claim.direction == "no_clear_change" and first and not charted and sums.clear(latest[0], first) is None:
            yield f"nobody can tell whether {claim.subject} has changed since {claim.period}"


def _of_one(one: Judged, said: dict[str, Said], run: Run) -> Iterator[str]:
    row, texts = one.row, {name: each.sentence.text for name, each in said.items()}
    kinds = {name: {claim.kind for claim in each.sentence.claims} for name, each in said.items()}
    status, ahead, *_ = texts["badges"].split("; ")
    if not re.fullmatch(STATUS[row["status"]], status) or ahead != AHEAD[row["status_forecast"]]:
        yield f"is {row['status']} and {row['status_forecast']}, not “{status}; {ahead}”"
    became = AHEAD[row["status_forecast"]].lower() if row["status_forecast"] in BECAME and row["target"] else ""
    listed = texts["status in lists"]
    if bool(became) is not (": target" in listed or ": met or" in listed) or became not in listed:
        yield f"{became or 'no target whose time is over'}, listed as “{listed}”"
    if ("not kept" in listed) is not ((row["status"], row["status_forecast"]) == ("off_path", "met")):
        yield f"is {row['status']} and {row['status_forecast']}, listed as “{listed}”"
    if became and "yet" in listed:
        yield f"waits for what is over: “{listed}”"
    made = {row["origin"], "target" if row["target_provenance"] == "illustrative" else None}
    made |= {"gap"} if row["target"] is None and row["gap_target_provenance"] == "illustrative" else set()
    yield from (f"is {'' if key in made else 'not '}{key}" for key, words in NOTES.items()
                if (key in made) is not (words in texts.get("notes", "")))  # fmt: skip
    if row["value"] is not None:
        for name in ("answer", "title and beneath"):
            yield from (f"{name} lacks {kind.value}" for kind in _asked(row, one) - kinds[name])
            if row["direction"] is not None and row["direction"] != "not_known" and not MOVES & kinds[name]:
                yield f"{name} does not say where it is heading"
            if (way := _stepped(row, one, run)) and Kind.NEWEST not in kinds[name]:
                yield f"{name} does not say that the newest value is {way} than the one before, beyond chance"
            if row["why"] and row["why"] not in texts[name]:
                yield f"{name} does not say why"
    if row["gap_direction"] not in (None, "not_known") and row["gap_sure"] and Kind.GAP_DIRECTION not in kinds["gap"]:
        yield "does not say whether the gap changes"
    yield from _standards(one, texts.get("standards missed", ""))
    for by in ("deprivation", "ethnicity", "sex"):
        yield from _beside(one, by, texts.get(f"figures by {by}", ""), run)


def _stepped(row: Row, one: Judged, run: Run) -> str:
    """Which way the newest of yearly values lies beyond chance from the one before, where its direction is another."""
    if one.ambition.about.frequency in ("monthly", "quarterly") or row["before_label"] in (
        None,
        row["direction_since"],
    ):
        return ""  # of two figures alone the direction is held against the one before
    subject = one.ambition.id
    latest, before = run.headline(subject)[-1], run.at(subject, row["before_label"])
    spans = [(each["period_end"] - each["period_start"]).days for each in (latest, before) if each]
    if before is None or abs(spans[0] - spans[1]) > 3:
        return ""
    way = {1: "higher", -1: "lower"}.get(sums.clear(latest, before) or 0, "")
    same = {"rising": "higher", "falling": "lower"}.get(row["direction"])
    return "" if way == same or row["direction"] in ("not_known", "one_figure") else way


def _asked(row: Row, one: Judged) -> set[Kind]:
    held = row["comparator_value"] is not None and not one.ambition.about.not_compared
    return {Kind.VALUE} | ({Kind.COMPARISON} if held else set())


def _standards(one: Judged, told: str) -> Iterator[str]:
    """The standards of which the newest figure falls short, that hold: named, and no others."""
    row, good = one.row, sums.GOOD[one.ambition.about.polarity]
    for each in one.measure.standards if one.measure else ():
        holds = row["value"] is not None and each.holds_in(row["period_start"], row["period_end"])
        short = holds and good and (row["value"] - each.value) * good < 0
        if bool(short) is not (each.name in told):
            yield f"{'misses' if short else 'does not miss'} the standard {each.name}: “{told}”"


def _beside(one: Judged, by: str, told: str, run: Run) -> Iterator[str]:
    """That figures beside a gap are of an earlier period, or that it was worked out before rounding, with cause."""
    if not told or one.measure is None:
        return
    about, rows = one.ambition.about, run.rows("results", measure=one.measure.id, dimension=by)
    newest = max(rows, key=lambda row: row["period_end"])["period_label"]
    shown = max((row for row in rows if sums.shown(row)), key=lambda row: row["period_end"])["period_label"]
    if told.startswith("In ") and (shown == newest or f"In {newest} none" not in told or f"of {shown}." not in told):
        yield f"shows {by} of {shown}, the newest is {newest}: “{told}”"
    if "before rounding" in told:
        (gap,) = run.rows("gaps", measure=one.measure.id, dimension=by, period_label=newest, statistic="absolute_gap")
        decimals = about.decimals
        both = [of_group(run, gap, gap[side])["value"] for side in ("group", "reference")]
        shown = [float(figures_words(one, about.unit, decimals).replace(",", "").replace("−", "-")) for one in both]
        if figures_words(shown[0] - shown[1], about.unit, decimals) == figures_words(
            gap["value"], about.unit, decimals
        ):
            yield f"was {gap['value']} of {shown} before rounding and after"
