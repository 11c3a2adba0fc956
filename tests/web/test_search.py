"""Search: the words people use find the page that answers, however they spell them."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.web.test_contents import text

QUESTIONS = Path(__file__).parent / "data" / "questions.csv"
RESIDENTS = Path(__file__).parent / "data" / "residents_words.txt"
SAYINGS = Path(__file__).parent / "data" / "sayings.csv"
UNMEASURED = Path(__file__).parent / "data" / "unmeasured.csv"
FIRST = 5
PLACES = Path(__file__).parents[2] / "places"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped places, before their first run: search needs none."""
    folder = tmp_path_factory.mktemp("example") / "places"
    shutil.copytree(PLACES, folder, ignore=shutil.ignore_patterns("var", "data"))
    return folder


@pytest.fixture(scope="module")
def example(shipped: Path) -> Path:
    """The example place."""
    return shipped / "southampton"


def asked(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def found(shot, question: str):  # type: ignore[no-untyped-def]
    from oneplace.web.public.presenters.search import search

    return search(shot, question, None)


def test_a_question_finds_the_page_that_answers_it_among_the_first(example, serving):
    from oneplace.web.snapshot import snapshot

    serving(example)
    questions = asked(QUESTIONS)
    assert len(questions) >= 120
    missed = []
    for question, wanted in questions:
        first = [entry.href for entry in found(snapshot(), question).entries[:FIRST]]
        if wanted not in first:
            missed.append((question, wanted, first))
    assert not missed


def test_a_saying_of_every_day_finds_what_it_is_about_or_nothing_absurd(example, serving):
    """A postcode lottery was searched for as a letter, pot holes found the prices of homes, red tape the lonely."""
    from oneplace.web.snapshot import snapshot

    serving(example)
    sayings = asked(SAYINGS)
    assert len(sayings) >= 25
    missed = []
    for saying, wanted in sayings:
        results = found(snapshot(), saying)
        first = [entry.href for entry in results.entries[:FIRST]]
        if results.corrected or (first != [] if wanted == "nothing" else wanted not in first):
            missed.append((saying, wanted, first, results.corrected))
    assert not missed


@pytest.mark.parametrize(
    ("place", "nothing"),
    [("southampton", 0), ("south-east-london", 0), ("north-and-mid-hampshire", 0), ("south-east-coast-ambulance", 2)],
)
def test_a_word_that_a_resident_types_finds_a_page_or_what_is_nearest_and_is_read_as_spelt(
    place, nothing, shipped, serving
):
    """Correctly spelt words of every day. Near a park or a last will an ambulance service has nothing."""
    from oneplace.web.snapshot import snapshot

    serving(shipped / place)
    words = RESIDENTS.read_text(encoding="utf-8").split("\n")
    results = {word: found(snapshot(), word) for word in words if word}
    assert len(results) >= 80
    assert {word: one.corrected for word, one in results.items() if one.corrected} == {}
    assert len([word for word, one in results.items() if not one.entries and not one.nearest]) <= nothing


@pytest.mark.parametrize(
    ("place", "question", "wrong"),
    [
        ("southampton", "screening", "Accessibility"),
        ("southampton", "climate", "a climate of trust"),
        ("north-and-mid-hampshire", "carbon", "Services will be sustainable"),
        ("southampton", "hearing", "Helped by 999 by telephone alone"),
        ("southampton", "sex", "Registered patients beside residents"),
        ("south-east-london", "housing", "Clock House"),
        ("south-east-london", "walking", "Lambeth Walk"),
        ("north-and-mid-hampshire", "walking", "fit for purpose"),
    ],
)
def test_a_word_is_not_read_as_another_that_only_ends_or_is_used_otherwise(place, question, wrong, shipped, serving):
    """Screening was read as a screen reader's page, housing as the ward of Clock House, hearing as who hears a call."""
    from oneplace.web.snapshot import snapshot

    serving(shipped / place)
    assert wrong not in " ".join(str(entry.title) for entry in found(snapshot(), question).entries[:1])


@pytest.mark.parametrize(("question", "near"), [("air", "climate"), ("screening", "cancer"), ("knife", "")])
def test_a_word_alone_is_of_its_topic(question, near, example, serving):
    """Nobody was told what is next to air, or that a knife is of crime."""
    from oneplace.web.snapshot import snapshot

    serving(example)
    results = found(snapshot(), question)
    assert near in [topic.name for topic in results.nearest] if near else "crime" in str(results.entries[0].title)


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [
        *(("diabetis", "diabetes"), ("ambulnace", "ambulance"), ("hpyertension", "hypertension"), ("brest", "breast")),
        ("asthmaa", "asthma"),  # "asthama" is how some type it, and nearer
    ],
)
def test_a_word_spelt_otherwise_is_read_and_the_page_says_so(spelt, meant, example, visitor, serving):
    serving(example)
    words = text(visitor.get("/search", {"q": spelt}))
    assert f"No page has “{spelt}”. This was searched for instead: “{meant}”." in words


@pytest.mark.parametrize(
    ("heard", "about"),
    [("asma", "asthma"), ("hart attack", "heart"), ("stroak", "stroke"), ("newmonia", "lung")],
)
def test_a_word_written_as_it_is_heard_finds_its_topic(heard, about, example, serving):
    """Too short, or too far from the word, to be told from another by its letters: the topics have these."""
    from oneplace.web.snapshot import snapshot

    serving(example)
    results = found(snapshot(), heard)
    assert results.entries
    assert not results.unmeasured
    assert any(about in str(one).lower() for one in results.entries)


