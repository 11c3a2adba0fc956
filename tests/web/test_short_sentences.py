"""No sentence of ours has more than 40 words, however many measures a page has to name: what is many is a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import Markup

from tests.reader import places
from tests.web.reading import own_words, sentences
from tests.web.test_reading_age import NOTICE, PAGES

LONGEST = 40
MORE = (
    "/groups",
    "/groups/age/65-and-over",
    "/groups/others/carer",
    "/neighbourhoods",
    "/ambitions/A3",
    "/ambitions/A4",
)


def too_long(page: str, own: set[str]) -> list[str]:
    """The sentences of a page that are longer, each name that a file wrote counted as one word."""
    return [one for one in sentences(NOTICE.sub("", page), own) if len(one.split()) > LONGEST]


@pytest.mark.parametrize("path", [*PAGES, *MORE])
def test_no_sentence_of_a_page_is_longer(visitor, serving, places, path):
    serving("full")
    assert too_long(visitor.get(path).content.decode(), own_words(places["full"])) == []


def test_a_longer_one_is_found_and_a_list_is_none():
    names = "; ".join(f"Measure number {at}" for at in range(14))
    assert too_long(f"<p>14 values are not shown: {names}.</p>", set())
    assert too_long(f"<p>14 values are not shown.</p><ul><li>{names.replace('; ', '</li><li>')}</li></ul>", set()) == []


@pytest.mark.parametrize("many", [1, 28])
def test_what_is_said_of_many_rows_stays_short(site, many):
    """The pages of a real place have fifty rows: the names of those that differ are a list beside the sentence."""
    from oneplace.web.presenters.counted import Of, counted, hidden
    from oneplace.web.presenters.spines import Line

    smoking = places.found(places.USUAL).report.place.measures["smoking"]
    own = {"period_label": "2024/25", "dimension": "age", "group": "75-84", "value": 9.0}
    row = Line(smoking, "/x", "", (), "", "better", "synthetic", own, None)
    words = ("better", "worse", "higher", "lower", "could be chance", "not known")
    rows = [
        replace(row, difference=word, measure=smoking.model_copy(update={"id": f"m{at}{word}"}))
        for at in range(many)
        for word in words
    ]
    of = Of("age", "75-and-over", "people aged 75 and over")
    said = counted(rows, of, "everyone")
    page = "".join(f"<p>{one.text}</p>" for one in (said.known, said.standing, said.told_apart, hidden(many, of)))
    assert len(sentences(page)) >= 6
    assert too_long(page, set()) == []
    assert len(said.which) == 4 * many
    joined = Markup(", ").join(one.text for one in said.which)
    assert bool(too_long(f"<p>They differ on these: {joined}.</p>", set())) == (many > 1)
