"""Promising: proposed, signed by those who must keep it, renegotiated in the open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from seachange.errors import BadPlan, NotThere
from seachange.planning.actions import records
from seachange.planning.actions.door import put
from seachange.planning.actions.turns import in_turn
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.invariants.promises import conditions_open, signatures
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment, SignOff
from seachange.planning.rules.vocabulary import Answer


def promise(commitment: Commitment, *, by: str, why: str = "") -> Plan:
    """Propose a promise inside a deal; nobody is bound by it yet."""
    return records.create(commitment, by=by, why=why)


@in_turn
def sign(sign_off: SignOff, *, by: str, why: str = "") -> Plan:
    """Answer for a function to a promise as it reads now; an earlier answer is superseded."""
    plan = whole_plan()
    commitment = plan.get(Commitment, sign_off.commitment)
    if commitment is None:
        raise NotThere(f"there is no commitment {sign_off.commitment}", place=sign_off.id)
    if sign_off.answer == Answer.YES_IF and not sign_off.conditions:
        raise BadPlan("a yes-if says on what condition", place=sign_off.id)
    earlier = signatures(plan, commitment).get(sign_off.function)
    signed = replace(
        sign_off,
        member=sign_off.member or by or None,
        material=commitment.material,
        supersedes=earlier.id if earlier else None,
    )
    return put(signed, by=by, deed="sign", why=why)


@in_turn
def approve(commitment: str, *, by: str, why: str = "") -> Plan:
    """Approve a promise that every role of its board said yes to; conditionally, if one said if."""
    found = records.find(Commitment, commitment)
    conditional = conditions_open(whole_plan(), found)
    return records.move(commitment, to="conditional" if conditional else "approved", by=by, why=why)


def renegotiate(commitment: str, *, by: str, why: str, **changes: Any) -> Plan:
    """Change what was promised; every signature under the earlier wording is void (I-17)."""
    return records.move(commitment, to="renegotiated", by=by, why=why, **changes)


def win(deal: str, *, by: str, why: str = "") -> Plan:
    """Win a deal whose every promise is signed by its board (I-14)."""
    return records.move(deal, to="won", by=by, why=why)
