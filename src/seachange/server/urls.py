"""Which page stands at which address."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

from seachange.web.policies import ANYBODY
from seachange.web.routing import governed
from seachange.web.urls import PAGES

_accounts = include("allauth.urls")
governed(_accounts[0].urlpatterns, policy=ANYBODY)

urlpatterns: list[Any] = [*PAGES, path("accounts/", _accounts)]
