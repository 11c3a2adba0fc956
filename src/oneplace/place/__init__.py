"""The place folder: read it like a compiler, say what is wrong and where, and hand it on as typed, frozen models."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

if TYPE_CHECKING:
    from oneplace.place.assessed import plans_fingerprint
    from oneplace.place.atoms import Overlap, alike_but_for_ages, have_rows_in_common, overlaps
    from oneplace.place.boundaries import Outlines, outlines
    from oneplace.place.cohort import Cohort
    from oneplace.place.computing import (
        POOLED,
        YEARS,
        Events,
        FromDocument,
        FromLinkedRecord,
        FromPublished,
        FromQuality,
        Population,
        Related,
    )
    from oneplace.place.datasets import Fetch, GroupColumn, Headline, Layout, OwnDataset, PeriodCell, Quantity
    from oneplace.place.datasets import declare as declare_dataset
    from oneplace.place.datasets import declared as declared_datasets
    from oneplace.place.datasets import ready as ready_datasets
    from oneplace.place.document import Document, load, parse
    from oneplace.place.expression import Codes, bound, codelists
    from oneplace.place.fields import NOT_SET, Model, Owner, Statement, Text
    from oneplace.place.folder import Place
    from oneplace.place.inside import inside
    from oneplace.place.library import definition as library_definition
    from oneplace.place.library import keep as keep_library
    from oneplace.place.library import shipped as measure_library
    from oneplace.place.library import themes as theme_library
    from oneplace.place.measure import PER, UNITS, Measure, Standard, per_of
    from oneplace.place.model_schema import schema_of
    from oneplace.place.nested import Side, nested, sides
    from oneplace.place.pathways import is_pathway, pathways
    from oneplace.place.period import Period, period
    from oneplace.place.place_file import BoundaryFile, PlaceFile, PostcodeFile, StreetFile
    from oneplace.place.postcodes import Directory, Postcode, directory
    from oneplace.place.postcodes import typed as typed_postcode
    from oneplace.place.reading import as_written, check, of_record, read
    from oneplace.place.relations import Term, relations
    from oneplace.place.rules.explain import Explanation, explain
    from oneplace.place.rules.promised_words import promised_otherwise
    from oneplace.place.scaffold import fresh, identifier, scaffold
    from oneplace.place.schema import json_schema
    from oneplace.place.small_numbers import BELOW, SmallNumbers
    from oneplace.place.sources import Sources
    from oneplace.place.started import HOWS, Choices, counted, hows, unlisted
    from oneplace.place.started import start as start_measure
    from oneplace.place.strategy import Strategy
    from oneplace.place.strategy.better_care import BetterCareYear
    from oneplace.place.strategy.commentary import CYCLES, Commentary, review_cycle
    from oneplace.place.strategy.decisions import EXEMPT, Decision, Expected
    from oneplace.place.strategy.delivery import Milestone, Move, MustDo, RecoveryStage, Risk, StageTest, Workstream
    from oneplace.place.strategy.governance import Board, Duty, Equality, Privacy
    from oneplace.place.strategy.identity import Horizon, KnownGap, Partner, joined
    from oneplace.place.strategy.learning import (
        BenefitProfile,
        Counted,
        Cycle,
        EqualityAnswer,
        ImprovementObjective,
        Lesson,
    )
    from oneplace.place.strategy.outcomes import Enabler, Outcome, TargetChange, gap_size
    from oneplace.place.strategy.themes import Facet, Theme
    from oneplace.place.strategy.weighed import Weighed
    from oneplace.place.streets import Street, Streets, spelt, streets
    from oneplace.place.typed import typed
else:
    deferred(__name__)

__all__ = [
    "BELOW",
    "CYCLES",
    "EXEMPT",
    "HOWS",
    "NOT_SET",
    "PER",
    "POOLED",
    "UNITS",
    "YEARS",
    "BenefitProfile",
    "BetterCareYear",
    "Board",
    "BoundaryFile",
    "Choices",
    "Codes",
    "Cohort",
    "Commentary",
    "Counted",
    "Cycle",
    "Decision",
    "Directory",
    "Document",
    "Duty",
    "Enabler",
    "Equality",
    "EqualityAnswer",
    "Events",
    "Expected",
    "Explanation",
    "Facet",
    "Fetch",
    "FromDocument",
    "FromLinkedRecord",
    "FromPublished",
    "FromQuality",
    "GroupColumn",
    "Headline",
    "Horizon",
    "ImprovementObjective",
    "KnownGap",
    "Layout",
    "Lesson",
    "Measure",
    "Milestone",
    "Model",
    "Move",
    "MustDo",
    "Outcome",
    "Outlines",
    "Overlap",
    "OwnDataset",
    "Owner",
    "Partner",
    "Period",
    "PeriodCell",
    "Place",
    "PlaceFile",
    "Population",
    "Postcode",
    "PostcodeFile",
    "Privacy",
    "Quantity",
    "RecoveryStage",
    "Related",
    "Risk",
    "Side",
    "SmallNumbers",
    "Sources",
    "StageTest",
    "Standard",
    "Statement",
    "Strategy",
    "Street",
    "StreetFile",
    "Streets",
    "TargetChange",
    "Term",
    "Text",
    "Theme",
    "Weighed",
    "Workstream",
    "alike_but_for_ages",
    "as_written",
    "bound",
    "check",
    "codelists",
    "counted",
    "declare_dataset",
    "declared_datasets",
    "directory",
    "explain",
    "fresh",
    "gap_size",
    "have_rows_in_common",
    "hows",
    "identifier",
    "inside",
    "is_pathway",
    "joined",
    "json_schema",
    "keep_library",
    "library_definition",
    "load",
    "measure_library",
    "nested",
    "of_record",
    "outlines",
    "overlaps",
    "parse",
    "pathways",
    "per_of",
    "period",
    "plans_fingerprint",
    "promised_otherwise",
    "read",
    "ready_datasets",
    "relations",
    "review_cycle",
    "scaffold",
    "schema_of",
    "sides",
    "spelt",
    "start_measure",
    "streets",
    "theme_library",
    "typed",
    "typed_postcode",
    "unlisted",
]
