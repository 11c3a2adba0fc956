"""The types that fields of a place's files share."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    Tag,
)

from oneplace.place.period import When
from oneplace.vocabulary.typed_text import says_nothing

T = TypeVar("T")

REFERS_TO = "x-refers-to"
"""The key in the JSON Schema of a field that names what its ids refer to."""


def refers(*kinds: str, default: Any = None, alias: str | None = None) -> Any:
    """A field that holds ids of other things: of the lists named, or of anything (``any``)."""
    return Field(default, alias=alias, json_schema_extra={REFERS_TO: list(kinds)})


NOT_SET: Literal["not_set"] = "not_set"


def written(value: str) -> str:
    """The text; raises ``ValueError`` for blanks, and for a ``not_set`` that would count as words."""
    if value.strip() in ("", NOT_SET):
        told = f"`{NOT_SET}` is" if value.strip() else "Blanks are"
        raise ValueError(f"{told} no text, and would count as one here. Leave the key out where nothing is known.")
    return value


Text = Annotated[str, Field(min_length=1), AfterValidator(written)]
"""Words. A field that may be known to be missing says so by its type (``OrNotSet``); elsewhere that is no word."""


def _shown(value: str) -> str:
    if says_nothing(value):
        raise ValueError(f"“{value}” shows nothing. Leave the key out until there is something to show.")
    return value


Proof = Annotated[Text, AfterValidator(_shown)]
"""Words by which something counts as done, met or settled: “n/a” and “tbc” are none."""


def _https(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or "." not in parts.netloc or any(sign.isspace() for sign in value):
        raise ValueError(f"'{value}' is no address of a page. Write it whole, such as https://www.example.org/page.")
    return value


Page = Annotated[str, AfterValidator(_https), Field(json_schema_extra={"pattern": r"^https://\S+$"})]
"""The address of a page in the open web, over a line that nobody reads along."""
_BUCKET = r"^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9!_.*'()-]+)*$"


def _bucket(value: str) -> str:
    if not re.match(_BUCKET, value):  # it may hold a key, and is therefore not said again
        message = "This is no address of object storage. Write it as s3://bucket or s3://bucket/folder."
        message += " A bucket's name has 3 to 63 characters: small letters, digits, hyphens and points."
        raise ValueError(f"{message} Where the storage stands, and its key, belong in the environment.")
    return value


Bucket = Annotated[str, AfterValidator(_bucket), Field(json_schema_extra={"pattern": _BUCKET})]
"""The address of a bucket of object storage, or of a folder in one."""
Id = Annotated[
    str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", description="A permanent id: text may change, ids may not.")
]
Ref = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z][A-Za-z0-9_.:/-]*$", description="An id of this strategy, or `ext:…` for another document's."
    ),
]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = StrictInt
Flag = StrictBool
YesNo = Literal["yes", "no"]

Provenance = Literal["published", "local", "agreed", "illustrative", "not_set"]
"""Where a number comes from: a publisher, a local source, an agreement; invented to show a form; or not there."""

Cycle = Literal["daily", "weekly", "monthly", "bimonthly", "quarterly", "six_monthly", "annual", "as_needed", "not_set"]

Polarity = Literal["low_good", "high_good", "context"]

OrNotSet = Annotated[
    Annotated[T, Tag("given")] | Annotated[Literal["not_set"], Tag("not_set")],
    Discriminator(lambda value: "not_set" if value == NOT_SET else "given"),
]
"""A field that may say ``not_set``: it is known to be missing, and shown as such."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Ids = Annotated[tuple[Ref, ...], BeforeValidator(_listed, json_schema_input_type=Ref | tuple[Ref, ...])]
"""A list of references; a single one may stand without brackets."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed, json_schema_input_type=Text | tuple[Text, ...])]
"""A list of texts; a single one may stand without brackets."""


class Model(BaseModel):
    """A part of a place's files: frozen, and no key but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Owner(Model):
    """Who answers for something: a partner, and the role or person inside it."""

    org: Ref = refers("partners", default=...)
    role: Text | None = None
    name: Text | None = None


class Sourced(Model):
    """Something that a document says: where it says so, and what to know about it."""

    source: Text | None = None
    note: Text | None = None


class Statement(Sourced):
    """A sentence of the strategy with its permanent id: a value, principle, commitment, tension and so on."""

    id: Id
    text: Text
    name: Text | None = None
    detail: Text | None = None


class Span(Model):
    """From when until when; ``not_set`` where the documents do not say."""

    start: OrNotSet[When] = NOT_SET
    end: OrNotSet[When] = NOT_SET
    note: Text | None = None
