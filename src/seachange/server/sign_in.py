"""The settings of signing in: the provider, mail, second factor and limits of this installation."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from seachange.errors import SeachangeError


def provider() -> dict[str, Any]:
    """Return the identity provider of this installation, or nothing."""
    told = {name: os.environ.get(f"SEACHANGE_OIDC_{name}", "") for name in PROVIDER}
    if not told["ISSUER"]:
        return {}
    if not (told["CLIENT_ID"] and told["SECRET"]):
        raise SeachangeError(
            "an identity provider needs its client's id and secret",
            place="SEACHANGE_OIDC_ISSUER",
            remedy="give SEACHANGE_OIDC_CLIENT_ID and SEACHANGE_OIDC_SECRET too",
        )
    if urlsplit(told["ISSUER"]).scheme != "https" and not _is_this_machine(told["ISSUER"]):
        raise SeachangeError(
            "an identity provider is asked by https alone", place="SEACHANGE_OIDC_ISSUER"
        )
    return {
        "provider_id": "oidc",
        "name": told["NAME"] or "your organisation",
        "client_id": told["CLIENT_ID"],
        "secret": told["SECRET"],
        "settings": {"server_url": told["ISSUER"], "oauth_pkce_enabled": True},
    }


def provider_pages(provider: dict[str, Any]) -> str:
    """Return where people sign in at the provider, as an origin: where a form may lead on to."""
    if not provider:
        return ""
    parts = urlsplit(
        os.environ.get("SEACHANGE_OIDC_PAGES", "") or provider["settings"]["server_url"]
    )
    return f"{parts.scheme}://{parts.netloc}"


def mail() -> dict[str, Any]:
    """Return Django's settings of mail, from an address such as smtp://name:word@host:587."""
    address = os.environ.get("SEACHANGE_MAIL", "")
    sender = os.environ.get("SEACHANGE_MAIL_FROM", "seachange@localhost")
    if not address:
        console = "django.core.mail.backends.console.EmailBackend"
        return {"EMAIL_BACKEND": console, "DEFAULT_FROM_EMAIL": sender}
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SeachangeError(
            "mail is sent by smtp:// or smtps://",
            place="SEACHANGE_MAIL",
            remedy="such as smtp://name:password@mail.example.com:587",
        )
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "DEFAULT_FROM_EMAIL": sender,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if is_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": not is_tls and not _is_this_machine(address),
        "EMAIL_TIMEOUT": 20,
    }


def _is_this_machine(address: str) -> bool:
    return urlsplit(address).hostname in {"localhost", "127.0.0.1", "::1"}


PROVIDER = ("ISSUER", "CLIENT_ID", "SECRET", "NAME")
