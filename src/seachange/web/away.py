"""When what is kept here cannot be had: the plan's database is down, locked or without room."""

from __future__ import annotations

import errno
import logging
from typing import Any

from django.db import InterfaceError, OperationalError

# When to come again, in seconds: a database that is started anew is back within that.
COME_AGAIN = 15
SAYS = "what is kept here cannot be reached just now"
REMEDY = "come again in a moment; if it lasts, the console where this runs says why"

# SQLite's codes for a file that cannot be had (sqlite.org/rescode.html): PERM, BUSY, LOCKED,
# READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB. Its 1 is a fault in what we asked.
_OF_SQLITE = frozenset({3, 5, 6, 8, 10, 11, 13, 14, 15, 26})
# PostgreSQL's state for a server that only reads: one that stands in for another.
_READS_ONLY = "25006"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


def is_away(error: BaseException | None) -> bool:
    """Tell whether an error says that the database, or the disk it lies on, cannot be had.

    A question that the database does not understand is a fault of ours, and none of these.
    """
    return any(_says_so(each) for each in (error, getattr(error, "__cause__", None)))


def _says_so(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    told: Any = getattr(error, "__cause__", None) or error
    of_sqlite = getattr(told, "sqlite_errorcode", None)
    if of_sqlite is not None:
        return of_sqlite & 0xFF in _OF_SQLITE
    if not hasattr(told, "sqlstate"):
        return False
    is_out = isinstance(error, OperationalError | InterfaceError)
    return is_out or told.sqlstate == _READS_ONLY


class Briefly(logging.Filter):
    """Tell the console in one line that the database cannot be had, not where we asked for it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass; of these take off where in our code it was."""
        told: Any = record.exc_info
        if told and is_away(told[1]):
            why = " ".join(str(told[1]).split())
            record.msg, record.args = f"{record.getMessage()}: {SAYS}: {why}", ()
            record.exc_info = record.exc_text = None
        return True
