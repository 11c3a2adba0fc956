"""A place's own published figures: ``datasets.yaml`` declares a publisher's files that stand in the place's folder.

A declaration says where in a file the figures, their areas, periods and groups stand, so that ``oneplace.record``
reads them into the one shape that every dataset has. It may be ``like`` one of the ready declarations that ship, of
which it says only what is different, as a place takes a measure of the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from ruamel.yaml import YAML

from oneplace import whole
from oneplace.place.document import Document, load
from oneplace.place.fields import Id, Model, Number, Page, Text, Texts, Whole
from oneplace.place.inside import inside
from oneplace.place.library import over
from oneplace.place.typed import MISSING_KEY, typed
from oneplace.problems import OneplaceError, did_you_mean

FILE, FOLDER = "datasets.yaml", "opendata"
READY = Path(__file__).parent / "dataset_library"
_UNKNOWN, _LINE = "F07", 120

PeriodKind = Literal[
    "day",
    "month",
    "quarter",
    "financial_quarter",
    "year",
    "financial_year",
    "financial_years",
    "academic_year",
    "survey_year",
    "span",
]
GroupKind = Literal["sex", "age", "ethnic_group", "deprivation_decile", "deprivation_fifth"]
SmallArea = Literal["lsoa11", "lsoa21", "msoa11", "practice"]


class Cell(Model):
    """What each row says of one thing: a column, or one word for the whole file."""

    column: Text | None = None
    always: Text | None = None
    names: Mapping[Text, Text] = {}
    """What the publisher writes, and what it is called here; rows that say anything else are left out."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.column is None) == (self.always is None):
            raise ValueError("Write `column`, or `always` where the whole file is of one.")
        return self


class PeriodCell(Cell):
    """The period of each row. A month may be written as its first day."""

    kind: PeriodKind
    without: Text | None = None
    """What the publisher writes before each period, such as `MSitAE-`."""


class Quantity(Model):
    """The columns of one figure: a value, or two counts of which ``per`` × the first out of the second is the value.

    Several columns of a value or a count are added up.
    """

    value: Texts = ()
    numerator: Texts = ()
    denominator: Texts = ()
    lower: Text | None = None
    upper: Text | None = None
    per: Number | None = Field(None, gt=0)

    @model_validator(mode="after")
    def _makes_a_value(self) -> Self:
        if not self.value and not (self.numerator and self.denominator and self.per):
            raise ValueError("Write `value`, or `numerator`, `denominator` and `per` to make it of.")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads."""
        limits = [name for name in (self.lower, self.upper) if name]
        return tuple(dict.fromkeys([*self.value, *self.numerator, *self.denominator, *limits]))


class GroupColumn(Model):
    """A column that tells people apart. A row is of a group by one column at most: rows of crossed groups are left out.

    A column that says the same in every row of a series tells nobody apart, whatever it says.
    """

    column: Text
    everyone: Texts = ()
    """What it says where a row is of everyone."""
    by: GroupKind | None = None
    """How it tells them apart. Tenths of deprivation come two by two as fifths, from their counts."""
    by_column: Text | None = None
    """The column that says by what a row's group is told apart, where one column holds several such."""
    kinds: Mapping[Text, GroupKind] = {}
    """What ``by_column`` says, and which breakdown it is; rows of others are left out."""
    names: Mapping[Text, Text] = {}
    """The publisher's word for a group, and the one known here: Female, Male, ages with their figures, ethnic groups
    in the words of the census, tenths and fifths by their number."""
    leave_out: Texts = ()
    """What it says of people whose group isn't known, and of groups that are not wanted."""

    @model_validator(mode="after")
    def _told(self) -> Self:
        if (self.by is None) == (self.by_column is None):
            raise ValueError("Write `by`, or `by_column` with `kinds`.")
        return self


