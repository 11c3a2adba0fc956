"""Forms of pages that need no more than fields, a button and what is wrong: how a field prints, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.http import HttpRequest, HttpResponse

from oneplace.web.pages import Link, page

Control = Literal["line", "area", "choice", "checks", "file", "password", "email"]


@dataclass(frozen=True)
class Field:
    """A field: its label and hint, what is in it, what is wrong with it; ``choices`` are (value, words)."""

    name: str
    label: str
    hint: str = ""
    control: Control = "line"
    choices: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()
    error: str = ""
    autocomplete: str = "off"


WHY = Field("why", "Why", "Whoever reads the history sees this", "area")


def filled(
    fields: Iterable[Field], values: Mapping[str, Sequence[str]], wrong: Mapping[str, str] | None = None
) -> list[Field]:
    """The fields with what is in them and what is wrong with them; a password is never sent back."""
    return [
        replace(
            one,
            values=() if one.control in ("password", "file") else tuple(values.get(one.name, ())),
            error=(wrong or {}).get(one.name, ""),
        )
        for one in fields
    ]


@dataclass(frozen=True)
class Form:
    """A page with a form: ``before`` are paragraphs above it, ``button`` what its button says."""

    title: str
    fields: Sequence[Field]
    button: str
    before: Sequence[str] = ()
    warnings: Sequence[str] = ()
    seen: str = ""
    general: str = ""
    caption: str = ""


def form_page(request: HttpRequest, form: Form, crumbs: Iterable[Link] = (), status: int = 200) -> HttpResponse:
    """Show a form, its mistakes in a summary above it and each at its field."""
    found = page(
        request,
        "form.jinja",
        title=form.title,
        crumbs=crumbs,
        form=form,
        is_file=any(one.control == "file" for one in form.fields),
        is_wrong=bool(form.general or any(one.error for one in form.fields)),
    )
    found.status_code = status
    return found
