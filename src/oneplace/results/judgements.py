"""The columns of how ambitions and measures stand, what was said of them and what came of decisions."""

from __future__ import annotations

import pyarrow as pa

from oneplace.results.column_types import DAY, FLAG, FLOAT, PERIOD, TEXT, WHOLE

_CHANGES = pa.schema(
    [
        ("part", TEXT),  # outcomes, measures, partners, strategy and so on; published, recounted, lost: of figures
        ("subject", TEXT),  # its id
        ("name", TEXT),
        ("kind", TEXT),  # added, dropped, back (it was dropped before), changed, reworded (it counts the same)
        ("field", TEXT),  # of what was changed, with dots: target.value
        ("old", TEXT),
        ("new", TEXT),
        ("eases", TEXT),  # the ambitions, measures or horizons that it makes easier, joined by "; "
        ("decision", TEXT),  # the decision that covers it
        ("decided", FLAG),  # whether that one is taken; null where none is needed or names it
    ]
)
_LINES = pa.schema(
    [
        ("ambition", TEXT),
        *PERIOD,
        ("kind", TEXT),  # actual, recorded (by the place's files alone), path, target, earlier_target, forecast
        ("value", FLOAT),
        ("lower", FLOAT),
        ("upper", FLOAT),
        ("provisional", FLAG),  # true where it is, or rests on, a figure that its publisher will revise
        ("earlier_definition", FLAG),  # likewise of one by an earlier definition
    ]
)
COMMENTARY = pa.schema(
    [
        ("ambition", TEXT),
        ("commentary", TEXT),  # its id
        ("said_at", DAY),  # the day of the run that it was written for
        ("rewritten_at", DAY),  # the day of the run since which it says so, where readers saw that with other words
        ("written_on", DAY),
        ("written_by", TEXT),
        ("why", TEXT),
        ("doing", TEXT),
        ("next_step", TEXT),
        ("next_by", TEXT),
        ("next_due", DAY),  # the last day by which it is due
        ("origin", TEXT),  # illustrative where it was made up; else null
        ("newest", FLAG),  # whether it is what is said now; false of what was said at an earlier run
        ("cycle", TEXT),  # how often it is to be written anew: monthly, quarterly and so on
        ("stale", FLAG),  # whether it is older than one cycle on the day of this run
    ]
)

_MOVED = (
    ("step", FLOAT),  # by how much the value went up or down at once
    ("step_lower", FLOAT),  # 94 % limits, by simulation
    ("step_upper", FLOAT),
    ("step_smallest", FLOAT),  # the smallest that four of five such series would have shown
    ("slope", FLOAT),  # by how much its change a period is another than before
    ("slope_lower", FLOAT),
    ("slope_upper", FLOAT),
    ("reached", FLOAT),  # what both together came to in the period by which it was expected, or the last so far
    ("reached_lower", FLOAT),
    ("reached_upper", FLOAT),
    ("sure", TEXT),  # which of step and slope are beyond chance, all tests of the measure counted together
    ("before", WHOLE),  # known periods before
    ("after", WHOLE),
    ("verdict", TEXT),  # worked, less, less_so_far, not_seen, harm, not_judged
    ("reason", TEXT),  # why it is not judged
    ("judgeable_on", DAY),  # when there can be enough periods after it
    ("verdict_before", TEXT),  # another verdict on the same question that readers saw last; null where none was
    ("verdict_before_on", DAY),  # the day of the run that gave it
)
"""What a series is said to have done since something was done, and why it says nothing: of decisions and of actions."""

GAP_EFFECTS = pa.schema(
    [
        ("action", TEXT),
        ("measure", TEXT),
        ("dimension", TEXT),
        ("group", TEXT),  # whose gap to everyone was to narrow
        ("group_words", TEXT),
        ("frequency", TEXT),  # how often the gap is known: monthly, quarterly, annual
        ("said_on", DAY),  # when it was said by how much the gap is to narrow
        ("origin", TEXT),  # of the group's newest value; illustrative where the action is
        ("expected", FLOAT),  # the change of the gap that was expected, below nought, in the measure's unit
        ("from_label", TEXT),  # the first day from which it could show
        ("by_label", TEXT),  # the day by which it was expected
        *_MOVED,
        ("as_times", TEXT),  # the same gap as so many times everyone's value: narrowed, widened, not_seen, not_judged
    ]
)
"""Did it narrow the gap: one row an action that says for which group it is and by how much its gap is to narrow."""

