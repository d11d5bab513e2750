"""Days as lists of features write them; a day that could be two is not guessed at."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?\Z")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:[ ,].*)?\Z")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:[ ,].*)?\Z")
# 21/Nov/25 3:04 PM, 21-Nov-2025, 21 November 2025
_DAY_MONTH = re.compile(r"(\d{1,2})[-/ .]+([A-Za-z]{3,9})[-/ .,]+(\d{4}|\d{2})(?:[ ,].*)?\Z")
# Nov 21, 2025; Fri Nov 21 2025 12:03:21 GMT+0000 (Coordinated Universal Time)
_MONTH_DAY = re.compile(r"(?:[A-Za-z]{3,9},? )?([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})(?:[ ,].*)?\Z")


class Unclear(Exception):
    """What was written is no day, or could be two; its text says which."""


def day(text: str, *, is_day_first: bool | None = None) -> date:
    """Read a day; a time behind it is left aside. Raises Unclear.

    >>> day("21/Nov/25 3:04 PM"), day("Fri Nov 21 2025 12:03:21 GMT+0000 (UTC)")
    (datetime.date(2025, 11, 21), datetime.date(2025, 11, 21))
    >>> day("3/4/2025", is_day_first=True)
    datetime.date(2025, 4, 3)
    """
    if found := _ISO.match(text):
        return _date(found[1], found[2], found[3], text)
    if found := _DOTTED.match(text):
        return _date(found[3], found[2], found[1], text)
    if found := _SLASHED.match(text):
        return _slashed(found[1], found[2], found[3], text, is_day_first=is_day_first)
    if found := _DAY_MONTH.match(text):
        return _date(found[3], _month(found[2], text), found[1], text)
    if found := _MONTH_DAY.match(text):
        return _date(found[3], _month(found[1], text), found[2], text)
    raise Unclear(f"{text!r} is no day such as 2026-06-30")


def _slashed(first: str, second: str, year: str, text: str, *, is_day_first: bool | None) -> date:
    if int(first) > 12 or first == second:
        is_day_first = True
    elif int(second) > 12:
        is_day_first = False
    if is_day_first is None:
        raise Unclear(f"{text!r} could be two days; say --dates day-first or month-first")
    return _date(year, *((second, first) if is_day_first else (first, second)), text)


def _month(name: str, text: str) -> str:
    short = name[:3].lower()
    if short not in _MONTHS:
        raise Unclear(f"{text!r} names no month")
    return str(_MONTHS.index(short) + 1)


def _date(year: str, month: str, in_month: str, text: str) -> date:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(full, int(month), int(in_month))
    except ValueError:
        raise Unclear(f"{text!r} is no day there is") from None
