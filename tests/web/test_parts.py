"""A place's own parts against each other: chance is said, wards are sums, together they are the whole or say why."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import get_template
from django.test import RequestFactory

from tests.reader import run
from tests.reader.printed import missing
from tests.reader.recomputed import wrong
from tests.report import a_run
from tests.web.test_profile import BEFORE, PARTS, row

ONE, TWO, THREE = "E06000044", "E06000043", "E06000046"


@pytest.fixture
def shown(tmp_path, site, monkeypatch):
    """Call it with rows of a place of three authorities for the page's content."""
    from oneplace.web.public.presenters import parts_compared as parts

    three = PARTS.replace("]", f", {{code: {THREE}, name: Northton, kind: district}}]")
    monkeypatch.setattr(
        a_run, "PLACE", a_run.PLACE.replace("areas: [{code: E06000045, name: Testton, kind: unitary}]", three)
    )

    def make(*rows):
        shot = a_run.report(a_run.a_place(tmp_path), results=list(rows))
        found = parts.compared(shot, shot.place.measures["smoking"])
        assert (found is not None) == bool(parts.comparable(shot))
        make.truth = run.Run(shot.place, {"results": shot.written["results"].to_pylist()}, date(2026, 5, 1))
        return found

    return make


def test_each_area_stands_against_each_of_the_others_beyond_chance(shown):
    found = shown(row(7.0, 0.5, area=ONE), row(7.5, 0.5, area=TWO), row(9.0, 0.5, area=THREE), row(1.0, 0.1, area="E9"))
    assert [(part.figure.label, part.told.text) for part in found.parts] == [
        (TWO, "better than 1"),
        (ONE, "better than 1"),
        (THREE, "worse than 2"),
    ]
    assert (found.kind, found.period, found.parts[0].href) == ("areas", "2024/25", f"/profile/{TWO}")
    assert "app-spine__here--worse" in found.parts[2].picture


def test_what_each_row_claims_is_true_of_the_results_and_stands_in_print(shown):
    rows = [row(7.0, 0.5, area=ONE), row(7.5, 0.5, area=TWO), row(9.0, 0.5, area=THREE)]
    found = shown(*rows)
    truth = shown.truth
    told = [(part.told.text, claim) for part in found.parts for claim in part.told.claims]
    assert [(claim.direction, claim.number) for _, claim in told] == [("better", 1), ("better", 1), ("worse", 2)]
    for words, claim in told:
        assert wrong(claim, truth) == ""
        assert missing(claim, words, None, {}) == []
        assert wrong(replace(claim, number=claim.number + 1), truth) == f"it is so of {claim.number}"
        assert wrong(replace(claim, direction="higher"), truth) == "it is so of 0"
        assert missing(claim, words.replace(str(claim.number), "9"), None, {}) != []


def test_without_limits_that_is_said_and_no_dash_stands(shown):
    assert {part.told.text for part in shown(row(7.0, area=ONE), row(9.0, area=TWO)).parts} == {"untested"}


def test_one_equal_value_is_no_test_against_the_others(shown):
    """Two of ten areas had 638, and nobody's limits were known: both were said to differ from none."""
    found = shown(row(638.0, area=ONE), row(638.0, area=TWO), row(900.0, area=THREE))
    undecided = "no clear difference from 1, untested against 1"
    assert [part.told.text for part in found.parts] == [undecided, undecided, "untested"]


@pytest.mark.parametrize(
    ("deviation", "says", "not_there"),
    [
        (None, "“Untested”: no limits are known", "means: than so many|95% interval"),
        (0.5, "“Worse than 1” means: than so many of the others, beyond chance.", "Untested"),
    ],
)
def test_the_page_says_which_end_is_worst_and_keys_only_what_stands_there(shown, deviation, says, not_there):
    found = shown(*(row(value, deviation, area=area) for value, area in ((7.0, ONE), (9.0, TWO))))
    context = {"title": "Parts", "parts": found, "choices": [], "place_name": "Testton", "site": SimpleNamespace()}
    page = get_template("public/parts.jinja").render(context, RequestFactory().get("/parts"))
    said = html.unescape(" ".join(page.split()))
    assert "Its strip runs from the worst on the left to the best on the right, and the dot is that area." in said
    assert says in said
    assert re.search(not_there, said) is None


def test_alike_is_no_clear_difference(shown):
    found = shown(row(7.0, 1.0, area=ONE), row(7.1, 1.0, area=TWO))
    assert {part.told.text for part in found.parts} == {"no clear difference from any"}


def test_the_newest_period_with_two_is_taken(shown):
    found = shown(
        row(7.0, 1.0, area=ONE, period=BEFORE), row(7.1, 1.0, area=TWO, period=BEFORE), row(5.0, 1.0, area=ONE)
    )
    assert (found.period, len(found.parts)) == ("2023/24", 2)


