"""Lists of things without an id of their own (a step of approval, a moved day), out of the one line that says each.

``flat`` writes such a thing as ``from: 2026-03; to: 2026-06; reason: Rain``, and ``words`` parts the things of a list
by the same mark; here they are taken apart again, to be told in words.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from types import UnionType

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from oneplace.place.cohort import Cohort
from oneplace.place.datasets import OwnDataset
from oneplace.place.fields import NOT_SET
from oneplace.place.measure import Measure
from oneplace.place.moved.flat import Said
from oneplace.place.place_file import PlaceFile
from oneplace.place.sources import Source
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.governance import Governance

_KEY = re.compile(r"(?:^|; )(?P<key>[a-z_]+(?:\.[\w-]+)*): ")
_OF_PARTS: dict[str, type[BaseModel]] = {
    "strategy": Strategy,
    "place": PlaceFile,
    "measures": Measure,
    "cohorts": Cohort,
    "datasets": OwnDataset,
    "feeds": Source,
}
MODELS: tuple[type[BaseModel], ...] = (Strategy, PlaceFile, Measure, Cohort, OwnDataset, Source)
"""What the files of a place are read as."""


def things(field: str, text: str) -> list[dict[str, str]]:
    """The things of a list, each with what it says by key; none where the field is no such list.

    Each says what it says in the order of its model: the next begins where a key comes no later than the one before.
    """
    models = list_keys().get(field.rpartition(".")[2], ())
    keys = [found for found in _KEY.finditer(text) if any(_key(found) in model for model in models)]
    order = max(models, key=lambda model: sum(_key(found) in model for found in keys), default=())
    keys = [found for found in keys if _key(found) in order]
    told: list[dict[str, str]] = []
    for one, after in zip_longest(keys, keys[1:]):
        at = order.index(_key(one))
        if not told or one["key"] in told[-1] or at < max(order.index(key.partition(".")[0]) for key in told[-1]):
            told.append({})
        told[-1][one["key"]] = text[one.end() : after.start() if after else None]
    return told


def _key(found: re.Match[str]) -> str:
    return found["key"].partition(".")[0]


@cache
def list_keys() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The keys of the things in each such list, by the list's name; several models' where lists are called alike."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name, keys in (pair for model in MODELS for pair in _lists(model, ())):
        found[name] = (*dict.fromkeys((*found.get(name, ()), keys)),)
    return found


def _lists(model: type[BaseModel], above: tuple[type[BaseModel], ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, field in model.model_fields.items():
        for inner, listed in models_in(field.annotation):
            if listed and "id" not in inner.model_fields:
                yield field.alias or name, tuple(one.alias or key for key, one in inner.model_fields.items())
            if inner not in above:
                yield from _lists(inner, (*above, inner))


def models_in(kind: object, *, listed: bool = False) -> Iterator[tuple[type[BaseModel], bool]]:
    """The models in a type, each with whether it is the member of a list."""
    if isinstance(kind, type) and not typing.get_args(kind):
        if issubclass(kind, BaseModel):
            yield kind, listed
        return
    origin = typing.get_origin(kind)
    if origin in (tuple, dict, typing.Union, UnionType, typing.Annotated):
        for one in typing.get_args(kind):
            yield from models_in(one, listed=listed or origin is tuple)


@cache
def default_of(part: str, field: str) -> str | None:
    """What the format has a field of a part say where the files leave it out; None where it then says nothing."""
    here = _field_of(part, field)
    plain = here is not None and isinstance(here.default, str | int | float) and here.default not in ("", NOT_SET)
    return str(here.default) if here is not None and plain else None


@cache
def is_list(part: str, field: str) -> bool:
    """Whether a field of a part is a list, told by what was added and taken out; a pair of numbers isn't."""
    here = _field_of(part, field)
    return field.rpartition(".")[2] in list_keys() if here is None else _listed(here.annotation)


def _listed(kind: object) -> bool:
    if typing.get_origin(kind) is tuple:
        return typing.get_args(kind)[-1] is ...
    return any(map(_listed, typing.get_args(kind))) if _wraps(kind) else False


def _wraps(kind: object) -> bool:
    return typing.get_origin(kind) in (typing.Union, UnionType, typing.Annotated)


def _field_of(part: str, field: str) -> FieldInfo | None:
    model, words = _model_of(part), field.split(".")
    models = [model] if model else []
    while models and words:
        fields = {one.alias or name: one for each in models for name, one in each.model_fields.items()}
        if part == "strategy" and len(words) == len(field.split(".")):
            fields |= {one.alias or name: one for name, one in Governance.model_fields.items()}
        here = fields.get(words[0])
        if here is None:
            return None
        if len(words) == 1:
            return here
        found = list(models_in(here.annotation))
        models = [inner for inner, _ in found]
        words = words[2 if any(listed and "id" in inner.model_fields for inner, listed in found) else 1 :]
    return None


def unsaid(said: Said, part: str, field: str) -> str | None:
    """What holds where files leave a field out: of a measure's rule for small numbers what the place's says, else what
    the format does; None where nothing does.
    """
    places = said.get("place", {}).values() if part == "measures" and field.startswith("small_numbers.") else ()
    own = next((one[field] for one in places if field in one), None)
    return default_of(part, field) if own is None else str(own)


def _model_of(part: str) -> type[BaseModel] | None:
    if part in _OF_PARTS:  # before the strategy's own fields: its `place` is no place.yaml
        return _OF_PARTS[part]
    for model in (Strategy, Governance):
        if part in model.model_fields:
            found = [one for one, listed in models_in(model.model_fields[part].annotation) if listed]
            return found[0] if found else None
    return None
