"""How often charts are re-based without a shift, how soon after one, and how often steady series are told to move.

2,000 series each: 36 points without a shift (independent, autocorrelated, seasonal); 24 points before a shift of 1.5
standard deviations and 36 after it, and how far from it the new level is dated; the directions of steady months and
years; how often a straight slope is told to have ended or to be one step, how often a step of years is told as one, and
how soon an end that is one is told; and the same of months with a season.
"""

from __future__ import annotations

import time
from datetime import date
from types import SimpleNamespace

import numpy as np

from oneplace.measures.signals import signals
from oneplace.progress.course import course, may_be_step
from oneplace.progress.direction import direction
from oneplace.progress.judge import _course
from oneplace.stats import Figure, Of, Span, proportion, rank_trend, sustained_shifts, weighted_line

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


def dates() -> None:
    """How far from a real shift the level is dated that was the first to be taken up after it."""
    for size in (1.0, 1.5, 3.0):
        for clinging in (0.0, 0.3):
            series = noise(BEFORE + AFTER, clinging)
            series[:, BEFORE:] += size
            found = sustained_shifts(series)
            off = np.array([
                np.flatnonzero(starts)[later[0]] - BEFORE
                for starts, taken_up in zip(found.starts, found.taken_up, strict=True)
                if (later := np.flatnonzero(np.flatnonzero(taken_up) >= BEFORE)).size
            ])  # fmt: skip
            print(f"{size} sigma, clinging {clinging}: dated {off.mean():+.2f} points off (standard deviation "
                  f"{off.std():.2f}); to the point {(off == 0).mean():.0%}, within one {(abs(off) <= 1).mean():.0%}, "
                  f"three or more early {(off <= -3).mean():.1%}, late {(off >= 3).mean():.1%}")  # fmt: skip


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


MONTHLY = SimpleNamespace(has_control_chart=True, series_breaks=[], polarity="low_good")


