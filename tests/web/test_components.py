"""What every page's pieces say: a list's row, what goes well beside what does not, badges, and a chart once."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from markupsafe import Markup

from oneplace.place import Measure
from oneplace.report.listed import Listed
from oneplace.web.presenters.charts import Drawing
from tests.measures.build import BASE

pytestmark = pytest.mark.usefixtures("site")
ROOT = Path(__file__).parents[2]
ROW = Listed("7.4% in 2024/25", "▲", "rising since 2019/20 (worse)", "worse than England, 5%", "7 months old")


def rendered(call: str, **names: Any) -> str:
    macro = call.partition("(")[0]
    (engine,) = [each for each in engines.all() if hasattr(each, "env")]
    template = engine.env.from_string(f'{{% from "components.jinja" import {macro} with context %}}{{{{ {call} }}}}')
    return template.render(**names)


def words(html: str) -> str:
    return " ".join(re.sub(r"</?(li|ul|h\d|p|div|span class=\"app-note\")[^>]*>", " ", html).split())


def plain(html: str) -> str:
    """The words as they run on where no tag parts them."""
    return re.sub(r"<[^>]+>", "", words(html))


def item(**said: Any) -> SimpleNamespace:
    usual = {"href": "/ambitions/A", "question": "Do fewer smoke?", "listed": ROW, "tagged": True, "status": "On path"}
    usual["status_words"] = usual["status"]
    rest = {"status_proposed": "", "colour": "green", "made_up": "synthetic", "explained": False, "id": "A"}
    return SimpleNamespace(**usual | rest | said)


def test_a_row_says_value_direction_comparison_and_age() -> None:
    assert plain(rendered("listed_words(row)", row=ROW)).strip() == (
        "7.4% in 2024/25; ▲ rising since 2019/20 (worse); worse than England, 5%; 7 months old"
    )


def test_badges_do_not_run_together() -> None:
    html = rendered("standing_list(items)", items=[item()])
    assert "On path synthetic" in plain(html)


def test_what_goes_well_stands_beside_what_does_not_with_its_value() -> None:
    html = plain(rendered("well_and_not(well, badly)", well=[item()], badly=[item(question="Is it bad?")]))
    well, badly = html.split("Does not go well: 1")
    assert "Goes well: 1 Do fewer smoke? synthetic On path. 7.4% in 2024/25; rising since 2019/20 (worse)" in well
    assert "Is it bad?" in badly
    assert "short of" not in html


def test_what_keeps_to_a_path_to_less_than_a_national_standard_is_neither() -> None:
    both = {"Keeps to its path": [(item(), "short of: WHO goal, 95.0%")], "Target met": [(item(), "")]}
    html = plain(rendered("well_and_not([], [], both, 'For 2 too few are known.')", both=both))
    assert html.startswith("Goes well: 0 None that is sure. Does not go well: 0 None that is sure.")
    assert "Keeps to its path: 1 Do fewer smoke?" in html
    assert "short of: WHO goal, 95.0%" in html
    assert "Target met: 1 Do fewer smoke?" in html
    assert html.count("For 2 too few are known.") == 1


def test_a_charts_finding_is_heard_in_its_caption_and_its_image_and_nowhere_else() -> None:
    svg = Markup('<svg role="img" aria-labelledby="a-desc"><desc id="a-desc">Smoking. It falls.</desc></svg>')
    html = rendered("chart(drawing)", drawing=Drawing("It falls.", svg, "A", "trend"))
    assert html.count("It falls.") == 2
    assert html.count("The trend chart ") == 3


def test_a_break_of_a_series_says_from_which_day_and_why():
    made = {**BASE, "series_breaks": [{"at": "2024-04", "why": "Counted anew."}]}
    html = rendered(
        "definition_part(measure, none, site)", measure=Measure.model_validate(made), site=SimpleNamespace()
    )
    assert "From 1 April 2024: Counted anew." in plain(html)


@pytest.mark.parametrize(("by", "asks"), [("parts", True), ("day", True), ("mode", True), ("sex", False)])
def test_parts_of_a_place_and_days_are_no_groups_of_people_so_it_still_says_whom_to_ask(by, asks):
    line = SimpleNamespace(name="One", cells=(SimpleNamespace(words="12%", note="", origin=None),))
    table = SimpleNamespace(part=by, caption="Newest", first="Of", columns=("Value",), worded=(), is_cut=False,
                            extract=[line], rows=[line])  # fmt: skip
    shown = SimpleNamespace(dimension=by, title="Cut", table=table, sentence="", beside="", if_all="", shift=None)
    none = SimpleNamespace(dimension="age", title="Age", table=None, reason="Not published")
    measure = Measure.model_validate({**BASE, "breakdown_gap": "Ask the council."})
    html = rendered("breakdown_part(breakdowns, none, measure, ())", breakdowns=[shown, none], measure=measure)
    assert ("Ask the council." in html) == asks
    assert "Not shown: Not published" in html


def test_each_component_that_a_template_takes_has_its_style():
    styled = (ROOT / "assets" / "oneplace.scss").read_text("utf-8")
    templates = (ROOT / "src" / "oneplace").rglob("*.jinja")
    taken = {name for path in templates for name in re.findall(r"nhsuk/components/([a-z-]+)", path.read_text("utf-8"))}
    taken |= {"fieldset"} if "checkboxes" in taken else set()
    assert {"textarea", "checkboxes"} <= taken
    assert [name for name in sorted(taken) if f'"components/{name}"' not in styled] == []
