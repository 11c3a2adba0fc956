"""A member who asks what the decisions did finds it from the top of the board's page in two clicks."""

from __future__ import annotations

import re


def test_from_the_top_of_the_page_to_what_a_decision_did(signed_in, serving):
    serving("full")
    alice = signed_in("alice")
    html = alice.get("/board").content.decode()
    top, _, taken = html.partition('id="taken"')
    assert 'href="#taken"' in top
    leads = re.findall(r'href="(/decisions/[^"]+)"', taken)
    assert leads
    for at in leads:
        assert "What it is to change, and whether it did" in alice.get(at).content.decode()
