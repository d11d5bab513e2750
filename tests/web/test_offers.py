"""No page offers what it would refuse: each link and form a role is shown is for that role."""

from __future__ import annotations

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from seachange.people.access import Role
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.seeing import viewer
from tests.web.conftest import CAST

# How many addresses of one route are looked behind: by day the first, by night several.
FEW, MANY = 1, 5
BY_DAY = {Role.REQUESTER, Role.SALES, Role.DESIGN}
ROLES = [
    *(pytest.param(role, FEW, id=f"{role.value}-few") for role in Role if role in BY_DAY),
    *(pytest.param(role, MANY, id=role.value, marks=pytest.mark.nightly) for role in Role),
]
ASKED = ("href", "hx-get", "action")
SENT = ("hx-post",)


class Offers(HTMLParser):
    """What a page offers: addresses that are asked, and addresses that a form is sent to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.sent: list[str] = []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        is_a_sent_form = tag == "form" and (told.get("method") or "").lower() == "post"
        if tag == "link":
            return
        self.sent += [told[name] for name in SENT if told.get(name)]
        if is_a_sent_form:
            self.sent.append(told.get("action") or "")
        else:
            self.asked += [told[name] for name in ASKED if told.get(name)]


def offers(answer, here):
    page = Offers()
    page.feed(answer.content.decode())
    within = [[urldefrag(urljoin(here, each))[0] for each in told] for told in vars_of(page)]
    return [[each for each in told if urlsplit(each).netloc == ""] for told in within]


def vars_of(page):
    return page.asked, page.sent


def route_of(address):
    try:
        return resolve(urlsplit(address).path).func.route
    except Resolver404:
        return None


@pytest.mark.parametrize(("role", "most"), ROLES)
def test_what_a_page_offers_is_for_whoever_it_is_shown_to(role, most, client_as):
    client, plan = client_as(role), whole_plan()
    who = viewer(plan.by_id[CAST[role]])
    wrong, met, seen = [], Counter(), set()
    onward = deque([("/", "the way in")])
    while onward:
        address, found_at = onward.popleft()
        route = route_of(address)
        name = route.name if route else address
        if address in seen or met[name] >= most:
            continue
        seen.add(address)
        met[name] += 1
        answer = client.get(address)
        if answer.status_code not in {200, 302}:
            wrong.append(f"{found_at} leads to {address}: {answer.status_code}")
        if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
            continue
        asked, sent = offers(answer, address)
        onward.extend((each, address) for each in asked)
        for each in sent:
            told = route_of(each)
            if told is None or "POST" not in told.methods or not told.policy.admits(who):
                wrong.append(f"{address} has a form for {each}")
    assert wrong == []
    assert len(met) > 5
