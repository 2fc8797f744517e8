"""Add the outbox: one row for each notice and channel."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diary', '0005_cache_table'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=100, unique=True)),
                ('channel', models.CharField(choices=[('push', 'Push'), ('email', 'Email')], max_length=8)),
                ('severity', models.CharField(max_length=16)),
                ('warnings', models.JSONField()),
                ('basis', models.JSONField(default=list)),
                ('is_late', models.BooleanField(default=False)),
                ('is_reminder', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('remind_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('last_error_class', models.CharField(blank=True, max_length=120)),
                ('along_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='companions', to='diary.notification')),
                ('diary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='diary.diary')),
            ],
            options={
                'indexes': [models.Index(fields=['diary', 'asked_at'], name='notification_by_diary'), models.Index(condition=models.Q(('state__in', ['queued', 'failed'])), fields=['channel', 'next_try_at'], name='notification_waiting'), models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['remind_at'], name='notification_to_remind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_reminder', False), ('severity__in', ['see_doctor', 'see_doctor_soon']), ('state__in', ['queued', 'failed'])), fields=('diary',), name='notification_one_bundle_waits'), models.CheckConstraint(condition=models.Q(('severity__in', ['see_doctor', 'see_doctor_soon', 'urgent'])), name='notification_severity_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['push', 'email'])), name='notification_channel_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(('sent_at__isnull', True), ('state__in', ['queued', 'failed', 'cancelled'])), _connector='OR'), name='notification_sent_has_a_time')],
            },
        ),
    ]
