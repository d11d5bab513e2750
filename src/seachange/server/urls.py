"""Which page stands at which address: none so far."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
