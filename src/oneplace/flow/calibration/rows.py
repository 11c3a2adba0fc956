"""A calibration as rows: each thing that was found, in words and numbers, with how many spells lie behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from oneplace.flow.calibration.arrivals import ArrivalFit
from oneplace.flow.calibration.calibration import Calibration
from oneplace.flow.calibration.families import Candidate, Fitted
from oneplace.flow.calibration.places import PlaceFit, Ways
from oneplace.flow.file.fifths import FIFTHS
from oneplace.vocabulary.wording import count_words, plainly, suited_unit


def fit_rows(made: Calibration) -> list[dict[str, Any]]:
    """Every fit as a row: ``where``, ``what``, ``found`` (in words), ``number`` (of spells) and its numbers.

    Times are in seconds, rates in patients a day. Stays have each family that was tried under ``tried``.
    """
    rows = [row for fit in made.arrivals for row in _arrivals(fit)]
    for cls, counts in made.deprivation.items():
        total = sum(counts)
        shares = {code: n / total for code, n in zip(FIFTHS, counts, strict=True)}
        found = _listed({f"fifth {FIFTHS[code]}": share for code, share in shares.items()})
        rows.append(_row(cls, "deprivation", found, total, shares=shares))
    return rows + [row for fit in made.places if fit.enough for row in _place(fit)]


def _row(where: str, what: str, found: str, number: int, **numbers: Any) -> dict[str, Any]:
    return {"where": where, "what": what, "found": found, "number": number, **numbers}


def _arrivals(fit: ArrivalFit) -> Iterator[dict[str, Any]]:
    profile = " and ".join(name.replace("_", " ") for name in fit.profile) or "even"
    yield _row(
        fit.cls, "arrivals",
        f"{plainly(fit.rate, 4)} a day at {fit.enters} (± {plainly(1.96 * fit.rate_se, 2)}), by {profile}",
        fit.number, rate=fit.rate, standard_error=fit.rate_se, enters=fit.enters, days=fit.days,
        profile={name: list(map(float, shares)) for name, shares in fit.profile.items()}, aic=dict(fit.aic),
        dispersion=fit.dispersion, p_value=fit.p_value,
    )  # fmt: skip


def _place(fit: PlaceFit) -> Iterator[dict[str, Any]]:
    yield _fitted(fit.place, "stay", fit.stay)
    for cls, own in fit.stays.items():
        yield _fitted(fit.place, f"stay of {cls}", own)
    for cls, ways in (("", fit.ways), *fit.ways_of.items()):
        if ways is not None:
            yield _ways(fit.place, f"ways of {cls}" if cls else "ways", ways)
    for way, delay in fit.delays.items():
        yield _fitted(fit.place, f"delay before {way}", delay)
    if fit.leaving:
        yield _fitted(fit.place, f"patience, then {fit.leaving.to}", fit.leaving.patience)


def _ways(place: str, what: str, ways: Ways) -> dict[str, Any]:
    errors = {name: ways.standard_error(name) for name in ways.shares}
    return _row(place, what, _listed(ways.shares), ways.left, shares=dict(ways.shares), standard_errors=errors)


def _listed(shares: dict[str, float] | Any) -> str:
    return ", ".join(f"{name} {100 * share:.1f} %" for name, share in shares.items())


def _fitted(place: str, what: str, found: Fitted) -> dict[str, Any]:
    if found.chosen is None:
        return _row(place, what, "too few to say", found.ended)
    tried = [candidate_row(one) for one in found.candidates]
    return _row(place, what, in_words(found.chosen), found.ended, **candidate_row(found.chosen), tried=tried)


def candidate_row(of: Candidate) -> dict[str, Any]:
    """A distribution's numbers; NaN where it has none."""
    return {
        "shape": of.shape, "mean": float(of.mean), "mean_se": float(of.mean_se), "cv": float(of.cv),
        "cv_se": float(of.cv_se), "aic": float(of.aic), "distance": float(of.distance),
    }  # fmt: skip


def in_words(of: Candidate) -> str:
    """A distribution in words, such as ``lognormal, mean 4.1 hours (± 0.1), cv 110 %``."""
    size, unit = suited_unit(of.mean)
    mean = count_words(plainly(of.mean / size, 4), unit)
    spread = "" if of.shape in ("exponential", "fixed") or not math.isfinite(of.cv) else f", cv {100 * of.cv:.0f} %"
    sure = f" (± {plainly(1.96 * of.mean_se / size, 2)})" if math.isfinite(of.mean_se) else ""
    return f"{of.shape}, mean {mean}{sure}{spread}"
