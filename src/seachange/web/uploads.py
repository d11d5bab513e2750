"""Files on their way in: straight to the disk, from whom may bring them, as large as they may."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from seachange.events.sources.room import room
from seachange.web.policies import BRINGERS_OF_EVENTS
from seachange.web.who import viewer_of

# Under this key a request remembers how large a file might have been that was larger.
TOO_LARGE = "seachange.too_large"


class Limited(TemporaryFileUploadHandler):
    """Write an upload to a temporary file; one that grows too large is dropped.

    A form is read before its door judges who sent it, for the secret in it: a stranger's file
    must not be on the disk by then.
    """

    def new_file(self, *told: Any, **named: Any) -> None:
        """Begin a file."""
        if not BRINGERS_OF_EVENTS.admits(viewer_of(self.request)):
            raise SkipFile
        super().new_file(*told, **named)
        self.grown = 0
        self.most = min(settings.MOST_UPLOADED, room(Path(gettempdir())))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece."""
        self.grown += len(raw_data)
        if self.grown > self.most:
            self.request.META[TOO_LARGE] = self.most
            raise SkipFile  # what was typed beside it is still read
        super().receive_data_chunk(raw_data, start)
