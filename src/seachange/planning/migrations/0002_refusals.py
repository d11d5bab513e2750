"""What the database refuses by itself: set up after every migration, not in one of them."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing: SQLite loses triggers whenever a table changes (models/refusals.py)."""

    dependencies = [("planning", "0001_tables")]
    operations: list[migrations.operations.base.Operation] = []
