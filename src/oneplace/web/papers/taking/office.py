"""Word, Excel, PowerPoint and OpenDocument text: archives of parts, with no macro, no lock and nothing fetched."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

from oneplace.web.papers.taking.refused import Insides, NotTakenError

MOST_PARTS, MOST_BYTES, LARGEST_READ = 10_000, 400_000_000, 50_000_000
_MAIN: Mapping[str, str] = {
    f"application/vnd.openxmlformats-officedocument.{name}.main+xml": form
    for name, form in (
        ("wordprocessingml.document", "docx"),
        ("spreadsheetml.sheet", "xlsx"),
        ("presentationml.presentation", "pptx"),
    )
}
_ODT = b"application/vnd.oasis.opendocument.text"
_MACRO = re.compile(r"vba(project|data)|/macrosheets/|/activex/|^basic/|^scripts/", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?(f|formula[12]?|definedName)(?:\s[^>]*)?>([^<]*)<")
_DDE = re.compile(rb"<(?:\w+:)?(?:ddeLink|oleLink)\b")
_REACHES = re.compile(r"\b(WEBSERVICE|RTD|CALL|REGISTER(\.ID)?|EXEC|IMAGE)\s*\(|^[^\"]*\|[^\"]*!", re.IGNORECASE)
"""A formula that starts a program or fetches something when the file is opened: none of a paper's."""
_OLE = re.compile(r"/embeddings/.*\.(bin|exe|js|vbs|bat|cmd|com|scr|lnk|hta)$", re.IGNORECASE)
_FIELD = re.compile(r"\s*\"?(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE)\b", re.IGNORECASE)
"""An instruction of Word that starts a program or fetches something when the file is opened or printed."""
_NAMED = re.compile(r"\s*(=|\S+\s)")
"""An instruction that says its own name; one whose name other fields put together says anything."""
_SAID = "= "
"""In the place of an instruction that was read: fields may stand in its last result."""
_STARTS = re.compile(rb"ppaction://(program|macro)", re.IGNORECASE)
_LINKS = ("a", "template")
"""What of OpenDocument leads somewhere once somebody follows it, and names what a text was made from."""
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|/|\\|\.\./", re.IGNORECASE)
_RUNS = ("dde-source", "dde-connection-decl", "event-listener", "script", "plugin", "applet")
_FETCHES = "It fetches a part of itself from elsewhere. Break its links to other files, or save it as PDF."
_BROKEN = "It is no Word, Excel, PowerPoint or OpenDocument file that can be read. Save it again."


def form_of(content: bytes) -> str:
    """``docx``, ``xlsx``, ``pptx`` or ``odt``, by what an archive says of itself; raises ``NotTakenError``."""
    with _opened(content) as parts:
        if parts.namelist()[0] == "mimetype" and _read(parts, "mimetype") == _ODT:
            return "odt"
        if "[Content_Types].xml" not in parts.namelist():
            raise NotTakenError("It is an archive, not a document. Upload the documents in it one by one.")
        types = [one.get("ContentType", "") for one in _xml(_read(parts, "[Content_Types].xml"))]
    if any("macroenabled" in one.lower() for one in types):
        raise NotTakenError(_macro())
    forms = {_MAIN[one] for one in types if one in _MAIN}
    if len(forms) != 1:
        raise NotTakenError(_BROKEN)
    return forms.pop()


def look_at_office(content: bytes) -> Insides:
    """What goes with such a file; raises ``NotTakenError`` for macros, locks and what is fetched from elsewhere."""
    with _opened(content) as parts:
        names = parts.namelist()
        if any(_MACRO.search(name) for name in names):
            raise NotTakenError(_macro())
        if any(_OLE.search(name) for name in names):
            raise NotTakenError("It has a program or an object within it. Take it out, or save the file as PDF.")
        if "META-INF/manifest.xml" in names and b"encryption-data" in _read(parts, "META-INF/manifest.xml"):
            raise NotTakenError("It is locked by a password. Save it without, and upload it again.")
        for name in names:
            if name.endswith(".rels"):
                _refuse_fetched(_xml(_read(parts, name)))
        _refuse_what_reaches_out(parts, [name for name in names if name.endswith(".xml")], form_of(content))
        told = ("formulas, beside their last results",) if _holds_formulas(parts, names) else ()
        return Insides(*_described(parts), (*_notes(parts), *told))


def _holds_formulas(parts: zipfile.ZipFile, names: Sequence[str]) -> bool:
    """Whether cells of a workbook hold formulas. A text that begins with = is none, and stays a text.

    Raises ``NotTakenError`` for one that reaches out of the workbook, wherever it stands.
    """
    if any(name.startswith("xl/externalLinks/") and _DDE.search(_read(parts, name)) for name in names):
        raise NotTakenError(_reaches("a link to another program"))
    sheets = [name for name in names if name.startswith("xl/") and name.endswith(".xml")]
    found = [one for name in sheets for one in _FORMULA.findall(_read(parts, name))]
    words = (unescape(one.decode("utf-8", "replace")) for _tag, one in found)
    reaching = next((one for one in words if _REACHES.search(one)), None)
    if reaching is not None:
        raise NotTakenError(_reaches(f"the formula ={reaching[:40]}"))
    return any(tag == b"f" for tag, _one in found)


