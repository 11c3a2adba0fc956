"""``sources.yaml``: what each partner sends, how to read it, what to refuse and what each row means.

A source is one partner's system; a dataset is one kind of file in it. The mapping is declared: canonical column ←
SQL expression over the file's columns. A place with other files writes other declarations, not code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from oneplace import fhir
from oneplace.place.canonical import ACTIVITY_TYPES, BY_NAME, MAPPED, OBSERVATION_KINDS, PERSON_FACTS, ActivityType
from oneplace.place.extract_columns import EXCEL_SERIAL, IDENTIFYING, Column, Columns, ColumnType, declared
from oneplace.place.fields import Flag, Id, Model, Text, Texts, Whole
from oneplace.place.looking_up import LookUp, fault, names_of
from oneplace.place.mapping_sql import MappingError, Sql, columns_of, scalar
from oneplace.place.purposes import Purpose
from oneplace.place.submissions import FILE, Submissions

__all__ = [
    "EXCEL_SERIAL",
    "FILE",
    "IDENTIFYING",
    "Column",
    "ColumnType",
    "Criterion",
    "Dataset",
    "Refusal",
    "Rows",
    "Source",
    "Sources",
    "Submissions",
]


class Refusal(Model):
    """Rows to refuse though each value can be read: a condition over the columns, and the reason in words."""

    when: Sql
    because: Text
    field: Text | None = None


class Rows(Model):
    """The rows of one canonical table that a file's rows become."""

    table: Literal[tuple(MAPPED)]  # type: ignore[valid-type]
    values: dict[str, Sql]
    where: Sql | None = Field(None, description="Only these rows.")
    each: Texts | None = Field(None, description="A row for each of these that is filled: `item`, `item_position`.")
    one_per: Texts | None = Field(None, description="Only the first row of each group of these columns.")
    first_by: Sql | None = Field(
        None, description="Which of them is first: that of which this is least (by the key, where left out)."
    )
    parent_type: ActivityType | None = Field(None, description="The type of the activity that parent_record_id names.")
    parent_source: Id | None = Field(None, description="The source of that activity; this one where left out.")
    end: Literal["exclusive", "inclusive"] = Field("exclusive", description="Is the source's end the last day inside?")

    @model_validator(mode="after")
    def _fits_the_table(self) -> Rows:
        unknown = [name for name in self.values if name not in MAPPED[self.table]]
        missing = [name for name in BY_NAME[self.table].required if name not in self.values]
        if unknown:
            raise ValueError(f"{self.table} has no column {unknown[0]}. Write one of {', '.join(MAPPED[self.table])}.")
        if missing:
            raise ValueError(f"Every row of {self.table} needs {missing[0]}.")
        if self.first_by is not None and self.one_per is None:
            raise ValueError("`first_by` says which row of each group is taken. Name the groups in `one_per`.")
        if ("parent_record_id" in self.values) != (self.parent_type is not None):
            raise ValueError("parent_record_id and parent_type go together.")
        for name, codes in (("activity_type", ACTIVITY_TYPES), ("kind", OBSERVATION_KINDS)):
            text = self.values.get(name, "''")
            if text.startswith("'") and text.count("'") == 2 and text.strip("'") not in ("", *codes):
                raise ValueError(f"{text.strip(chr(39))} is not one of {', '.join(codes)}.")
        return self


def _inside(files: str) -> str:
    if files.startswith("/") or ".." in files.split("/"):
        raise ValueError(f"'{files}' leads out of the source's folder, and nothing outside it is read.")
    return files


def _of_a_file(view: object, info: ValidationInfo) -> object:
    """What a view's file beside ``sources.yaml`` holds; what is no file's name stays."""
    if not isinstance(view, str) or not view.endswith(".json"):
        return view
    folder = (info.context or {}).get("folder", Path())
    if not (folder / view).resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"'{view}' leads out of the place's folder, and nothing outside it is read.")
    try:
        return json.loads((folder / view).read_text("utf-8"))
    except OSError as error:
        raise ValueError(f"There is no file {view}. Copy one there with `oneplace sources views`.") from error
    except ValueError as error:
        raise ValueError(f"{view} is no JSON ({error}). Write a SQL-on-FHIR view definition in it.") from error


