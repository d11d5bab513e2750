"""The forms of signing in and of passwords, in the words of the other pages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "oldpassword": "Password until now",
    "password1": "New password",
    "password2": "New password, once more",
    "code": "Code",
}
LONG_ENOUGH = "At least 12 characters, such as a few words."


class _Plain(forms.Form):
    """A form whose labels are ours, and whose fields do not say the same once more inside."""

    def __init__(self, *told: Any, **rest: Any) -> None:
        super().__init__(*told, **rest)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = LONG_ENOUGH


class SignIn(_Plain, LoginForm):
    """By address and password."""


class AskAnew(_Plain, ResetPasswordForm):
    """Where the link to choose a new password goes."""


class ChooseAnew(_Plain, ResetPasswordKeyForm):
    """A new password, by a link."""


class Change(_Plain, ChangePasswordForm):
    """A new password in the place of the present one."""


class OnceMore(_Plain, ReauthenticateForm):
    """The password once more, before something weighty."""


class Code(_Plain, AuthenticateForm):
    """A code as the second factor."""


class CodeOnceMore(_Plain, ReauthenticateByCode):
    """A code once more, before something weighty."""


class SetUpApp(_Plain, ActivateTOTPForm):
    """The first code of an authenticator app."""
