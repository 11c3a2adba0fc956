"""Build the pack in every format from one run's results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from oneplace.pack.decision_files import write_decisions
from oneplace.pack.document import Document, charts
from oneplace.pack.drawing import Drawn, draw
from oneplace.pack.evidence import Evidence, evidence
from oneplace.pack.formats import (
    write_csv,
    write_docx,
    write_html,
    write_json,
    write_pdf,
    write_shorter,
    write_stratml,
    write_together,
)
from oneplace.pack.sections import brief, compose, council_report, most_room, without_unused
from oneplace.place import Place

BRIEF, BRIEF_PAGES = "board-brief.pdf", 10
"""What a board reads in twenty minutes; ``board-pack.pdf`` is its annex."""

Reporter = Callable[[str, float], None]


@dataclass(frozen=True)
class PackReport:
    """What ``build`` wrote, and the seconds that each part took."""

    folder: Path
    ambitions: int
    charts: int
    seconds: dict[str, float] = field(default_factory=dict)


def build(
    place: Place,
    results_folder: Path,
    out: Path,
    *,
    manifest: Mapping[str, Any],
    previous: Path | None = None,
    progress: Reporter | None = None,
) -> PackReport:
    """Write the pack of a run into the folder ``out``.

    ``results_folder`` holds the run's tables, ``previous`` those of the run before (for what changed). ``manifest``
    names the run: ``run``, ``as_of``, ``built_on`` (ISO date and time), ``software``, and, where known, ``record``,
    ``previous`` and ``inputs``. The same inputs and ``built_on`` give the same bytes; another ``built_on`` changes
    only the metadata that holds it. Written are ``html/``, ``charts/``, ``csv/``, ``decisions/``, ``board-brief.pdf``,
    ``board-pack.pdf``, ``board-pack.docx``, ``stratml.xml``, ``pack.json``, ``pack.schema.json``, ``open-data.xlsx``
    and ``open-data.zip``. Raises ``OneplaceError`` where there are no results.
    """
    found = evidence(place, results_folder, manifest, previous)
    out.mkdir(parents=True, exist_ok=True)
    building = _Building(out, found, progress or (lambda _what, _share: None))
    return building.all()


class _Building:
    """One call of ``build``: its steps with their share of the time."""

    def __init__(self, out: Path, found: Evidence, report: Reporter) -> None:
        self.out, self.found, self.report = out, found, report
        self.seconds: dict[str, float] = {}

    def all(self) -> PackReport:
        drawn = self._step("charts", 0.0, self._draw)
        document = self._step("sections", 0.6, lambda: compose(self.found, drawn))
        number = self._step("charts' files", 0.62, lambda: self._write_charts(document))
        self._write_formats(document, drawn)
        self.report("done", 1.0)
        return PackReport(self.out, len(self.found.judged), number, self.seconds)

    def _write_formats(self, document: Document, drawn: Mapping[str, Drawn]) -> None:
        """Write the formats side by side: typesetting and pictures are made outside Python's own lock."""
        self.report("PDF, Word, web pages and data", 0.65)
        shown = without_unused(document)
        formats: dict[str, Callable[[], Any]] = {
            "PDF": lambda: write_pdf(shown, self.out),
            "PDF in brief": lambda: self._write_brief(drawn),
            "Word": lambda: write_docx(council_report(document, self.found), self.out),
            "web pages": lambda: write_html(shown, self.out / "html"),
            "CSV": lambda: write_csv(self.found, self.out / "csv"),
            "StratML": lambda: write_stratml(self.found, self.out),
            "JSON": lambda: write_json(self.found, document.built_on, self.out),
        }
        with ThreadPoolExecutor(max_workers=2) as pool:
            for done in [pool.submit(self._timed, what, write) for what, write in formats.items()]:
                done.result()
        self._timed("decisions", lambda: write_decisions(self.found.report, document.built_on, self.out))
        self._timed("workbook and archive", lambda: write_together(self.found, self.out))

    def _write_brief(self, drawn: Mapping[str, Drawn]) -> Path:
        """As many ambitions get a part of their own, and a chart, as there is room for."""
        most = most_room(self.found)
        return write_shorter(lambda room: brief(self.found, drawn, room), most, BRIEF_PAGES, self.out, BRIEF)

    def _step(self, what: str, share: float, do: Callable[[], Any]) -> Any:
        self.report(what, share)
        return self._timed(what, do)

    def _timed(self, what: str, do: Callable[[], Any]) -> Any:
        start = perf_counter()
        done = do()
        self.seconds[what] = round(perf_counter() - start, 2)
        return done

    def _draw(self) -> dict[str, Drawn]:
        drawn = {}
        for index, one in enumerate(self.found.judged):
            self.report(f"charts of {one.ambition.id}", 0.6 * index / len(self.found.judged))
            drawn[one.ambition.id] = draw(one, self.found.place.place, self.found.place.outlines)
        return drawn

    def _write_charts(self, document: Document) -> int:
        folder = self.out / "charts"
        folder.mkdir(exist_ok=True)
        all_of_them = charts(document)
        for chart in all_of_them:
            (folder / f"{chart.id}.svg").write_text(chart.file, encoding="utf-8")
        return len(all_of_them)
