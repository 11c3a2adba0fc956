"""Where a place keeps the tables of its records: the address of a bucket or of a folder in one, and no key in it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from oneplace.place.place_file import PlaceFile


def storage(address: str | None) -> str | None:
    return PlaceFile(id="small", name="Small", storage=address).storage


@pytest.mark.parametrize("address", [None, "s3://ourplace", "s3://our.place-2/records", "s3://ourplace/a/b_c"])
def test_an_address_is_kept_as_it_is(address):
    assert storage(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "s3a://ourplace/records",
        "ourplace/records",
        "s3://",
        "s3://OurPlace",
        "s3://ourplace/",
        "s3://ourplace//records",
        "s3://ourplace/our records",
        "s3://AKIANOBODY:secret@ourplace/records",
        "https://s3.example.org/ourplace?key=secret",
    ],
)
def test_anything_else_is_refused_and_not_said_again(address):
    with pytest.raises(
        ValidationError, match=r"This is no address of object storage\. Write it as s3://bucket"
    ) as told:
        storage(address)
    assert "secret" not in told.value.errors()[0]["msg"]
