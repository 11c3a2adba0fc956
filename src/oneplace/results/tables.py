"""The tables that every run writes and that pages, packs and downloads read: nothing else carries a number.

Every table says who may read it. One that doesn't is read by nobody: no page, pack, download or reference has it.

One folder a run: ``<run>/results/<table>.parquet``. Periods are half-open ``[period_start, period_end)``;
``period_label`` is what people call it ("2024/25", "March 2026", "2022 to 2024").
``dimension`` and ``group`` say whom a row is about: ``all``/``all`` is the place's headline; ``area``/<code>
is a comparator; the others are breakdowns (see ``DIMENSIONS``). ``origin`` says where the number comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from oneplace.problems import OneplaceError
from oneplace.vocabulary.dimensions import LABELS

DIMENSIONS = LABELS

ORIGINS = ("published", "recorded", "local", "synthetic", "illustrative")
"""``published``: a publisher's figure; ``recorded``: typed from a document, with its source; ``local``: computed
from the linked record of real people; ``synthetic``: computed from made-up people; ``illustrative``: invented to
show a form. The last two say so wherever they are shown."""

NOT_COVERED = "Not covered by the partners' files"
"""The ``method`` of a period of which some file that the measure reads doesn't hold every day: it has no value."""

_TEXT, _FLOAT, _DAY, _FLAG, _WHOLE = pa.string(), pa.float64(), pa.date32(), pa.bool_(), pa.int64()
_PERIOD = [("period_start", _DAY), ("period_end", _DAY), ("period_label", _TEXT)]

_LINES = pa.schema(
    [
        ("ambition", _TEXT),
        *_PERIOD,
        ("kind", _TEXT),  # actual, recorded (by the place's files alone), path, target, forecast
        ("value", _FLOAT),
        ("lower", _FLOAT),
        ("upper", _FLOAT),
    ]
)
_COMMENTARY = pa.schema(
    [
        ("ambition", _TEXT),
        ("commentary", _TEXT),  # its id
        ("said_at", _DAY),  # the day of the run that it was written for
        ("written_on", _DAY),
        ("written_by", _TEXT),
        ("why", _TEXT),
        ("doing", _TEXT),
        ("next_step", _TEXT),
        ("next_by", _TEXT),
        ("next_due", _DAY),  # the last day by which it is due
        ("origin", _TEXT),  # illustrative where it was made up; else null
        ("newest", _FLAG),  # whether it is what is said now; false of what was said at an earlier run
        ("cycle", _TEXT),  # how often it is to be written anew: monthly, quarterly and so on
        ("stale", _FLAG),  # whether it is older than one cycle on the day of this run
    ]
)


class Audience(Enum):
    """Who may read a table."""

    PUBLIC = "public"
    BOARD = "board"
    TEAM = "team"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Table:
    """A table of the contract: its name, its columns, and who may read it."""

    name: str
    schema: pa.Schema
    audience: Audience = Audience.NOBODY

    def open_to(self, reader: Audience) -> bool:
        """Whether a reader may have it: everyone has what is public, board and team their own besides."""
        return self.audience is not Audience.NOBODY and self.audience in (Audience.PUBLIC, reader)


