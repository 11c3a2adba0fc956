"""What is ready before the first reader asks what if: the simulator, the page, and the answers likely to be asked."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import Any

from django.template import engines
from jinja2.meta import find_referenced_templates

from oneplace import flow, run
from oneplace.web.snapshot import snapshot
from oneplace.web.whatif.answering import SEED, Answer, ahead, answered_ahead
from oneplace.web.whatif.asking import Asked
from oneplace.web.whatif.content import made_ahead
from oneplace.web.whatif.presenters.page import whatif
from oneplace.web.whatif.served import Served, pathways

TINY = """
format: pathway/1
id: tiny
name: One bed
provenance: illustrative
run: 100 hours
patients:
  all: {enters: bed, arrivals: {rate: 1 patients per hour}, deprivation: [20%, 20%, 20%, 20%, 20%]}
places: {bed: {capacity: 2 beds, stay: {shape: lognormal, mean: 1 hour, cv: 100%}}}
"""
_MORE = {"places.bed.capacity": "3 beds"}


def warm_up() -> Event:
    """Have the page, every pathway as it is and then its scenarios ready; the event tells when all is done.

    Nobody who asks meanwhile waits for more than a step of it.
    """
    done = ahead(_page)
    read = [(served, served.pathway) for served in pathways(snapshot()).values() if served.pathway]
    questions = [(served, Asked(pathway)) for served, pathway in read]
    questions += [(served, Asked(pathway, name)) for served, pathway in read for name in pathway.file.scenarios]
    for served, asked in questions:
        answered_ahead(served, asked)
        done = ahead(partial(_content, served, asked))
    return done


def _content(served: Served, asked: Asked, _between: object) -> None:
    made_ahead(served, asked)


def _page(_between: object) -> None:
    """All that an answer goes through, once, for a pathway that takes no time."""
    tiny = flow.parse(TINY)
    asked = Asked(tiny, changes=_MORE)
    now, then = (flow.simulate(one, seed=SEED, replications=4) for one in (tiny, asked.variant))
    whatif(asked, Answer(4, now, then, flow.beside(now, then)))
    for name in ("whatif/choose.jinja", "whatif/pathway.jinja", "whatif/growth.jinja"):
        _compile(name)
    run.software()


def _compile(name: str) -> None:
    """Have a template ready with all that it stands on, which reading it alone leaves to the first page."""
    engine: Any = engines["jinja2"]
    environment = engine.env
    source, _path, _is_current = environment.loader.get_source(environment, name)
    environment.get_template(name)
    for other in find_referenced_templates(environment.parse(source)):
        if other:
            _compile(other)