class Dataset(Model):
    """One kind of file of a source."""

    id: Id
    files: Annotated[Text, AfterValidator(_inside)] = Field(
        description="The file's name in the source's folder, or a pattern such as cld_*.csv."
    )
    format: Literal["csv", "excel", "ndjson", "bundle", "parquet"] = Field(
        "csv",
        description="`excel` is a workbook (.xlsx, .ods), `ndjson` a FHIR resource a line, `bundle` a FHIR Bundle "
        "(JSON).",
    )
    sheet: Text | None = Field(None, description="Of a workbook: which of its sheets, where several hold a table.")
    resource: Text | None = Field(None, description="Of a bundle, or of lines, only these: Patient, Encounter …")
    view: Annotated[
        Text | dict[str, Any] | None, BeforeValidator(_of_a_file, json_schema_input_type=str | dict[str, Any] | None)
    ] = Field(
        None,
        description="Of FHIR: the view whose columns are the file's. The name of one that ships (`oneplace sources "
        "views` lists them), a file of the place (`views/visits.json`), or a SQL-on-FHIR view definition as it stands. "
        "Without one each column has its own path.",
    )
    encoding: Literal["utf-8", "latin-1", "utf-16", "cp1252", "mac-roman"] = Field(
        "utf-8",
        description="`cp1252` is what Excel writes as plain CSV (Windows-1252), `mac-roman` what it does on a Mac.",
    )
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    columns: Columns = Field(description="The columns that are used, by name; the file may have others, in any order.")
    missing: Texts = Field(
        (), description="What stands where nothing is known (NA, NULL), besides nothing; dates and numbers know these."
    )
    key: Texts = Field((), description="Columns that name a row; of rows with the same key the newest is kept.")
    newest_by: Sql | None = Field(
        None, description="Which of the rows with one key is newest (the first, where left out); knows `_file` too."
    )
    withdrawn: Sql | None = Field(
        None, description="On which rows the partner takes back what it sent under their key; they need the key alone."
    )
    submissions: Submissions | None = Field(None, description="How a newer submission replaces what earlier ones said.")
    layout_is: Literal["seen", "recalled"] | None = Field(
        None, description="Of a ready mapping: was the publisher's layout seen? Say `seen` when you have compared."
    )
    refuse: tuple[Refusal, ...] = ()
    happened: Sql | None = Field(None, description="When the row's event happened.")
    entered: Sql | None = Field(None, description="When it was entered.")
    late_after_days: Whole | None = Field(None, description="An entry later than this counts as late.")
    complete_from: date | None = Field(
        None, description="The first day from which the events are all there; found from the data where left out."
    )
    complete_to: date | None = Field(
        None, description="The last day up to which they are; found from the data where left out."
    )
    new_level_from: tuple[date, ...] = Field(
        (),
        description="First days of months from which it rightly holds twice or half as many events: confirmed, so "
        "that what is counted from it is judged across them.",
    )
    look_up: tuple[LookUp, ...] = Field((), description="What its rows take from another dataset of this source.")
    optional: Flag = Field(False, description="The files may be absent: then nothing is known of what they say.")
    person: Sql | None = Field(None, description="The source's own key of the person; left out where nobody is named.")
    person_of: Text | None = Field(None, description="`dataset.column`: the person of its row with that value.")
    facts: dict[str, Sql] = Field({}, description="What the row says about the person.")
    rows: tuple[Rows, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Dataset:
        for name, column in self.columns.items():
            if name.startswith("_") or (name in ("item", "item_position", "as_at")):
                raise ValueError(f"{self.id}: a column can't be called {name}. Oneplace uses that name itself.")
            json = self.format in ("ndjson", "bundle")
            if (column.path is not None) != (json and self.view is None):
                words = "needs a path" if json else "has a path, which only ndjson and bundle have"
                words = words if self.view is None else "has a path, and its view says where it stands"
                raise ValueError(f"{self.id}: the column {name} {words}.")
        declared(self.key, self.columns, ("key",))
        declared(self.submissions.of if self.submissions else (), self.columns, ("submissions", "of"))
        for number, rows in enumerate(self.rows):
            declared(rows.each or (), self.columns, ("rows", number, "each"))
            declared(rows.one_per or (), self.columns, ("rows", number, "one_per"))
        unknown = [name for name in self.facts if name not in PERSON_FACTS]
        if unknown:
            raise ValueError(f"{self.id}: a person has no fact {unknown[0]}; they have {', '.join(PERSON_FACTS)}.")
        if self.withdrawn is not None and not self.key:
            raise ValueError(f"{self.id}: `withdrawn` needs `key`, the columns that name what is taken back.")
        if self.facts and self.person is None:
            raise ValueError(f"{self.id}: facts about a person need `person`, the source's key of them.")
        nobody = [rows.table for rows in self.rows if BY_NAME[rows.table].of_somebody]
        if self.person is not None and self.person_of is not None:
            raise ValueError(f"{self.id}: give `person` or `person_of`, not both.")
        if nobody and self.person is None and self.person_of is None:
            raise ValueError(f"{self.id}: rows of {nobody[0]} need `person`, the source's key of whom they are about.")
        for text, extra in self.expressions():
            try:
                scalar(text, (*self.columns, *extra))
            except MappingError as error:
                raise ValueError(f"{self.id}: {error}") from error
        return self

    @model_validator(mode="after")
    def _resource_of_a_bundle(self) -> Dataset:
        if self.format == "bundle" and self.kind is None:
            raise ValueError(f"{self.id}: `format: bundle` needs `resource`, which of its resources are read.")
        for name, given in (("resource", self.resource), ("view", self.view)):
            if self.format not in ("bundle", "ndjson") and given is not None:
                raise ValueError(f"{self.id}: only a bundle or ndjson has a `{name}`.")
        if self.resource is not None and self.view is not None:
            raise ValueError(f"{self.id}: the view says which resource it is of: leave `resource` out.")
        return self

    @model_validator(mode="after")
    def _sheet_of_a_workbook(self) -> Dataset:
        if self.sheet is not None and self.format != "excel":
            raise ValueError(f"{self.id}: only a workbook has a `sheet`: declare `format: excel`, or leave it out.")
        of_text = self.model_fields_set & {"encoding", "delimiter"}
        if self.format == "excel" and of_text:
            raise ValueError(f"{self.id}: a workbook has no `{min(of_text)}`: leave it out.")
        return self

    @property
    def in_lines(self) -> bool:
        """Whether its files are read as lines of fields below a header: CSV, and what is made into it."""
        return self.format in ("csv", "excel")

    @model_validator(mode="after")
    def _view_fits(self) -> Dataset:
        if self.format not in ("bundle", "ndjson"):
            return self
        try:
            view = self.seen
            fhir.statement(view, "")
        except ValueError as error:
            raise ValueError(f"{self.id}: {error}") from error
        known = [column.name for column in view.columns]
        unknown = [name for name in self.columns if name not in known]
        if unknown:
            raise ValueError(f"{self.id}: the view has no column {unknown[0]}. It has {', '.join(known)}.")
        return self

    @property
    def seen(self) -> fhir.View:
        """The view of FHIR that the columns come out of: the one named or written, else of each column's path."""
        if isinstance(self.view, dict):
            return fhir.read(self.view)
        if self.view is not None:
            return fhir.shipped(self.view)
        columns = [fhir.Column(name, str(column.path), f"columns.{name}") for name, column in self.columns.items()]
        return fhir.View("", self.id, {}, (), fhir.Selection("", tuple(columns), (), ()))

    @property
    def kind(self) -> str | None:
        """The resource that is read of a FHIR file; None where it may be any."""
        return self.resource if self.view is None else self.seen.resource

    @model_validator(mode="after")
    def _complete_in_order(self) -> Dataset:
        if self.complete_from and self.complete_to and self.complete_to < self.complete_from:
            raise ValueError(f"{self.id}: complete_to is before complete_from.")
        return self

    @property
    def ends(self) -> frozenset[str]:
        """The date and clock columns that say when something ended, alone or in an expression with others."""
        filled = [(name.partition("_")[0], columns_of(sql)) for rows in self.rows for name, sql in rows.values.items()]
        starts, ends = (frozenset[str]().union(*(n for at, n in filled if at == side)) for side in ("start", "end"))
        dates = {name for name, each in self.columns.items() if each.type in ("date", "time", "instant", "clock")}
        return frozenset(name for name in dates if name.casefold() in ends - starts)

    @cached_property
    def may_be_empty(self) -> frozenset[str]:
        """The columns that are rightly empty of the living and of what goes on: dates of death, and of ends."""
        death = columns_of(self.facts["death_date"]) if "death_date" in self.facts else frozenset[str]()
        named = {name for name in self.columns if name.casefold() in death} | self.ends
        return frozenset(name for name in named if not self.columns[name].required)

    @property
    def born(self) -> str | None:
        """The date column that alone is the birth date, where it has no format of its own: a year or month will do."""
        name = self.facts.get("birth_date", "").strip().strip('"')
        column = self.columns.get(name)
        whole = column is None or column.type != "date" or column.format is not None
        return None if whole or "birth_date_precision" in self.facts else name

    @property
    def needs(self) -> frozenset[str]:
        """The other datasets of its source from which its rows take anything."""
        of_whom = [self.person_of.partition(".")[0]] if self.person_of else []
        return frozenset((*of_whom, *(each.dataset for each in self.look_up)))

    @property
    def known(self) -> tuple[str, ...]:
        """The columns of its rows when all is looked up: its own, and those from other files."""
        return (*self.columns, *names_of(self.look_up))

    def expressions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every SQL expression of the dataset, with the names it may use beside the file's columns."""
        yield from ((text, (FILE,)) for text in ([self.newest_by] if self.newest_by else []))
        for text in (self.withdrawn, self.happened, self.entered, self.person, self.facts.get("nhs_number")):
            if text is not None:
                yield text, ()
        looked_up = names_of(self.look_up)
        yield from ((text, looked_up) for text in self.facts.values())
        for name, text in (self.submissions.expressions() if self.submissions else {}).items():
            yield text, (FILE,) if name == "newest_by" else ()
        for refusal in self.refuse:
            yield refusal.when, ("as_at",)
        for rows in self.rows:
            extra = (*looked_up, *(("item", "item_position") if rows.each else ()))
            yield from ((text, extra) for text in (*rows.values.values(), *([rows.where] if rows.where else [])))
            yield from ((text, looked_up) for text in ([rows.first_by] if rows.first_by else []))


Criterion = Literal[
    "evaluation or scoring", "automated decisions with legal effect", "systematic monitoring", "sensitive data",
    "large scale", "matching of data sets", "vulnerable people", "new technology",
    "keeps people from a right or a service",
]  # fmt: skip
"""What makes processing likely to be of high risk to people (Article 29 Working Party, WP 248)."""


class Source(Model):
    """One partner's system and the files that it sends to ``data/extracts/<id>/``."""

    id: Id
    partner: Text
    system: Text = Field(description="What the files come out of, in words.")
    synthetic: Flag = False
    purpose: Text | None = Field(None, description="What the place uses the data for.")
    recipients: Texts = Field((), description="Who gets them.")
    retention: Text | None = Field(None, description="How long they are kept.")
    criteria: tuple[Criterion, ...] = Field(
        (),
        description="What makes it risky to people, besides what follows from the mapping: sensitive data, matching.",
    )
    expected_within_days: Whole = Field(31, description="The age of the newest event at most.")
    datasets: Annotated[tuple[Dataset, ...], Field(min_length=1)]


class Sources(Model):
    """Everything that a place's partners send."""

    format: Literal["place-sources/1"]
    version: Text = Field(description="The mapping's own version; change it with the mapping.")
    as_at: date = Field(description="The day on which the extracts were cut: nothing in them can have happened later.")
    complete_from: date | None = Field(
        None, description="The first day from which events are complete; measures start here."
    )
    linkage: Literal["names", "likely", "keys", "off"] = Field(
        "names",
        description="How records without a usable number become people: by what they say, where nothing tells two "
        "apart (`names`); by what they say and likelihood alone, for lists that are only counted (`likely`); by the "
        "key of the person where it is the same in every source (`keys`, pseudonymised files); or each for itself "
        "(`off`).",
    )
    local_authorities: Texts = Field(description="Codes of the authorities whose residents the place counts.")
    deprivation: Literal[2019, 2025] = Field(
        2025, description="The edition of the Indices of Deprivation by which every period is broken down."
    )
    codelists: dict[str, Texts] = Field({}, description="Lists of codes that several columns share.")
    purposes: tuple[Purpose, ...] = Field((), description="For what others may use the record, and how much of it.")
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_once(self) -> Sources:
        datasets = [[dataset.id for dataset in source.datasets] for source in self.sources]
        for ids in ([each.id for each in self.purposes], [each.id for each in self.sources], *datasets):
            twice = sorted({each for each in ids if ids.count(each) > 1})
            if twice:
                raise ValueError(f"The id {twice[0]} is used twice.")
        return self

    @model_validator(mode="after")
    def _names_known(self) -> Sources:
        by_id = {source.id: source for source in self.sources}
        for source in self.sources:
            for dataset in source.datasets:
                if dataset.complete_to and dataset.complete_to > self.as_at:
                    raise ValueError(f"{source.id}.{dataset.id}: complete_to is after as_at, {self.as_at}.")
                named = [column.codelist for column in dataset.columns.values() if column.codelist]
                unknown = [name for name in named if name not in self.codelists]
                if unknown:
                    raise ValueError(f"{source.id}.{dataset.id}: there is no codelist {unknown[0]}.")
                strangers = [rows.parent_source for rows in dataset.rows if rows.parent_source]
                if strangers and strangers[0] not in by_id:
                    raise ValueError(f"{source.id}.{dataset.id}: there is no source {strangers[0]}.")
                if wrong := fault(dataset, {each.id: each for each in source.datasets}):
                    raise ValueError(f"{source.id}.{dataset.id}: {wrong}")
        return self

    def codes(self, column: Column) -> tuple[str, ...] | None:
        """The codes that a column may hold; None where any text may stand."""
        return self.codelists[column.codelist] if column.codelist else column.codes

    @property
    def synthetic(self) -> bool:
        """Whether every source is made up: what is computed from the record then says so."""
        return all(source.synthetic for source in self.sources)
