"""The sheets of the plan of the run that is served, drawn once."""

from __future__ import annotations

from oneplace.report import sheets
from oneplace.web.snapshot import OnceARun

drawn = OnceARun(sheets)
"""A sheet for each workstream, with its charts."""
