"""Times that are written as text: looked at once, while the rows are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from seachange.events.sources.columns import Columns
from seachange.events.sources.nested import Keys
from seachange.events.sources.times import MOMENT
from seachange.events.sources.words import TEXT, Column, Words

_MOMENT = re.compile(MOMENT)


def looked_at(
    words: Words, columns: Sequence[Column], mapping: Columns, *, picked: str, rows: str
) -> tuple[list[Column], str]:
    """Return the columns, and a SELECT of `picked` from `rows` with form and clock beside.

    Taking a time apart is the dearest thing done to a row; done while the rows are read
    it is done once, and on all cores.
    """
    found, forms, clocks = [], [], []
    for number, column in enumerate(columns):
        if column.name not in (mapping.time, mapping.received) or column.kind != TEXT:
            found.append(column)
            continue
        form, clock = f"form_{number}", f"clock_{number}"
        text = words.found(column)
        forms.append(f"{words.form(text, clock)} AS {form}")
        clocks.append(f"{words.clock(text)} AS {clock}")
        found.append(replace(column, form=form, clock=clock))
    # Two floors, so that the form looks at the clock instead of reading it once more.
    inner = f"SELECT {', '.join([picked, *clocks])} FROM {rows}"
    return found, f"SELECT {', '.join(['*', *forms])} FROM ({inner})" if forms else inner


def look_like_times(texts: Sequence[str]) -> bool:
    """Say whether most of these texts, and at least one, are dates or times."""
    there = [text for text in texts if text and text.strip()]
    return bool(there) and sum(1 for t in there if _MOMENT.match(t)) * 10 > len(there) * 9


def sampled_times(words: Words, keys: Keys, relation: str, document: str) -> tuple[str, ...]:
    """Return the keys that hold times, going by the first objects of a relation."""
    texts, _ = keys.texts(document, keys.ways)
    first = [row for (row,) in words.rows(f"SELECT {texts} FROM {relation} LIMIT 50") if row]
    return tuple(
        name for i, name in enumerate(keys.ways) if look_like_times([row[i] for row in first])
    )