_PUBLIC: dict[str, pa.Schema] = {
    # one row a measure, period, dimension and group
    "results": pa.schema(
        [
            ("measure", _TEXT),
            *_PERIOD,
            ("dimension", _TEXT),
            ("group", _TEXT),
            ("group_label", _TEXT),
            ("group_order", _WHOLE),
            ("whose", _TEXT),  # code of the area or organisation that a headline is of; null: the place itself
            ("numerator", _FLOAT),
            ("denominator", _FLOAT),
            ("people", _FLOAT),  # who live (or are registered) there, where the denominator isn't they
            ("value", _FLOAT),
            ("lower", _FLOAT),  # 95 % limits
            ("upper", _FLOAT),
            ("method", _TEXT),  # how the value and its limits were made
            ("suppressed", _FLAG),
            ("reason", _TEXT),  # why a value or limit is missing; null where none is
            ("origin", _TEXT),
            ("source", _TEXT),  # dataset id, or "record"
            ("provisional", _FLAG),  # true where the publisher says that it will revise it
            ("unlike", _TEXT),  # why it is not held against the period before: other people are counted; else null
        ]
    ),
    # one row a measure, period, dimension and statistic (absolute_gap, relative_gap, SII, RII)
    "gaps": pa.schema(
        [
            ("measure", _TEXT),
            *_PERIOD,
            ("dimension", _TEXT),
            ("statistic", _TEXT),
            ("group", _TEXT),  # who is worse off; without a good direction, who differs
            ("group_label", _TEXT),
            ("reference", _TEXT),  # whom the group is held against
            ("reference_label", _TEXT),
            ("groups_hidden", _WHOLE),  # how many groups are too small to show
            ("value", _FLOAT),
            ("lower", _FLOAT),
            ("upper", _FLOAT),
            ("sure", _FLAG),  # false where the gap could be chance; null where no limits are known
            ("direction", _TEXT),  # up to this period: narrowing, widening, no_clear_change, not_known
            ("direction_since", _TEXT),  # label of the first period it is of; null where it is not known
            ("method", _TEXT),
            ("reason", _TEXT),
        ]
    ),
    # the control chart (XmR) of a monthly or longer series: one row a measure and period
    "signals": pa.schema(
        [
            ("measure", _TEXT),
            *_PERIOD,
            ("value", _FLOAT),
            ("mean", _FLOAT),
            ("lower_limit", _FLOAT),
            ("upper_limit", _FLOAT),
            ("since", _TEXT),  # label of the period with which this mean and these limits begin
            ("rebased_in", _TEXT),  # label of the period with which they were taken up; null for the first of a series
            ("rebased_why", _TEXT),  # sustained_shift, new_definition; null for the first of a series
            ("rules", _TEXT),  # rule codes joined by "; ", empty where none applies
            ("point", _TEXT),  # common_cause, improvement, concern, neutral_high, neutral_low
            ("variation", _TEXT),  # icon of the whole series, on every row
            ("assurance", _TEXT),
            ("asked", _FLOAT),  # the level that each period is held against
            ("asked_name", _TEXT),  # the national standard that it is; null where it is the place's own target
            ("reason", _TEXT),  # why no judgement: too few points, no target
        ]
    ),
    # one row an ambition
    "progress": pa.schema(
        [
            ("ambition", _TEXT),
            ("measure", _TEXT),
            *_PERIOD,  # of the latest value
            ("value", _FLOAT),
            ("lower", _FLOAT),
            ("upper", _FLOAT),
            ("origin", _TEXT),
            ("baseline", _FLOAT),
            ("baseline_label", _TEXT),
            ("target", _FLOAT),
            ("target_label", _TEXT),
            ("target_provenance", _TEXT),
            ("held", _FLOAT),  # held against the path: the mean of as long as was promised for; null: the value itself
            ("held_lower", _FLOAT),
            ("held_upper", _FLOAT),
            ("held_label", _TEXT),
            ("held_alike", _FLOAT),  # what it would be, did all its periods count alike; null where they do
            ("provisional", _WHOLE),  # how many of the periods in what is held (else in the value) are provisional
            ("path", _FLOAT),  # where the path says the value (held, where there is one) should be
            ("forecast", _FLOAT),  # at the target's period, or two years on where no target is set
            ("forecast_lower", _FLOAT),  # 80 % interval
            ("forecast_upper", _FLOAT),
            ("forecast_label", _TEXT),
            ("chance", _FLOAT),  # of meeting the target by its date, 0 to 1
            ("change", _FLOAT),  # latest minus the last period that was over before it began
            ("before_label", _TEXT),  # that period
            ("level", _TEXT),  # better, worse, usual, not_known, context: against its usual level
            ("level_since", _TEXT),  # label of the period since when it is there, or with which it is compared
            ("direction", _TEXT),  # rising, falling, no_clear_change, not_known, one_figure: where it is heading now
            ("direction_since", _TEXT),  # label of its lowest (falling: highest; neither: first) recent period
            ("direction_from", _FLOAT),  # the value of that period
            ("ends", _TEXT),  # of no_clear_change, how the value stands to it: higher, lower, similar, not_known
            ("long_run", _TEXT),  # as direction, over all comparable periods
            ("long_run_since", _TEXT),  # label of the first of them
            ("strategy_run", _TEXT),  # as direction, over those within the strategy's own period
            ("strategy_run_since", _TEXT),
            ("strategy_run_until", _TEXT),  # label of the last of them
            ("trend", _TEXT),  # direction as good or bad: better, worse, no_clear_change, not_known, context
            ("whose", _TEXT),  # code of the area or organisation that the value is of; null: the place itself
            ("comparator", _TEXT),  # area code compared with
            ("comparator_value", _FLOAT),
            ("comparator_label", _TEXT),  # the comparator's own period
            ("comparison", _TEXT),  # better, similar, worse, not_known, context
            ("gap_dimension", _TEXT),
            ("gap_statistic", _TEXT),
            ("gap", _FLOAT),
            ("gap_lower", _FLOAT),
            ("gap_upper", _FLOAT),
            ("gap_direction", _TEXT),  # narrowing, widening, no_clear_change, not_known
            ("gap_direction_since", _TEXT),  # label of the first period it is of; null where it is not known
            ("gap_label", _TEXT),  # the gap's own period
            ("gap_group", _TEXT),  # code of the group that is worse off; without a good direction, that differs
            ("gap_group_label", _TEXT),
            ("gap_reference", _TEXT),  # code of what it is compared with
            ("gap_reference_label", _TEXT),
            ("gap_groups_hidden", _WHOLE),  # how many groups are too small to show
            ("gap_sure", _FLAG),  # false where the gap could be chance
            ("gap_reason", _TEXT),  # why no gap was worked out; null where one was, or nothing is known of groups
            ("gap_target", _FLOAT),  # what was set for the gap
            ("gap_target_label", _TEXT),
            ("gap_target_provenance", _TEXT),
            (
                "gap_path",
                _FLOAT,
            ),  # how large its path lets it be then: without sign, of ratios 1 or more
            ("gap_forecast", _FLOAT),  # its size so
            ("gap_forecast_label", _TEXT),
            ("gap_status", _TEXT),  # as status, of the gap
            ("gap_status_forecast", _TEXT),
            ("missed", _TEXT),  # labels of the promised periods that were missed, joined by "; "
            ("judgeable_on", _DAY),  # when the next value can be here, and be judged where there is a path
            ("status", _TEXT),  # see oneplace.progress
            ("status_forecast", _TEXT),
            ("why", _TEXT),  # the rule that gave the status, as a sentence
        ]
    ),
    # the lines of an ambition's chart
    "paths": _LINES,
    # the lines of the chart of an ambition's gap, as sizes: a difference without sign, a ratio of 1 or more
    "gap_paths": _LINES,
    # what the place's files say otherwise than when the run before was made; no row where nothing does
    "changes": pa.schema(
        [
            ("part", _TEXT),  # outcomes, measures, partners, strategy and so on; published: figures that were revised
            ("subject", _TEXT),  # its id
            ("name", _TEXT),
            ("kind", _TEXT),  # added, dropped, changed
            ("field", _TEXT),  # of what was changed, with dots: target.value
            ("old", _TEXT),
            ("new", _TEXT),
            ("eases", _TEXT),  # the ambitions, measures or horizons that it makes easier, joined by "; "
            ("decision", _TEXT),  # the decision that covers it
            ("decided", _FLAG),  # whether that one is taken; null where nothing is eased
        ]
    ),
    # one row an ambition that was eased without the board having decided yet: how it stands by what was agreed
    "agreed": pa.schema(
        [
            ("ambition", _TEXT),
            ("name", _TEXT),
            ("measure", _TEXT),
            ("unit", _TEXT),
            ("decimals", _WHOLE),
            ("baseline", _FLOAT),
            ("baseline_label", _TEXT),
            ("target", _FLOAT),
            ("target_label", _TEXT),
            ("path", _FLOAT),
            ("status", _TEXT),
            ("status_forecast", _TEXT),
            ("why", _TEXT),
            ("run", _TEXT),  # the run in which readers saw it so
            ("run_as_of", _DAY),
            ("decision", _TEXT),  # the decision that is asked for
        ]
    ),
    # did it work: one row a taken decision and measure that it was to move
    "effects": pa.schema(
        [
            ("decision", _TEXT),
            ("measure", _TEXT),
            ("origin", _TEXT),  # of the measure's newest value; illustrative where what was expected is
            ("expected", _FLOAT),  # the change that was expected, in the measure's unit
            ("from_label", _TEXT),  # the first period in which it could show
            ("by_label", _TEXT),  # the period by which it was expected
            ("controls", _TEXT),  # codes of the areas whose mean is taken off first, joined by "; "
            ("controls_label", _TEXT),
            ("step", _FLOAT),  # by how much the value went up or down at once
            ("step_lower", _FLOAT),  # 95 % limits, by simulation
            ("step_upper", _FLOAT),
            ("step_smallest", _FLOAT),  # the smallest that four of five such series would have shown
            ("slope", _FLOAT),  # by how much its change a period is another than before
            ("slope_lower", _FLOAT),
            ("slope_upper", _FLOAT),
            ("slope_smallest", _FLOAT),
            ("sure", _TEXT),  # which of step and slope are beyond chance, all tests of the measure counted together
            ("before", _WHOLE),  # known periods before
            ("after", _WHOLE),
            ("verdict", _TEXT),  # worked, not_seen, harm, not_judged
            ("reason", _TEXT),  # why it is not judged
            ("judgeable_on", _DAY),  # when there can be enough periods after it
        ]
    ),
    # what is said of the ambitions, one row a commentary of this run or an earlier one; none is no row
    "commentary": _COMMENTARY,
    # data quality, one row a source, file, check and field
    "quality": pa.schema(
        [
            ("source", _TEXT),
            ("partner", _TEXT),
            ("dataset", _TEXT),
            ("file", _TEXT),
            ("aspect", _TEXT),  # completeness, validity, timeliness, uniqueness, consistency
            ("field", _TEXT),
            ("passed", _WHOLE),
            ("checked", _WHOLE),
            ("note", _TEXT),
        ]
    ),
    # one row a measure: how its numbers came about
    "provenance": pa.schema(
        [
            ("measure", _TEXT),
            ("definition", _TEXT),  # the definition file's text
            ("definition_file", _TEXT),
            ("definition_sha256", _TEXT),
            ("sql", _TEXT),  # null where nothing was computed
            ("sources", _TEXT),  # dataset ids joined by "; "
            ("vintage", _TEXT),
            ("licence", _TEXT),
            ("attribution", _TEXT),
            ("rows_read", _WHOLE),  # null where it would tell a hidden figure
            ("rows_written", _WHOLE),
            ("rows_held", _WHOLE),  # kept as an earlier run published them: the change would tell about few people
            ("known_faults", _TEXT),  # one a line
            ("coverage", _TEXT),  # for which days each dataset that it reads is complete; null where none is of events
            ("jump", _DAY),  # newest month from which one of them doubles or halves and no file confirms it
        ]
    ),
}


