"""The library may put a definition in other words: readers see both, and nobody is asked. A place's own words ask."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from oneplace.place import check, library, moved, read
from oneplace.place.document import load
from oneplace.place.folder import read_files
from oneplace.place.measure import Measure
from oneplace.place.moved import Kind
from oneplace.report import moves
from tests.place.eased_place import DAY, edit, publish, write

OLD, NEW = "Deaths under 75 that were preventable.", "How many died before 75 who need not have."
FALLS = f"""id: falls
name: Falls
definition: {OLD}
unit: percent
polarity: low_good
role: outcome
frequency: annual
expected_lag_months: 14
numerator: Those who fell
breakdowns: {{deprivation: No file, ethnicity: No file, age: No file, sex: No file}}
compute: {{from: published, dataset: ambulance, series: c2_mean, area: RYE}}
"""
DECLARED = FALLS.replace(OLD, NEW) + f"reworded:\n  - {{was: {OLD}, until: 2026-10}}\n"


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the one measure of a library in the place of the one that ships."""
    folder = tmp_path / "ships"
    folder.mkdir()
    (folder / "falls.yaml").write_text(FALLS)
    monkeypatch.setattr(library, "SHIPPED", folder)
    return folder / "falls.yaml"


@pytest.fixture
def place(tmp_path: Path, ours: Path) -> Path:
    """A place with a promise on the library's measure, as readers saw it."""
    root = write(tmp_path / "testton")
    (root / "library.yaml").write_text("measures:\n  - falls\n")
    edit(root, "measure: smoking", "measure: falls")
    library.keep(root, publish(root) / "inputs")
    return root


def asked(root: Path) -> list[str]:
    return [one.message for one in check(root, as_of=DAY) if one.code == "E40"]


def told(root: Path) -> list[tuple[str, str, str]]:
    """What of the measure a run now would tell its readers: what kind of change, of what, and who decided it."""
    before = moved.published(root).kept
    rows = before.rows(moved.keep(read(root), before, "2024-02-29-00000002", DAY))
    return [(row["kind"], one.field, one.decided) for row, one in zip(rows, moves(read(root), rows), strict=True)]


def test_other_words_of_the_library_for_the_same_ask_nobody_and_are_told(place, ours):
    assert asked(place) == []
    ours.write_text(DECLARED)
    assert asked(place) == []
    assert told(place) == [(Kind.REWORDED, "definition, in other words", "none needed")]
    assert [(one.was, one.until.words) for one in read(place).measures["falls"].reworded] == [(OLD, "October 2026")]


def test_what_it_is_counted_from_may_be_said_in_other_words_as_well(place, ours):
    """“Courses with that outcome” told no reader which; saying so asked every place for a decision."""
    other = FALLS.replace("numerator: Those who fell", "numerator: People who fell")
    ours.write_text(other)
    assert len(asked(place)) == 1
    ours.write_text(other + "reworded:\n  - {was: Those who fell, of: numerator, until: 2026-11}\n")
    assert asked(place) == []
    assert told(place) == [(Kind.REWORDED, "numerator, in other words", "none needed")]


def test_a_fault_that_the_library_puts_in_other_words_asks_nobody_and_is_told(place, ours):
    """It is a list: a field that the library does not call the same in other words."""
    ours.write_text(FALLS + "known_faults: [Counted by hand]\n")
    assert asked(place) == []
    assert [field for _, field, _ in told(place)] == ["faults that are known"]


def test_other_words_that_the_library_does_not_call_the_same_ask(place, ours):
    ours.write_text(FALLS.replace(OLD, NEW))
    assert [f"was {OLD[:-1]}, is {NEW}" in one for one in asked(place)] == [True]


@pytest.mark.parametrize(
    ("was", "now"),
    [("Those who fell", "Those who fell and were hurt"), ("unit: percent", "unit: days"), ("c2_mean", "c1_mean")],
)
def test_what_else_is_counted_otherwise_with_it_asks(place, ours, was, now):
    ours.write_text(DECLARED.replace(was, now))
    assert len(asked(place)) == 1
    assert OLD not in asked(place)[0]


def test_a_place_that_words_it_itself_is_asked_and_shows_none_of_the_librarys_words(place, ours):
    ours.write_text(DECLARED)
    words = "measures:\n  - {library: falls, because: Ours, definition: How many died before 80.}\n"
    (place / "library.yaml").write_text(words)
    assert len(asked(place)) == 1
    assert read_files(place).as_place().measures["falls"].reworded == ()


def test_a_place_cannot_say_that_the_library_reworded_it(place, ours):
    """Neither in its list, nor in a folder of its own, nor in a measure of its own."""
    (place / "library.yaml").write_text(
        f"measures:\n  - {{library: falls, reworded: [{{was: {OLD}, until: 2026-10}}]}}\n"
    )
    assert [(one.code, one.line) for one in check(place, as_of=DAY) if one.path.name == "library.yaml"] == [("T01", 2)]
    (place / "library.yaml").write_text("measures: [falls]\n")
    (place / "library").mkdir()
    (place / "library" / "falls.yaml").write_text(DECLARED)
    assert len(asked(place)) == 1
    (place / "measures" / "falls.yaml").write_text(DECLARED)
    (place / "library.yaml").unlink()
    assert len(asked(place)) == 1


def test_a_file_of_a_places_own_that_calls_itself_the_librarys_is_refused_and_read_as_its_own(place, ours):
    """Else its page would say that each place counts it so, and that the library put it in plainer words."""
    (place / "library.yaml").unlink()
    (place / "measures" / "falls.yaml").write_text(f"library: falls\n{DECLARED}")
    assert [(one.code, one.path.name, one.line) for one in check(place, as_of=DAY) if one.code == "E115"] == [
        ("E115", "falls.yaml", 1)
    ]
    assert len(asked(place)) == 1
    found = read_files(place).as_place()
    assert found.measures["falls"].library is None
    assert found.file_of(found.measures["falls"]).name == "falls.yaml"


@pytest.mark.data
def test_a_rewording_that_ships_keeps_every_number_and_can_be_read_sooner():
    """An age, a share, a year or a limit neither comes nor goes; plainer words are why it was reworded at all."""
    from tests.web.test_reading_age import age

    shipped = [Measure.model_validate(load(path).data) for path in library.shipped().values()]
    reworded = [one for one in shipped if one.reworded]
    assert len(reworded) > 20
    for one in reworded:
        for before in one.reworded:
            now = getattr(one, before.of)
            assert _numbers(before.was) == _numbers(now), one.id
            assert before.was != now
            assert before.of != "definition" or age(_sentences(now)) < age(_sentences(before.was)), one.id


NUMBER = re.compile(r"\d+(?:[.,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|tenths?|fifths?)\b")


def _numbers(text: str) -> frozenset[str]:
    return frozenset(NUMBER.findall(text))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?])\s+", text)
