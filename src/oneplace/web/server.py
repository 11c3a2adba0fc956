"""Serving one place: the WSGI application, and a server around it."""

from __future__ import annotations

from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

from oneplace.problems import OneplaceError
from oneplace.web.starting import set_up

COMPILED = Path(__file__).parent / "static" / "compiled" / "oneplace.css"


def application(place_folder: Path) -> WSGIHandler:
    """The WSGI application for a place; makes its store of accounts where there is none.

    Everything is loaded and the run is read before the first request. Raises ``OneplaceError`` where the style sheet
    was never compiled, the place's files or run can't be read, another version left the store, or another place is
    already served here.
    """
    if not COMPILED.exists():
        mend = "Install Oneplace again with Node at hand (`make demo` does), or use the wheel."
        raise OneplaceError.at(COMPILED, "is missing: the pages' style sheet was never compiled.", mend)
    set_up(place_folder)
    # all read Django's settings
    from oneplace.web.public.presenters.neighbourhoods import area_map  # noqa: PLC0415
    from oneplace.web.snapshot import snapshot  # noqa: PLC0415
    from oneplace.web.store import ready  # noqa: PLC0415

    ready(place_folder)
    get_resolver().url_patterns  # noqa: B018  imports every view
    area_map(snapshot().place)
    return WSGIHandler()


def serve(place_folder: Path, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve a place until told to end, in the form meant for production; from a process's main thread.

    ``host`` is the address listened on; the names that the site answers to come from ``ONEPLACE_HOSTS``.
    """
    served = application(place_folder)
    # all read Django's settings
    from oneplace.web.ahead import begin  # noqa: PLC0415
    from oneplace.web.listening import listen  # noqa: PLC0415

    begin(served)
    listen(served, host, port)
