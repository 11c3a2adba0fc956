"""The database itself refuses to change, remove, replace or empty rows of the record.

A later migration that makes SQLite build the table anew has to lay these triggers again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

REFUSAL = "The record is only ever added to."
TABLE = "delivery_change"
SQLITE = [
    *(
        f"CREATE TRIGGER delivery_no_{verb} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    f"CREATE TRIGGER delivery_no_replacement BEFORE INSERT ON {TABLE}"
    f" WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR (place = NEW.place AND kind = NEW.kind"
    " AND subject = NEW.subject AND number = NEW.number))"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION delivery_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER delivery_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION delivery_refuse()",
]


def lay(_apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]
    operations = [migrations.RunPython(lay)]
