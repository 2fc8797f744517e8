"""Links that open a page without an account, and log rows of readers without one.

SQLite builds the access log anew here and loses its triggers; they are installed again,
with one more: ``INSERT OR REPLACE`` deletes a row without asking the others. Going back
fails, and changes nothing, once a link was opened: that row has no actor.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = import_module("diary.migrations.0004_access_log_append_only")
NO_REPLACE = f"""CREATE TRIGGER diary_accessevent_no_replace
    BEFORE INSERT ON diary_accessevent
    WHEN EXISTS (SELECT 1 FROM diary_accessevent WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY.REFUSAL}'); END"""


def install_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in (*APPEND_ONLY.INSTALL["sqlite"], NO_REPLACE):
            schema_editor.execute(statement, params=None)


def install_as_before(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in APPEND_ONLY.INSTALL["sqlite"]:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("diary", "0007_export_jobs")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, install_as_before),
        migrations.AddField(
            model_name="accessevent",
            name="link_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="accessevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(install_again, migrations.RunPython.noop),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                (
                    "id",
                    models.UUIDField(editable=False, primary_key=True, serialize=False),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("from_date", models.DateField(null=True)),
                ("to_date", models.DateField(null=True)),
                ("sections", models.JSONField()),
                ("with_notes", models.BooleanField(default=False)),
                ("language", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("views_max", models.PositiveSmallIntegerField()),
                ("views_left", models.PositiveSmallIntegerField()),
                ("tries_left", models.PositiveSmallIntegerField()),
                (
                    "diary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="diary.diary",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("views_left__lte", models.F("views_max"))),
                        name="sharelink_views_within_max",
                    )
                ],
            },
        ),
    ]
