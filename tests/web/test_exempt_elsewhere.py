"""What is not for publication in a decision is taken by no form of any other thing, and shown by none that has it."""

from __future__ import annotations

import html

import pytest

from tests.web.test_decision_steps import REPORT, agreed_way, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401

CANARY = "KANARIENVOGEL bids four thousand"
LINE = f"As we heard:\n{CANARY.upper()}, no more"


def answered(client, path, **said):
    found = client.post(path, {"seen": "0", **said})
    return found, html.unescape(found.content.decode())


@pytest.mark.parametrize(
    ("path", "field", "said"),
    [
        ("add/action", "text", {"org": "council", "due": "2026-12-01", "public": "yes"}),
        ("add/risk", "cause", {"event": "E", "effect": "F", "likelihood": "3", "consequence": "3", "org": "council"}),
        ("add/issue", "text", {"org": "council", "due": "2026-12-01"}),
        ("milestone/M2/progressed", "progress", {}),
        ("add/meeting", "where", {"body": "hwb", "on": "2026-12-20"}),
        ("add/decision", "text", {"body": "hwb"}),
        ("milestone/M2/stopped", "why", {}),
    ],
)
def test_no_form_takes_it_and_a_guess_stands_on_the_trail(path, field, said, clerk, signed_in):  # noqa: F811
    from oneplace.web.audit.models import AuditEvent

    def guesses():
        return AuditEvent.objects.filter(event="exempt_refused").count()

    assert clerk.does("written", **REPORT | {"exempt": f"Two bid.\n{CANARY}."}) == ""
    name = "clare" if "meeting" in path or "decision" in path or "action" in path else "lena"
    was, (found, told) = guesses(), answered(signed_in(name), f"/delivery/{path}", **said, **{field: LINE})
    assert found.status_code == 400
    where = "“Pay for two advisers”" if name == "clare" else "a decision"
    assert f"This says what is not for publication in {where}. Leave that out here" in told
    assert guesses() - was == (name != "clare"), "who may not read it is not to try words unseen"
    found, told = answered(signed_in(name), f"/delivery/{path}", **said, **{field: "Two bid. Four thousand came"})
    assert found.status_code == 302, "short lines, and words of it, are anybody's"


def test_what_is_exempt_since_is_shown_nowhere_else_and_its_readers_hear_where_it_stands(clerk, signed_in):  # noqa: F811
    lena = signed_in("lena")
    said = {"org": "council", "due": "2026-12-01", "public": "yes", "text": f"Ask: {CANARY}", "seen": "0"}
    at = clerk.client.post("/delivery/add/action", said)["Location"]
    assert "KANARIENVOGEL" in lena.get("/delivery").content.decode()
    assert clerk.does("written", **REPORT | {"exempt": CANARY}) == ""
    told = html.unescape(clerk.sees())
    assert f'<a href="{at}">Action: Not shown: it says what is not for publication.</a>' in told
    for path in ("/delivery", at, f"{at}/corrected_words", f"{at}/done", "/delivery/assurance", "/delivery/mine"):
        assert "KANARIENVOGEL" not in lena.get(path).content.decode(), path
    assert "KANARIENVOGEL" in clerk.client.get(at).content.decode(), "who may read it puts it right"
    right = {"text": "Ask them", "about": "", "why": "Out of it", "seen": "1"}
    assert clerk.client.post(f"{at}/corrected_words", right).status_code == 302
    assert "stands in these, too" not in clerk.sees()
    assert "KANARIENVOGEL" not in lena.get(at).content.decode(), "nor in its history"
