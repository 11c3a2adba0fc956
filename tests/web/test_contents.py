"""What the pages say: the answer, for whom it is not true, what is being done, how it was worked out."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from oneplace import results
from tests.web import world


def text(response) -> str:  # type: ignore[no-untyped-def]
    """The words of a page without its markup."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words)


def test_home_puts_what_needs_attention_first(visitor, serving):
    serving("full")
    words = text(visitor.get("/"))
    assert "There are 6 ambitions. On real figures, " in words
    assert "On made-up figures, " in words
    first, made_up = words.index("Faster ambulances"), words.index("Are fewer babies exposed to smoking before birth?")
    assert first < made_up < words.index("For 1 ambition there is no number"), "real ones first"
    told = "Since 31 January 2026: More babies breastfed : was “Cannot be judged yet”, now “Off path”"
    assert told in words  # 2025/26 was not over on that day
    assert "For 1 ambition there is no number to show yet." in words


def test_home_does_not_call_unknown_what_is_known_by_group(visitor, serving, places, tmp_path):
    folder = Path(shutil.copytree(places["full"], tmp_path / "by-group"))
    rows = results.read(folder / "var" / "runs" / world.RUN / "results")["progress"].to_pylist()
    nothing = {"value": None, "status": "no_data", "why": results.BY_GROUP}
    world.rewrite(folder, world.RUN, "progress", [row | (nothing if row["ambition"] == "A2" else {}) for row in rows])
    serving(folder)
    words = text(visitor.get("/"))
    assert "For 2 ambitions there is no number of all of the place yet; 1 of them is known by group." in words
    assert "1 is known by group only" in words


def test_home_does_not_call_unknown_what_is_known_by_area(visitor, serving, places, tmp_path):
    folder = Path(shutil.copytree(places["full"], tmp_path / "by-area"))
    rows = results.read(folder / "var" / "runs" / world.RUN / "results")["progress"].to_pylist()
    why = f"Published for each of the place's 2 areas, {results.BY_PART}: 1% (A) to 2% (B) in 2025. No counts."
    nothing = {"value": None, "status": "no_data", "why": why}
    world.rewrite(folder, world.RUN, "progress", [row | (nothing if row["ambition"] == "A2" else {}) for row in rows])
    serving(folder)
    words = text(visitor.get("/"))
    assert "For 2 ambitions there is no number of all of the place yet; 1 of them is known by area." in words
    assert "1 is known by area only" in words


def test_home_says_once_that_all_that_is_unknown_is_known_by_area(visitor, serving, places, tmp_path):
    folder = Path(shutil.copytree(places["full"], tmp_path / "all-by-area"))
    rows = results.read(folder / "var" / "runs" / world.RUN / "results")["progress"].to_pylist()
    why = f"Published for each of the place's 2 areas, {results.BY_PART}: 1% (A) to 2% (B) in 2025. No counts."
    nothing = {"value": None, "status": "no_data", "why": why}
    unknown = [row["ambition"] for row in rows if row["status"] in ("no_data", "no_measure")]
    changed = [row | (nothing if row["ambition"] in ("A2", *unknown) else {}) for row in rows]
    world.rewrite(folder, world.RUN, "progress", changed)
    serving(folder)
    words = text(visitor.get("/"))
    assert "2 ambitions are known by area only: there is no number of all of the place yet." in words
    assert "of them are known" not in words


def test_home_draws_a_line_an_interval_and_the_path(visitor, serving):
    serving("full")
    html = visitor.get("/").content.decode()
    assert html.count('class="app-spark"') == 3, "two off path, and one whose level is worse than usual"
    assert html.count("app-spark__path") == 2
    assert html.count("app-spark__band") == 3


def test_home_puts_nothing_first_that_did_not_go_badly(visitor, serving):
    from oneplace.web.public.presenters.home import home_page
    from oneplace.web.snapshot import snapshot

    serving("full")
    found = home_page(snapshot())
    assert found.worst
    assert {item.id for item in found.worst} <= {item.id for item in found.badly}
    assert not {item.id for item in found.worst} & {item.id for item in found.well}


