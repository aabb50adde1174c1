"""Complete and sign: what was saved before is complete and not signed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from dressapp.assessments import triggers


def lift_first(apps, schema_editor):
    triggers.remove_first(schema_editor.connection)


def guard_first(apps, schema_editor):
    triggers.install_first(schema_editor.connection)


def guard(apps, schema_editor):
    triggers.install(schema_editor.connection)


def lift(apps, schema_editor):
    triggers.remove(schema_editor.connection)


def name_rulesets(apps, schema_editor):
    """Give every summary the rule set of the assessment that was saved last."""
    snapshots = apps.get_model("assessments", "Snapshot").objects.filter(
        case=OuterRef("case"), number=OuterRef("complete_number")
    )
    summaries = apps.get_model("assessments", "CaseSummary").objects.filter(complete_number__isnull=False)
    summaries.update(complete_ruleset=Subquery(snapshots.values("ruleset")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("cases", "0002_erasure_and_emergency"),
    ]

    operations = [
        migrations.RunPython(lift_first, guard_first),
        migrations.RenameField("casesummary", "signed_number", "complete_number"),
        migrations.RenameField("casesummary", "signed_revision", "complete_revision"),
        migrations.AddField(
            "casesummary",
            "complete_ruleset",
            models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField("casesummary", "amends_number", models.PositiveIntegerField(null=True)),
        migrations.AddField("casesummary", "signed_number", models.PositiveIntegerField(null=True)),
        migrations.AddField("snapshot", "amends", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "snapshot", "reason", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("by_id", models.CharField(max_length=40)),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("meaning", models.CharField(max_length=200)),
                ("snapshot_sha256", models.CharField(max_length=64)),
                ("audit_seq", models.PositiveBigIntegerField()),
                ("audit_hash", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="cases.case",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="assessments.snapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("snapshot", "by_id"), name="one_signature_a_person")
                ],
            },
        ),
        migrations.RunPython(name_rulesets, migrations.RunPython.noop),
        migrations.RunPython(guard, lift),
    ]
