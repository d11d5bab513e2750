"""Files on their way in: straight to the disk, and no further than they may grow."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

# Under this key a request remembers that a file was too large.
TOO_LARGE = "seachange.too_large"


class Limited(TemporaryFileUploadHandler):
    """Write an upload to a temporary file; one that grows too large is dropped."""

    def new_file(self, *told: Any, **named: Any) -> None:
        """Begin a file."""
        super().new_file(*told, **named)
        self.grown = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece."""
        self.grown += len(raw_data)
        if self.grown > settings.MOST_UPLOADED:
            self.request.META[TOO_LARGE] = True
            raise SkipFile  # what was typed beside it is still read
        super().receive_data_chunk(raw_data, start)
