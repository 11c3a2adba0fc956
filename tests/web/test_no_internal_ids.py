"""No public page prints an id of the files: readers have names, addresses have ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from oneplace.place.moved import said
from tests.web import addresses
from tests.web.test_search import example, shipped  # noqa: F401

CODED = re.compile(r"[A-Za-z]+\d+|\w*_\w*|[A-Z]+\w*-[\w-]+")
"""What looks like an id and like no word: ``EN9``, ``V-patients``, ``local_indicators``."""
OF_THE_FORMAT = re.compile(
    r"\b[a-z]+(?:_[a-z0-9]+)+\b|\bTrue\b|\bFalse\b|\bnan\b|\b\d{4}-\d\d-\d\d(?![-\w])|\b\d{4}-\d\d-\d\dT"
    r"|\b(?:ext|doc):\S+|\borg\b|[→`]"
)
"""Code words, truth values, days and times as a machine writes them, references, marks of code and arrows (a screen
reader says "right arrow", or nothing); the data page names the columns of partners' files."""
HYPHENED = re.compile(r"[a-z]+(-[a-z]+)+")
"""What may be a word as well (``life-course``): an id where it stands alone in its element."""


def ids(shot) -> set[str]:  # type: ignore[no-untyped-def]
    found = {key for part in _said(shot) for key in part}
    documents = {document.id for document in shot.place.strategy.documents if "-" in document.id}
    return documents | {key for key in found if CODED.fullmatch(key)}


def alone(shot, html: str) -> set[str]:  # type: ignore[no-untyped-def]
    known = {key for part in _said(shot) for key in part if HYPHENED.fullmatch(key)}
    return known & set(re.findall(r">\s*([\w-]+)\s*<", html))


def _said(shot) -> Iterator[set[str]]:  # type: ignore[no-untyped-def]
    strategy = shot.place.strategy
    yield set(shot.place.measures)
    for name in type(strategy).model_fields:
        value = getattr(strategy, name)
        if isinstance(value, tuple):
            yield {item.id for item in value if hasattr(item, "id")}
    yield set(shot.place.decisions)


def words(html: str) -> str:
    """What a page prints, without the parts of files that are shown as they are written."""
    html = re.sub(r"(?s)<(script|pre|code|head)\b.*?</\1>", " ", html)
    return re.sub(r"<[^>]+>", " ", html)


def printed(text: str, wanted: set[str]) -> set[str]:
    return wanted & set(re.findall(r"[\w-]+", text))


OF_THE_EXAMPLE = {
    "public:ambition": ["/ambitions/{outcome.id}"],
    "public:measure": ["/measures/{measure.id}"],
    "public:neighbourhood": ["/neighbourhoods/E01017180"],
}
"""Addresses that the example has otherwise than the small place, by what they are filled with."""


NAMES_OF_FILES = ("/data", "/strategy/record/sources", "/strategy/record/datasets")
"""Pages that tell of files by their own names, and where they come from."""


def pages(shot) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """Every public page of the example, and every part of its record."""
    for name, paths in addresses.PUBLIC.items():
        for path in OF_THE_EXAMPLE.get(name, paths[:1]):
            if "{outcome" in path:
                yield from (path.format(outcome=outcome) for outcome in shot.place.strategy.outcomes)
            elif "{measure" in path:
                yield from (path.format(measure=measure) for measure in shot.place.measures.values())
            else:
                yield path
    yield from (f"/strategy/record/{part}" for part in said(shot.place) if part not in ("measures", "cohorts"))


def test_no_page_of_the_example_prints_one(example, visitor, serving):  # noqa: F811
    from oneplace.web.snapshot import snapshot

    serving(example)
    shot = snapshot()
    for path in pages(shot):
        html = visitor.get(path).content.decode()
        assert not printed(words(html), ids(shot)), path
        assert not alone(shot, html), path
        assert not re.search(r"\bL\d+\b", words(html)), path
        assert path in NAMES_OF_FILES or not OF_THE_FORMAT.findall(words(html)), path


@pytest.mark.parametrize("path", addresses.every(addresses.PUBLIC, addresses.OF_A_RUN, addresses.ALONE))
def test_no_page_of_a_run_prints_one(path, visitor, serving):
    from oneplace.web.snapshot import snapshot

    serving("full")
    shot = snapshot()
    said = words(visitor.get(path).content.decode())
    assert path.startswith("/data") or not OF_THE_FORMAT.findall(said)
    assert not printed(said, ids(shot))


def test_what_the_format_writes_is_told_as_people_write_it():
    from oneplace.place.moved import plain

    said = "kind: statistical_neighbour; available: False; on: 2019-03-29; file: data/a_b.csv, 2026-13-01"
    assert plain(said) == (
        "kind: statistical neighbour; available: no; on: 29 March 2019; file: data/a_b.csv, 2026-13-01"
    )
    assert plain("True") == "yes"
    assert plain("True North") == "True North"


@pytest.mark.parametrize("path", addresses.every(addresses.SIGNED_IN))
def test_neither_does_a_page_of_the_board(path, signed_in, serving):
    from oneplace.web.snapshot import snapshot

    serving("full")
    told = words(signed_in("alice").get(path).content.decode())
    assert not printed(told, ids(snapshot()))
    assert not OF_THE_FORMAT.findall(told)


def test_neither_does_the_board(signed_in, serving):
    from oneplace.web.snapshot import snapshot

    serving("full")
    html = signed_in("alice").get("/board").content.decode()
    assert "No open measure of buildings exists" in html
    assert not printed(words(html), ids(snapshot()))


def test_the_test_finds_one_that_is_printed(example, serving):  # noqa: F811
    from oneplace.web.snapshot import snapshot

    serving(example)
    assert alone(snapshot(), "<span>one-framework</span> a life-course approach") == {"one-framework"}
    for planted in ("State: in_force", "at ext:made-up", "lead: org", "on 2026-03-02.", "taken → published", "`base`"):
        assert OF_THE_FORMAT.findall(planted)
    assert not OF_THE_FORMAT.findall("Run 2026-06-30-8f66039b of 30 June 2026, an organisation")
    assert printed(words("<p>V-patients, EN9</p>"), {"V-patients", "EN9", "x-y"}) == {"V-patients", "EN9"}
    assert not printed(words('<p id="EN9"><a href="/ambitions/EN9">Ambulances</a></p>'), {"EN9"})


@pytest.mark.parametrize(
    ("source", "in_words"),
    [
        ("ccg-vision L26", "Our vision"),
        ("ccg-vision L20, L40; report L83-88, L106", "Our vision; The report"),
        ("ccg-vision L20; ccg-vision L40", "Our vision"),
        ("as ccg-vision-2 says (report L1, L23-26)", "as ccg-vision-2 says (The report)"),
        ("NHS reorganisation, April 2021", "NHS reorganisation, April 2021"),
        ("", ""),
    ],
)
def test_a_source_is_told_by_its_title(source, in_words):
    from oneplace.web.public.presenters.strategy_items import source_words

    assert source_words(source, {"ccg-vision": "Our vision", "report": "The report"}) == in_words


def test_the_strategy_fits_on_a_page_until_something_is_unfolded(example, visitor, serving):  # noqa: F811
    serving(example)
    html = visitor.get("/strategy").content.decode()
    shown = re.sub(r"(?s)<details.*?</details>", "", html.split("<main")[1].split("</main>")[0])
    assert len(words(shown).split()) < 400
    assert html.count("<details") > 10
