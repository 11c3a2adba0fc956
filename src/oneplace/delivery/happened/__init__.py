"""What happened since the files: one append-only record of typed changes, its rules, its file, laid over a place.

A change is an entry with who, when, why, before and after; how a thing stands now is its last entry, or the file.
"""

from oneplace.delivery.happened.aimed import Aimed, aimed_actions
from oneplace.delivery.happened.aims import GROUPS, aim_words, untold
from oneplace.delivery.happened.brought import spills, unknown
from oneplace.delivery.happened.corrections import CORRECTED
from oneplace.delivery.happened.days_shown import told_late
from oneplace.delivery.happened.decisions import facts, lacks, listed_powers, no_improvement, scheme, unheld
from oneplace.delivery.happened.duty_rules import (
    ASSESSMENT,
    CHARACTERISTICS,
    SCREENING,
    as_counted,
    duty_facts,
    open_again,
    rests_on_another,
)
from oneplace.delivery.happened.duty_states import Equality
from oneplace.delivery.happened.entries import (
    FILE,
    PAPERS,
    Entry,
    Imported,
    Merged,
    Subject,
    before_last,
    in_order,
    merged,
    newest,
    not_taken_back,
    read,
    written,
)
from oneplace.delivery.happened.exempt_lines import says_line, tells_exempt
from oneplace.delivery.happened.laid import agreed, lay_over, read_place, standing
from oneplace.delivery.happened.laid_decisions import as_published, is_taken, is_unseen
from oneplace.delivery.happened.learnt_states import Benefit
from oneplace.delivery.happened.read_in import (
    impossible,
    not_taken_so,
    refuse_impossible,
    refuse_unlike_forms,
    strangers,
    unlike_forms,
)
from oneplace.delivery.happened.rule import Rule, WrongError
from oneplace.delivery.happened.rules import (
    AGREED,
    RULES,
    TAKEN_BACK,
    change,
    is_settled,
    is_to_take_back,
    not_now,
    open_to,
    took_back,
)
from oneplace.delivery.happened.state import Owned, State
from oneplace.delivery.happened.states import (
    STATES,
    Action,
    Commentary,
    Decision,
    Kind,
    Meeting,
    Milestone,
    Paper,
    Risk,
    Workstream,
)
from oneplace.delivery.happened.told_elsewhere import (
    also_in,
    for_everybody,
    kept_lines_of,
    seen_entry,
    seen_state,
    texts_of,
)
from oneplace.delivery.happened.weighing import weighed
from oneplace.delivery.which_body import RECOMMENDS

__all__ = [
    "AGREED",
    "ASSESSMENT",
    "CHARACTERISTICS",
    "CORRECTED",
    "FILE",
    "GROUPS",
    "PAPERS",
    "RECOMMENDS",
    "RULES",
    "SCREENING",
    "STATES",
    "TAKEN_BACK",
    "Action",
    "Aimed",
    "Benefit",
    "Commentary",
    "Decision",
    "Entry",
    "Equality",
    "Imported",
    "Kind",
    "Meeting",
    "Merged",
    "Milestone",
    "Owned",
    "Paper",
    "Risk",
    "Rule",
    "State",
    "Subject",
    "Workstream",
    "WrongError",
    "agreed",
    "aim_words",
    "aimed_actions",
    "also_in",
    "as_counted",
    "as_published",
    "before_last",
    "change",
    "duty_facts",
    "facts",
    "for_everybody",
    "impossible",
    "in_order",
    "is_settled",
    "is_taken",
    "is_to_take_back",
    "is_unseen",
    "kept_lines_of",
    "lacks",
    "lay_over",
    "listed_powers",
    "merged",
    "newest",
    "no_improvement",
    "not_now",
    "not_taken_back",
    "not_taken_so",
    "open_again",
    "open_to",
    "read",
    "read_place",
    "refuse_impossible",
    "refuse_unlike_forms",
    "rests_on_another",
    "says_line",
    "scheme",
    "seen_entry",
    "seen_state",
    "spills",
    "standing",
    "strangers",
    "tells_exempt",
    "texts_of",
    "told_late",
    "took_back",
    "unheld",
    "unknown",
    "unlike_forms",
    "untold",
    "weighed",
    "written",
]
