"""Objects inside rows: their keys become columns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from seachange.events.sources.words import TEXT, Column, Words

# What senders nest the properties of an event in (Segment, PostHog, Mixpanel, our own rows).
NEST = "properties"

_MOST_KEYS = 100_000


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of objects as columns, the most frequent first: name to JSON pointer."""

    ways: dict[str, str]

    def texts(self, document: str, names: Collection[str]) -> tuple[str, list[Column]]:
        """Return SQL for the list of these keys' texts, and the columns as items of `texts`.

        A list, because a document is then taken apart once and not once a key.
        """
        wanted = [name for name in self.ways if name in names]
        pointers = ", ".join("'" + self.ways[name].replace("'", "''") + "'" for name in wanted)
        columns = [
            Column(name, TEXT, sql=f"texts[{number}]") for number, name in enumerate(wanted, 1)
        ]
        return f"json_extract_string({document}, [{pointers}]::VARCHAR[])", columns


def keys_of(words: Words, relation: str, document: str) -> Keys:
    """Find every key of the objects in a relation, and of the properties nested in them.

    A nested key that one of the outer ones has already is called `properties.key`.
    """
    outer = _counted(words, relation, document)
    inner: dict[str, int] = {}
    if NEST in outer:
        inner = _counted(words, relation, document, NEST)
        kinds = words.rows(f"SELECT DISTINCT json_type({document}, '/{NEST}') FROM {relation}")
        if {kind for (kind,) in kinds} <= {"OBJECT", "NULL", None}:
            outer.pop(NEST)  # nothing but their keys is in them
    found = [(count, key, _pointer(key)) for key, count in outer.items()]
    found += [(n, _named(key, outer), _pointer(NEST, key)) for key, n in inner.items()]
    return _sorted(found)


def keys_within(words: Words, relation: str, document: str, *, taken: Collection[str]) -> Keys:
    """Find every key of the properties that a column holds beside the columns `taken`."""
    held = _counted(words, relation, document)
    return _sorted([(n, _named(key, taken), _pointer(key)) for key, n in held.items()])


def _named(key: str, taken: Collection[str]) -> str:
    return f"{NEST}.{key}" if key in taken else key


def _sorted(found: list[tuple[int, str, str]]) -> Keys:
    found.sort(key=lambda way: (-way[0], way[1]))
    return Keys({name: pointer for _, name, pointer in found})


def _counted(words: Words, relation: str, document: str, *path: str) -> dict[str, int]:
    inside = f", '{_pointer(*path)}'" if path else ""
    rows = words.rows(
        f"""SELECT key, COUNT(*) AS times FROM (
        SELECT unnest(json_keys({document}{inside})) AS key FROM {relation}) k
        GROUP BY key ORDER BY times DESC, key LIMIT {_MOST_KEYS}"""
    )
    return {str(key): int(count) for key, count in rows}


def _pointer(*keys: str) -> str:
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in keys)
