"""The statistics beside their Python peers: ``python benchmarks/stats.py --peers PYTHON`` prints a table in Markdown.

PYTHON is the interpreter of an environment of its own with the peers (their requirements are theirs, not ours):

    python -m venv /tmp/peers
    /tmp/peers/bin/python -m pip install phstatsmethods abspc pycontrolcharts clinical-qikit
    python benchmarks/stats.py --peers /tmp/peers/bin/python

Where a peer takes frames, so do we (pandas, through ``stats.table``); tasks over arrays say so.
Every task runs five times (peers: once) in one process, on the same seeded inputs; the best wall time counts, and the
processor's time stands beside it. Peers that go row by row or series by series get fewer of them, and their time is
multiplied: the table says so.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20261122
AREAS, BANDS, ROWS, SERIES, POINTS = 10_000, 19, 190_000, 10_000, 36


def counts_and_people() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(SEED)
    people = rng.integers(500, 3000, (AREAS, BANDS))
    return rng.poisson(people * 0.02) + 1, people  # no noughts: one peer refuses them


def series() -> np.ndarray:
    return np.random.default_rng(SEED + 1).normal(50, 5, (SERIES, POINTS))


def frame_of(x: np.ndarray, n: np.ndarray, bands: list[str]) -> pd.DataFrame:
    long = pd.DataFrame(
        {
            "area": np.repeat([f"E{i:08}" for i in range(AREAS)], BANDS),
            "age_band": np.tile(bands, AREAS),
            "count": x.ravel(),
            "population": n.ravel(),
            "reference_count": np.tile(x.sum(axis=0), AREAS),
            "reference_population": np.tile(n.sum(axis=0), AREAS),
        }
    )
    return long.assign(exposure=long["population"], denominator=long["population"])


def ours() -> dict[str, Callable[[], object]]:
    from oneplace import stats

    x, n = counts_and_people()
    y = series()
    rng = np.random.default_rng(SEED + 2)
    people = rng.integers(500, 5000, (AREAS, 20))
    deaths = rng.binomial(people, np.exp(np.linspace(-7, -1.5, 20)))
    deaths[:, -1] += 1
    value, fifths = rng.normal(80, 2, (AREAS, 10)), rng.integers(500, 2000, (AREAS, 10))
    error = np.full(value.shape, 0.5)
    observed, expected = rng.poisson(60, 300), np.full(300, 60.0)
    bands = list(stats.ESP2013)
    long = frame_of(x, n, bands)
    rates, shares = long[["area", "count", "exposure"]], long[["area", "count", "denominator"]]
    table = stats.table
    file = Path(tempfile.mkdtemp()) / "rates.csv"
    rates.to_csv(file, index=False)
    words = ["-m", "oneplace.cli", "stats", "rate", str(file), "--out", str(file.with_suffix(".out.csv"))]
    return {
        "rate": lambda: table.rate(rates),
        "proportion": lambda: table.proportion(shares),
        "dsr": lambda: table.directly_standardised_rate(long, by="area"),
        "ratio": lambda: table.standardised_ratio(long, by="area"),
        "rate arrays": lambda: stats.rate(x, n),
        "dsr arrays": lambda: stats.directly_standardised_rate(x, n, bands=bands),
        "command": lambda: subprocess.run([sys.executable, *words], check=True),
        "drawn": lambda: stats.slope_index(
            value / 100, fifths, lower=value / 100 - 0.01, upper=value / 100 + 0.01, spread="logit"
        ),
        "life": lambda: stats.life_expectancy(deaths, people),
        "indices": lambda: (
            stats.slope_index(value, fifths, standard_error=error),
            stats.relative_index(value, fifths, standard_error=error),
        ),
        "funnel": lambda: stats.funnel_limits(observed, expected, "ratio"),
        "xmr": lambda: stats.xmr(y, "increase", target=50),
    }


def peers() -> dict[str, tuple[str, str, float, Callable[[], object]]]:
    """Peer, task, by how much its part of the task must be multiplied, and the call."""
    import abspc
    import pandas as pd
    import PHStatsMethods as ph  # noqa: N813 (how its own pages import it)
    import pycontrolcharts as pc
    import qikit

    x, n = counts_and_people()
    few = pd.DataFrame({"x": x.ravel()[:5_000], "n": n.ravel()[:5_000]})
    weights = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000]
    long = pd.DataFrame(
        {
            "area": np.repeat(np.arange(AREAS), BANDS),
            "x": x.ravel(),
            "n": n.ravel(),
            "w": np.tile([*weights, 2500, 1500, 1000], AREAS),
        }
    )
    long["x_ref"], long["n_ref"] = np.tile(x.sum(axis=0), AREAS), np.tile(n.sum(axis=0), AREAS)
    some = [pd.DataFrame({"value": row}) for row in series()[:100]]

    def abspc_chart() -> None:
        for frame in some:
            limits = abspc.detect_special_causes(abspc.calculate_control_limits(frame, "xmr"))
            abspc.determine_variation_type(limits)
            abspc.determine_assurance_type(limits, 50)

    return {
        "ph rate": ("phstatsmethods", "rate", ROWS / 5_000, lambda: ph.ph_rate(few, "x", "n")),
        "ph proportion": ("phstatsmethods", "proportion", ROWS / 5_000, lambda: ph.ph_proportion(few, "x", "n")),
        "ph dsr": (
            "phstatsmethods",
            "dsr",
            1,
            lambda: ph.ph_dsr(long, "x", "n", ref_denom_col="w", group_cols=["area"], euro_standard_pops=False),
        ),
        "ph ratio": (
            "phstatsmethods",
            "ratio",
            1,
            lambda: ph.ph_ISRatio(long, "x", "n", "x_ref", "n_ref", group_cols=["area"]),
        ),
        "abspc": ("abspc", "xmr", SERIES / 100, abspc_chart),
        "pycontrolcharts": (
            "pycontrolcharts",
            "xmr",
            SERIES / 100,
            lambda: [pc.calc_xmr(frame, value_column="value") for frame in some],
        ),
        "qikit": (
            "clinical-qikit",
            "xmr",
            SERIES / 100,
            lambda: [qikit.qic(y=frame["value"], chart="i") for frame in some],
        ),
    }


def used() -> float:
    """Seconds of processor time so far, of programs that were started too."""
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def timed(call: Callable[[], object], times: int) -> tuple[float, float]:
    best = (np.inf, np.inf)
    for _ in range(times):
        wall, processor = time.perf_counter(), used()
        call()
        best = min(best, (time.perf_counter() - wall, used() - processor))
    return best


TASKS = {
    "rate": f"{ROWS:,} rates with limits, frame to frame",
    "proportion": f"{ROWS:,} proportions with limits, frame to frame",
    "dsr": f"{AREAS:,} areas × {BANDS} bands directly standardised, with limits, frame to frame",
    "ratio": f"{AREAS:,} areas × {BANDS} bands indirectly standardised, with limits, frame to frame",
    "rate arrays": f"{ROWS:,} rates with limits, arrays",
    "dsr arrays": f"{AREAS:,} areas × {BANDS} bands directly standardised, with limits, arrays",
    "command": f"`oneplace stats rate` over {ROWS:,} rows of CSV, started, read and written (wall)",
    "drawn": f"slope index of shares with limits even on the logit scale, {AREAS:,} areas × 10, arrays",
    "life": f"life expectancy at 20 ages with limits, {AREAS:,} areas",
    "indices": f"slope and relative index of inequality with limits, {AREAS:,} areas × 10",
    "funnel": "funnel limits of a ratio, 100 points × 2 levels",
    "xmr": f"{SERIES:,} series × {POINTS} points: XmR, four rules, both icons",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="the interpreter that has the peers")
    parser.add_argument("--as-peer", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.as_peer:
        found = {}
        for name, (peer, task, factor, call) in peers().items():
            try:
                found[name] = [peer, task, factor, *timed(call, 1)]
            except Exception as error:
                found[name] = [peer, task, factor, None, f"{type(error).__name__}: {error}"]
        print("RESULT" + json.dumps(found))
        return
    mine = {task: timed(call, 5) for task, call in ours().items()}
    theirs: dict[str, list] = {}
    if chosen.peers:
        command = [chosen.peers, "-W", "ignore", __file__, "--as-peer"]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        theirs = json.loads(output.split("RESULT")[-1])
    print("| task | Oneplace: wall, processor | peer: wall, processor | ratio (processor) |\n|---|---|---|---|")
    for task, (wall, processor) in mine.items():
        own = f"{wall:.4f} s, {processor:.4f} s"
        beside = [peer for peer in theirs.values() if peer[1] == task]
        if not beside:
            print(f"| {TASKS[task]} | {own} | {'none offers it' if theirs else 'not run'} | |")
        for peer, _, factor, took, used in beside:
            if took is None:
                print(f"| {TASKS[task]} | {own} | {peer}: {used} | |")
                continue
            scaled = "" if factor == 1 else f" (1/{factor:.0f} of the task, multiplied)"
            print(
                f"| {TASKS[task]} | {own} | {peer}: {took * factor:.1f} s, {used * factor:.1f} s{scaled} |"
                f" {used * factor / processor:,.0f} × |"
            )
    print(f"\nPython {sys.version.split()[0]}, NumPy {np.__version__}.")


if __name__ == "__main__":
    main()
