"""Who may do what to which kind of record: one table, by role."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from seachange.planning.rules.vocabulary import Function, Kind, Role


class Deed(StrEnum):
    """What can be done to a record."""

    CREATE = "create"
    EDIT = "edit"
    MOVE = "move"
    REMOVE = "remove"


EVERYBODY = frozenset(Role)
INSIDE = EVERYBODY - {Role.REQUESTER}
MAKERS = frozenset({Role.PRODUCT, Role.ENGINEERING, Role.DESIGN})
FIELD = frozenset({Role.SALES, Role.CUSTOMER_SUCCESS, Role.SUPPORT, Role.MARKETING})
PRODUCT = frozenset({Role.PRODUCT})
LEADERS = frozenset({Role.PRODUCT, Role.LEADER})
NOBODY: frozenset[Role] = frozenset()

Rights = dict[Deed, frozenset[Role]]


def _may(
    create: Iterable[Role],
    *,
    edit: Iterable[Role] | None = None,
    move: Iterable[Role] | None = None,
    remove: Iterable[Role] = PRODUCT,
) -> Rights:
    made = frozenset(create)
    edited = made if edit is None else frozenset(edit)
    return {
        Deed.CREATE: made,
        Deed.EDIT: edited,
        Deed.MOVE: edited if move is None else frozenset(move),
        Deed.REMOVE: frozenset(remove),
    }


_OPERATED = _may(NOBODY, remove=NOBODY)  # the administrator's
_DIRECTION = _may(LEADERS | {Role.MARKETING}, remove=LEADERS)
_CRAFT = _may(MAKERS)
_HEARD = _may(INSIDE, remove=PRODUCT)
_DECIDED = _may(LEADERS, edit=NOBODY, remove=NOBODY)
_READY = _may(FIELD | MAKERS)
_SOLD = _may({Role.SALES, Role.CUSTOMER_SUCCESS}, remove={Role.SALES})

# Kind → deed → the roles that may do it. An administrator may do all of it. Sales and customer
# success veto promises; they do not put items on the roadmap (domain.md §0).
MAY: dict[Kind, Rights] = {
    Kind.DEPARTMENT: _OPERATED,
    Kind.TEAM: _OPERATED,
    Kind.MEMBER: _OPERATED,
    Kind.PRODUCT: _may(LEADERS, remove=LEADERS),
    Kind.VISION: _DIRECTION,
    Kind.MILESTONE: _DIRECTION,
    Kind.TREND: _may(INSIDE, remove=LEADERS),
    Kind.IMPACT: _may(LEADERS, remove=LEADERS),
    Kind.OUTCOME: _may(MAKERS | {Role.LEADER}),
    Kind.DRIVER_LINK: _may(MAKERS | {Role.LEADER}),
    Kind.METRIC: _CRAFT,
    Kind.METRIC_VERSION: _may(MAKERS, edit=NOBODY, remove=NOBODY),
    Kind.METRIC_BRIDGE: _may(MAKERS, edit=NOBODY, remove=NOBODY),
    Kind.MEASUREMENT: _may(INSIDE, edit=NOBODY, remove=NOBODY),
    Kind.JOURNEY: _CRAFT,
    Kind.STEP: _CRAFT,
    Kind.BEHAVIOUR: _CRAFT,
    Kind.SIGNAL: _CRAFT,
    Kind.SIGNAL_ESTIMATE: _may(MAKERS, edit=NOBODY, remove=NOBODY),
    Kind.PROBLEM: _may(INSIDE, move=MAKERS),
    Kind.IDEA: _may(INSIDE, move=MAKERS),
    Kind.RISK_FINDING: _CRAFT,
    Kind.CONTACT: _may(INSIDE, edit=NOBODY, remove=NOBODY),
    Kind.HYPOTHESIS: _CRAFT,
    Kind.HYPOTHESIS_VERSION: _may(MAKERS, edit=NOBODY, remove=NOBODY),
    Kind.ASSUMPTION: _CRAFT,
    Kind.ASSUMPTION_TEST: _CRAFT,
    Kind.EVIDENCE: _HEARD,
    Kind.VERDICT: _may(MAKERS, edit=NOBODY, remove=NOBODY),
    Kind.DECISION: _DECIDED,
    Kind.QUESTION: _may(INSIDE, move=MAKERS),
    Kind.OUTPUT: _CRAFT,
    Kind.RELEASE: _CRAFT,
    Kind.ENABLEMENT: _READY,
    Kind.CHAIN_STEP: _READY,
    Kind.POSITIONING: _may({Role.PRODUCT, Role.MARKETING}),
    Kind.OBJECTION: _HEARD,
    Kind.DELIVERY_PERIOD: _CRAFT,
    Kind.ROADMAP_ITEM: _may(PRODUCT),
    Kind.ROADMAP_VIEW: _may(LEADERS, remove=LEADERS),
    Kind.OBJECTIVE: _may(MAKERS | {Role.LEADER}),
    Kind.KEY_RESULT: _may(MAKERS | {Role.LEADER}),
    Kind.REVIEW: _may(LEADERS, remove=NOBODY),
    Kind.FEATURE_REQUEST: _may(EVERYBODY, edit=INSIDE, move=MAKERS, remove=NOBODY),
    Kind.EXPECTATION: _may(EVERYBODY, edit=INSIDE),
    Kind.CUSTOMER: _SOLD,
    Kind.BOARD: _may(LEADERS, remove=LEADERS),
    Kind.DEAL: _SOLD,
    Kind.COMMITMENT: _may(
        {Role.SALES, Role.CUSTOMER_SUCCESS},
        move={Role.SALES, Role.CUSTOMER_SUCCESS, Role.SUPPORT, Role.PRODUCT, Role.ENGINEERING},
        remove=NOBODY,
    ),
    Kind.SIGN_OFF: _may(INSIDE, edit=NOBODY, remove=NOBODY),
    Kind.FLUENCY_CHECK: _may(LEADERS | {Role.MARKETING}, edit=NOBODY, remove=NOBODY),
    Kind.WAIVER: _may({Role.LEADER}, remove=NOBODY),
}

# The function a role speaks for when it signs; others speak for their department's.
SPEAKS_FOR = {
    Role.PRODUCT: Function.PRODUCT,
    Role.ENGINEERING: Function.ENGINEERING,
    Role.DESIGN: Function.DESIGN,
    Role.SALES: Function.SALES,
    Role.CUSTOMER_SUCCESS: Function.CUSTOMER_SUCCESS,
    Role.SUPPORT: Function.SUPPORT,
    Role.MARKETING: Function.MARKETING,
    Role.LEADER: Function.LEADERSHIP,
}


def may(role: Role, *, deed: Deed, kind: Kind) -> bool:
    """Tell whether a role may do a deed to records of a kind."""
    return role == Role.ADMIN or role in MAY[kind][deed]
