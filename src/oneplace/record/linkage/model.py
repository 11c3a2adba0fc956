"""The linkage model: which fields are compared, in what grades, and how much each grade says before training.

Fellegi-Sunter, as in Splink. ``m`` is the share of true pairs in a grade, ``u`` that of chance pairs. The values
here are starting points, of the order that is usual for English administrative records; they stand where there
are too few records to train on, and otherwise training replaces them.
"""

from __future__ import annotations

from typing import Any

_ALIKE = 0.88
EMAIL_ALIKE = "left(email_l, 1) = left(email_r, 1) AND damerau_levenshtein(email_l, email_r) <= 2"
"""One address with a slip or two, of which the first letter is none: husband and wife begin otherwise."""

_TWO_PARTS = (
    "left(born_l, 7) = left(born_r, 7) OR right(born_l, 5) = right(born_r, 5) "
    "OR (birth_year_l = birth_year_r AND right(born_l, 2) = right(born_r, 2))"
)
"""Two of day, month and year are the same: one was misread or filled in as a whole."""


def _level(sql: str, words: str, m: float, u: float, **more: Any) -> dict[str, Any]:
    return {"sql_condition": sql, "label_for_charts": words, "m_probability": m, "u_probability": u, **more}


def _comparison(column: str, *levels: dict[str, Any], unsaid: str = "") -> dict[str, Any]:
    missing = {
        "sql_condition": f'"{column}_l" IS NULL OR "{column}_r" IS NULL{unsaid}',
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    return {"output_column_name": column, "comparison_levels": [missing, *levels]}


def settings(chance_of_match: float) -> dict[str, Any]:
    """Return Splink's settings; ``chance_of_match`` is the chance that two records taken at random are one person."""
    common = {"tf_adjustment_weight": 1.0}
    return {
        "link_type": "link_only",
        "unique_id_column_name": "unique_id",
        "source_dataset_column_name": "source_dataset",
        "probability_two_random_records_match": chance_of_match,
        "blocking_rules_to_generate_predictions": BLOCKING,
        "comparisons": [
            _comparison(
                "given",
                _level("names_l = names_r AND given_l <> given_r", "the wrong way round", 0.01, 0.00004),
                _level("given_l = given_r", "same", 0.80, 0.01, tf_adjustment_column="given", **common),
                _level("given_root_l = given_root_r", "nickname of the same name", 0.08, 0.005),
                _level(f"jaro_winkler_similarity(given_l, given_r) >= {_ALIKE}", "alike", 0.07, 0.01),
                _level("ELSE", "different", 0.04, 0.97496),
            ),
            _comparison(
                "family",
                _level("family_l = family_r", "same", 0.88, 0.004, tf_adjustment_column="family", **common),
                _level(f"jaro_winkler_similarity(family_l, family_r) >= {_ALIKE}", "alike", 0.07, 0.006),
                _level("ELSE", "different", 0.05, 0.99),
                # Names the wrong way round are told of by the given name: they count once.
                unsaid=" OR (names_l = names_r AND family_l <> family_r)",
            ),
            _comparison(
                "born",
                _level("born_l = born_r", "same", 0.91, 0.00004),
                _level("born_l = born_swapped_r OR damerau_levenshtein(born_l, born_r) <= 1", "one slip", 0.05, 0.002),
                _level(_TWO_PARTS, "day, month or year differs", 0.015, 0.003),
                _level("birth_year_l = birth_year_r", "same year", 0.01, 0.012),
                _level("ELSE", "different", 0.015, 0.98296),
            ),
            _comparison(
                "sex",
                _level("sex_l = sex_r", "same", 0.985, 0.5),
                _level("ELSE", "different", 0.015, 0.5),
            ),
            _comparison(
                "postcode",
                _level("postcode_l = postcode_r", "same", 0.75, 0.0003),
                _level("left(postcode_l, -2) = left(postcode_r, -2)", "same sector", 0.05, 0.02),
                _level("ELSE", "different", 0.20, 0.9797),
            ),
            _comparison(
                "phone",
                _level("phone_l = phone_r", "same", 0.70, 0.00005),
                _level("ELSE", "different", 0.30, 0.99995),
            ),
            _comparison(
                "email",
                _level("email_l = email_r", "same", 0.70, 0.00005),
                _level(EMAIL_ALIKE, "alike", 0.10, 0.0005),
                _level("ELSE", "different", 0.20, 0.99945),
            ),
            _comparison(
                "number",
                _level("number_l = number_r", "same", 0.70, 0.00001),
                _level("damerau_levenshtein(number_l, number_r) <= 1", "one slip", 0.10, 0.0001),
                _level("ELSE", "different", 0.20, 0.99989),
            ),
            _comparison(
                "address",
                _level("address_l = address_r", "same", 0.70, 0.0002),
                _level(f"jaro_winkler_similarity(address_l, address_r) >= {_ALIKE}", "alike", 0.10, 0.003),
                _level("ELSE", "different", 0.20, 0.9968),
            ),
            _comparison(
                "town",
                _level("town_l = town_r", "same", 0.75, 0.05, tf_adjustment_column="town", **common),
                _level(f"jaro_winkler_similarity(town_l, town_r) >= {_ALIKE}", "alike", 0.05, 0.005),
                _level("ELSE", "different", 0.20, 0.945),
                # A postcode in common tells the town too: what both say counts once.
                unsaid=" OR postcode_l = postcode_r",
            ),
        ],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
        "em_convergence": 0.001,
        "max_iterations": 15,
    }


BLOCKING = [
    "l.born = r.born AND l.family_start = r.family_start",
    "l.born = r.born AND l.given_root = r.given_root",
    "l.born_swapped = r.born AND l.family = r.family",
    "l.born = r.born AND left(l.given, 1) = r.family_start AND l.family_start = left(r.given, 1)",
    "l.family = r.family AND l.given_root = r.given_root",
    "l.names = r.names",
    "l.given_root = r.given_root AND left(l.born, 7) = left(r.born, 7)",
    "l.given_root = r.given_root AND right(l.born, 5) = right(r.born, 5)",
    "l.family = r.family AND left(l.born, 7) = left(r.born, 7)",
    "l.family = r.family AND right(l.born, 5) = right(r.born, 5)",
    "l.postcode = r.postcode AND l.given_root = r.given_root",
    "l.postcode = r.postcode AND l.family = r.family",
    "l.phone = r.phone AND l.given_root = r.given_root",
    "l.email = r.email",
    "l.number = r.number",
    "l.address = r.address AND l.given_root = r.given_root",
]
"""A pair is compared where one of these holds."""

TRAINING = ["l.born = r.born", "l.postcode = r.postcode AND l.family = r.family"]
"""Each pass learns the fields that its own rule does not fix."""
