"""Let a new grant wait beside the old one, and the access log outlive what it names."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("diary", "0002_judged_revision")]

    operations = [
        migrations.RemoveConstraint(model_name="grant", name="grant_live_once"),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("diary", "clinician"),
                name="grant_pending_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("diary", "clinician"),
                name="grant_active_once",
            ),
        ),
        migrations.AlterField(
            model_name="accessevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                default=None,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="accessevent",
            name="diary",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="access_events",
                to="diary.diary",
            ),
        ),
        migrations.AlterField(
            model_name="accessevent",
            name="result",
            field=models.CharField(
                choices=[("allowed", "Allowed"), ("refused", "Refused")], max_length=16
            ),
        ),
    ]
