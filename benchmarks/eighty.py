"""Eighty measures with every breakdown, and small numbers hidden: ``python benchmarks/eighty.py [PEOPLE]
[--into FOLDER] [--only KIND] [--digest]``.

The record is that of ``scale.py`` (50 events a person), with referrals and waiting lists among its kinds, and the
measures are a place's usual mix: 24 rates, half of them standardised by age, 22 shares, 8 means, 6 percentiles, 6
follow-ups, 6 waits followed to their end, 6 of lists at a moment, 2 of everyone. ``--digest`` prints a hash of all
results: two versions that should give the same answers do.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import scale
from oneplace import measures, place
from oneplace.place import Measure

KINDS = {
    "inpatient_spell": 1,
    "ed_attendance": 4,
    "gp_appointment": 25,
    "outpatient_attendance": 8,
    "community_contact": 8,
    "referral": 2,
    "waiting_list": 2,
}
GOAL = 90  # seconds of the clock on two cores
EMERGENCY = "method_code in ('21', '22', '28')"
AGES: tuple[dict[str, Any], ...] = ({}, {"max_age": 17}, {"min_age": 18, "max_age": 64}, {"min_age": 65})
_Asked = tuple[str, dict[str, Any]]


def _of(kind: str, more: str = "", **date: str) -> dict[str, str]:
    return {"table": "activity", "where": f"activity_type = '{kind}'{more and ' and '}{more}", **date}


def _rates() -> Iterator[_Asked]:
    for kind, more in (
        ("inpatient_spell", EMERGENCY),
        ("ed_attendance", ""),
        ("gp_appointment", "status = 'attended'"),
        ("outpatient_attendance", "status = 'attended'"),
        ("community_contact", ""),
        ("referral", ""),
    ):
        for i, ages in enumerate(AGES):
            often = {"period": "month"} if i == 0 else {"standardise": "ESP2013"} if i != 2 else {}
            yield "rate", {"statistic": "rate", "events": _of(kind, more), "population": ages, "per": 1000} | often


def _shares() -> Iterator[_Asked]:
    for kind in ("gp_appointment", "outpatient_attendance", "community_contact"):
        for ages in AGES:
            of = {"statistic": "proportion", "events": _of(kind), "numerator": "status = 'missed'"}
            yield "share", of | {"population": ages, "period": "month"}
    for kind, hours in (("ed_attendance", 4), ("ed_attendance", 12), ("inpatient_spell", 24)):
        for ages in AGES[:3]:
            long = f"date_diff('minute', start_at, end_at) > {hours * 60}"
            of = {"statistic": "proportion", "events": _of(kind), "numerator": long, "population": ages}
            yield "share", of | {"period": "month"}
    yield "share", {"statistic": "proportion", "events": _of("inpatient_spell"), "numerator": EMERGENCY}


def _amounts() -> Iterator[_Asked]:
    for kind in ("inpatient_spell", "ed_attendance"):
        for i, ages in enumerate(AGES):
            of = {"events": _of(kind, date="end_at"), "quantity": "date_diff('minute', start_at, end_at)"}
            yield "mean", {"statistic": "mean", "population": ages} | of
            if i < 3:
                yield "percentile", {"statistic": "percentile", "percentile": 0.9, "population": ages} | of


def _followed() -> Iterator[_Asked]:
    for events, again, days in (
        (_of("inpatient_spell", date="end_at"), _of("inpatient_spell", EMERGENCY), 30),
        (_of("ed_attendance"), _of("ed_attendance"), 7),
        (_of("inpatient_spell", date="end_at"), _of("gp_appointment", "status = 'attended'"), 14),
    ):
        for ages in ({}, {"min_age": 65}):
            related = {"again": again | {"from_days": 0, "to_days": days}}
            of = {"statistic": "proportion", "events": events, "related": related, "numerator": "again"}
            yield "followed", of | {"population": ages}


def _waits() -> Iterator[_Asked]:
    for kind, seen in (("referral", "community_contact"), ("waiting_list", "outpatient_attendance")):
        for ages in AGES[:3]:
            first = _of(seen, "status = 'attended'") | {"from_days": 0, "take": "first", "value": "start_at"}
            of = {"statistic": "percentile", "each": "wait", "events": _of(kind), "related": {"seen": first}}
            length = {"until": "seen", "quantity": "date_diff('day', start_at, event_date)", "population": ages}
            yield "wait", of | length | {"period": "quarter"}


def _lists() -> Iterator[_Asked]:
    for ages in AGES[:3]:
        of = {"each": "open_event", "events": _of("waiting_list"), "population": ages, "period": "month"}
        days = "date_diff('day', start_at, event_date)"
        yield "list", of | {"statistic": "proportion", "numerator": f"{days} <= 126"}
        yield "list", of | {"statistic": "percentile", "percentile": 0.92, "quantity": f"{days} / 7.0"}
    for kind in ("gp_appointment", "outpatient_attendance"):
        related = {"came": _of(kind, "status = 'attended'") | {"from_days": -365}}
        yield "person", {"statistic": "proportion", "each": "person", "related": related, "numerator": "came"}


def eighty() -> dict[str, Measure]:
    """The measures by their id, which begins with their kind."""
    found = {}
    for i, (kind, asked) in enumerate(
        each for every in (_rates, _shares, _amounts, _followed, _waits, _lists) for each in every()
    ):
        often = {"month": "monthly", "quarter": "quarterly"}.get(asked.get("period", ""), "annual")
        unit = {"rate": "per_1000", "proportion": "percent"}.get(asked["statistic"], "days")
        broken_down = dict.fromkeys(("deprivation", "ethnicity", "sex", "age"), "yes")
        found[f"{kind}_{i}"] = Measure.model_validate(
            {
                "id": f"{kind}_{i}",
                "name": f"Measure {i}",
                "definition": "Made up.",
                "unit": unit,
                "polarity": "low_good",
                "role": "outcome",
                "frequency": often,
                "expected_lag_months": 0,
                "breakdowns": broken_down,
                "compute": {"from": "record", **asked},
            }
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--into", type=Path)
    parser.add_argument("--only", help="the measures of this kind alone (rate, share, wait, …)")
    parser.add_argument("--digest", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        record = (options.into or Path(made)) / f"eighty_{options.people}"
        if not (record / "reference").is_dir():
            scale.write(options.people, record, KINDS)
        chosen = {name: each for name, each in eighty().items() if name.startswith(options.only or "")}
        a_place = replace(place.read(scale.PLACE), measures=chosen)
        started, used = perf_counter(), process_time()
        found = measures.measure(a_place, record)
        seconds, processor = perf_counter() - started, process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{options.people:,} people, {options.people * sum(KINDS.values()):,} events, {len(chosen)} measures")
    print(
        f"{seconds:.1f} s ({processor:.1f} s of processor), {memory:.2f} GB at most, "
        f"{found.tables['results'].num_rows:,} results (goal of 80 at a million people: {GOAL} s)"
    )
    kinds: dict[str, float] = {}
    for name, took in found.seconds.items():
        kind = name.rpartition("_")[0] or name
        kinds[kind] = kinds.get(kind, 0) + took
    for kind, took in sorted(kinds.items(), key=lambda item: -item[1]):
        print(f"{took:8.2f} s by the clock, two at a time  {kind}")
    if options.digest:
        rows = sorted(map(repr, found.tables["results"].to_pylist()))
        print(hashlib.sha256("".join(rows).encode()).hexdigest()[:16])


if __name__ == "__main__":
    main()