def months(values: np.ndarray) -> list[Figure]:
    """A monthly series as it is judged, without limits."""
    ends = [date(2020 + n // 12, n % 12 + 1, 1) for n in range(len(values) + 1)]
    return [
        Figure(Span(start, end, f"{start:%B %Y}"), float(value))
        for start, end, value in zip(ends, ends[1:], values, strict=False)
    ]


def years(values: np.ndarray) -> list[Figure]:
    """A yearly series whose limits are those of its scatter."""
    return [
        Figure(Span(date(2000 + n, 1, 1), date(2001 + n, 1, 1), str(2000 + n)), value, value - 1.96, value + 1.96)
        for n, value in enumerate(values.tolist())
    ]


def charted_of(series: list[Figure]) -> list[dict[str, object]]:
    """The rows of its control chart."""
    spans = [{"period_start": one.span.start, "period_end": one.span.end, "period_label": one.span.label,
              "measure": "any", "value": one.value} for one in series]  # fmt: skip
    return list(signals(MONTHLY, spans, None))  # type: ignore[arg-type]


def told(series: list[Figure], frequency: str) -> str:
    """What a series is told to do: to rise or fall still, to have ended, to be one step, or nothing clear."""
    if direction(series, frequency).word not in ("rising", "falling"):
        return "unclear"
    chart = charted_of(series) if frequency == "monthly" else []
    word = course(series, frequency, chart).word
    return WORDS.get(word, word if word in ("rising", "falling") else "unclear")


WORDS = {"rose": "ended", "fell": "ended", "stepped_up": "step", "stepped_down": "step"}


def courses() -> None:
    """Straight slopes and flat series that are told to have ended, or to be one step."""
    for points in (12, 24, 36):
        for clinging in (0.0, 0.3):
            for slope in (0.0, 0.05, 0.1, 0.2) if points > 12 else (0.2,):
                _told(noise(points, clinging) + slope * np.arange(points), months, "monthly",
                      f"{points} months, clinging {clinging}, slope {slope} sigma a month")  # fmt: skip
    for points in (5, 7):
        for slope in (0.0, 0.5, 1.0, 1.5):
            _told(noise(points) + slope * np.arange(points), years, "annual",
                  f"{points} years, slope {slope} of the limits' sigma a year")  # fmt: skip


def seasons() -> None:
    """Months with a season (a wave of so many sigma either way), flat and rising: what is told of them."""
    for points in (24, 36, 48):
        wave = np.sin(2 * np.pi * (np.arange(points) + 3) / 12)
        for size in (0.0, 1.5, 3.0):
            for clinging, slope in ((0.0, 0.0), (0.3, 0.0), (0.0, 0.1), (0.0, 0.2)):
                series = noise(points, clinging) + slope * np.arange(points) + size * wave
                _told(series, months, "monthly",
                      f"{points} months, season {size}, clinging {clinging}, slope {slope} sigma a month")  # fmt: skip


def seasons_alone() -> None:
    """Shares of 3,000 people with a season of a third either way, flat, falling or rising by a fifth a year: how many
    are called higher, lower, above or below their level, by a chart or (months and quarters) by their ends.
    """
    for frequency, each, lengths in (("monthly", 1, (18, 30, 40)), ("quarterly", 3, (10, 14))):
        for points in lengths:
            for yearly in (0.0, -0.2, 0.2):
                at = np.arange(points) * each
                wave = 1 + np.sin(2 * np.pi * (at + rng.integers(0, 12, size=(SERIES, 1))) / 12) / 3
                share = 0.09 * wave * (1 + yearly) ** (at / 12)
                counts = rng.binomial(3_000, share)
                for by_chart in (False, True) if each == 1 else (False,):
                    found = [_called(one, each, frequency, charted=by_chart) for one in counts]
                    moved, up, way = (np.mean([one[n] for one in found]) for n in range(3))
                    how = "by a chart" if by_chart else "by its ends"
                    print(f"{points} of {frequency}, season, {yearly:+.0%} a year, {how}: {moved:.1%} called "
                          f"higher or lower ({up:.1%} of all upwards), {way:.1%} told to rise or fall")  # fmt: skip


def _called(counts: np.ndarray, each: int, frequency: str, *, charted: bool) -> tuple[bool, bool, bool]:
    """Whether a series is called higher or lower than it was, whether upwards, and whether it is told to go any way."""
    starts = [date(2020 + n // 12, n % 12 + 1, 1) for n in range(0, each * len(counts) + 1, each)]
    lower, upper = proportion(counts, 3_000).lower * 100, proportion(counts, 3_000).upper * 100
    series = [
        Figure(Span(start, end, f"{start:%B %Y}"), float(count) / 30, float(low), float(high), Of("any", "percent"))
        for start, end, count, low, high in zip(starts, starts[1:], counts, lower, upper, strict=False)
    ]
    about = SimpleNamespace(polarity="low_good")
    told = _course(SimpleNamespace(about=about, frequency=frequency, strategy=None), series,
                   charted_of(series) if charted else [], alone=False)  # fmt: skip
    words = (told["level"], told["ends"])
    up, down = {"worse", "higher"} & {*words}, {"better", "lower"} & {*words}
    return bool(up or down), bool(up), told["direction"] in ("rising", "falling")


def steps_found() -> None:
    """Steps of four and of six standard errors in seven years, by the years before them."""
    for size in (4.0, 6.0):
        for before in range(1, 7):
            _told(noise(7) + size * (np.arange(7) >= before), years, "annual",
                  f"7 years, a step of {size} standard errors after {before}")  # fmt: skip


def slopes_that_may_be_steps() -> None:
    """Of slopes and of steps of years that are told to rise or fall: how many may be a step, so that none goes on."""
    for points in (4, 5, 7):
        for slope in (1.0, 1.5, 2.0):
            for name, shape in (
                ("slope", np.arange(points)),
                ("step", (points - 1) * (np.arange(points) >= points // 2)),
            ):
                told_to = [one for one in map(years, noise(points) + slope * shape) if told(one, "annual") == "rising"]
                share = np.mean([may_be_step(one) for one in told_to])
                size = slope * (points - 1)
                print(f"{points} years, a {name} of {size} sigma in all, told to rise: {share:.1%} may be a step")


def _told(series: np.ndarray, made: object, frequency: str, what: str) -> None:
    words = np.array([told(made(one), frequency) for one in series])  # type: ignore[operator]
    runs = np.isin(words, ["rising", "falling"]).mean()
    rest = ", ".join(f"{word} {(words == word).mean():.1%}" for word in ("ended", "step", "unclear"))
    shares = f"still runs {runs:.1%}, {rest}"
    print(f"{what}: {shares}")


def ends_found() -> None:
    """Months after a rise of two years has ended until it is no longer told to run: level since, or falling back."""
    for clinging in (0.0, 0.3):
        for slope, after in ((0.2, 0.0), (0.2, -0.2), (0.1, 0.0)):
            series = noise(60, clinging)[: SERIES // 4]
            at = np.arange(60)
            series = series + slope * np.minimum(at, 24) + after * np.maximum(at - 24, 0)
            delay = [_delay(one) for one in series]
            half, most = np.quantile(delay, (0.5, 0.9), method="lower")
            print(f"a rise of {slope} sigma a month that ends (then {after}), clinging {clinging}: told to run for "
                  f"{half:.0f} months more (half), {most:.0f} (nine tenths)")  # fmt: skip


def _delay(values: np.ndarray) -> int:
    """Months since the end until it is first not told to rise still."""
    return next((n for n in range(1, 36) if told(months(values[: 25 + n]), "monthly") != "rising"), 36)


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
    dates()
    for clinging in (0.0, 0.3, 0.5, 0.7):
        print(f"steady months told to move, 24, clinging {clinging}: {moving(noise(24, clinging), season=12):.1%}")
    single = noise(9)
    rolling = (single[:, 2:] + single[:, 1:-1] + single[:, :-2]) / 3
    print(f"steady three-year values told to move, 7 rolling: {moving(rolling, spanning=3):.1%} (as if they shared "
          f"nothing: {moving(rolling):.1%})")  # fmt: skip
    steady_years()
    courses()
    seasons()
    seasons_alone()
    steps_found()
    slopes_that_may_be_steps()
    ends_found()
    print(f"{time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
