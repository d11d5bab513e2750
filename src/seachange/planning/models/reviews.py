"""Meetings over what moved and what was learned."""

from __future__ import annotations

from seachange.people.fields import day, links, prose
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules.vocabulary import Kind


class Review(RecordRow):
    """A meeting over what moved and what was learned; what was decided points back here."""

    cycle = prose()
    held_on = day()
    participants = links("people.Member")
    teams = links("people.Team")
    hypotheses = links("planning.Hypothesis")
    outcomes = links("planning.Outcome")
    notes = prose()

    class Meta:
        constraints = (*stated(Kind.REVIEW),)