_OF_A_MEASURE = (
    *("measure", "period_start", "period_end", "period_label", "value", "lower", "upper", "origin"),
    *(
        "change",
        "before_label",
        "level",
        "level_since",
        "direction",
        "direction_since",
        "direction_from",
        "ends",
        "long_run",
        "long_run_since",
    ),
    *("strategy_run", "strategy_run_since", "strategy_run_until", "trend", "whose"),
    *("comparator", "comparator_value", "comparator_label", "comparison", "judgeable_on"),
    *("gap_dimension", "gap_statistic", "gap", "gap_lower", "gap_upper", "gap_direction", "gap_label", "gap_sure"),
    *("gap_direction_since", "gap_reason"),
)
# one row a measure that leads no ambition and has a value: as progress, of which nothing is asked
_PUBLIC["standings"] = pa.schema([_PUBLIC["progress"].field(name) for name in _OF_A_MEASURE])

_BOARD: dict[str, pa.Schema] = {
    "board_commentary": _COMMENTARY,  # what the place's files say to the board alone
}

TABLES: dict[str, Table] = {
    name: Table(name, schema, audience)
    for audience, tables in ((Audience.PUBLIC, _PUBLIC), (Audience.BOARD, _BOARD))
    for name, schema in tables.items()
}
"""The contract: every table that a run may write, by its name."""


