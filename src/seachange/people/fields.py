"""The columns records are made of, said once: texts, words of a list, links, limits."""

from __future__ import annotations

from enum import Enum
from typing import Any

from django.db import models

ID_LENGTH, WORD_LENGTH = 100, 40


def prose() -> Any:
    """Return a column for any text, empty by default."""
    return models.TextField(blank=True, default="")


def word(default: Enum | None = None) -> Any:
    """Return a column for a word of a list; without a default it may be left open."""
    if default is None:
        return models.CharField(max_length=WORD_LENGTH, null=True, blank=True)
    return models.CharField(max_length=WORD_LENGTH, default=default.value)


def number() -> Any:
    """Return a column for a number that may be unknown."""
    return models.FloatField(null=True, blank=True)


def count() -> Any:
    """Return a column for a number of things that may be unknown."""
    return models.BigIntegerField(null=True, blank=True)


def money() -> Any:
    """Return a column for an amount that may be unknown."""
    return models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)


def day() -> Any:
    """Return a column for a date that may be unknown."""
    return models.DateField(null=True, blank=True)


def yes(*, by_default: bool = False) -> Any:
    """Return a column for a yes or no."""
    return models.BooleanField(default=by_default)


def listing() -> Any:
    """Return a column for a list of plain values, in order."""
    return models.JSONField(default=list, blank=True)


def composite() -> Any:
    """Return a column for a small value of several parts."""
    return models.JSONField(default=dict, blank=True)


def link(to: str) -> Any:
    """Return a link to one record or none; what is pointed at cannot be removed."""
    return models.ForeignKey(
        to, models.PROTECT, null=True, blank=True, related_name="+", db_index=True
    )


def needs(to: str) -> Any:
    """Return a link a record cannot be without."""
    return models.ForeignKey(to, models.PROTECT, related_name="+")


def links(to: str) -> Any:
    """Return links to any number of records; their order is the order they were given in."""
    return models.ManyToManyField(to, related_name="+", blank=True)


class Columns:
    """A value of several columns: each part becomes a column named after it and the value."""

    def __init__(self, **parts: Any) -> None:
        self.parts = parts

    def contribute_to_class(self, model: Any, name: str) -> None:
        """Add the columns to a model; Django calls this while it makes the class."""
        for part, column in self.parts.items():
            column.contribute_to_class(model, f"{name}_{part}")


def one_of(name: str, column: str, words: Any) -> Any:
    """Return the constraint that a column holds one of some words, or nothing."""
    known = [each.value if isinstance(each, Enum) else each for each in words]
    condition = models.Q(**{f"{column}__in": known}) | models.Q(**{f"{column}__isnull": True})
    return models.CheckConstraint(condition=condition, name=f"{name}_{column}_known")


def between(name: str, column: str, low: float, high: float) -> Any:
    """Return the constraint that a number lies between two others, ends included, or is unknown."""
    inside = models.Q(**{f"{column}__gte": low, f"{column}__lte": high})
    condition = inside | models.Q(**{f"{column}__isnull": True})
    return models.CheckConstraint(condition=condition, name=f"{name}_{column}_within")
