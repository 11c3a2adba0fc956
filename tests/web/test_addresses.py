"""No page escapes the tests that walk all pages: each address is in the one list, under its own name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver

from tests.web import addresses

LISTS = (
    addresses.PUBLIC,
    addresses.OF_A_RUN,
    addresses.ALONE,
    addresses.SIGNED_IN,
    addresses.WALKED_BY_THEIR_OWN,
    addresses.NO_PAGES,
)


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_is_in_just_one_list(site):
    from django.urls import get_resolver

    listed = [name for kinds in LISTS for name in kinds]
    assert sorted(listed) == sorted(names(get_resolver().url_patterns))


@pytest.mark.parametrize("kinds", LISTS[:4])
def test_each_stands_under_its_own_name(kinds, site):
    from django.urls import resolve

    for name, paths in kinds.items():
        assert {resolve(path.partition("?")[0]).view_name for path in paths} == {name}
