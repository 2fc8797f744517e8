"""Add export jobs: files made in the background, one running for each account."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diary', '0006_notifications'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExportJob',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('diaries', models.JSONField()),
                ('is_cohort', models.BooleanField(default=False)),
                ('first', models.DateField(null=True)),
                ('last', models.DateField(null=True)),
                ('dialect', models.CharField(max_length=16)),
                ('language', models.CharField(max_length=8)),
                ('has_label_row', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('ready', 'Ready'), ('failed', 'Failed')], default='queued', max_length=16)),
                ('failure', models.CharField(blank=True, choices=[('access_ended', 'Access Ended'), ('export_not_made', 'Not Made')], max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('claim', models.UUIDField(null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('last_error_class', models.CharField(blank=True, max_length=120)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('size_bytes', models.PositiveBigIntegerField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-asked_at'], name='exportjob_by_account'), models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['next_try_at'], name='exportjob_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('account',), name='exportjob_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('failure', ''), ('finished_at__isnull', True), ('state__in', ['queued', 'running'])), models.Q(('failure', ''), ('finished_at__isnull', False), ('state', 'ready')), models.Q(('failure__in', ['access_ended', 'export_not_made']), ('finished_at__isnull', False), ('state', 'failed')), _connector='OR'), name='exportjob_state_fits')],
            },
        ),
    ]
