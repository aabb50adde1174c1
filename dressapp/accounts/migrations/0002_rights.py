from django.db import migrations, models


def keep_what_members_could(apps, schema_editor):
    """Whoever may write could export until now and still may; readers no longer do."""
    apps.get_model("accounts", "Membership").objects.exclude(role="reader").update(may_export=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="may_export",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="password_is_temporary",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(keep_what_members_could, migrations.RunPython.noop),
    ]
