"""Sending a paper's file: saved, never opened in the site, of the type that it was taken as, whole or not at all."""

from __future__ import annotations

import logging

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from oneplace.delivery.happened import Paper
from oneplace.web.papers import kept
from oneplace.web.papers.taking import FORMS
from oneplace.web.snapshot import Snapshot

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
log = logging.getLogger(__name__)


def content_of(shot: Snapshot, subject: str, one: Paper) -> bytes:
    """What the file holds; raises ``Http404`` where it is gone or changed, and tells the log."""
    content = kept.read(shot.place_folder, one.stored, one.sha256)
    if content is None:
        log.error("The file of %s is gone, or is not as it was taken: var/papers/%s.", subject, one.stored)
        raise Http404
    return content


def send(shot: Snapshot, subject: str, one: Paper) -> HttpResponse:
    """The file as an attachment."""
    response = HttpResponse(content_of(shot, subject, one), content_type=FORMS[one.form])
    response["Content-Disposition"] = content_disposition_header(True, one.file) or "attachment"
    response["Content-Security-Policy"] = POLICY
    return response
