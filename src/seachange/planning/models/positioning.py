"""What we say of a solution, and how real it is."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import day, link, listing, prose
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class Positioning(RecordRow):
    """What we say of a solution to whom, with the proof and how real each claim is."""

    within = belonging.within(Kind.POSITIONING)

    problem = link("planning.Problem")
    output = link("planning.Output")
    product = link("planning.Product")
    audience = prose()
    statement = prose()
    proof = prose()
    claims = listing()
    version = models.IntegerField(default=1)
    approved_by = link("people.Member")
    approved_on = day()

    class Meta:
        constraints = (*stated(Kind.POSITIONING),)
