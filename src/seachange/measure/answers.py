"""What an answer is made of: estimates with their intervals, unknowns with their reasons."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.files import write_bytes

Json = dict[str, Any]
PICTURES = ("svg", "png", "pdf")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and how sure it is: 95 % interval `low` to `high`, by the named method."""

    value: float
    low: float
    high: float
    method: str

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.value, self.low, self.high))):
            raise ImpossibleCounts(f"an estimate must be finite: {self}")
        if not self.low <= self.value <= self.high:
            raise ImpossibleCounts(f"an interval must hold its estimate: {self}")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A number we do not have, and why; never a comfortable zero."""

    why: str

    def to_dict(self) -> Json:
        return {"unknown": self.why}


Reading = Estimate | Unknown


@dataclass(frozen=True, slots=True)
class Caveat:
    """A thing a reader must know before relying on the numbers.

    `code` is stable and short (`naive_times`, `set_aside`, `small_base`), `text` a
    sentence, `weight` either "note" or "loud".
    """

    code: str
    text: str
    weight: str = "note"


@dataclass(frozen=True, slots=True)
class Source:
    """Which events were counted: names, SHA-256 fingerprint, rows read and set aside.

    `fingerprint` changes when the bytes or the mapping do; `notes` say how the events
    were read (zone of naive times, guessed columns, duplicates counted once).
    """

    names: tuple[str, ...]
    fingerprint: str
    events: int
    set_aside: int
    duplicates: int
    notes: tuple[str, ...] = ()


class Renderer(Protocol):
    """What a door plugs in so that answers print, show and plot themselves."""

    def text(self, answer: Answer) -> str: ...
    def html(self, answer: Answer) -> str: ...
    def svg(self, answer: Answer) -> str: ...
    def picture(self, answer: Answer, form: str) -> bytes: ...
    def frame(self, answer: Answer) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The one immutable object that pages, reports, files and notebooks all show.

    `question` is the question as asked, every default spelt out; `version` its
    definition version; `as_of` the moment nothing later than which was read (ISO 8601
    UTC); `people` those judged; `pending` those too new to judge; `derivation` the
    sentences that tell how each number was counted.
    """

    kind: ClassVar[str]
    renderer: ClassVar[Renderer | None] = None

    question: Json
    version: str
    as_of: str
    source: Source
    people: int
    pending: int
    caveats: tuple[Caveat, ...] = ()
    derivation: tuple[str, ...] = ()

    def to_dict(self) -> Json:
        """Return the answer as plain JSON values; key order is fixed, floats are full."""
        return {"kind": self.kind, **_of_fields(self)}

    def to_json(self) -> str:
        """Return the same bytes for the same question on the same events, always."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"

    def __str__(self) -> str:
        return self.renderer.text(self) if self.renderer else self.to_json()

    def _repr_html_(self) -> str:
        return self._plugged().html(self)

    def _repr_svg_(self) -> str:
        return self._plugged().svg(self)

    def plot(self) -> Any:
        """Return the answer's picture (an object that notebooks draw; `.save(path)`)."""
        plugged = self._plugged()
        return Picture(plugged.svg(self), partial(plugged.picture, self))

    def frame(self) -> Any:
        """Return the answer's main table as a pandas, Polars or Arrow table (what is there)."""
        return self._plugged().frame(self)

    def _plugged(self) -> Renderer:
        if self.renderer is None:
            raise RuntimeError("no renderer: open answers through `import seachange`")
        return self.renderer


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in SVG that a notebook shows and a file can hold; `drawn` gives its bytes."""

    svg: str
    drawn: Callable[[str], bytes]

    def save(self, path: Path | str) -> None:
        """Write it as SVG, PNG or PDF, as the file's ending says.

        Raises BadQuestion for another ending, UnwritableFile.
        """
        form = Path(path).suffix.lower().removeprefix(".")
        if form not in PICTURES:
            raise BadQuestion(
                f"a picture is not written as {form or 'a file without an ending'}",
                place=str(path),
                remedy=f"End it in {', '.join(f'.{each}' for each in PICTURES)}.",
            )
        write_bytes(path, self.drawn(form))

    def _repr_svg_(self) -> str:
        return self.svg


def plain(value: Any) -> Any:
    """Turn dataclasses, tuples and mappings into dicts and lists that JSON can hold."""
    if hasattr(value, "to_dict") and not isinstance(value, type):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return _of_fields(value)
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(v) for v in value]
    return value


def key_of(name: str) -> str:
    """Return a field's key in JSON; Python's own words are fields with an underscore after."""
    return name.removesuffix("_")


def _of_fields(value: Any) -> Json:
    return {key_of(f.name): plain(getattr(value, f.name)) for f in fields(value)}


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, in seconds; `people` is how many times were measured."""

    people: int
    median: float | None = None
    mean: float | None = None
    q25: float | None = None
    q75: float | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """So many people, of whom so many did it; 5 of 3 cannot be built."""

    people: int
    did: int = field(default=0)

    def __post_init__(self) -> None:
        if not 0 <= self.did <= self.people:
            raise ImpossibleCounts(f"{self.did} of {self.people} people cannot have done it")
