"""Where events are written down while the year happens, and put in order at its end."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from seachange.demo.columns import NOTHING, Column, Log, Numbered, Numbers, Words
from seachange.demo.days import (
    AS_OF,
    DAY,
    HOUR,
    SECOND,
    START,
    Chance,
    Codes,
    Mask,
    Moments,
    Whole,
)

VOCABULARY: dict[str, tuple[str, ...]] = {
    "market": ("home", "benelux", "ireland", "nordics"),
    "platform": ("web", "ios", "android"),
    "channel": ("search", "referral", "social", "partner", "email"),
    "topic": ("pension", "mortgage", "tax", "investing"),
    "by": ("client", "adviser"),
    "via": ("app", "sms"),
    "experiment": ("H1", "H2", "H3", "H4", "H5", "H6"),
    "variant": ("control", "treatment", "pre", "post"),
}
NUMBERS = ("meeting", "attempt", "score", "rating", "minutes")

# Nobody holds a device when these happen, so they carry no platform.
WITHOUT_PLATFORM = frozenset(
    {"request_received", "reply_received", "nps_sent", "summary_received", "experiment_viewed"}
)

Value = str | Codes


@dataclass
class Cast:
    """Everybody who acts, by number: the names, and the market each belongs to."""

    names: list[str] = field(default_factory=list)
    markets: list[Codes] = field(default_factory=list)

    def admit(self, prefix: str, markets: Codes, *, digits: int) -> int:
        """Let in one actor for each market given; return the number of the first."""
        first = len(self.names)
        digits = max(digits, len(str(markets.size)))
        self.names += [f"{prefix}_{number:0{digits}d}" for number in range(1, markets.size + 1)]
        self.markets.append(markets.astype(np.int32))
        return first


@dataclass(frozen=True)
class _Entry:
    event: int
    actor: Codes
    time: Moments
    properties: dict[str, int | Codes]


@dataclass
class Ledger:
    """Takes events in any order; those outside the year are not taken."""

    cast: Cast = field(default_factory=Cast)
    accounts: list[str] = field(default_factory=list)
    _events: list[str] = field(default_factory=list)
    _entries: list[_Entry] = field(default_factory=list)

    def record(
        self,
        event: str,
        actor: Codes,
        time: Moments,
        *,
        only: Mask | None = None,
        **properties: Value,
    ) -> None:
        """Write down one event per actor and time, for those in `only`.

        A property is one word for all of them, or a code or number each. `adviser` is an
        actor's number and `account` the number of an account.
        """
        kept = (time >= START) & (time <= AS_OF)
        if only is not None:
            kept &= only
        if event not in self._events:
            self._events.append(event)
        coded: dict[str, int | Codes] = {}
        for name, value in properties.items():
            if isinstance(value, str):
                coded[name] = VOCABULARY[name].index(value)
            else:
                coded[name] = value[kept]
        code = self._events.index(event)
        self._entries.append(_Entry(code, actor[kept].astype(np.int32), time[kept], coded))

    def close(self, chance: Chance) -> Log:
        """Put everything in order of time, and give each event its id, platform and arrival."""
        time = np.concatenate([entry.time for entry in self._entries])
        order = np.argsort(time, kind="stable")
        time = time[order]
        sizes = [entry.time.size for entry in self._entries]
        actor = np.concatenate([entry.actor for entry in self._entries])[order]
        event = np.repeat(
            np.array([entry.event for entry in self._entries], dtype=np.int16), sizes
        )[order]
        names = tuple(self.cast.names)
        platform = self._platform(actor, event, time)
        properties: dict[str, Column] = {
            "market": Words(np.concatenate(self.cast.markets)[actor], VOCABULARY["market"]),
            "platform": Words(platform, VOCABULARY["platform"]),
        }
        for name in ("channel", "topic", "by", "via", "experiment", "variant"):
            properties[name] = Words(self._column(name, np.int16)[order], VOCABULARY[name])
        properties["adviser"] = Words(self._column("adviser", np.int32)[order], names)
        for name in NUMBERS:
            properties[name] = Numbers(self._column(name, np.int16)[order])
        return Log(
            id=Numbered("e", 8, np.arange(1, time.size + 1, dtype=np.int64)),
            time=time,
            received=_arrivals(chance, time, platform > 0),
            actor=Words(actor, names),
            event=Words(event, tuple(self._events)),
            account=Words(self._column("account", np.int32)[order], tuple(self.accounts)),
            properties=properties,
        )

    def _column(self, name: str, kind: type[np.signedinteger]) -> Whole:
        """Lay one property out over all entries; most events do not have it."""
        column = np.full(sum(entry.time.size for entry in self._entries), NOTHING, dtype=kind)
        start = 0
        for entry in self._entries:
            end = start + entry.time.size
            if name in entry.properties:
                column[start:end] = entry.properties[name]
            start = end
        return column

    def _platform(self, actor: Whole, event: Whole, time: Moments) -> Whole:
        """Give every actor a favourite device, and now and then a day on another one."""
        favourite = _scatter(actor.astype(np.uint64))
        today = _scatter(actor.astype(np.uint64) * 1_000 + (time // DAY).astype(np.uint64))
        draw = np.where(today < 0.12, _scatter((today * 2**40).astype(np.uint64)), favourite)
        platform = np.digitize(draw, [0.52, 0.79]).astype(np.int16)
        people = np.array([name.startswith(("client", "visitor")) for name in self.cast.names])
        platform[~people[actor]] = 0
        bare = [code for code, name in enumerate(self._events) if name in WITHOUT_PLATFORM]
        platform[np.isin(event, bare)] = NOTHING
        return platform


def _scatter(numbers: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Map whole numbers to evenly spread ones in 0..1, the same each time (splitmix64)."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    spread: NDArray[np.float64] = (mixed >> np.uint64(11)).astype(np.float64) / 2**53
    return spread


def _arrivals(chance: Chance, time: Moments, mobile: Mask) -> Moments:
    """Say when each event reached Parley: mostly at once, now and then hours later from a train."""
    lag = chance.exponential(2 * SECOND, time.size)
    offline = mobile & (chance.random(time.size) < 0.02)
    lag[offline] += chance.exponential(2 * HOUR, int(offline.sum()))
    return np.minimum(time + lag.astype(np.int64), AS_OF)
