"""What a copy of the database holds of passwords and second factors: nothing that can be read."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.totp.internal.auth import generate_totp_secret as some_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, override_settings

from seachange.errors import UnreadableSource
from seachange.evidence.logs import where
from seachange.evidence.models import EventSource
from seachange.evidence.sources import add_address
from seachange.people.access import Role
from seachange.people.sealing import Unopenable
from seachange.web.sealed import seal_what_lies_open
from seachange.web.session_store import kept

WORD = "canary-of-the-warehouse"
ADDRESS = f"postgresql://reader:{WORD}@127.0.0.1:1/shop?table=clicks"


def in_files(folder, *words):
    """Return which words stand, as they are, in any file of an installation."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    told = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return [word for word in words if word.encode() in told]


def codes_of(secret):
    return [format_hotp_value(hotp_value(secret, each)) for each in yield_hotp_counters_from_time()]


def test_what_the_database_holds_of_a_session_opens_none(parley, nadia, client_as):
    client = client_as(Role.PRODUCT)
    assert client.get("/strategy/").status_code == 200
    key = client.session.session_key
    assert in_files(parley, key) == []
    copied = [*Session.objects.values_list("session_key", flat=True)]
    copied += UserSession.objects.values_list("session_key", flat=True)
    assert set(copied) == {kept(key)}
    for each in (*copied, kept(key)[1:]):
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = each
        assert thief.get("/strategy/").status_code == 302


def test_sessions_from_before_go_on_and_their_keys_are_kept_no_more(parley, nadia, client_as):
    client = client_as(Role.PRODUCT)
    client.get("/strategy/")
    key = client.session.session_key
    for model in (Session, UserSession):
        model.objects.filter(session_key=kept(key)).update(session_key=key)
    assert in_files(parley, key) == [key]
    assert seal_what_lies_open()
    assert not seal_what_lies_open(), "once"
    assert in_files(parley, key) == []
    assert client.get("/strategy/").status_code == 200
    assert "this one</span>" in client.get("/settings/sessions/").content.decode()
    client.post("/accounts/logout/")
    assert not Session.objects.filter(session_key=kept(key)).exists()


@pytest.fixture
def nadia(parley):
    return get_user_model().objects.get(username="product")


def test_no_file_of_an_installation_holds_a_password_or_a_second_factor(parley, nadia, client_as):
    """Passwords of databases, and what makes the codes of a second factor."""
    secret = some_secret()
    TOTP.activate(nadia, secret)
    seed = RecoveryCodes.activate(nadia).generate_codes()
    answer = client_as(Role.ADMIN).post("/events/bring/", {"address": ADDRESS})
    assert answer.status_code == 302
    assert in_files(parley, "reader", WORD, secret, *seed) == []
    assert EventSource.objects.get().address == ADDRESS


def test_one_signs_in_with_a_second_factor_that_is_sealed(parley, nadia, client_as):
    secret = some_secret()
    TOTP.activate(nadia, secret)
    codes = RecoveryCodes.activate(nadia)
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(codes_of(secret)[0])
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_what_lay_open_is_sealed_as_the_pages_are_opened_and_leaves_no_trace(parley, nadia):
    source, secret = add_address("A table", address=ADDRESS, by="priya"), some_secret()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_eventsource SET address = %s", [ADDRESS])
        for kind, told in {
            "totp": {"secret": secret},
            "recovery_codes": {"migrated_codes": ["aaaa-1111", "bbbb-2222"], "used_mask": 0},
        }.items():
            cursor.execute(
                "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
                " VALUES (%s, %s, %s, '2026-01-01')",
                [nadia.pk, kind, json.dumps(told)],
            )
    words = (WORD, secret, "aaaa-1111", "bbbb-2222")
    assert in_files(parley, *words) == list(words)
    assert seal_what_lies_open()
    assert in_files(parley, *words) == []
    assert not seal_what_lies_open()
    source.refresh_from_db()
    assert source.address == ADDRESS
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert codes.get_unused_codes() == ["aaaa-1111", "bbbb-2222"]
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(codes_of(secret)[0])


def test_a_lost_secret_is_told_and_one_that_is_found_again_opens_all(parley, nadia, client_as):
    source, secret = add_address("A table", address=ADDRESS, by="priya"), some_secret()
    TOTP.activate(nadia, secret)
    with override_settings(SECRET_KEY="another" * 9):
        lost = EventSource.objects.get()
        with pytest.raises(UnreadableSource, match="another secret"):
            where(lost)
        client = client_as(Role.ADMIN)
        assert client.get("/events/").status_code == 200
        assert client.get(f"/events/{source.pk}/").status_code == 200
        with pytest.raises(Unopenable):
            TOTP(Authenticator.objects.get()).validate_code("000000")
        lost.save()  # whoever writes it back loses nothing
        assert not seal_what_lies_open()
    assert EventSource.objects.get().address == ADDRESS


def test_a_new_secret_seals_all_anew_while_that_of_before_is_at_hand(parley, nadia, settings):
    add_address("A table", address=ADDRESS, by="priya")
    TOTP.activate(nadia, some_secret())
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 9
    settings.SECRETS_BEFORE = [before]
    assert not seal_what_lies_open()  # nothing lay open
    settings.SECRETS_BEFORE = []
    assert EventSource.objects.get().address == ADDRESS
    TOTP(Authenticator.objects.get()).validate_code("000000")
