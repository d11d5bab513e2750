"""XES, the event logs of process mining: read as a stream, and never trusted.

No document types, no entities, no network, nothing deeper or longer than libxml2 allows
by default: what bursts a reader of XML is refused before it is built.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
from lxml import etree

from seachange.errors import UnreadableSource
from seachange.events.sources.columns import Columns
from seachange.events.sources.nested import Keys, keys_of
from seachange.events.sources.scan import Scanned
from seachange.events.sources.tags import Tags
from seachange.events.sources.typed import Relation
from seachange.events.sources.workshop import Progress, Workshop
from seachange.events.sources.written import looked_at, sampled_times

_BATCH = 20_000
_SAFELY = {
    "resolve_entities": False,
    "load_dtd": False,
    "dtd_validation": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}

# Real events have dozens; more are held in memory only to hurt.
_MOST_ATTRIBUTES = 10_000


@dataclass(frozen=True, slots=True)
class Xes:
    """An XES file, its events kept in the workshop as JSON objects."""

    scanned: Scanned
    table: str
    keys: Keys
    times: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.scanned.path)

    @property
    def digest(self) -> str:
        return self.scanned.sha256

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.keys.ways)

    def timed(self) -> list[str]:
        """Return the attributes that hold times, going by the first events."""
        return list(self.times)

    def load(self, workshop: Workshop, columns: Columns) -> Relation:
        """Take the objects apart; a row's number is the event's in the file."""
        texts, found = self.keys.texts("event", columns.used)
        rows = f"(SELECT {texts} AS texts FROM {self.table} ORDER BY rowid)"
        found, select = looked_at(workshop.words, found, columns, picked="texts", rows=rows)
        table = workshop.keep("read", select)
        return Relation(self.name, table, tuple(found), "rowid")


def xes(scanned: Scanned, workshop: Workshop, progress: Progress) -> Xes:
    """Read all events of an XES file into the workshop."""
    schema = pa.schema([("event", pa.string())])
    poured = workshop.pour("xes", schema, _batches(scanned, schema, progress))
    table = workshop.keep("xes", f"SELECT CAST(event AS JSON) AS event FROM {poured}")
    keys = keys_of(workshop.words, table, "event")
    if not keys.ways:
        raise UnreadableSource(
            "there are no events in it",
            place=str(scanned.path),
            remedy="Was its export interrupted?",
        )
    return Xes(scanned, table, keys, sampled_times(workshop.words, keys, table, "event"))


def _batches(scanned: Scanned, schema: pa.Schema, progress: Progress) -> Iterator[pa.RecordBatch]:
    with scanned.path.open("rb") as file:
        source = gzip.GzipFile(fileobj=file) if scanned.gzipped else file
        events = _Events(source, str(scanned.path)).read()
        while batch := list(islice(events, _BATCH)):
            progress("Reading", file.tell() / scanned.size)
            yield pa.RecordBatch.from_arrays([pa.array(batch, pa.string())], schema=schema)


class _Events:
    """Walks through a file once, holding no more than one event and its trace's attributes."""

    def __init__(self, source: Any, place: str) -> None:
        self.source, self.place = source, place
        self.case: dict[str, str] = {}
        self.events = 0
        self.unfinished = 0

    def read(self) -> Iterator[str]:
        """Yield each event as a JSON object of texts."""
        steps = etree.iterparse(Tags(self.source, self.place), events=("start", "end"), **_SAFELY)
        try:
            for step, element in steps:
                if step == "start":
                    self._begin(element)
                    continue
                parent = element.getparent()
                where = _local(parent) if parent is not None else ""
                if _local(element) == "event" and where in ("trace", "log"):
                    yield self._event(element, inside_trace=where == "trace")
                elif where == "trace":
                    self._describe_case(element)
                if where in ("trace", "log"):
                    self._forget(element, parent)
        except etree.XMLSyntaxError as error:
            raise self._broken(error) from None

    def _begin(self, element: Any) -> None:
        self.unfinished += 1
        if self.unfinished > _MOST_ATTRIBUTES:
            raise UnreadableSource(
                f"an event has more than {_MOST_ATTRIBUTES:,} attributes",
                place=self._here(),
                remedy="Is it a log of events, and is it whole?",
            )
        if element.getparent() is None:
            about = element.getroottree().docinfo
            if about.doctype or about.internalDTD is not None:
                raise UnreadableSource(
                    "the XML declares a document type, which XES has not",
                    place=self.place,
                    remedy="Such declarations can burst or betray a reader. If you trust the "
                    "file, remove its <!DOCTYPE …>.",
                )
            if _local(element) != "log":
                raise UnreadableSource(
                    f"this is XML of another kind: it begins with <{_local(element)[:40]}>",
                    place=self.place,
                    remedy="XES begins with <log>.",
                )
        elif _local(element) == "trace":
            self.case = {}

    def _event(self, element: Any, *, inside_trace: bool) -> str:
        self.events += 1
        told = dict(self.case) if inside_trace else {}
        for attribute in element:
            told.update(_told(attribute))
        return json.dumps(told, ensure_ascii=False)

    def _describe_case(self, element: Any) -> None:
        if element.getprevious() is not None and _local(element.getprevious()) == "event":
            raise UnreadableSource(
                "an attribute of a trace stands behind its events",
                place=self._here(),
                remedy="XES puts the attributes of a trace first.",
            )
        self.case.update(_told(element, prefix="case:"))

    def _forget(self, element: Any, parent: Any) -> None:
        self.unfinished = 0
        element.clear()
        while element.getprevious() is not None:
            del parent[0]

    def _broken(self, error: Any) -> UnreadableSource:
        line = getattr(error, "lineno", None)
        place = f"{self.place}, line {line}" if line else self.place
        # libxml2's own advice, to lift its limits, is what a bomb would wish for.
        said = re.split(r", (?:line|try|use) ", str(error.msg or "it ends in the middle"))[0]
        return UnreadableSource(
            f"the XML cannot be read: {said[:200]}",
            place=place,
            remedy="Was it cut off, or made to burst a reader? Export it again.",
        )

    def _here(self) -> str:
        return f"{self.place}, event {self.events + 1}"


def _told(element: Any, *, prefix: str = "") -> dict[str, str]:
    """Return an attribute as texts by key; what is nested in it has a longer key."""
    key, value = element.get("key"), element.get("value")
    told: dict[str, str] = {}
    if key is None:
        return told
    if value is not None:
        told[prefix + key] = value
    for child in element:
        inner = child if _local(child) != "values" else None
        for each in child if inner is None else [inner]:
            told.update(_told(each, prefix=f"{prefix}{key}."))
    return told


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)
