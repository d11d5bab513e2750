"""The witness of what is written: who saw a form come in tells of it in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_tell: ContextVar[Callable[[], None] | None] = ContextVar("witness", default=None)


@contextmanager
def under_witness(tell: Callable[[], None]) -> Iterator[None]:
    """Have `tell` called whenever something was written, before that is committed.

    What it raises undoes what was written: nothing stands that nobody told of.
    """
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)


@contextmanager
def witnessed() -> Iterator[None]:
    """Write something that a witness is to tell of; to be opened within a transaction.

    Of what is written within it, the line that tells of it among that, it is told once.
    """
    tell = _tell.get()
    token = _tell.set(None)
    try:
        yield
        if tell is not None:
            tell()
    finally:
        _tell.reset(token)
