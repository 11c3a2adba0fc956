"""The codes that a column may hold, its own or those of a shared list, and the names that expressions may use."""

from oneplace.place import Sources
from oneplace.place.sources import Dataset

SOURCES = Sources.model_validate(
    {
        "format": "place-sources/1",
        "version": "1",
        "as_at": "2026-03-31",
        "local_authorities": ["E06000045"],
        "codelists": {"acuity": ["urgent", "standard"]},
        "sources": [
            {
                "id": "ed",
                "partner": "The hospital",
                "system": "made up",
                "datasets": [
                    {
                        "id": "visits",
                        "files": "visits.csv",
                        "columns": {
                            "id": "required text",
                            "acuity": {"type": "text", "codelist": "acuity"},
                            "sex": {"type": "text", "codes": ["F", "M"]},
                        },
                        "key": ["id"],
                    }
                ],
            }
        ],
    }
)


def test_a_column_has_the_codes_of_its_list_its_own_or_any():
    columns = SOURCES.sources[0].datasets[0].columns
    found = {name: SOURCES.codes(column) for name, column in columns.items()}
    assert found == {"id": None, "acuity": ("urgent", "standard"), "sex": ("F", "M")}


def test_each_expression_comes_with_the_names_that_it_may_use_besides_columns():
    visits = SOURCES.sources[0].datasets[0].model_dump() | {
        "newest_by": "1",
        "person": "2",
        "facts": {"sex": "3"},
        "refuse": [{"when": "as_at IS NULL", "because": "It is early."}],
        "rows": [
            {"table": "place_of_address", "values": {"uprn": "4", "postcode": "5", "lsoa21_code": "6"}, "where": "7"},
            {
                "table": "place_of_address",
                "values": {"uprn": "8", "postcode": "9", "lsoa21_code": "item_position"},
                "each": ["id"],
            },
        ],
    }
    found = dict(Dataset.model_validate(visits).expressions())
    assert found == {
        "1": ("_file",),
        **dict.fromkeys("234567", ()),
        "as_at IS NULL": ("as_at",),
        **dict.fromkeys(("8", "9", "item_position"), ("item", "item_position")),
    }
