"""``place.yaml``: which place this is, what it is compared with, and how its pages introduce it."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from oneplace.place.fields import Bucket, Flag, Id, Model, Number, Provenance, Sourced, Text, Whole
from oneplace.place.period import When
from oneplace.place.small_numbers import SmallNumbers

NOBODYS = re.compile(r"(?:^|\.)(?:example|invalid|test|example\.(?:com|net|org))$", re.IGNORECASE)
Level = Literal["neighbourhood", "place", "system", "region", "service_area"]


class Area(Model):
    """An area or organisation by its official code."""

    code: Text
    name: Text
    kind: Text | None = None
    from_: When | None = Field(default=None, alias="from")
    """Since when the code is in use, where it is newer than the lists that Oneplace carries."""
    share: Text | None = None
    """Of an area or service wider than the place: which part of it is the place's, as a clause, where it is known."""
    is_the_place: Flag = False
    """Whether what it serves is the place itself, all of it and nowhere else: its figures are the place's."""
    note: Text | None = None


class Population(Sourced):
    """How many people live in the place, and who counted them."""

    value: Number | None = None
    period: When | None = None
    provenance: Provenance


class Branding(Model):
    """The words of the public site's header and footer."""

    title: Text | None = None
    strapline: Text | None = None
    organisation: Text | None = None


class Contact(Model):
    """Whom to write to about the site and its accessibility."""

    name: Text
    email: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    url: Text | None = None
    note: Text | None = None

    @property
    def ways(self) -> list[str]:
        """Every way that the file gives to reach them."""
        return [way for way in (self.email, self.phone, self.url, self.address) if way]

    @property
    def made_up(self) -> bool:
        """Whether an address lies where nobody can be (RFC 2606: ``.example``, ``.invalid``, ``.test``)."""
        hosts = (re.split("[/:?#]", way.split("://")[-1])[0].split("@")[-1] for way in (self.email, self.url) if way)
        return any(NOBODYS.search(host) for host in hosts)


class PostcodeFile(Model):
    """The directory by which residents find their neighbourhood: a file in the layout of the ONS Postcode Directory."""

    file: Text
    """Its name in the place's folder; only the rows of the place's own areas are needed."""
    edition: Text
    """Which edition it is, as its publisher names it (`November 2026`)."""
    source: Text
    """Who publishes it, and under which licence."""
    made_up: Flag = False
    """A demonstration's own, of postcodes that nobody has: it never answers a real one."""


class StreetFile(Model):
    """The list by which residents find their neighbourhood by its street: a file in the layout of AddressBase."""

    file: Text
    """Its name in the place's folder; of its addresses only the streets are kept."""
    edition: Text
    """Which edition it is, as its publisher names it (`November 2026`)."""
    source: Text
    """Who publishes it, and under which licence."""
    made_up: Flag = False
    """A demonstration's own, of streets that nobody lives in."""


class BoundaryFile(Model):
    """The outlines of the place's neighbourhoods: GeoJSON in the layout of the ONS Open Geography Portal."""

    file: Text
    """Its name in the place's folder; only the features of the place's own neighbourhoods (LSOA 2021) are needed."""
    edition: Text
    """Which edition it is, as its publisher names it (`December 2021, BGC V5`)."""
    source: Text
    """Who publishes it, and under which licence."""


class Retention(Sourced):
    """How long is kept what is not needed any more, in months; what is left out is kept for ever.

    The newest record, that of the run which is served, and every run that readers have seen are needed, however old.
    """

    records: Whole | None = Field(default=None, ge=1, le=1200)
    """Linked records with their identities, from the day on which each was made."""
    runs: Whole | None = Field(default=None, ge=1, le=1200)
    """Runs that no reader has seen, from the day on which each was made."""
    extracts: Whole | None = Field(default=None, ge=1, le=1200)
    """Partners' files, from the last day that they tell of; the newest file of each kind is kept."""


class PlaceFile(Model):
    """The whole of ``place.yaml``."""

    format: Literal["place/1"] = "place/1"
    id: Id
    name: Text
    level: Level = "place"
    description: Text | None = None
    areas: tuple[Area, ...] = ()
    """Official codes of the areas that the place is made of (local authorities, or a system)."""
    organisations: tuple[Area, ...] = ()
    """ODS codes of its main organisations."""
    wider: tuple[Area, ...] = ()
    """Areas and services wider than the place whose figures are shown for want of its own."""
    comparators: tuple[Area, ...] = ()
    system: Area | None = None
    population: Population | None = None
    small_numbers: SmallNumbers | None = None
    demonstration: Flag = False
    """A demonstration may publish illustrative numbers, which every page then marks as such."""
    branding: Branding = Branding()
    contact: Contact | None = None
    postcodes: PostcodeFile | None = None
    streets: StreetFile | None = None
    boundaries: BoundaryFile | None = None
    retention: Retention | None = None
    engine: Literal["duckdb", "spark"] = "duckdb"
    """What reads files, compares people and computes measures: this machine alone, or Spark on it or a cluster."""
    storage: Bucket | None = None
    """Where the tables of its records are kept: object storage (`s3://bucket/folder`), else its own folder `var`."""
    licence: Text | None = None
    attribution: tuple[Text, ...] = ()
    note: Text | None = None

    @property
    def names(self) -> dict[str, str]:
        """The names of its areas and organisations, its system, what is wider, and whom it is compared with."""
        system = (self.system,) if self.system else ()
        return {
            area.code: area.name for area in (*system, *self.wider, *self.comparators, *self.organisations, *self.areas)
        }

    def serving(self, code: str) -> list[Area]:
        """Who serves it under a code: its system, what is wider and its organisations; mostly one, or none."""
        system = (self.system,) if self.system else ()
        return [area for area in (*system, *self.wider, *self.organisations) if area.code == code]
