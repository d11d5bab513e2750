"""Who did what, when, and how it ended: one line for every deed, each sealed to the one before."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import ID_LENGTH


class AuditLine(models.Model):
    """One deed: its route and its record, never what was typed; `by` is a member, or nobody."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    by = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    route = models.CharField(max_length=100)
    record = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    status = models.PositiveSmallIntegerField()
    previous = models.CharField(max_length=64, blank=True, default="")
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at} {self.by} {self.route} {self.status}"
