"""Checks of deals: who signed, what was promised, and what became of the customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.outputs import is_custom
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, percent, quoted, spoken
from seachange.planning.rules.invariants.promises import (
    DELIVERERS,
    LEFT,
    board_of,
    is_void,
    signatures,
)
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.organisation import Department
from seachange.planning.rules.plan.promises import Board, Commitment, Deal, SignOff
from seachange.planning.rules.vocabulary import Answer, Function, Maturity

_FUTURE = frozenset({Maturity.DISCOVERY, Maturity.VISION})
_OWED = frozenset({"approved", "conditional", "in progress", "broken"})
_UNDER_WAY = frozenset({"proposed", "feasibility known", *_OWED, "renegotiated"})


def _pursued(survey: Survey) -> Iterator[Deal]:
    return (deal for deal in survey.plan.deals if deal.state != "lost")


def _promises(survey: Survey, deal: Deal) -> list[Commitment]:
    return [c for c in survey.plan.of(Commitment, deal.id) if c.state not in LEFT]


def _board(survey: Survey, deal: Deal) -> tuple[Function, ...]:
    board = survey.plan.get(Board, deal.board)
    return board.functions if board else ()


def _must_sign(survey: Survey, commitment: Commitment) -> list[Function]:
    """Return who must sign a promise: its board, those who serve, and makers of what is not."""
    needed = list(board_of(survey.plan, commitment))
    if _has_customer_success(survey):
        needed.append(Function.CUSTOMER_SUCCESS)
    if commitment.maturity is not Maturity.AVAILABLE:
        needed += [Function.PRODUCT, Function.ENGINEERING]
    return list(dict.fromkeys(needed))


def _has_customer_success(survey: Survey) -> bool:
    """A plan that tells no departments is taken to have one."""
    return not survey.functions or Function.CUSTOMER_SUCCESS in survey.functions


def deal_won_unsigned(survey: Survey) -> Iterator[Hit]:
    """Find deals won although a sign-off is missing, refused or void."""
    for deal in survey.plan.deals:
        if not deal.is_won:
            continue
        lacking: dict[str, list[str]] = {}
        for commitment in _promises(survey, deal):
            signed = signatures(survey.plan, commitment)
            for function in _must_sign(survey, commitment):
                flaw = _flaw(signed.get(function), commitment)
                if flaw:
                    told = f"{spoken(function)} {flaw}"
                    lacking.setdefault(told, []).append(commitment.id)
        if lacking:
            roles = ", ".join(lacking)
            promises = dict.fromkeys(each for ids in lacking.values() for each in ids)
            yield Hit(deal.id, (*promises, *lacking), fills=(("roles", roles),))


def _flaw(sign_off: SignOff | None, commitment: Commitment) -> str:
    if sign_off is None:
        return "missing"
    if sign_off.answer is Answer.NO:
        return "no"
    return "void" if is_void(sign_off, commitment) else ""


def board_without_delivery(survey: Survey) -> Iterator[Hit]:
    """Find deals on whose board customer success has no seat though there is such a department."""
    for deal in _pursued(survey):
        board = _board(survey, deal)
        if _has_customer_success(survey) and Function.CUSTOMER_SUCCESS not in board:
            yield Hit(deal.id, _told(board))


def board_undefined(survey: Survey) -> Iterator[Hit]:
    """Find deals without customer success and with fewer than two who deliver on the board."""
    if _has_customer_success(survey):
        return
    for deal in _pursued(survey):
        board = _board(survey, deal)
        if len(DELIVERERS.intersection(board)) < survey.thresholds.delivery_roles:
            yield Hit(deal.id, ("no customer success department", *_told(board)))


def _told(board: tuple[Function, ...]) -> tuple[str, ...]:
    return (f"board: {', '.join(map(spoken, board)) or 'none'}",)


def future_sold(survey: Survey) -> Iterator[Hit]:
    """Find promises about what is in discovery or part of the vision."""
    for commitment in survey.plan.commitments:
        if commitment.state != "withdrawn" and commitment.maturity in _FUTURE:
            decided = (f"label: {commitment.maturity.value}", commitment.deal)
            yield Hit(commitment.id, (*decided, *quoted(commitment.text)))


def one_hand_signing_twice(survey: Survey) -> Iterator[Hit]:
    """Find people who sign for two functions in a deal, and sellers who sign for customers."""
    for deal in survey.plan.deals:
        by_hand: dict[str, set[Function]] = {}
        for commitment in survey.plan.of(Commitment, deal.id):
            for sign_off in signatures(survey.plan, commitment).values():
                if sign_off.member is not None:
                    by_hand.setdefault(sign_off.member, set()).add(sign_off.function)
        for member, functions in sorted(by_hand.items()):
            is_seller = member == deal.seller and Function.CUSTOMER_SUCCESS in functions
            if len(functions) > 1 or is_seller:
                signed = ", ".join(sorted(map(spoken, functions)))
                seller = " (the seller)" if member == deal.seller else ""
                yield Hit(deal.id, (f"{member}{seller} signed for {signed}",))


def promise_that_cannot_be_kept(survey: Survey) -> Iterator[Hit]:
    """Find promises due before they can be delivered, or for which nobody has time."""
    for commitment in survey.plan.commitments:
        if commitment.state not in _UNDER_WAY or commitment.delivered_on is not None:
            continue
        decided = []
        days, due = commitment.delivery_days_p80, commitment.due
        if due is not None and days is not None and due < survey.as_of + timedelta(days=days):
            decided.append(f"due {due}, four of five take {days} days or less")
        if not commitment.is_capacity_reserved:
            decided.append("no capacity reserved")
        if decided:
            yield Hit(commitment.id, tuple(decided))


def promise_broken(survey: Survey) -> Iterator[Hit]:
    """Find promises past their date that were neither delivered nor renegotiated."""
    for commitment in survey.plan.commitments:
        deal = survey.plan.get(Deal, commitment.deal)
        is_owed = commitment.state in _OWED or (
            deal is not None and deal.is_won and commitment.state in _UNDER_WAY - {"renegotiated"}
        )
        is_late = commitment.due is not None and commitment.due < survey.as_of
        is_settled = commitment.delivered_on or commitment.renegotiated_on
        if is_owed and is_late and not is_settled:
            yield Hit(commitment.id, (f"due {commitment.due}", commitment.deal))


def incentives_apart(survey: Survey) -> Iterator[Hit]:
    """Find sales and customer success under different leaders, or paid for different things."""
    departments = survey.plan.departments
    selling = [each for each in departments if each.function is Function.SALES]
    # One department of sales for each leader and each basis of pay; one that differs is enough.
    by_leader = {each.leader: each for each in reversed(selling) if each.leader}
    by_pay = {each.pay_basis: each for each in reversed(selling) if each.pay_basis}
    for serving in departments:
        if serving.function is not Function.CUSTOMER_SUCCESS:
            continue
        leads = _other(by_leader, serving.leader)
        pays = _other(by_pay, serving.pay_basis)
        decided = [each.id for each in dict.fromkeys((leads, pays)) if each]
        if leads:
            decided.append(f"leaders: {leads.leader} and {serving.leader}")
        if pays:
            decided.append(f"paid for: {pays.pay_basis} and {serving.pay_basis}")
        if decided:
            yield Hit(serving.id, tuple(decided))


def _other(selling: dict[str, Department], mine: str | None) -> Department | None:
    """Return a department of sales that differs from this one; none if this one tells nothing."""
    return next((each for told, each in selling.items() if mine and told != mine), None)


def deal_not_handed_over(survey: Survey) -> Iterator[Hit]:
    """Find deals won a while ago that were not handed over."""
    for deal in survey.plan.deals:
        is_over = survey.is_over(survey.thresholds.handover_days, since=deal.won_on)
        if deal.is_won and is_over and deal.handed_over_on is None:
            yield Hit(deal.id, (f"won {deal.won_on}", "no handover"))


def customer_forgotten(survey: Survey) -> Iterator[Hit]:
    """Find deals won long ago whose customer's outcome nobody measured."""
    for deal in survey.plan.deals:
        is_over = survey.is_over(survey.thresholds.customer_outcome_days, since=deal.won_on)
        is_measured = deal.outcome_measured_on is not None or survey.plan.of(Measurement, deal.id)
        if deal.is_won and is_over and not is_measured:
            yield Hit(deal.id, (f"won {deal.won_on}", f"{deal.customer}: no outcome measured"))


