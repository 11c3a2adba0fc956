"""What a place's files said, what changed between two times of saying it, and whether a change eases a promise."""

from oneplace.place.moved.agreed import MILESTONES, agreed_changes, worded_changes
from oneplace.place.moved.bearing import BEARS, GONE, Bears, bears, bears_on
from oneplace.place.moved.diff import Change, Kind, changes, name_of
from oneplace.place.moved.easing import COUNTED, MEASURE, Eased, covered, easings
from oneplace.place.moved.flat import Fields, Leaf, Said, names_in_pathway, said, words
from oneplace.place.moved.kept import SAID, Kept, Moved, Standing, keep
from oneplace.place.moved.seen import (
    CURRENT,
    INPUTS,
    MANIFEST,
    RUNS,
    SERVED,
    Published,
    as_they_are,
    kept_in,
    listed_served,
    named_current,
    published,
)
from oneplace.place.moved.terms import as_agreed
from oneplace.place.moved.titles import field_words, foreign, part_words, plain

__all__ = [
    "BEARS",
    "COUNTED",
    "CURRENT",
    "GONE",
    "INPUTS",
    "MANIFEST",
    "MEASURE",
    "MILESTONES",
    "RUNS",
    "SAID",
    "SERVED",
    "Bears",
    "Change",
    "Eased",
    "Fields",
    "Kept",
    "Kind",
    "Leaf",
    "Moved",
    "Published",
    "Said",
    "Standing",
    "agreed_changes",
    "as_agreed",
    "as_they_are",
    "bears",
    "bears_on",
    "changes",
    "covered",
    "easings",
    "field_words",
    "foreign",
    "keep",
    "kept_in",
    "listed_served",
    "name_of",
    "named_current",
    "names_in_pathway",
    "part_words",
    "plain",
    "published",
    "said",
    "worded_changes",
    "words",
]
