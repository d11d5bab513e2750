"""Which page stands at which address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import include, path

from seachange.web import identity
from seachange.web.policies import ANYBODY, MEMBERS, Policy
from seachange.web.routing import governed
from seachange.web.urls import PAGES

# Of the accounts' own routes these are there, and no other.
ACCOUNTS: dict[str, Policy] = {
    "account_login": ANYBODY,
    "account_logout": ANYBODY,
    "account_reset_password": ANYBODY,
    "account_reset_password_done": ANYBODY,
    "account_reset_password_from_key": ANYBODY,
    "account_reset_password_from_key_done": ANYBODY,
    "mfa_authenticate": ANYBODY,
    "mfa_login_webauthn": ANYBODY,
    "account_change_password": MEMBERS,
    "account_set_password": MEMBERS,
    "account_reauthenticate": MEMBERS,
    "mfa_index": MEMBERS,
    "mfa_reauthenticate": MEMBERS,
    "mfa_activate_totp": MEMBERS,
    "mfa_deactivate_totp": MEMBERS,
    "mfa_list_webauthn": MEMBERS,
    "mfa_add_webauthn": MEMBERS,
    "mfa_edit_webauthn": MEMBERS,
    "mfa_remove_webauthn": MEMBERS,
    "mfa_reauthenticate_webauthn": MEMBERS,
    "mfa_view_recovery_codes": MEMBERS,
    "mfa_generate_recovery_codes": MEMBERS,
    "mfa_download_recovery_codes": MEMBERS,
}
# And these, where the installation has an identity provider.
PROVIDERS: dict[str, Policy] = {
    "openid_connect_login": ANYBODY,
    "openid_connect_callback": ANYBODY,
    "socialaccount_login_cancelled": ANYBODY,
    "socialaccount_login_error": ANYBODY,
}

_accounts = include("allauth.urls")
governed(
    _accounts[0].urlpatterns,
    policies=ACCOUNTS | PROVIDERS if settings.PROVIDER else ACCOUNTS,
    instead={
        "openid_connect_login": identity.login,
        "openid_connect_callback": identity.callback,
    },
)

handler404 = "seachange.web.views.failures.absent"
handler500 = "seachange.web.views.failures.fault"
urlpatterns: list[Any] = [*PAGES, path("accounts/", _accounts)]
