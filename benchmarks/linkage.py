"""How often linkage joins two people, and how many true pairs it finds, in a place with twins and namesakes.

Run: ``python benchmarks/linkage.py [residents]``. Needs some minutes and 2 GB at 100,000 residents; nothing is kept.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from oneplace import place, record
from oneplace.synth import generate

SOUTHAMPTON = Path(__file__).parents[1] / "places" / "southampton"


def main(residents: int) -> None:
    """Make a place of so many residents, load it and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        extracts = Path(folder) / "extracts"
        generate(extracts, residents=residents)
        done = record.load(place.read(SOUTHAMPTON), extracts, Path(folder) / "var")
        people = pq.read_table(extracts / "truth" / "persons.parquet")
    total = {each.by: each for each in done.evaluation if each.by in ("all", "number")}
    for words, column in (("twins", "twin_true_person_id"), ("namesakes", "namesake_true_person_id")):
        found = pc.sum(pc.is_valid(people[column])).as_py()
        print(f"{words}: {found:,} of {people.num_rows:,} people ({100 * found / people.num_rows:.1f} %)")
    print(f"seconds: {done.seconds['Linking people']:.0f} for linking")
    for by, each in total.items():
        per = each.wrong * 100_000 / residents
        print(f"{by}: {each.true:,} true pairs, recall {each.recall:.5f}, {each.wrong} wrong ({per:.2f} per 100,000)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
