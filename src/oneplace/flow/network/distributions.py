"""The numbers behind a shape: its parameters for the kernel, its mean, its second moment and its quantiles."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gamma as gamma_function
from scipy.special import gammaincinv, ndtri

from oneplace.flow.file.distribution import Distribution
from oneplace.flow.file.pathway import named_file
from oneplace.flow.file.quantity import SECONDS
from oneplace.flow.kernel import layout as at
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import plainly

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """A distribution ready to be drawn from; times in seconds.

    ``kind`` and ``a``, ``b``, ``m`` are as the kernel takes them; ``table`` holds the values of a sequence, of data or
    of equally likely quantiles.
    """

    kind: int
    a: float = 0.0
    b: float = 0.0
    m: float = 0.0
    least: float = 0.0
    table: tuple[float, ...] = ()
    mean: float = 0.0
    """With ``least``."""
    variance: float = 0.0
    exponential: bool = False

    @property
    def second_moment(self) -> float:
        """The mean of the square."""
        return self.variance + self.mean**2

    def quantiles(self, u: Floats) -> Floats:
        """The values below which the shares ``u`` of draws lie."""
        inverses: dict[int, Callable[[], Any]] = {
            at.FIXED: lambda: np.full_like(u, self.a),
            at.EXPONENTIAL: lambda: -self.a * np.log1p(-u),
            at.LOGNORMAL: lambda: np.exp(self.a + self.b * ndtri(u)),
            at.GAMMA: lambda: self.b * gammaincinv(self.a, u),
            at.WEIBULL: lambda: self.b * (-np.log1p(-u)) ** (1 / self.a),
            at.UNIFORM: lambda: self.a + (self.b - self.a) * u,
            at.TRIANGULAR: lambda: self._triangular(u),
        }
        found = inverses[self.kind]() if self.kind in inverses else np.quantile(np.array(self.table), u)
        return self.least + np.asarray(found, dtype=np.float64)

    def _triangular(self, u: Floats) -> Floats:
        low, high, mode = self.a, self.b, self.m
        rising = low + np.sqrt(u * (high - low) * (mode - low))
        falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
        return np.asarray(np.where(u * (high - low) < mode - low, rising, falling), dtype=np.float64)


def drawn(of: Distribution, folder: Path) -> Drawn:
    """The numbers of a distribution; a file of values is looked for in ``folder``. Times in seconds."""
    kind, a, b, m, mean, variance, table = _numbers(of, folder)
    least = of.at_least
    exponential = of.shape == "exponential" and not least
    return Drawn(kind, a, b, m, least, table, least + mean, variance, exponential)


_Numbers = tuple[int, float, float, float, float, float, tuple[float, ...]]


def _numbers(of: Distribution, folder: Path) -> _Numbers:  # noqa: PLR0911 - one way a shape
    mean = of.mean or 0.0
    cv = of.cv if of.cv is not None else (of.sd / mean if of.sd is not None and mean else 0.0)
    low, high = of.from_ or 0.0, of.to or 0.0
    match of.shape:
        case "fixed":
            return at.FIXED, of.value or 0.0, 0.0, 0.0, of.value or 0.0, 0.0, ()
        case "exponential":
            return at.EXPONENTIAL, mean, 0.0, 0.0, mean, mean**2, ()
        case "lognormal":
            sigma2 = 2 * math.log(mean / of.median) if of.median else math.log1p(cv**2)
            mu = math.log(mean) - sigma2 / 2
            return at.LOGNORMAL, mu, math.sqrt(sigma2), 0.0, mean, math.expm1(sigma2) * mean**2, ()
        case "gamma":
            return at.GAMMA, 1 / cv**2, mean * cv**2, 0.0, mean, (cv * mean) ** 2, ()
        case "erlang":
            stages = of.stages or 1
            return at.GAMMA, float(stages), mean / stages, 0.0, mean, mean**2 / stages, ()
        case "weibull":
            k = _weibull_shape(cv)
            return at.WEIBULL, k, mean / float(gamma_function(1 + 1 / k)), 0.0, mean, (cv * mean) ** 2, ()
        case "uniform":
            return at.UNIFORM, low, high, 0.0, (low + high) / 2, (high - low) ** 2 / 12, ()
        case "triangular":
            mode = of.mode or 0.0
            if low == high:
                return at.FIXED, low, 0.0, 0.0, low, 0.0, ()
            variance = (low**2 + high**2 + mode**2 - low * high - low * mode - high * mode) / 18
            return at.TRIANGULAR, low, high, mode, (low + mode + high) / 3, variance, ()
        case "sequence" | "empirical":
            values = of.values if of.values is not None else _from_file(named_file(folder, of.file or ""))
            kind = at.SEQUENCE if of.shape == "sequence" else at.EMPIRICAL
            return kind, 0.0, 0.0, 0.0, float(np.mean(values)), float(np.var(values)), tuple(values)


def _weibull_shape(cv: float) -> float:
    """The shape whose standard deviation over mean is ``cv``."""

    def excess(k: float) -> float:
        return float(gamma_function(1 + 2 / k) / gamma_function(1 + 1 / k) ** 2) - 1 - cv**2

    if not 0.02 <= cv <= 20:
        raise OneplaceError.at(
            Path(),
            f"a Weibull shape with a spread of {plainly(100 * cv)} % cannot be found.",
            "Choose another shape.",
        )
    low, high = 0.1, 100.0
    for _ in range(200):  # the spread falls with the shape
        middle = math.sqrt(low * high)
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return middle


def _from_file(path: Path) -> tuple[float, ...]:
    """The first column of a CSV whose header is a unit of time (``hours``)."""
    mend = "Give a CSV whose header is a unit of time (minutes, hours, days) with one length of stay a line."
    try:
        with path.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.reader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise OneplaceError.at(path, f"cannot be read ({error}).", mend) from None
    unit = rows[0][0].strip().rstrip("s") if rows and rows[0] else ""
    if unit not in SECONDS or len(rows) < 2:
        raise OneplaceError.at(path, "has no column of lengths of time.", mend, line=1)
    values = []
    for number, row in enumerate(rows[1:], start=2):
        try:
            value = float(row[0])
        except (ValueError, IndexError):
            raise OneplaceError.at(path, f"holds '{','.join(row)}', not a number.", mend, line=number) from None
        if not 0 <= value < math.inf:
            raise OneplaceError.at(path, f"holds {value}, which no stay can be.", mend, line=number)
        values.append(value * SECONDS[unit])
    return tuple(values)


_STEPS = 4096


def rest_of(of: Drawn) -> Drawn:
    """What is left of a stay that is found under way at a random moment (the equilibrium excess).

    Exponential stays have the same rest; others are tabled in 4,096 equally likely steps.
    """
    if of.exponential:
        return of
    lengths = np.sort(of.quantiles((np.arange(_STEPS) + 0.5) / _STEPS))
    total = lengths.sum()
    if total == 0:
        return of
    below = (np.cumsum(lengths) + lengths * np.arange(_STEPS - 1, -1, -1)) / total
    table = np.interp(np.linspace(0, 1, _STEPS + 1), np.r_[0.0, below], np.r_[0.0, lengths])
    return Drawn(at.QUANTILES, table=tuple(table), mean=float(table.mean()), variance=float(table.var()))
