"""What people do, step by step, and what predicts success."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from seachange.people.fields import (
    count,
    link,
    links,
    listing,
    needs,
    number,
    one_of,
    prose,
    word,
    yes,
)
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import known, possible, stated
from seachange.planning.models.parts import level
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import ActorKind, Kind, SignalKind, SignalStance, Stance


class JourneyMap(RecordRow):
    """Left-to-right steps of what people do, one lane an actor, employees among them."""

    product = link("planning.Product")
    lanes = listing()

    class Meta:
        constraints = (*stated(Kind.JOURNEY),)


class JourneyStep(RecordRow):
    """A stage of a journey, with the three questions about what customers want there."""

    within = belonging.within(Kind.STEP)

    journey = needs("planning.JourneyMap")
    position = models.IntegerField(default=1)
    entry_event = prose()
    departments = links("people.Department")
    trying_to = prose()
    how_today = prose()
    could_be_easier = prose()

    class Meta:
        constraints = (*stated(Kind.STEP),)


class Behaviour(RecordRow):
    """An observable act of an actor at a step, and the rule that picks it from the log."""

    within = belonging.within(Kind.BEHAVIOUR)

    journey_step = needs("planning.JourneyStep")
    actor = prose()
    actor_kind = word(ActorKind.CUSTOMER)
    act = prose()
    event_rule = prose()
    window = prose()
    stance = word(Stance.NEUTRAL)

    class Meta:
        constraints = (
            *stated(Kind.BEHAVIOUR),
            one_of("behaviour", "actor_kind", ActorKind),
            one_of("behaviour", "stance", Stance),
        )


class BehaviourSignal(RecordRow):
    """A behaviour that predicts success or failure: a booster or a blocker, with its interval."""

    within = belonging.within(Kind.SIGNAL)

    behaviour = needs("planning.Behaviour")
    signal = word()
    success_label = prose()
    risk_difference = number()
    low = number()
    high = number()
    people = count()
    reach = number()
    headroom = number()
    changeability = models.FloatField(default=0.5)
    is_adjusted = yes()
    assumption_test = link("planning.AssumptionTest")
    question = prose()
    owner = link("people.Team")
    stance = word()

    class Meta:
        constraints = (
            *stated(Kind.SIGNAL),
            one_of("behaviour_signal", "signal", SignalKind),
            one_of("behaviour_signal", "stance", SignalStance),
        )


class SignalEstimate(RecordRow):
    """What one cohort says of a signal; never changed afterwards."""

    within = belonging.within(Kind.SIGNAL_ESTIMATE)

    signal = needs("planning.BehaviourSignal")
    starts = models.DateField()
    ends = models.DateField()
    effect = number()
    low = number()
    high = number()
    why = prose()
    without = number()
    reach = number()
    addressable = number()
    e_value = number()
    entries = count()
    people = count()
    proof_per_arm = count()
    doing = level()
    succeeding = level()
    definition = prose()
    log = prose()

    class Meta:
        constraints = (
            *stated(Kind.SIGNAL_ESTIMATE),
            *possible("signal_estimate", "doing"),
            *possible("signal_estimate", "succeeding"),
            models.CheckConstraint(
                condition=Q(starts__lte=F("ends")), name="signal_estimate_period"
            ),
            models.CheckConstraint(
                condition=known("effect", "low", "high")
                & Q(low__lte=F("effect"), effect__lte=F("high"))
                | Q(effect__isnull=True, low__isnull=True, high__isnull=True) & ~Q(why=""),
                name="signal_estimate_told_whole",
            ),
        )
