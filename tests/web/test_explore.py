"""Any measure by any group and period, beside another: cut from the run's own rows, and nothing that they hide."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlencode

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.web import world


@pytest.fixture
def analyst(signed_in, serving):
    serving("full")
    return signed_in("anna")


def ask(client, **parts):
    return client.get("/explore?" + urlencode(parts)).content.decode()


def body(html):
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [[re.sub(r"<[^>]+>", " ", cell).split() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def rows_of(places, **wanted):
    path = places["full"] / "var" / "runs" / world.RUN / "results" / "results.parquet"
    return [row for row in pq.read_table(path).to_pylist() if all(row[key] == value for key, value in wanted.items())]


def test_every_row_of_the_run_is_reached_and_each_once(analyst, places):
    from oneplace import place
    from oneplace.vocabulary.dimensions import LABELS

    measures = place.read(places["full"]).measures
    for measure in measures:
        for by in LABELS:
            held = rows_of(places, measure=measure, dimension=by)
            if not held:
                continue
            ends = sorted((row["period_end"], row["period_start"], row["period_label"]) for row in held)
            asked = {"measure": measure, "by": by, "from": ends[0][2], "to": ends[-1][2]}
            text = analyst.get("/explore.csv?" + urlencode(asked)).content.decode("utf-8-sig")
            found = [(row["group"], row["period_label"]) for row in csv.DictReader(io.StringIO(text))]
            assert sorted(found) == sorted((row["group"], row["period_label"]) for row in held), (measure, by)


def test_without_a_choice_the_first_measure_over_time(analyst):
    html = ask(analyst)
    assert '<option value="all" selected>Everyone' in html
    assert len(body(html)) == len(world.YEARS)


def test_groups_stand_in_their_newest_period_beside_the_one_that_is_named(analyst):
    html = ask(analyst, measure="smoking", by="deprivation", beside="5")
    table = body(html)
    assert {row[0][0] for row in table} == {table[0][0][0]}  # one period
    assert table[-1][-1] == ["the", "same"]
    assert all(row[-1] for row in table)


def test_periods_may_be_named_either_way_round(analyst):
    there = ask(analyst, measure="smoking", by="all", **{"from": "2022/23", "to": "2024/25"})
    back = ask(analyst, measure="smoking", by="all", **{"from": "2024/25", "to": "2022/23"})
    assert body(there) == body(back)
    assert [row[0] for row in body(there)] == [["2024/25"], ["2023/24"], ["2022/23"]]


def test_a_chart_over_time_says_from_which_period_to_which(analyst):
    """Two spans with “to” between them read as four: “April 2022 to September 2022 to October 2025 to March 2026”."""
    html = ask(analyst, measure="smoking", by="all", **{"from": "2022/23", "to": "2024/25"})
    assert ", from 2022/23 to 2024/25" in html


def test_what_is_hidden_is_hidden_whatever_is_asked(signed_in, serving, places):
    serving("suppressed")
    analyst = signed_in("anna")
    path = places["suppressed"] / "var" / "runs" / world.RUN / "results" / "results.parquet"
    hidden = [row for row in pq.read_table(path).to_pylist() if row["suppressed"]]
    assert hidden
    for measure, by in sorted({(row["measure"], row["dimension"]) for row in hidden}):
        groups = {row["group"] for row in hidden if (row["measure"], row["dimension"]) == (measure, by)}
        for beside in ("", *sorted(groups)):
            html = ask(analyst, measure=measure, by=by, beside=beside)
            assert "too few to say" in html
        text = analyst.get(f"/explore.csv?measure={measure}&by={by}").content.decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text)):
            if row["group"] in groups:
                assert not any(row[name] for name in ("value", "lower", "upper", "numerator"))


@pytest.mark.parametrize(
    ("part", "wanted", "told"),
    [
        ("measure", "nope", "There is no measure “nope” here."),
        ("by", "shoe_size", "There is no breakdown “shoe_size” here."),
        ("from", "1066", "There is no period “1066” here."),
        ("beside", "<script>", "There is no group or area “&lt;script&gt;” here."),
    ],
)
def test_what_is_not_there_is_told_and_not_passed_over(analyst, part, wanted, told):
    assert told in ask(analyst, **{part: wanted})


def test_the_address_to_share_asks_the_same_again(analyst):
    html = ask(analyst, measure="smoking", by="deprivation", beside="1")
    shared = re.search(r'href="(/explore\?[^"]+)"', html)[1].replace("&amp;", "&")
    assert body(analyst.get(shared).content.decode()) == body(html)


def test_made_up_numbers_say_so_on_the_page_and_in_the_file(analyst, places):
    made_up = {row["measure"] for row in rows_of(places, origin="synthetic")}
    assert made_up
    measure = sorted(made_up)[0]
    assert "synthetic" in ask(analyst, measure=measure)
    text = analyst.get(f"/explore.csv?measure={measure}").content.decode("utf-8-sig")
    assert {row["origin"] for row in csv.DictReader(io.StringIO(text))} == {"synthetic"}


@pytest.mark.parametrize("state", ["empty", "no_run"])
def test_a_place_without_results_says_so(state, signed_in, serving):
    serving(state)
    assert "This run has no results to explore." in ask(signed_in("anna"))


@pytest.mark.parametrize("asked", [{"by": "nonsense"}, {"measure": "self_harm_admisions"}, {"from": "1066"}])
def test_a_file_of_rows_answers_no_other_question_than_was_asked(analyst, asked):
    answer = analyst.get("/explore.csv?" + urlencode(asked))
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")
    (wanted,) = asked.values()
    assert answer.content.decode().startswith("There is no ")
    assert f"“{wanted}” here." in answer.content.decode()


def test_the_workbook_has_the_rows_of_the_csv_and_says_what_was_asked(analyst):
    asked = urlencode({"measure": "smoking", "by": "deprivation"})
    assert f"/explore.xlsx?{asked}" in ask(analyst, measure="smoking", by="deprivation").replace("&amp;", "&")
    text = analyst.get(f"/explore.csv?{asked}").content.decode("utf-8-sig")
    answer = analyst.get(f"/explore.xlsx?{asked}")
    assert answer["Content-Disposition"] == 'attachment; filename="smoking-deprivation.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    names, *rows = book["results"].iter_rows(values_only=True)
    found = [(row[names.index("group")], row[names.index("period_label")]) for row in rows]
    assert found == [(row["group"], row["period_label"]) for row in csv.DictReader(io.StringIO(text))]
    about = dict(row[:2] for row in book["about"].iter_rows(values_only=True))
    assert about["Address of this answer"].startswith("/explore?measure=smoking&by=deprivation")


def test_a_workbook_of_what_is_not_there_is_refused(analyst):
    assert analyst.get("/explore.xlsx?measure=none").status_code == 404
