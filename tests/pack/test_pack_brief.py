"""The pack in brief: whom it gives a page, how many fit, that nobody is lost, and that it is as accessible."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pytest

from oneplace.pack.document import Document, Section, Table, Text
from oneplace.pack.document import charts as charts_of
from oneplace.pack.drawing import draw
from oneplace.pack.formats import page_count, write_shorter
from oneplace.pack.sections import brief, most_room, telling, without_unused
from oneplace.pack.sections.summary import summary
from oneplace.progress import ambitions
from tests.pack import made_up
from tests.pack.pieces import MANIFEST, NOTHING, chart, evidence, rows, texts

KEPT = {"status": "on_path", "path": 8.5, "status_forecast": "likely"}
"""Surely on its path."""
QUIET = {"trend": "better", "level": "usual", "comparison": "similar"}
DRAWN = {"A1": NOTHING, "A2": NOTHING}
FIGURE = {"kind": "actual", "period_label": "2024/25", "value": 5.1, "lower": None, "upper": None}
MONTH = {"period_start": date(2025, 3, 1), "period_end": date(2025, 4, 1), "period_label": "March 2025", "rules": "",
         "point": "common_cause", "variation": None, "assurance": None, "since": "March 2025", "rebased_why": None,
         "reason": "Too few points to judge."}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"status": "off_path"}, True),
        ({"status": "on_path"}, True),
        ({"status": "average_up_but_gap_wider"}, True),
        ({"status": "cannot_be_judged_yet"}, False),
        ({"status": "no_target_set"}, False),
        ({"status": "no_target_set", "trend": "worse"}, True),
        ({"status": "no_target_set", "level": "worse"}, True),
        ({"status": "cannot_be_judged_yet", "comparison": "worse"}, True),
        ({"status": "context", "trend": "worse"}, False),
        ({"status": "off_path", "value": None}, False),
    ],
)
def test_a_page_is_for_what_is_judged_or_does_badly(tmp_path, row, told):
    assert [one.ambition.id for one in telling(evidence(tmp_path, a1=QUIET | row))] == (["A1"] if told else [])


def test_the_worst_comes_first(tmp_path):
    found = evidence(tmp_path, a1={"status": "on_path"}, a2={"status": "off_path"})
    assert [one.ambition.id for one in telling(found)] == ["A2", "A1"]


BOTH = ["ambition-A2", "ambition-A1"]
PARTS = [(0, []), (1, BOTH[:1]), (2, BOTH), (4, BOTH)]
CALLED = {"ambition-A1": "Do fewer smoke?", "ambition-A2": "Better buildings"}
NO_ROOM = "Judged, or going badly, without room for a part here"
RULE = (
    "The parts below are of ambitions that are judged by a path, or go badly and are not judged by one (2 of 2), "
    "the worst first."
)
SAID = {
    0: f"{RULE} Only a row, for want of room: 2 of them, listed first among the rest.",
    1: f"{RULE} Only a row, for want of room: 1 of them, listed first among the rest.",
    2: f"{RULE} Without its chart, for want of room: 2 of them; the annex has it.",
    4: RULE,
}


@pytest.mark.parametrize(("parts", "own"), PARTS)
def test_every_ambition_has_a_part_or_a_row_and_never_both(tmp_path, parts, own):
    found = evidence(tmp_path, a1={"status": "on_path"}, a2={"status": "off_path"})
    made = brief(found, {key: replace(NOTHING, trend=chart(key)) for key in DRAWN}, parts)
    assert [section.id for section in made.sections] == ["summary", *own, *(["rest"] if parts < 2 else [])]
    assert SAID[parts] in texts(made.sections[0]), "the rule that chose"
    if parts < 2:
        rest = rows(made.sections[-1], NO_ROOM)
        assert {row[0] for row in rest} == {name for key, name in CALLED.items() if key not in own}


@pytest.mark.parametrize(("room", "charts"), [(1, []), (2, []), (3, ["A1-A2"]), (4, ["A1-A2", "A1-A1"])])
def test_a_chart_gives_way_before_a_part_does(tmp_path, room, charts):
    """Four of fourteen ambitions that go badly had only a row, beside charts of half a page."""
    found = evidence(tmp_path, a1={"status": "on_path"}, a2={"status": "off_path"})
    assert most_room(found) == 4
    both = {key: replace(NOTHING, trend=chart(key)) for key in DRAWN}
    assert [one.id for one in charts_of(brief(found, both, room))] == charts


def test_one_figure_without_a_target_is_drawn_by_nothing(tmp_path):
    """Its axis went from 5.05 to 5.15 %; and a control chart of one month had a note of limits that none had."""
    lone = {"status": "no_target_set", "target": None, "comparison": "worse"}
    found = evidence(tmp_path, a1=lone)
    month = {**MONTH, "value": 5.1, "mean": 5.1, "lower_limit": None, "upper_limit": None}
    two = [{**FIGURE, "period_start": date(year, 4, 1), "period_end": date(year + 1, 4, 1)} for year in (2023, 2024)]
    for paths, drawn in (two[1:], False), (two, True):
        one = replace(found.judged[0], paths=paths, signals=[month], measure=found.place.measures["smoking"])
        made = draw(one, found.place.place)
        assert (made.trend is not None, made.control) == (drawn, None)
    limits = {"lower_limit": 4.0, "upper_limit": 6.0}
    assert draw(replace(one, signals=[month | limits]), found.place.place).control is not None


def test_what_goes_well_or_badly_says_by_what(tmp_path):
    """“Do fewer adults smoke? 10.5% in 2020 to 2024.” stood as a strength, with no word of why it is one."""
    row = QUIET | {"status": "no_target_set", "target": None, "trend": "unclear", "comparison": "better"}
    (well,) = part(brief(evidence(tmp_path, a1=row), DRAWN, 1), "going-well").blocks
    assert "; better than " in well.items[0]


def test_what_cannot_be_judged_yet_says_where_it_is_heading(tmp_path):
    """It stood as a strength by its direction, and its line gave a gap as the only other thing."""
    row = QUIET | {"status": "cannot_be_judged_yet", "direction": "falling", "direction_since": "2018/19"}
    row |= {"path": None, "status_forecast": "likely"}
    (well,) = part(brief(evidence(tmp_path, a1=row), DRAWN, 1), "going-well").blocks
    assert "; falling since 2018/19 (better); " in well.items[0]


@pytest.mark.parametrize(("due", "late"), [(date(2026, 5, 1), True), (date(2026, 5, 2), False)])
def test_a_list_of_how_things_are_says_that_a_figure_is_old(tmp_path, due, late):
    """“Goes well: 16.0% in 2018/19” was printed in November 2026; what has stopped does not go well at all."""
    found = evidence(tmp_path / "badly", a1={"status": "off_path", "judgeable_on": due})
    (told,) = part(brief(found, DRAWN, 1), "worst-first").blocks
    assert told.items[0].endswith("; 13 months old, newer was due by 1 May 2026.") is late, told.items
    well = brief(evidence(tmp_path / "well", a1=KEPT | {"judgeable_on": due, "stopped": late}), DRAWN, 1)
    assert (texts(part(well, "going-well")) == ["No ambition is surely going well."]) is late


def test_the_rest_stand_by_status_which_is_said_once(tmp_path):
    quiet = QUIET | {"target": None, "status": "no_target_set"}
    made = brief(evidence(tmp_path, a1=quiet, a2=QUIET | {"status": "cannot_be_judged_yet"}), DRAWN, 9)
    rest = made.sections[-1]
    captions = [block.caption for block in rest.blocks if isinstance(block, Table)]
    assert (rest.title, captions) == ("All other ambitions", ["No target set", "Cannot be judged yet"])
    assert [[row[0] for row in rows(rest, caption)] for caption in captions] == [
        ["Do fewer smoke?"],
        ["Better buildings"],
    ]
    assert [len(rows(rest, caption)[0]) for caption in captions] == [5, 6], "a forecast where there is a target"


def test_no_headline_stands_without_who_is_behind_it(tmp_path):
    """Worst first, without room for a part, and the rest: each list has the gap's column."""
    worst = {"status": "off_path", "gap": 4.0, "gap_lower": 1.0, "gap_upper": 7.0, "gap_sure": True}
    made = brief(evidence(tmp_path, a1=worst, a2=QUIET | {"status": "cannot_be_judged_yet"}), DRAWN, 0)
    first = part(made, "worst-first").blocks
    lists = [block for block in made.sections[-1].blocks if isinstance(block, Table)]
    assert len(lists) == 2
    assert all("Gap" in block.columns for block in lists)
    assert "; gap: 4.0 percentage points" in first[0].items[0]


