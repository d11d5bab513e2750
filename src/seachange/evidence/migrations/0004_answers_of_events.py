"""Which events an answer was asked of, so that others are never counted under its name."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the fingerprint; of answers from before it is not known."""

    dependencies = [("evidence", "0003_wishes")]
    operations = [
        migrations.AddField(
            "keptanswer", "fingerprint", models.CharField(max_length=64, blank=True, default="")
        )
    ]
