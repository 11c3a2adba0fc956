"""One ambition has one status: whichever page says it says the same words, and no page adds a rule of its own."""

from __future__ import annotations

import html
import re

import pytest

from oneplace import results
from oneplace.progress import sentences
from tests.web import world

TAG = re.compile(r'app-status">([^<]*)<')
LISTS = ("/", "/strategy", "/strategy/all", "/board", "/search?q=smoking", "/themes/start_well", "/partners/council")


@pytest.fixture
def run(serving, tmp_path):
    """The full place, in which a target was missed."""
    folder = world.make(tmp_path / "place")
    at = folder / "var" / "runs" / world.RUN / "results"
    rows = results.read(at)["progress"].to_pylist()
    next(row for row in rows if row["target"] is not None)["status_forecast"] = "missed"
    world.rewrite(folder, world.RUN, "progress", rows)
    serving(folder)
    return {row["ambition"]: sentences.status_words(row) for row in rows}


def test_every_page_says_the_status_in_the_same_words(run, signed_in):
    alice, told = signed_in("alice"), 0
    assert "target missed" in " ".join(run.values())
    for ambition, words in run.items():
        shown = TAG.findall(alice.get(f"/ambitions/{ambition}").content.decode())
        assert [html.unescape(one) for one in shown[:1]] == [words], ambition
    for page in LISTS:
        text = alice.get(page).content.decode()
        for item in re.split(r'(?=href="/ambitions/)', text)[1:]:
            ambition = re.match(r'href="/ambitions/([^"#/]+)', item)[1]
            shown = TAG.findall(re.split(r"</li>|</tr>", item)[0])
            told += len(shown)
            assert {html.unescape(one) for one in shown} <= {run.get(ambition)}, (page, ambition)
    assert told >= len(run), "the lists do tell it"
