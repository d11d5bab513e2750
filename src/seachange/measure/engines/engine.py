"""The one place that asks an engine: canonical SQL in, rows of plain Python values out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from seachange.errors import EngineFailed
from seachange.measure.sql.query import Query

Row = tuple[Any, ...]
Columns = Mapping[str, NDArray[Any]]


class Engine(ABC):
    """What differs between engines: how a text is put, run, and its values read back."""

    name: str
    feeds_kernels: ClassVar[bool] = False

    def rows(self, query: Query) -> list[Row]:
        """Run a query; whole numbers come back as int, whatever the engine calls them."""
        return [tuple(map(_plain, row)) for row in self.run(query)]

    def columns(self, query: Query) -> Columns:
        """Run a query for a kernel: a column as an array, its rows in the order they lie in."""
        raise EngineFailed(f"{self.name} feeds no kernels; asked for {query.text[:60]}")

    def batches(self, query: Query) -> list[Columns]:
        """Run a query for a kernel that takes its columns in pieces, one after the other."""
        return [self.columns(query)]

    @property
    def threads(self) -> int:
        """How many threads a kernel may use beside the engine."""
        return 1

    def table(self, query: Query, *, width: int) -> NDArray[np.int64]:
        """Run a query of whole numbers that may have as many rows as there are people."""
        if self.feeds_kernels:
            columns = tuple(self.columns(query).values())
            return np.column_stack(columns).astype(np.int64, copy=False)
        return np.array(self.rows(query), dtype=np.int64).reshape(-1, width)

    @contextmanager
    def kept(self, table: str, query: Query) -> Iterator[None]:
        """Keep a query's rows in a table of that name until the end of the block.

        Whatever several queries build on is then counted once, and never leaves the engine.
        """
        self.keep(table, query)
        try:
            yield
        finally:
            self.forget(table)

    @abstractmethod
    def keep(self, table: str, query: Query) -> None:
        """Make a table of a query's rows that only this connection sees, in place of any before."""

    @abstractmethod
    def forget(self, table: str) -> None:
        """Drop a table that was kept; one that is not there is no matter."""

    @abstractmethod
    def run(self, query: Query) -> Iterable[Row]:
        """Run a query and yield the engine's own values."""


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
