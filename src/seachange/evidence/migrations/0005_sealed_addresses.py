"""Addresses of databases stand sealed; those from before are sealed when the pages are opened."""

from django.db import migrations

import seachange.people.sealing


class Migration(migrations.Migration):
    """The same column, written otherwise."""

    dependencies = [
        ('evidence', '0004_answers_of_events'),
    ]

    operations = [
        migrations.AlterField(
            model_name='eventsource',
            name='address',
            field=seachange.people.sealing.SealedText(blank=True, default=''),
        ),
    ]
