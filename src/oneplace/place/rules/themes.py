"""W55, E56, E102, W103: what a theme asks and nothing answers; measures and people not there; what no theme shows."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.library import shipped
from oneplace.place.rules.registry import Case, Finding, each, rule
from oneplace.problems import did_you_mean
from oneplace.vocabulary.people import KNOWN, UNHELD, slug
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


@rule("E102")
def unknown_people_of_a_theme(case: Case) -> Iterator[Finding]:
    """A theme names a group of people that has no page."""
    known = _addresses(case)
    for theme in case.files.themes:
        for people in each(theme.item.people, theme.at / "people"):
            if people.item in known:
                continue
            mend = did_you_mean(people.item, known, "Write a breakdown and a group of it, such as `sex/female`.")
            yield Finding(people.at, f"{people.item} is no group of people that has a page.", mend)


def _addresses(case: Case) -> list[str]:
    named = {"condition": [slug(one.item.id) for one in case.files.cohorts],
             "others": [slug(one.called[0]) for one in UNHELD]}  # fmt: skip
    return [f"{by}/{name}" for by, names in (KNOWN | named).items() for name in names]


@rule("W103")
def priority_of_no_theme(case: Case) -> Iterator[Finding]:
    """A priority, commitment or goal of the strategy that no theme shows."""
    if not case.files.themes:
        return
    themes = [one.item for one in case.files.themes]
    alone = {one.id for one in case.strategy.unthemed(themes, case.measures)}
    for kind in ("priorities", "commitments", "goals"):
        for one in each(getattr(case.strategy, kind), case.top / kind):
            if one.item.id in alone:
                yield Finding(
                    one.at,
                    f"no theme shows {one.item.id}: neither it nor an ambition of it.",
                    "Name it in the `priorities:` of a theme, or write a theme of the place's own for it.",
                )
