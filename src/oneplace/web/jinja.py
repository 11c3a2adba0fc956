"""The Jinja environment: NHS.UK's components, our filters, and names that nobody gave, which fail in print."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing

from oneplace import __version__
from oneplace.place import Measure
from oneplace.web.formats import FILTERS, publishers_page
from oneplace.web.presenters.signs import key_of, listed_key, signed
from oneplace.web.presenters.tables import told_once, unknown_once
from oneplace.web.snapshot import snapshot


class Unnamed(ChainableUndefined):
    """A name that nobody gave fails where it is printed; what a thing lacks is empty, as NHS.UK's components expect."""

    def __str__(self) -> str:
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()
        return ""


def environment(**options: Any) -> Environment:
    """The environment of every template; called by Django."""
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    options["undefined"] = Unnamed
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701  Django switches autoescape on
    made.filters.update(FILTERS, publishers_page=_publishers_page, told_once=told_once, unknown_once=unknown_once)
    made.filters.update(signed=signed, key_of=key_of, listed_key=listed_key)
    made.add_extension("jinja2.ext.i18n")
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(url=_url, asset=_asset, static=static, current_path=_current_path)
    return made


def _publishers_page(measure: Measure) -> str | None:
    return publishers_page(measure, snapshot().place)


def _url(name: str, *args: object) -> str:
    return reverse(name, args=args)


def _asset(path: str) -> str:
    """The address of a static file, changed with every version so that browsers fetch the new one."""
    return f"{static(path)}?v={__version__}"


@pass_context
def _current_path(context: Context) -> str:
    request = context.get("request")
    return request.path if request is not None else ""
