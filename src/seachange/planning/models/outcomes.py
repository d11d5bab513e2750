"""Changes in what people do, and what they drive."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seachange.people.fields import day, link, links, needs, number, one_of, prose, word
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import exactly_one, holds, known, possible, said, stated
from seachange.planning.models.parts import level
from seachange.planning.rules import belonging
from seachange.planning.rules.plan.intent import PURSUED
from seachange.planning.rules.vocabulary import ActorKind, Direction, Kind


class Outcome(RecordRow):
    """A change in what people do: who, does what, from which rate to which, by when."""

    actor = prose()
    actor_kind = word(ActorKind.CUSTOMER)
    behaviour = prose()
    direction = word(Direction.MORE)
    metric = link("planning.Metric")
    baseline = level()
    target = number()
    by = day()
    activated_on = day()
    owners = links("people.Team")
    guardrails = links("planning.Metric")
    journey_step = link("planning.JourneyStep")
    signals = links("planning.BehaviourSignal")
    product = link("planning.Product")

    class Meta:
        constraints = (
            *stated(Kind.OUTCOME),
            one_of("outcome", "actor_kind", ActorKind),
            one_of("outcome", "direction", Direction),
            *possible("outcome", "baseline"),
            holds(
                "outcome",
                "I-1",
                ~Q(state__in=sorted(PURSUED))
                | known("metric", "target", "by", "baseline_starts", "baseline_ends")
                & said("actor", "behaviour"),
            ),
        )


class DriverLink(RecordRow):
    """A claim that one outcome moves an impact, or another outcome; sign +1 or −1."""

    within = belonging.within(Kind.DRIVER_LINK)

    outcome = needs("planning.Outcome")
    impact = link("planning.Impact")
    driven_outcome = link("planning.Outcome")
    sign = models.IntegerField(default=1)
    size = number()
    theory = prose()
    signal = link("planning.BehaviourSignal")

    class Meta:
        constraints = (
            *stated(Kind.DRIVER_LINK),
            exactly_one("driver_link", "impact", "driven_outcome"),
            models.CheckConstraint(condition=Q(sign__in=[1, -1]), name="driver_link_sign_told"),
        )