def test_an_ambition_page_answers_in_order(visitor, serving):
    serving("full")
    words = text(visitor.get("/ambitions/A1"))
    order = [
        "Off path",
        "95% interval",
        "Who is behind the average",
        "Across the neighbourhoods",
        "What is being done",
        "How this was worked out",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert "An adviser in each clinic, due March 2025 Late" in words
    assert "Test at every booking, due December 2024 Done" in words
    assert "Director of public health, Testton City Council" in words
    assert "Not shown: n/a: mothers" in words


def test_it_counts_what_it_would_mean_if_all_did_as_well(visitor, serving):
    """Fifths of 1.35, 1.2, 1.05, 0.9 and 0.75 times 11.11% of 1,000: 583 in all; five times the least is 417."""
    serving("full")
    words = text(visitor.get("/ambitions/A1"))
    assert "583 (synthetic) in 2025/26. There would have been 167 fewer (95% interval " in words
    assert "had everyone done as well as the least deprived fifth." in words


def test_charts_stand_in_the_page_with_their_words(visitor, serving):
    serving("full")
    html = visitor.get("/ambitions/A1").content.decode()
    assert 'aria-labelledby="A1-trend-desc"' in html
    assert "<?xml" not in html


def test_what_ran_is_shown_and_not_run(visitor, serving):
    serving("full")
    html = visitor.get("/measures/smoking/made").content.decode()
    assert "SELECT 1 -- &lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("path", ["/measures/breastfeeding", "/places?measure=breastfeeding"])
def test_a_published_number_leads_to_its_publishers_page(path, visitor, serving):
    serving("full")
    html = visitor.get(path).content.decode()
    link = '<a href="https://www.example.org/breastfeeding#here" rel="external noopener noreferrer">'
    assert html.count(link) == 1
    assert "Breastfeeding at 6 to 8 weeks, at its publisher" in text(visitor.get(path))


def test_where_no_page_of_the_publisher_is_known_it_says_so(visitor, serving):
    serving("full")
    assert "Publisher’s page No page is known." in text(visitor.get("/measures/falls"))


def test_suppressed_values_say_so_and_show_nothing(visitor, serving):
    serving("suppressed")
    words = text(visitor.get("/measures/smoking"))
    assert "too few to say" in words
    assert "Fewer than 5 were counted." in words
    assert "11.0%" not in words


def test_the_slope_index_stands_beside_the_headline_gap_by_its_own_name(visitor, serving):
    serving("full")
    words = text(visitor.get("/ambitions/A1"))
    assert "9.0 percentage points" in words
    assert (
        "Over all fifths (slope index of inequality), it is 10.0 percentage points higher for the most deprived fifth "
        "than for the least deprived fifth in 2025/26 (95% interval 9.0 to 11.0)."
    ) in words


def test_gaps_show_size_direction_and_doubt(visitor, serving):
    serving("full")
    words = text(visitor.get("/gaps"))
    assert "9.0 percentage points widening" in words
    assert "≈ 1.1 percentage points no clear change , could be chance" in words


def test_places_compare_on_one_definition(visitor, serving):
    serving("full")
    words = text(visitor.get("/places"))
    assert "Breastfeeding at 6 to 8 weeks, 2025/26" in words
    assert re.search(r"Southampton 42\.4%.*England 50\.9%", words)


def test_a_neighbourhood_says_where_it_differs_beyond_chance(visitor, serving):
    serving("full")
    words = text(visitor.get(f"/neighbourhoods/{world.LSOAS[0]}"))
    assert "1,962 people lived here in 642 households at the Census of 2021. By deprivation (2025) it ranks" in words
    assert re.search(r"Smoking at time of delivery .*7\.8%.*Better", words)
    words = text(visitor.get(f"/neighbourhoods/{world.LSOAS[1]}"))
    assert "The difference is more than chance explains on none of them." in words


def test_a_neighbourhood_where_all_are_alike_is_not_said_to_differ(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place")
    path = folder / "var" / "runs" / world.RUN / "results"
    rows = results.read(path)["results"].to_pylist()
    for row in rows:
        if row["group"] == world.LSOAS[0]:
            row |= {"value": 0.0, "lower": 0.0, "upper": 0.0}
    world.rewrite(folder, world.RUN, "results", rows)
    serving(folder)
    words = text(visitor.get(f"/neighbourhoods/{world.LSOAS[0]}"))
    assert re.search(r"Smoking at time of delivery 2025/26 0\.0%.* Untested", words)
    assert "On 1 of them (1 made up) no limits are known to tell by. Of many" in words
    assert words.count("Untested") == 2  # in its row, and once what that means


def test_search_finds_every_kind(visitor, serving):
    serving("full")
    for query, title in [
        ("babies smoking", "Are fewer babies exposed to smoking before birth?"),
        ("FALLS", "Emergency admissions from falls"),
        ("council", "Testton City Council"),
        ("E01017136", "Southampton 023A"),
        ("deprivation", "Confront deprivation"),
    ]:
        assert title in text(visitor.get("/search", {"q": query})), query
    assert "Nothing here is measured about “zebra”" in text(visitor.get("/search", {"q": "zebra"}))
    assert "result" not in text(visitor.get("/search", {"q": "(((*"})).split("What are you looking for?")[1]


def test_search_prints_the_query_as_text(visitor, serving):
    serving("full")
    html = visitor.get("/search", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html


def test_quality_never_rounds_up_to_all(visitor, serving):
    serving("full")
    words = text(visitor.get("/data"))
    assert "99.9%" in words
    assert "its share is never shown as 100%" in words
    words = text(visitor.get("/data/quality/gp"))
    assert "Patients, NHS number: completeness 99.9% (4 failed). Some are missing." in words
    assert "Patients, postcode: validity (fewer than 5 of 10,000 failed)" in words
    assert "birth_date" not in words


def test_partners_whose_files_are_made_up_are_marked_and_called_in_words():
    from types import SimpleNamespace

    from oneplace.place import SmallNumbers
    from oneplace.web.public.presenters import data

    held = SimpleNamespace(id="care_plans")
    source = SimpleNamespace(system="Social care", partner="The council", synthetic=True, datasets=[held])
    row = {"aspect": "validity", "passed": 9, "checked": 10, "partner": "The council", "note": None}
    made = data._quality("social_care", source, [{**row, "dataset": "care_plans", "field": "end_date"}], SmallNumbers())
    assert (made.system, made.origin, made.checks[0].of) == ("Social care", "synthetic", "care plans, end date")
    assert data._quality("gp", None, [{**row, "dataset": None, "field": None}], SmallNumbers()).origin is None


def test_what_is_checked_alike_in_many_files_is_told_once_with_its_columns_in_words():
    from oneplace.place import SmallNumbers
    from oneplace.web.public.presenters import data

    def row(passed, note, **more):
        return {"dataset": "cld", "field": "NHS_Number", "aspect": "validity", "passed": passed, "checked": 100,
                "partner": "The council", "note": note, **more}  # fmt: skip

    again = "a newer edition came: {:,}".format
    rows = [row(98, again(2)), row(90, again(10)), row(None, "NHS_Number is empty: fewer than 5"),
            row(None, "NHS_Number is empty: fewer than 5")]  # fmt: skip
    of = "client level data, NHS number"
    few = data.Check(of, "validity", "", "fewer than 5 of 100", "NHS number is empty")
    assert data._quality("cld", None, rows, SmallNumbers()).checks == [
        data.Check(of, "validity", "94.0%", "12", "a newer edition came"), few, few
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (0, ""),
        (1, "1 measure is overdue"),
        (2, "2 measures are overdue"),
    ],
)
def test_the_data_page_says_how_many_values_are_overdue_of_how_many_measures(visitor, serving, monkeypatch, late, said):
    """Beside one that is still to come, which counts for nothing."""
    from datetime import date

    from oneplace.web.public.presenters import data

    rows = [
        data.DueLine("Smoking", "/a", "2024/25", date(2026, 1, 1), at < late, "annual", "") for at in range(late + 1)
    ]
    monkeypatch.setattr(data, "due", lambda _shot: rows)
    serving("full")
    words = text(visitor.get("/data"))
    assert said in words
    assert ("overdue" in words) == bool(late)


def test_what_was_refused_is_counted_and_never_quoted(visitor, serving):
    serving("full")
    words = text(visitor.get("/data"))
    assert "gp/patients.csv Row refused The birth date is no date. fewer than 5" in words
    assert "30 February" not in words
    serving("empty")
    assert "No row of any file was refused" in text(visitor.get("/data"))


def test_data_lists_runs_and_open_files_only(visitor, serving):
    serving("full")
    html = visitor.get("/data").content.decode()
    assert world.RUN in html
    assert world.EARLIER in html
    assert "/downloads/csv/results.csv" in html
    assert "board-pack.pdf" not in html


def test_a_measures_csv_holds_every_row(visitor, serving):
    serving("full")
    response = visitor.get("/measures/smoking.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert response["Content-Disposition"] == 'attachment; filename="smoking.csv"'
    assert len(rows) == 5 * (1 + 5 + 2 + 4)
    assert rows[0]["period_label"] == "2021/22"
    assert {row["origin"] for row in rows} == {"synthetic"}


def test_a_measures_json_says_which_run_made_it(visitor, serving):
    serving("suppressed")
    content = visitor.get("/measures/smoking.json").json()
    assert content["run"] == world.RUN
    assert content["results"][0]["value"] is None


def test_every_part_of_the_strategy_has_its_id(visitor, serving):
    serving("full")
    html = "".join(visitor.get(path).content.decode() for path in ("/strategy", "/strategy/all"))
    for key in ("C1", "G1", "E1", "council", "hwb", "DU1", "DEC1", "K1", "W1", "A1", "start_well"):
        assert key in html, key


def test_the_board_sees_worst_first_risks_decisions_and_late_milestones(signed_in, serving):
    serving("full")
    words = text(signed_in("alice").get("/board"))
    assert "Newest points signal a change for the worse" in words
    assert "Does not go well: " in words
    assert words.index("Are fewer babies exposed") < words.index("Fewer falls")
    assert "Clinics stop" in words
    assert "12 (3 × 4) high, over the appetite of 8" in words
    asked, taken = words.index("Decisions asked"), words.index("Decisions taken")
    assert asked < words.index("Fund the clinics") < taken < words.index("Approve the strategy")
    assert "An adviser in each clinic (Smokefree pregnancy), due March 2025" in words


def test_a_decision_that_changes_an_ambition_stands_at_what_is_done(visitor, serving, tmp_path, monkeypatch):
    """The page said that no decision names it, beneath the table that told of this one."""
    none = "name no work and no decision for it yet"
    serving("full")
    assert none in text(visitor.get("/ambitions/A3"))
    named = world.STRATEGY.replace("title: Fund the clinics,", "title: Fund the clinics, changes: [A3],")
    monkeypatch.setattr(world, "STRATEGY", named)
    serving(world.make(tmp_path / "place"))
    words = text(visitor.get("/ambitions/A3"))
    assert none not in words
    assert "Fund the clinics" in words.partition("What is being done")[2]


def test_what_changed_is_told(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place", "full")
    earlier = folder / "var" / "runs" / world.EARLIER / "results"
    rows = results.read(earlier)["progress"].to_pylist()
    rows[0]["status"] = "on_path"
    world.rewrite(folder, world.EARLIER, "progress", rows)
    serving(folder)
    assert "Are fewer babies exposed to smoking before birth? : was “On path”, now “Off path”" in text(visitor.get("/"))


@pytest.mark.parametrize("page", ["/ambitions/A1", "/measures/smoking"])
def test_a_number_is_cited_with_whose_site_it_is_and_when(page, visitor, serving):
    serving("full")
    said = text(visitor.get(page))
    assert re.search(
        r"To cite: Health and care in Testton, “Smoking at time of delivery”, as of [^,]+, run \S+\.", said
    )


def test_a_name_that_nobody_gave_fails_in_print_and_is_nothing_elsewhere(site):
    from jinja2 import Environment, UndefinedError

    from oneplace.web.jinja import Unnamed

    env = Environment(undefined=Unnamed)  # noqa: S701  no page
    assert env.from_string("{% if a %}x{% endif %}{{ b.c }}").render(b={}) == ""
    for template in ("{{ a }}", "{{ a.b }}", "{{ a.b.c }}"):
        with pytest.raises(UndefinedError):
            env.from_string(template).render()


def test_measures_are_listed_with_what_is_overdue_before_what_is_to_come(visitor, serving):
    serving("full")
    words = text(visitor.get("/measures"))
    assert "When the next values are due" in words
    overdue, coming = words.split("Overdue", 1)[1].split("All measures and", 1)[0].split("Still to come", 1)
    assert ("overdue" in text(visitor.get("/data"))) == ("was due by" in overdue)
    assert "the next is due by" not in overdue
    assert "the next was due by" not in coming
    serving("empty")
    assert "When the next values are due" not in text(visitor.get("/measures"))
    assert "overdue" not in text(visitor.get("/data"))


def test_many_gaps_stand_on_several_pages_each_once(visitor, serving, monkeypatch):
    from oneplace.web.presenters.sheets import ROOM
    from oneplace.web.public.presenters import behind
    from oneplace.web.snapshot import snapshot

    def named(address):
        return re.findall(r'role="rowheader"><a href="([^"]+)"', text_of(visitor, address))

    serving("full")
    [row], found = behind.gap_rows(snapshot(), "people"), behind.gap_rows
    rows = [replace(row, href=f"/measures/{at}") for at in range(3)]
    monkeypatch.setattr(behind, "gap_rows", lambda shot, sort: rows if sort == "people" else found(shot, sort))
    every = [f"{one.href}#behind" for one in rows]
    monkeypatch.setattr(behind, "weight", lambda row: ROOM if isinstance(row, behind.GapRow) else 1)
    parts = [named(f"/gaps?sort=people&sheet={at}") for at in range(1, len(rows) + 1)]
    assert [one for part in parts for one in part] == every
    assert "Measures 2 to 2 of" in text_of(visitor, "/gaps?sort=people&sheet=2")
    assert 'href="?sort=people&amp;sheet=3" aria-label="Sheet 3"' in text_of(visitor, "/gaps?sort=people&sheet=2")
    for odd in ("-1", "x", "0", "9" * 5000, "1" + "0" * 5000, "²"):
        assert named(f"/gaps?sort=people&sheet={odd}") == every[:1], odd
    assert visitor.get("/gaps?sort=people&sheet=99").status_code == 404


def text_of(visitor, address):
    return visitor.get(address).content.decode()
