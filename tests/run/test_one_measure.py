"""One measure is shown as a run of the whole place would show it: nothing is told that another makes hidden."""

import pyarrow.compute as pc
import pytest

from oneplace import run

pytestmark = pytest.mark.slow


def test_what_another_measure_hides_of_the_same_people_is_hidden(a_place):
    asked, beside = "emergency_admissions", "same_admissions"
    alone = run.measure(a_place, only=asked)
    text = (a_place / "measures" / f"{asked}.yaml").read_text()
    more = text.replace(f"id: {asked}", f"id: {beside}", 1) + "small_numbers: {below: 60}\n"
    (a_place / "measures" / f"{beside}.yaml").write_text(more)
    shown, whole = run.measure(a_place, only=asked), run.measure(a_place)
    assert shown == whole.filter(pc.equal(whole["measure"], asked))
    assert pc.sum(shown["suppressed"]).as_py() > pc.sum(alone["suppressed"]).as_py()
    published = run.measure(a_place, only="obesity_year_6")  # needs no other
    assert set(published["measure"].to_pylist()) == {"obesity_year_6"}
