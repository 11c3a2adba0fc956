"""The rules, a theme a file."""

from oneplace.place.rules import (  # noqa: F401 - importing a theme registers its rules
    agreed,
    commentary,
    decisions,
    delivery,
    eased,
    fairness,
    links,
    measures,
    money,
    paths,
    promised_words,
    publication,
    questions,
    risks,
    sources,
    targets,
    themes,
    timing,
)
from oneplace.place.rules.explain import Explanation, explain, explanations
from oneplace.place.rules.registry import READ_ON, findings

__all__ = ["READ_ON", "Explanation", "explain", "explanations", "findings"]
