"""What a cohort is: the definition file ``cohorts/<id>.yaml``."""

from __future__ import annotations

from oneplace.place.computing import Events, Name
from oneplace.place.fields import Model, Text


class Cohort(Model):
    """People between two moments of their lives.

    A person is in the cohort from the first row of ``entry`` until the first row of ``exit`` after it
    (half-open; without ``exit``, for good).
    """

    id: Name
    name: Text
    definition: Text
    entry: Events
    exit: Events | None = None
    source: Text | None = None
