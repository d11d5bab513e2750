"""What was asked in a test, who held it, and with whom."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After ways in for people."""

    dependencies = [
        ('people', '0001_tables'),
        ('planning', '0008_entrances'),
    ]

    operations = [
        migrations.AddField(
            model_name='assumptiontest',
            name='asked',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='assumptiontest',
            name='held_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member'),
        ),
        migrations.AddField(
            model_name='assumptiontest',
            name='with_whom',
            field=models.TextField(blank=True, default=''),
        ),
    ]
