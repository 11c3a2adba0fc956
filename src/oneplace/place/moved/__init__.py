"""What a place's files said, what changed between two times of saying it, and whether a change eases a promise."""

from oneplace.place.moved.agreed import ALONE, MILESTONES, agreed_changes, worded_changes
from oneplace.place.moved.bearing import BEARS, GONE, Bears, bears, bears_on
from oneplace.place.moved.diff import Change, Kind, changes, name_of, renamed
from oneplace.place.moved.easing import COUNTED, MEANING, Eased, covered, easings
from oneplace.place.moved.field_titles import LEADS
from oneplace.place.moved.flat import Fields, Leaf, Said, names_in_pathway, said, words
from oneplace.place.moved.hiding import hidden_from
from oneplace.place.moved.in_lists import default_of, is_list, list_keys, things
from oneplace.place.moved.kept import SAID, Kept, Moved, keep
from oneplace.place.moved.named import GAP, MEASURE
from oneplace.place.moved.past import set_for
from oneplace.place.moved.retyped import NOT_THERE, SOURCE, TAKEN_OUT, Figure, ToldIn, figure_of, figures, told_in
from oneplace.place.moved.seen import (
    CURRENT,
    INPUTS,
    MANIFEST,
    RUNS,
    SERVED,
    Published,
    as_they_are,
    keep_named,
    kept_in,
    listed_served,
    named_before,
    named_current,
    published,
)
from oneplace.place.moved.softened import AVERAGE, Softened, sides_asked
from oneplace.place.moved.terms import Standing, as_agreed, as_it_holds, easier, held_against
from oneplace.place.moved.titles import FIGURES, field_words, foreign, part_words, plain, title_of
from oneplace.place.moved.told import ADDED, TAKEN, change_told, come_and_gone, led, sides, why_not_taken

__all__ = [
    "ADDED",
    "ALONE",
    "AVERAGE",
    "BEARS",
    "COUNTED",
    "CURRENT",
    "FIGURES",
    "GAP",
    "GONE",
    "INPUTS",
    "LEADS",
    "MANIFEST",
    "MEANING",
    "MEASURE",
    "MILESTONES",
    "NOT_THERE",
    "RUNS",
    "SAID",
    "SERVED",
    "SOURCE",
    "TAKEN",
    "TAKEN_OUT",
    "Bears",
    "Change",
    "Eased",
    "Fields",
    "Figure",
    "Kept",
    "Kind",
    "Leaf",
    "Moved",
    "Published",
    "Said",
    "Softened",
    "Standing",
    "ToldIn",
    "agreed_changes",
    "as_agreed",
    "as_it_holds",
    "as_they_are",
    "bears",
    "bears_on",
    "change_told",
    "changes",
    "come_and_gone",
    "covered",
    "default_of",
    "easier",
    "easings",
    "field_words",
    "figure_of",
    "figures",
    "foreign",
    "held_against",
    "hidden_from",
    "is_list",
    "keep",
    "keep_named",
    "kept_in",
    "led",
    "list_keys",
    "listed_served",
    "name_of",
    "named_before",
    "named_current",
    "names_in_pathway",
    "part_words",
    "plain",
    "published",
    "renamed",
    "said",
    "set_for",
    "sides",
    "sides_asked",
    "things",
    "title_of",
    "told_in",
    "why_not_taken",
    "worded_changes",
    "words",
]
