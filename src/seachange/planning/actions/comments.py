"""Saying something about a record, changing one's words, withdrawing them: all of it remembered."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from seachange import clock
from seachange.errors import BadPlan, NotAllowed, NotThere
from seachange.people.guard import writing
from seachange.planning.models.comments import Comment, CommentBefore, Mention
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.mentions import mentioned
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.seeing import viewer

LONGEST = 10_000


def say(record: str, text: str, *, by: str) -> int:
    """Say something about a record one sees; return the comment's number."""
    _check_seen(record, by)
    told = _checked(text)
    with transaction.atomic(), writing():
        comment = Comment.objects.create(record=record, by=by, at=clock.now(), text=told)
        _mention(comment)
        return int(comment.pk)


def rephrase(number: int, text: str, *, by: str) -> str:
    """Change one's own words; how they read before stays. Return the id of the record."""
    told = _checked(text)
    with transaction.atomic(), writing():
        comment = _own(number, by)
        if told != comment.text:
            _remember(comment)
            comment.text, comment.edited_at = told, clock.now()
            comment.save()
            _mention(comment)
        return str(comment.record)


def withdraw(number: int, *, by: str) -> str:
    """Withdraw one's own words; that something was said stays. Return the id of the record."""
    with transaction.atomic(), writing():
        comment = _own(number, by)
        _remember(comment)
        comment.text, comment.removed_at = "", clock.now()
        comment.save()
        _mention(comment)
        return str(comment.record)


def _checked(text: str) -> str:
    told = text.strip()
    if not told:
        raise BadPlan("a comment says something", remedy="write what you want to say")
    if len(told) > LONGEST:
        raise BadPlan(
            f"a comment has at most {LONGEST:,} letters", remedy="say it shorter, or in two"
        )
    if "\x00" in told or any("\ud800" <= letter <= "\udfff" for letter in told):
        raise BadPlan("it holds a character that no text has", remedy="write it anew")
    return told


def _check_seen(record: str, by: str) -> None:
    member = whole_plan().get(Member, by)
    if member is None or not member.is_active:
        raise NotAllowed(f"there is no member {by} who could say something")
    if record not in snapshot(viewer(member)).by_id:
        raise NotThere(f"there is no record {record}", remedy="give the id of one there is")


def _own(number: int, by: str) -> Any:
    comment = Comment.objects.select_for_update().filter(pk=number, removed_at=None).first()
    if comment is None:
        raise NotThere("there is no such comment", remedy="it may have been withdrawn")
    _check_seen(comment.record, by)
    if comment.by != by:
        raise NotAllowed("everybody changes their own words", place=comment.record)
    return comment


def _remember(comment: Any) -> None:
    CommentBefore.objects.create(comment=comment, text=comment.text, until=clock.now())


def _mention(comment: Any) -> None:
    """Write down whom a comment names now."""
    Mention.objects.filter(comment=comment).delete()
    named = mentioned(comment.text, whole_plan())
    Mention.objects.bulk_create(Mention(comment=comment, member=each) for each in named)
