"""A decision says which values and goals it serves: ticked by whoever drafts it, and read wherever it stands."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings

from oneplace import place
from oneplace.delivery import happened
from oneplace.report import record_of
from tests.report import a_run
from tests.web import world
from tests.web.test_decision_documents import has, text_of
from tests.web.test_decision_steps import REPORT, agreed_way, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401

HEADING = "The values, goals and ambitions that it serves"


def laid():
    from oneplace.web.delivery.record import entries

    found = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
    return found, next(one for key, one in found.decisions.items() if key.startswith("decision-"))


def told(found, decision):
    reasons = next(one for one in record_of(a_run.report(found), decision) if one.title.startswith("Reasons"))
    return [one.texts for one in reasons.inside if one.title == HEADING]


def test_all_that_the_strategy_lists_can_be_ticked_several_at_a_time(clerk):  # noqa: F811
    form = html.unescape(clerk.client.get(f"{clerk.at}/written").content.decode())
    offered = re.findall(r'name="serves" type="checkbox" value="(\w+)"', form)
    assert offered == ["G1", "C1"]
    assert clerk.does("written", **REPORT | {"serves": ["C1", "G1"]}) == ""
    assert "Confront deprivation; Reduce inequalities" in clerk.sees(), "by its words, on the page of the decision"
    form = html.unescape(clerk.client.get(f"{clerk.at}/written").content.decode())
    assert len(re.findall(r'name="serves" type="checkbox" value="\w+" checked', form)) == 2


def test_it_stands_in_the_report_and_in_what_everybody_reads(clerk):  # noqa: F811
    agreed_way(clerk)
    found, decision = laid()
    assert decision.serves == ("G1",)
    assert told(found, decision) == [("Reduce inequalities",)]
    for suffix in (".docx", ".pdf"):
        report = text_of(suffix, has(clerk.client, f"{clerk.at}/as/report{suffix}"))
        assert HEADING in report
        assert "Reduce inequalities" in report


def test_it_is_not_ready_before_it_names_one_or_says_why_there_is_none(clerk):  # noqa: F811
    clerk.does("written", **REPORT | {"serves": ""})
    assert "It names no value or goal that it serves, and doesn’t say why there is none." in clerk.does("ready")
    clerk.does("written", **REPORT | {"serves": "", "unserved": "The law asks for it"})
    assert clerk.does("ready") == ""
    assert clerk.does("noticed", noticed=day(0), meeting=day(-40)) == ""
    found, decision = laid()
    assert told(found, decision) == [("None. Why: The law asks for it",)]


def test_a_correction_of_it_is_told_by_its_words(clerk):  # noqa: F811
    agreed_way(clerk)
    report = {name: words for name, words in REPORT.items() if name != "text"}
    assert clerk.does("corrected_report", **report | {"serves": ["C1"], "why": "It was the wrong one"}) == ""
    (said,) = [one for one in laid()[1].corrected if "goals" in one]
    assert re.search("“Confront deprivation”; before: “Reduce inequalities”", said)


@pytest.mark.parametrize("ticked", ["G9", "A1", "hwb", "<b>"])
def test_what_is_not_on_the_list_is_refused(ticked, clerk):  # noqa: F811
    assert "Tick what is on the list." in clerk.does("written", **REPORT | {"serves": ["G1", ticked]})


def test_what_the_strategy_lists_no_more_is_told_to_nobody_by_its_id(site):
    one = happened.Decision(state="noticed", text="Pay", body="hwb", serves="G1\nG-gone")
    assert happened.as_published(place.read(site), "D", one).serves == ("G1",)