JUDGEMENTS: dict[str, pa.Schema] = {
    # one row an ambition
    "progress": pa.schema(
        [
            ("ambition", TEXT),
            ("measure", TEXT),
            *PERIOD,  # of the latest value
            ("value", FLOAT),
            ("lower", FLOAT),
            ("upper", FLOAT),
            ("origin", TEXT),
            ("baseline", FLOAT),
            ("baseline_label", TEXT),
            ("target", FLOAT),
            ("target_label", TEXT),
            ("target_read_as", TEXT),
            ("target_provenance", TEXT),
            ("target_past", FLAG),  # its period is over and the value is of an earlier one; null without a target
            ("target_held", FLOAT),  # the value of its own period, which decides whether it was met; null until then
            ("held", FLOAT),  # held against the path: the mean of as long as was promised for; null: the value itself
            ("held_lower", FLOAT),
            ("held_upper", FLOAT),
            ("held_label", TEXT),
            ("held_alike", FLOAT),  # what it would be, did all its periods count alike; null where they do
            ("provisional", WHOLE),  # how many of the periods in what is held (else in the value) are provisional
            ("earlier_definition", FLAG),  # true where the value is as a run published it by an earlier definition
            ("held_earlier", WHOLE),  # of how many of the periods in what is held the value is; null where of none
            ("path", FLOAT),  # where the path says the value (held, where there is one) should be
            ("forecast", FLOAT),  # at the target's period, or two years on where no target is set
            ("forecast_lower", FLOAT),  # 80 % interval
            ("forecast_upper", FLOAT),
            ("forecast_label", TEXT),
            ("forecast_untold", TEXT),  # why there is none, or why nobody can tell whether the target was met
            ("chance", FLOAT),  # of meeting the target by its date, 0 to 1
            ("change", FLOAT),  # latest minus the last period that was over before it began
            ("before_label", TEXT),  # that period
            (
                "newest_step",
                TEXT,
            ),  # of years, how the latest stands to it: higher, lower, similar, not_known
            ("year_before", FLOAT),  # of a month or quarter, the value of the same one a year before
            ("year_before_label", TEXT),
            ("level", TEXT),  # better, worse, usual, not_known, context: against its usual level
            ("level_since", TEXT),  # label of the period since when it is there, or with which it is compared
            # rising, falling: it still runs; rose, fell: it has ended; stepped_up, stepped_down: one change of level;
            # no_clear_change, not_known, one_figure
            ("direction", TEXT),
            ("direction_since", TEXT),  # label of its lowest (falling: highest; a step: new; neither: held_to) period
            ("direction_from", FLOAT),  # the value of that period; of a step the mean before it
            ("stepped_from", TEXT),  # label of the first period of the level before a step; else null
            ("settled", FLOAT),  # of a step the mean since it; else null
            ("turned_at", TEXT),  # label of the furthest period of a rise or fall that has ended; else null
            ("turned_from", FLOAT),  # the value of that period
            ("ends", TEXT),  # of no_clear_change, how the value stands to it: higher, lower, similar, not_known
            ("long_run", TEXT),  # as direction, over all comparable periods
            ("long_run_since", TEXT),  # label of the first of them
            ("strategy_run", TEXT),  # as direction, over those within the strategy's period; not across a step in it
            ("strategy_run_since", TEXT),
            ("strategy_run_until", TEXT),  # label of the last of them
            ("trend", TEXT),  # direction as good or bad: better, worse, no_clear_change, not_known, context
            ("whose", TEXT),  # code of the area or organisation that the value is of; null: the place itself
            ("comparator", TEXT),  # area code compared with
            ("comparator_value", FLOAT),
            ("comparator_label", TEXT),  # the comparator's own period
            ("comparison", TEXT),  # better, similar, worse, not_known, context
            ("gap_dimension", TEXT),
            ("gap_statistic", TEXT),
            ("gap", FLOAT),
            ("gap_lower", FLOAT),
            ("gap_upper", FLOAT),
            ("gap_direction", TEXT),  # narrowing, widening, no_clear_change, not_known
            ("gap_direction_since", TEXT),  # label of the first period it is of; null where it is not known
            ("gap_turned", TEXT),  # label of the first period since it turned round, the other group behind; else null
            ("gap_label", TEXT),  # the gap's own period
            ("gap_stopped", FLAG),  # whether a newer gap was due by the run's day, or is known of everyone
            ("gap_group", TEXT),  # code of the group that is worse off; without a good direction, that differs
            ("gap_group_label", TEXT),
            ("gap_reference", TEXT),  # code of what it is compared with
            ("gap_reference_label", TEXT),
            ("gap_groups_hidden", WHOLE),  # how many groups are too small to show
            ("gap_sure", FLAG),  # false where the gap could be chance
            ("gap_earlier", FLAG),  # true where a figure that it is worked out from is by an earlier definition
            ("gap_reason", TEXT),  # why no gap was worked out; null where one was, or nothing is known of groups
            ("gap_compared", WHOLE),  # of how many gaps it is the largest beyond chance; null where it was asked for
            ("gap_beyond", WHOLE),  # how many of those are beyond chance
            ("gap_unknown_by", TEXT),  # the dimension asked for where its gap isn't known and another stands for it
            ("gap_unknown_hidden", WHOLE),  # how many of its groups are too small to show
            ("gap_target", FLOAT),  # what was set for the gap
            ("gap_target_label", TEXT),
            ("gap_target_read_as", TEXT),
            ("gap_target_provenance", TEXT),
            ("gap_target_past", FLAG),  # its period is over and no gap reaches its end; null where nothing was set
            ("gap_target_held", FLOAT),  # as target_held, of the gap: its size
            (
                "gap_path",
                FLOAT,
            ),  # how large its path lets it be then: without sign, of ratios 1 or more
            ("gap_baseline", FLOAT),  # where its path begins, its size so
            ("gap_baseline_label", TEXT),
            ("gap_forecast", FLOAT),  # its size so
            ("gap_forecast_lower", FLOAT),  # 80 % interval
            ("gap_forecast_upper", FLOAT),
            ("gap_forecast_label", TEXT),
            ("gap_forecast_untold", TEXT),  # as forecast_untold, of the gap
            ("gap_chance", FLOAT),  # of meeting what was set for it
            ("gap_status", TEXT),  # as status, of the gap
            ("gap_status_forecast", TEXT),
            ("gap_target_dimension", TEXT),  # the gap that it was set for: by which groups, and told as what
            ("gap_target_statistic", TEXT),
            ("gap_held", FLOAT),  # how large that gap is now, as its path; null where nothing is known of it
            ("gap_held_lower", FLOAT),
            ("gap_held_upper", FLOAT),
            ("gap_held_label", TEXT),
            ("gap_held_group", TEXT),  # code of who is behind then; null where that could be chance, or isn't recorded
            ("gap_held_group_label", TEXT),
            ("gap_held_direction", TEXT),  # as gap_direction, in the statistic that something was set in
            ("gap_held_earlier", FLAG),  # as gap_earlier
            ("gap_held_since", TEXT),
            ("gap_held_turned", TEXT),  # as gap_turned
            ("gap_newer_label", TEXT),  # a newer period, of which it has no number in that statistic; null without
            ("gap_newer_reason", TEXT),
            ("gap_why", TEXT),  # the rule that gave the gap's status, as a sentence; null where nothing was set
            ("eased_from", FLOAT),  # the target before the first decision that eased it; null where it is as it was
            ("eased_from_label", TEXT),
            ("eased_by", TEXT),  # decisions that made it easier for the average, joined by "; "
            ("gap_eased_from", FLOAT),  # the same of what was set for the gap
            ("gap_eased_from_label", TEXT),
            ("gap_eased_by", TEXT),
            # by what held when the newest period ended, where it was eased on a later day and the verdict is another
            ("then_label", TEXT),
            ("then_status", TEXT),
            ("then_path", FLOAT),
            ("gap_then_label", TEXT),
            ("gap_then_status", TEXT),
            ("gap_then_path", FLOAT),
            # a figure that it is judged by and that readers were told otherwise: what they were told of it
            ("told", FLOAT),
            ("told_label", TEXT),
            ("told_start", DAY),
            ("told_end", DAY),
            ("told_verdict", TEXT),  # missed, met, on_path, off_path; null where nothing of these was said of it
            ("told_on", DAY),  # the day of the last run that told it so
            ("told_measure", TEXT),  # the name of the measure it was told by, where it is another now; else null
            ("told_words", TEXT),  # the figure as it was told then, where that is so
            ("gap_told", FLOAT),  # the same of the gap that something was set for
            ("gap_told_label", TEXT),
            ("gap_told_start", DAY),
            ("gap_told_end", DAY),
            ("gap_told_verdict", TEXT),
            ("gap_told_on", DAY),
            ("gap_told_measure", TEXT),
            ("gap_told_words", TEXT),
            # targets that were missed in their own period, and in whose place others stand since; joined by "; "
            ("past_missed", TEXT),  # labels of their periods
            ("past_targets", TEXT),  # their numbers in words
            ("gap_past_missed", TEXT),  # the same of what was set for the gap
            ("gap_past_targets", TEXT),
            ("missed", TEXT),  # labels of the promised periods that were missed, joined by "; "
            ("due_on", DAY),  # when the next value can be here
            ("judgeable_on", DAY),  # where there is a path, when the first that it says anything of can
            ("stopped", FLAG),  # whether a newer value is later than its feed ever took, or none comes any more
            ("hidden_label", TEXT),  # the newest period since the latest value of which the value is not shown
            ("status", TEXT),  # see oneplace.progress
            ("status_forecast", TEXT),
            ("why", TEXT),  # the rule that gave the status, as a sentence
        ]
    ),
    # the lines of an ambition's chart
    "paths": _LINES,
    # the lines of the chart of an ambition's gap, as sizes: a difference without sign, a ratio of 1 or more
    "gap_paths": _LINES,
    # what the place's files say otherwise than when the run before was made; no row where nothing does
    "changes": _CHANGES,
    # what decisions of the files changed, in this comparison or one before; no row of what none of them names
    "decided": _CHANGES,
    # one row a milestone of a workstream, in the order of the files
    "plan": pa.schema(
        [
            ("milestone", TEXT),
            ("workstream", TEXT),
            ("text", TEXT),
            ("state", TEXT),  # planned, in_progress, done, stopped
            ("begins", DAY),  # the first day of its own work, as agreed; null where no day is set
            ("due", DAY),  # the day agreed
            ("starts", DAY),  # the first day of its own work, as now expected
            ("expected", DAY),  # the day now expected: what it waits for may have pushed it
            ("slip", WHOLE),  # working days from due to expected
            ("total_float", WHOLE),  # working days that it can wait before its workstream ends later; null if not open
            ("free_float", WHOLE),  # working days that it can wait before anything else does
            ("drag", WHOLE),  # working days that its workstream would end sooner if it took none; null if not critical
            ("critical", FLAG),  # whether the end of its workstream hangs on it
            ("late", FLAG),  # whether it is open after the day agreed
            ("moves", WHOLE),  # how often its day was moved
            ("after", TEXT),  # the milestones that it comes after, joined by "; "
            ("caused_by", TEXT),  # those that pushed it, back to the root of its slip, joined by "; "
            ("origin", TEXT),  # illustrative where it was made up; else null
        ]
    ),
    # one row an ambition that was eased without the board having decided yet: how it stands by what was agreed, which
    # its row of progress says too, and how it would stand by what is proposed
    "agreed": pa.schema(
        [
            ("ambition", TEXT),
            ("name", TEXT),
            ("measure", TEXT),
            ("unit", TEXT),
            ("decimals", WHOLE),
            ("baseline", FLOAT),
            ("baseline_label", TEXT),
            ("target", FLOAT),
            ("target_label", TEXT),
            ("target_read_as", TEXT),
            ("target_past", FLAG),
            ("target_provenance", TEXT),
            ("path", FLOAT),
            ("status", TEXT),
            ("status_forecast", TEXT),
            ("why", TEXT),
            ("asks", TEXT),  # of which less is asked: average, gap, joined by "; "; null of what is dropped or else
            ("gap_dimension", TEXT),
            ("gap_statistic", TEXT),
            ("gap_target", FLOAT),  # what was set for the gap, and how it stands
            ("gap_target_label", TEXT),
            ("gap_target_read_as", TEXT),
            ("gap_target_past", FLAG),
            ("gap_target_provenance", TEXT),
            ("gap_path", FLOAT),
            ("gap_status", TEXT),
            ("gap_status_forecast", TEXT),
            ("gap_why", TEXT),
            ("proposed_target", FLOAT),  # what the files ask for now; null where they set none, or dropped the ambition
            ("proposed_target_label", TEXT),
            ("proposed_target_read_as", TEXT),
            ("proposed_target_past", FLAG),
            ("proposed_target_provenance", TEXT),
            ("proposed_status", TEXT),  # null where the files dropped the ambition
            ("proposed_status_forecast", TEXT),
            ("proposed_why", TEXT),
            ("proposed_gap_target", FLOAT),  # and for the gap
            ("proposed_gap_target_label", TEXT),
            ("proposed_gap_target_read_as", TEXT),
            ("proposed_gap_target_past", FLAG),
            ("proposed_gap_target_provenance", TEXT),
            ("proposed_gap_status", TEXT),
            ("proposed_gap_status_forecast", TEXT),
            ("proposed_gap_why", TEXT),
            ("run", TEXT),  # the run in which readers saw it so
            ("run_as_of", DAY),
            ("decision", TEXT),  # the decision that is asked for
        ]
    ),
    # did it work: one row a taken decision and measure that it was to move
    "effects": pa.schema(
        [
            ("decision", TEXT),
            ("measure", TEXT),
            ("origin", TEXT),  # of the measure's newest value; illustrative where what was expected is
            ("expected", FLOAT),  # the change that was expected, in the measure's unit
            ("from_label", TEXT),  # the first period in which it could show
            ("by_label", TEXT),  # the period by which it was expected
            ("controls", TEXT),  # codes of the areas whose mean is taken off first, joined by "; "
            ("controls_label", TEXT),
            *_MOVED,
        ]
    ),
    # did it narrow the gap: one row an action for everybody that is to narrow one
    "gap_effects": GAP_EFFECTS,
    # what is said of the ambitions, one row a commentary of this run or an earlier one; none is no row
    "commentary": COMMENTARY,
}

