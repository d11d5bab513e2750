"""Signing in: with a password, a second factor, a provider's word; and nobody else."""

from __future__ import annotations

import base64
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import RequestFactory, override_settings

from seachange.people.access import Role
from seachange.planning.actions import invitations, records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.organisation import Member
from seachange.server.urls import ACCOUNTS
from seachange.web.accounts import Providers
from tests.web.ways import ways

PASSWORD = "a tern over grey water"


@pytest.fixture
def nadia(parley):
    """Nadia's account, with a password."""
    account = get_user_model().objects.get(username="product")
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client, *, password=PASSWORD, email="product@parley.test"):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_whoever_knows_the_password_signs_in_and_out(nadia, client_as):
    client = client_as(None)
    told = client.get("/accounts/login/").content.decode()
    assert "Sign in" in told
    assert "sign up" not in told.lower()
    assert sign_in(client).status_code == 302
    assert client.get("/strategy/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/strategy/").status_code == 302


def test_a_wrong_password_and_a_wrong_address_are_told_alike(nadia, client_as):
    told = [
        re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", answer.content.decode())
        for answer in (
            sign_in(client_as(None), password="no such word"),
            sign_in(client_as(None), email="nobody@parley.test"),
        )
    ]
    assert told[0] == told[1]


def test_whoever_guesses_is_held_up_and_so_is_the_right_password(nadia, client_as):
    for _ in range(10):
        sign_in(client_as(None), password="a guess")
    answer = sign_in(client_as(None))
    assert answer.status_code in {200, 429}
    assert "_auth_user_id" not in answer.client.session


def test_nobody_opens_an_account_by_themselves(parley, client_as):
    told = {"email": "eve@parley.test", "password1": PASSWORD, "password2": PASSWORD}
    client = client_as(None)
    for address in ("/accounts/signup/", "/accounts/3rdparty/signup/", "/accounts/social/signup/"):
        assert client.get(address).status_code == 404
        assert client.post(address, told).status_code == 404
    assert not get_user_model().objects.filter(email="eve@parley.test").exists()


def test_no_route_of_the_library_is_there_but_those_that_are_meant(client_as):
    client = client_as(Role.ADMIN)
    for way in ways():
        if way.is_a_library_s and way.route.name not in ACCOUNTS and "<" not in way.address:
            assert client.get(f"/{way.address}").status_code == 404, way.address


@pytest.mark.parametrize("role", [None, Role.PRODUCT])
def test_every_page_of_an_account_is_as_strict_as_any_other(role, client_as):
    client = client_as(role)
    for way in ways():
        if way.route.name in ACCOUNTS and "<" not in way.address and "(" not in way.address:
            answer = client.get(f"/{way.address}")
            assert answer.status_code in {200, 302, 403, 404}, way.address
            assert "unsafe" not in answer["Content-Security-Policy"]
            told = answer.content.decode()
            assert "<script>" not in told
            assert "<style" not in told
            assert ' style="' not in told


def test_a_forgotten_password_is_set_anew_by_mail_and_ends_other_sessions(nadia, client_as):
    elsewhere = client_as(Role.PRODUCT)
    client = client_as(None)
    client.post("/accounts/password/reset/", {"email": "product@parley.test"})
    way = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    way = client.get(way)["Location"]
    word = "another word entirely"
    assert client.post(way, {"password1": word, "password2": word}).status_code == 302
    assert sign_in(client_as(None), password=word).status_code == 302
    assert sign_in(client_as(None)).status_code == 200
    assert elsewhere.get("/strategy/").status_code == 302


def test_the_mail_to_choose_a_password_says_who_writes_and_that_one_may_leave_it(nadia, client_as):
    client_as(None).post("/accounts/password/reset/", {"email": "product@parley.test"})
    assert mail.outbox[-1].subject == "Seachange: Choose a new password"
    assert "at testserver" in mail.outbox[-1].body
    assert "If it was not you, leave this mail" in mail.outbox[-1].body
    assert "example.com" not in mail.outbox[-1].body


# Page → its heading, and words of the library that no page of ours says.
@pytest.mark.parametrize(
    ("role", "address", "heading"),
    [
        (None, "/accounts/login/", "Sign in"),
        (None, "/accounts/password/reset/", "Choose a new password"),
        (None, "/accounts/password/reset/done/", "Look into your mail"),
        (None, "/accounts/password/reset/key/1-x/", "This link holds no more"),
        (Role.PRODUCT, "/accounts/password/change/", "Change your password"),
        (Role.PRODUCT, "/accounts/2fa/", "Second factor"),
        (Role.PRODUCT, "/accounts/reauthenticate/", "Is it you?"),
    ],
)
def test_pages_of_an_account_speak_as_the_others_do(role, address, heading, nadia, client_as):
    told = client_as(role).get(address).content.decode()
    assert f"<h1>{heading}</h1>" in told
    assert "placeholder=" not in told.partition("<main")[2]
    for strange in ("Two-Factor", "Authenticat", "Password Reset", "Confirm", "contact us"):
        assert strange not in told


