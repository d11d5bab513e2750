"""Wishes to keep a finding as a signal: on their way, or why nothing was kept."""

from __future__ import annotations

from datetime import timedelta

from seachange import clock
from seachange.evidence.models import SignalWish, WishState

# So long it is told why a finding was not kept.
TOLD_FOR = timedelta(days=14)


def wish(step: str, behaviour: str, *, by: str) -> SignalWish:
    """Keep a wish until it is answered; asked again, it begins anew."""
    begun = {"state": WishState.WAITING, "why": "", "remedy": "", "by": by}
    found: SignalWish = SignalWish.objects.update_or_create(
        step=step, behaviour=behaviour, defaults={**begun, "asked_at": clock.now()}
    )[0]
    return found


def waiting(number: int | None = None) -> list[SignalWish]:
    """Return the wishes nobody answered yet; with a number, that one if it is among them."""
    found = SignalWish.objects.filter(state=WishState.WAITING)
    return list(found if number is None else found.filter(pk=number))


def wishes_at(step: str) -> list[SignalWish]:
    """Return the wishes at a step that wait, or that came to nothing lately; the newest first."""
    since = clock.now() - TOLD_FOR
    return list(SignalWish.objects.filter(step=step, asked_at__gte=since))


def granted(one: SignalWish) -> None:
    """Let go of a wish that came true: the signal itself tells it."""
    one.delete()


def refused(one: SignalWish, *, why: str, remedy: str = "") -> None:
    """Keep why nothing was kept."""
    one.state, one.why, one.remedy = WishState.REFUSED, why, remedy
    one.save()
