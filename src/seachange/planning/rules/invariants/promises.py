"""I-13 to I-18: a promise is made inside a deal, by all who must keep it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from seachange.planning.rules.invariants.violation import Violation, listed
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import (
    WON,
    Board,
    Commitment,
    Customer,
    Deal,
    SignOff,
)
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.vocabulary import Answer, Function, Maturity

LEFT = frozenset({"withdrawn", "rejected"})
STANDING = frozenset({"approved", "conditional", "in progress"})
SIGNED = WON | {"signed off"}
DELIVERERS = frozenset(
    {Function.SUPPORT, Function.OPERATIONS, Function.MANUFACTURING, Function.ENGINEERING}
)


def board_of(plan: Plan, commitment: Commitment) -> tuple[Function, ...]:
    """Return the functions that must sign a promise: its own board's, else its deal's."""
    deal = plan.get(Deal, commitment.deal)
    board = plan.get(Board, commitment.board or (deal.board if deal else None))
    return board.functions if board else ()


def signatures(plan: Plan, commitment: Commitment) -> dict[Function, SignOff]:
    """Return each function's latest answer to a promise, void or not."""
    signed = plan.of(SignOff, commitment.id)
    replaced = {each.supersedes for each in signed}
    return {each.function: each for each in signed if each.id not in replaced}


def is_void(sign_off: SignOff, commitment: Commitment) -> bool:
    """Tell whether the promise has changed since it was signed (I-17)."""
    return sign_off.material != commitment.material


def unsigned(plan: Plan, commitment: Commitment) -> list[Function]:
    """Return the functions of its board that have not said yes to a promise as it reads now."""
    given = signatures(plan, commitment)
    return [
        function
        for function in board_of(plan, commitment)
        if function not in given
        or given[function].answer == Answer.NO
        or is_void(given[function], commitment)
    ]


def promises_have_customers(plan: Plan) -> Iterator[Violation]:
    """I-13: a promise exists only inside a deal for a customer with a name."""
    for commitment in plan.commitments:
        deal = plan.get(Deal, commitment.deal)
        customer = plan.get(Customer, deal.customer) if deal else None
        if customer is None or not customer.name:
            yield Violation(
                invariant="I-13",
                record=commitment.id,
                says="it is promised to nobody that has a name",
                remedy="put it into a deal for a named customer",
            )


def wins_are_signed(plan: Plan) -> Iterator[Violation]:
    """I-14: a promise is approved, and a deal won, by every role of the board saying yes to it."""
    for deal in plan.deals:
        if deal.state not in SIGNED:
            continue
        for commitment in plan.of(Commitment, deal.id):
            absent = without_yes(plan, commitment)
            if commitment.state not in LEFT and absent:
                yield Violation(
                    invariant="I-14",
                    record=deal.id,
                    says=f"the deal is {deal.state} without the yes of {absent} to {commitment.id}",
                    remedy="let them sign as it reads now, or take the promise out",
                )
    for commitment in plan.commitments:
        absent = without_yes(plan, commitment) if commitment.is_approved else ""
        if absent:
            yield Violation(
                invariant="I-14",
                record=commitment.id,
                says=f"it is {commitment.state} without the yes of {absent}",
                remedy="let them sign it as it reads now",
            )
        elif commitment.state == "approved" and conditions_open(plan, commitment):
            yield Violation(
                invariant="I-14",
                record=commitment.id,
                says="it is approved, but somebody said yes only if, and that is not met",
                remedy="call it conditional, or have it signed anew",
            )


def without_yes(plan: Plan, commitment: Commitment) -> str:
    """Return who has not said yes among those who must, in words; empty if nobody is missing."""
    if not board_of(plan, commitment):
        return "a board, which it does not have"
    absent = unsigned(plan, commitment)
    return _said(absent) if absent else ""


def _said(functions: Iterable[Function]) -> str:
    return listed([word_for(each) for each in functions])


def conditions_open(plan: Plan, commitment: Commitment) -> bool:
    """Tell whether somebody said yes on a condition that is not met."""
    return any(
        each.answer == Answer.YES_IF and not each.are_conditions_met
        for each in signatures(plan, commitment).values()
    )


