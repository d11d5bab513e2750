"""Creating all tables of an app at once, each whole, whatever circles their links make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class Tables(Operation):
    """Many operations that Django wrote down, carried out as one table after the other.

    Django breaks circles of links by adding them afterwards, for which SQLite copies every table
    many times over; a link to a table that is still to come is no trouble to either database.
    """

    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app: str, state: Any) -> None:
        """Take in the models as if they had been made step by step."""
        # Else Django would build every class anew after every step.
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app, state)

    def database_forwards(self, app: str, editor: Any, _before: Any, after: Any) -> None:
        """Create each table as it is in the end."""
        for model in after.apps.get_app_config(app).get_models():
            editor.create_model(model)

    def database_backwards(self, app: str, editor: Any, before: Any, _after: Any) -> None:
        """Remove the tables."""
        for model in reversed(list(before.apps.get_app_config(app).get_models())):
            editor.delete_model(model)

    def describe(self) -> str:
        """Say what it does."""
        return "Create every table"
