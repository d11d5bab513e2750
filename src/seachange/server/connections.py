"""Connections to the plan's database that end with the thread that opened them."""

from __future__ import annotations

import threading
import weakref
from typing import Any

from django.db.backends.signals import connection_created

_OF_THIS_THREAD = threading.local()


class _Hold:
    """What a thread alone holds, so that it goes when the thread does."""


def end_with_their_threads() -> None:
    """Have each connection that is opened from now on closed as soon as its thread ends.

    The server lets threads go that had nothing to do for a while, and begins others. What the
    former opened Django keeps until somebody looks for waste, which here is seldom, and
    PostgreSQL has a hundred connections to give. A thread holds one at a time: where it opens
    another, the one before is closed.
    """
    connection_created.connect(_ends_with_this_thread)


def _ends_with_this_thread(*, connection: Any, **_: Any) -> None:
    hold = _Hold()
    # At the end of the process they end by themselves, whoever is still at work.
    weakref.finalize(hold, connection.connection.close).atexit = False
    _OF_THIS_THREAD.hold = hold
