"""The voluntary sector's link workers: a log typed by hand, without NHS numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from oneplace.synth.city.planted import LINK_WORKER_GAIN
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, Rhythm
from oneplace.synth.draw.randomness import Flags, Ints, pick
from oneplace.synth.extracts.identity import Wording, mistype_names, records, use_nicknames
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, dates, numbered, whole

_REFERRALS = Rhythm("weekdays", trend=0.14)
_REASONS = ["Loneliness", "Money and benefits", "Housing", "Low mood", "Long-term condition", "Caring"]


def draw_referrals(world: World) -> tuple[Ints, Ints, Ints]:
    """Who is referred to a link worker, on which day and by whom (0 GP, 1 hospital, 2 council, 3 self)."""
    rng = world.streams.stream("link workers")
    adult = (world.people.middle_age >= 18).astype(float)
    shape = (0.0, 0.05, 0.8, 1.0, 1.2, 1.2, 1.4, 1.3)
    person, day = world.happen(rng, world.expected(0.009, shape, _REFERRALS, "social_care", eligible=adult), _REFERRALS)
    order = np.argsort(day, kind="stable")
    return person[order], day[order], pick(rng, [0.62, 0.1, 0.1, 0.18], len(day))


def _written(day: Ints, missing: Flags | None = None) -> pa.Array:
    """Dates as people write them: DD/MM/YYYY."""
    return pc.strftime(dates(day, missing), "%d/%m/%Y")


def write_log(folder: Folder, ledger: Ledger, world: World, referrals: tuple[Ints, Ints, Ints]) -> None:
    """Write ``link_worker_log.csv``."""
    rng = world.streams.stream("link worker log")
    person, day, source = referrals
    size = len(person)
    wait = (
        np.array([15.0, 13.0, 16.0, 19.0])[source]
        * rng.lognormal(0, 0.7, size)
        * np.where(world.details.digitally_excluded[person], 1.25, 1.0)
    )
    first = day + 1 + wait.astype(np.int64)
    reached = (rng.random(size) < 0.86) & (first < np.minimum(DAYS, world.people.exit[person]))
    closed_on = first + rng.integers(35, 150, size)
    closed = reached & (closed_on < np.minimum(DAYS, world.people.exit[person])) & (rng.random(size) < 0.9)
    before = np.clip(np.rint(rng.normal(4.3, 1.7, size)), 0, 10)
    after = np.clip(np.rint(before + rng.normal(LINK_WORKER_GAIN, 1.6, size)), 0, 10)
    said = closed & (rng.random(size) < 0.82)
    book = records(world, rng, person, world.home_on(person, day))
    use_nicknames(world, rng, book, 0.55)
    mistype_names(rng, book, 0.05)
    wording = Wording(world, book)
    key = numbered("LW", np.arange(1, size + 1), 6)
    name = "voluntary/link_worker_log.csv"
    folder.csv(
        name,
        {
            "Ref": key,
            "Date referred": _written(day),
            "First name": wording.given,
            "Surname": wording.family,
            "DOB": _written(book.birth),
            "Tel": pa.array(world.details.phone[person], mask=rng.random(size) < 0.15),
            "Postcode": wording.postcode,
            "Referred by": coded(source, ["GP", "Hospital", "Council", "Self"]),
            "Reason": coded(pick(rng, [0.25, 0.2, 0.12, 0.2, 0.15, 0.08], size), _REASONS),
            "First contact": _written(first, ~reached),
            "Sessions": whole(1 + rng.poisson(4.5, size), ~reached),
            "Wellbeing before": whole(before, ~reached),
            "Wellbeing after": whole(after, ~said),
            "Closed": _written(closed_on, ~closed),
        },
    )
    ledger.belongs("voluntary", key, pa.array(person + 1))
    for fault, rows in book.faults.items():
        ledger.plant(name, fault, key.take(pa.array(rows)), "link")
    _plant_impossible_dates(folder, ledger, name)


def _plant_impossible_dates(folder: Folder, ledger: Ledger, name: str) -> None:
    count = min(max(1, folder.rows[name] // 1500), folder.rows[name])
    lines = []
    for index, line in enumerate(folder.tail(name, count)):
        cells = line.split(b",")
        cells[0] = f"LWX{index:05d}".encode()
        cells[1] = f"30/02/{2022 + index % 4}".encode()
        lines.append(b",".join(cells))
    folder.append(name, lines)
    ledger.plant(name, "impossible_date", [line.split(b",")[0].decode() for line in lines], "refuse")
