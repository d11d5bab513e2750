"""What is counted against guessing, in files that all threads and processes see, and each counts.

Django's own file cache looks first and writes then: of several guesses at the same moment it counts
one, and the locks that allauth takes on it are given to all who ask at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

LOCK = "lock"


class Counted(FileBasedCache):
    """A cache in files of which `add` and `incr` are done by one at a time."""

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a value where there is none; tell whether there was none."""
        with self._alone():
            return bool(super().add(key, value, timeout, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number that is kept, or begin it at 0; it is kept as long as any other anew."""
        with self._alone():
            number = int(self.get(key, 0, version=version)) + delta
            self.set(key, number, version=version)
        return number

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()
        with (Path(self._dir) / LOCK).open("ab") as file:
            locks.lock(file, locks.LOCK_EX)
            try:
                yield
            finally:
                locks.unlock(file)
