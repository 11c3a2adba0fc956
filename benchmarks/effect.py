"""How often a series in which nothing happened is called changed, and how often a real step is seen.

10,000 series each, in equal halves, of 24 and 36 points that cling to the one before by 0, 0.3 and 0.6. Beside the
test of ``stats.interrupted``: ordinary least squares and Newey and West's errors (lag 3, n/(n - 4)), as others use.
"""

from __future__ import annotations

import time

import numpy as np
from scipy import stats as distributions

from oneplace import stats

SERIES = 10_000
CHANCE = np.sqrt(0.05 * 0.95 / SERIES)
rng = np.random.default_rng(2_026)


def noise(points: int, clinging: float) -> np.ndarray:
    """Series of standard deviation 1, ``(SERIES, points)``."""
    found = rng.normal(size=(SERIES, points))
    for at in range(1, points):
        found[:, at] = clinging * found[:, at - 1] + found[:, at] * np.sqrt(1 - clinging**2)
    return found


def called(series: np.ndarray) -> tuple[float, float]:
    """The shares of series whose step and whose slope are beyond chance by our test."""
    found = stats.interrupted(series, series.shape[1] // 2)
    return tuple(float(np.mean((one.lower > 0) | (one.upper < 0))) for one in (found.step, found.slope))


def called_usually(series: np.ndarray) -> list[tuple[float, float]]:
    """The same of least squares and of Newey and West's errors, in a tenth of the series."""
    points = series.shape[1]
    limit, few = distributions.t.ppf(0.975, points - 4), np.sqrt(points / (points - 4))
    fits = [stats.segmented_regression(row, points // 2) for row in series[::10]]
    of_all = np.array(
        [[one.coefficients[2:] / one.error[2:], one.coefficients[2:] / one.newey_west[2:] / few] for one in fits]
    )
    return [tuple(float(share) for share in np.mean(np.abs(of_all[:, way]) > limit, axis=0)) for way in range(2)]


def main() -> None:
    start = time.perf_counter()
    print(
        "step / slope called changed though nothing happened "
        f"(goal: 6 % at most; the simulation's own error {CHANCE:.1%})"
    )
    print("points clinging   ours            least squares   Newey-West")
    for points in (24, 36):
        for clinging in (0.0, 0.3, 0.6):
            series = noise(points, clinging)
            ours, (least, newey) = called(series), called_usually(series)
            print(f"{points:6} {clinging:8}   " + "   ".join(f"{a:5.1%} / {b:5.1%}" for a, b in (ours, least, newey)))
    print("a real step seen, of 1 and of 2 standard deviations (goal: 80 % of the latter at 36 points, clinging 0)")
    for points in (24, 36, 60):
        for clinging in (0.0, 0.3, 0.6):
            seen = [called(noise(points, clinging) + size * (np.arange(points) >= points // 2))[0] for size in (1, 2)]
            print(f"{points:6} {clinging:8}   {seen[0]:5.1%}, {seen[1]:5.1%}")
    print(f"{time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