def test_it_points_to_no_section_that_it_does_not_have(tmp_path):
    moved = {"kind": "changed", "part": "measures", "field": "definition", "of": "smoking", "old": "a", "new": "b"}
    found = evidence(tmp_path, a1={}, earlier=[], changes=[moved])
    (told,) = [one for one in texts(part(brief(found, DRAWN, 0), "changes")) if "other change" in one]
    assert told == "1 other change in the files: see What the files say otherwise, in the annex."


def part(made, key):
    """A section inside the summary."""
    return next(one for one in made.sections[0].sections if one.id == key)


def test_what_is_to_be_decided_stands_first_and_is_named(tmp_path):
    made = brief(evidence(tmp_path, a1={"status": "off_path"}), DRAWN, 1)
    assert [one.id for one in made.sections[0].sections][:3] == ["asked", "worst-first", "going-well"]
    items = part(made, "asked").blocks[0].items
    assert "Agree what will be done about 1 ambition off path: “Do fewer smoke?”." in items


def test_a_target_met_perhaps_by_chance_and_too_few_to_say_stand_beneath(tmp_path):
    met = {"status": "on_path", "status_forecast": "met", "path": 7.0, "value": 6.5, "lower": 6.0, "upper": 7.1}
    few = QUIET | {"status": "no_target_set", "direction": "not_known", "trend": "not_known", "target": None}
    made = brief(evidence(tmp_path, a1=met, a2=few), DRAWN, 1)
    _, heading, found, too_few = part(made, "going-well").blocks
    assert heading.text == "Target met, but with a doubt:"
    assert found.items[0].endswith("By how much it is better could be chance.")
    assert too_few.text == "For 1 ambition with no target, too few figures are known to say how it goes."


