"""The pack as a Word document that officers can go on editing: real headings, real tables, described pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import docx
import vl_convert
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from oneplace.charts import FONTS_FOLDER, Chart
from oneplace.pack.document import Block, Document, Figure, Icons, Items, Section, Table, Text

_EPOCH = (1980, 1, 1, 0, 0, 0)
_IN_WORDS = ("groups", "map")
"""Kinds of charts that are not pictures here: groups stand in the table beneath, and a map takes seconds to draw."""
_PICTURE_SCALE = 1.6
_PAGE, _MARGIN = (Cm(21), Cm(29.7)), Cm(2.2)  # A4; the library's own page is of another country
_RIGHT = '<w:jc w:val="right"/>'


def write_docx(document: Document, folder: Path, name: str = "board-pack.docx") -> Path:
    """Write the document into ``folder``.

    Charts are pictures. Of groups the finding stands above the table of their numbers, which can be edited; of a map
    the finding alone. Nothing is said of how a picture is drawn that isn't there.
    """
    vl_convert.register_font_directory(str(FONTS_FOLDER))
    word: Any = docx.Document()
    _styles(word)
    _pages(word, document)
    _properties(word, document)
    word.add_heading(document.title, level=0)
    word.add_paragraph(document.subtitle, style="Subtitle")
    for notice in document.notices:
        _notice(word, notice)
    for fact, text in document.facts:
        line = word.add_paragraph()
        line.add_run(f"{fact}: ").bold = True
        line.add_run(text)
    for section in document.sections:
        if len(section.sections) > 2:  # the long parts
            word.add_page_break()
        _section(word, section, 1)
    path = folder / name
    _save(word, path)
    return path


def _styles(word: Any) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.rPr.append(language)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = word.styles[name]
        style.font.name, style.font.color.rgb = "Arial", RGBColor(0x21, 0x2B, 0x32)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(attribute), None)


def _pages(word: Any, document: Document) -> None:
    """A4, with the document's title and the number of each page at its foot."""
    sheet = word.sections[0]
    sheet.page_width, sheet.page_height = _PAGE
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = _MARGIN
    foot = sheet.footer.paragraphs[0]
    foot.add_run(f"{document.title}, page ").font.size = Pt(9.5)
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _properties(word: Any, document: Document) -> None:
    core = word.core_properties
    built = datetime.fromisoformat(document.built_on).astimezone(UTC).replace(tzinfo=None)
    core.title, core.subject, core.language = document.title, document.subtitle, "en-GB"
    core.author, core.last_modified_by, core.comments = "Oneplace", "Oneplace", ""
    core.created = core.modified = built
    core.revision = 1


def _section(word: Any, section: Section, level: int) -> None:
    word.add_heading(section.title, level=level)
    for block in section.blocks:
        _block(word, block)
    for part in section.sections:
        _section(word, part, min(level + 1, 9))


def _block(word: Any, block: Block) -> None:
    match block:
        case Text(text, "notice"):
            _notice(word, text)
        case Text(text, kind):
            run = word.add_paragraph().add_run(text)
            run.bold = kind == "lead"
            run.font.size = Pt(9.5) if kind == "note" else None
        case Items(items):
            for item in items:
                word.add_paragraph(item, style="List Bullet")
        case Table():
            _table(word, block)
        case Figure(chart):
            _figure(word, chart)
        case Icons(charts):
            for chart in charts:
                word.add_paragraph(chart.title, style="List Bullet")


def _notice(word: Any, text: str) -> None:
    run = word.add_paragraph(style="Intense Quote").add_run(text)
    run.font.color.rgb = RGBColor(0x7C, 0x28, 0x55)


def _figure(word: Any, chart: Chart) -> None:
    title = word.add_paragraph()
    title.add_run(chart.title).bold = True
    title.paragraph_format.keep_with_next = True
    under = word.add_paragraph()
    under.add_run(chart.subtitle).font.size = Pt(9.5)
    if chart.kind in _IN_WORDS:
        return
    under.paragraph_format.keep_with_next = True
    png = vl_convert.svg_to_png(chart.svg, scale=_PICTURE_SCALE)
    picture = word.add_picture(io.BytesIO(png), width=Cm(13))
    described = picture._inline.docPr  # python-docx has no public way to describe a picture
    described.set("descr", chart.alt)
    described.set("name", chart.id)
    if chart.note:
        word.add_paragraph().add_run(chart.note).font.size = Pt(9.5)


def _table(word: Any, block: Table) -> None:
    caption = word.add_paragraph()
    caption.add_run(block.caption).bold = True
    caption.paragraph_format.keep_with_next = True
    # written as XML: through python-docx's objects the tables would take most of the pack's time
    word.element.body.sectPr.addprevious(parse_xml(_table_xml(block)))
    word.add_paragraph()


def _table_xml(block: Table) -> str:
    """A table with a repeated header row, columns as wide as their texts ask for, numbers to the right."""
    shares = [round(5000 * width / sum(block.widths)) for width in block.widths]  # fiftieths of a per cent
    right = [column in block.right for column in block.columns]
    rows = [_row_xml(block.columns, shares, right, header=True)]
    rows += [_row_xml(row, shares, right, header=False) for row in block.rows]
    grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        f'<w:tblLook w:firstRow="1" w:firstColumn="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row_xml(texts: Sequence[str], shares: Sequence[int], right: Sequence[bool], *, header: bool) -> str:
    mark = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else "<w:trPr><w:cantSplit/></w:trPr>"
    bold = "<w:b/>" if header else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="pct"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="20"/>{_RIGHT if aside else ""}</w:pPr>'
        f'<w:r><w:rPr>{bold}<w:sz w:val="19"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for text, share, aside in zip(texts, shares, right, strict=True)
    )
    return f"<w:tr>{mark}{cells}</w:tr>"


def _save(word: Any, path: Path) -> None:
    """Save with fixed times inside, so that the same pack is the same bytes."""
    made = io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            packing = (
                zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            )  # pictures are packed already
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), packing)
