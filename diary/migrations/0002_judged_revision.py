"""Remember up to which revision a warning was judged; find diaries by rule set."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("diary", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="warning",
            name="judged_revision",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="diary",
            name="evaluated_ruleset",
            field=models.CharField(blank=True, db_index=True, max_length=16),
        ),
    ]
