"""Whose turn it is to write: one at a time, and none ends before the plan is whole."""

from __future__ import annotations

from django.db import models

# A turn that is open points at a second row; there is none, so nothing can be committed meanwhile.
NOWHERE = 2


class Turn(models.Model):
    """The one row whoever writes holds, from the first word to the last.

    `held` is set while somebody writes; the tables take no word otherwise. To let go of it is to
    have the whole plan judged by the database (models/judgements.py), and to end a transaction
    without letting go is impossible: it points at a row that is not there. `stamp` names the
    plan as it reads now: it changes with every word, and never returns to what it was.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    held = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, blank=True, related_name="+", db_index=False
    )
    stamp = models.CharField(max_length=40, blank=True, default="")
    # Whether every horizon held something when the last turn ended (I-24).
    is_roadmap_whole = models.BooleanField(default=False)
    # By which text the database's refusals were set up: a version with another sets them up anew.
    refusals = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="turn_is_one"),)

    def __str__(self) -> str:
        return "whose turn it is"