class Layout(Model):
    """Where in a publisher's file everything stands. Rows are long (a series a row) or wide (a series a column)."""

    sheet: Text | None = None
    """Of a workbook with several tables, which."""
    keep: Mapping[Text, Texts] = {}
    """The rows to read: a column, and what it must say."""
    leave_out: Mapping[Text, Texts] = {}
    """The rows not to read: a column, and what it says there; ``*`` is any words (``Total*``)."""
    area: Cell
    period: PeriodCell
    series: Cell | None = None
    """Of a long file: which series a row is of."""
    figure: Quantity | None = None
    """Of a long file: the columns of its figures."""
    figures: Mapping[Text, Quantity] = {}
    """Of a wide file: the series, and the columns of each."""
    rows: Literal["one", "add_up"] = "one"
    """``add_up``: several rows are parts of one figure (a provider's for each commissioner), and are added up."""
    groups: tuple[GroupColumn, ...] = ()
    most_deprived: Literal[1, 10] | None = None
    """The publisher's number of its most deprived tenth; needed where no words in the file say which end it is."""

    @model_validator(mode="after")
    def _long_or_wide(self) -> Self:
        if (self.figure is None or self.series is None) == (not self.figures):
            raise ValueError("Write `series` and `figure` for a long file, or `figures` for a wide one.")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that must be there, once."""
        cells = (self.area, self.period, *([self.series] if self.series else []))
        named = [cell.column for cell in cells if cell.column]
        figures = [name for each in (self.figure, *self.figures.values()) if each for name in each.columns]
        groups = [name for each in self.groups for name in (each.column, each.by_column) if name]
        return tuple(dict.fromkeys([*self.keep, *self.leave_out, *named, *figures, *groups]))


class Headline(Model):
    """The figure by which a dataset is known to be read rightly: as its publisher states it."""

    series: Text
    area: Text
    period: Text
    """As it is shown, such as 2023/24 or April 2026."""
    value: Number
    within: Number = Field(0, ge=0)
    """How far off it may be, for rounding."""


class Fetch(Model):
    """Where the publisher's own file can be had, and what is known of it."""

    address: Page
    layout: Layout | None = None
    """How that file is laid out, where it differs from the one that is kept."""
    layout_is: Literal["seen", "recalled"] = "recalled"
    """Whether the layout was seen in the publisher's file, or is told from memory and to be confirmed."""
    tried: Text = "not tried"
    """The day on which the address last gave the file; ``not tried`` of one that was never reached."""


class OwnDataset(Model):
    """One dataset of a place's own: whose it is, which files hold it, and how they are laid out."""

    id: Id
    like: Id | None = None
    """The ready declaration that the rest is as in."""
    title: Text
    publisher: Text
    collected_by: dict[Text, Text] = Field(default_factory=dict)
    """Who collects a series, by a pattern of its id (`absence-*`), where the publisher only passes it on."""
    page: Text | None = None
    """What the publisher calls the page that it stands on."""
    address: Page | None = None
    licence: Text = "OGL-3.0"
    """Of a publisher's files the one under which nearly all of them stand; of a file whose layout is the place's own
    it is not stated, unless the declaration says it."""
    attribution: Text = "Contains public sector information licensed under the Open Government Licence v3.0."
    vintage: Text
    """Of when it is: the last period in it, or the day on which it was published."""
    files: Texts
    """Its files, in the place's folder; several of one layout are read one after another."""
    layout: Annotated[
        Annotated[Literal["tidy"], Tag("tidy")] | Annotated[Layout, Tag("declared")],
        Discriminator(lambda value: "tidy" if isinstance(value, str) else "declared"),
    ]
    """``tidy``: the columns of Oneplace's own shape, as it writes them."""
    layout_is: Literal["seen", "recalled"] = "seen"
    """Whether the layout was seen in the publisher's file, or is told from memory and to be confirmed."""
    areas: SmallArea | None = None
    """The small areas or practices that its rows are of, where a place's figures are put together from them."""
    small_numbers: Literal["hidden_here", "hidden_by_publisher"] | None = None
    """Who hides counts below the place's rule for small numbers: the place, or the publisher, who did it already.
    Where it isn't said: the publisher, of what Oneplace wrote or knows (``tidy``, ``like``); else the place."""
    provisional: Whole | None = None
    """Of how many newest months the publisher still revises the figures, at most."""
    kept: Text | None = None
    known_faults: Texts = ()
    headline: Headline | None = None
    fetch: Fetch | None = None

    @property
    def hidden_here(self) -> bool:
        """Whether the place hides small counts of it."""
        known = self.like is not None or self.layout == "tidy"
        return (self.small_numbers or ("hidden_by_publisher" if known else "hidden_here")) == "hidden_here"

    @model_validator(mode="before")
    @classmethod
    def _of_its_own(cls, given: Any) -> Any:
        published = not isinstance(given, dict) or "like" in given or isinstance(given.get("layout"), str)
        if published or "licence" in given:
            return given
        asked = f"Ask {given.get('publisher')} whether it may be reused."
        return {"licence": "not stated", "attribution": asked, **given}


