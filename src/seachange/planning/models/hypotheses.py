"""What we believe an output will change, and what that takes for granted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seachange.people.fields import between, day, link, links, needs, number, one_of, prose, word
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import holds, known, said, stated
from seachange.planning.models.parts import criteria
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind, Risk


class Hypothesis(RecordRow):
    """One output or idea, one outcome, and the change we predict, with when to stop."""

    within = belonging.within(Kind.HYPOTHESIS)

    statement = prose()
    idea = link("planning.Idea")
    output = link("planning.Output")
    outcome = link("planning.Outcome")
    criteria = criteria()
    version = models.IntegerField(default=1)
    guardrails = links("planning.Metric")
    signals = links("planning.BehaviourSignal")
    effect_score = number()
    ease_score = number()
    claimed_confidence = number()
    belief_at_decision = number()
    stated_on = day()

    class Meta:
        constraints = (
            *stated(Kind.HYPOTHESIS),
            holds(
                "hypothesis",
                "I-6",
                Q(state="withdrawn")
                | known(
                    "outcome",
                    "criteria_predicted",
                    "criteria_smallest_worthwhile",
                    "criteria_success_on",
                )
                & (known("idea") | known("output"))
                & (known("criteria_kill_on") | known("criteria_kill_after_people"))
                & (known("criteria_kill_below") | said("criteria_kill_state")),
            ),
        )


class HypothesisVersion(RecordRow):
    """The criteria of a hypothesis as they stood in one version."""

    within = belonging.within(Kind.HYPOTHESIS_VERSION)

    hypothesis = needs("planning.Hypothesis")
    version = models.IntegerField(default=1)
    criteria = criteria()
    since = day()

    class Meta:
        constraints = (
            *stated(Kind.HYPOTHESIS_VERSION),
            models.UniqueConstraint(
                fields=("hypothesis", "version"), name="hypothesis_version_once"
            ),
        )


class Assumption(RecordRow):
    """What must be true for a hypothesis to hold; importance 1..5."""

    within = belonging.within(Kind.ASSUMPTION)

    hypothesis = needs("planning.Hypothesis")
    text = prose()
    risk = word(Risk.VALUE)
    importance = models.IntegerField(default=3)

    class Meta:
        constraints = (
            *stated(Kind.ASSUMPTION),
            one_of("assumption", "risk", Risk),
            between("assumption", "importance", 1, 5),
        )
