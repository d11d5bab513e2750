"""A log as columns: numbers, and words kept as codes, so that ten million events fit in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.demo.days import Moments

NOTHING = -1  # the code, or the number, of a value that is not there


@dataclass(frozen=True)
class Words:
    """A column of text: `codes` into `names`, NOTHING where there is no value."""

    codes: NDArray[np.integer]
    names: tuple[str, ...]

    def take(self, places: NDArray[np.int64]) -> Words:
        return Words(self.codes[places], self.names)

    def tolist(self) -> list[str | None]:
        return [None if code == NOTHING else self.names[code] for code in self.codes.tolist()]


@dataclass(frozen=True)
class Numbers:
    """A column of whole numbers, NOTHING where there is no value (none of ours is below 0)."""

    values: NDArray[np.integer]

    def take(self, places: NDArray[np.int64]) -> Numbers:
        return Numbers(self.values[places])

    def tolist(self) -> list[int | None]:
        return [None if value == NOTHING else value for value in self.values.tolist()]


@dataclass(frozen=True)
class Numbered:
    """A column of ids made from numbers: 17 is `e00000017`."""

    prefix: str
    width: int
    numbers: NDArray[np.int64]

    def tolist(self) -> list[str]:
        return [f"{self.prefix}{number:0{self.width}d}" for number in self.numbers.tolist()]


Column = Words | Numbers


@dataclass(frozen=True)
class Log:
    """Events in order of time; `time` and `received` in microseconds since 1970, UTC."""

    id: Numbered
    time: Moments
    received: Moments
    actor: Words
    event: Words
    account: Words
    properties: Mapping[str, Column]

    def __len__(self) -> int:
        return int(self.time.size)

    def take(self, places: NDArray[np.int64], *, received: Moments) -> Log:
        """Return the events at these places, in this order, with new times of arrival."""
        return Log(
            id=Numbered(self.id.prefix, self.id.width, self.id.numbers[places]),
            time=self.time[places],
            received=received,
            actor=self.actor.take(places),
            event=self.event.take(places),
            account=self.account.take(places),
            properties={name: column.take(places) for name, column in self.properties.items()},
        )

    def rows(self) -> list[dict[str, str | int | None]]:
        """Return the events one by one, as a reader of the files would see them."""
        columns = {
            "id": self.id.tolist(),
            "time": self.time.tolist(),
            "received": self.received.tolist(),
            "actor": self.actor.tolist(),
            "event": self.event.tolist(),
            "account": self.account.tolist(),
            **{name: column.tolist() for name, column in self.properties.items()},
        }
        names = tuple(columns)
        return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
