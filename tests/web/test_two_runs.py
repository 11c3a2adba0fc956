"""Who keeps two runs, made with and without one patient's row, learns nothing by setting them side by side."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pypdfium2
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from oneplace import measures, results
from oneplace import run as pipeline
from oneplace.place import read
from oneplace.vocabulary.data_tests import DATA_TESTS
from tests.run.conftest import finished_place  # noqa: F401

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 22)
TABLES = ("results", "gaps", "signals", "progress", "paths")
LINK = re.compile(r'href="(/[^"#]*)"')
ABOUT_RUNS = ("quality", "data_tests", "provenance", "changes")
"""Files with counts of records, rounded, and of figures that were held; the page that sets runs' files side by side."""
OF_THE_RUNS = re.compile(
    r"[Ff]irst pack|since the last pack|no earlier report|has another status than|Run before|shown on this site"
    r"|stay as published before|what they said for the last|changed in the strategy itself"
    r"|University Hospital Southampton( \(synthetic\))?(: |\s*<span)|<li>Admitted patient care[,:] "
    r"|^[\d,]+( less a few)? [\d,]+ \d+\.\d%$|(data_tests\.csv|open-data\.(xlsx|zip))</a> \("
)
"""Which was the run before and what has changed since; how many figures were held; counts of an extract's rows
(which in the PDF stand on a line of their own where the partner's name is long); sizes of files that hold them."""
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def before(finished_place: Path) -> Path:  # noqa: F811
    """The place after its first run."""
    pipeline.run(finished_place, as_of=DAY)
    return finished_place


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same place after its second run: an emergency admission is gone."""
    place = changed(before, tmp_path_factory.mktemp("after"), remove)
    pipeline.run(place, as_of=DAY)
    return place


def changed(before: Path, into: Path, change: Callable[[Path], None]) -> Path:
    place = Path(shutil.copytree(before, into / "smallville"))
    change(place / "data" / "extracts")
    return place


def remove(extracts: Path) -> None:
    with rows_of(extracts / "acute" / "apc.csv") as rows:
        rows.remove(emergency(rows))


def add(extracts: Path) -> None:
    """A patient is admitted once more."""
    with rows_of(extracts / "acute" / "apc.csv") as rows:
        days = {name: "2024-06-20 10:00:00" for name in rows[0] if "DATE_TIME" in name}
        rows.append(emergency(rows) | days | {"HOSPITAL_PROVIDER_SPELL_NUMBER": "S99999999"})


def move(extracts: Path) -> None:
    """A patient of a group whose admissions are hidden says that they are of another one."""
    with rows_of(extracts / "acute" / "apc.csv") as rows:
        moved = next(row["NHS_NUMBER"] for row in rows if is_emergency(row) and row["ETHNIC_CATEGORY"] in "HJKL")
    for path in (*extracts.glob("acute/*.csv"), extracts / "gp" / "patients.csv"):
        with rows_of(path) as rows:
            for row in rows:
                if moved in row.values():
                    row["ETHNIC_CATEGORY" if "ETHNIC_CATEGORY" in row else "ethnic_code"] = "A"


def emergency(rows: Rows) -> dict[str, str]:
    return next(row for row in rows if is_emergency(row))


def is_emergency(row: dict[str, str]) -> bool:
    return row["ADMISSION_METHOD"].startswith("2") and "2024-05" <= row["START_DATE_TIME_SPELL"] < "2025-03"


@contextmanager
def rows_of(path: Path) -> Iterator[Rows]:
    """The rows of an extract; what is done to them is written back."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    yield rows
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, rows[0])
        written.writeheader()
        written.writerows(rows)


def test_the_second_run_is_made_of_other_records_and_knows_the_first(before: Path, after: Path) -> None:
    first, second = pipeline.current(before), pipeline.current(after)
    assert first.manifest["record"] != second.manifest["record"]
    assert (first.manifest["served"], second.manifest["served"]) == ([], [first.id])
    assert sum(results.read(second.results)["provenance"]["rows_held"].to_pylist()) > 1


@pytest.mark.parametrize("name", TABLES)
def test_no_table_tells_two_runs_apart(before: Path, after: Path, name: str) -> None:
    first, second = (results.read(pipeline.current(place).results)[name] for place in (before, after))
    assert first.num_rows or name == "signals"  # no measure of this place has months
    assert first.equals(second)


def test_counts_of_records_differ_by_a_step_of_their_rounding_or_not_at_all(before: Path, after: Path) -> None:
    first, second = (results.read(pipeline.current(place).results) for place in (before, after))
    rows = zip(first["quality"].to_pylist(), second["quality"].to_pylist(), strict=True)
    moved = [(one[name], other[name]) for one, other in rows for name in one if one[name] != other[name]]
    assert moved
    assert {abs(one - other) for one, other in moved} == {5}
    assert {number % 5 for pair in moved for number in pair} == {0}
    assert first["provenance"].drop(["rows_held"]).equals(second["provenance"].drop(["rows_held"]))


