"""What a reader of a calibrated pathway must know: what was taken for granted, and what is doubtful."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oneplace.flow.calibration.arrivals import ArrivalFit
from oneplace.flow.calibration.families import FEWEST, Fitted
from oneplace.flow.calibration.places import PlaceFit
from oneplace.flow.calibration.spells import Spells, day_words

_SHOWN_WAIT = 60.0


@dataclass(frozen=True)
class Note:
    """A sentence about the whole (``about`` is empty), a class of patients or a place."""

    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.about}: {self.text}" if self.about else self.text


def notes_of(
    spells: Spells, arrivals: Iterable[ArrivalFit], places: Iterable[PlaceFit], gap: str, step: float
) -> list[Note]:
    """The notes of a calibration, a sentence each."""
    return [
        *(Note("", text) for text in _of_spells(spells, gap, step)),
        *(Note(fit.cls, text) for fit in arrivals for text in _of_arrivals(fit)),
        *(Note(fit.place, text) for fit in places for text in _of_place(fit)),
    ]


def _of_spells(spells: Spells, gap: str, step: float) -> Iterator[str]:
    if spells.synthetic:
        yield "The people are synthetic: these are not the numbers of any real service."
    yield f"Every patient who arrived from {day_words(spells)} is taken to be in the table."
    faulty = sum(problem.code not in ("W87", "W96") for problem in spells.problems)
    if faulty:
        yield "Some spells are faulty and were set aside; each is listed with its line."
    if "to" not in spells.given:
        yield f"Who came to another place within {gap} of leaving one is taken to have moved on to it."
    if step >= 3600:
        yield f"Times are given to the {'day' if step >= 86_400 else 'hour'} only: short stays and waits are rough."


def _of_arrivals(fit: ArrivalFit) -> Iterator[str]:
    if fit.overdispersed:
        yield (
            f"Days vary {fit.dispersion:.1f} times as much as chance makes them: a rate understates crowding. "
            "`oneplace forecast` makes arrivals with their spread."
        )
    if fit.drifts:
        way = "more" if fit.drift > 0 else "fewer"
        yield (
            f"{100 * abs(fit.drift):.0f}% {way} came in the second half of the time than in the first: the rate is "
            "that of both."
        )


def _of_place(fit: PlaceFit) -> Iterator[str]:
    if not fit.enough:
        yield f"Fewer than {FEWEST} stays ended: too few to say how long they are."
        return
    most, p95 = fit.inside.most, fit.inside.p95
    yield f"At most {most:,} were inside at once, {p95:,.0f} or fewer for 95% of the time: that is not its capacity."
    if not fit.saw_start:
        yield "It was not seen when care began: nobody is taken to have waited."
    elif fit.mean_wait > _SHOWN_WAIT:
        yield f"Patients waited {fit.mean_wait / 60:,.0f} minutes on average; only a capacity makes them wait."
    if not fit.saw_finish:
        yield "It was not seen when people were ready to leave: stays include any delay."
    for name, stay in (("Stays", fit.stay), *((f"Stays of {cls}", one) for cls, one in fit.stays.items())):
        yield from _of_fit(name, stay)
    for way, delay in fit.delays.items():
        yield from _of_fit(f"Delays before {way}", delay)
    if fit.delays:
        yield "Delays include waiting for a full place, wherever that was the reason."
    if fit.leaving:
        yield from _of_fit("Patience", fit.leaving.patience)
    elif fit.left_unseen:
        yield f"Fewer than {FEWEST} left unseen: too few to say how long people wait before they give up."
    if fit.ways is None:
        yield f"Fewer than {FEWEST} had left: too few to say where people go."


def _of_fit(what: str, found: Fitted) -> Iterator[str]:
    if found.chosen is None:
        yield f"{what} were seen to end for fewer than {FEWEST}: too few to say."
        return
    share = found.not_over / (found.ended + found.not_over)
    if share > 0.02:
        yield f"{what}: {100 * share:.0f}% were not over, and count as longer than what was seen."
    if found.chosen.shape == "empirical":
        yield f"{what} follow no usual distribution: those seen are drawn from."
    elif found.far_off:
        yield (
            f"{what}: no distribution describes them well ({100 * found.chosen.distance:.0f} points off at most), and "
            "too many were not over to draw from those seen."
        )
    elif found.unsettled and math.isfinite(found.chosen.distance):
        yield f"{what}: the longest are not known, so the mean rests on the distribution's tail."
