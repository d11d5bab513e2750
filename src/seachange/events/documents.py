"""Reading small documents (questions, rules, mappings) so that an error names its key."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from seachange.errors import BadQuestion

Path = tuple[str | int, ...]

_UNITS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip
_DURATION = re.compile(r"\s*([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([a-z]{1,7})\s*\Z")
_LONGEST = timedelta(days=36525)
_EARLIEST, _LATEST = 1800, 9000


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a document and the way to it, so that whoever refuses it can say where."""

    value: Any
    path: Path = ()

    def wrong(self, what: str, *, remedy: str = "") -> BadQuestion:
        """Return the error to raise about this value."""
        return BadQuestion(what, place=place(self.path), remedy=remedy, path=self.path)

    def keys(self, known: Iterable[str], *, what: str) -> dict[str, Field]:
        """Return this mapping's fields; a key that is not known is refused with the nearest.

        `null` says nothing, as if its key were not there: so an answer writes its question out.
        """
        if not isinstance(self.value, Mapping):
            raise self.wrong(f"{what} must be a mapping, not {_named(self.value)}")
        known = tuple(known)
        found = {}
        for key, value in self.value.items():
            field = Field(value, (*self.path, str(key)))
            if key not in known:
                near = nearest(str(key), known)
                hint = f"Did you mean {_listed(near)}?" if near else f"Known: {_listed(known)}."
                raise field.wrong(f"{what} has no key {key!r}", remedy=hint)
            if value is not None:
                found[str(key)] = field
        return found

    def items(self) -> Iterator[Field]:
        """Walk a list's values."""
        if not isinstance(self.value, Sequence) or isinstance(self.value, str | bytes):
            raise self.wrong(f"expected a list, not {_named(self.value)}")
        for index, value in enumerate(self.value):
            yield Field(value, (*self.path, index))

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            told = "an empty one" if isinstance(self.value, str) else _named(self.value)
            raise self.wrong(f"expected a text, not {told}")
        if not _can_be_sent(self.value):
            raise self.wrong("a text with bytes that are no letters")
        return str(self.value)

    def one_of(self, choices: Sequence[str]) -> str:
        """Return one of the words allowed here."""
        if not isinstance(self.value, str) or self.value not in choices:
            raise self.wrong(f"{self.value!r} is not one of: {', '.join(choices)}")
        return str(self.value)

    def whole(self, *, least: int) -> int:
        """Return a whole number of at least so much."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < least:
            raise self.wrong(f"expected a whole number from {least} on, not {self.value!r}")
        return int(self.value)

    def number(self) -> float:
        """Return a finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.wrong(f"expected a number, not {_named(self.value)}")
        try:
            number = float(self.value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise self.wrong("expected a finite number")
        return number

    def duration(self) -> timedelta:
        """Return a span of time longer than nothing, written `7 days`, `36 hours`, `30m`."""
        how = "Write a number and a unit: 7 days, 36 hours, 30m, 2w."
        if isinstance(self.value, timedelta):
            span = self.value
        else:
            match = _DURATION.match(self.value.lower()) if isinstance(self.value, str) else None
            if match is None or match[2] not in _UNITS:
                raise self.wrong(f"{self.value!r} is not a duration", remedy=how)
            seconds = Fraction(match[1]) * _UNITS[match[2]]
            if seconds > _LONGEST // timedelta(seconds=1):
                raise self.wrong("a duration of more than a hundred years is not one")
            span = timedelta(microseconds=int(seconds * 1_000_000))
        if span <= timedelta(0):
            raise self.wrong("a duration must be longer than zero", remedy=how)
        if span > _LONGEST:
            raise self.wrong("a duration of more than a hundred years is not one")
        return span

    def day_or_moment(self) -> date | datetime:
        """Return an ISO date (a day in the question's zone) or a date with a time."""
        value = self.value
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value) if len(value) == 10 else _moment(value)
            except ValueError:
                value = None
        if not isinstance(value, date | datetime):
            raise self.wrong(
                f"{self.value!r} is not a date", remedy="Write 2024-07-01 or 2024-07-01T09:00:00Z."
            )
        if not _EARLIEST <= value.year <= _LATEST:
            raise self.wrong(f"{value.isoformat()} is a year without events")
        return value


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def place(path: Path) -> str:
    """Write a way through a document as people do: `steps[2].where.platform` (from 1).

    >>> place(("steps", 1, "where"))
    'steps[2].where'
    """
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


def nearest(word: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """Return the known words most like this one, best first; none where none is like it."""
    by_fold = {k.casefold(): k for k in known}
    folded = word.casefold()
    near = difflib.get_close_matches(folded, by_fold, n=most, cutoff=0.6)
    near += [k for k in sorted(by_fold) if k not in near and (folded in k or k in folded) and k]
    return [by_fold[k] for k in near[:most]]


def micros(span: timedelta) -> int:
    """Return a span in whole microseconds.

    >>> micros(timedelta(milliseconds=2))
    2000
    """
    return span // timedelta(microseconds=1)


def spoken(span: timedelta) -> str:
    """Write a span the way a person would: `7 days`, `36 hours`, `90 seconds`.

    >>> spoken(timedelta(hours=36)), spoken(timedelta(days=1)), spoken(timedelta(seconds=1.5))
    ('36 hours', '1 day', '1.5 seconds')
    """
    total = micros(span)
    for unit, size in (("day", 86_400_000_000), ("hour", 3_600_000_000), ("minute", 60_000_000)):
        if total % size == 0:
            count = total // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    whole, part = divmod(total, 1_000_000)
    seconds = f"{whole}.{part:06d}".rstrip("0").rstrip(".")  # every digit: it is read again
    return f"{seconds} second{'' if seconds == '1' else 's'}"


def _can_be_sent(text: str) -> bool:
    """Half a surrogate pair has no bytes, and PostgreSQL takes no NUL."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _named(value: Any) -> str:
    if value is None:
        return "nothing"
    kinds = {bool: "yes/no", int: "a number", float: "a number", str: "a text", list: "a list"}
    for kind, name in kinds.items():
        if isinstance(value, kind):
            return f"{name} ({value!r})" if kind in (int, float, str, bool) else name
    return "a mapping" if isinstance(value, Mapping) else type(value).__name__


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