def _refuse_what_reaches_out(parts: zipfile.ZipFile, texts: Sequence[str], form: str) -> None:
    """Refuse fields of Word, actions of PowerPoint and links of OpenDocument that fetch or start something."""
    for name in texts:
        text = _read(parts, name)
        if form == "odt":
            _refuse_linked(_xml(text))
        elif form == "pptx" and _STARTS.search(text):
            raise NotTakenError(_reaches("an action that starts a program"))
        elif form == "docx":
            for field in filter(None, map(_FIELD.match, _instructions(_xml(text)))):
                raise NotTakenError(_reaches(f"the field {field[1].upper()}"))


def _refuse_linked(part: ElementTree.Element) -> None:
    for one in part.iter():
        sort = one.tag.rsplit("}", 1)[-1]
        if sort in _RUNS:
            raise NotTakenError(_reaches("a script, or a link to another program"))
        if sort not in _LINKS and _OUTSIDE.match(_attribute(one, "href").strip()):
            raise NotTakenError(_FETCHES)


def _attribute(one: ElementTree.Element, name: str) -> str:
    return next((value for key, value in one.items() if key.rsplit("}", 1)[-1] == name), "")


def _instructions(part: ElementTree.Element) -> Iterator[str]:
    """What each field of a part of a Word file is to do, its runs put together, one within another apart."""
    waiting: list[str] = []
    for one in part.iter():
        sort = one.tag.rsplit("}", 1)[-1]
        if sort == "fldSimple":
            yield _attribute(one, "instr")
        elif sort in ("instrText", "delInstrText"):
            waiting = [*waiting[:-1], "".join(waiting[-1:]) + (one.text or "")]
        elif sort == "fldChar" and (kind := _attribute(one, "fldCharType")) == "begin":
            if waiting and not _NAMED.match(waiting[-1]):
                raise NotTakenError(_reaches("a field whose name other fields put together"))
            waiting.append("")
        elif sort == "fldChar" and waiting:  # its end, or where its instruction ends and its last result begins
            yield waiting[-1]
            waiting[-1:] = [_SAID] if kind == "separate" else []
    yield from waiting


def _reaches(what: str) -> str:
    return f"It holds {what}, which reaches out of the file on readers’ machines. Put its value there, or save as PDF."


def _opened(content: bytes) -> zipfile.ZipFile:
    """The archive, if it is nothing else besides, unpacks to a bearable size and names no path outside itself."""
    try:
        parts = zipfile.ZipFile(BytesIO(content))
        listed = parts.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NotTakenError(_BROKEN) from None
    names = [one.filename for one in listed]
    if not content.startswith(b"PK\x03\x04") or content[-22:-18] != b"PK\x05\x06" or not listed:
        raise NotTakenError("Something stands before or after the document in this file. Save it again.")
    if any(one.flag_bits & 1 for one in listed):
        raise NotTakenError("It is locked by a password. Save it without, and upload it again.")
    if len(listed) > MOST_PARTS or sum(one.file_size for one in listed) > MOST_BYTES:
        raise NotTakenError("It unpacks to more than a document should. Save it again, or as PDF.")
    if len({name.casefold() for name in names}) != len(names) or any(_leads_out(name) for name in names):
        raise NotTakenError(_BROKEN)
    return parts


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _read(parts: zipfile.ZipFile, name: str) -> bytes:
    try:
        with parts.open(name) as part:
            read = part.read(LARGEST_READ + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, OSError, EOFError, ValueError, NotImplementedError):
        raise NotTakenError(_BROKEN) from None
    if len(read) > LARGEST_READ:
        raise NotTakenError("It unpacks to more than a document should. Save it again, or as PDF.")
    return read


def _xml(text: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise NotTakenError(_BROKEN)
    try:
        return ElementTree.fromstring(text)  # noqa: S314  no document type, so no entities
    except (ElementTree.ParseError, ValueError, LookupError):
        raise NotTakenError(_BROKEN) from None


def _refuse_fetched(relations: ElementTree.Element) -> None:
    for one in relations:
        sort = one.get("Type", "").rsplit("/", 1)[-1]
        is_outside = one.get("TargetMode", "").strip().lower() == "external"
        if sort == "aFChunk" or (is_outside and sort != "hyperlink"):
            raise NotTakenError(_FETCHES)


def _described(parts: zipfile.ZipFile) -> tuple[str, str]:
    name = next((one for one in ("docProps/core.xml", "meta.xml") if one in parts.namelist()), None)
    if name is None:
        return "", ""
    said: dict[str, list[str]] = {}
    for one in _xml(_read(parts, name)).iter():
        said.setdefault(one.tag.rsplit("}", 1)[-1], []).append((one.text or "").strip())
    people = [who for tag in ("creator", "initial-creator", "lastModifiedBy") for who in said.get(tag, []) if who]
    return ", ".join(dict.fromkeys(people))[:200], next(iter(said.get("title", [])), "")[:200]


def _notes(parts: zipfile.ZipFile) -> Iterator[str]:
    """What readers might not look for, and would find."""
    names = parts.namelist()
    if any("comments" in name.lower() and name.endswith(".xml") for name in names):
        yield "comments"
    if "word/document.xml" in names and re.search(rb"<w:(ins|del) ", _read(parts, "word/document.xml")):
        yield "tracked changes"
    if any("/notesSlides/" in name for name in names):
        yield "speaker’s notes"
    if "xl/workbook.xml" in names and re.search(rb'state="(very)?[hH]idden"', _read(parts, "xl/workbook.xml")):
        yield "hidden sheets"
    if any("/embeddings/" in name for name in names):
        yield "whole workbooks or documents behind its charts"


def _macro() -> str:
    return "It holds macros, which run on readers’ machines. Save it without (.docx, .xlsx, .pptx) or as PDF."
