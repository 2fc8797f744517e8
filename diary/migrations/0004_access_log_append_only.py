"""Triggers: a row of the access log cannot be changed, nor deleted for five years.

A later migration that alters the table on SQLite builds it anew and loses them: it must
end with the ``INSTALL`` of this one (a test asks the database for its triggers).
"""

from django.db import migrations

REFUSAL = "the access log is append-only"

INSTALL = {
    "sqlite": [
        f"""CREATE TRIGGER diary_accessevent_no_update
        BEFORE UPDATE ON diary_accessevent
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
        f"""CREATE TRIGGER diary_accessevent_no_delete
        BEFORE DELETE ON diary_accessevent
        WHEN OLD.at > datetime('now', '-5 years')
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    ],
    "postgresql": [
        f"""CREATE FUNCTION diary_accessevent_refuse() RETURNS trigger AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '5 years' THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM diary_accessevent) THEN
                RETURN NULL;
            END IF;
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
        END $$ LANGUAGE plpgsql""",
        """CREATE TRIGGER diary_accessevent_no_change
        BEFORE UPDATE OR DELETE ON diary_accessevent
        FOR EACH ROW EXECUTE FUNCTION diary_accessevent_refuse()""",
        """CREATE TRIGGER diary_accessevent_no_truncate
        BEFORE TRUNCATE ON diary_accessevent
        FOR EACH STATEMENT EXECUTE FUNCTION diary_accessevent_refuse()""",
    ],
}
REMOVE = {
    "sqlite": [
        "DROP TRIGGER diary_accessevent_no_update",
        "DROP TRIGGER diary_accessevent_no_delete",
    ],
    "postgresql": ["DROP FUNCTION diary_accessevent_refuse() CASCADE"],
}


def install(apps, schema_editor):
    _run(INSTALL, schema_editor)


def remove(apps, schema_editor):
    _run(REMOVE, schema_editor)


def _run(statements, schema_editor):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("diary", "0003_access_log_without_keys")]

    operations = [migrations.RunPython(install, remove)]
