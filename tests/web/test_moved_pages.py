"""What changed in the files stands on its page, on the ambition's and on the board's, old beside new."""

from __future__ import annotations

import html
import json
import re
import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from oneplace.place import Measure, measure_library
from oneplace.place.document import load
from oneplace.whole import sha256
from tests.web import world
from tests.web.reading import own_words, sentences
from tests.web.test_reading_age import NOTICE, OLDEST, age

EASED = {
    "part": "outcomes",
    "subject": "A1",
    "name": "Are fewer babies exposed to smoking before birth?",
    "kind": "changed",
    "field": "target.value",
    "old": "5",
    "new": "6",
    "eases": "A1",
    "decision": "DEC1",
    "decided": False,
}
PLAIN = {
    "part": "partners",
    "subject": "council",
    "name": "Testton City Council",
    "kind": "changed",
    "field": "role",
    "old": None,
    "new": "Leads",
    "eases": None,
    "decision": None,
    "decided": None,
}
AGREED = {
    "ambition": "A1",
    "name": "Is it fewer",
    "measure": "smoking",
    "unit": "percent",
    "decimals": 1,
    "target": 5.0,
    "target_label": "2027/28",
    "status": "off_path",
    "status_forecast": "unlikely",
    "why": "It is too high.",
    "target_provenance": "illustrative",
    "proposed_target": 6.0,
    "proposed_target_provenance": "illustrative",
    "proposed_target_label": "2027/28",
    "proposed_status": "on_path",
    "run": world.EARLIER,
    "run_as_of": date(2026, 1, 31),
    "decision": "DEC1",
}
SENTENCE = (
    "The target before, 5.0% (illustrative) by 2027/28 as readers saw it on 31 January 2026, holds until the decision "
    "“Fund the clinics” is taken. By it the ambition stands: off path. It is too high. By the target proposed, 6.0% "
    "(illustrative) by 2027/28, it would stand: on path."
)


@pytest.fixture
def folder(places: dict[str, Path], tmp_path: Path) -> Path:
    """The full place, whose files changed between its two runs."""
    copied = Path(shutil.copytree(places["full"], tmp_path / "moved"))
    world.rewrite(copied, world.RUN, "changes", [PLAIN, EASED])
    world.rewrite(copied, world.RUN, "agreed", [AGREED])
    return copied


