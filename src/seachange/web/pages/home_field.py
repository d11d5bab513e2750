"""The first page of those who sell, support and tell: what waits for their yes, what to say."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.people.access import Role, Viewer
from seachange.planning.rules.handout import safe_of
from seachange.planning.rules.invariants.promises import LEFT, unsigned
from seachange.planning.rules.permissions import SPEAKS_FOR, Deed, may
from seachange.planning.rules.plan.delivery import EnablementItem
from seachange.planning.rules.plan.organisation import Department, Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment, Customer, Deal
from seachange.planning.rules.step_signals import at_steps
from seachange.planning.rules.vocabulary import Function, Kind, SignalKind
from seachange.report import words
from seachange.web.pages.field_shown import words_of
from seachange.web.pages.handouts import ForSellers, for_sellers
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
from seachange.web.pages.journey import effect_of
from seachange.web.shell import address_of

KEPT = frozenset({"delivered", "accepted"})
NEAREST = 3


def for_field(plan: Plan, viewer: Viewer) -> HomePage:
    """Return the page of sales, customer success, support and marketing."""
    outcomes, _ = outcomes_of(plan, viewer)
    functions = functions_of(plan, viewer)
    deals = [deal for deal in plan.deals if deal.seller == viewer.id]
    waiting = [*_to_sign(plan, functions), *_to_make_ready(plan, viewer)]
    if viewer.role is Role.SALES:
        lead = "What you may promise"
        waiting += [*_unsigned(plan, deals), *findings(viewer, {deal.id for deal in deals})]
        speaking = for_sellers(viewer)
        sections: tuple[Section, ...] = (
            _sold(speaking),
            _may_be_said(plan, Function.SALES),
            _never(speaking),
            _deals(plan, deals),
        )
    elif viewer.role is Role.MARKETING:
        lead = "What may be said, and how real it is"
        sections = (
            _sold(for_sellers(viewer)),
            _may_be_said(plan, Function.MARKETING),
            _claims(plan, viewer),
        )
    else:
        lead = "What comes, and what is in customers' way"
        said = _may_be_said(plan, next(iter(functions), None))
        sections = (_inherited(plan), _in_the_way(plan), said, _sold(for_sellers(viewer)))
    return HomePage(
        lead=lead,
        rows=urgent(plan, outcomes),
        next=tuple(waiting[:MOST_NEXT]),
        # What has nothing to tell does not stand before what has.
        sections=tuple(sorted(sections, key=lambda each: not each.lines)),
        tells_first=True,
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
                why=f"due {words_of(each.due)}" if each.due else "",
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
            why = f"due {words_of(item.due)}" if item.due else ""
            yield Next(says=says, record=item, why=why, chip=item.state, tone="warn")


def _sold(speaking: ForSellers) -> Section:
    """What customers have today: the newest first."""
    lines = tuple(
        Line(record=each, says=f"since {words_of(each.released_on)}" if each.released_on else "")
        for each in speaking.today[:MOST_LINES]
    )
    return Section(
        title="Customers have it today",
        lines=lines,
        empty="Nothing is marked as available yet: ask product what may be said.",
    )


def _never(speaking: ForSellers) -> Section:
    """What is being tried or built, and may never come."""
    lines = tuple(
        Line(record=each, says="", chip=each.state, tone="bad")
        for each in speaking.never[:MOST_LINES]
    )
    return Section(
        title="Not to be promised: it may never come",
        lines=lines,
        empty="Nothing is being tried or built.",
    )


def _in_the_way(plan: Plan) -> Section:
    """What goes with customers leaving, as far as the plan keeps it: the blockers."""
    lines = []
    for found in at_steps(plan):
        for each in found.signals:
            if each.signal.signal is SignalKind.BLOCKER and each.cohorts:
                effect = f"“{each.signal.success_label}” {effect_of(each.signal)}"
                said = f"{effect} among those who do"
                lines.append(Line(record=each.behaviour, says=said, chip=str(each.status or "")))
    return Section(
        title="What is known to be in customers' way",
        lines=tuple(lines[:MOST_LINES]),
        empty="No blocker is kept: a step of a journey shows what goes with leaving it.",
        address=address_of("journeys"),
        more="The journeys",
    )


def _deals(plan: Plan, deals: list[Deal]) -> Section:
    lines = tuple(_deal(plan, each) for each in deals[:MOST_LINES])
    return Section(
        title="Your deals",
        lines=lines,
        empty="No deal is yours yet. A promise made in one counts when all who must keep it "
        "have signed it.",
        address=address_of("records_of" if lines else "record_new", Kind.DEAL.value),
        more="All deals" if lines else "State a deal",
    )


def _deal(plan: Plan, deal: Deal) -> Line:
    customer = plan.get(Customer, deal.customer)
    # A deal without a name of its own is called by its customer's id already.
    whose = customer.name if customer else ""
    worth = words.count(int(deal.value)) if deal.value else ""
    said = ", ".join(filter(None, (whose, worth, deal.why_buy_today)))
    return Line(record=deal, says=said, chip=deal.state)


def _inherited(plan: Plan) -> Section:
    """The promises of deals that were won, which somebody has to keep."""
    lines = []
    for each in plan.commitments:
        deal = plan.get(Deal, each.deal)
        if deal is not None and deal.is_won and _is_open(each):
            due = f", due {words_of(each.due)}" if each.due else ""
            said = f"{each.text or each.scope}{_of_deal(plan, each)}{due}"
            lines.append(Line(record=each, says=said, chip=each.state))
    return Section(
        title="Promises to keep",
        lines=tuple(lines[:MOST_LINES]),
        empty="No promise of a won deal is open.",
    )


def _claims(plan: Plan, viewer: Viewer) -> Section:
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
        address=address_of("records_of", Kind.POSITIONING.value)
        if lines
        else address_of("record_new", Kind.POSITIONING.value)
        if may(viewer.role, deed=Deed.CREATE, kind=Kind.POSITIONING)
        else "",
        more="All that is said" if lines else "Write down what we say",
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
        more="All that may be sold, mentioned and not promised",
    )
