"""Setting Django up for one place: once a process, before anything that reads its settings."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

from oneplace.problems import OneplaceError
from oneplace.web.environment import PLACE

MODULE = "oneplace.web.settings"


def set_up(place_folder: Path) -> None:
    """Have Django serve ``place_folder`` in this process; refuses a second place."""
    folder = place_folder.resolve()
    if not settings.configured:
        os.environ[PLACE] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = MODULE
        django.setup()
    elif folder != settings.ONEPLACE_PLACE:
        mend = "Serve each place by a process of its own."
        raise OneplaceError.at(folder, f"can't be served here: {settings.ONEPLACE_PLACE} is.", mend)