def words(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def test_the_page_shows_old_beside_new_what_was_eased_first(serving, visitor, folder):
    serving(folder)
    said = words(visitor.get("/changes"))
    assert "2 things changed in the files of the strategy and in the figures behind it." in said
    assert "31 January 2026 (run 2026-01-31-11112222) to 30 April 2026 (run 2026-04-30-0a1b2c3d)" in said
    eased = "target (illustrative) easier or looser 5.0% 6.0% asked for: Fund the"
    assert f"Are fewer babies exposed to smoking before birth? {eased}" in said
    assert "Partner: Testton City Council role not set Leads none needed" in said
    assert said.index("Made easier") < said.index(eased) < said.index("Partner: Testton")
    assert f"Is it fewer. {SENTENCE}" in said


def test_what_was_added_or_dropped_is_told_as_that_and_not_as_nothing_beside_nothing(serving, visitor, folder):
    whole = {"field": None, "new": None}
    new = PLAIN | whole | {"part": "decisions", "subject": "D1", "name": "Fund it", "kind": "added"}
    gone = PLAIN | whole | {"part": "goals", "subject": "G9", "name": "Live long", "kind": "dropped"}
    world.rewrite(folder, world.RUN, "changes", [new, gone])
    serving(folder)
    said = words(visitor.get("/changes"))
    assert "Decision: Fund it added not there there none needed" in said
    assert "Goal: Live long dropped there not there none needed" in said


def test_home_says_what_was_made_easier_though_every_ambition_stands_as_it_stood(serving, visitor, folder):
    """“No ambition has another status” alone would hide a target that was let down."""
    serving(folder)
    said = words(visitor.get("/"))
    lead = "Made easier since then, or asked to be: Ambition: Are fewer babies exposed to smoking before birth?"
    assert f"{lead} : target (illustrative): was “5.0%”, now “6.0%” (asked for: Fund the clinics)" in said
    serving("full")
    assert "Made easier" not in words(visitor.get("/"))


GOAL = {
    "part": "goals",
    "subject": "G1",
    "name": "Live well",
    "field": "text",
    "old": "All live well",
    "new": "Some do",
}
QUORUM = {"part": "boards", "subject": "hwb", "name": "Board", "field": "quorum", "old": "5", "new": "2"}
OTHERWISE = [PLAIN | GOAL, PLAIN | QUORUM | {"decided": False}]
DOORS = ("/", "/board", "/ambitions/A1", "/changes")


@pytest.mark.parametrize("door", DOORS)
def test_what_reads_otherwise_stands_at_every_door(serving, signed_in, folder, door):
    """A promise worded otherwise, something agreed that is another with no decision; of an ambition what it serves."""
    world.rewrite(folder, world.RUN, "changes", [PLAIN, *OTHERWISE])
    serving(folder)
    said = words(signed_in("alice").get(door))
    assert "Goal: Live well" in said
    assert "All live well" in said
    assert "Some do" in said
    assert ("Board: Board" in said and "no decision" in said) is (door != "/ambitions/A1")
    assert ("Testton City Council role" in said or "Partner: Testton City Council" in said) is (door == "/changes")


def test_home_counts_what_it_has_no_room_for(serving, visitor, folder):
    rows = [OTHERWISE[0] | {"subject": f"G{n}", "name": f"Goal {n}"} for n in range(1, 12)]
    world.rewrite(folder, world.RUN, "changes", rows)
    serving(folder)
    assert "And 3 more." in words(visitor.get("/"))


def test_the_page_is_read_at_eleven(serving, visitor, folder):
    serving(folder)
    found = sentences(NOTICE.sub("", visitor.get("/changes").content.decode()), own_words(folder))
    assert len(found) >= 4
    assert age(found) <= OLDEST, found


def test_the_ambition_shows_its_own_and_both_statuses(serving, visitor, folder):
    serving(folder)
    said = words(visitor.get("/ambitions/A1"))
    assert SENTENCE in said
    assert "Off path by what stood before; by what is proposed: on path" in said
    assert "target (illustrative) easier or looser 5.0% 6.0%" in said
    assert "Testton City Council role" not in said
    other = words(visitor.get("/ambitions/A2"))
    assert "What changed about this ambition" not in other
    assert "is proposed" not in other


OF_GAP = {
    "asks": "gap",
    "gap_dimension": "deprivation",
    "gap_statistic": "SII",
    "gap_target": -5.0,
    "gap_target_label": "2027/28",
    "gap_target_provenance": "illustrative",
    "gap_status": "off_path",
    "gap_status_forecast": "unlikely",
    "gap_why": "It is too wide.",
    "proposed_gap_target": -7.0,
    "proposed_gap_target_label": "2027/28",
    "proposed_gap_target_provenance": "illustrative",
    "proposed_gap_status": "on_path",
    "proposed_gap_status_forecast": "likely",
}


def test_of_a_gap_alone_that_is_asked_to_be_eased_no_page_says_so_of_the_average(serving, visitor, folder):
    world.rewrite(folder, world.RUN, "agreed", [AGREED | OF_GAP])
    serving(folder)
    said = words(visitor.get("/ambitions/A1"))
    assert "The target for the gap by deprivation before, 5.0 percentage points (illustrative) by 2027/28" in said
    assert "By it the gap stands: off path. It is too wide. By the target proposed, 7.0 percentage points" in said
    assert "The target before" not in said
    assert "by what is proposed: on path" not in said


def test_what_a_decision_eased_in_an_earlier_run_stands_at_every_door(serving, visitor, signed_in, folder):
    path = folder / "var" / "runs" / world.RUN / "results" / "progress.parquet"
    rows = [
        row | ({"eased_from": 4.25, "eased_from_label": row["target_label"], "eased_by": "DEC2"} if at == "A1" else {})
        for row in pq.read_table(path).to_pylist()
        if (at := row["ambition"])
    ]
    world.rewrite(folder, world.RUN, "progress", rows)
    serving(folder)
    told = "Its target was eased from 4.25% (illustrative) by the decision “Approve the strategy” of 10 March 2021"
    for page in ("/", "/ambitions/A1"):
        assert told in words(visitor.get(page)), page
    assert told in words(signed_in("alice").get("/board"))
    assert "was eased from" not in words(visitor.get("/ambitions/A2"))
    for page in ("/decisions", "/decisions/DEC2"):
        said = words(visitor.get(page))
        assert "It eased the target of “Are fewer babies exposed to smoking before birth?” from 4.25% (ill" in said, (
            page
        )


def test_a_gap_off_its_path_is_counted_with_what_it_rests_on(serving, visitor, folder):
    serving(folder)
    assert "1 (on made-up figures) with a gap off its path" in words(visitor.get("/"))


def test_a_decision_that_is_asked_for_tells_what_it_is_to_ease(serving, visitor, folder):
    serving(folder)
    told = "It is to ease the target of “Is it fewer” from 5.0% (illustrative) by 2027/28 to 6.0% (illustrative) by"
    for page in ("/decisions", "/decisions/DEC1"):
        assert told in words(visitor.get(page)), page


def test_the_board_reads_what_was_eased_and_the_way_to_the_rest(serving, signed_in, folder):
    serving(folder)
    said = words(signed_in("alice").get("/board"))
    assert f"Is it fewer. {SENTENCE}" in said
    assert "target (illustrative) easier or looser 5.0% 6.0% asked for: Fund the clinics" in said
    assert "Partner: Testton City Council" not in said
    assert 'href="/changes"' in signed_in("alice").get("/board").content.decode()


def test_a_decision_that_is_taken_has_its_day_and_none_is_said(serving, visitor, folder):
    decided = EASED | {"decision": "DEC2", "decided": True}
    world.rewrite(folder, world.RUN, "changes", [decided, EASED | {"field": "target.period", "decision": None}])
    serving(folder)
    said = words(visitor.get("/changes"))
    assert "5.0% 6.0% Approve the strategy, 10 March 2021" in said
    assert "no decision" in said


def test_any_two_runs_that_readers_saw_can_be_set_side_by_side(serving, visitor, folder):
    run = folder / "var" / "runs" / world.EARLIER
    strategy = run / "inputs" / "strategy.yaml"
    strategy.write_text(strategy.read_text().replace("Fewer babies exposed", "Fewer infants exposed"))
    serving(folder)
    asked = f"/changes?from={world.EARLIER}&to={world.RUN}"
    assert "is not as it was made (inputs/strategy.yaml was changed)" in words(visitor.get(asked))
    manifest = json.loads((run / "run.json").read_text())
    manifest["files"]["inputs/strategy.yaml"] = sha256(strategy)
    (run / "run.json").write_text(json.dumps(manifest))
    serving(Path(shutil.copytree(folder, folder.with_name("again"))))
    said = words(visitor.get(asked))
    assert "1 thing changed in the files of the strategy and in the figures behind it. This is from" in said
    assert "wording Fewer infants exposed to smoking before birth Fewer babies exposed to smoking before birth" in said
    back = words(visitor.get(f"/changes?from={world.RUN}&to={world.EARLIER}"))
    assert "wording Fewer babies exposed to smoking before birth Fewer infants exposed to smoking before birth" in back


def test_the_steps_of_a_path_are_one_line(serving, visitor, folder):
    steps = [EASED | {"field": f"trajectory.{year}", "old": "5", "new": "6"} for year in ("2024/25", "2025/26")]
    world.rewrite(
        folder, world.RUN, "changes", [EASED, *steps, steps[0] | {"subject": "A2", "eases": None, "decided": None}]
    )
    serving(folder)
    said = words(visitor.get("/changes"))
    steps = "2024/25: 5.0%; 2025/26: 5.0% 2024/25: 6.0%; 2025/26: 6.0%"
    assert f"path, 2024/25 to 2025/26 (illustrative) easier or looser {steps}" in said
    assert "path for 2024/25 (illustrative) 5.0% 6.0% none needed" in said
    assert "3 things" in said


def test_runs_that_are_not_there_are_not_asked_for(serving, visitor, folder):
    serving(folder)
    assert words(visitor.get("/changes?from=../x&to=y")) == words(visitor.get("/changes"))


def test_where_nothing_changed_and_where_there_is_no_run(serving, visitor):
    serving("full")
    assert "The strategy and its measures say the same on 30 April 2026" in words(visitor.get("/changes"))
    serving("no_run")
    assert "There is no earlier report to compare with." in words(visitor.get("/changes"))


def test_other_words_of_the_library_stand_apart_and_are_no_change_of_the_ambition(serving, visitor, folder):
    reworded = EASED | {"part": "measures", "subject": "smoking", "name": "Smoking", "kind": "reworded"}
    reworded |= {"field": "definition", "old": "Of all mothers.", "new": "How many.", "eases": None, "decided": None}
    world.rewrite(folder, world.RUN, "changes", [reworded | {"decision": None}])
    serving(folder)
    said = words(visitor.get("/changes"))
    assert "Measures in other words The shared library has put these definitions in plainer words." in said
    assert "definition, in other words Of all mothers. How many. none needed" in said
    assert "Of all mothers." not in words(visitor.get("/ambitions/A1"))
    assert "Of all mothers." not in words(visitor.get("/"))


def test_a_definition_shows_how_the_library_put_it_before_and_no_measure_of_a_places_own_does(site):
    from django.template import engines

    said = load(measure_library()["adult_obesity"]).data
    macro = engines["jinja2"].env.get_template("components.jinja").module.definition_part
    for library, shown in (("adult_obesity", True), (None, False)):
        measure = Measure.model_validate({**said, "library": library})
        page = str(macro(measure, None, SimpleNamespace(title="Testton", as_of=None, run_id="")))
        assert said["definition"] in page
        assert (said["reworded"][0]["was"] in page) is shown
        assert ("as it stood until November 2026" in page) is shown