def condition_ignored(survey: Survey) -> Iterator[Hit]:
    """Find deals won while the condition of a sign-off was open."""
    for deal in survey.plan.deals:
        if not deal.is_won:
            continue
        for commitment in _promises(survey, deal):
            for function, sign_off in signatures(survey.plan, commitment).items():
                if sign_off.answer is Answer.YES_IF and not sign_off.are_conditions_met:
                    decided = (sign_off.id, f"{spoken(function)}: yes-if", deal.id)
                    yield Hit(commitment.id, (*decided, *quoted(sign_off.conditions)))


def becoming_an_agency(survey: Survey) -> Iterator[Hit]:
    """Find a book of deals in which too many promise something made for one customer."""
    deals = list(_pursued(survey))
    custom = [deal for deal in deals if _has_custom_output(survey, deal)]
    if deals and len(custom) / len(deals) > survey.thresholds.custom_deal_share:
        share = percent(len(custom) / len(deals))
        told = f"{len(custom)} of {len(deals)} deals ({share})."
        yield Hit("", tuple(deal.id for deal in custom), told=told)


def _has_custom_output(survey: Survey, deal: Deal) -> bool:
    outputs = (survey.plan.get(Output, c.output) for c in survey.plan.of(Commitment, deal.id))
    return any(output is not None and is_custom(survey, output) for output in outputs)


