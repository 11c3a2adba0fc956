"""The documents of every decision: its report and, of a key one, its notice; for the board those in full as well.

And those of a meeting, as it stands: its agenda and its minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from oneplace.pack.document import Document
from oneplace.pack.formats import DECISIONS, IN_FULL, write_docx, write_pdf
from oneplace.pack.sections import agenda, decision_report, minutes, not_key, notice, private_notice, urgent_report
from oneplace.place import Decision
from oneplace.report import RunReport
from oneplace.report.meetings import Sitting
from oneplace.report.urgent import UrgentDecision


def write_decisions(found: RunReport, built_on: str, out: Path) -> list[Path]:
    """Write ``decisions/ID/report.pdf`` and ``.docx`` into the folder ``out``, ``notice.…`` beside them for a key one.

    Where parts of a decision are exempt, those files hold what everyone reads, and ``board/decisions/ID/`` the report
    in full.
    """
    written = []
    for folder, name, document in _documents(found, built_on):
        (out / folder).mkdir(parents=True, exist_ok=True)
        written.append(write_pdf(document, out / folder, f"{name}.pdf"))
        written.append(write_docx(document, out / folder, f"{name}.docx"))
    return written


MADE: Mapping[str, Callable[[RunReport, Decision, str], Document]] = {
    "report": decision_report,
    "notice": notice,
    "private-notice": private_notice,
    "why-not-key": not_key,
}
"""The documents of a decision, by what their files are called."""
OF_MEETINGS: Mapping[str, Callable[[RunReport, Sitting, str], Document]] = {"agenda": agenda, "minutes": minutes}
"""The documents of a meeting, likewise."""
WRITERS: Mapping[str, Callable[[Document, Path, str], Path]] = {".docx": write_docx, ".pdf": write_pdf}


def decision_file(found: RunReport, decision: Decision, name: str, built_on: str, *notices: str) -> bytes:
    """One document of a decision as it stands, outside any run: ``report.docx``, ``notice.pdf`` and so on.

    ``notices`` stand above it. Raises ``KeyError`` for a name that no document has.
    """
    return _written(MADE[Path(name).stem](found, decision, built_on), name, notices)


def sitting_file(found: RunReport, sitting: Sitting, name: str, built_on: str, *notices: str) -> bytes:
    """One document of a meeting as it stands: ``agenda.docx``, ``minutes.pdf``; ``notices`` stand above it.

    Raises ``KeyError`` for a name that no document has.
    """
    return _written(OF_MEETINGS[Path(name).stem](found, sitting, built_on), name, notices)


def urgent_file(found: RunReport, listed: Sequence[UrgentDecision], period: str, name: str, built_on: str) -> bytes:
    """The report on the urgent decisions of a ``period`` (in words), in the form that ``name`` ends with."""
    return _written(urgent_report(found, listed, period, built_on), name, ())


def _written(made: Document, name: str, notices: Iterable[str]) -> bytes:
    write = WRITERS[Path(name).suffix]
    with TemporaryDirectory() as folder:
        return write(replace(made, notices=(*made.notices, *notices)), Path(folder), name).read_bytes()


def _documents(found: RunReport, built_on: str) -> Iterator[tuple[str, str, Document]]:
    def made(of: Callable[[RunReport, Decision, str], Document], decision: Decision) -> Document:
        return of(found, decision, built_on)

    for key, one in found.place.decisions.items():
        yield f"{DECISIONS}/{key}", "report", made(decision_report, one)
        if one.key_decision == "yes":
            yield f"{DECISIONS}/{key}", "notice", made(notice, one)
        if one.exempt:
            yield f"{IN_FULL}/{key}", "report", made(decision_report, found.place.decisions_in_full[key])
