"""What the evidence said, and what was decided: written once."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import day, link, links, listing, needs, number, one_of, prose, word
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Choice, Finish, Kind


class Verdict(RecordRow):
    """What the evidence says of one version of a hypothesis, with the numbers it rests on."""

    within = belonging.within(Kind.VERDICT)

    hypothesis = needs("planning.Hypothesis")
    hypothesis_version = models.IntegerField(default=1)
    finish = word(Finish.INCONCLUSIVE)
    measured = number()
    low = number()
    high = number()
    expected_change = number()
    belief = number()
    belief_positive = number()
    confidence = number()
    belief_before = number()
    reason = prose()
    decided_by = link("people.Member")
    decided_on = day()
    evidence = links("planning.Evidence")
    supersedes = link("planning.Verdict")

    class Meta:
        constraints = (
            *stated(Kind.VERDICT),
            one_of("verdict", "finish", Finish),
        )


class Decision(RecordRow):
    """A recorded choice: the reason, the alternatives, the evidence seen, who and when."""

    within = belonging.within(Kind.DECISION)

    choice = word(Choice.GO)
    hypothesis = link("planning.Hypothesis")
    verdict = link("planning.Verdict")
    idea = link("planning.Idea")
    output = link("planning.Output")
    problem = link("planning.Problem")
    feature_request = link("planning.FeatureRequest")
    roadmap_item = link("planning.RoadmapItem")
    outcome = link("planning.Outcome")
    review = link("planning.Review")
    reason = prose()
    alternatives = listing()
    decided_by = link("people.Member")
    decided_on = day()
    evidence = links("planning.Evidence")
    supersedes = link("planning.Decision")

    class Meta:
        constraints = (
            *stated(Kind.DECISION),
            one_of("decision", "choice", Choice),
        )
