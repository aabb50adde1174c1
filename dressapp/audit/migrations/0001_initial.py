import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.TextField(blank=True)),
                ("actor_name", models.TextField()),
                ("action", models.TextField()),
                ("object_type", models.TextField(blank=True)),
                ("object_id", models.TextField(blank=True)),
                ("case_id", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "detail",
                    models.JSONField(
                        blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
            ],
            options={
                "ordering": ["seq"],
                "indexes": [models.Index(fields=["case_id", "seq"], name="event_by_case")],
            },
        ),
    ]
