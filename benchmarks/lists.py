"""Two lists of people linked, and two published sets of repeats, beside Splink by itself.

Run: ``python benchmarks/lists.py [PEOPLE] [--sets FOLDER]``. Two made-up lists of so many people each (else 200,000)
have two fifths of them in common; three in ten of the second list have no NHS number, and each field is wrong or empty
in 2 to 8 rows of a hundred. FOLDER holds ``fake_1000.csv`` and ``febrl_dataset3.csv`` as Splink's
splink_datasets publishes them (MIT); they are linked as `oneplace sources propose` drafts them, once as a record for
care and once as lists that are only counted. Splink's own figures are of its comparisons for names, dates and e-mail,
trained and clustered as its guide does, in the same run. Each part runs in a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from time import perf_counter

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from oneplace import place, record
from oneplace.place.document import load as read_yaml
from oneplace.place.sources import Sources
from oneplace.place.typed import typed
from oneplace.record.proposing.drafting import draft
from oneplace.synth.draw.names import read_names

PLACE = Path(__file__).parents[1] / "places" / "southampton"
IN_COMMON, NO_NUMBER = 0.4, 0.3
GOAL = 20.0
"""Seconds for two lists of 200,000 people."""

_LISTS = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
complete_from: 2021-04-01
local_authorities: [E06000045]
sources:
"""
_LIST = """
  - id: {id}
    partner: A list
    system: Made up
    datasets:
      - id: people
        files: people.csv
        columns: {{id: required text, number: nhs_number, given: name, family: name, born: date, sex: {{codes: [F, M]}},
          postcode: postcode, phone: phone}}
        key: [id]
        person: id
        facts: {{nhs_number: number, given_name: given, family_name: family, birth_date: born, sex: sex,
          postcode: postcode, phone: phone}}
"""


