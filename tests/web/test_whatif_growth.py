"""The page of the beds that will be needed: the steps as by hand, drawn, in words and as a table."""

from __future__ import annotations

import re

import pytest

from tests.web.test_whatif_pages import row, shown


@pytest.fixture
def planner(serving, signed_in):
    serving("full")
    return signed_in("paul")


def test_each_step_is_as_by_hand(planner):
    page = planner.get("/whatif/desk/growth")
    young, old = 0.75 * 1.01**10, 0.75 * 1.02**10  # seats in use: 18 a day, an hour each
    assert row(page, "In 2026")[1:3] == ["", "1.5"]
    assert row(page, "Growth beyond that")[2] == f"{young + old:.1f}"
    assert row(page, "Answered by post")[1:3] == [f"−{0.1 * young:.1f}", f"{0.9 * young + old:.1f}"]
    assert row(page, "Room to spare")[2] == f"{(0.9 * young + old) / 0.8:.1f}"
    assert "The desk needs 3 beds in 2036" in shown(page)
    assert "there are 2 now" in shown(page)


def test_it_is_linked_where_the_file_says_what_grows(planner):
    assert 'href="/whatif/desk/growth"' in planner.get("/whatif/desk").content.decode()
    assert "/growth" not in planner.get("/whatif/steady").content.decode()
    assert planner.get("/whatif/steady/growth").status_code == 404
    assert planner.get("/whatif/nope/growth").status_code == 404


def test_what_goes_over_time_is_drawn_and_told(planner):
    page = planner.get("/whatif/desk")
    assert "People waiting for The desk" in shown(page)
    assert "Share of the beds of The desk that are taken" in shown(page)
    assert "0" in row(page, "0")[0]
    for address, drawn in (("/whatif/desk", "over-time-waiting"), ("/whatif/desk/growth", "growth-desk")):
        html = planner.get(address).content.decode()
        assert re.search(rf'<svg [^>]*aria-labelledby="{drawn}-desc"', html), address
        assert "&lt;svg" not in html
    steady = planner.get("/whatif/steady")  # nobody waits: there is no room to
    assert "People waiting" not in shown(steady)
    assert "Share of the beds of Clinic that are taken" in shown(steady)
