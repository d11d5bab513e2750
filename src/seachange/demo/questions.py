"""The questions behind the stated figures, in the words in which they can be asked of the log."""

from __future__ import annotations

from typing import Any

Told = dict[str, Any]

OC1: Told = {
    "kind": "share",
    "of": {"event": "sign_up", "where": {"market": "home"}},
    "did": {"event": "meeting_held"},
    "within": "7 days",
}
OC2: Told = {
    "kind": "share",
    "of": {"event": "request_received", "where": {"market": "home"}},
    "did": {"event": "adviser_replied"},
    "within": "24 hours",
    "entry": "every",
}
OC3: Told = {
    "kind": "share",
    "of": {"event": "meeting_booked", "where": {"market": "home", "meeting": 1, "attempt": 1}},
    "did": {"event": "meeting_missed", "where": {"meeting": 1}},
    "within": "10 days",
}
OC4: Told = {
    "kind": "share",
    "of": {"event": "account_opened", "where": {"market": "home"}},
    "did": {"event": "setup_call_held"},
    "within": "5 days",
    "unit": "account",
}
OC5: Told = {
    "kind": "share",
    "of": {"event": "meeting_held", "where": {"market": "home", "meeting": 1}},
    "did": {"event": "meeting_booked", "where": {"meeting": 2}},
    "within": "30 days",
}
QUESTIONS = {"OC1": OC1, "OC2": OC2, "OC3": OC3, "OC4": OC4, "OC5": OC5}
RENEWAL: Told = {
    "kind": "share",
    "of": {"event": "sign_up", "where": {"market": "home"}},
    "did": {"event": "renewed"},
    "within": "90 days",
}
NPS: Told = {
    "kind": "score",
    "survey": {"event": "nps_answered", "where": {"market": "home"}},
    "value": "score",
    "scale": "nps",
    "sent": {"event": "nps_sent", "where": {"market": "home"}},
    "trend": "quarter",
}
