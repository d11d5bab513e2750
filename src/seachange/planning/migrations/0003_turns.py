"""Whoever writes holds the one row of the turn."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After the tables themselves."""

    dependencies = [("people", "0001_tables"), ("planning", "0002_refusals")]

    operations = [
        migrations.AddField(
            model_name="turn",
            name="held",
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="planning.turn"),
        ),
        migrations.AddField(
            model_name="turn",
            name="is_roadmap_whole",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="turn",
            name="stamp",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
