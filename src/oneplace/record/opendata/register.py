"""The register of open data: ``opendata/register.yaml``, one entry a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from oneplace.assets import folder
from oneplace.place import Fetch, Headline
from oneplace.problems import OneplaceError

_Quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


class Dataset(BaseModel):
    """One dataset: what it is, whose it is, and what is wrong with it.

    ``files`` are paths under ``opendata/``; ``kept`` says what was cut from the publisher's file; ``refused``, where
    given, says why Oneplace won't read the dataset. ``address`` is where the publisher's ``page`` stands, as others
    name it: it was not opened. ``areas`` is the kind of small area that its rows are of, where a place's figures are
    to be put together from them. ``headline`` is the figure by which a newer file is known to be read rightly, and
    ``fetch`` says where the publisher's own file can be had. ``provisional``: of how many
    newest months the publisher still revises the figures, at most. ``method`` is how its figures were made, where the
    publisher gives only what they are made of. ``known_faults`` are of every series, ``faults_of`` of those whose id
    fits the pattern, ``faults_at`` of such series in one area, by its code. ``collected_by`` names who collects such
    series, where the publisher only passes them on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Text
    title: Text
    publisher: Text
    page: Text
    address: Address | None = None
    licence: Text
    attribution: Text
    vintage: Text
    read_by: Text
    files: tuple[Text, ...] = ()
    kept: Text | None = None
    known_faults: tuple[Text, ...] = ()
    faults_of: Mapping[Text, tuple[Text, ...]] = Field(default_factory=dict)
    faults_at: Mapping[Text, Mapping[Text, tuple[Text, ...]]] = Field(default_factory=dict)
    collected_by: Mapping[Text, Text] = Field(default_factory=dict)
    proved_by: Text | None = None
    refused: Text | None = None
    provisional: int | None = None
    method: Text = "As published"
    areas: Literal["lsoa11", "lsoa21", "msoa11", "practice"] | None = None
    headline: Headline | None = None
    fetch: Fetch | None = None

    def faults(self, series: str, areas: Iterable[str] = ()) -> tuple[str, ...]:
        """What is wrong with the whole dataset, with this series of it, and with that in these areas."""
        told = (self.faults_of, *(self.faults_at[area] for area in areas if area in self.faults_at))
        own = (fault for of in told for wanted, some in of.items() if fnmatchcase(series, wanted) for fault in some)
        return (*self.known_faults, *own)

    @property
    def all_faults(self) -> tuple[str, ...]:
        """What is wrong with any part of it."""
        return (
            *self.known_faults,
            *(fault for of in (self.faults_of, *self.faults_at.values()) for told in of.values() for fault in told),
        )


class Register(Mapping[str, Dataset]):
    """The datasets by id, read from the register when first asked for."""

    def __init__(self, path: Path | None = None) -> None:
        """``path`` is another register than the one that ships."""
        self._path = path

    @cached_property
    def path(self) -> Path:
        """Where the register stands."""
        return self._path or folder("opendata") / "register.yaml"

    @cached_property
    def _entries(self) -> dict[str, Dataset]:
        try:
            content = yaml.load(self.path.read_text("utf-8"), Loader=_Quick)  # noqa: S506  (a safe loader, both of them)
            defaults = content["defaults"]
            found = [Dataset(**{**defaults, **entry}) for entry in content["datasets"]]
        except FileNotFoundError as error:
            raise OneplaceError.at(self.path, "The register is not there.", "Install Oneplace again.") from error
        except (yaml.YAMLError, ValidationError, TypeError, KeyError) as error:
            detail = " ".join(str(error).split())[:300]
            raise OneplaceError.at(self.path, f"The register can't be read: {detail}", "Mend that entry.") from error
        return {dataset.id: dataset for dataset in found}

    def __getitem__(self, key: str) -> Dataset:
        """The dataset with this id."""
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        """The ids, in the register's order."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many datasets there are."""
        return len(self._entries)


DATASETS: Mapping[str, Dataset] = Register()
