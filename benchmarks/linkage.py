"""How often linkage joins two people, how many true pairs it finds, and how many ids stay when 1 % of rows change.

Run: ``python benchmarks/linkage.py [residents] [likely]``; likely links by likelihood alone, as for lists that are only
counted. Needs some minutes and 2 GB at 100,000 residents; nothing is kept.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pyarrow.compute as pc
import pyarrow.parquet as pq

from oneplace import place, record
from oneplace.record.database import open_database
from oneplace.synth import generate

SOUTHAMPTON = Path(__file__).parents[1] / "places" / "southampton"
ABOUT_PEOPLE = ("iuc111/calls", "ambulance/incidents", "gp/patients", "acute/apc", "acute/ecds", "acute/op")
ABOUT_PEOPLE += ("community/CYP001", "mental_health/MHS001", "voluntary/link_worker_log", "social_care/cld_*")
CHANGED = 0.01
"""Share of the rows about people that the next night's files say otherwise."""


def main(residents: int, how: Literal["names", "likely"]) -> None:
    """Make a place of so many residents, load it, change some rows, load it again, and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        extracts, var = Path(folder) / "extracts", Path(folder) / "var"
        generate(extracts, residents=residents)
        southampton = place.read(SOUTHAMPTON)
        southampton = replace(southampton, sources=southampton.sources.model_copy(update={"linkage": how}))
        done = record.load(southampton, extracts, var)
        people = pq.read_table(extracts / "truth" / "persons.parquet")
        found = done.evaluation  # while its files are there
        rows = change(extracts)
        again = record.load(southampton, extracts, var)
        told = kept(done.identity, again.identity)
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
    print(f"linked again with {rows:,} rows changed ({again.seconds['Linking people']:.0f} s): {told}")


def change(extracts: Path) -> int:
    """Change one row in a hundred of what is said of people: a number is lost, or a name mistyped; returns how many."""
    draw, changed = random.Random(1), 0
    for path in sorted(path for name in ABOUT_PEOPLE for path in extracts.glob(f"{name}.csv")):
        head, *lines = path.read_text("latin-1").split("\n")
        for at in draw.sample(range(len(lines)), int(len(lines) * CHANGED)):
            lost = draw.random() < 0.5
            pattern, other = (r"\b\d{10}\b", "") if lost else (r"\b([A-Z])([a-z])([a-z])", r"\1\3\2")
            lines[at], done = re.subn(pattern, other, lines[at], count=1)
            changed += done
        path.write_text("\n".join([head, *lines]), "latin-1")
    return changed


def kept(before: Path, after: Path) -> str:
    """How many people and records keep their id, and how many of the changes no row explains."""
    with open_database() as connection:
        connection.execute(f"CREATE VIEW before AS FROM '{before}/person_link.parquet' WHERE valid_to IS NULL")
        connection.execute(f"CREATE VIEW links AS FROM '{after}/person_link.parquet'")
        connection.execute("CREATE VIEW now AS FROM links WHERE valid_to IS NULL")
        counts = connection.execute("""
            WITH moved AS (
                SELECT b.*, n.person_id AS now_id FROM before AS b LEFT JOIN now AS n
                USING (source_system, source_record_id) WHERE n.person_id IS DISTINCT FROM b.person_id
            )
            SELECT (SELECT count(*) FROM before), (SELECT count(*) FROM moved),
                (SELECT count(DISTINCT person_id) FROM before),
                (SELECT count(DISTINCT person_id) FROM before WHERE person_id NOT IN (SELECT person_id FROM now)),
                (SELECT count(*) FROM moved ANTI JOIN (FROM links WHERE reason IS NOT NULL)
                    USING (source_system, source_record_id, person_id))
        """).fetchone()
    records, moved, people, gone, unexplained = counts or (0,) * 5
    return (
        f"{100 * (1 - moved / records):.3f} % of {records:,} records and {100 * (1 - gone / people):.3f} % of "
        f"{people:,} people keep their id; {moved} changes, {unexplained} of them not explained"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, "likely" if "likely" in sys.argv[2:] else "names")
