"""SQLite's ``INSERT OR REPLACE`` removes a row unasked: so a row's number is used once."""

from __future__ import annotations

from typing import Any

from django.db import migrations

REFUSAL = "The trail is only ever added to."
SQLITE = (
    "CREATE TRIGGER audit_no_replacement BEFORE INSERT ON audit_auditevent"
    " WHEN EXISTS (SELECT 1 FROM audit_auditevent WHERE id = NEW.id)"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
)


def lay(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_only_added_to")]
    operations = [migrations.RunPython(lay)]
