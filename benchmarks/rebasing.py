"""How often charts are re-based without a shift, how soon after one, and how often steady series are told to move.

2,000 series each: 36 points without a shift (independent, autocorrelated, seasonal); 24 points before a shift of 1.5
standard deviations and 36 after it; the directions of steady months and years.
"""

from __future__ import annotations

import time

import numpy as np

from oneplace.stats import rank_trend, sustained_shifts, weighted_line

SERIES, POINTS, BEFORE, AFTER = 2_000, 36, 24, 36
rng = np.random.default_rng(2_026)


def noise(points: int, clinging: float = 0.0) -> np.ndarray:
    """Series of variance 1 whose points cling to the one before by so much (AR(1))."""
    steps = rng.normal(size=(SERIES, points + 100))
    found = np.zeros_like(steps)
    for at in range(1, steps.shape[1]):
        found[:, at] = clinging * found[:, at - 1] + steps[:, at] * np.sqrt(1 - clinging**2)
    return found[:, 100:]


def rebased(series: np.ndarray) -> float:
    """The share of series with any shift."""
    return float(sustained_shifts(series).starts.any(axis=-1).mean())


def moving(series: np.ndarray, **how: int) -> float:
    """The share of series that are told to rise or fall."""
    return float(np.isin(rank_trend(series, **how).value, ["rising", "falling"]).mean())


def delays() -> None:
    """Points from a real shift until it is taken up."""
    for clinging in (0.0, 0.3, 0.5):
        series = noise(BEFORE + AFTER, clinging)
        series[:, BEFORE:] += 1.5
        found = sustained_shifts(series).taken_up[:, BEFORE:]
        delay = np.where(found.any(axis=-1), found.argmax(axis=-1) + 1, np.inf)
        quarter, half, three, most = np.quantile(delay, (0.25, 0.5, 0.75, 0.9), method="lower")
        within = [float((delay <= points).mean()) for points in (13, 18, 24, AFTER)]
        told = ", ".join(
            f"{share:.1%} within {points}" for share, points in zip(within, (13, 18, 24, AFTER), strict=True)
        )
        print(f"1.5 sigma, clinging {clinging}: taken up after {half:.0f} points (half; a quarter {quarter:.0f}, "
              f"three quarters {three:.0f}, nine tenths {most:.0f}); {told}")  # fmt: skip


def steady_years() -> None:
    """Steady yearly series with 95 % limits: ranks, the line through the limits, either; and with twice the scatter."""
    for points in (5, 7, 9):
        for scatter in (1.0, 2.0):
            series = noise(points) * scatter
            line = weighted_line(series, 1.0, np.arange(points))
            by_line = np.abs(line.slope) > 1.959964 * line.error
            by_ranks = np.isin(rank_trend(series).value, ["rising", "falling"])
            print(f"steady, {points} years, scatter {scatter} of the limits': ranks {by_ranks.mean():.1%}, "
                  f"line {by_line.mean():.1%}, either {(by_ranks | by_line).mean():.1%}")  # fmt: skip


def main() -> None:
    start = time.perf_counter()
    quiet = noise(POINTS)
    print(f"re-based without a shift, {SERIES:,} series of {POINTS}: {rebased(quiet):.1%} (goal: 5 % at most)")
    print(f"  the same with 60 points: {rebased(noise(60)):.1%}")
    print(f"  skew (exponential): {rebased(rng.exponential(size=(SERIES, POINTS))):.1%}")
    season = 1.5 * np.sin(2 * np.pi * np.arange(POINTS) / 12)
    print(f"  with seasons of 1.5 sigma either way: {rebased(quiet + season):.1%}")
    for clinging in (0.3, 0.5, 0.7):
        print(f"  each point clinging to the one before by {clinging}: {rebased(noise(POINTS, clinging)):.1%}")
    delays()
    for clinging in (0.0, 0.3, 0.5, 0.7):
        print(f"steady months told to move, 24, clinging {clinging}: {moving(noise(24, clinging), season=12):.1%}")
    single = noise(9)
    rolling = (single[:, 2:] + single[:, 1:-1] + single[:, :-2]) / 3
    print(f"steady three-year values told to move, 7 rolling: {moving(rolling, spanning=3):.1%} (as if they shared "
          f"nothing: {moving(rolling):.1%})")  # fmt: skip
    steady_years()
    print(f"{time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
