"""The codes that a column may hold: its own, or those of a list that several columns share."""

from oneplace.place import Sources

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
