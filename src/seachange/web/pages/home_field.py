"""The first page of those who sell, support and tell: what waits for their yes, what to say."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.people.access import Role, Viewer
from seachange.planning.rules.handout import safe_of
from seachange.planning.rules.invariants.promises import LEFT, unsigned
from seachange.planning.rules.permissions import SPEAKS_FOR
from seachange.planning.rules.plan.delivery import EnablementItem
from seachange.planning.rules.plan.organisation import Department, Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment, Customer, Deal
from seachange.planning.rules.vocabulary import Function
from seachange.web.pages.home_parts import (
    MOST_LINES,
    MOST_NEXT,
    HomePage,
    Line,
    Next,
    Section,
    findings,
    outcomes_of,
    urgent,
)
from seachange.web.shell import address_of

KEPT = frozenset({"delivered", "accepted"})
NEAREST = 3


def for_field(plan: Plan, viewer: Viewer) -> HomePage:
    """Return the page of sales, customer success, support and marketing."""
    outcomes, are_own = outcomes_of(plan, viewer)
    functions = functions_of(plan, viewer)
    deals = [deal for deal in plan.deals if deal.seller == viewer.id]
    waiting = [*_to_sign(plan, functions), *_to_make_ready(plan, viewer)]
    if viewer.role is Role.SALES:
        waiting += [*_unsigned(plan, deals), *findings(viewer, {deal.id for deal in deals})]
        sections = (_deals(deals), _may_be_said(plan, Function.SALES))
    elif viewer.role is Role.MARKETING:
        sections = (_claims(plan), _may_be_said(plan, Function.MARKETING))
    else:
        sections = (_inherited(plan), _may_be_said(plan, next(iter(functions), None)))
    return HomePage(
        lead="The outcomes of your teams" if are_own else "What people do differently",
        rows=urgent(plan, outcomes),
        next=tuple(waiting[:MOST_NEXT]),
        sections=sections,
        no_next="Nothing waits for your yes.",
    )


def functions_of(plan: Plan, viewer: Viewer) -> tuple[Function, ...]:
    """Return in whose name somebody signs: their role's, and their department's."""
    member = plan.get(Member, viewer.id)
    department = plan.get(Department, member.department) if member else None
    told = (SPEAKS_FOR.get(viewer.role), department.function if department else None)
    return tuple(dict.fromkeys(each for each in told if each is not None))


def _is_open(commitment: Commitment) -> bool:
    return commitment.state not in LEFT | KEPT


def _to_sign(plan: Plan, functions: tuple[Function, ...]) -> Iterator[Next]:
    """Walk the promises that wait for the yes of one's own function."""
    for each in plan.commitments:
        if _is_open(each) and set(functions) & set(unsigned(plan, each)):
            yield Next(
                says=f"“{each.text or each.scope}”{_of_deal(plan, each)} waits for your yes or no.",
                record=each,
                why=f"due {each.due}" if each.due else "",
                chip="sign",
                tone="warn",
            )


def _unsigned(plan: Plan, deals: list[Deal]) -> Iterator[Next]:
    """Walk the promises in one's own deals that somebody else has not said yes to."""
    for deal in deals:
        for each in plan.of(Commitment, deal.id):
            left = ", ".join(f.value.replace("_", " ") for f in unsigned(plan, each))
            if _is_open(each) and left:
                says = f"Not to be promised yet: {left} has not said yes."
                yield Next(says=says, record=each, chip="not signed", tone="bad")


def _of_deal(plan: Plan, commitment: Commitment) -> str:
    deal = plan.get(Deal, commitment.deal)
    customer = plan.get(Customer, deal.customer) if deal else None
    return f" for {customer.name or customer.id}" if customer else ""


def _to_make_ready(plan: Plan, viewer: Viewer) -> Iterator[Next]:
    """Walk what one's own department needs to play its part, and has not."""
    member = plan.get(Member, viewer.id)
    for item in plan.of(EnablementItem, member.department) if member and member.department else ():
        if item.is_required and item.state != "verified":
            says = f"{item.need or 'Something'} is not ready in your department."
            why = f"due {item.due}" if item.due else ""
            yield Next(says=says, record=item, why=why, chip=item.state, tone="warn")


def _deals(deals: list[Deal]) -> Section:
    lines = tuple(
        Line(record=each, says=each.why_buy_today, chip=each.state) for each in deals[:MOST_LINES]
    )
    return Section(title="Your deals", lines=lines, empty="No deal is yours.")


def _inherited(plan: Plan) -> Section:
    """The promises of deals that were won, which somebody has to keep."""
    lines = []
    for each in plan.commitments:
        deal = plan.get(Deal, each.deal)
        if deal is not None and deal.is_won and _is_open(each):
            due = f", due {each.due}" if each.due else ""
            said = f"{each.text or each.scope}{_of_deal(plan, each)}{due}"
            lines.append(Line(record=each, says=said, chip=each.state))
    return Section(
        title="Promises to keep",
        lines=tuple(lines[:MOST_LINES]),
        empty="No promise of a won deal is open.",
    )


def _claims(plan: Plan) -> Section:
    lines = tuple(
        Line(
            record=each,
            says=f"{claim.text}: {claim.maturity or 'nobody said how real'}",
            chip=each.state,
            tone="" if claim.maturity else "warn",
        )
        for each in plan.positionings
        for claim in each.claims
    )
    return Section(
        title="What we say, and how real it is",
        lines=lines[:MOST_LINES],
        empty="No claim is written down: nobody can tell what is said of what.",
    )


def _may_be_said(plan: Plan, audience: Function | None) -> Section:
    """What is next, with no features and no dates on it."""
    near = [each for each in safe_of(plan, audience=audience) if each.months == NEAREST]
    lines = tuple(Line(says=line.text, chip=line.kind) for each in near for line in each.lines)
    return Section(
        title="What may be said of what comes next",
        lines=lines[:MOST_LINES],
        empty="Nothing of the next months may be said aloud yet.",
        address=address_of("roadmap_handed_out", "sellers"),
        more="All of it, safe to say",
    )
