"""Signing in by an identity provider, for real: a provider, a served installation, a way there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
import requests

from tests.browser import idp
from tests.browser.houses import place_of_its_own, served

pytestmark = pytest.mark.browser

CLEO, DANA = "cleo@parley.test", "dana@parley.test"
HOUSE = f"""
from seachange.cli.kept import open_pages
open_pages()
from seachange.people.access import Role
from seachange.planning.actions import first_admin, invitations
from seachange.planning.reads.snapshot import whole_plan
first_admin.found(code=first_admin.fresh_code(), name="Ada", email="ada@parley.test",
                  password="a tern over grey water")
ada = whole_plan().members[0].id
invitations.ask_in(name="Cleo", email={CLEO!r}, role=Role.DESIGN, by=ada)
invitations.ask_in(name="Dana", email={DANA!r}, role=Role.DESIGN, by=ada)
invitations.shut_out("dana", by=ada)
"""
BY_PROVIDER = "/accounts/oidc/oidc/login/"


@pytest.fixture(scope="module")
def place(server, tmp_path_factory):
    """A provider, and the address of an installation that trusts it: Cleo may come in."""
    folder = tmp_path_factory.mktemp("provided") / "house"
    with idp.at_work() as provider, place_of_its_own(folder, server) as house:
        told = {
            "SEACHANGE_OIDC_ISSUER": provider.address,
            "SEACHANGE_OIDC_CLIENT_ID": idp.CLIENT,
            "SEACHANGE_OIDC_SECRET": idp.SECRET,
            "SEACHANGE_OIDC_NAME": "Parley",
            "SEACHANGE_OIDC_PAGES": provider.pages,
        }
        house.does(HOUSE, **told)
        with served(house, **told) as address:
            yield provider, address


@pytest.fixture
def provider(place):
    """The provider, which knows Cleo and is without fault."""
    place[0].begin()
    place[0].person = {"sub": "u-1", "email": CLEO, "email_verified": True, "name": "Cleo"}
    return place[0]


@pytest.fixture
def come_in(place, provider):
    """Come by the provider, as a browser does; return where that ends, and as whom."""

    def came(session: requests.Session | None = None, *, onward: str = ""):
        browser = session or requests.Session()
        page = browser.get(f"{place[1]}/accounts/login/")
        assert "Sign in with Parley" in page.text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text).group(1)
        sent = {"csrfmiddlewaretoken": token}
        way = f"{BY_PROVIDER}?process=login&next={onward}"
        return browser.post(f"{place[1]}{way}", data=sent, headers={"Referer": place[1]})

    return came


def is_in(place, session: requests.Session) -> bool:
    return "Cleo" in session.get(f"{place[1]}/settings/").text


def test_a_member_comes_in_by_the_provider_and_goes_on_to_where_they_were_going(place, come_in):
    session = requests.Session()
    answer = come_in(session, onward="/strategy/")
    assert answer.status_code == 200
    assert urlsplit(answer.url).path == "/strategy/"
    assert is_in(place, session)
    assert session.cookies["seachange"]


def test_a_browser_is_let_go_to_the_provider_and_back(place, provider, visitor):
    cleo = visitor(place[1])
    cleo.page.goto("/accounts/login/")
    cleo.keeps("sign-in")
    cleo.page.get_by_role("button", name="Sign in with Parley").click()
    cleo.page.wait_for_url(f"{place[1]}/")
    assert [each.partition("?")[0] for each in cleo.faults] == [
        f"asked another host: {provider.pages}/authorize"
    ]
    cleo.faults.clear()
    cleo.keeps("come-in")
    cleo.page.goto("/settings/")
    assert cleo.page.get_by_text("Cleo").first.is_visible()


def test_an_address_that_changed_at_the_provider_is_still_the_same_person(place, provider, come_in):
    come_in()
    provider.person |= {"email": "cleo.married@parley.test"}
    session = requests.Session()
    come_in(session)
    assert is_in(place, session)


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email": "nobody@parley.test"},
        {"email": DANA},
        {"email": ""},
        {"email": None},
    ],
    ids=str,
)
def test_nobody_comes_in_whose_address_is_not_verified_or_not_a_member_s(
    said, place, provider, come_in
):
    provider.person |= {"sub": "u-2", **said}
    session = requests.Session()
    answer = come_in(session)
    assert answer.status_code == 403
    assert "You were not asked in" in answer.text
    assert not is_in(place, session)


def test_a_provider_that_says_true_as_a_text_is_understood(place, provider, come_in):
    provider.person |= {"email_verified": "true"}
    session = requests.Session()
    come_in(session)
    assert is_in(place, session)


FORGED = [
    "signed_by_another",
    "brings_its_key",
    "unsigned",
    "signed_with_what_is_public",
    "broken",
]


@pytest.mark.parametrize("forge", FORGED)
def test_a_word_that_is_not_signed_by_the_provider_is_nobody_s(forge, place, provider, come_in):
    session = requests.Session()
    provider.forge = getattr(provider, forge)
    told = come_in(session)
    assert told.status_code == 401
    assert "word did not reach us" in told.text
    assert not is_in(place, session)


@pytest.mark.nightly
@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": None},
        {"iss": "https://elsewhere.test"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"sub": "another"},
        {"sub": None},
        {"sub": ["u-1"]},
    ],
    ids=str,
)
def test_a_word_meant_for_others_or_of_another_time_or_person_is_nobody_s(
    claims, place, provider, come_in
):
    provider.claims = claims
    session = requests.Session()
    assert come_in(session).status_code == 401
    assert not is_in(place, session)


@pytest.mark.nightly
@pytest.mark.parametrize("word", ["", "x", "a.b.c", "e30.e30.", "é", 7, None, {"alg": "RS256"}, []])
def test_what_is_no_word_at_all_is_nobody_s(word, place, provider, come_in):
    provider.forge = lambda _: word
    session = requests.Session()
    assert come_in(session).status_code == 401
    assert not is_in(place, session)


@pytest.mark.nightly
@pytest.mark.parametrize(
    "where", ["/.well-known/openid-configuration", "/token", "/userinfo", "/keys"]
)
def test_a_provider_that_breaks_down_is_told_as_a_page(where, place, provider, come_in):
    provider.fails = {where}
    session = requests.Session()
    answer = come_in(session)
    assert answer.status_code in {401, 502}
    assert "Try once more" in answer.text
    assert not is_in(place, session)


def test_a_way_back_is_gone_once_and_by_whoever_began_it_alone(place, come_in):
    session = requests.Session()
    answer = come_in(session)
    back = next(each.url for each in answer.history if "code=" in each.url)
    for browser in (requests.Session(), session):
        browser.cookies.clear()
        assert browser.get(back).status_code == 401
        assert not is_in(place, browser)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=no&state="]
)
def test_who_comes_back_without_having_gone_is_let_in_nowhere(query, place):
    answer = requests.get(f"{place[1]}{BY_PROVIDER}callback/{query}")
    assert answer.status_code == 401
    assert "Try once more" in answer.text
