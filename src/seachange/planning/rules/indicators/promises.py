"""What we promise and to whom, and whether we keep it (H10, H27–H30, H34, H37)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from seachange.errors import BadPlan
from seachange.planning.rules.indicators.tallies import Part, Tally, Unknown, middle, tally
from seachange.planning.rules.indicators.work import Window

_HANDOVER_WITHIN = timedelta(days=7)
_OUTCOME_WITHIN = timedelta(days=90)
_REPLY_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A won deal: when, signed by everybody before it closed or not, and what followed.

    `sign_off_days` is how long the board took. `handed_over_on` and `outcome_measured_on` are
    nothing where it did not happen.
    """

    won_on: date
    is_signed_before_close: bool
    sign_off_days: float | None = None
    handed_over_on: date | None = None
    outcome_measured_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment: when it was due, when it was delivered, and what it is worth."""

    due: date
    delivered_on: date | None = None
    value: float = 0.0

    def __post_init__(self) -> None:
        if self.value < 0:
            raise BadPlan("a promise is worth no less than 0")

    def is_kept(self) -> bool:
        """Whether it was delivered by its day."""
        return self.delivered_on is not None and self.delivered_on <= self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A feature request: when it came, when it was answered, and whether with a reason."""

    received_on: date
    answered_on: date | None = None
    has_reason: bool = False


def contact_rate(contacts: Iterable[date], window: Window) -> Tally:
    """H10: weeks of the window in which somebody of the product team met a customer."""
    first = window.as_of - timedelta(window.days - 1)
    weeks = {(day - first).days // 7 for day in contacts if window.holds(day)}
    return Tally(len(weeks), -(-window.days // 7))


def team_sales(sales: Iterable[Sale]) -> Tally:
    """H27: won deals with every sign-off before they closed."""
    return tally(sales, lambda sale: sale.is_signed_before_close)


def sign_off_lead_time(sales: Iterable[Sale]) -> float | Unknown:
    """H27: the median days a board took."""
    told = [sale.sign_off_days for sale in sales if sale.sign_off_days is not None]
    return middle(told, of="sign-off was timed")


def promises_kept(promises: Iterable[Promise], *, as_of: date) -> Tally:
    """H28: of commitments due by now, those delivered by their day."""
    return tally((each for each in promises if each.due <= as_of), Promise.is_kept)


def value_kept(promises: Iterable[Promise], *, as_of: date) -> Part:
    """H28 weighted by value."""
    due = [each for each in promises if each.due <= as_of]
    return Part(sum(each.value for each in due if each.is_kept()), sum(e.value for e in due))


def over_the_fence(sales: Iterable[Sale], *, as_of: date) -> Tally:
    """H29: won deals without a handover in 7 days, or without a customer's outcome in 90.

    A deal counts once its 7 days are over, and for the outcome once its 90 are.
    """
    old = [sale for sale in sales if as_of - sale.won_on > _HANDOVER_WITHIN]
    return tally(old, lambda sale: _is_dropped(sale, as_of))


def _is_dropped(sale: Sale, as_of: date) -> bool:
    if _missed(sale.handed_over_on, by=sale.won_on + _HANDOVER_WITHIN):
        return True
    by = sale.won_on + _OUTCOME_WITHIN
    return by < as_of and _missed(sale.outcome_measured_on, by=by)


def _missed(day: date | None, *, by: date) -> bool:
    return day is None or day > by


def concentration(effort_by_customer: Mapping[str, float]) -> float | Unknown:
    """H30: Herfindahl's index of effort by requesting customer: 1 if one customer takes it all."""
    total = sum(effort_by_customer.values())
    if total <= 0:
        return Unknown("no effort was spent on anybody's request")
    if min(effort_by_customer.values()) < 0:
        raise BadPlan("an effort is no less than 0")
    return sum((effort / total) ** 2 for effort in effort_by_customer.values())


def reply_discipline(requests: Iterable[Request], *, as_of: date) -> Tally:
    """H34: of requests 30 days old or answered, those answered in time and with a reason."""
    due = [
        each for each in requests if each.answered_on or as_of - each.received_on >= _REPLY_WITHIN
    ]
    return tally(due, _is_answered_well)


def _is_answered_well(request: Request) -> bool:
    if request.answered_on is None or not request.has_reason:
        return False
    return request.answered_on - request.received_on <= _REPLY_WITHIN


def seller_fluency(valid_until: Iterable[date | None], *, as_of: date) -> Tally:
    """H37: sellers whose check is passed and has not run out; nothing for those never passed."""
    return tally(valid_until, lambda day: day is not None and day >= as_of)
