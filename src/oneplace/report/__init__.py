"""A run as its readers meet it, on page and in pack: rows by ambition and measure, latest, standing, who owns, asks."""

from oneplace.report.against import Verdict, against, higher_or_lower
from oneplace.report.asked import Asked, asked, body_of, decision_words, is_illustrative, option_words, title_of
from oneplace.report.chain import Found, Step, Way, untold_steps, ways
from oneplace.report.changed_by import changed_by, eased_beside, redefined
from oneplace.report.checks import NEVER_ALL, Checks
from oneplace.report.commentary import commentary, nothing_said
from oneplace.report.counts import count
from oneplace.report.datasets import datasets_named, datasets_of
from oneplace.report.decision_record import (
    ILLUSTRATIVE,
    Heading,
    became,
    cover,
    not_key_of,
    notice_of,
    private_notice_of,
    record_of,
    stands,
    when_taken,
)
from oneplace.report.did_it_narrow import Narrowed, narrowed, narrowed_of
from oneplace.report.did_it_work import Taken, taken
from oneplace.report.due import Due, due
from oneplace.report.eased import eased_by, eased_told, eased_words
from oneplace.report.gap_words import (
    about_alone,
    beside_gap,
    ends_known,
    gap_of,
    gap_sentence,
    gap_with_figures,
    gaps_now,
    of_earlier,
    parts_beside,
)
from oneplace.report.grid import ASSURANCE, GridLine, assurance_grid
from oneplace.report.latest import latest, newest, of_dimension
from oneplace.report.listed import Listed, listed
from oneplace.report.moved import Move, ambitions_called, moves, moves_of
from oneplace.report.names import called, decided_on, in_words, inner_names, names_of, titles_of, without_references
from oneplace.report.newness import not_new
from oneplace.report.owners import owner_words
from oneplace.report.partners import Kept, Known, PartnerRecord, Promise, outside, partners, promised
from oneplace.report.people import People, Told, alone, groups_of, not_told, rows_of, told
from oneplace.report.plan import Sheet, plan_moves, plan_rows, plan_summary, sheets, working_days_words
from oneplace.report.pooled import everyone, in_span, pooled
from oneplace.report.real_beside import real_beside
from oneplace.report.real_groups import no_real_groups
from oneplace.report.roadmap import Ahead, plan_beside, roadmap_rows
from oneplace.report.rows import Row, Rows
from oneplace.report.run_report import RunReport
from oneplace.report.shift import Moved, Shift, shift
from oneplace.report.standards import missed_words, note_beside, standard_words, standards_told
from oneplace.report.standing import MeasureStands, Standing, measure_stands, needing_attention, row_of, worst_first
from oneplace.report.still_agreed import still_agreed, undecided
from oneplace.report.summary import GapTold, closing, gaps_told, opening, period_ended, summary
from oneplace.report.tested import Then, failed_tests, fault_words, made_tests, over_runs, where_tested
from oneplace.report.units import line_origin, with_origins, with_units
from oneplace.report.unset import nobody_owns, not_said, not_set, open_steps, whom_to_ask
from oneplace.report.went import Went, beneath, falls_short, is_strength, too_few, went, went_badly

__all__ = [
    "ASSURANCE",
    "ILLUSTRATIVE",
    "NEVER_ALL",
    "Ahead",
    "Asked",
    "Checks",
    "Due",
    "Found",
    "GapTold",
    "GridLine",
    "Heading",
    "Kept",
    "Known",
    "Listed",
    "MeasureStands",
    "Move",
    "Moved",
    "Narrowed",
    "PartnerRecord",
    "People",
    "Promise",
    "Row",
    "Rows",
    "RunReport",
    "Sheet",
    "Shift",
    "Standing",
    "Step",
    "Taken",
    "Then",
    "Told",
    "Verdict",
    "Way",
    "Went",
    "about_alone",
    "against",
    "alone",
    "ambitions_called",
    "asked",
    "assurance_grid",
    "became",
    "beneath",
    "beside_gap",
    "body_of",
    "called",
    "changed_by",
    "closing",
    "commentary",
    "count",
    "cover",
    "datasets_named",
    "datasets_of",
    "decided_on",
    "decision_words",
    "due",
    "eased_beside",
    "eased_by",
    "eased_told",
    "eased_words",
    "ends_known",
    "everyone",
    "failed_tests",
    "falls_short",
    "fault_words",
    "gap_of",
    "gap_sentence",
    "gap_with_figures",
    "gaps_now",
    "gaps_told",
    "groups_of",
    "higher_or_lower",
    "in_span",
    "in_words",
    "inner_names",
    "is_illustrative",
    "is_strength",
    "latest",
    "line_origin",
    "listed",
    "made_tests",
    "measure_stands",
    "missed_words",
    "moves",
    "moves_of",
    "names_of",
    "narrowed",
    "narrowed_of",
    "needing_attention",
    "newest",
    "no_real_groups",
    "nobody_owns",
    "not_key_of",
    "not_new",
    "not_said",
    "not_set",
    "not_told",
    "note_beside",
    "nothing_said",
    "notice_of",
    "of_dimension",
    "of_earlier",
    "open_steps",
    "opening",
    "option_words",
    "outside",
    "over_runs",
    "owner_words",
    "partners",
    "parts_beside",
    "period_ended",
    "plan_beside",
    "plan_moves",
    "plan_rows",
    "plan_summary",
    "pooled",
    "private_notice_of",
    "promised",
    "real_beside",
    "record_of",
    "redefined",
    "roadmap_rows",
    "row_of",
    "rows_of",
    "sheets",
    "shift",
    "standard_words",
    "standards_told",
    "stands",
    "still_agreed",
    "summary",
    "taken",
    "title_of",
    "titles_of",
    "told",
    "too_few",
    "undecided",
    "untold_steps",
    "ways",
    "went",
    "went_badly",
    "when_taken",
    "where_tested",
    "whom_to_ask",
    "with_origins",
    "with_units",
    "without_references",
    "working_days_words",
    "worst_first",
]
