"""What is said of an ambition, in the pack and its brief; what is for the board alone is in no file of the pack."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oneplace.pack.document import Items
from oneplace.pack.sections import brief
from oneplace.pack.sections.commentary import commentary
from oneplace.place import Owner
from oneplace.results import TABLES
from tests.pack.pieces import NOTHING, evidence, texts

ROW = {"ambition": "A1", "why": "Two left.", "doing": "Hiring.", "written_by": "Midwife", "cycle": "annual"}


def said(tmp_path, **more):
    row = ROW | {"said_at": date(2026, 3, 31), "newest": True, "stale": False} | more
    found = evidence(tmp_path, a1={"status": "off_path"}, commentary=[row])
    return commentary(found.judged[0], found)


def test_it_says_why_what_is_done_and_that_no_step_is_set(tmp_path):
    points, note = said(tmp_path)
    assert points == Items(("Why: Two left.", "What is done about it: Hiring.", "Next step: not set"))
    assert (note.text, note.kind) == ("Written for the run of 31 March 2026, by Midwife.", "note")


def test_it_says_that_it_is_old_or_made_up(tmp_path):
    _, note = said(tmp_path, stale=True, origin="illustrative")
    assert note.text == (
        "Illustrative: nobody wrote this. It shows the form. "
        "Written for the run of 31 March 2026, by Midwife. It is older than one yearly cycle."
    )


def test_that_nothing_is_said_stands_once_with_whom_to_ask_and_not_at_each_ambition(tmp_path):
    made = brief(evidence(tmp_path, a1={"status": "off_path"}), {"A1": NOTHING}, 1)
    assert sum("commentary" in text for section in made.sections for text in texts(section)) == 1
    lacks = "None of the 2 ambitions has a named owner, a workstream or a commentary."
    assert lacks in " ".join(texts(made.sections[0]))


def test_an_ambition_that_has_an_owner_says_whom_to_ask_for_its_commentary(tmp_path):
    found = evidence(tmp_path, a1={"status": "off_path"})
    owner = Owner(org="ext:council", role="Midwife")
    owned = replace(found.judged[0], outcome=found.judged[0].outcome.model_copy(update={"owner": owner}))
    (told,) = commentary(owned, found)
    assert told.text == "No commentary yet. Whom to ask: Midwife, council."


@pytest.mark.slow
def test_the_built_pack_has_what_all_may_read_and_no_file_has_the_rest(built: Path):
    files = [path for path in built.rglob("*") if path.is_file()]
    archive = zipfile.ZipFile(built / "open-data.zip")
    bodies = {path.name: path.read_bytes() for path in files} | {
        name: archive.read(name) for name in archive.namelist()
    }
    assert [name for name, body in bodies.items() if b"secret of the board" in body] == []
    assert "board_commentary" in TABLES
    assert not any("board_commentary" in name for name in bodies)
    assert b"Clinics closed for a month." in bodies["csv/commentary.csv"]
    off = next(one for one in json.loads(bodies["pack.json"])["ambitions"] if one["ambition"] == "OFF")
    assert [row["why"] for row in off["commentary"]] == ["Clinics closed for a month."]
    page = (built / "html" / "start_well.html").read_text()
    assert "Why: Clinics closed for a month." in page
    assert "Next step: Write to parents. To be done by Testing-on-Sea Council, no later than 31 January 2027." in page
