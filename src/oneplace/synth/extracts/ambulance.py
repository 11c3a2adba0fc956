"""The ambulance service and the 111 telephone service."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from oneplace.synth.city.planted import AMBULANCE_C2_MEAN_MINUTES, CALLS_111_ANSWERED_60S
from oneplace.synth.city.world import World, financial_year, winter
from oneplace.synth.draw.calendar import Rhythm, seconds, times
from oneplace.synth.draw.randomness import Floats, Ints, pick, pick_rows
from oneplace.synth.extracts.identity import Wording, lose_nhs_numbers, mistype_names, records, use_nicknames
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, moments, numbered
from oneplace.synth.lives.emergency import COMPLAINTS, Attendances

_INCIDENTS = Rhythm("emergency", winter=0.06, trend=0.005)
_CALLS = Rhythm("telephone", winter=0.08, trend=0.01)
_OUTCOMES = ["conveyed_to_ed", "see_and_treat", "hear_and_treat"]
_DISPOSITIONS = ["Dx011", "Dx012", "Dx02", "Dx05", "Dx06", "Dx07", "Dx08", "Dx09"]
_WHO = {
    "NHS_NUMBER": "nhs_number",
    "GIVEN_NAME": "given",
    "FAMILY_NAME": "family",
    "BIRTH_DATE": "birth",
    "GENDER": "gender",
    "POSTCODE": "postcode",
}


def _response_minutes(rng: np.random.Generator, category: Ints, day: Ints) -> Floats:
    """Minutes from call to arrival: means by category near the national ones, longer in winter."""
    c2 = np.array(AMBULANCE_C2_MEAN_MINUTES)[financial_year(day)] * (1 + 0.16 * winter(day))
    mean = np.choose(category, [8.2 + 0.03 * c2, c2, 2.9 * c2, 3.4 * c2])
    spread = np.choose(category, [0.45, 0.75, 0.85, 0.85])
    return np.asarray(mean * np.exp(rng.normal(0, 1, len(day)) * spread - spread**2 / 2))


def write_incidents(folder: Folder, ledger: Ledger, world: World, seen: Attendances) -> pa.Array:
    """Write ``incidents.csv``; returns for each attendance the id of the incident that brought it (null for none)."""
    rng = world.streams.stream("ambulance")
    others, other_day = world.happen(
        rng, world.expected(0.062, (0.6, 0.3, 0.8, 0.8, 1.0, 1.3, 2.6, 4.0), _INCIDENTS, "emergency"), _INCIDENTS
    )
    brought = np.flatnonzero(seen.by_ambulance)
    person = np.concatenate([seen.person[brought], others])
    outcome = np.concatenate([np.zeros(len(brought), dtype=np.int64), np.where(rng.random(len(others)) < 0.7, 1, 2)])
    size = len(person)
    serious = pick_rows(
        rng, np.where((outcome == 2)[:, None], [[0.0, 0.12, 0.63, 0.25]], [[0.11, 0.63, 0.23, 0.03]]).astype(float)
    )
    rough_day = np.concatenate([seen.day[brought], other_day])
    response = (_response_minutes(rng, serious, rough_day) * 60).astype(np.int64)
    on_scene = (rng.gamma(6, 6.5, size) * 60).astype(np.int64) + 300
    travel = (rng.gamma(5, 2.6, size) * 60).astype(np.int64) + 120
    connect = np.concatenate(
        [
            seen.arrival[brought] - (response + on_scene + travel)[: len(brought)],
            times(rng, other_day, "emergency"),
        ]
    )
    connect = np.maximum(connect, seconds(np.zeros(1, dtype=np.int64))[0])
    scene = connect + response
    handover = np.maximum(scene + on_scene + travel, np.concatenate([seen.arrival[brought], scene[len(brought) :]]))
    wait = (rng.gamma(2.0, 11 + 3 * winter(rough_day), size) * 60).astype(np.int64) + 240
    conveyed, at_scene = outcome == 0, outcome < 2
    clear = np.where(conveyed, handover + wait + 900, np.where(at_scene, scene + on_scene, connect + 1500))
    order = np.argsort(connect, kind="stable")
    number = np.empty(size, dtype=np.int64)
    number[order] = np.arange(1, size + 1)
    swapped = np.flatnonzero(at_scene & (rng.random(size) < 0.001))
    swapped = swapped if len(swapped) else np.flatnonzero(at_scene)[:1]
    scene[swapped] = connect[swapped] - 600
    book = records(world, rng, person, world.home_on(person, rough_day))
    lose_nhs_numbers(rng, book, 0.3)
    use_nicknames(world, rng, book, 0.06)
    mistype_names(rng, book, 0.03)
    key = numbered("AI", number, 8)
    index = pa.array(order)
    columns = {
        "INCIDENT_ID": key,
        **Wording(world, book).block(_WHO),
        "CALL_CONNECT": moments(connect),
        "CATEGORY": coded(serious, ["C1", "C2", "C3", "C4"]),
        "ARRIVAL_AT_SCENE": moments(scene, ~at_scene),
        "HANDOVER_START": moments(handover, ~conveyed),
        "HANDOVER_END": moments(handover + wait, ~conveyed),
        "CLEAR": moments(clear),
        "OUTCOME": coded(outcome, _OUTCOMES),
        "DESTINATION_SITE": coded(np.zeros(size, dtype=np.int64), ["RHM01"], ~conveyed),
        "CHIEF_COMPLAINT_SNOMED_CT": coded(pick(rng, [0.17, 0.2, 0.1, 0.12, 0.2, 0.06, 0.05, 0.1], size), COMPLAINTS),
    }
    name = "ambulance/incidents.csv"
    folder.csv(name, {column: values.take(index) for column, values in columns.items()})
    ledger.belongs("ambulance", key, pa.array(person + 1))
    for fault, rows in book.faults.items():
        ledger.plant(name, fault, key.take(pa.array(rows)), "link")
    ledger.plant(name, "arrival_before_call", key.take(pa.array(swapped)), "refuse")
    ids = np.zeros(len(seen.person), dtype=np.int64)
    ids[brought] = number[: len(brought)]
    return pc.if_else(pa.array(seen.by_ambulance), numbered("AI", ids, 8), pa.scalar(None, pa.string()))


def write_calls(folder: Folder, ledger: Ledger, world: World) -> None:
    """Write ``iuc111/calls.csv``."""
    rng = world.streams.stream("111")
    shape = (2.6, 1.0, 0.95, 0.8, 0.8, 0.8, 1.1, 1.5)
    person, day = world.happen(rng, world.expected(0.27, shape, _CALLS, "call_111"), _CALLS)
    start = times(rng, day, "telephone")
    order = np.argsort(start, kind="stable")
    person, day, start = person[order], day[order], start[order]
    size = len(person)
    quick = rng.random(size) < np.array(CALLS_111_ANSWERED_60S)[financial_year(day)] - 0.05 * winter(day)
    wait = np.where(quick, rng.integers(2, 60, size), 61 + rng.exponential(420, size)).astype(np.int64)
    hung_up = ~quick & (rng.random(size) < 0.2)
    end = np.where(hung_up, start + np.minimum(wait, 900), start + wait + rng.gamma(4, 150, size).astype(np.int64))
    disposition = pick(rng, [0.08, 0.05, 0.12, 0.13, 0.13, 0.11, 0.14, 0.24], size)
    book = records(world, rng, person, world.home_on(person, day))
    lose_nhs_numbers(rng, book, 0.12)
    key = numbered("C", np.arange(1, size + 1), 9)
    name = "iuc111/calls.csv"
    folder.csv(
        name,
        {
            "CALL_ID": key,
            **Wording(world, book).block(_WHO),
            "CALL_START": moments(start),
            "CALL_ANSWERED": moments(start + wait, hung_up),
            "CALL_END": moments(end),
            "DISPOSITION_CODE": coded(disposition, _DISPOSITIONS, hung_up),
        },
    )
    ledger.belongs("iuc111", key, pa.array(person + 1))
    ledger.plant(name, "missing_nhs_number", key.take(pa.array(book.faults["missing_nhs_number"])), "link")
    count = max(1, size // 5000)
    first = folder.rows[name] + 2
    folder.append(name, [b",".join(line.split(b",")[:6]) for line in folder.tail(name, count)])
    ledger.plant(name, "short_row", [f"line {first + index}" for index in range(count)], "refuse")
