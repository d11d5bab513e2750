"""How one database says what reading a table needs: names, texts, times and numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

# What the values of a column are, whatever an engine calls their type.
TEXT, WHOLE, FRACTION, YES_NO = "text", "whole", "fraction", "yes_no"
ZONED, LOCAL, DAY = "zoned", "local", "day"
NESTED, OTHER = "nested", "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a relation.

    `kind` is what its values are: text, whole, fraction, yes_no, zoned (a moment), local
    (a time by a clock of unknown zone), day, nested, other. A written time that was
    looked at while it was read has its `form` and `clock` in two columns of their own.
    `sql` is where the column is found, if that is not under its name.
    """

    name: str
    kind: str
    form: str = ""
    clock: str = ""
    sql: str = ""


class Words(ABC):
    """The words of one database; what goes in and out is SQL text unless it says otherwise."""

    whole: str
    text_type: str

    @abstractmethod
    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as plain values."""

    @abstractmethod
    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""

    def found(self, column: Column) -> str:
        """Return where a column is found."""
        return column.sql or self.quoted(column.name)

    @abstractmethod
    def text(self, column: Column) -> str:
        """Return a column's values as texts; null stays null."""

    @abstractmethod
    def is_blank(self, text: str) -> str:
        """Return a condition, never null: there is nothing but white space."""

    @abstractmethod
    def form(self, text: str, clock: str) -> str:
        """Return the form of a written time, whose clock is known, as a number: times.BLANK …."""

    @abstractmethod
    def clock(self, text: str) -> str:
        """Return a written time in microseconds since 1970: in UTC if it has a zone, else by
        its own clock; null if it is none."""

    @abstractmethod
    def native(self, column: Column) -> str:
        """Return a zoned, local or day column in microseconds since 1970 by its own clock."""

    @abstractmethod
    def number(self, text: str) -> str:
        """Return a text of the form times.NUMERIC as an exact decimal number."""

    @abstractmethod
    def decimal(self, column: Column) -> str:
        """Return a column of numbers as exact decimals; null where they are not finite."""

    @abstractmethod
    def micros(self, decimal: str, nanoseconds: int) -> str:
        """Return a decimal of units of so many nanoseconds as whole microseconds, rounded down."""

    @abstractmethod
    def nearest_micros(self, column: Column, nanoseconds: int) -> str:
        """Return a column of fractions of such units as the nearest whole microseconds.

        The nearest, because a fraction such as a double is hardly ever what was written.
        """
