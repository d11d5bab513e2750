"""Aims for a cycle and the outcomes that show them."""

from __future__ import annotations

from seachange.people.fields import day, link, links, needs, number, prose, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class Objective(RecordRow):
    """A qualitative aim of some teams for a cycle."""

    cycle = prose()
    text = prose()
    teams = links("people.Team")
    cycle_starts = day()
    cycle_ends = day()

    class Meta:
        constraints = (*stated(Kind.OBJECTIVE),)


class KeyResult(RecordRow):
    """An outcome in a cycle, from where to where; or, marked so, a guardrail's health."""

    within = belonging.within(Kind.KEY_RESULT)

    objective = needs("planning.Objective")
    text = prose()
    outcome = link("planning.Outcome")
    guardrail = link("planning.Metric")
    impact = link("planning.Impact")
    metric = link("planning.Metric")
    is_health = yes()
    start = number()
    target = number()
    score = number()

    class Meta:
        constraints = (*stated(Kind.KEY_RESULT),)
