"""Whether a place's contact can be reached at all."""

from __future__ import annotations

import pytest

from oneplace.place.place_file import Contact


@pytest.mark.parametrize(
    "ways",
    [
        {"email": "a@b.example"},
        {"email": "a@EXAMPLE.org"},
        {"url": "https://b.test/x"},
        {"url": "https://example.com:8/"},
    ],
)
def test_an_address_where_nobody_can_be_is_made_up(ways):
    assert Contact(name="Ann", **ways).made_up


@pytest.mark.parametrize(
    "ways",
    [
        {"email": "example@nhs.uk"},
        {"email": "a@myexample.com"},
        {"url": "https://nhs.uk/a.example/b.test"},
        {"phone": "023 80 example"},
        {},
    ],
)
def test_any_other_is_not(ways):
    assert not Contact(name="Ann", **ways).made_up
