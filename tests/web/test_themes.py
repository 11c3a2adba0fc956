"""The pages of themes: no empty cell, no answer that isn't one, whom to ask, and the same numbers to take away."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from oneplace.results import TABLES
from tests.reader import run
from tests.reader.recomputed import wrong
from tests.web.test_contents import text


def test_each_question_shows_its_numbers_or_whom_to_ask(visitor, serving):
    serving("full")
    html = visitor.get("/themes/start_well").content.decode().partition('aria-labelledby="asks-smoke"')[2]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)
    assert len(cells) == 18
    assert all(re.sub("<[^>]+>", "", cell).strip() not in ("", "–") for cell in cells)
    told = text(visitor.get("/themes/start_well"))
    assert "A number is known for 1 of its 2 questions" in told
    assert "No number is known here. Children ready for school. Held by: Department for Education." in told
    assert told.count("is not set") == 1, "said once for all of them"
    assert "Who gets 1 number not known here, and by when, is not set. Whom to ask: The Testton team" in told
    assert "synthetic" in cells[0]
    assert "of everyone" in cells[0], "the page is about women, the figure is everyone's"
    assert "Smokefree pregnancy" in told
    assert "Not known" in told or "95% interval" in told


def test_beside_figures_of_another_area_alone_stands_whom_to_ask_for_the_places_own(visitor, serving, monkeypatch):
    from oneplace.report import themes

    serving("full")
    monkeypatch.setattr(themes, "is_own", lambda _place, _whose: False)
    monkeypatch.setattr(themes, "whose_name", lambda _place, _whose: "England")
    told = text(visitor.get("/themes/start_well"))
    assert "A number is known for none of its 2 questions; for 1 only a figure of England is known." in told
    assert "No number of the place itself is known here. Nobody has said who holds a number." in told


def test_the_index_has_the_tree_and_says_where_no_ambition_leans_on_an_enabler(visitor, serving):
    serving("full")
    told = text(visitor.get("/themes"))
    assert "Being born: Smoking" in told
    assert 'href="/themes/start_well"' in visitor.get("/themes").content.decode()
    assert re.search(r"Digital not said not said 1 ambition", told)
    serving("no_run")
    assert visitor.get("/themes/start_well").status_code == 200


def test_the_numbers_to_take_away_are_those_of_the_measures_and_of_no_small_area(visitor, serving):
    serving("full")
    rows = list(csv.DictReader(io.StringIO(visitor.get("/themes/start_well.csv").content.decode())))
    assert {row["measure"] for row in rows} == {"smoking", "breastfeeding"}
    assert "neighbourhood" not in {row["dimension"] for row in rows}
    told = visitor.get("/themes/start_well.json").json()
    assert [one["measures"] for one in told["facets"]] == [["smoking", "breastfeeding"], []]
    assert len(told["results"]) == len(rows)
    assert visitor.get("/themes/nothing").status_code == 404
    assert "/themes/start_well" in visitor.get("/sitemap.xml").content.decode()
    assert '<a href="/themes/start_well">Start well</a>' in visitor.get("/groups/sex/female").content.decode()
    assert {one["id"] for one in visitor.get("/api.json").json()["themes"]} == {"start_well"}


def test_every_group_has_its_value_with_limits_or_the_reason_and_whom_to_ask(visitor, serving):
    serving("full")
    html = visitor.get("/themes/start_well").content.decode()
    table = html[html.index("Smoking: group by group") :]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in table.split("<tr")[2:4]]
    groups = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<li>(.*?)</li>", cells[0][2])]
    assert len(groups) == 5
    assert all(re.fullmatch(r".+: ([\d.]+% \([\d.]+% to [\d.]+%\)|too few to say)", one) for one in groups), groups
    assert "synthetic" in cells[0][2]
    once = re.findall(
        r'<span class="app-note">([^<]*where a dash stands: not known[^<]*)</span>', table.split("<tr")[0]
    )
    for cell in (cells[0][1], *cells[1][1:]):
        said = cell if cell.startswith("Not known. ") else " ".join(once) if "not known" in cell else ""
        assert "Whom to ask: The Testton team" in said, cell


def test_each_group_says_where_the_way_breaks_or_that_it_cannot_be_told(visitor, serving):
    serving("full")
    html = visitor.get("/themes/start_well").content.decode()
    table = html[html.index("Where it breaks: deprivation") : html.index('aria-labelledby="asks-smoke"')]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in table.split("<tr")[2:]]
    assert len(rows) == 5
    for breaks, smoke, school in rows:
        assert re.match("(Broken|Breaks) at “|Can’t be told: no figure says whether they fare worse at “", breaks), (
            breaks
        )
        assert "School" in breaks or "Broken at" in breaks or "Breaks at “Smoking”" in breaks
        assert smoke.split(" <")[0].split("<")[0] in ("Worse beyond chance", "Not worse beyond chance", "Not known")
        assert "not known" in school


@pytest.mark.parametrize("state", ["full", "empty"])
def test_what_is_counted_is_counted_again_and_a_planted_count_is_found(state, serving):
    from oneplace.report.themes import counted, unplanned, wanted
    from oneplace.web.snapshot import snapshot

    serving(state)
    shot = snapshot()
    theme = shot.place.themes["start_well"]
    tables = {name: shot.written[name].to_pylist() for name in TABLES if name in shot.written.tables}
    truth = run.Run(shot.place, tables, shot.as_of)
    for said in (counted(shot, theme), unplanned(shot, theme), wanted(shot)):
        for claim in said.claims:
            assert wrong(claim, truth) == ""
            assert (str(claim.number) if claim.number else "none") in said.text
            assert wrong(replace(claim, number=9), truth) == f"there are {claim.number}"


def test_every_number_that_somebody_is_to_get_by_a_day_is_told_so_and_not_missed(serving):
    from oneplace.place import Theme
    from oneplace.report.themes import unplanned
    from oneplace.web.public.presenters.themes import theme_page
    from oneplace.web.snapshot import snapshot

    serving("full")
    shot = snapshot()
    content = shot.place.themes["start_well"].model_dump(by_alias=True)
    content["facets"]["school"]["plan"] |= {"owner": {"org": "council"}, "due": "2027-03"}
    theme = Theme.model_validate(content)
    assert not unplanned(shot, theme)
    plans = [one.plan for one in theme_page(shot, theme).answers]
    assert plans[1].endswith("To be got by March 2027: Testton City Council.")


def test_what_no_theme_shows_is_listed_and_what_is_missing_is_counted_where_a_board_looks(visitor, serving):
    serving("full")
    told = text(visitor.get("/themes"))
    asked = "Of 2 questions that the themes ask, 1 has no number here. Who gets it, and by when, is not set."
    assert asked in told
    assert asked in text(visitor.get("/"))
    assert "What the strategy promises and no theme shows" in told
