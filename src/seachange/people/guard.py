"""The guard at the tables: only actions write, whatever road a write takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from seachange.errors import NotAllowed
from seachange.people.witness import witnessed

_writing: ContextVar[bool] = ContextVar("writing", default=False)

# Every road ends in one statement: save(), update(), bulk_create(), the admin, a raw cursor.
WRITES = re.compile(
    r"\s*(?:with\b.*?)?(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update|delete\s+from|truncate)"
    r'\s+(?:only\s+)?"?(?:\w+"?\.)?"?(?:people|planning)_',
    re.IGNORECASE | re.DOTALL,
)


@contextmanager
def writing() -> Iterator[None]:
    """Open the tables for the length of an action; nothing else may call this.

    What is written is witnessed at the end of the outermost one, within its transaction.
    """
    token = _writing.set(True)
    try:
        with witnessed():
            yield
    finally:
        _writing.reset(token)


def guard(onward: Callable[..., Any], sql: Any, *rest: Any) -> Any:
    """Let a statement pass unless it writes to our tables outside an action."""
    if not _writing.get() and WRITES.match(str(sql)):
        raise NotAllowed(
            "only actions write to the plan",
            remedy="call an action of seachange.planning.actions: it checks the rules and keeps"
            " the history",
        )
    return onward(sql, *rest)


def stand(*, connection: Any, **_: Any) -> None:
    """Put the guard on a connection that was just opened."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)
