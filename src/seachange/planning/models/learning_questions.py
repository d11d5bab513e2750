"""What we need to learn."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import day, link, prose
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class LearningQuestion(RecordRow):
    """What we need to learn; the unit of a roadmap of questions."""

    within = belonging.within(Kind.QUESTION)

    text = prose()
    outcome = link("planning.Outcome")
    would_answer = prose()
    is_knowable = models.BooleanField(null=True, blank=True)
    answer = prose()
    answered_on = day()

    class Meta:
        constraints = (*stated(Kind.QUESTION),)
