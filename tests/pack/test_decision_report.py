"""A decision's report and notice: a council's headings in a council's order, and nothing of what is exempt."""

from __future__ import annotations

import itertools
import json
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from oneplace import place
from oneplace.pack.decision_files import write_decisions
from oneplace.pack.document import Items, Section, Table, Text
from oneplace.pack.formats.plain import plain
from oneplace.pack.sections import decision_report, notice
from oneplace.place.strategy.decisions import EXEMPT, Decision, Exempt, Part
from oneplace.progress.sentences import Sentence
from oneplace.report import RunReport, Taken, became, decision_record
from tests.report import a_run

BUILT_ON = "2026-05-02T08:00:00+00:00"
SOUTHAMPTON = Path(__file__).parents[2] / "places" / "southampton"
HEADINGS = Path(__file__).parent / "data" / "southampton_report_headings.txt"
"""The headings of the report to cabinet and council of Southampton of March 2020, in its order."""
CANARY = "Plover and Sons bid 4,711"
PARTS = get_args(Part)


def as_compared(text: str) -> str:
    return text.lower().replace("’", "'").rstrip(":")


def walked(section: Section):
    yield section
    for part in section.sections:
        yield from walked(part)


def headings(document) -> list[str]:
    top = document.sections[0]
    cover = [name for block in top.blocks if isinstance(block, Table) for name, _ in block.rows]
    return [as_compared(text) for text in (*cover, *(part.title for part in walked(top)))]


def words(document) -> str:
    return json.dumps(plain(document), ensure_ascii=False)


@pytest.fixture(scope="module")
def southampton() -> RunReport:
    return a_run.report(place.read(SOUTHAMPTON))


@pytest.fixture
def closed(tmp_path) -> RunReport:
    """A key decision that holds back every part that can be."""
    said = [f'    {part}: "{CANARY}"' for part in PARTS if part != "options"]
    more = [
        "  - id: D9",
        "    title: Choose a supplier",
        "    key_decision: yes",
        "    on: 2026-06-10",
        *said,
        f'    options: [{{text: "{CANARY}"}}]',
        f"    exempt: [{{parts: [{', '.join(PARTS)}], paragraph: 3, public_interest: Bids are still open}}]",
    ]
    folder = tmp_path / "place"
    folder.mkdir()
    strategy = a_run.STRATEGY.replace("gaps:\n", "\n".join([*more, "gaps:\n"]))
    return a_run.report(a_run.a_place(folder, strategy=strategy))


@pytest.mark.slow
def test_the_report_has_the_headings_of_southamptons_in_their_order(southampton):
    report = decision_report(southampton, southampton.place.decisions["DEC-2020-03-strategy"], BUILT_ON)
    ours = iter(headings(report))
    missing = [one for one in HEADINGS.read_text().splitlines() if as_compared(one) not in ours]
    assert missing == []


def test_it_has_the_figures_of_southamptons(southampton):
    told = words(decision_report(southampton, southampton.place.decisions["DEC-2020-03-strategy"], BUILT_ON))
    for figure in ("55th most deprived", "13%", "2017-2025", "section 116A", "Article 4.01", "7 MARCH 2020"):
        assert figure in told
    assert "general power of competence" in told
    assert "cabinet-report" not in told
    assert told.count("(report to cabinet and council)") == 1, "what every line is from is said once"


def test_a_heading_without_words_says_so(tmp_path):
    found = a_run.report(a_run.a_place(tmp_path))
    report = decision_report(found, found.place.decisions["D1"], BUILT_ON)
    risk = next(part for part in walked(report.sections[0]) if part.title == "Risk management implications")
    assert risk.blocks == (Text("Not recorded."),)


def test_what_is_illustrative_says_so_on_top(southampton):
    report = decision_report(southampton, southampton.place.decisions["DEC-illustrative-reminders"], BUILT_ON)
    assert report.notices == ("Illustrative: made up to show the form. Nobody took this decision.",)
    points = [block for part in walked(report.sections[0]) for block in part.blocks if isinstance(block, Items)]
    told = [text for block in points for text in block.items]
    assert any(text.endswith("(made up).") and "is to fall by 1.5 percentage points" in text for text in told)


def test_once_it_is_judged_what_was_expected_is_said_once(southampton, monkeypatch):
    decision = southampton.place.decisions["DEC-illustrative-reminders"]
    seen = Taken(decision, (Sentence("No effect can be seen. Expected was a fall by March 2025."),), ("missed",))
    monkeypatch.setattr(decision_record, "taken", lambda _found: [seen])
    assert became(southampton, decision) == ("No effect can be seen. Expected was a fall by March 2025.",)


def test_the_notice_says_what_regulation_9_asks(closed):
    rows = dict(notice(closed, closed.place.decisions["D9"], BUILT_ON).sections[0].blocks[0].rows)
    assert rows["A key decision is to be made"] == "Yes"
    assert rows["The matter"] == "Choose a supplier"
    assert rows["When"] == "10 June 2026"
    assert rows["Where copies can be had"] == "No contact is set in the place’s files."
    assert "paragraph 3 of Schedule 12A" in rows["What is considered in private"]
    assert CANARY not in words(notice(closed, closed.place.decisions["D9"], BUILT_ON))


def test_nothing_exempt_is_in_the_place_that_pages_read(closed):
    assert CANARY not in repr(closed.place)
    assert CANARY in str(closed.place.decisions_in_full["D9"])


@pytest.mark.slow
def test_no_document_of_everyone_holds_what_is_exempt(closed, tmp_path):
    written = write_decisions(closed, BUILT_ON, tmp_path / "pack")
    names = {path.relative_to(tmp_path / "pack").as_posix() for path in written}
    assert {name for name in names if "D9" in name} == {
        "decisions/D9/report.pdf", "decisions/D9/report.docx", "decisions/D9/notice.pdf", "decisions/D9/notice.docx",
        "board/decisions/D9/report.pdf", "board/decisions/D9/report.docx",
    }  # fmt: skip
    for path in written:
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as word:
                whole = b"".join(word.read(name) for name in word.namelist())
            assert (CANARY.encode() in whole) == ("board" in path.relative_to(tmp_path / "pack").parts)
    assert CANARY not in words(decision_report(closed, closed.place.decisions["D9"], BUILT_ON))
    assert CANARY in words(decision_report(closed, closed.place.decisions_in_full["D9"], BUILT_ON))


@pytest.mark.parametrize("part", PARTS)
def test_in_place_of_an_exempt_part_stand_the_paragraph_and_the_reason(part, closed):
    told = Decision.model_validate(closed.place.decisions["D9"].model_dump(by_alias=True, warnings="error"))
    assert CANARY in repr(getattr(closed.place.decisions_in_full["D9"], part))
    assert CANARY not in repr(told)
    assert "paragraph 3 of Schedule 12A" in repr(getattr(told, part))


def test_each_paragraph_is_told_in_words():
    told = {Exempt(parts=("staff",), paragraph=number, public_interest="So").words for number in EXEMPT}
    assert len(told) == 7
    for one, other in itertools.pairwise(sorted(told)):
        assert one != other


def test_a_part_is_exempt_once():
    twice = tuple(Exempt(parts=("staff",), paragraph=number, public_interest="So") for number in (3, 4))
    with pytest.raises(ValueError, match="'staff' is exempt twice"):
        Decision(id="D", title="T", exempt=twice)
