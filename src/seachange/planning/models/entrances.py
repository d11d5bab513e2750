"""Ways in: the code for the first administrator, and invitations. Only digests are kept."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import ID_LENGTH


class StartCode(models.Model):
    """The one code by which the first administrator comes in, and how many tries it has left."""

    digest = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"a code with {self.tries_left} tries left"


class Invitation(models.Model):
    """A way in for one member at the address they had when they were asked; it is gone once."""

    member = models.CharField(max_length=ID_LENGTH, db_index=True)
    email = models.CharField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.member} asked in by {self.by}"
