"""Hearing people out: a request is understood, decided on, and answered with the reason."""

from __future__ import annotations

from seachange import clock
from seachange.errors import BadPlan
from seachange.planning.actions import records
from seachange.planning.actions.turns import in_turn
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Choice


def receive(feature_request: FeatureRequest, *, by: str, why: str = "") -> Plan:
    """Take in somebody's wish as they said it."""
    return records.create(feature_request, by=by, why=why)


def understand(feature_request: str, *, need: str, by: str, why: str = "") -> Plan:
    """Write down the need behind a request."""
    if not need:
        raise BadPlan("say the need behind it", place=feature_request)
    return records.move(feature_request, to="understood", by=by, why=why, need=need)


def decide(feature_request: str, *, choice: Choice, reason: str, by: str) -> Plan:
    """Decide on a request that is linked to what it is about, with the reason."""
    if not reason:
        raise BadPlan("a decision has a reason", place=feature_request)
    return records.move(
        feature_request, to="decided", by=by, why=reason, choice=choice, reason=reason
    )


@in_turn
def reply(feature_request: str, *, text: str, by: str) -> Plan:
    """Tell whoever asked what was decided and why (I-22)."""
    found = records.find(FeatureRequest, feature_request)
    return records.move(
        found.id, to="replied", by=by, why=found.reason, reply=text, replied_on=clock.now().date()
    )
