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
        found = done.evaluation  # while its files are there
    born = pc.is_valid(people["mother_true_person_id"])
    shares = (
        ("births in the place that are twins", pc.is_valid(people["twin_true_person_id"]), born),
        ("residents with a namesake born on the same day", pc.is_valid(people["namesake_true_person_id"]), None),
    )
    for words, alike, among in shares:
        of = pc.sum(among).as_py() if among is not None else people.num_rows
        some = pc.sum(pc.and_(alike, among) if among is not None else alike).as_py()
        print(f"{words}: {some:,} of {of:,} ({100 * some / of:.1f} %)")
    print(f"seconds: {done.seconds['Linking people']:.0f} for linking")
    for each in found:
        per, kind = each.wrong * 100_000 / residents, each.group if each.by == "all" else f"{each.by} {each.group}"
        print(f"{kind}: {each.true:,} true pairs, recall {each.recall:.5f}, {each.wrong} wrong ({per:.2f} per 100,000)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
