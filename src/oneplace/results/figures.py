"""The columns of figures, gaps and signals, and of what tells how they came about. Everyone may read them."""

from __future__ import annotations

import pyarrow as pa

from oneplace.results.column_types import DAY, FLAG, FLOAT, PERIOD, TEXT, WHOLE

FIGURES: dict[str, pa.Schema] = {
    # one row a measure, period, dimension and group
    "results": pa.schema(
        [
            ("measure", TEXT),
            *PERIOD,
            ("dimension", TEXT),
            ("group", TEXT),
            ("group_label", TEXT),
            ("group_order", WHOLE),
            (
                "whose",
                TEXT,
            ),  # code of the area or organisation that a headline is of, of several joined by +; null: the place itself
            ("numerator", FLOAT),
            ("denominator", FLOAT),
            ("people", FLOAT),  # who live (or are registered) there, where the denominator isn't they
            ("value", FLOAT),
            ("lower", FLOAT),  # 95 % limits
            ("upper", FLOAT),
            ("method", TEXT),  # how the value and its limits were made
            ("suppressed", FLAG),
            ("reason", TEXT),  # why a value or limit is missing; null where none is
            ("origin", TEXT),
            ("source", TEXT),  # dataset id, or "record"
            ("provisional", FLAG),  # true where the publisher says that it will revise it
            ("earlier_definition", FLAG),  # true where it is as a run published it by an earlier definition
            ("unlike", TEXT),  # why it is not held against the period before: other people are counted; else null
            ("beside", TEXT),  # not_over, part, unclear, longer, no_data_left: why nothing is judged by it; else null
            ("read_in_part", TEXT),  # which files behind it were read only in part, and what follows; else null
        ]
    ),
    # one row a measure, period, dimension and statistic (absolute_gap, relative_gap, SII, RII)
    "gaps": pa.schema(
        [
            ("measure", TEXT),
            *PERIOD,
            ("dimension", TEXT),
            ("statistic", TEXT),
            ("group", TEXT),  # who is worse off; without a good direction, who differs
            ("group_label", TEXT),
            ("reference", TEXT),  # whom the group is held against
            ("reference_label", TEXT),
            ("groups_hidden", WHOLE),  # how many groups are too small to show
            ("value", FLOAT),
            ("lower", FLOAT),
            ("upper", FLOAT),
            ("sure", FLAG),  # false where the gap could be chance; null where no limits are known
            ("direction", TEXT),  # up to this period: narrowing, widening, no_clear_change, not_known
            ("direction_since", TEXT),  # label of the first period it is of; null where it is not known
            ("turned", TEXT),  # label of the first period since it turned round, the other group behind; else null
            ("method", TEXT),
            ("reason", TEXT),
            ("provisional", FLAG),  # true where a figure that it is worked out from is
            ("earlier_definition", FLAG),  # likewise
            ("stopped", FLAG),  # of the newest of its kind, whether a newer one was due by the run's day; else null
        ]
    ),
    # the control chart (XmR) of a monthly or longer series: one row a measure and period
    "signals": pa.schema(
        [
            ("measure", TEXT),
            *PERIOD,
            ("value", FLOAT),
            ("mean", FLOAT),
            ("lower_limit", FLOAT),
            ("upper_limit", FLOAT),
            ("since", TEXT),  # label of the period with which this mean and these limits begin
            ("rebased_in", TEXT),  # label of the period with which they were taken up; null for the first of a series
            ("rebased_why", TEXT),  # sustained_shift, new_definition; null for the first of a series
            ("rules", TEXT),  # rule codes joined by "; ", empty where none applies
            ("point", TEXT),  # common_cause, improvement, concern, neutral_high, neutral_low
            ("variation", TEXT),  # icon of the whole series, on every row
            ("assurance", TEXT),
            ("asked", FLOAT),  # the level that each period is held against
            ("asked_name", TEXT),  # the national standard that it is; null where it is the place's own target
            ("reason", TEXT),  # why no judgement: too few points, no target
            ("provisional", FLAG),  # true where its value is; the limits then rest on it as on the others
            ("earlier_definition", FLAG),  # likewise
        ]
    ),
}

HOW_MADE: dict[str, pa.Schema] = {
    # data quality, one row a source, file, check and field
    "quality": pa.schema(
        [
            ("source", TEXT),
            ("partner", TEXT),
            ("dataset", TEXT),
            ("file", TEXT),
            ("aspect", TEXT),  # completeness, validity, timeliness, uniqueness, consistency
            ("field", TEXT),
            ("passed", WHOLE),
            ("checked", WHOLE),
            ("note", TEXT),
        ]
    ),
    # what partners' data were tested for: one row a test, source, dataset, field, group and period
    "data_tests": pa.schema(
        [
            ("test", TEXT),
            ("layer", TEXT),  # structural, logical, analytical
            ("severity", TEXT),  # error, warning, note
            ("source", TEXT),
            ("partner", TEXT),
            ("dataset", TEXT),  # null where all of a source is tested together
            ("field", TEXT),
            ("group", TEXT),  # of whom, where not of everybody
            ("period_start", DAY),  # null where every day is counted together
            ("period_end", DAY),
            ("failed", WHOLE),  # null where some did, and too few to say how many
            ("checked", WHOLE),
            ("before", FLOAT),  # per cent that failed in the quarter before; of all days, in the last other record
            ("trend", TEXT),  # better, worse, no_clear_change; null where there is nothing to hold it against
            ("note", TEXT),
        ]
    ),
    # one row a measure: how its numbers came about
    "provenance": pa.schema(
        [
            ("measure", TEXT),
            ("definition", TEXT),  # the definition file's text
            ("definition_file", TEXT),
            ("definition_sha256", TEXT),
            ("sql", TEXT),  # null where nothing was computed
            ("sources", TEXT),  # dataset ids joined by "; "
            ("vintage", TEXT),
            ("licence", TEXT),
            ("attribution", TEXT),
            ("rows_read", WHOLE),  # null where it would tell a hidden figure
            ("rows_written", WHOLE),
            ("rows_held", WHOLE),  # kept as an earlier run published them: the change would tell about few people
            ("content", TEXT),  # what it asks for by name, as JSON: its cohort's events, each code list's hash; or null
            ("known_faults", TEXT),  # one a line
            ("coverage", TEXT),  # for which days each dataset that it reads is complete; null where none is of events
            ("deprivation", WHOLE),  # the edition of the indices by which its fifths are; null where it has none
            ("jump", DAY),  # newest month from which one of them doubles or halves and no file confirms it
        ]
    ),
}
