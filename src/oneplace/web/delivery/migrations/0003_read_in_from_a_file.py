"""Whether an entry came in from a file: its own day and name are then what that file says.

The column may be empty, so that neither database builds the table anew: the triggers of 0002 stay.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_only_added_to")]
    operations = [migrations.AddField("change", "imported", models.JSONField(null=True))]
