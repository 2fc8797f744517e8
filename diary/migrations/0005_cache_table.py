"""The table of the database cache, so that ``migrate`` alone makes a working database."""

from django.core.management import call_command
from django.db import migrations

TABLE = "diary_cache"


def make(apps, schema_editor):
    call_command(
        "createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0
    )


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


class Migration(migrations.Migration):

    dependencies = [("diary", "0004_access_log_append_only")]

    operations = [migrations.RunPython(make, drop)]
