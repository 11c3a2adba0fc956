"""What readers take away: pictures with their source, spreadsheets, one archive, an index; and who may frame."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from django.urls import resolve

from oneplace.charts import Chart, bitmap, picture
from oneplace.problems import OneplaceError
from tests.web import addresses, world
from tests.web.packed import pack_the_run

CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" role="img"><title>T</title><path d="M0 0h9"/></svg>'
)


def test_a_picture_holds_its_finding_and_its_source():
    finding = "Fewer & fewer people smoke in the city, which is what was promised by 2028"
    drawn = picture(CHART, finding, ["Source: ONS."])
    root = ET.fromstring(drawn)  # noqa: S314  our own
    words = [item.text for item in root.iter("{http://www.w3.org/2000/svg}text")]
    assert " ".join(words[:-1]) == finding
    assert len(words) == 3
    assert words[-1] == "Source: ONS."
    assert (root.get("width"), root.find("{http://www.w3.org/2000/svg}svg") is not None) == ("428", True)


def test_a_bitmap_is_a_png_of_the_pictures_size():
    made = bitmap(picture(CHART, "A finding", ["Source: ONS."]))
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(made[16:20], "big") == 1070


@pytest.mark.parametrize(("form", "kind"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_a_chart_is_offered_beside_itself_and_says_what_is_made_up(form, kind, visitor, serving):
    serving("full")
    assert f'href="/charts/A1/trend.{form}"' in visitor.get("/ambitions/A1").content.decode()
    response = visitor.get(f"/charts/A1/trend.{form}")
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="A1-trend.{form}"'
    if form == "svg":
        drawn = response.content.decode()
        assert "Synthetic: computed from made-up people." in drawn
        assert "Source: Test figures." in drawn
        assert ">Smoking" in drawn  # what it is of: its finding alone may not say
        assert world.RUN in drawn


@pytest.mark.parametrize("path", ["/ambitions/A1", "/embed/A1/trend", "/charts/A1/trend.svg"])
def test_what_to_mind_in_a_chart_stands_wherever_it_is_shown(path, visitor, serving):
    """The pack said beneath each that its axis does not start at zero, and the site of none."""
    serving("full")
    shown = visitor.get(path).content.decode()
    assert "The axis does not start at zero." in re.sub(r"<metadata.*?</metadata>|<desc.*?</desc>", "", shown)
    assert "<metadata" not in shown


def test_the_file_of_a_chart_holds_what_to_mind_in_it():
    drawn = CHART.replace("</title>", "</title><desc>A line.</desc>")
    chart = Chart("c", "trend", "T", "", "A line.", "Above & beyond.", drawn)
    assert "<desc>A line.</desc><metadata>Above &amp; beyond.</metadata><path" in chart.file
    assert replace(chart, note="").file == drawn


@pytest.mark.parametrize("path", ["/charts/A1/nope.svg", "/charts/nope/trend.png", "/embed/A1/nope", "/charts/x.svg"])
def test_no_other_file_is_a_chart(path, visitor, serving):
    serving("full")
    assert visitor.get(path).status_code == 404


def test_only_a_chart_alone_may_be_framed_and_only_by_those_allowed(visitor, serving, monkeypatch):
    serving("full")
    alone = visitor.get("/embed/A1/trend")
    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"]
    assert not alone.has_header("X-Frame-Options")
    assert 'target="_top"' in alone.content.decode()
    assert re.search(r"<h1[^>]*>Smoking[^<]*\. ", alone.content.decode())
    page = visitor.get("/ambitions/A1")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_who_may_frame_is_read_from_the_environment_and_nothing_loose_is(monkeypatch):
    from oneplace.web import environment

    monkeypatch.setenv("ONEPLACE_EMBEDDERS", "https://council.example, https://www.icb.example:8443")
    assert environment.embedders() == ["https://council.example", "https://www.icb.example:8443"]
    for loose in ("*", "http://council.example", "https://*.example", "https://a.example/x", "'self'", "https://a;b"):
        monkeypatch.setenv("ONEPLACE_EMBEDDERS", loose)
        with pytest.raises(OneplaceError, match="ONEPLACE_EMBEDDERS"):
            environment.embedders()


def whole(answer) -> bytes:  # type: ignore[no-untyped-def]
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_measures_workbook_holds_what_its_csv_holds(visitor, serving):
    serving("suppressed")
    book = openpyxl.load_workbook(io.BytesIO(visitor.get("/measures/smoking.xlsx").content))
    head, *rows = book["results"].iter_rows(values_only=True)
    own = list(csv.DictReader(io.StringIO(visitor.get("/measures/smoking.csv").content.decode())))
    assert list(head) == list(own[0])
    assert len(rows) == len(own)
    assert {row[head.index("value")] for row in rows} == {None}
    assert {row[head.index("reason")] for row in rows} == {"Fewer than 5 were counted."}


def test_the_archive_holds_every_open_file_and_no_other_and_the_workbook_every_open_table(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place", "full")
    pack_the_run(folder)
    serving(folder)
    answer = visitor.get("/downloads/open-data.zip")
    with zipfile.ZipFile(
        io.BytesIO(b"".join(answer.streaming_content if answer.streaming else [answer.content]))
    ) as made:
        names = set(made.namelist())
    assert {"csv/results.csv", "csv/ambitions.csv", "csv/datapackage.json", "pack.json"} <= names
    assert not [name for name in names if "board" in name or "html" in name]
    book = openpyxl.load_workbook(io.BytesIO(whole(visitor.get("/downloads/open-data.xlsx"))), read_only=True)
    assert {"about", "results", "progress", "gaps", "ambitions"} <= set(book.sheetnames)


def test_the_index_leads_to_every_measure_and_open_file(visitor, serving):
    serving("full")
    index = json.loads(visitor.get("/api.json").content)
    assert index["run"] == world.RUN
    for measure in index["measures"]:
        assert all(visitor.get(measure[form]).status_code == 200 for form in ("csv", "json", "xlsx")), measure["id"]
    assert all(visitor.get(path).status_code == 200 for path in index["files"])
    assert "/downloads/csv/results.csv" in index["files"]
    assert 'href="/api.json"' in visitor.get("/data").content.decode()


ON_NO_SITEMAP = {"public:search", "feedback:ask", "public:funnel", "public:profile_area"}
"""Forms, of which each answer is another page; and what this place is too small to have."""


def test_the_sitemap_lists_public_pages_that_answer(visitor, serving):
    serving("full")
    found = re.findall(r"<loc>http://testserver(/[^<]*)</loc>", visitor.get("/sitemap.xml").content.decode())
    assert {"/", "/gaps", "/find", "/ambitions/A1", "/measures/smoking", f"/neighbourhoods/{world.LSOAS[0]}"} <= set(
        found
    )
    assert not [path for path in found if path.startswith(("/board", "/whatif", "/account", "/feedback"))]
    assert len(found) == len(set(found))
    kinds = {resolve(path).view_name for path in found}
    assert [name for name in addresses.PUBLIC if name not in kinds | ON_NO_SITEMAP] == []
    assert all(visitor.get(path).status_code == 200 for path in found if "neighbourhoods/" not in path)


def test_pages_describe_themselves_and_have_an_icon(visitor, serving):
    serving("full")
    html = visitor.get("/ambitions/A1").content.decode()
    assert '<meta property="og:title" content="Are fewer babies exposed to smoking before birth?">' in html
    assert re.search(r'<meta name="description" content="[^"]*11\.\d%', html)
    assert visitor.get("/favicon.ico")["Location"].endswith("oneplace.svg")