def test_what_goes_well_stands_beside_what_does_not(tmp_path):
    made = brief(evidence(tmp_path, a1=KEPT, a2={"status": "off_path"}), DRAWN, 1)
    (well,) = part(made, "going-well").blocks
    assert [text.partition("? ")[0] for text in well.items] == ["Do fewer smoke"]
    assert "is on the path to" in well.items[0]
    none = brief(evidence(tmp_path / "none", a1={"status": "off_path"}), DRAWN, 1)
    assert texts(part(none, "going-well")) == ["No ambition is surely going well."]


def test_what_there_was_nothing_to_say_of_yet_is_left_out_of_the_brief_alone(tmp_path):
    """A first pack of a place that has taken no decision."""
    found = evidence(tmp_path, a1={})
    assert {"changes", "taken"}.isdisjoint(one.id for one in brief(found, DRAWN, 1).sections[0].sections)
    assert {"changes", "taken"} <= {one.id for one in summary(found).sections}
    again = evidence(tmp_path / "again", a1={}, earlier=[])
    assert "changes" in {one.id for one in brief(again, DRAWN, 1).sections[0].sections}, "that nothing moved is news"


def test_a_headline_is_said_once(tmp_path):
    """The chart's title says the value and, without a target, its direction: beneath it neither stands again."""
    quiet = {"status": "no_target_set", "target": None, "direction": "no_clear_change", "ends": "similar"}
    found = evidence(tmp_path, a1=QUIET | quiet | {"comparison": "worse"})
    found = replace(found, judged=[replace(one, paths=[FIGURE, FIGURE]) for one in found.judged])
    titled = brief(found, {"A1": replace(NOTHING, trend=chart("trend"))}, 2).sections[1]
    assert not [text for text in texts(titled) if "7.4%" in text or "There has been no clear change" in text]
    alone = brief(found, DRAWN, 1).sections[1]
    assert [text for text in texts(alone) if text.startswith("7.4%") and "There has been no clear" in text]


