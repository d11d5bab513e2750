"""Links by which somebody without an account may read one thing: beside the plan."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import ID_LENGTH


class ShareLink(models.Model):
    """A link as it was given away: of its token only the digest is kept, and its last letters.

    `what` is a name of `rules.sharing.Shared`; `record` the id it is about, where it is about one.
    """

    what = models.CharField(max_length=40)
    record = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=8)
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.what} {self.record} …{self.ending}"
