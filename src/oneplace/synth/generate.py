"""Make the synthetic place: people first, then what happens to them, then each partner's extract of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from oneplace.problems import OneplaceError
from oneplace.synth.city.alike import plant
from oneplace.synth.city.details import describe
from oneplace.synth.city.health import draw_health
from oneplace.synth.city.homes import read_neighbourhoods, settle
from oneplace.synth.city.people import populate
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR
from oneplace.synth.draw.names import read_names
from oneplace.synth.draw.randomness import Ints, Streams
from oneplace.synth.extracts import (
    acute,
    ambulance,
    community,
    deaths,
    feedback,
    gp,
    maternity,
    mental_health,
    outpatients,
    reference,
    social_care,
    voluntary,
)
from oneplace.synth.extracts.fhir import write_resources
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, whole
from oneplace.synth.extracts.truth import write_truth
from oneplace.synth.lives.emergency import draw_attendances, frequent_attenders
from oneplace.synth.lives.inpatient import Spells, draw_spells
from oneplace.synth.lives.journal import draw_journal
from oneplace.synth.lives.support import draw_social_care
from oneplace.whole import private, shut

Progress = Callable[[str, float], None]
"""Called with what is being made and the share done, 0 to 1."""

FEWEST, MOST = 500, 600_000
"""Below, planted shares have no meaning; above, the test range of NHS numbers is used up."""

_STEPS = ("people", "hospital", "ambulance and 111", "general practice", "other services", "social care", "truth")


@dataclass(frozen=True)
class SynthReport:
    """What was written: ``rows`` by file (``<source>/<file>``, header not counted), people, faults, seconds taken."""

    folder: Path
    residents: int
    people: int
    seed: int
    rows: dict[str, int]
    faults: list[dict[str, object]]
    seconds: float

    @property
    def total_rows(self) -> int:
        """Rows of all extracts together."""
        return sum(self.rows.values())


def create_world(residents: int, seed: int) -> World:
    """The made-up people of five years, with health and practices, before anything is written."""
    streams = Streams(seed)
    places = read_neighbourhoods()
    first = settle(streams.stream("residents"), places, residents)
    people = populate(streams, places, first)
    names = read_names()
    alike = plant(streams, people)
    details = describe(streams, places, first.dwellings, names, people, alike=alike)
    fifth = places.fifth[first.dwellings.lsoa[people.home]]
    return World(streams, places, first.dwellings, names, people, details, draw_health(streams, people, fifth), alike)


def generate(folder: Path, *, residents: int = 250_000, seed: int = 1, progress: Progress | None = None) -> SynthReport:
    """Write the extracts of a synthetic Southampton into ``folder`` (see ``docs/reference/extracts.md``).

    The same residents and seed give the same bytes. What an earlier call wrote into ``folder`` is replaced; a folder
    that holds anything else is refused with ``OneplaceError``, as is a number of residents below 500 or above 600,000.
    """
    started = time.perf_counter()
    folder = Path(folder)
    if not FEWEST <= residents <= MOST:
        raise OneplaceError.at(
            folder, f"can't be made with {residents} residents.", f"Ask for {FEWEST:,} to {MOST:,} residents."
        )
    _make_room(folder)
    files, ledger = Folder(folder), Ledger()

    def step(name: str) -> None:
        if progress is not None:
            progress(name, _STEPS.index(name) / len(_STEPS))

    step("people")
    world = create_world(residents, seed)
    reference.write_reference(files, ledger, world)
    outcomes = _write_urgent(files, ledger, world, step)
    step("general practice")
    _write_practices(files, ledger, world)
    step("other services")
    mental_health.write_mental_health(files, ledger, world)
    feedback.write_responses(files, ledger, world)
    step("social care")
    social_care.write_submissions(files, ledger, world, draw_social_care(world))
    step("truth")
    write_truth(files, ledger, world, outcomes, residents)
    files.close()
    shut(folder)
    rows = {name: count for name, count in sorted(files.rows.items()) if not name.startswith("truth/")}
    return SynthReport(folder, residents, len(world.people), seed, rows, ledger.counts(), time.perf_counter() - started)


def _write_urgent(files: Folder, ledger: Ledger, world: World, step: Callable[[str], None]) -> dict[str, Ints]:
    """Hospital, ambulance, 111, births and deaths, which hang together; returns whose each named outcome is."""
    step("hospital")
    seen = draw_attendances(world)
    spells = draw_spells(world, seen)
    clinics, pathways = outpatients.draw_clinics(world), outpatients.draw_pathways(world)
    book = acute.Book(world, [seen.person, spells.person, clinics[0], pathways[0]])
    acute.write_spells(files, ledger, world, book, spells)
    outpatients.write_clinics(files, ledger, world, book, clinics)
    outpatients.write_pathways(files, ledger, world, book, pathways)
    step("ambulance and 111")
    incidents = ambulance.write_incidents(files, ledger, world, seen)
    acute.write_attendances(files, ledger, world, book, seen, incidents=incidents)
    book.close(ledger)
    ambulance.write_calls(files, ledger, world)
    maternity.write_deliveries(files, ledger, world)
    deaths.write_registrations(files, ledger, world, spells)
    frequent = frequent_attenders(world, seen)
    community.write_community(files, ledger, world, frequent)
    files.parquet("truth/phone_service.parquet", {"true_person_id": whole(frequent + 1)})
    return {
        "ed_attendances": seen.person,
        "emergency_admissions": _emergency(spells),
        "deaths": np.flatnonzero((world.people.death < FAR) & (world.people.death < DAYS)),
        "births": world.people.mother[world.people.mother >= 0],
    }


def _emergency(spells: Spells) -> Ints:
    return spells.person[np.isin(spells.method, [3, 4, 5])]


def _write_practices(files: Folder, ledger: Ledger, world: World) -> None:
    """General practice and the link workers to whom it refers."""
    referrals = voluntary.draw_referrals(world)
    voluntary.write_log(files, ledger, world, referrals)
    person, day, source = referrals
    entries = draw_journal(world, (person[source == 0], day[source == 0]))
    left = gp.write(files, ledger, world, gp.register(world, ledger), entries)
    write_resources(files, ledger, left)


def _make_room(folder: Path) -> None:
    """Empty a folder made by an earlier call; refuse one with other things in it."""
    if folder.exists() and not folder.is_dir():
        raise OneplaceError.at(folder, "is a file.", "Name a folder for the extracts.")
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "truth" / "truth.json").exists():
            raise OneplaceError.at(
                folder, "holds files that are not a synthetic place's.", "Name an empty folder, or one made before."
            )
        shutil.rmtree(folder)
    private(folder)
