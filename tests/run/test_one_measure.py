"""One measure is shown as a run of the whole place would show it: nothing is told that another makes hidden."""

import pyarrow.compute as pc
import pytest

from oneplace import measures, run

pytestmark = pytest.mark.slow


def test_what_another_measure_hides_of_the_same_people_is_hidden(a_place, monkeypatch):
    asked, beside = "emergency_admissions", "same_admissions"
    alone = run.measure(a_place, only=asked)
    text = (a_place / "measures" / f"{asked}.yaml").read_text()
    more = text.replace(f"id: {asked}", f"id: {beside}", 1) + "small_numbers: {below: 60}\n"
    (a_place / "measures" / f"{beside}.yaml").write_text(more)
    shown, whole = run.measure(a_place, only=asked), run.measure(a_place)
    assert shown == whole.filter(pc.equal(whole["measure"], asked))
    assert pc.sum(shown["suppressed"]).as_py() > pc.sum(alone["suppressed"]).as_py()
    run.run(a_place)
    assert _counted(a_place, asked, monkeypatch) == ([], shown)  # what the run shows needs no counting
    (a_place / "measures" / f"{beside}.yaml").write_text(more + "# other files than the run's\n")
    assert _counted(a_place, asked, monkeypatch) == ([{asked, beside}], shown)
    published = run.measure(a_place, only="obesity_year_6")  # needs no other
    assert set(published["measure"].to_pylist()) == {"obesity_year_6"}


def _counted(a_place, asked, monkeypatch):
    """The measures that were computed for the rows of one, each time, and the rows."""
    every = []
    true = measures.measure
    with monkeypatch.context() as patched:
        patched.setattr(
            measures, "measure", lambda of, *a, **more: every.append({*of.measures}) or true(of, *a, **more)
        )
        rows = run.measure(a_place, only=asked)
    return every, rows


def test_what_no_measure_reads_asks_for_no_counting(a_place, monkeypatch):
    asked = "emergency_admissions"
    run.run(a_place)
    strategy = a_place / "strategy.yaml"
    strategy.write_text(strategy.read_text() + "# a word more\n")
    (a_place / "delivery").mkdir(exist_ok=True)
    (a_place / "delivery" / "notes.txt").write_text("said in the browser")
    assert _counted(a_place, asked, monkeypatch)[0] == []
    place_file = a_place / "place.yaml"
    place_file.write_text(place_file.read_text() + "# which measures do\n")
    assert len(_counted(a_place, asked, monkeypatch)[0]) == 1
