"""Numbers in the words and digits that people read."""

from __future__ import annotations

import re
from datetime import date, datetime

from seachange.measure.answers import Estimate, Unknown

NARROW = "\u202f"  # a thin space that does not break, between a number and its unit
MINUS = "\u2212"
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNITS = ("share", "points", "seconds", "number", "people")


def count(number: int) -> str:
    """Write a count with its thousands parted: 12,345."""
    return f"{number:,}"


def visible(text: str) -> str:
    """Return a text of which a terminal obeys nothing: what would steer it is shown instead.

    Lines and tabs stay; an escape is ␛, whatever turns the order of letters round is \ufffd.
    """
    return _STEERS.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def quantity(value: float, unit: str) -> str:
    """Write one value in its unit: 38.6 %, +4.1, 2 h 5 min, 3.42."""
    if unit == "share":
        return f"{_signed(f'{value * 100:.{_digits(value)}f}')}{NARROW}%"
    if unit == "points":
        return _signed(f"{value:.1f}")
    if unit == "seconds":
        return span(value)
    if unit == "people":
        return "<1" if 0 < value < 1 else count(round(value))
    return _signed(f"{value:,.2f}" if abs(value) < 100 else f"{value:,.1f}")


def progress(done: float) -> str:
    """Write which part of the way to a target is done, in whole per cent: 57 %, −12 %."""
    return f"{_signed(f'{100 * done:.0f}')}{NARROW}%"


def estimate(reading: Estimate | Unknown, unit: str) -> str:
    """Write a value and its interval: `38.6 % [36.9, 40.3]`; an unknown one as its reason."""
    if isinstance(reading, Unknown):
        return f"unknown: {reading.why}"
    return f"{quantity(reading.value, unit)} {interval(reading, unit)}"


def interval(reading: Estimate, unit: str) -> str:
    """Write an interval without repeating its unit: `[36.9, 40.3]`."""
    low, high = quantity(reading.low, unit), quantity(reading.high, unit)
    if unit == "share":
        low, high = (bound.removesuffix(f"{NARROW}%") for bound in (low, high))
    return f"[{low}, {high}]"


def change(difference: Estimate, unit: str) -> str:
    """Write a difference with its sign; of shares in percentage points."""
    if unit == "share":
        points = (difference.value, difference.low, difference.high)
        value, low, high = (_signed(f"{100 * x:.1f}") for x in points)
        return f"{_plus(value)}{NARROW}pp [{low}, {high}]"
    value_text = quantity(difference.value, unit)
    return f"{_plus(value_text)} {interval(difference, unit)}"


def span(seconds: float) -> str:
    """Write a span of time in its two largest units: 2 h 5 min, 3.4 days, 45 s.

    >>> span(7500), span(45), span(293760)
    ('2 h 5 min', '45 s', '3.4 days')
    """
    if seconds < 0:
        return f"{MINUS}{span(-seconds)}"
    if seconds < 60:
        return (
            f"{seconds:.0f} s" if seconds >= 10 or seconds == int(seconds) else f"{seconds:.1f} s"
        )
    if seconds < 3600:
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} min" + (f" {rest} s" if rest and minutes < 10 else "")
    if seconds < 2 * 86400:
        hours, minutes = divmod(round(seconds / 60), 60)
        return f"{hours} h" + (f" {minutes} min" if minutes and hours < 10 else "")
    return f"{f'{seconds / 86400:.1f}'.removesuffix('.0')} days"


def day(when: date) -> str:
    """Write a day as people say it: 30 June 2026."""
    return f"{when.day} {when:%B %Y}"


def moment(iso_text: str) -> str:
    """Write an ISO moment for a reader: `30 June 2026, 23:59 UTC`."""
    when = datetime.fromisoformat(iso_text)
    return f"{when.day} {when:%B %Y, %H:%M} UTC"


def chance(p: float) -> str:
    """Write a probability: 0.34, 0.012, or below 0.001.

    >>> chance(0.344), chance(0.0121), chance(1e-9)
    ('0.34', '0.012', '<0.001')
    """
    if p < 0.001:
        return "<0.001"
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def around(number: float) -> str:
    """Write a number that is only roughly known, in two digits: about 2,600.

    >>> around(2634), around(97.2), around(3.4)
    ('2,600', '97', '3')
    """
    if number < 100:
        return count(round(number))
    unit = 10 ** (len(str(int(number))) - 2)
    return count(round(number / unit) * unit)


def plural(number: int, one: str, many: str = "") -> str:
    """Write a counted noun: 1 person, 3 people."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def _digits(value: float) -> int:
    percent = abs(value) * 100
    return 1 if percent >= 1 or percent == 0 else 2


def _signed(text: str) -> str:
    text = text.replace("-", MINUS)
    return text.removeprefix(MINUS) if text.strip(f"{MINUS}0.") == "" else text


def _plus(text: str) -> str:
    text = text.replace("-", MINUS)
    return text if text.startswith(MINUS) or text.strip("0.") == "" else f"+{text}"
