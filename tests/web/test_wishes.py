"""An ambition's words are a wish: lists that tell how it stands ask its question and never print the wish as a fact."""

from __future__ import annotations

import pytest

from oneplace import place


@pytest.mark.parametrize("path", ["/", "/board"])
def test_a_list_asks_and_does_not_claim(signed_in, serving, places, path):
    serving("full")
    page = signed_in("alice").get(path).content.decode().partition("<main")[2]
    asked = [one for one in place.read(places["full"]).strategy.outcomes if one.question and one.question != one.text]
    assert asked
    for one in asked:
        assert one.question in page
        assert f">{one.text}<" not in page


def test_what_goes_well_or_badly_says_by_what_it_is_judged(visitor, serving):
    """Off path although its number gets better: without the status nobody would see why it stands there."""
    serving("full")
    went = visitor.get("/").content.decode().partition('id="went"')[2].partition("</section>")[0]
    assert went.count("Off path. ") == 2


def test_what_nobody_has_set_is_said_once(visitor, serving):
    serving("full")
    page = " ".join(visitor.get("/ambitions/A3").content.decode().split())
    key, value = '<dt class="nhsuk-summary-list__key">{}</dt>', '<dd class="nhsuk-summary-list__value">{}</dd>'
    assert key.format("Not set yet") + value.format("the target, where it started and who answers for it") in page
    assert value.format("not set") not in page
    assert key.format("Not set yet") not in visitor.get("/ambitions/A1").content.decode()


def test_what_is_shown_for_context_lacks_no_target(visitor, serving):
    serving("full")
    page = " ".join(visitor.get("/ambitions/A6").content.decode().split())
    assert "Shown for context" in page
    assert '<dd class="nhsuk-summary-list__value">who answers for it</dd>' in page
