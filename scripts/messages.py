"""The catalogue of the pages' words, for translators: `make messages`.

Writes `django.pot` with every text that the pages mark for translation, brings each language's `django.po` (copied from
it once, into `LANGUAGE/LC_MESSAGES/`) up to it, and compiles the `django.mo` beside, which is what the site reads.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).parents[1] / "src" / "oneplace" / "web"
LOCALE = WEB / "locale"
METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2)}


def catalogue() -> Catalog:
    """Every text marked for translation, with the files that it stands in."""
    made = Catalog(project="Oneplace", charset="utf-8")
    for name, _line, message, comments, context in extract_from_dir(WEB, METHODS, keywords=KEYWORDS):
        made.add(message, locations=[(Path(name).as_posix(), 1)], auto_comments=comments, context=context)
    return made


def as_text(catalog: Catalog) -> str:
    """The catalogue as gettext writes it, the same each time: sorted, without dates and line numbers."""
    text = io.BytesIO()
    write_po(text, catalog, omit_header=catalog.locale is None, include_lineno=False, sort_output=True, width=120)
    return text.getvalue().decode()


def compiled(translated: Path) -> bytes:
    """A language's ``django.po`` as the site reads it."""
    made = io.BytesIO()
    with translated.open("rb") as file:
        write_mo(made, read_po(file, charset="utf-8"))
    return made.getvalue()


def main() -> None:
    """Write the template, and every language's catalogue."""
    template = catalogue()
    LOCALE.mkdir(exist_ok=True)
    (LOCALE / "django.pot").write_text(as_text(template))
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            kept = read_po(file, locale=path.parents[1].name, charset="utf-8")
        kept.update(template)
        path.write_text(as_text(kept))
        path.with_suffix(".mo").write_bytes(compiled(path))
    sys.stdout.write(f"{len(template)} texts in {LOCALE / 'django.pot'}\n")


if __name__ == "__main__":
    main()
