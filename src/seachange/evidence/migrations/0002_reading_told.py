"""How far the reading of a source is, and whether somebody is at it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns more."""

    dependencies = [
        ('evidence', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventsource',
            name='alive_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='eventsource',
            name='progress',
            field=models.FloatField(default=0.0),
        ),
        migrations.AddField(
            model_name='eventsource',
            name='stage',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
    ]
