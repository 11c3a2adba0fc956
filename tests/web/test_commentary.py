"""What is said of an ambition, on its page and the board's, with its run; what is for the board alone nowhere else."""

from __future__ import annotations

import re

import pytest

from oneplace.place.moved import said
from tests.web.test_no_internal_ids import words

SECRET = "A secret of the board."


def page(client, path: str) -> str:
    return re.sub(r"\s+", " ", words(client.get(path).content.decode()))


def test_the_newest_stands_on_the_ambitions_page_and_what_was_said_before_is_kept(visitor, serving):
    serving("full")
    text = page(visitor, "/ambitions/A1")
    told, before = text.split("What was said at earlier runs")
    for part in (
        "Illustrative: nobody wrote this.",
        "Two advisers left in the winter.",
        "Both posts are filled.",
        "Train them. To be done by Testton City Council, no later than 31 March 2026, which is past.",
        "Written for the run of 31 January 2026, by Director of public health, Testton City Council on 2 February",
    ):
        assert part in told
    assert "An adviser left." in before
    assert "An adviser left." not in told
    assert "Written for the run of 31 December 2025, by" in before


def test_where_nothing_is_said_that_stands_once_with_whom_to_ask(visitor, serving):
    serving("full")
    text = page(visitor, "/ambitions/A2")
    assert text.count("No commentary yet. Whom to ask: The Testton team.") == 1
    assert "What was said at earlier runs" not in text


def test_the_board_reads_both_and_how_many_lack(signed_in, serving):
    serving("full")
    text = page(signed_in("alice"), "/board")
    assert "5 of 6 ambitions have no commentary." in text
    assert SECRET in text
    assert "for the board alone" in text
    assert "Two advisers left in the winter." in text


@pytest.mark.parametrize(
    "path", ["/", "/ambitions/A2", "/strategy", "/strategy/record", "/strategy/record/commentary", "/changes", "/data"]
)
def test_nobody_else_reads_what_is_for_the_board(path, visitor, signed_in, serving):
    serving("full")
    for client in (visitor, signed_in("alice")):
        assert SECRET not in client.get(path).content.decode()


def test_neither_does_what_a_run_keeps_of_the_files(serving):
    from oneplace.web.snapshot import snapshot

    serving("full")
    kept = said(snapshot().place)["commentary"]
    assert set(kept) == {"S1", "S2"}


def test_what_goes_badly_names_the_commentary_that_says_why(visitor, serving):
    serving("full")
    html = visitor.get("/").content.decode()
    found = re.findall(r'href="(/ambitions/\w+)#commentary"', html)
    assert found == ["/ambitions/A1"]
