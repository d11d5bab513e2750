"""What each party thinks will happen."""

from __future__ import annotations

from seachange.people.fields import day, link, number, prose
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class Expectation(RecordRow):
    """What a party thinks will happen, and when."""

    within = belonging.within(Kind.EXPECTATION)

    party = prose()
    output = link("planning.Output")
    outcome = link("planning.Outcome")
    commitment = link("planning.Commitment")
    roadmap_item = link("planning.RoadmapItem")
    deal = link("planning.Deal")
    expected = prose()
    expected_on = day()
    claimed_confidence = number()
    stated_on = day()

    class Meta:
        constraints = (*stated(Kind.EXPECTATION),)
