"""What the pages of groups and areas say first of their rows is true of the results, and stands in print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import NamedTuple

import pytest

from oneplace.progress.sentences import Claim, Kind, Sentence
from tests.reader import places, run
from tests.reader.printed import missing
from tests.reader.recomputed import ON_PAGES, wrong
from tests.web import world


class Page(NamedTuple):
    """What a page says first, what each of its rows claims, and its address."""

    address: str
    said: list[Sentence]
    rows: list[Claim]


HIDDEN = replace(places.USUAL, hidden=frozenset({"1", "M"}), england=11.5, neighbourhoods=(0.0, 0.1))
WITHOUT = replace(places.USUAL, fifths=(2.0, 1.0, 0.0, 0.0, -9.0), origin={})


WORDS = {"better": 1, "worse": 2, "higher": 3, "lower": 4, "could be chance": 5, "not known": 6}


def pages(shot, parts=()) -> Iterator[Page]:
    """Every page of a run whose rows stand in one table, those of some neighbourhoods and wards among them."""
    from oneplace.web.public.presenters import groups, neighbourhoods, profile

    for people in groups.groups_of(shot):
        here = groups.group_page(shot, people)
        first = [one for one in everything(here.counted) if here.judged or one is not here.counted.standing]
        said = [*(first if here.lines else []), here.hidden, here.unsaid]
        yield Page(groups.address(people), [one for one in said if one], [line.claim for line in here.lines])
    whole = profile._profile(shot)
    yield Page("/profile", [*everything(whole.counted)], [line.claim for line in whole.lines])
    for code in parts:
        here = neighbourhoods.area_page(shot, code)
        yield _part(f"/neighbourhoods/{code}", here)
        yield _part(here.ward.href, neighbourhoods.ward_page(shot, here.ward.code))


def everything(counted) -> Iterator[Sentence]:
    yield from (counted.known, counted.standing, counted.told_apart, *counted.which)


def _part(address, here) -> Page:
    said = [here.counted.known, here.counted.told_apart, *here.counted.which] if here.values else []
    return Page(address, said, [line.claim for line in here.values])


def faults(found: list[Page], truth: run.Run) -> list[str]:
    """What is false on any of the pages."""
    told = [claim for page in found for claim in (*page.rows, *(each for one in page.said for each in one.claims))]
    return [f"{claim}: {why}" for claim in told if (why := wrong(claim, truth))]


@pytest.fixture(scope="module")
def served(site):
    """The place that is served, as a careful reader holds it, and what its pages say."""
    from oneplace.web.snapshot import snapshot

    shot = snapshot()
    tables = {name: table.to_pylist() for name, table in shot.written.tables.items()}
    return list(pages(shot, world.LSOAS)), run.Run(shot.place, tables, world.AS_OF)


@pytest.mark.parametrize("drawn", [places.USUAL, HIDDEN, WITHOUT], ids=["usual", "hidden", "without"])
def test_all_is_true_of_a_place_made_up(site, drawn):
    found = places.found(drawn)
    said = list(pages(found.report))
    assert faults(said, run.of(found)) == []
    assert {claim.kind for page in said for one in page.said for claim in one.claims} == ON_PAGES


def test_all_is_true_of_the_place_that_is_served(served):
    assert faults(*served) == []
    words = {claim.direction for page in served[0] for one in page.said for claim in one.claims}
    assert words >= {"known", "unsaid", "told", "apart", "better", "worse", "known, made up", "worse, made up"}


def test_of_the_rows_that_can_be_tested_none_is_left_out(site):
    """Neither better nor worse, higher or lower: such a row stands in the count, so it is told as well."""
    from oneplace.web.presenters.counted import Of, standing
    from oneplace.web.presenters.spines import Line

    row = Line(None, "", "", (), "", "better", "published", {}, None)
    lines = [replace(row, difference=word) for word, many in WORDS.items() for _ in range(many)]
    said = standing(lines, Of("all", "all", "Testham", "E92000001"), "England")
    assert said.text == (
        "On 15 of them the difference from England can be tested. 1 is better beyond chance, 2 worse, "
        "3 higher and 4 lower where neither is better. On 5 it could be chance."
    )
    told, *parts = [claim.number for claim in said.claims]
    assert told == sum(parts)
    kept = [line for line in lines if line.difference not in ("higher", "lower")]
    assert "neither" not in standing(kept, Of("all", "all", "Testham"), "England").text


def test_rows_of_one_measure_are_named_once_with_how_many_they_are(site):
    """Twelve rows that differ and ten names: who counts the names finds the other two."""
    from oneplace.web.presenters.counted import Of, told_apart, which
    from oneplace.web.presenters.spines import Line

    smoking = places.found(places.USUAL).report.place.measures["smoking"]
    own = {"period_label": "2024/25", "dimension": "age", "group": "75-84", "value": 9.0}
    rows = [Line(smoking, "/x", "", (), "", word, "synthetic", own, None) for word in ("higher", "higher", "lower")]
    of = Of("age", "75-and-over", "people aged 75 and over")
    assert told_apart(rows, of).text.startswith("The difference is more than chance explains on 3 of them (3 made up).")
    (said,) = which(rows)
    assert plain(said.text) == "Smoking (higher and lower, synthetic, 3 rows)"
    assert len(said.claims) == 3
    assert "rows" not in which(rows[:1])[0].text


@pytest.mark.parametrize(
    ("kind", "change", "why"),
    [
        (Kind.KNOWN_COUNT, {"number": 99}, "there are"),
        (Kind.APART_COUNT, {"number": 99}, "there are"),
        (Kind.KNOWN_COUNT, {"direction": "known, made up", "number": 0}, "there are"),
        (Kind.APART_COUNT, {"direction": "worse, made up", "number": 0}, "there are"),
        (Kind.APART, {"direction": "better"}, "is worse, not better"),
        (Kind.APART, {"number": 1.0}, "is 1"),
        (Kind.APART, {"period": "2024/25"}, "no such row stands in 2024/25"),
        (Kind.APART, {"group": "5"}, "is "),  # another group's row under this one's name
    ],
)
def test_a_planted_fault_is_found(served, kind, change, why):
    found, truth = served
    page = next(page for page in found if page.address == "/groups/deprivation/1-most-deprived")
    told = [claim for one in page.said for claim in one.claims if claim.kind is kind]
    assert told
    assert all(wrong(claim, truth) == "" for claim in told)
    assert all(why in wrong(replace(claim, **change), truth) for claim in told)


def test_each_sentence_stands_on_its_page_with_what_it_claims(served, visitor):
    found, truth = served
    labels = {row["group"]: row["group_label"].lower() for row in truth.tables["results"]}
    labels |= {measure.id: measure.name for measure in truth.place.measures.values()}
    for page in found:
        html = visitor.get(page.address).content.decode()
        printed = plain(html)
        named = labels | {str(claim.group): heading(html) for one in page.said for claim in one.claims}
        for one in page.said:
            words = plain(str(one.text))
            assert words in printed, (page.address, words)
            lacking = [part for claim in one.claims for part in missing(claim, words, None, named)]
            assert lacking == [], (page.address, words)


def test_a_word_or_number_that_print_drops_is_missed(served):
    found, truth = served
    page = next(page for page in found if page.address == "/groups/deprivation/1-most-deprived")
    known, standing, _count, apart, _unsaid = page.said
    (measure,) = {claim.subject for claim in page.rows}
    labels = {"all": "everyone", measure: truth.place.measures[measure].name}

    def lacking(one: Sentence, dropped: str) -> set[str]:
        words = plain(one.text).replace(dropped, "x")
        return {part for claim in one.claims for part in missing(claim, words, None, labels)}

    assert lacking(known, "most deprived") == {"most deprived"}
    assert lacking(known, "1 value is known for the most deprived fifth") == {
        "most deprived",
        "known",
        "known, made up",
    }
    assert lacking(known, "(1 made up)") == {"known, made up"}
    assert lacking(standing, "everyone") == {"everyone"}
    assert lacking(standing, "is better") == {"better"}
    assert lacking(standing, "1 worse (1 made up)") == {"worse", "worse, made up"}
    assert lacking(apart, labels[measure]) == {labels[measure]}
    assert lacking(apart, "(worse, synthetic)") == {"worse"}


def plain(html: str) -> str:
    """The words, in one line."""
    return re.sub(r" ([,.;])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()))


def heading(html: str) -> str:
    """What the page says that it is about."""
    words = unescape(re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)[1])
    inside = re.search(r"\((.*)\)", words)
    return inside[1] if inside else re.sub(r":.*| on one page| ward$", "", words).strip()


def test_that_two_are_the_same_stands_in_print_and_its_contrary_would_be_found():
    """No run of the reader's has two numbers that are equal, so the word was held to nothing."""
    from types import SimpleNamespace

    from oneplace.web.presenters.counted import Of, standing

    lines = [SimpleNamespace(difference=word, made_up=False, origin=None) for word in ("the same", "better")]
    said = standing(lines, Of("all", "all", "Testton", beside="E92000001"), "England")
    (same,) = [claim for claim in said.claims if claim.direction == "the same"]
    labels = {"E92000001": "England"}
    assert missing(same, said.text, None, labels) == []
    assert missing(same, said.text.replace("both are", "neither is"), None, labels) != []
