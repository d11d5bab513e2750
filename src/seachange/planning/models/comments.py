"""What people say to one another about a record: beside the plan, no part of it."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import ID_LENGTH, prose


class Comment(models.Model):
    """A word on a record, by a member; `record` is an id of the plan, there or gone since.

    `edited_at` and `removed_at` are when its writer changed or withdrew it; what it said before
    stays in `CommentBefore`.
    """

    record = models.CharField(max_length=ID_LENGTH, db_index=True)
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()
    text = prose()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.by} on {self.record}"


class CommentBefore(models.Model):
    """How a comment read before it was changed or withdrawn, and when that was."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="before")
    text = prose()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id} until {self.until}"


class Mention(models.Model):
    """Somebody a comment names, so that they find it without reading everything."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    member = models.CharField(max_length=ID_LENGTH, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("comment", "member"), name="mention_is_made_once"),
        )

    def __str__(self) -> str:
        return f"{self.member} in {self.comment_id}"
