"""Coming in by an identity provider: its word is judged strictly, its failures told as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

from seachange.web.accounts import cannot_come_in

# Signed by a key of the provider's own: under the others whoever knows what is public could sign.
SIGNED_BY = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)


class Strict(OpenIDConnectOAuth2Adapter):
    """The word of a provider, judged by its signature, wherever it came from.

    OpenID Connect Core 1.0 (3.1.3.7) lets what comes straight from the provider go unjudged, and
    (5.3.2) wants that both its words speak of one person.
    """

    def get_access_token_data(self, *asked: Any, **named: Any) -> Any:
        """Fetch what a code is worth; that it was fetched by us makes it no truer."""
        told = super().get_access_token_data(*asked, **named)
        self.did_fetch_access_token = False
        return told

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **told: Any) -> Any:
        """Return who comes in. Raises OAuth2Error."""
        word = told["response"].get("id_token")
        if not word:
            raise OAuth2Error("the provider sent no id_token")
        try:
            signed_by = jwt.get_unverified_header(word).get("alg")
            if signed_by not in SIGNED_BY:
                raise OAuth2Error(f"an id_token is not to be signed by {signed_by}")
            login = super().complete_login(request, app, token, **told)
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(f"what the provider sent cannot be read: {error!r}") from error
        both = login.account.extra_data
        if both["userinfo"].get("sub") != both["id_token"].get("sub"):
            raise OAuth2Error("the provider speaks of two people")
        return login


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider."""
    return _asked(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let in whoever comes back from it, as far as its word goes."""
    return _asked(OAuth2CallbackView, request, provider_id)


def _asked(way: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask the provider; where it does not answer, or not as one does, say so."""
    view: Callable[[HttpRequest], HttpResponse] = way.adapter_view(Strict(request, provider_id))
    try:
        return view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OSError, KeyError) as error:  # the network's, and what its answer lacks
        return cannot_come_in(request, error, status=502)
