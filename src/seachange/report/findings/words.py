"""The words of the glossary that a check is about, so that a finding can be read by a newcomer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from seachange.planning.rules.checks.catalogue import BY_ID
from seachange.planning.rules.checks.finding import Finding
from seachange.report.glossary import Meaning, words_in

# What each area is about, by the letters its checks begin with: OC01, RM05.
_ABOUT = {
    "IM": "impact",
    "OC": "outcome",
    "KR": "key result",
    "HY": "hypothesis",
    "TS": "assumption",
    "EV": "evidence",
    "OU": "output",
    "RM": "roadmap",
    "RQ": "request",
    "DL": "commitment",
    "EN": "enablement",
    "VI": "vision",
    "JM": "journey step",
    "ME": "metric",
    "RV": "review",
}


@cache
def words_of(check_id: str) -> tuple[Meaning, ...]:
    """Return what a check is about, then every other word of the glossary that it says."""
    check = BY_ID[check_id]
    about = _ABOUT.get(check_id.rstrip("0123456789"), "")
    return words_in(f"{about}. {check.message} {check.why} {check.mend}")


def words_used(findings: Iterable[Finding]) -> tuple[Meaning, ...]:
    """Return every word that any of these findings is about, by the alphabet."""
    used = {meaning for finding in findings for meaning in words_of(finding.id)}
    return tuple(sorted(used, key=lambda meaning: meaning.word))
