"""Links given away: they show their one thing to anybody, until they end or are taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from seachange import clock
from seachange.errors import NotAllowed
from seachange.people.access import Role, Visibility
from seachange.planning.actions import records, share_links
from seachange.planning.models.share_links import ShareLink
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.sharing import Shared
from tests.web.conftest import NOW

SECRET = "merge with Quorn"


@pytest.fixture
def link(parley):
    """Give `link(what, …)`: the address of a link that Nadia gave away."""

    def made(what=Shared.ROADMAP, *, record="", days=30, by="nadia"):
        return f"/share/{share_links.share(what, record=record, days=days, by=by)}/"

    return made


def plain(answer):
    """A page without the secret against forged forms, which is another every time."""
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize(
    ("what", "record", "words"),
    [
        (Shared.ROADMAP, "", "What we want to change"),
        (Shared.SELLERS, "", "instant slots on profile"),
        (Shared.OUTCOME, "OC1", "new client holds first meeting within 7 days"),
    ],
)
def test_a_stranger_sees_what_a_link_is_to_and_no_way_further(what, record, words, link, client_as):
    answer = client_as(None).get(link(what, record=record))
    told = answer.content.decode()
    assert answer.status_code == 200
    assert words in told
    assert "noindex" in answer["X-Robots-Tag"]
    ways = {way for way in re.findall(r'<a [^>]*href="([^"]*)"', told) if way != "#main"}
    assert ways == set()


@pytest.mark.parametrize("maker", ["nadia", "priya"])
@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.TEAM])
def test_what_is_for_its_maker_or_their_team_is_not_handed_to_strangers(
    visibility, maker, link, client_as
):
    hidden = {"visibility": visibility, "keeper": maker, "team": "Product"}
    records.create(Output(id="OUX", name=SECRET, is_customer_facing=True, **hidden), by=maker)
    assert SECRET not in client_as(None).get(link(Shared.SELLERS, by=maker)).content.decode()


def test_a_session_of_whoever_opens_it_makes_no_difference(link, client_as):
    address = link(Shared.OUTCOME, record="OC1")
    pages = [plain(client_as(role).get(address)) for role in (None, Role.ADMIN)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("ended", ["expired", "revoked", "maker gone", "wrong", "hidden since"])
def test_a_link_that_leads_nowhere_is_told_from_no_other(ended, link, client_as, monkeypatch):
    address = link(Shared.OUTCOME, record="OC1")
    if ended == "expired":
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=31))
    if ended == "revoked":
        share_links.revoke(ShareLink.objects.get().pk, by="nadia")
    if ended == "maker gone":
        records.edit("nadia", by="", is_active=False)
    if ended == "wrong":
        address = address[:-2] + "x/"
    if ended == "hidden since":
        records.edit("OC1", by="", visibility=Visibility.PRIVATE, keeper="CEO")
    answers = [client_as(Role.ADMIN).get(each) for each in (address, "/share/sc_never/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert plain(answers[0]) == plain(answers[1])


def test_only_the_digest_of_a_token_is_kept(link):
    token = link().split("/")[2]
    kept = ShareLink.objects.values().get()
    assert token not in str(kept)
    assert kept["ending"] == token[-4:]


def test_the_public_roadmap_shows_nothing_that_is_not_public(link, client_as):
    records.edit("RM7", by="", title=SECRET)
    assert SECRET not in client_as(None).get(link()).content.decode()


def test_a_link_is_made_shown_once_and_taken_back(client_as):
    client = client_as(Role.PRODUCT)
    told = client.post("/share/", {"what": "OUTCOME", "record": "OC1", "days": "7"})
    address = re.search(r'value="(http[^"]*/share/sc_[^"]*)"', told.content.decode())[1]
    assert client_as(None).get(address).status_code == 200
    assert "sc_" not in client.get("/share/").content.decode()
    client.post(f"/share/{ShareLink.objects.get().pk}/revoke")
    assert client_as(None).get(address).status_code == 404


@pytest.mark.parametrize(
    "told",
    [
        {"what": "OUTCOME", "record": "", "days": "7"},
        {"what": "OUTCOME", "record": "OC99", "days": "7"},
        {"what": "ROADMAP", "days": "0"},
        {"what": "ROADMAP", "days": "9999"},
        {"what": "EVERYTHING", "days": "7"},
    ],
)
def test_what_cannot_be_shared_is_said_and_nothing_is_made(told, client_as):
    answer = client_as(Role.PRODUCT).post("/share/", told)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_nobody_takes_back_what_another_gave_but_an_administrator(link, client_as):
    link()
    number = ShareLink.objects.get().pk
    assert client_as(Role.SALES).post(f"/share/{number}/revoke").status_code in {404, 422}
    assert ShareLink.objects.get().revoked_at is None
    client_as(Role.ADMIN).post(f"/share/{number}/revoke")
    assert ShareLink.objects.get().revoked_at is not None


def test_who_only_asks_for_things_gives_no_links_away(client_as, link):
    assert client_as(Role.REQUESTER).get("/share/").status_code == 403
    assert client_as(None).get("/share/").status_code == 302
    with pytest.raises(NotAllowed, match="only who works here"):
        link(by="oliver")
