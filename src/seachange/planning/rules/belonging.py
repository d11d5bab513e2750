"""Which records are part of which others, so that hiding one hides what speaks of it."""

from __future__ import annotations

from seachange.planning.rules.vocabulary import Kind

# Kind → the links by which a record belongs to another. A record is seen only by those who may
# see all it belongs to; its other links are merely left out where they lead to something hidden.
WITHIN: dict[Kind, tuple[str, ...]] = {
    Kind.OBJECTION: ("department", "output"),
    Kind.FLUENCY_CHECK: ("member",),
    Kind.MILESTONE: ("vision",),
    Kind.TREND: ("vision",),
    Kind.DRIVER_LINK: ("outcome", "impact", "driven_outcome"),
    Kind.METRIC_VERSION: ("metric",),
    Kind.METRIC_BRIDGE: ("metric",),
    Kind.MEASUREMENT: ("metric", "outcome", "impact", "problem", "output", "deal"),
    Kind.STEP: ("journey",),
    Kind.BEHAVIOUR: ("journey_step",),
    Kind.SIGNAL: ("behaviour",),
    Kind.SIGNAL_ESTIMATE: ("signal",),
    Kind.RISK_FINDING: ("idea", "output"),
    Kind.QUESTION: ("outcome",),
    Kind.EXPECTATION: ("output", "outcome", "commitment", "roadmap_item", "deal"),
    Kind.KEY_RESULT: ("objective", "outcome", "impact"),
    Kind.HYPOTHESIS: ("idea", "output", "outcome"),
    Kind.HYPOTHESIS_VERSION: ("hypothesis",),
    Kind.ASSUMPTION: ("hypothesis",),
    Kind.ASSUMPTION_TEST: ("hypothesis",),
    Kind.EVIDENCE: (
        "hypothesis",
        "assumption",
        "idea",
        "output",
        "problem",
        "driver_link",
        "assumption_test",
        "measurement",
    ),
    Kind.VERDICT: ("hypothesis",),
    Kind.DECISION: (
        "hypothesis",
        "verdict",
        "idea",
        "output",
        "problem",
        "feature_request",
        "roadmap_item",
        "outcome",
        "review",
    ),
    Kind.RELEASE: ("output",),
    Kind.ENABLEMENT: ("output", "department"),
    Kind.CHAIN_STEP: ("output",),
    Kind.POSITIONING: ("problem", "output"),
    Kind.ROADMAP_ITEM: (
        "outcome",
        "question",
        "problem",
        "milestone",
        "hypothesis",
        "output",
        "feature_request",
        "deal",
    ),
    Kind.CONTACT: ("customer",),
    Kind.DEAL: ("customer",),
    Kind.COMMITMENT: ("deal",),
    Kind.SIGN_OFF: ("commitment",),
    Kind.WAIVER: ("approver",),
}


def within(kind: Kind) -> tuple[str, ...]:
    """Return the links by which a record of this kind belongs to others."""
    return WITHIN.get(kind, ())
