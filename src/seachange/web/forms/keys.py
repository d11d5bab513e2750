"""Passkeys and security keys: what a browser hands in for one is nonsense until it reads as one."""

from __future__ import annotations

import json
import struct
from functools import partial
from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

# What a reader of keys stumbles upon where a stranger wrote what is none.
STUMBLES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
NO_KEY = "That key is not known here. Try once more, or come in another way."


class Said(forms.Field):
    """What a key said: JSON, of no more digits and depth than can be read."""

    def to_python(self, value: Any) -> Any:
        """Read it."""
        return _unless_it_stumbles(partial(json.loads, value)) if value else None


class _Answered(forms.Form):
    """A form that is handed what a key said, and refuses what none ever says."""

    credential = Said(required=True, widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        """Read what the key said; what cannot be read is refused as a wrong one is."""
        return _unless_it_stumbles(getattr(super(), "clean_credential", self._as_it_came))

    def clean(self) -> dict[str, Any]:
        """Judge it with the other fields."""
        told: dict[str, Any] = _unless_it_stumbles(super().clean)
        return told

    def _as_it_came(self) -> Any:
        return self.cleaned_data["credential"]


class Add(_Answered, AddWebAuthnForm):
    """Another key of one's own."""


class Login(_Answered, LoginWebAuthnForm):
    """Signing in by a passkey alone."""


class Authenticate(_Answered, AuthenticateWebAuthnForm):
    """A key as the second factor."""


class Reauthenticate(_Answered, ReauthenticateWebAuthnForm):
    """A key once more, before something weighty."""


def _unless_it_stumbles(read: Any) -> Any:
    try:
        return read()
    except forms.ValidationError as error:
        if getattr(error, "code", "") == "incorrect_code":
            raise forms.ValidationError(NO_KEY) from error
        raise
    except STUMBLES as error:
        raise forms.ValidationError(NO_KEY) from error
