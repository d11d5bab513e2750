"""Whoever writes holds the one row of the turn; and constraints that say just what the rules say."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After the tables themselves."""

    dependencies = [("people", "0001_tables"), ("planning", "0002_refusals")]

    operations = [
        migrations.RemoveConstraint(model_name="driverlink", name="driver_link_i_3"),
        migrations.RemoveConstraint(model_name="outcome", name="outcome_i_1"),
        migrations.RemoveConstraint(model_name="roadmapitem", name="roadmap_item_i_23"),
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
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("state__in", ["achieved", "active", "missed", "relapsed", "sustained"]), _negated=True), models.Q(("metric__isnull", False), ("target__isnull", False), ("by__isnull", False), ("baseline_starts__isnull", False), ("baseline_ends__isnull", False), models.Q(("actor", ""), _negated=True), models.Q(("behaviour", ""), _negated=True)), ("state__in", ["draft"]), ("breaches__contains", "|I-1|"), _connector="OR"), name="outcome_i_1"),
        ),
        migrations.AddConstraint(
            model_name="roadmapitem",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("state__in", ["later", "next", "now"]), _negated=True), ("horizon__lte", 3), ("due__isnull", True), models.Q(("precision__isnull", False), models.Q(("precision", "day"), _negated=True)), ("state__in", ["draft"]), ("breaches__contains", "|I-23|"), _connector="OR"), name="roadmap_item_i_23"),
        ),
    ]