def test_no_mail_goes_to_an_address_without_an_account_and_nobody_is_told(nadia, client_as):
    before = len(mail.outbox)
    answer = client_as(None).post("/accounts/password/reset/", {"email": "eve@parley.test"})
    assert answer.status_code == 302
    assert len(mail.outbox) == before


def test_with_a_second_factor_the_password_alone_opens_nothing(nadia, client_as):
    TOTP.activate(nadia, generate_totp_secret())
    client = client_as(None)
    answer = sign_in(client)
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/strategy/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/strategy/").status_code == 302


def vouched(email: str, *, verified: bool) -> SocialLogin:
    """What a provider says of somebody who signed in there."""
    return SocialLogin(
        user=get_user_model()(email=email),
        account=SocialAccount(provider="oidc", uid="sub-1"),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
    )


def come_by_provider(told: SocialLogin):
    request = RequestFactory().get("/accounts/oidc/oidc/login/callback/")
    request.session, request.member = SessionStore(), None
    client = {"provider_id": "oidc", "client_id": "seachange", "secret": "not told"}
    with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [client]}}):
        Providers(request).pre_social_login(request, told)


def test_a_provider_lets_in_a_member_whose_address_it_has_verified(parley):
    invitations.ask_in(name="Cleo", email="cleo@parley.test", role=Role.DESIGN, by="priya")
    come_by_provider(vouched("Cleo@Parley.test", verified=True))
    linked = SocialAccount.objects.get(uid="sub-1")
    assert linked.user.member.id == "cleo"
    assert not linked.user.has_usable_password()


@pytest.mark.parametrize("wrong", ["not verified", "nobody's", "shut out", "two have it"])
def test_a_provider_lets_in_nobody_else(wrong, parley):
    invitations.ask_in(name="Cleo", email="cleo@parley.test", role=Role.DESIGN, by="priya")
    told = vouched("cleo@parley.test", verified=wrong != "not verified")
    if wrong == "nobody's":
        told = vouched("eve@parley.test", verified=True)
    if wrong == "shut out":
        invitations.shut_out("cleo", by="priya")
    if wrong == "two have it":
        records.create(Member(id="mallory", name="M", email="CLEO@parley.test"), by="priya")
    with pytest.raises(ImmediateHttpResponse) as refused:
        come_by_provider(told)
    assert refused.value.response.status_code == 403
    assert not SocialAccount.objects.exists()
    assert whole_plan().get(Member, "cleo") is not None


def test_whoever_was_let_go_is_told_so_once_they_said_who_they_are(nadia, client_as):
    invitations.shut_out("nadia", by="priya")
    client = client_as(None)
    told = sign_in(client, password="no such word").content.decode()
    assert "no more" not in told
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "You come in here no more" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("change", "told"),
    [({"role": Role.SUPPORT}, "Your role was changed"), ({"is_active": False}, "here no more")],
)
def test_whoever_is_signed_out_in_the_middle_of_it_is_told_why(change, told, client_as):
    client = client_as(Role.PRODUCT)
    client.get("/strategy/")
    records.edit("nadia", by="priya", **change)
    assert told in client.get("/strategy/", follow=True).content.decode()


def a_key_of(username: str) -> Authenticator:
    account = get_user_model().objects.get(username=username)
    told = {"name": "a machine", "credential": {}}
    return Authenticator.objects.create(user=account, type="webauthn", data=told)


def test_another_s_key_is_not_there(nadia, client_as):
    theirs = a_key_of("sales")
    client = client_as(None)
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for way in ("remove", "edit"):
        address = f"/accounts/2fa/webauthn/keys/{theirs.pk}/{way}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "mine"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "a machine"


def handle(account) -> str:
    """How a key calls an account."""
    return base64.urlsafe_b64encode(str(account.pk).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "null",
        "[]",
        "7",
        '"key"',
        "{}",
        '{"response": 7}',
        '{"response": {"userHandle": 7}}',
        '{"response": {"userHandle": "\\u2603"}}',
        '{"response": {"userHandle": "WHO"}}',
        '{"id": 7, "response": {"userHandle": "WHO", "clientDataJSON": "e30"}}',
        '{"id": "", "rawId": "AA", "response": {"userHandle": "WHO", '
        '"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"}}',
        '{"id": "AA", "rawId": "AA", "type": "public-key", "response": '
        '{"clientDataJSON": "e30", "attestationObject": "AA"}}',
        "[" * 400,
        "[" * 9_000,  # deeper than can be read
        f'{{"id": {"9" * 6_000}}}',  # longer than a number that can be read
    ],
)
@pytest.mark.parametrize("way", ["login", "add"])
def test_what_is_no_key_opens_nothing_and_breaks_nothing(way, credential, nadia, client_as):
    client = client_as(None)
    client.raise_request_exception = False
    if way == "add":
        sign_in(client)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    address = f"/accounts/2fa/webauthn/{way}/"
    client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
    said = credential.replace("WHO", handle(nadia))
    answer = client.post(address, {"name": "mine", "credential": said})
    assert answer.status_code < 500
    assert "Incorrect code" not in client.get("/accounts/login/").content.decode()
    assert not Authenticator.objects.exists()
    assert way == "add" or "_auth_user_id" not in client.session