CHECKS = (
    Check(
        id="DL01",
        severity=Severity.ERROR,
        message="Sold without sign-off: {roles}.",
        condition="A deal is won with a sign-off missing, refused or void.",
        why=(
            "Somebody will have to deliver what they never agreed to. The customer learns of it "
            "after signing."
        ),
        mend="Put the promises before the missing roles now, and tell the customer what changes.",
        look=deal_won_unsigned,
    ),
    Check(
        id="DL02",
        severity=Severity.ERROR,
        message="No deal without those who must deliver it.",
        condition="Customer success, or the board in its place, is absent from a deal's board.",
        why=(
            "Those who set up and serve the customer know what can be kept. Without them the deal "
            "is a promise in their name."
        ),
        mend="Add customer success to the board before the deal goes on.",
        look=board_without_delivery,
    ),
    Check(
        id="DL03",
        severity=Severity.ERROR,
        message="Define the board.",
        condition="There is no customer success department and the board lacks two in its place.",
        why=(
            "Where nobody speaks for the customer after signing, those who deliver must. One of "
            "them alone sees only half of it."
        ),
        mend="Put two of support, operations, manufacturing and engineering on the board.",
        look=board_undefined,
    ),
    Check(
        id="DL04",
        severity=Severity.ERROR,
        message="Selling the future as a contract.",
        condition="A promise in a deal is about something in discovery or vision.",
        why=(
            "What is in discovery may be dropped tomorrow, and should be if it fails. A contract "
            "turns the experiment into an obligation."
        ),
        mend="Offer today's product, and tell the vision as a story outside the contract.",
        look=future_sold,
    ),
    Check(
        id="DL05",
        severity=Severity.ERROR,
        message="Not a team decision.",
        condition="One person signs for two roles, or the seller signs for customer success.",
        why=("The signatures are there so that several people look. Two by one hand are one look."),
        mend="Have the second role answered by somebody who would do the work.",
        look=one_hand_signing_twice,
    ),
    Check(
        id="DL06",
        severity=Severity.WARNING,
        message="Cannot be kept as planned.",
        condition="A promise is due sooner than delivery takes, or has no capacity reserved.",
        why=(
            "Four of five such deliveries take longer than this one has, or nobody has time for "
            "it. The date will be broken late instead of moved early."
        ),
        mend="Move the date now, or reserve the people.",
        look=promise_that_cannot_be_kept,
    ),
    Check(
        id="DL07",
        severity=Severity.ERROR,
        message="Broken promise.",
        condition="A promise is past its date, not delivered and not renegotiated.",
        why=(
            "The customer counted on it. A broken promise nobody speaks of costs the next sale "
            "as well."
        ),
        mend="Call the customer today with a new date or another way.",
        look=promise_broken,
    ),
    Check(
        id="DL08",
        severity=Severity.WARNING,
        message="Incentives differ between who sells and who serves.",
        condition="Sales and customer success have different leaders or are paid differently.",
        why=(
            "Who is paid for signing sells what others must suffer. Under one leader and one pay "
            "plan both want the same customer."
        ),
        mend="Give both one leader, and pay both for customers who stay.",
        look=incentives_apart,
    ),
    Check(
        id="DL09",
        severity=Severity.WARNING,
        message="Thrown over the fence.",
        condition="A deal was won more than 7 days ago and not handed over.",
        why=(
            "The first days decide whether a customer gets going. What was promised is known to "
            "the seller alone."
        ),
        mend="Hand over this week: the promises, the people, why they bought.",
        look=deal_not_handed_over,
    ),
    Check(
        id="DL10",
        severity=Severity.WARNING,
        message="Sold and forgotten.",
        condition="A deal was won more than 90 days ago and no outcome of the customer measured.",
        why=(
            "Nobody knows whether the customer got what they bought. You will find out at the "
            "renewal."
        ),
        mend="Measure one behaviour at this customer that shows their problem is solved.",
        look=customer_forgotten,
    ),
    Check(
        id="DL11",
        severity=Severity.WARNING,
        message="Condition ignored.",
        condition="A sign-off was conditional and the condition unmet when the deal was signed.",
        why=(
            "A yes-if without its if was a no. Whoever set the condition will set the next one as "
            "a refusal."
        ),
        mend="Meet the condition now, or renegotiate the promise.",
        look=condition_ignored,
    ),
    Check(
        id="DL12",
        severity=Severity.INFO,
        message="You are becoming an agency.",
        condition="More than 20 % of the deals promise outputs made for one customer.",
        why=(
            "Each custom promise takes makers from what all customers share. At this share the "
            "customers, one by one, decide what is built."
        ),
        mend="Price custom work as a service, and say no to what serves one customer alone.",
        look=becoming_an_agency,
    ),
)
