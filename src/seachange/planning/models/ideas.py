"""Candidates not yet committed, and what a look at their risks found."""

from __future__ import annotations

from seachange.people.fields import day, link, number, one_of, prose, word, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Finding, Kind, Origin, Risk


class Idea(RecordRow):
    """A candidate output not yet committed; what people believe of it stands as their claim."""

    text = prose()
    problem = link("planning.Problem")
    outcome = link("planning.Outcome")
    milestone = link("planning.VisionMilestone")
    origin = word(Origin.TEAM)
    originator = link("people.Member")
    effect_score = number()
    ease_score = number()
    claimed_confidence = number()
    effort_weeks = number()
    is_reversible = yes(by_default=True)
    is_risky = yes()
    captured_on = day()
    closed_on = day()

    class Meta:
        constraints = (
            *stated(Kind.IDEA),
            one_of("idea", "origin", Origin),
        )


class RiskFinding(RecordRow):
    """What a look at one risk of an idea or output found, by whom, when."""

    within = belonging.within(Kind.RISK_FINDING)

    idea = link("planning.Idea")
    output = link("planning.Output")
    risk = word(Risk.VALUE)
    finding = word(Finding.ACCEPTABLE)
    text = prose()
    found_by = link("people.Member")
    found_on = day()

    class Meta:
        constraints = (
            *stated(Kind.RISK_FINDING),
            one_of("risk_finding", "risk", Risk),
            one_of("risk_finding", "finding", Finding),
        )
