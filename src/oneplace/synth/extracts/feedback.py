"""Friends and Family responses: anonymous, with made-up comments."""

from __future__ import annotations

import numpy as np

from oneplace.synth.city.world import World, financial_year
from oneplace.synth.draw.calendar import Rhythm
from oneplace.synth.draw.randomness import pick_rows
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, dates, numbered

_SERVICES = [
    # service, organisation, responses a thousand residents a year, share positive in 2021/22, change a year
    ("GP", None, 34.0, 0.86, 0.005),
    ("Emergency department", "RHM", 14.0, 0.78, -0.008),
    ("Inpatient", "RHM", 12.0, 0.93, 0.002),
    ("Outpatient", "RHM", 30.0, 0.93, 0.002),
    ("Maternity", "RHM", 2.0, 0.91, 0.004),
    ("Community", "R1C", 12.0, 0.95, 0.001),
    ("Mental health", "RW1", 6.0, 0.84, 0.006),
    ("Ambulance", "RYE", 1.0, 0.9, 0.003),
]
_COMMENTS = [
    [
        "Everyone was kind and explained what would happen next.",
        "I was seen on time and felt listened to.",
        "Excellent care from start to finish.",
        "The team rang back the same day.",
    ],
    ["Good service, parking was hard.", "Friendly staff, a bit of a wait.", "Helpful once I got through on the phone."],
    ["Fine, nothing special.", "The appointment was moved twice."],
    ["Waited four hours without news.", "I had to repeat my story to three people.", "Nobody answered the phone."],
    [
        "I went home without knowing the plan.",
        "Could not get an appointment at all.",
        "The form was only online and I have no internet.",
    ],
    ["Too early to say."],
]


def write_responses(folder: Folder, ledger: Ledger, world: World) -> None:
    """Write ``fft.csv``."""
    rng = world.streams.stream("feedback")
    rhythm = Rhythm("every_day", trend=0.03)
    years = float(rhythm.exposure(world.people.entry, world.people.exit).sum())
    counts = rng.poisson([item[2] * years / 1000 for item in _SERVICES])
    service = np.repeat(np.arange(len(_SERVICES)), counts)
    size = len(service)
    nothing = np.zeros(size, dtype=np.int64)
    day = rhythm.days(rng, nothing, nothing + 1826)
    positive = np.array([item[3] for item in _SERVICES])[service] + np.array([item[4] for item in _SERVICES])[
        service
    ] * (financial_year(day))
    rest = 1 - positive
    score = pick_rows(
        rng, np.column_stack([positive * 0.74, positive * 0.26, rest * 0.36, rest * 0.24, rest * 0.32, rest * 0.08])
    )
    flat = [comment for comments in _COMMENTS for comment in comments]
    starts = np.cumsum([0, *[len(comments) for comments in _COMMENTS]])
    comment = starts[score] + (rng.random(size) * np.diff(starts)[score]).astype(np.int64)
    silent = rng.random(size) < 0.6
    wrong = np.flatnonzero(rng.random(size) < 0.002)
    wrong = wrong if len(wrong) else np.arange(min(1, size))
    shown = score.copy()
    shown[wrong] = 6
    order = np.argsort(day, kind="stable")
    rank = np.empty(size, dtype=np.int64)
    rank[order] = np.arange(1, size + 1)
    organisations = [item[1] or "" for item in _SERVICES]
    folder.csv(
        "feedback/fft.csv",
        {
            "response_id": numbered("F", np.arange(1, size + 1), 8),
            "response_date": dates(day[order]),
            "organisation_code": coded(service[order], organisations, (service == 0)[order]),
            "service": coded(service[order], [item[0] for item in _SERVICES]),
            "score": coded(shown[order], ["1", "2", "3", "4", "5", "6", "9"]),
            "comment": coded(comment[order], flat, silent[order]),
        },
    )
    ledger.plant("feedback/fft.csv", "unknown_code", [f"F{rank[row]:08d}" for row in wrong], "refuse")
