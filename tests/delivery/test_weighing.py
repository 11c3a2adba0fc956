"""Options weighed in the browser: two texts become what the files hold, a mistake is told, and an exempt line hides."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.delivery.happened import Decision, Kind, WrongError, as_published, change, weighed
from oneplace.report.weighed import weighed_words
from oneplace.web.delivery.presenter import ranked
from tests.delivery.test_happened import thing
from tests.report import a_run

TODAY = date(2026, 4, 1)
GIVEN = {"weights": "Reach: 3\nCost, to the place: 1", "scores": "Texts: 4, 2\nCalls: by day: 2, 5"}


def test_the_form_says_what_the_files_would():
    one = weighed(Decision(**GIVEN))
    assert one.weights == {"Reach": 3, "Cost, to the place": 1}
    assert one.options["Calls: by day"] == {"Reach": 2, "Cost, to the place": 5}
    assert weighed_words(one)[:3] == (
        "By Reach (75%) and Cost, to the place (25%) of the weight:", "1. Texts: 3.5", "2. Calls: by day: 2.75",
    )  # fmt: skip
    assert weighed(Decision()) is None


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("weights", "Reach", "“Reach” has no colon with a number behind it."),
        ("weights", "Reach: many", "“many” of “Reach” is no number."),
        ("weights", "Reach: 3\nReach: 1", "“Reach” stands twice."),
        ("weights", "Reach: 0\nCost: 0", "Weights are 0 or more, and not all 0."),
        (
            "scores",
            "Texts: 4\nCalls: 2, 5",
            "“Texts” has 1 score for 2 criteria. Write them as in “4, 2”, with 2.5 for a half.",
        ),
        ("scores", "Texts: 4, nan\nCalls: 2, 5", "“nan” of “Texts” is no number."),
        ("weights", "Reach: 1e308\nCost: 1", "“1e308” of “Reach” is too large. Write at most 1,000."),
        ("scores", "Texts: 4, -1e4\nCalls: 2, 5", "“-1e4” of “Texts” is too large. Write at most 1,000."),
        ("scores", "Texts: 4, 2", "Write at least two options: one alone is weighed against nothing."),
        ("scores", "Texts: 4,\nCalls: 2, 5", "“” of “Texts” is no number."),
    ],
)
def test_what_can_not_be_weighed_is_told_where_it_stands(field, text, told):
    with pytest.raises(WrongError) as wrong:
        change(Kind.DECISION, thing(Kind.DECISION, "draft"), "weighed", GIVEN | {field: text}, TODAY)
    assert wrong.value.fields == {field: told}


def test_a_line_that_is_not_for_publication_is_refused_among_the_options():
    before = thing(Kind.DECISION, "draft").model_copy(update={"exempt": "Texts by the cheapest firm"})
    with pytest.raises(WrongError) as wrong:
        change(
            Kind.DECISION, before, "weighed", GIVEN | {"scores": "Texts by the cheapest firm: 4, 2\nCalls: 2, 5"}, TODAY
        )
    assert set(wrong.value.fields) == {"scores"}


def test_a_run_tells_it_from_the_notice_on_and_nothing_that_no_form_would_take(tmp_path):
    found = a_run.a_place(tmp_path)
    one = thing(Kind.DECISION, "noticed").model_copy(update=GIVEN)
    assert as_published(found, "decision-1", one).weighed == weighed(one)
    assert as_published(found, "decision-1", one.model_copy(update={"scores": "Texts: many\nCalls: 2"})).weighed is None
    assert ranked(one)[1:3] == ("1. Texts: 3.5", "2. Calls: by day: 2.75")
    assert ranked(one.model_copy(update={"scores": "Texts: 4, x\nCalls: 2, 5"})) == ("“x” of “Texts” is no number.",)