def test_of_what_nothing_is_measured_about_that_is_said_with_the_nearest_topic_and_no_list(example, serving):
    from oneplace.web.snapshot import snapshot

    serving(example)
    wrong = []
    for question, nearest in asked(UNMEASURED):
        results = found(snapshot(), question)
        named = [topic.name for topic in results.nearest]
        if results.unmeasured != [question] or results.entries or nearest not in named:
            wrong.append((question, results.unmeasured, named, len(results.entries)))
    assert not wrong


@pytest.mark.parametrize(
    ("question", "group"),
    [("women's health", "Women and girls"), ("carers allowance", "Carers"), ("carers break", "Carers")],
)
def test_a_group_named_within_what_nothing_is_measured_about_is_found(question, group, example, serving):
    from oneplace.web.snapshot import snapshot

    serving(example)
    results = found(snapshot(), question)
    assert results.unmeasured == [question]
    assert group in [str(entry.title) for entry in results.entries[:3]]


def test_the_page_says_it_in_a_sentence_with_links(example, visitor, serving):
    serving(example)
    html = visitor.get("/search", {"q": "Optician"}).content.decode()
    assert "Nothing here is measured about “Optician”. Nearest to it:" in html
    assert '<a href="/search?q=GP%20appointment">GP appointment</a>' in html
    assert "Nothing here is measured" not in text(visitor.get("/search", {"q": "asthma"}))


def test_a_word_nobody_knows_is_named_too(example, visitor, serving):
    serving(example)
    assert "Nothing here is measured about “xylophone”." in text(visitor.get("/search", {"q": "xylophone"}))


def test_what_the_strategy_only_names_is_not_measured(example, serving):
    """The strategy speaks of a delivery plan; that is no measure of one."""
    from oneplace.web.snapshot import snapshot

    serving(example)
    results = found(snapshot(), "productivity")
    assert results.unmeasured == ["productivity"]
    assert {entry.kind for entry in results.entries} == {"Strategy"}


def test_what_is_found_within_a_page_is_there(example, visitor, serving):
    """An address with a part names a part of its page."""
    from oneplace.web.public.presenters.search import catalogue
    from oneplace.web.snapshot import snapshot

    serving(example)
    wanted = {tuple(entry.href.split("#")) for entry in catalogue(snapshot()).entries if "#" in entry.href}
    texts = {page: visitor.get(page).content.decode() for page in {page for page, _ in wanted}}
    assert len(wanted) > 20
    assert [(page, part) for page, part in sorted(wanted) if f'id="{part}"' not in texts[page]] == []


def test_what_is_asked_about_counts_more_than_what_is_asked(example, serving):
    """Many pages are about waits; only some are about ambulances."""
    from oneplace.web.snapshot import snapshot

    serving(example)
    titles = [str(entry.title) for entry in found(snapshot(), "how long is the wait for an ambulance").entries]
    assert "mbulance" in titles[0]


def test_names_are_found_by_their_own_words_alone(example, serving):
    """A topic that has "road" among its words brings up no Howard Road."""
    from oneplace.web.snapshot import snapshot

    serving(example)
    assert "Neighbourhood" not in {entry.kind for entry in found(snapshot(), "bus").entries}
    assert {entry.kind for entry in found(snapshot(), "Howard Road").entries} == {"Neighbourhood"}


def test_topics_are_offered_where_nothing_was_asked_or_found(example, visitor, serving):
    serving(example)
    for query in ({}, {"q": "zzzzzz"}):
        html = visitor.get("/search", query).content.decode()
        assert '<a href="/search?q=diabetes">Diabetes</a>' in html
    assert "Topics" not in text(visitor.get("/search", {"q": "diabetes"}))


def test_only_topics_that_some_page_is_about_are_offered(example, visitor, serving):
    serving(example)
    assert 'href="/search?q=gambling"' not in visitor.get("/search").content.decode()


def test_every_topic_offered_finds_something_itself(example, serving):
    from oneplace.web.public.presenters.search import catalogue
    from oneplace.web.snapshot import snapshot

    serving(example)
    offered = [topic.name for topics in catalogue(snapshot()).topics.values() for topic in topics]
    assert len(offered) > 40
    assert not [name for name in offered if not found(snapshot(), name).entries]


def test_what_is_said_of_an_ambition_finds_it_but_never_what_is_the_boards_alone(visitor, serving):
    serving("full")
    assert 'href="/ambitions/A1"' in text_of(visitor, "advisers left in the winter")
    assert 'href="/ambitions/A2"' not in text_of(visitor, "secret")


def text_of(visitor, question):  # type: ignore[no-untyped-def]
    html = visitor.get("/search", {"q": question}).content.decode()
    return html[html.index("<main") :]


def test_pages_for_members_are_found_by_them_alone(visitor, signed_in, serving):
    serving("full")
    address = 'href="/board"><'
    entry = 'href="/board">'
    results = visitor.get("/search", {"q": "board"}).content.decode().split("<main")[1]
    assert entry not in results
    assert address not in results
    assert entry in signed_in("alice").get("/search", {"q": "board"}).content.decode().split("<main")[1]
