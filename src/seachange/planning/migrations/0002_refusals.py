"""What the database refuses by itself, across rows."""

from typing import Any

from django.db import migrations

from seachange.planning.models.triggers import removals, statements


class Refusals(migrations.RunSQL):
    """The triggers, in the words of whichever database this is."""

    def __init__(self) -> None:
        super().__init__(migrations.RunSQL.noop, migrations.RunSQL.noop)

    def database_forwards(self, app: str, editor: Any, before: Any, after: Any) -> None:
        """Set them up."""
        self.sql = [(line, None) for line in statements(editor.connection.vendor)]
        super().database_forwards(app, editor, before, after)

    def database_backwards(self, app: str, editor: Any, before: Any, after: Any) -> None:
        """Take them away."""
        self.reverse_sql = [(line, None) for line in removals(editor.connection.vendor)]
        super().database_backwards(app, editor, before, after)


class Migration(migrations.Migration):
    """After the tables themselves."""

    dependencies = [("planning", "0001_tables")]
    operations = [Refusals()]
