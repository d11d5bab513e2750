"""Needs of people, without a solution."""

from __future__ import annotations

from seachange.people.fields import count, link, one_of, prose, word
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import possible, stated
from seachange.planning.models.parts import level
from seachange.planning.rules.vocabulary import ActorKind, Kind


class Problem(RecordRow):
    """An unmet need of an actor, phrased without a solution, with the pain measured."""

    actor = prose()
    actor_kind = word(ActorKind.CUSTOMER)
    statement = prose()
    pain_metric = link("planning.Metric")
    pain_baseline = level()
    people_affected = count()
    outcome = link("planning.Outcome")
    product = link("planning.Product")

    class Meta:
        constraints = (
            *stated(Kind.PROBLEM),
            one_of("problem", "actor_kind", ActorKind),
            *possible("problem", "pain_baseline"),
        )
