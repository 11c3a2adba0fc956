"""The pages about groups of people: what is known, what isn't, and the same numbers in every form."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from tests.web import world
from tests.web.test_contents import text


def test_the_index_leads_to_every_group_and_each_has_a_page(visitor, serving):
    import re

    serving("full")
    html = visitor.get("/groups").content.decode()
    pages = re.findall(r'href="(/groups/[^"]+)"', html)
    assert {"/groups/deprivation/1-most-deprived", "/groups/sex/female", "/groups/others/carer"} <= set(pages)
    assert {visitor.get(page).status_code for page in pages} == {200}


def test_a_group_stands_beside_everyone_and_the_other_end_with_limits_and_period(visitor, serving):
    serving("full")
    html = visitor.get("/groups/deprivation/1-most-deprived").content.decode()
    row = html.split('<tr role="row">')[2].split("</tr>")[0]
    assert 'href="/ambitions/A1"' in row
    assert "2025/26" in row
    cells = [part.split(">", 1)[1].split("<")[0].strip() for part in row.split("<td role=")[1:]]
    fifth_1, everyone, fifth_5 = (world.LEVEL["smoking"] * 1.01 * factor for factor in (1.35, 1.0, 0.75))
    assert cells == [f"{fifth_1:.1f}%", f"{everyone:.1f}%", f"{fifth_5:.1f}%", "Worse"]
    assert html.count('class="app-spine"') == 1
    assert "app-origin" in row


def test_where_a_group_is_furthest_behind_the_gaps_sentence_stands(visitor, serving):
    serving("full")
    assert "Where they are furthest behind" in text(visitor.get("/groups/deprivation/1-most-deprived"))
    assert "Where they are furthest behind" not in text(visitor.get("/groups/deprivation/5-least-deprived"))
    assert "Where they are furthest behind" not in text(
        visitor.get("/groups/ethnicity/asian-or-asian-british")
    )  # chance


def test_where_neither_more_nor_less_is_better_nobody_is_behind(serving):
    from oneplace.web.public.presenters.groups import behind, groups, told
    from oneplace.web.snapshot import snapshot

    serving("full")
    shot = snapshot()
    people = next(one for one in groups(shot) if (one.by, one.code) == ("deprivation", "1"))
    found = told(shot, people)
    context = [replace(one, measure=one.measure.model_copy(update={"polarity": "context"})) for one in found]
    assert list(behind(shot, people, found))
    assert not list(behind(shot, people, context))


def test_who_is_behind_one_other_and_ahead_of_everyone_is_not_furthest_behind(serving):
    """The second best of five: the table beside the list says “better”."""
    from oneplace.web.public.presenters.groups import behind, groups, told
    from oneplace.web.snapshot import snapshot

    serving("full")
    shot = snapshot()
    people = next(one for one in groups(shot) if (one.by, one.code) == ("deprivation", "1"))
    found = [one for one in told(shot, people) if one.measure.polarity_of_groups == "low_good" and one.everyone]
    ahead = [replace(one, everyone=one.everyone | {"value": one.own["value"] * 1.1}) for one in found]
    same = [replace(one, everyone=one.everyone | {"value": one.own["value"]}) for one in found]
    assert list(behind(shot, people, found))
    assert not list(behind(shot, people, ahead))
    assert not list(behind(shot, people, same))


def test_how_many_can_be_told_apart_is_said_beside_how_many_are(visitor, serving):
    serving("full")
    words = text(visitor.get("/groups/deprivation/1-most-deprived"))
    assert "1 value is known for the most deprived fifth (1 made up)." in words
    told = "On 1 of them (1 made up) the difference from everyone can be tested. None is better beyond chance"
    assert f"{told}, 1 worse (1 made up). On none it could be chance." in words


def test_a_row_of_england_alone_is_no_value_of_a_group_of_the_place(visitor, serving, monkeypatch):
    from oneplace.web.public.presenters import groups

    serving("full")
    known = groups.told
    monkeypatch.setattr(
        groups,
        "told",
        lambda *of: [replace(one, own={**one.own, "whose": "E92000001"}) for one in known(*of)],
    )
    words = text(visitor.get("/groups/deprivation/1-most-deprived"))
    assert "0 values are known for the most deprived fifth." in words
    assert "1 more row is the figure of a wider area or of an organisation." in words


def test_where_a_group_is_behind_by_made_up_numbers_each_row_says_so(visitor, serving):
    serving("full")
    html = visitor.get("/groups/deprivation/1-most-deprived").content.decode()
    rows = html.split('id="behind"')[1].split("</ul>")[0].split("<li>")[1:]
    assert rows
    assert [row for row in rows if 'class="app-origin"' not in row] == []


def test_how_many_of_the_measures_told_apart_are_made_up_is_said(visitor, serving):
    serving("full")
    assert "measures is told apart so (1 with made-up numbers)." in text(visitor.get("/groups"))


def test_too_few_to_say_shows_no_number_in_any_form(visitor, serving):
    serving("suppressed")
    words = text(visitor.get("/groups/deprivation/1-most-deprived"))
    assert "has too few of them to say anything" in words
    assert "not shown, so that nobody can be recognised" in words
    taken = visitor.get("/groups/deprivation/1-most-deprived.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(taken)))
    assert rows
    assert {row["value"] + row["numerator"] + row["lower"] for row in rows} == {""}


def test_what_nobody_knows_is_said_once_with_whom_to_ask(visitor, serving):
    serving("full")
    words = text(visitor.get("/groups/sex/female"))
    assert "Nothing is known about women and girls" in words
    assert words.count("Whom to ask: The Testton team") >= 1


def test_of_people_whom_no_file_tells_apart_nothing_is_claimed(visitor, serving):
    serving("full")
    words = text(visitor.get("/groups/others/carer"))
    assert "No record of people’s care here says who is a carer" in words
    assert "asked to think of them by section 10 of the Care Act 2014" in words
    assert "The strategy does not name them" in words
    assert "<table" not in visitor.get("/groups/others/carer").content.decode()


def test_a_measure_of_mothers_speaks_of_women_who_were_pregnant():
    from oneplace.vocabulary.people import UNHELD

    pregnant = next(one for one in UNHELD if one.name == "pregnant women")
    assert pregnant.in_text("The share of mothers recorded as smokers when their baby is born")
    assert not pregnant.in_text("The share of people recorded as smokers")


def test_limits_are_promised_only_where_they_are_known(visitor, serving):
    """Published and averaged values have none: no page may say that each number has its own."""
    serving("full")
    for page in ("/groups/deprivation/1-most-deprived", f"/neighbourhoods/{world.LSOAS[0]}"):
        words = text(visitor.get(page))
        assert "stands its 95% interval, where it is known." in words
        assert "stands its 95% interval." not in words


def test_the_file_holds_the_rows_of_the_page_with_their_unit(visitor, serving):
    from oneplace.web.snapshot import snapshot

    serving("full")
    answer = visitor.get("/groups/deprivation/1-most-deprived.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["dimension"], row["group"]) for row in rows] == [
        ("deprivation", "1"),
        ("deprivation", "5"),
        ("all", "all"),
    ]
    assert {(row["measure"], row["unit"]) for row in rows} == {("smoking", "%")}
    published = {(row["group"], row["period_label"], row["value"]) for row in snapshot().results("smoking")}
    assert all((row["group"], row["period_label"], float(row["value"])) in published for row in rows)
    assert visitor.get("/groups/deprivation/1-most-deprived.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("path", ["/groups/sex/nobody", "/groups/nothing/female", "/groups/sex/nobody.csv"])
def test_a_group_that_is_none_is_not_here(path, visitor, serving):
    serving("full")
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("women", "/groups/sex/female"),
        ("men", "/groups/sex/male"),
        ("elderly", "/groups/age/65-and-over"),
        ("over 75", "/groups/age/75-and-over"),
        ("children", "/groups/age/under-18"),
        ("carers", "/groups/others/carer"),
        ("black residents", "/groups/ethnicity/black-or-black-british"),
        ("most deprived", "/groups/deprivation/1-most-deprived"),
        ("disabled", "/groups/others/disabled-people"),
    ],
)
def test_the_search_leads_to_a_group(asked, page, visitor, serving):
    from oneplace.web.public.presenters.search import search
    from oneplace.web.snapshot import snapshot

    serving("full")
    assert page in [entry.href for entry in search(snapshot(), asked, None).entries[:3]]


def test_the_sitemap_has_every_group(visitor, serving):
    serving("full")
    assert "/groups/sex/female</loc>" in visitor.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(
    ("set_for", "whose"),
    [
        ({"groups": ("deprived",)}, {"1"}),
        ({"gap_ambition": {"dimension": "deprivation", "statistic": "SII"}}, {"1"}),
        ({"gap_ambition": {"dimension": "deprivation", "statistic": "SII", "group": "deprived"}}, {"1"}),
        ({"gap_ambition": {"dimension": "sex", "statistic": "absolute_gap", "group": "F"}}, {"F"}),
        ({"gap_ambition": {"dimension": "sex", "statistic": "absolute_gap"}}, {"F", "M"}),
        ({}, set()),
    ],
)
def test_an_ambition_stands_on_the_pages_of_the_groups_that_it_is_for(set_for, whose, serving):
    """By its groups and by whose gap it is to close: its own words name nobody."""
    from types import SimpleNamespace

    from oneplace.place.strategy.outcomes import Group, Outcome
    from oneplace.web.public.presenters.groups import groups, is_for
    from oneplace.web.snapshot import snapshot

    serving("full")
    group = Group(id="deprived", name="Residents of the most deprived fifth")
    shot = SimpleNamespace(place=SimpleNamespace(strategy=SimpleNamespace(groups=(group,))))
    outcome = Outcome(id="Z", text="Better", measure="m", provenance="agreed", **set_for)
    of_two = [one for one in groups(snapshot()) if one.by in ("deprivation", "sex")]
    assert {one.code for one in of_two if is_for(shot, outcome, one)} == whose
