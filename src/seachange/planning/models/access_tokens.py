"""Tokens by which scripts read in a member's name: beside the plan."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import ID_LENGTH


class AccessToken(models.Model):
    """A token of a member: of itself only the digest is kept, and its last letters.

    `role` is the one its member had when it was made: with another role it holds no more.
    """

    member = models.CharField(max_length=ID_LENGTH, db_index=True)
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=8)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.name} of {self.member} …{self.ending}"
