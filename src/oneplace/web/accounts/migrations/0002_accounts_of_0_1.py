"""Take over the accounts of version 0.1, which stood in Django's own tables, their roles in groups by their words.

Ids and passwords stay, so nobody is signed out or has to be given a new password. The old tables go: nobody's data
is kept twice.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations, models

from oneplace import place

CODES = {"Board member": "board", "Planner": "planner"}
KEPT = ("id", "username", "password", "is_active", "date_joined", "last_login")
LEFT = ("auth_user_groups", "auth_user_user_permissions", "auth_user")
ROLES = (
    "SELECT auth_user_groups.user_id, auth_group.name FROM auth_user_groups"
    " JOIN auth_group ON auth_group.id = auth_user_groups.group_id"
)


def take_over(apps: Any, schema_editor: Any) -> None:
    if "auth_user" not in schema_editor.connection.introspection.table_names():
        return
    former, user = apps.get_model("accounts", "FormerUser"), apps.get_model("accounts", "User")
    user.objects.bulk_create([user(**values) for values in former.objects.values(*KEPT)])
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ROLES)
        held = [(key, CODES[words]) for key, words in cursor.fetchall() if words in CODES]
    if held:
        here = place.as_written(settings.ONEPLACE_PLACE).place.id  # a store of version 0.1 was one place's
        given = apps.get_model("accounts", "RoleGiven")
        given.objects.bulk_create([given(user_id=key, role=code, place=here) for key, code in held])
    for table in LEFT:
        schema_editor.execute(f"DROP TABLE {table}")
    apps.get_model("auth", "Group").objects.filter(name__in=CODES).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.CreateModel(
            name="FormerUser",
            fields=[
                ("id", models.IntegerField(primary_key=True)),
                ("username", models.CharField(max_length=150)),
                ("password", models.CharField(max_length=128)),
                ("is_active", models.BooleanField()),
                ("date_joined", models.DateTimeField()),
                ("last_login", models.DateTimeField(null=True)),
            ],
            options={"managed": False, "db_table": "auth_user"},
        ),
        migrations.RunPython(take_over),
        migrations.DeleteModel("FormerUser"),
    ]
