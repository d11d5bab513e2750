"""Counts that cannot have been counted are refused before a formula sees them."""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction

from seachange.errors import BadQuestion, ImpossibleCounts

Exact = int | Fraction | Decimal
"""A number without rounding. Floats are refused: what they lost cannot be got back."""


def integer(number: int, *, of: str) -> int:
    """Return any kind of integer as an int; refuse everything else, truth values too."""
    try:
        if not isinstance(number, bool):
            return operator.index(number)
    except TypeError:
        pass
    raise ImpossibleCounts(f"{number!r} is not a whole number of {of}")


def whole(count: int, *, of: str) -> int:
    """Return the count as an int; refuse fractions, truth values and less than none."""
    number = integer(count, of=of)
    if number < 0:
        raise ImpossibleCounts(f"{number} is less than no {of}")
    return number


def part(did: int, *, people: int) -> tuple[int, int]:
    """Return both counts as ints; refuse 5 of 3 people."""
    did, people = whole(did, of="people who did it"), whole(people, of="people")
    if did > people:
        raise ImpossibleCounts(f"{did} of {people} people cannot have done it")
    return did, people


def exact(total: Exact, *, of: str) -> Fraction:
    """Return a sum as an exact fraction; refuse floats and infinities."""
    if isinstance(total, float):
        raise ImpossibleCounts(
            f"the {of} is {total!r}, which is not exact",
            remedy="Add up integers or decimals: a sum of floats depends on its order.",
        )
    if isinstance(total, Decimal) and not total.is_finite():
        raise ImpossibleCounts(f"the {of} is {total}")
    if isinstance(total, Fraction | Decimal):
        return Fraction(total)
    return Fraction(integer(total, of=f"units of the {of}"))


def share_of_one(share: Fraction, *, of: str) -> Fraction:
    """Return a share between 0 and 1 as it is; refuse any other."""
    if not isinstance(share, Fraction | int) or not 0 <= share <= 1:
        raise BadQuestion(
            f"{share!r} is not a {of}", remedy="Give a fraction from 0 to 1, as Fraction(1, 2)."
        )
    return Fraction(share)
