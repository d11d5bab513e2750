"""The tables of evidence, as Django wrote them down."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables of the app."""

    initial = True

    operations = [
        migrations.CreateModel(
            name='EventSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('place', models.TextField(blank=True, default='')),
                ('address', models.TextField(blank=True, default='')),
                ('mapping', models.JSONField(default=dict)),
                ('zone', models.CharField(blank=True, default='', max_length=80)),
                ('fingerprint', models.CharField(blank=True, default='', max_length=64)),
                ('state', models.CharField(default='new', max_length=20)),
                ('told', models.JSONField(default=dict)),
                ('why', models.TextField(blank=True, default='')),
                ('added_by', models.CharField(blank=True, default='', max_length=200)),
                ('added_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('-used_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('policy', models.CharField(max_length=20)),
                ('question', models.JSONField()),
                ('lane', models.CharField(max_length=20)),
                ('state', models.CharField(default='waiting', max_length=20)),
                ('stage', models.CharField(blank=True, default='', max_length=200)),
                ('progress', models.FloatField(default=0.0)),
                ('answer', models.TextField(blank=True, default='')),
                ('why', models.TextField(blank=True, default='')),
                ('remedy', models.TextField(blank=True, default='')),
                ('asked_at', models.DateTimeField()),
                ('began_at', models.DateTimeField(null=True)),
                ('alive_at', models.DateTimeField(null=True)),
                ('took', models.FloatField(null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='evidence.eventsource')),
            ],
            options={
                'ordering': ('asked_at',),
                'indexes': [models.Index(fields=['state', 'asked_at'], name='evidence_ke_state_fc5495_idx')],
            },
        ),
    ]
