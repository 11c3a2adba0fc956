"""The other formats by themselves: pages that work offline, drawings fit for any page, data that describes itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import docx
import jsonschema
import pytest

from oneplace import pack, results

COUNCIL_HEADINGS = [
    "Statement of confidentiality",
    "Brief summary",
    "Recommendations",
    "Reasons for report recommendations",
    "Alternative options considered and rejected",
    "Detail (including consultation carried out)",
    "Resource implications",
    "Legal implications",
    "Risk management implications",
    "Policy framework implications",
    "Key decision?",
    "Wards and communities affected",
    "Supporting documentation",
]
SVG = "{http://www.w3.org/2000/svg}"


class Page(HTMLParser):
    """What a page links to, which ids it has, its headings and its images."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [link for name in ("href", "src") if (link := found.get(name))]
        self.ids += [found["id"]] if found.get("id") else []
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, Page]:
    return {path.name: Page(path.read_text()) for path in (built / "html").glob("*.html")}


def test_pages_need_nothing_from_elsewhere_and_no_script(built: Path, pages: dict[str, Page]) -> None:
    assert "index.html" in pages
    for name, page in pages.items():
        assert "script" not in page.tags, name
        for link in page.links:
            assert not re.match(r"(?i)[a-z]+:|//", link), (name, link)
            path, _, anchor = link.partition("#")
            assert (built / "html" / (path or name)).resolve().exists(), (name, link)
            if anchor:
                assert anchor in pages[path or name].ids, (name, link)
    styles = (built / "html" / "pack.css").read_text()
    for link in re.findall(r'url\("([^"]+)"\)', styles):
        assert (built / "html" / link).exists()


def test_pages_have_one_title_ordered_headings_and_ids_of_their_own(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert page.headings.count(1) == 1, name
        assert page.headings[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(page.headings)), name
        assert len(page.ids) == len(set(page.ids)), name


def test_drawings_are_named_described_and_safe_to_put_into_a_page(built: Path) -> None:
    drawings = sorted((built / "charts").glob("*.svg"))
    kinds = {path.stem.split("-")[1] for path in drawings}
    assert kinds == {"trend", "groups", "map", "comparison", "control"}
    for path in drawings:
        text = path.read_text()
        root = ElementTree.fromstring(text)  # noqa: S314 - our own file
        assert root.get("role") == "img"
        assert len(root.findtext(f"{SVG}title") or "") > 10
        assert len(root.findtext(f"{SVG}desc") or "") > 10
        assert root.get("aria-labelledby") == f"{path.stem}-desc"
        assert not re.search(r"<script|<style| style=|@import|xlink|https?://(?!www\.w3\.org/2000/svg)", text), (
            path.name
        )
        assert all(name.startswith(path.stem) for name in re.findall(r'\bid="([^"]+)"', text))
        assert float(root.get("viewBox", "").split()[2]) <= 1000


def sized(element: ElementTree.Element, inherited: str) -> Iterator[tuple[ElementTree.Element, float]]:
    """Every text below an element with the size of its type, its own or of a group around it."""
    size = element.get("font-size") or inherited
    if element.tag == f"{SVG}text":
        yield element, float(size.removesuffix("px"))
    for child in element:
        yield from sized(child, size)


def test_texts_of_drawings_read_at_320_pixels(built: Path) -> None:
    """Type is at least 9.5 pixels high when a drawing is 320 pixels wide."""
    for path in (built / "charts").glob("*.svg"):
        root = ElementTree.fromstring(path.read_text())  # noqa: S314 - our own file
        width = float(root.get("viewBox", "").split()[2])
        if width < 100:
            continue  # an icon, whose words stand beside it
        for text, size in sized(root, "13"):
            assert size * 320 / width >= 9.5, (path.name, "".join(text.itertext()))


def test_the_data_package_describes_every_file_and_column(built: Path) -> None:
    package = json.loads((built / "csv" / "datapackage.json").read_text())
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    assert package["sources"] == [{"title": "Made up for tests"}]
    named = {resource["name"]: resource for resource in package["resources"]}
    assert set(named) == {*results.tables_for(results.Audience.PUBLIC), "ambitions", "themes"}
    for name, resource in named.items():
        header = (built / "csv" / resource["path"]).read_text().partition("\n")[0].replace('"', "").split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header, name
    assert {path.name for path in (built / "csv").iterdir()} == {
        *(r["path"] for r in named.values()),
        "datapackage.json",
    }


def test_the_json_keeps_to_its_schema_and_the_schema_can_fail(built: Path) -> None:
    schema = json.loads((built / "pack.schema.json").read_text())
    assert schema == pack.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads((built / "pack.json").read_text())
    jsonschema.validate(found, schema)
    found["ambitions"][0]["status"] = "green"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, schema)


def test_the_word_document_is_a_council_report_with_described_pictures_and_header_rows(built: Path) -> None:
    document = docx.Document(str(built / "board-pack.docx"))
    headings = [paragraph for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]
    assert [heading.text for heading in headings if heading.style.name == "Heading 1"] == COUNCIL_HEADINGS
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert document.core_properties.title == "Board pack: Testing-on-Sea"


def test_every_chart_of_the_word_document_is_there_and_is_told_of_only_where_it_is(built: Path) -> None:
    """Comparisons stood there as a title and "the axis does not start at zero", with neither a picture nor a table."""
    document = docx.Document(str(built / "board-pack.docx"))
    named = {shape._inline.docPr.get("name") for shape in document.inline_shapes}
    drawn = {path.stem for path in (built / "charts").glob("*.svg")}
    words = {name for name in drawn if name.endswith(("-groups", "-map", "-variation", "-assurance"))}
    assert {name for name in drawn if name.endswith("-comparison")} <= named
    assert named == drawn - words
    text = [paragraph.text for paragraph in document.paragraphs]
    assert not [line for line in text if line.startswith(("The upright line", "Each shade"))]


def test_the_word_document_is_a4_with_a_number_on_each_page(built: Path) -> None:
    sheet = docx.Document(str(built / "board-pack.docx")).sections[0]
    assert (round(sheet.page_width.cm, 1), round(sheet.page_height.cm, 1)) == (21.0, 29.7)
    (foot,) = sheet.footer.paragraphs
    assert foot.text == "Board pack: Testing-on-Sea, page "
    assert 'w:instr="PAGE"' in foot._p.xml
