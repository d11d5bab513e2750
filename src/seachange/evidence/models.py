"""Where events come from, the answers measured on them, and wishes to keep what was found."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from seachange.people.sealing import SealedText

HASH_LENGTH, WORD_LENGTH, NAME_LENGTH = 64, 20, 200


class SourceState(StrEnum):
    """How far a source is: looked at, being read, read, not to be read."""

    NEW = "new"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


class AnswerState(StrEnum):
    """How far an answer is."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


class WishState(StrEnum):
    """How far a wish is; one that came true is gone."""

    WAITING = "waiting"
    REFUSED = "refused"


class EventSource(models.Model):
    """Where events come from: a file kept under the folder of the installation, or an address.

    `place` is relative to that folder; `address` may hold a password, so it is shown to nobody
    and stands sealed. `fingerprint` names the events and how they are read; `told` is what was
    seen of them.
    """

    name = models.CharField(max_length=NAME_LENGTH)
    place = models.TextField(blank=True, default="")
    address = SealedText(blank=True, default="")
    mapping = models.JSONField(default=dict)
    zone = models.CharField(max_length=WORD_LENGTH * 4, blank=True, default="")
    fingerprint = models.CharField(max_length=HASH_LENGTH, blank=True, default="")
    state = models.CharField(max_length=WORD_LENGTH, default=SourceState.NEW.value)
    told = models.JSONField(default=dict)
    why = models.TextField(blank=True, default="")
    stage = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    progress = models.FloatField(default=0.0)
    alive_at = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    added_at = models.DateTimeField()
    # Of all that are ready, the one used last is the one that is asked.
    used_at = models.DateTimeField(null=True)

    class Meta:
        """The last one used comes first."""

        ordering = ("-used_at", "-id")


class KeptAnswer(models.Model):
    """A question asked of a source: on its way, answered, or why not.

    `key` names question, events, policy and day, so that an answer is never out of date;
    `fingerprint` is of the events it was asked of, `alive_at` the last sign of life of whoever
    counts it.
    """

    key = models.CharField(max_length=HASH_LENGTH, primary_key=True)
    source = models.ForeignKey(EventSource, models.CASCADE, related_name="answers")
    fingerprint = models.CharField(max_length=HASH_LENGTH, blank=True, default="")
    policy = models.CharField(max_length=WORD_LENGTH)
    question = models.JSONField()
    lane = models.CharField(max_length=WORD_LENGTH)
    state = models.CharField(max_length=WORD_LENGTH, default=AnswerState.WAITING.value)
    stage = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    progress = models.FloatField(default=0.0)
    answer = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    remedy = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    # The member whose page asked first; empty where it was asked ahead of everybody.
    asked_by = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    began_at = models.DateTimeField(null=True)
    alive_at = models.DateTimeField(null=True)
    took = models.FloatField(null=True)

    class Meta:
        """Whoever waits longest comes first."""

        ordering = ("asked_at",)
        indexes = (models.Index(fields=("state", "asked_at")),)


class Waiting(models.Model):
    """A member who waits for an answer; who gave it up is remembered, and not asked for it anew."""

    answer = models.ForeignKey(KeptAnswer, models.CASCADE, related_name="waiting")
    member = models.CharField(max_length=NAME_LENGTH)
    gave_up = models.BooleanField(default=False)

    class Meta:
        """Somebody waits for an answer once."""

        constraints = (models.UniqueConstraint(fields=("answer", "member"), name="one_waits_once"),)


class SignalWish(models.Model):
    """Somebody's wish that a finding at a step be kept as a signal; refused, with why.

    `behaviour` is what the finding is called, `by` the member in whose name it would be kept.
    """

    step = models.CharField(max_length=NAME_LENGTH)
    behaviour = models.CharField(max_length=500)
    by = models.CharField(max_length=NAME_LENGTH)
    state = models.CharField(max_length=WORD_LENGTH, default=WishState.WAITING.value)
    why = models.TextField(blank=True, default="")
    remedy = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()

    class Meta:
        """The newest comes first; a finding is wished for once."""

        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("step", "behaviour"), name="one_wish_a_finding"),
        )
