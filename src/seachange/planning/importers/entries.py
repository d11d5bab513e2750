"""One thing of somebody's list of features, as it was written, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of a table, or a line of a text; both from 1."""

    file: str
    line: int
    row: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line}" if self.row is None else f"row {self.row} (line {self.line})"
        return f"{self.file}, {where}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a list: what each column says of it, empty cells left out.

    A column that a table has several times says several things.
    """

    spot: Spot
    cells: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not taken as it was written: a field of an entry, or (set aside) all of it."""

    spot: Spot
    says: str
    column: str = ""
    is_set_aside: bool = False

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        return f"{self.spot}{column}: {self.says}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was read: its columns in their order, its entries, and what is amiss."""

    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...] = ()
    told: str = ""  # how it was read: its encoding, what parts its columns
