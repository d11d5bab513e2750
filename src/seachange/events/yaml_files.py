"""YAML and JSON documents read from files, every mistake told with its line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path as FilePath
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from seachange.errors import BadQuestion
from seachange.events.documents import Field, Path, place

_MOST_BYTES = 2_000_000
_MOST_ALIASES = 100

Read = TypeVar("Read")


def read_document(file: FilePath, parse: Callable[[Field], Read]) -> Read:
    """Parse a document from a file; a mistake names file, line, column and key."""
    return parse_document(_text(file), parse, name=str(file))


def parse_document(text: str, parse: Callable[[Field], Read], *, name: str) -> Read:
    """Parse a document from its text; `name` is what errors call it."""
    tree = _tree(text, name)
    try:
        return parse(Field(tree))
    except BadQuestion as error:
        where = _located(tree, error.path)
        key = place(error.path)
        spot = f"{name}, line {where[0]}, column {where[1]}" if where else name
        raise BadQuestion(
            error.what,
            place=f"{spot} ({key})" if key else spot,
            remedy=error.remedy,
            path=error.path,
        ) from None


def _text(file: FilePath) -> str:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise BadQuestion(
                f"larger than {_MOST_BYTES:,} bytes; that is not a question or a study",
                place=str(file),
                remedy="Name the events with --events.",
            )
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadQuestion("no such file", place=str(file), remedy="Check the path.") from None
    except UnicodeDecodeError:
        raise BadQuestion(
            "not a text in UTF-8", place=str(file), remedy="A question is a YAML or JSON text."
        ) from None
    except OSError as error:
        raise BadQuestion(f"cannot be read: {error.strerror}", place=str(file)) from None


def _tree(text: str, name: str) -> Any:
    reader = YAML(typ="rt", pure=True)
    try:
        aliases = sum(type(token).__name__ == "AliasToken" for token in reader.scan(StringIO(text)))
        if aliases > _MOST_ALIASES:
            raise BadQuestion("too many aliases (*name)", place=name, remedy="Write values out.")
        tree = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        spot = f"{name}, line {mark.line + 1}, column {mark.column + 1}" if mark else name
        raise BadQuestion(
            f"not valid YAML: {error.problem or error.context}", place=spot, remedy=_MEND
        ) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise BadQuestion(f"not valid YAML: {error}", place=name, remedy=_MEND) from None
    if tree is None:
        raise BadQuestion("the file is empty", place=name, remedy="Is it the right one?")
    return tree


def _located(tree: Any, path: Path) -> tuple[int, int] | None:
    """Return line and column (from 1) of the deepest part of a path that the file has."""
    found: tuple[int, int] | None = (1, 1)
    for part in path:
        marks = getattr(tree, "lc", None)
        if isinstance(tree, Mapping) and part in tree and marks is not None:
            line, column = marks.key(part)
            found = (line + 1, column + 1)
        elif isinstance(tree, Sequence) and isinstance(part, int) and part < len(tree):
            if marks is not None and not isinstance(tree, str):
                line, column = marks.item(part)
                found = (line + 1, column + 1)
        else:
            break
        tree = tree[part]
    return found


_MEND = "Look at that line: an indent, a colon or a quote is amiss."