_OF_A_MEASURE = (
    *("measure", "period_start", "period_end", "period_label", "value", "lower", "upper", "origin", "provisional"),
    "earlier_definition",
    *(
        "change",
        "before_label",
        "newest_step",
        "year_before",
        "year_before_label",
        "level",
        "level_since",
        "direction",
        "direction_since",
        "direction_from",
        "turned_at",
        "turned_from",
        "stepped_from",
        "settled",
        "ends",
        "long_run",
        "long_run_since",
    ),
    *("strategy_run", "strategy_run_since", "strategy_run_until", "trend", "whose"),
    *("comparator", "comparator_value", "comparator_label", "comparison", "due_on", "judgeable_on"),
    *("stopped", "hidden_label"),
    *("gap_dimension", "gap_statistic", "gap", "gap_lower", "gap_upper", "gap_direction", "gap_label", "gap_sure"),
    "gap_earlier",
    *("gap_stopped", "gap_direction_since", "gap_turned", "gap_reason", "gap_compared", "gap_beyond"),
    *("gap_unknown_by", "gap_unknown_hidden"),
)
# one row a measure that leads no ambition and has a value: as progress, of which nothing is asked
JUDGEMENTS["standings"] = pa.schema([JUDGEMENTS["progress"].field(name) for name in _OF_A_MEASURE])
