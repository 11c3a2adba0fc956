"""Time and peak memory of a load: ``python benchmarks/record.py [RESIDENTS …]`` (else 25,000 and 250,000).

Each size is loaded in a process of its own, so that its peak is its own. Keep the machine otherwise idle.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from oneplace import place, record, synth

PLACE = Path(__file__).parents[1] / "places" / "southampton"


def main(sizes: list[int]) -> None:
    for residents in sizes:
        with tempfile.TemporaryDirectory() as folder:
            extracts = Path(folder, "extracts")
            synth.generate(extracts, residents=residents, seed=1)
            process = multiprocessing.get_context("spawn").Process(target=_load, args=(residents, extracts))
            process.start()
            process.join()


def _load(residents: int, extracts: Path) -> None:
    southampton = place.read(PLACE)
    started = perf_counter()
    report = record.load(southampton, extracts, extracts.parent / "var")
    seconds = perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    rate = report.rows_read / seconds
    print(f"{residents:,} residents: {report.rows_read:,} rows in {seconds:.1f} s ({rate:,.0f} a second)")
    print(f"  processor {usage.ru_utime + usage.ru_stime:.0f} s, peak {usage.ru_maxrss / 1024**2:.1f} GB")
    for step, took in report.seconds.items():
        print(f"  {step:20} {took:7.1f} s")
    for quality in report.evaluation:
        print(f"  {quality.by:12} {quality.group:14} precision {quality.precision:.5f}  recall {quality.recall:.5f}")
    again = perf_counter()
    record.load(southampton, extracts, extracts.parent / "var")
    print(f"  the same again      {perf_counter() - again:7.1f} s")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [25_000, 250_000])
