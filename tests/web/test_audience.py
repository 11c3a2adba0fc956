"""A table of people that names no audience, put into the contract and a run, is nowhere that anyone can look.

Nor is what a place's files of cohorts and sources say to the machine alone (which codes and numbers they ask for), nor
what a decision holds back from publication.
"""

from __future__ import annotations

import io
import json
import re
import zipfile

import pyarrow as pa
import pytest

from oneplace import results
from tests.web import world
from tests.web.packed import pack_the_run

pytestmark = pytest.mark.slow

SECRET = "9434765919"
NAME = "found_people"
FILES = {
    "cohorts/people.yaml": f"""
# looked up by {SECRET}
id: people
name: People looked up
definition: Those whom somebody looked up.
entry: {{table: observation, where: "code = '{SECRET}'"}}
""",
    "sources.yaml": f"""
# without {SECRET}
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: gp
    partner: GP practices
    system: Records
    synthetic: true
    datasets:
      - id: patients
        files: patients.csv
        columns: {{id: required text, code: text}}
        key: [id]
        refuse: [{{when: "id = '{SECRET}'", because: not a patient of here}}]
""",
    "decisions/D9.yaml": f"""
id: D9
title: Choose a supplier
key_decision: yes
on: 2025-06-10
body: hwb
reasons: not_set
options: [{{text: "{SECRET}"}}]
resources: "{SECRET}"
note: "{SECRET}"
exempt:
  - {{parts: [options, resources, note], paragraph: 3, public_interest: Bids are still open}}
""",
}


@pytest.fixture
def place_with_people(tmp_path, monkeypatch):
    """The place with a run whose results hold the table, and with the pack that is made from them."""
    table = results.Table(NAME, pa.schema([("nhs_number", pa.string()), ("measure", pa.string())]))
    monkeypatch.setitem(results.TABLES, NAME, table)
    folder = world.make(tmp_path / "place")
    of_run = folder / "var" / "runs" / world.RUN
    rows = pa.Table.from_pylist([{"nhs_number": SECRET, "measure": "smoking"}], schema=table.schema)
    results.write(of_run / "results", NAME, rows)
    for root in (folder, of_run / "inputs"):
        for name, said in FILES.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(said, encoding="utf-8")
    pack_the_run(folder)
    return folder


def test_no_file_of_the_pack_has_it(place_with_people):
    files = [path for path in (place_with_people / "var" / "runs" / world.RUN / "pack").rglob("*") if path.is_file()]
    assert "results.csv" in {path.name for path in files}
    for path in files:
        assert NAME not in path.name
        assert SECRET.encode() not in path.read_bytes(), path
        assert NAME.encode() not in path.read_bytes(), path


def test_no_page_csv_or_json_of_the_site_has_it(place_with_people, serving, visitor, signed_in):
    serving(place_with_people)
    for client in (visitor, signed_in("alice")):
        todo, seen = ["/", "/data", "/strategy", "/measures/smoking.json", "/measures/smoking.csv"], set()
        while todo:
            path = todo.pop()
            seen.add(path)
            response = client.get(path)
            body = b"".join(response) if response.streaming else response.content
            assert SECRET.encode() not in body, path
            assert NAME.encode() not in body, path
            if response["Content-Type"].startswith("text/html"):
                links = re.findall(r'href="(/[^"#?]*)', body.decode())
                todo += [link for link in dict.fromkeys(links) if link not in seen and not link.startswith("/whatif")]
        assert {"/downloads/csv/results.csv", "/groups/condition/people", "/decisions/D9"} <= seen
    assert f"/board/packs/{world.RUN}/csv/results.csv" in seen


def test_a_file_of_it_that_lies_in_the_pack_is_not_sent_to_the_public(place_with_people, serving, visitor):
    run = place_with_people / "var" / "runs" / world.RUN
    (run / "pack" / "csv" / f"{NAME}.csv").write_text(SECRET)
    manifest = json.loads((run / "run.json").read_text())
    manifest["files"][f"pack/csv/{NAME}.csv"] = "0"
    (run / "run.json").write_text(json.dumps(manifest))
    serving(place_with_people)
    assert visitor.get(f"/downloads/csv/{NAME}.csv").status_code == 404
    assert NAME not in visitor.get("/data").content.decode()


def test_what_a_decision_holds_back_is_the_boards_alone(place_with_people, serving, visitor, signed_in):
    serving(place_with_people)
    page = visitor.get("/decisions/D9").content.decode()
    assert "Not for publication (paragraph 3 of Schedule 12A to the Local Government Act 1972" in page
    assert "/downloads/decisions/D9/report.pdf" in page
    assert visitor.get("/downloads/decisions/D9/report.pdf").status_code == 200
    whole = "board/decisions/D9/report.docx"
    assert visitor.get(f"/downloads/{whole}").status_code == 404
    assert visitor.get(f"/board/packs/{world.RUN}/{whole}").status_code == 302
    assert signed_in("charlie").get(f"/board/packs/{world.RUN}/{whole}").status_code == 403
    sent = signed_in("alice").get(f"/board/packs/{world.RUN}/{whole}")
    with zipfile.ZipFile(io.BytesIO(b"".join(sent))) as word:
        assert SECRET.encode() in b"".join(word.read(name) for name in word.namelist())


def test_no_open_word_document_holds_it(place_with_people):
    pack = place_with_people / "var" / "runs" / world.RUN / "pack"
    for path in [*pack.glob("decisions/*/*.docx"), pack / "board-pack.docx"]:
        with zipfile.ZipFile(path) as word:
            assert SECRET.encode() not in b"".join(word.read(name) for name in word.namelist()), path