def test_no_test_of_the_data_counts_one_record_more_or_less(before: Path, after: Path) -> None:
    """A feed is counted as one that passes or fails; all else is rounded, and what was before is told in per cent."""
    tables = (results.read(pipeline.current(place).results)["data_tests"].to_pylist() for place in (before, after))
    for row in [row for rows in tables for row in rows if not DATA_TESTS[row["test"]].of_feeds]:
        assert {number % 5 for number in (row["failed"], row["checked"]) if number is not None} <= {0}, row


@pytest.mark.parametrize("change", [add, move])
def test_nor_does_the_terminal_after_another_change(
    before: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    place = changed(before, tmp_path, change)
    first = results.read(pipeline.current(place).results)
    bare = measures.measure(read(place), pipeline.load(place).folder).tables["results"]
    shown = pipeline.measure(place)
    for name in ("numerator", "suppressed", "group"):
        assert shown[name].equals(first["results"][name])  # days at risk that moved to a shown group may show
    assert not bare["numerator"].equals(shown["numerator"])  # what would be shown if nobody had seen the first run
    explained = pipeline.explain(place, "emergency_admissions").rows_read
    assert explained == next(iter(first["provenance"]["rows_read"].to_pylist()))


def test_what_is_hidden_has_no_number_in_any_column(after: Path) -> None:
    rows = results.read(pipeline.current(after).results)["results"].to_pylist()
    hidden = [row for row in rows if row["suppressed"]]
    assert hidden
    for name in ("numerator", "denominator", "value", "lower", "upper"):
        assert {row[name] for row in hidden} == {None}


@pytest.mark.parametrize("ending", ["html", "csv", "json", "pdf", "docx", "svg", "xlsx", "zip"])
def test_no_file_of_the_pack_tells_them_apart(before: Path, after: Path, ending: str) -> None:
    first, second = (files(pipeline.current(place), ending) for place in (before, after))
    assert first
    assert first == second


def test_no_page_tells_them_apart(serving: Callable[[Path], None], visitor: Client, before: Path, after: Path) -> None:
    first, second = (crawl(serving, visitor, place) for place in (before, after))
    assert len(first) > 20
    assert first == second


def files(run: pipeline.Run, ending: str) -> dict[str, str]:
    """What the pack's files of a kind say."""
    paths = [path for path in sorted(run.pack.rglob(f"*.{ending}")) if path.stem not in ABOUT_RUNS]
    return {path.relative_to(run.pack).as_posix(): plain(run, text(path.suffix, path.read_bytes())) for path in paths}


def text(ending: str, held: bytes) -> str:
    """What a file of such an ending says; of an archive, what its files say."""
    file = io.BytesIO(held)
    if ending == ".pdf":
        return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file))
    if ending == ".docx":
        return "\n".join(line for part in docx.Document(file).iter_inner_content() for line in lines(part))
    if ending == ".xlsx":
        book = openpyxl.load_workbook(file, read_only=True)
        sheets = [sheet for sheet in book if sheet.title not in ABOUT_RUNS]
        return "\n".join(f"{sheet.title} {row}" for sheet in sheets for row in sheet.iter_rows(values_only=True))
    if ending == ".zip":
        with zipfile.ZipFile(file) as kept:
            names = [name for name in sorted(kept.namelist()) if Path(name).stem not in ABOUT_RUNS]
            return "\n".join(f"{name}\n{text(Path(name).suffix, kept.read(name))}" for name in names)
    return held.decode("utf-8", "replace")


def lines(part: Paragraph | Table) -> list[str]:
    return [part.text] if isinstance(part, Paragraph) else [" ".join(c.text for c in row.cells) for row in part.rows]


def crawl(serving: Callable[[Path], None], visitor: Client, place: Path) -> dict[str, str]:
    """Every page and download that a reader reaches from the front page."""
    serving(place)
    run, waiting, found = pipeline.current(place), ["/"], dict[str, str]()
    while waiting:
        path = waiting.pop()
        answer = visitor.get(path)
        said = text(Path(path).suffix, b"".join(answer))
        read = answer["Content-Type"].startswith("text/") or path.endswith((".xlsx", ".zip"))
        kept = read and not {Path(path).stem, Path(path).parent.name}.intersection(ABOUT_RUNS)
        found[plain(run, path)] = plain(run, said) if kept else ""
        waiting += sorted({link for link in LINK.findall(said) if link not in found} - set(waiting))
    return found


def plain(run: pipeline.Run, said: str) -> str:
    """What is said of people: no name of a run, no moment, hash or token, and no line that is only about the runs."""
    for name in ("run", "record", "built_on", "software"):
        said = said.replace(str(run.manifest[name]), name)
    said = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|\b[0-9a-f]{8,64}\b', "token", said)
    parts = re.sub("(<li|</section)", r"\n\1", said).splitlines()
    return "\n".join(part for part in parts if part.strip() and not OF_THE_RUNS.search(part))
