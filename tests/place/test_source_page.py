"""The publisher's page of a measure: a whole address, over a line that nobody reads along, or none."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.place.test_standards import BASE, Measure


def page(address: str | None) -> str | None:
    return Measure.model_validate(BASE | ({} if address is None else {"source_page": address})).source_page


@pytest.mark.parametrize("address", [None, "https://www.example.org/page", "https://example.org/data#page/1/gid/8"])
def test_a_whole_address_is_kept_as_it_is(address):
    assert page(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.org/page",
        "www.example.org/page",
        "//www.example.org",
        "https://example",
        "https:///page",
        "https://www.example.org/a page",
        "javascript:alert(1)",
        "",
    ],
)
def test_anything_else_is_refused(address):
    with pytest.raises(ValidationError, match=r"is no address of a page\. Write it whole"):
        page(address)