class Datasets(Model):
    """The whole of ``datasets.yaml``."""

    datasets: tuple[OwnDataset, ...] = ()


def ready() -> dict[str, Path]:
    """The file of every ready declaration, by id."""
    return {path.stem: path for path in sorted(READY.glob("*.yaml"))}


def declared(root: Path) -> dict[str, OwnDataset]:
    """The datasets that a place declares, by id; none without ``datasets.yaml``.

    Raises ``OneplaceError`` for a mistake of form, an id given twice, a ready declaration that isn't there, and a file
    that is not in the folder.
    """
    path = root / FILE
    if not path.exists():
        return {}
    document = _merged(load(inside(root, path)))
    found = typed(document, Datasets).datasets
    problems = []
    for at, each in enumerate(found):
        if each.id in {other.id for other in found[:at]}:
            problems.append(document.problem(("datasets", at, "id"), "E01", f"{each.id} is given twice.", "Keep one."))
        problems += [
            document.problem(
                ("datasets", at, "files"),
                "F01",
                f"names {name}, which is not there.",
                "Put the publisher's file there.",
            )
            for name in each.files
            if not inside(root, root / name).is_file()
        ]
    if problems:
        raise OneplaceError(*problems)
    return {each.id: each for each in found}


def declare(root: Path, dataset: str, said: Mapping[str, Any]) -> None:
    """Write what is ``said`` of a dataset into the place's declarations: over what stands there, or as a new one."""
    path = inside(root, root / FILE)
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _LINE
    tree = yaml.load(path.read_text(encoding="utf-8")) if path.exists() else {"datasets": []}
    entry = next((each for each in tree["datasets"] if each["id"] == dataset), None)
    if entry is None:
        tree["datasets"].append({"id": dataset, **said})
    else:
        entry.update(said)
    text = StringIO()
    yaml.dump(tree, text)
    whole.replace(path, text.getvalue())


def _merged(document: Document) -> Document:
    """The document with every declaration whole: the ready one's with what the place says besides."""
    entries = document.data.get("datasets", ()) if isinstance(document.data, dict) else ()
    if not isinstance(entries, list):
        return document
    known, problems = ready(), []
    for at, entry in enumerate(entries):
        name = entry.get("like") if isinstance(entry, dict) else None
        if isinstance(name, str) and name not in known:
            mend = did_you_mean(name, list(known), f"There are: {', '.join(known)}.")
            where = ("datasets", at, "like")
            problems.append(document.problem(where, _UNKNOWN, f"{name} is not a ready declaration.", mend))
        elif isinstance(entry, dict) and name is None and "layout" not in entry:
            mend = "Say where everything stands in the file, or take a ready one: `like: …`."
            problems.append(document.problem(("datasets", at), MISSING_KEY, "the key `layout` is missing.", mend))
    if problems:
        raise OneplaceError(*problems)
    return Document(
        document.path,
        {**document.data, "datasets": [_whole(entry) for entry in entries]},
        document.values,
        document.keys,
    )


def _whole(entry: Any) -> Any:
    if not isinstance(entry, dict) or not isinstance(entry.get("like"), str):
        return entry
    return over({key: said for key, said in load(ready()[entry["like"]]).data.items() if key != "id"}, entry)
