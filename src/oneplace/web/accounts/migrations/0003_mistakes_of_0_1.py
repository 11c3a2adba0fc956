"""Drop what version 0.1 kept of sign-ins: names, addresses and browsers of everybody who tried. Nothing reads it."""

from __future__ import annotations

from typing import Any

from django.db import migrations

LEFT = ("axes_accessattemptexpiration", "axes_accessattempt", "axes_accessfailurelog", "axes_accesslog")


def drop(_apps: Any, schema_editor: Any) -> None:
    there = schema_editor.connection.introspection.table_names()
    for table in LEFT:
        if table in there:
            schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_accounts_of_0_1")]
    operations = [migrations.RunPython(drop)]
