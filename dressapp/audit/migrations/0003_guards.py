from django.db import migrations

from dressapp.audit import triggers


def install_triggers(apps, schema_editor):
    """Guard the trail; on SQLite a table that the guards name cannot be made anew while they stand."""
    triggers.remove(schema_editor.connection)
    triggers.install(schema_editor.connection)


def remove_triggers(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain"), ("cases", "0002_erasure_and_emergency")]

    operations = [migrations.RunPython(install_triggers, remove_triggers)]
