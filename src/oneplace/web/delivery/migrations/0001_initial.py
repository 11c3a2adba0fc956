from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=200)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("what", models.CharField(max_length=40)),
                ("why", models.TextField(blank=True)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "kind", "subject", "number"), name="a_number_once_a_thing")
                ],
            },
        ),
    ]