def boards_hold_those_who_deliver(plan: Plan) -> Iterator[Violation]:
    """I-15 (and I-14's last clause): those who must keep a promise sit on its board.

    A deal's board has customer success or, where there is no such department, two of those who
    deliver; a promise of what is not there yet needs product and engineering besides.
    """
    has_cs = any(d.function == Function.CUSTOMER_SUCCESS for d in plan.departments)
    seated = [(d.id, d.board) for d in plan.deals if d.state not in {"open", "lost"}]
    seated += [
        (c.id, c.board)
        for c in plan.commitments
        if c.board and c.state != "proposed" and c.state not in LEFT
    ]
    for record, board_id in seated:
        board = plan.get(Board, board_id)
        says = _undelivered(set(board.functions) if board else set(), has_cs=has_cs)
        if says:
            yield Violation(
                invariant="I-15",
                record=record,
                says=says,
                remedy="add those who must keep what is promised",
            )
    for commitment in plan.commitments:
        if commitment.state == "proposed" or commitment.state in LEFT:
            continue
        needed = {Function.PRODUCT, Function.ENGINEERING} - set(board_of(plan, commitment))
        if commitment.maturity != Maturity.AVAILABLE and needed:
            yield Violation(
                invariant="I-15",
                record=commitment.id,
                says=f"it is {word_for(commitment.maturity)}, without {_said(sorted(needed))}"
                " on the board",
                remedy="give it a board with product and engineering",
            )


def _undelivered(functions: set[Function], *, has_cs: bool) -> str:
    """Return who of those who deliver is missing on a board; empty if it will do."""
    if Function.CUSTOMER_SUCCESS in functions:
        return ""
    if has_cs:
        return "customer success is not on its board"
    if len(functions & DELIVERERS) < 2:
        return "its board has fewer than two of those who deliver"
    return ""


def nobody_signs_twice(plan: Plan) -> Iterator[Violation]:
    """I-16: nobody signs for two functions, nor the seller for customer success; one answer each.

    A later answer of a function supersedes its earlier one, so that no yes hides a no.
    """
    for commitment in plan.commitments:
        deal = plan.get(Deal, commitment.deal)
        functions: dict[str, Function] = {}
        standing: dict[Function, str] = {}
        signed_for = sorted(plan.of(SignOff, commitment.id), key=lambda each: each.id)
        replaced = Counter(each.supersedes for each in signed_for)
        for signed in signed_for:
            says = _signed_wrongly(plan, signed, replaced)
            if signed.id not in replaced:
                other = standing.setdefault(signed.function, signed.id)
                if other != signed.id:
                    says = f"{other} of {word_for(signed.function)} stands as well"
            if signed.member is not None:
                spoken = functions.setdefault(signed.member, signed.function)
                sells = deal is not None and deal.seller == signed.member
                if spoken != signed.function:
                    both = _said((spoken, signed.function))
                    says = f"{signed.member} signed for {both}"
                elif sells and signed.function == Function.CUSTOMER_SUCCESS:
                    says = f"{signed.member} sells the deal and signed for customer success"
            if says:
                yield Violation(
                    invariant="I-16",
                    record=signed.id,
                    says=says,
                    remedy="one person answers for one function, and a later answer supersedes"
                    " the earlier",
                )


def _signed_wrongly(plan: Plan, signed: SignOff, replaced: Counter[str | None]) -> str:
    """Return what is wrong with what a signature supersedes; empty if nothing is."""
    earlier = plan.get(SignOff, signed.supersedes)
    if earlier is None:
        return ""
    if (earlier.commitment, earlier.function) != (signed.commitment, signed.function):
        return f"it supersedes {earlier.id}, which answers for something else"
    return f"{earlier.id} is superseded twice" if replaced[earlier.id] > 1 else ""


def changes_void_signatures(plan: Plan) -> Iterator[Violation]:
    """I-17: no promise stands on a signature under an earlier wording."""
    for commitment in plan.commitments:
        if commitment.state not in STANDING:
            continue
        void = [
            function
            for function, signed in signatures(plan, commitment).items()
            if is_void(signed, commitment)
        ]
        if void:
            yield Violation(
                invariant="I-17",
                record=commitment.id,
                says=f"it is {commitment.state}, but {_said(sorted(void))} signed another wording",
                remedy="renegotiate it, and have it signed as it reads now",
            )


def futures_are_not_promised(plan: Plan) -> Iterator[Violation]:
    """I-18: what is in discovery or a vision is never promised, by whichever label.

    The promise's own label is that of the day it was signed; what it is about has one as well.
    """
    for commitment in plan.commitments:
        if not commitment.is_approved:
            continue
        output = plan.get(Output, commitment.output)
        labels = [commitment.maturity, *([output.maturity] if output else [])]
        future = [each for each in labels if each in {Maturity.DISCOVERY, Maturity.VISION}]
        if future:
            yield Violation(
                invariant="I-18",
                record=commitment.id,
                says=f"something that is {future[0]} was promised",
                remedy="offer what is available, and tell the vision as a vision",
            )
