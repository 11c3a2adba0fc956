"""W55: what a theme asks, nothing answers and nobody is to get by a day; E56: a measure that isn't there."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.library import shipped
from oneplace.place.rules.registry import Case, Finding, each, rule
from oneplace.problems import did_you_mean
from oneplace.vocabulary.wording import count_words


@rule("W55")
def unanswered_theme(case: Case) -> Iterator[Finding]:
    """A theme asks what no measure answers, and nobody is to get the number by a day."""
    for theme in case.files.themes:
        open_ones = [one for one in theme.item.unanswered(case.measures) if not (one.plan and one.plan.is_dated)]
        if open_ones:
            names = "; ".join(one.title for one in open_ones)
            yield Finding(
                theme.at,
                f"the theme {theme.item.id} asks {count_words(len(open_ones), 'thing')} that no measure answers and "
                f"nobody is to get by a day: {names}.",
                "Take or add a measure, or say in the facet's `plan:` who asks (`owner`) by when (`due`).",
            )


@rule("E56")
def unknown_measure_of_a_theme(case: Case) -> Iterator[Finding]:
    """A theme names a measure that is not in the library."""
    for theme in case.files.themes:
        if theme.item.library is not None and theme.item.because is None:
            continue  # the library's own words, which a run keeps: a measure may have left the library since
        for key, facet in theme.item.facets.items():
            for name in each(facet.measures, theme.at / "facets" / key / "measures"):
                if name.item not in shipped() and name.item not in case.measures:
                    mend = did_you_mean(
                        name.item, list(shipped()), "Name the place's own under `here:`, the library's by their ids."
                    )
                    yield Finding(name.at, f"{name.item} is not the id of a measure of the library.", mend)
