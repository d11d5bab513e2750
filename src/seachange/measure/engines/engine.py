"""The one place that asks an engine: canonical SQL in, rows of plain Python values out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from seachange.measure.sql.query import Query

Row = tuple[Any, ...]


class Engine(ABC):
    """What differs between engines: how a text is put, run, and its values read back."""

    name: str

    def rows(self, query: Query) -> list[Row]:
        """Run a query; whole numbers come back as int, whatever the engine calls them."""
        return [tuple(map(_plain, row)) for row in self.run(query)]

    @abstractmethod
    def run(self, query: Query) -> Iterable[Row]:
        """Run a query and yield the engine's own values."""


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