def main() -> None:
    """Link what is asked for and print how long it took, and how much of the truth was found."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("people", type=int, nargs="?", default=200_000)
    asked.add_argument("--sets", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _write_lists(Path(folder), given.people)
        _apart(_link_lists, given.people, Path(folder))
        _apart(_splink_lists, given.people, Path(folder))
    for name, truth in _SETS.items() if given.sets else ():
        for how in ("names", "likely"):
            _apart(_link_set, given.sets / f"{name}.csv", truth, how)
        _apart(_splink_set, given.sets / f"{name}.csv", truth)


def _apart(work: Callable[..., None], *given: object) -> None:
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def _write_lists(folder: Path, people: int) -> None:
    """Write ``a/people.csv`` and ``b/people.csv``, of which the ids tell whose rows they are."""
    rng, names = np.random.default_rng(7), read_names()
    common = int(IN_COMMON * people)
    everyone = 2 * people - common
    sex = rng.integers(2, size=everyone)
    community = rng.choice(len(names.given_range), everyone, p=[0.76, 0.05, 0.06, 0.05, 0.03, 0.02, 0.03])
    first, count = names.given_range[community, sex].T
    given = first + (count * rng.random(everyone) ** 1.6).astype(int)
    first, count = names.family_range[community].T
    family = first + (count * rng.random(everyone) ** 1.6).astype(int)
    born = np.datetime64("1930-01-01") + rng.integers(0, 34_000, everyone)
    home = np.array(
        [f"SO{14 + n // 700 % 6} {1 + n // 70 % 9}{chr(65 + n % 7)}{chr(65 + n // 7 % 10)}" for n in range(9000)]
    )
    lives, phone = rng.integers(0, len(home), everyone), rng.integers(100_000, 999_999, everyone)
    numbers = _nhs_numbers(everyone)

    def wrong(rows: int, share: float) -> np.ndarray:
        return rng.random(rows) < share

    for name, first_row in (("a", 0), ("b", people - common)):
        rows = np.arange(first_row, first_row + people)
        n = len(rows)
        said = np.where(wrong(n, 0.04), names.given_mistyped[given[rows]], names.given[given[rows]])
        said = np.where(wrong(n, 0.06), names.nickname[given[rows]], said)
        also = np.where(wrong(n, 0.05), names.family_mistyped[family[rows]], names.family[family[rows]])
        day = np.where(wrong(n, 0.02), born[rows] + rng.integers(1, 28, n), born[rows])
        moved = np.where(wrong(n, 0.08), rng.integers(0, len(home), n), lives[rows])
        called = np.char.add("07700", phone[rows].astype(str))
        gone = wrong(n, NO_NUMBER if name == "b" else 0.0)
        table = {
            "id": np.char.add(name, rows.astype(str)),
            "number": pa.array(numbers[rows], mask=gone),
            "given": pa.array(said, mask=wrong(n, 0.02)),
            "family": also,
            "born": day.astype(str),
            "sex": pa.array(np.array(["F", "M"])[sex[rows]], mask=wrong(n, 0.03)),
            "postcode": pa.array(home[moved], mask=wrong(n, 0.03)),
            "phone": pa.array(called, mask=wrong(n, 0.4)),
        }
        (folder / name).mkdir()
        pa_csv.write_csv(pa.table(table), folder / name / "people.csv")


def _nhs_numbers(many: int) -> np.ndarray:
    """Made-up numbers (999 begins none that is given) with the check digit that is theirs."""
    nine = 999_000_000 + np.arange(many * 5 // 4 + 100) % 1_000_000
    digits = nine[:, None] // 10 ** np.arange(8, -1, -1) % 10
    last = (11 - digits @ np.arange(10, 1, -1) % 11) % 11
    return np.char.add(nine[last < 10].astype(str), last[last < 10].astype(str))[:many]


def _link_lists(people: int, folder: Path) -> None:
    sources = _LISTS + "".join(_LIST.format(id=name) for name in "ab")
    links, seconds, whole_load = _linked(sources, folder, folder / "var")
    print(
        f"two lists of {people:,} people: linked in {seconds:.1f} s (goal {GOAL:.0f} s at 200,000: "
        f"{'met' if seconds <= GOAL else 'missed'}), {whole_load:.1f} s with reading and writing them, "
        f"{_peak():.2f} GB at most; {_found(links, 'substr(id, 2)')}"
    )


def _linked(sources: str, extracts: Path, var: Path) -> tuple[pa.Table, float, float]:
    """The records of a place of these sources with the people they came to, and how long linking and all of it took."""
    at = extracts / "sources.yaml"
    at.write_text(sources, "utf-8")
    mine = replace(place.read(PLACE), sources=typed(read_yaml(at), Sources))
    started = perf_counter()
    report = record.load(mine, extracts, var)
    whole_load = perf_counter() - started
    links = pq.read_table(report.identity / "person_link.parquet")
    links = duckdb.sql("SELECT source_record_id AS id, person_id FROM links WHERE valid_to IS NULL").to_arrow_table()
    return links, report.seconds["Linking people"], whole_load


def _found(links: pa.Table, truth: str) -> str:
    """Precision and recall of pairs; ``truth`` is SQL for who somebody really is, over ``id``."""
    joined, true, right = duckdb.sql(f"""
            WITH said AS (SELECT person_id, {truth} AS who FROM links)
            SELECT (SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM said GROUP BY person_id)),
                (SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM said GROUP BY who)),
                (SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM said GROUP BY person_id, who))
        """).fetchall()[0]
    return f"precision {right / max(joined, 1):.5f}, recall {right / true:.4f} of {true:,} true pairs"


def _splink_lists(people: int, folder: Path) -> None:
    with redirect_stdout(StringIO()):
        import splink.comparison_library as compare
        from splink import block_on
    connection = duckdb.connect()
    for name in "ab":
        connection.execute(
            f"CREATE TABLE {name} AS SELECT id AS unique_id, * EXCLUDE (id) "
            f"FROM read_csv('{folder}/{name}/people.csv', all_varchar = true)"
        )
    started = perf_counter()
    links = _by_splink(
        connection,
        ["a", "b"],
        [
            compare.ExactMatch("number"),
            compare.NameComparison("given"),
            compare.NameComparison("family"),
            compare.DateOfBirthComparison("born", input_is_string=True),
            compare.PostcodeComparison("postcode"),
            compare.ExactMatch("phone"),
        ],
        [
            block_on("number"),
            block_on("born", "family"),
            block_on("born", "given"),
            block_on("family", "given", "postcode"),
            block_on("postcode", "born"),
            block_on("phone"),
        ],
        [block_on("born"), block_on("family", "given")],
        [block_on("number"), block_on("given", "family", "born")],
        0.95,
    )
    print(f"  Splink by itself: {perf_counter() - started:.1f} s, {_peak():.2f} GB; {_found(links, 'substr(id, 2)')}")


_SETS = {
    "fake_1000": ("unique_id", "_cluster"),
    "febrl_dataset3": ("rec_id", "split_part(trim(rec_id), '-', 2)"),
}
"""Published sets: the column that names a row, and SQL for who it really is."""


def _link_set(path: Path, truth: tuple[str, str], how: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "partner").mkdir()
        (Path(folder) / "partner" / path.name).write_bytes(path.read_bytes())
        sources = draft([path], source="partner", partner="not known", as_at=date(2026, 3, 31))
        sources = sources.replace("local_authorities: []", f"local_authorities: [E06000045]\nlinkage: {how}")
        links, seconds, _whole = _linked(sources, Path(folder), Path(folder) / "var")
    print(f"{path.stem}, linkage: {how}: {seconds:.1f} s; {_found(_with(links, path, truth), 'who')}")


def _with(links: pa.Table, path: Path, truth: tuple[str, str]) -> pa.Table:
    """Links with who each row really is."""
    rows = f"read_csv('{path}', all_varchar = true, normalize_names = true)"
    return duckdb.sql(
        f"SELECT person_id, {truth[1]} AS who FROM links JOIN {rows} ON trim(links.id) = trim({truth[0]})"
    ).to_arrow_table()


def _splink_set(path: Path, truth: tuple[str, str]) -> None:
    with redirect_stdout(StringIO()):
        import splink.comparison_library as compare
        from splink import block_on
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE raw AS FROM read_csv('{path}', all_varchar = true, normalize_names = true)")
    columns = [row[0] for row in connection.execute("DESCRIBE raw").fetchall() if row[0] != truth[0]]
    cleaned = ", ".join(f"nullif(trim({name}), '') AS {name}" for name in columns)
    connection.execute(f"CREATE TABLE people AS SELECT trim({truth[0]}) AS unique_id, {cleaned} FROM raw")
    if path.stem == "fake_1000":
        comparisons = [
            compare.NameComparison("first_name"),
            compare.NameComparison("surname"),
            compare.DateOfBirthComparison("dob", input_is_string=True),
            compare.ExactMatch("city").configure(term_frequency_adjustments=True),
            compare.EmailComparison("email"),
        ]
        blocking = ["first_name", "surname", "dob", "email"]
        sure = [block_on("first_name", "surname"), block_on("email")]
        passes = [block_on("first_name", "surname"), block_on("dob")]
    else:
        comparisons = [
            compare.NameComparison("given_name"),
            compare.NameComparison("surname"),
            compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            compare.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            compare.ExactMatch("street_number"),
            compare.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        ]
        blocking = ["soc_sec_id", "given_name", "surname", "postcode", "date_of_birth"]
        sure = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
        passes = [block_on("date_of_birth"), block_on("postcode")]
    for least in (0.95, 0.5):
        started = perf_counter()
        links = _by_splink(
            connection, ["people"], comparisons, [block_on(each) for each in blocking], passes, sure, least
        )
        seconds = perf_counter() - started
        print(f"  Splink by itself, from {least}: {seconds:.1f} s; {_found(_with(links, path, truth), 'who')}")


def _by_splink(  # noqa: PLR0917 - a model has as many parts
    connection, tables, comparisons, blocking, passes, sure, least
) -> pa.Table:
    """Rows with their cluster, of a model trained as Splink's guide does."""
    from splink import DuckDBAPI, Linker, SettingsCreator

    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="link_only" if len(tables) > 1 else "dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocking,
    )
    linker = Linker(
        [api.register(name, table_name=f"{name}_{least}".replace(".", "_")) for name in tables],
        settings,
        log_level="ERROR",
    )
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in passes:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=least)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, least)
    return connection.sql(
        f"SELECT unique_id AS id, cluster_id AS person_id FROM {clusters.physical_name}"
    ).to_arrow_table()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    main()
