"""Nested YAML written at once where it can only be written one way; the writer knows the rest.

Nearly all of a plan is words, numbers, days and short lists of ids. What they look like needs no
thought, and the writer of YAML thinks about every letter: a plan of thousands of records took
seconds. Whatever is not known for certain here is left to it, and what is, reads the same.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

# A text that begins with a letter, or a number and a word, and holds none of the marks that YAML
# reads anything into.
_LETTERS = (
    "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f"
    "\u05d0-\u05ea\u0621-\u064a\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
)
_INSIDE = rf"{_LETTERS}0-9_.()/%+*;=<>@$^~\-\u2013\u2014\u2026\u20ac\xa3\xd7\u2019\u2192"
_BEGINS = rf"(?:[0-9]+ (?=[{_LETTERS}]))?[{_LETTERS}]"
_WORDS = re.compile(rf"{_BEGINS}(?:[{_INSIDE}',?!&]|[ ](?=[{_INSIDE}'?!&]))*")
_WORDS_IN_A_LIST = re.compile(rf"{_BEGINS}(?:[{_INSIDE}]|[ ](?=[{_INSIDE}]))*")
# Tallies, cycles, fingerprints: no number to any reader of YAML.
_MARKS = re.compile(r"[0-9]+/[0-9]+|[0-9]{4}-[HQ][0-9]|[1-9](?=[0-9]*[a-df])[0-9a-f]{15}")
_JSON = re.compile(r"\{[ -~]*\}")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
# Words that some version of YAML takes for something else.
_TAKEN = frozenset("true false null yes no on off y n".split())
# A longer key is written otherwise.
_LONGEST_KEY = 100


def at_once(tree: Any, indent: int) -> str | None:
    """Return the lines of a mapping that stands below its key; None where the writer has to."""
    lines: list[str] = []
    for key, held in tree.items():
        name = _key(key)
        told = _value(held, indent)
        if name is None or told is None:
            return None
        lines.append(f"{' ' * indent}{name}:{told}\n")
    return "".join(lines)


def _value(held: Any, indent: int) -> str | None:
    if isinstance(held, dict) and not _is_flow(held):
        below = at_once(held, indent + 2) if held else None
        return f"\n{below[:-1]}" if below else None
    told = _inline(held, _WORDS)
    return None if told is None else f" {told}"


def _inline(held: Any, words: re.Pattern[str]) -> str | None:
    if isinstance(held, dict):
        keys = [_key(key) for key in held]
        values = [_inline(one, _WORDS_IN_A_LIST) for one in held.values()]
        if not _is_flow(held) or None in keys or None in values:
            return None
        return "{" + ", ".join(f"{k}: {v}" for k, v in zip(keys, values, strict=True)) + "}"
    if isinstance(held, list):
        # The writer leaves out the braces of a pair that stands in a list alone.
        has_pairs = any(isinstance(one, dict) and len(one) == 1 for one in held)
        items = [None if has_pairs else _inline(one, _WORDS_IN_A_LIST) for one in held]
        if not _is_flow(held) or None in items:
            return None
        return f"[{', '.join(map(str, items))}]"
    return _scalar(held, words)


def _key(key: Any) -> str | None:
    return _text(key, _WORDS_IN_A_LIST) if key and len(key) < _LONGEST_KEY else None


def _is_flow(held: Any) -> bool:
    return hasattr(held, "fa") and held.fa.flow_style() is True


def _scalar(held: Any, words: re.Pattern[str]) -> str | None:
    if isinstance(held, bool):
        return "true" if held else "false"
    if type(held) is int:
        return str(held)
    if isinstance(held, date) and not isinstance(held, datetime):
        return held.isoformat()
    if type(held) is float:
        return written if _DECIMAL.fullmatch(written := repr(held)) else None
    return _text(held, words)


def _text(held: Any, words: re.Pattern[str]) -> str | None:
    """Return a text as it stands, if it is of the plain kind."""
    if type(held) is not str or held.casefold() in _TAKEN:
        return None
    if words.fullmatch(held) or _MARKS.fullmatch(held):
        return held
    return "'{}'".format(held.replace("'", "''")) if not held or _JSON.fullmatch(held) else None