def tables_for(reader: Audience) -> dict[str, Table]:
    """The tables that a reader may have, by name, in the contract's order."""
    return {name: table for name, table in TABLES.items() if table.open_to(reader)}


@dataclass(frozen=True)
class Results:
    """A run's tables, each of its schema in ``TABLES``, by name; a table that the run did not write is empty."""

    tables: Mapping[str, pa.Table]

    def __getitem__(self, name: str) -> pa.Table:
        return self.tables[name]


def write(folder: Path, name: str, table: pa.Table) -> Path:
    """Write one table of ``TABLES`` into ``folder`` (cast to its schema, rows in the order given)."""
    schema = TABLES[name].schema
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.parquet"
    pq.write_table(table.select(schema.names).cast(schema), path, compression="zstd")
    return path


def read(folder: Path, reader: Audience = Audience.PUBLIC) -> Results:
    """Read those of a run's tables that ``reader`` may have, and no other; refuses a folder that holds none of them."""
    tables = tables_for(reader)
    if not any((folder / f"{name}.parquet").exists() for name in tables):
        raise OneplaceError.at(folder, "holds no results.", "Make them with `oneplace run PLACE`.")
    return Results({name: _read(folder / f"{name}.parquet", table.schema) for name, table in tables.items()})


def read_one(folder: Path, name: str, reader: Audience) -> pa.Table:
    """One of a run's tables; no rows where the reader may not have it or the run did not write it."""
    table = TABLES[name]
    return _read(folder / f"{name}.parquet", table.schema) if table.open_to(reader) else table.schema.empty_table()


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    try:
        return _whole(pq.read_table(path), schema) if path.exists() else schema.empty_table()
    except (pa.ArrowInvalid, OSError) as error:
        what = str(error).splitlines()[0]
        raise OneplaceError.at(path, f"is damaged ({what}).", "Move its run away and make it again.") from error


def _whole(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with every column of its contract: null in one that a run of an earlier version did not write."""
    for name in schema.names:
        if name not in table.column_names:
            table = table.append_column(schema.field(name), pa.nulls(len(table), schema.field(name).type))
    return table