def test_one_area_alone_is_not_compared(shown):
    assert shown(row(7.0, 1.0, area=ONE)) is None


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        ({"value": 8.0, "method": "Counts of 2 areas, summed"}, "Testton as a whole: 8.0%. Counts of 2 areas, summed."),
        ({"value": None, "reason": "Published for each."}, "Published for each."),
    ],
)
def test_what_they_make_together_or_why_not(shown, whole, told):
    together = row(8.0) | whole
    assert shown(row(7.0, 1.0, area=ONE), row(7.1, 1.0, area=TWO), together).together == told


@dataclass
class Inside:
    code: str


@dataclass
class Ward:
    name: str
    areas: list[Inside]
    href: str = "/wards/w"


def neighbourhood(code, x, n=100, **more):
    share = {"value": None, "suppressed": True} if x is None else {"value": 100.0 * x / n}
    counts = {
        "numerator": x,
        "denominator": n,
        "lower": 0.0,
        "upper": 99.0,
        "method": "Wilson",
        "suppressed": x is None,
    }
    return row(1.0) | {"dimension": "neighbourhood", "group": code, "group_label": code} | counts | share | more


@pytest.fixture
def in_wards(tmp_path, site, monkeypatch):
    """Call it with rows of a place of three wards, of a and b, of c, and of d."""
    from oneplace.web.public.presenters import parts_compared as parts

    wards = [Ward("East", [Inside("a"), Inside("b")]), Ward("West", [Inside("c")]), Ward("North", [Inside("d")])]
    monkeypatch.setattr(parts, "wards", lambda _: wards)

    def make(*rows):
        shot = a_run.report(a_run.a_place(tmp_path), results=list(rows))
        return parts.compared(shot, shot.place.measures["smoking"])

    return make


def test_a_ward_is_the_sum_of_its_neighbourhoods_and_all_are_the_city(in_wards):
    whole = neighbourhood("all", 90, 300) | {"dimension": "all"}
    found = in_wards(neighbourhood("a", 10), neighbourhood("b", 20), neighbourhood("c", 60), whole)
    assert [(part.figure.label, part.figure.count, part.told.text) for part in found.parts] == [
        ("East", "30 of 200", "better than 1"),
        ("West", "60 of 100", "worse than 1"),
    ]
    assert found.together == "All neighbourhoods together: 90 of 300, which is the whole place’s number."


def test_people_whose_neighbourhood_is_not_known_are_said_to_be_in_none(in_wards):
    whole = neighbourhood("all", 95, 310) | {"dimension": "all"}
    found = in_wards(neighbourhood("a", 10), neighbourhood("b", 20), neighbourhood("c", 60), whole)
    assert found.together.endswith("the whole place: 95 of 310. Those whose neighbourhood is not known are in none.")


def test_a_hidden_neighbourhood_leaves_its_ward_and_the_whole_without_a_number(in_wards):
    assert in_wards(neighbourhood("a", None), neighbourhood("b", 20), neighbourhood("c", 60)) is None


def test_a_redrawn_neighbourhood_leaves_its_ward_and_the_whole_without_a_number_and_says_why(in_wards):
    nothing = dict.fromkeys(("value", "lower", "upper", "numerator", "denominator")) | {"reason": "It was redrawn"}
    found = in_wards(
        neighbourhood("a", 10), neighbourhood("b", 20) | nothing, neighbourhood("c", 60), neighbourhood("d", 90)
    )
    east = next(part.figure for part in found.parts if part.figure.label == "East")
    assert (east.known, east.note) == (False, "It was redrawn.")
    assert found.together.startswith("1 neighbourhood has no number, so all are not added up to the whole place.")
    assert found.together.endswith("It was redrawn.")


def test_the_page_is_there_where_nothing_can_be_compared(visitor, serving):
    serving("full")
    assert "No measure here has a value for two parts" in visitor.get("/parts").content.decode()


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (["E54000050"], "Part of Cumberland and Westmorland and Furness lies outside Testton."),
        (["E54000050"], "12 councils lie in it whole. Each can have a site of its own"),
        (["E54000061"], "Testton is set up here without its 4 councils."),
        (["E54000050", "E54000048"], "Part of North Yorkshire lies"),  # what leaves the one lies in the other
        (["RYD"], "Testton is not made of councils’ areas"),
        (["E06000045"], "No measure here has a value for two parts of Testton."),
    ],
)
def test_a_place_without_parts_says_why_and_what_would_give_it_some(tmp_path, site, monkeypatch, codes, says):
    from oneplace.web.public.presenters.parts_compared import without_parts

    areas = ", ".join(f"{{code: {code}, name: Testton, kind: unitary}}" for code in codes)
    written = a_run.PLACE.replace("areas: [{code: E06000045, name: Testton, kind: unitary}]", f"areas: [{areas}]")
    monkeypatch.setattr(a_run, "PLACE", written)
    assert says in without_parts(a_run.a_place(tmp_path))
