"""What scripts are answered with: JSON, with the version of its layout."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

VERSION = 1


def told(held: dict[str, Any], *, is_waiting: bool = False) -> HttpResponse:
    """Answer; with 202, and when to ask again, where it is still being counted."""
    answer = JsonResponse({"version": VERSION, **held}, status=202 if is_waiting else 200)
    if is_waiting:
        answer.headers["Retry-After"] = "1"
    return answer


def refused(why: str, *, status: int = 422, **more: str) -> HttpResponse:
    """Say why not, and what to do."""
    answer = JsonResponse({"version": VERSION, "error": why, **more}, status=status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
