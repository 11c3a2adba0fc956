"""What an executive reports to the council: urgent decisions of a period, and why a decision was no key one."""

from __future__ import annotations

import html
from datetime import date, timedelta

import pytest
from django.utils import timezone

from oneplace import place
from oneplace.place import Decision
from oneplace.report.urgent import urgent_decisions
from tests.web.test_decision_documents import has, text_of
from tests.web.test_decision_steps import REPORT, SEEN, Clerk, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401

URGENT = {"urgent_reason": "The bid ends", "urgent_agreed_by": "Cllr Rowe", "urgent_office": "scrutiny_chair"}
THERE = {"present": "Chair\nNurse", "interests": "", "dispensed": "", "outcome": "Agreed with a change"}


@pytest.fixture
def urgent(clerk) -> Clerk:  # noqa: F811
    """A key decision that was agreed as urgent, taken yesterday and published."""
    steps = {
        "written": REPORT | {"summary": "Half are lost"},
        "ready": {},
        "agreed_urgent": URGENT | {"urgent_on": day(3), "meeting": day(1)},
        "on_agenda": {"agenda": day(2), "meeting": day(1)},
        "taken": THERE,
        "published": {"published": day(0), "urgent_published": day(2)},
    }
    assert [clerk.does(what, **said) for what, said in steps.items()] == [""] * len(steps)
    return clerk


def shown(client, of: str = "") -> str:
    return html.unescape(client.get(f"/delivery/urgent{of}").content.decode())


def test_an_urgent_decision_is_told_with_its_particulars_on_page_and_in_both_documents(urgent):
    documents = [has(urgent.client, f"/delivery/urgent/urgent-decisions{end}") for end in (".docx", ".pdf")]
    told = [shown(urgent.client), *(text_of(end, one) for end, one in zip((".docx", ".pdf"), documents, strict=True))]
    for text in told:
        for words in (
            "Pay for two advisers",
            "Health and Wellbeing Board",
            "Half are lost",
            "Cllr Rowe",
            "regulation 11",
        ):
            assert words in text
        assert "KANARIENVOGEL" not in text


def test_a_period_leaves_the_others_out_and_says_so(urgent):
    past = f"?from={timezone.localdate() - timedelta(days=800)}&to={timezone.localdate() - timedelta(days=400)}"
    assert "is on record here that was agreed as urgent" in shown(urgent.client, past)
    assert "Pay for two advisers" not in shown(urgent.client, past)
    assert "Pay for two advisers" in shown(urgent.client, f"?from={day(1)}&to={day(1)}")


@pytest.mark.parametrize(
    ("of", "told"), [("?from=soon", "First day: Enter a day."), ("?from=2026-02-01&to=2026-01-31", "not be before")]
)
def test_a_day_that_is_none_is_told_and_no_report_is_offered(of, told, clerk):  # noqa: F811
    assert told in shown(clerk.client, of)
    assert "urgent-decisions.pdf" not in shown(clerk.client, of)
    assert clerk.client.get(f"/delivery/urgent/urgent-decisions.pdf{of}").status_code == 404


@pytest.mark.parametrize("name", ["urgent-decisions.txt", "other.pdf", "urgent-decisions"])
def test_no_other_name_is_there(name, clerk):  # noqa: F811
    assert clerk.client.get(f"/delivery/urgent/{name}").status_code == 404


def test_refused_or_another_bodys_or_not_urgent_is_none(site):
    found = place.read(site)
    why = {"reason": "It ends", "agreed_by": "council_chair", "on": "2026-03-01"}
    made = {"id": "D", "title": "Pay", "on": "2026-03-02", "special_urgency": why, "body": "hwb"}
    decisions = [
        Decision.model_validate(made),
        Decision.model_validate(made | {"id": "E", "outcome": "refused"}),
        Decision.model_validate(made | {"id": "F", "on": "2026-04-02"}),
        Decision.model_validate({"id": "G", "title": "Pay", "on": "2026-03-02"}),
        Decision.model_validate(made | {"id": "H", "on": "not_set", "meeting": "2026-03-02"}),
    ]

    def told() -> list[str]:
        return [one.id for one in urgent_decisions(found, decisions, date(2026, 3, 1), date(2026, 3, 31))]

    assert told() == ["D"]
    found.strategy.governance.boards[0].__dict__["executive"] = "no"
    assert told() == []


def test_why_a_decision_was_no_key_one_is_a_report_to_the_council(clerk):  # noqa: F811
    name = f"{clerk.at}/as/why-not-key.pdf"
    clerk.does("written", **REPORT | {"key": "no", "significant": "£9,000, of a budget of £2 million"})
    clerk.does("ready")
    assert clerk.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN) == ""
    assert clerk.client.get(name).status_code == 404, "nobody decided it yet"
    assert clerk.does("taken", **THERE) == ""
    told = text_of(".pdf", has(clerk.client, name))
    for words in ("Half of the mothers are lost", "£9,000, of a budget of £2 million", "Health and Wellbeing Board"):
        assert words in told
    assert "Report to the council" in clerk.sees()


def test_a_key_decision_has_no_such_report(urgent):
    assert urgent.client.get(f"{urgent.at}/as/why-not-key.pdf").status_code == 404
