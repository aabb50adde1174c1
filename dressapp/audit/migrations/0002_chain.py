from django.db import migrations, models

from dressapp.audit import chain, triggers


def remove_triggers(apps, schema_editor):
    triggers.remove(schema_editor.connection)


def link_events(apps, schema_editor):
    """Bind what was written before there was a chain; from here on a change of it shows."""
    Event = apps.get_model("audit", "Event")
    last = chain.Head()
    while events := list(Event.objects.filter(seq__gt=last.seq).order_by("seq")[: chain.AT_ONCE]):
        for event in events:
            last = chain.bind(event, last)
            event.save(update_fields=["digest", "prev_hash", "hash"])


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(remove_triggers, migrations.RunPython.noop),
        migrations.AddField(
            "event", "reason", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "event", "request_id", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "event", "address", models.TextField(blank=True, default=""), preserve_default=False
        ),
        *(
            migrations.AddField(
                "event", name, models.CharField(max_length=64, default=""), preserve_default=False
            )
            for name in ("digest", "prev_hash", "hash")
        ),
        migrations.RunPython(link_events, migrations.RunPython.noop),
    ]
