"""What changed, when, by whom and why; and the seals on what was decided. Written once."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import ID_LENGTH, prose

HASH_LENGTH = 64


class History(models.Model):
    """One change of one record: how it read before and after, as JSON; nothing is ever removed."""

    sequence = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=ID_LENGTH, blank=True, default="")  # empty: the operator
    deed = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    record = models.CharField(max_length=ID_LENGTH, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = prose()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(before__isnull=False) | models.Q(after__isnull=False),
                name="history_changes_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deed} {self.kind} {self.record}"


class Seal(models.Model):
    """A verdict, decision or sign-off with the evidence as it stood, chained to the one before."""

    sequence = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    record = models.CharField(max_length=ID_LENGTH, unique=True)
    content = models.TextField()
    evidence = models.TextField()
    sealed_at = models.CharField(max_length=40)
    previous = models.CharField(max_length=HASH_LENGTH, blank=True)
    fingerprint = models.CharField(max_length=HASH_LENGTH, unique=True)

    class Meta:
        constraints = (
            # One chain: no two seals follow the same one.
            models.UniqueConstraint(fields=("previous",), name="seal_follows_one"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="seal_is_counted"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.record}"
