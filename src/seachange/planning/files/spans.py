"""Where everything stands in a YAML text, character by character, so that it can be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML


@dataclass(slots=True)
class Span:
    """A value from its first character to behind its last; nothing has no length.

    `entries` are a mapping's, in their order. A value that stands as lines (`|`, `>`) ends
    where the next line begins. `column` is where a block mapping's keys begin, from 0.
    """

    start: int
    end: int
    is_mapping: bool = False
    is_flow: bool = False
    column: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """A key of a mapping and its value."""

    start: int
    key_end: int
    value: Span


def spans_of(text: str) -> Span:
    """Return where the mapping of a document stands; the text was read as a plan before."""
    open_: list[Span] = []
    keys: list[tuple[str, int, int] | None] = []
    root = Span(0, 0)
    for event in YAML(typ="safe", pure=True).parse(text):
        kind = type(event).__name__
        if kind in {"MappingStartEvent", "SequenceStartEvent"}:
            span = _begun(event, is_mapping=kind == "MappingStartEvent")
            open_.append(span)
            keys.append(None)
            continue
        if kind in {"ScalarEvent", "AliasEvent"}:
            span = Span(event.start_mark.index, event.end_mark.index)
            name = event.value if kind == "ScalarEvent" else ""
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            span, name = open_.pop(), ""
            keys.pop()
            if span.is_flow:
                span.end = event.end_mark.index
        else:
            continue
        if not open_:
            root = span
            continue
        _put(open_[-1], keys, span, name, text=text)
    return root


def _begun(event: Any, *, is_mapping: bool) -> Span:
    start = event.start_mark
    return Span(
        start.index,
        start.index,
        is_mapping=is_mapping,
        is_flow=bool(event.flow_style),
        column=start.column,
    )


def _put(
    parent: Span, keys: list[tuple[str, int, int] | None], span: Span, name: str, *, text: str
) -> None:
    key = keys[-1]
    if key is not None and span.start == span.end:  # nothing, told of where the next thing stands
        span.start = span.end = text.index(":", key[2]) + 1
    if parent.is_mapping and key is None:
        keys[-1] = (name, span.start, span.end)
        if not parent.entries and not parent.is_flow:
            parent.column += span.start - parent.start  # behind an anchor, if it has one
            parent.start = span.start
        return
    if key is not None:
        parent.entries[key[0]] = Entry(key[1], key[2], span)
        keys[-1] = None
    if not parent.is_flow:
        parent.end = max(parent.end, span.end)
