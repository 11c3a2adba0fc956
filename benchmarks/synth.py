"""Time and peak memory of making the synthetic place: ``python benchmarks/synth.py [residents …]``.

Each size runs in a process of its own, so that the peak is that size's.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile

_RUN = """
import pathlib, resource, sys
from oneplace.synth import generate
report = generate(pathlib.Path(sys.argv[1]) / "extracts", residents=int(sys.argv[2]), seed=1)
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{report.residents:>9,} residents  {report.people:>9,} people  {report.total_rows:>12,} rows"
      f"  {report.seconds:6.1f} s ({used.ru_utime + used.ru_stime:.0f} s of processor)"
      f"  {used.ru_maxrss / 2**20:5.2f} GB at most")
"""


def main() -> None:
    """Run each size asked for (a tenth and the whole city by default)."""
    for residents in sys.argv[1:] or ["25000", "250000"]:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-c", _RUN, folder, residents], check=True)


if __name__ == "__main__":
    main()
