"""Who comes with an access token instead of a session: judged by it alone, and held up guessing."""

from __future__ import annotations

from ipaddress import ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from seachange import clock
from seachange.planning.actions.access_tokens import end_for_good, note_use
from seachange.planning.reads.access_tokens import Bearer, bearer_of
from seachange.planning.rules.access_tokens import FOR_GOOD
from seachange.web.in_json import refused

SCHEME = "bearer"
# How many tokens that there are not one address may try in so many seconds.
MOST_GUESSES, WINDOW = 20, 300


def token_in(request: HttpRequest) -> str | None:
    """Return the token a request carries; none where it carries no such header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == SCHEME else None


def judged(request: HttpRequest, token: str) -> Bearer | HttpResponse:
    """Return who comes with a token, or the answer that turns them away.

    A token that does not hold never falls back to a session that came along with it.
    """
    if cache.get(_guesses(request), 0) >= MOST_GUESSES:
        answer = refused("too many tokens were tried that there are not", status=429)
        answer.headers["Retry-After"] = str(WINDOW)
        return answer
    bearer = bearer_of(token)
    if bearer is None:
        _count_a_guess(request)
        return refused("there is no such token", status=401, remedy="make one under Settings")
    if bearer.member is None:
        if bearer.standing in FOR_GOOD:
            end_for_good(bearer.number)
        why = f"this token does not hold: {bearer.standing.value}"
        return refused(why, status=401, remedy="make another under Settings")
    note_use(bearer.number, by=bearer.member.id)
    return bearer


def _guesses(request: HttpRequest) -> str:
    """Return under which name wrong tokens of an address are counted, a window of time at a time.

    Of an IPv6 address that is its network: whoever has one address of it has them all.
    """
    told = get_adapter(request).get_client_ip(request)
    try:
        network = str(ip_network(f"{told}/{32 if '.' in told else 64}", strict=False))
    except ValueError:  # a proxy in front told more than an address, such as a port
        network = told
    return f"tokens:{network}:{int(clock.now().timestamp()) // WINDOW}".replace("/", "-")


def _count_a_guess(request: HttpRequest) -> None:
    # The name is of one window; that it is kept for as long again tells nobody anything.
    cache.incr(_guesses(request))