@pytest.mark.parametrize(("forecast", "told"), [("missed", "Off path: target missed."), ("unlikely", "Off path; unl")])
def test_a_target_that_was_missed_is_told_once(tmp_path, forecast, told):
    row = {"status": "off_path", "status_forecast": forecast}
    said = texts(brief(evidence(tmp_path, a1=row), DRAWN, 1).sections[1])
    assert said[0].startswith(told)
    assert not [text for text in said if text.startswith("The target") and "was missed" in text]


def test_what_is_known_of_areas_alone_has_a_row_of_its_own_kind(tmp_path):
    why = "Of the place’s 2 areas figures go from 3% to 5%, not for all of it. They are not averaged"
    made = brief(evidence(tmp_path, a1={"value": None, "status": "no_data", "why": why}, a2={}), DRAWN, 1)
    captions = [block.caption for block in made.sections[-1].blocks if isinstance(block, Table)]
    assert captions[0] == "By area only"
    assert texts(made.sections[-1]) == []
    columns = next(block.columns for block in made.sections[-1].blocks if isinstance(block, Table))
    assert not {"Direction", "Beside others"} & set(columns)  # nothing is known of them for any: no column of dashes


def test_what_has_no_number_is_named_in_a_sentence(tmp_path):
    made = brief(evidence(tmp_path, a1={"value": None, "status": "no_data"}, a2={}), DRAWN, 1)
    assert made.sections[-1].id == "rest"
    assert texts(made.sections[-1]) == ["Without a number yet (the annex says why): Do fewer smoke?"]


def a_document(count: int) -> Document:
    each = tuple(Section(f"s{n}", f"Page {n}", (Text("One."), Text("Two."))) for n in range(count + 1))
    return Document("Title", "Subtitle", (("Of", "a cover"),), (), each, MANIFEST["built_on"])  # and its contents


@pytest.mark.parametrize(("most", "pages", "made"), [(2, 3, 3), (3, 3, 3), (7, 3, 3), (1, 3, 2), (4, 1, 1), (0, 9, 1)])
def test_as_many_get_a_page_as_fit(tmp_path, most, pages, made):
    assert page_count(a_document(most), tmp_path) == 2 + most + 1
    path = write_shorter(a_document, most, 2 + pages, tmp_path, "brief.pdf")
    assert len(pypdfium2.PdfDocument(path)) == 2 + made


def test_where_nothing_fits_the_shortest_is_written(tmp_path):
    path = write_shorter(lambda count: a_document(count + 4), 3, 2, tmp_path, "brief.pdf")
    assert len(pypdfium2.PdfDocument(path)) == 2 + 5


def test_a_section_that_only_says_that_there_is_nothing_is_left_out_and_said():
    nothing = Section("risks", "Risks", (Text("There are no risks."),))
    kept = Section("money", "Money", (Text("No money is attached.", "lead"),))
    both = replace(a_document(0), sections=(nothing, kept))
    made = without_unused(both)
    assert [section.id for section in made.sections] == ["money", "left-out"]
    assert made.sections[-1].blocks[0].items == ("There are no risks.",)
    alone = replace(both, sections=(kept,))
    assert without_unused(alone) is alone


def test_the_built_brief_is_short_tagged_and_has_every_ambition(built):
    path = built / "board-brief.pdf"
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Board pack in brief: Testing-on-Sea"
        assert len(pdf.pages) <= 10
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    flat = " ".join(text.split())
    for one in ambitions(made_up.a_place()):
        assert one.about.question in flat
        assert not re.search(rf"\b{one.id}\b", text), "a code that only the files use"
