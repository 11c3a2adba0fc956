"""What a run's sentences say is what a reader finds on the site, each on the page that is about it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from oneplace import run as pipeline
from oneplace.pack.evidence import evidence
from oneplace.place import read
from tests.reader.walk import walk

ELSEWHERE = (
    *("gap deprivation SII", "finding", "alt text", "groups", "map", "process", "gap path", "gap path in words"),
    *("badges", "up", "gap", "course", "title and beneath", "gap of a narrow table"),
)
"""The pack's, titles and descriptions of charts, and words of lists: their tests hold them, which draw them."""
UNMEASURED = "When the next value is due is not known."
"""Not told on the page of an ambition that nothing measures."""
NOT_SET = "not set"
"""Nor that no target is: what is not set is said once for all."""
IN_LISTS = {
    "option": "/strategy/all",
    "beside": "/",
    "gap beside": "/",
    "age": "/",
    "gaps": "/",
    "gap told": "/",
    "asked": "/board",
    "summary": "/board",
    "listed gap": "/board",
    "of them": "/how-we-judge",
}

LISTED = ("listed value", "listed direction", "listed beside", "listed age")
"""Of a measure that leads no ambition: told in the list of gaps, where it has any."""


@pytest.fixture
def said(serving, places):
    """The sentences of the run that is served, with the page that prints each."""
    serving("full")
    run = pipeline.current(places["full"])
    found = evidence(read(places["full"]), run.results, run.manifest, None)
    parted = [(one.where.partition(" "), one.sentence.text) for one in walk(found)]
    with_gaps = set(found.results["gaps"]["measure"].to_pylist())
    named = [(about, what or about, text) for (about, _, what), text in parted if text not in (UNMEASURED, NOT_SET)]
    told = [one for one in named if one[1] not in ELSEWHERE and not (one[1] in LISTED and one[0] not in with_gaps)]
    return [(_page(subject, what), text) for subject, what, text in told]


def _page(subject: str, what: str) -> str:
    if what == "stands":
        return f"/measures/{subject}"
    return "/gaps" if what in LISTED else IN_LISTS.get(what, f"/ambitions/{subject}")


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_sentence_is_printed_as_it_was_said(said, signed_in):
    alice = signed_in("alice")
    printed = {page: words(alice.get(page).content.decode()) for page, _ in said}
    assert len(said) > 30
    lost = [(page, text) for page, text in said if text not in printed[page]]
    assert not lost, lost
