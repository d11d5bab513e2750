"""Reading a whole plan like a coach: every check, what is waived, and how bad it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seachange.planning.rules.checks.catalogue import CHECKS
from seachange.planning.rules.checks.finding import Finding
from seachange.planning.rules.checks.settings import Settings, Waiver
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.standings import Standing, standings

_ORDER = {check.id: place for place, check in enumerate(CHECKS)}
_OURS = Settings()
# What a record without words of its own is about.
_ABOUT = ("subject", "hypothesis", "outcome", "output", "customer", "member", "metric")


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that somebody answers for until a day."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks say of a plan on a day.

    `findings` are in the order of the catalogue, then of the plan. `expired` are waivers that
    no longer hold, `idle` those that nothing was found for; `unjudged` are checks that need
    measurements where there are none. `standings` tell where outcomes and impacts stand by the
    readings taken for this check, `unread` of which metrics nothing could be known, with why.
    """

    as_of: date
    records: int
    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    expired: tuple[Waiver, ...]
    idle: tuple[Waiver, ...]
    unjudged: tuple[str, ...]
    standings: tuple[Standing, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity, waived ones left out."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    @property
    def status(self) -> int:
        """1 if an error stands that nobody waived, else 0; for whoever runs this by machine."""
        return 1 if self.counts[Severity.ERROR] else 0


def check(
    plan: Plan,
    *,
    as_of: date | None = None,
    settings: Settings = _OURS,
    readings: Sequence[Measurement] = (),
    unread: Iterable[tuple[str, str]] = (),
) -> Report:
    """Check a plan as it stands on a day (its own unless said).

    `readings` are measurements taken from events for this check, beside those of the plan; one
    with the id of a measurement in the plan takes its place. Same plan, same day, same settings:
    same report. Pure; linear in the size of the plan.
    """
    judged = plan.changed(put=readings) if readings else plan
    survey = Survey(judged, as_of or plan.as_of, settings.thresholds, settings.meter)
    found = list(_findings(survey, settings))
    waivers = (*settings.waivers, *_of_plan(plan))
    valid = [w for w in waivers if survey.as_of <= w.expires]
    covering = {(w.finding, w.record): w for w in reversed(valid)}
    waived = [
        Waived(finding, covering[finding.id, finding.record])
        for finding in found
        if (finding.id, finding.record) in covering
    ]
    hit = {(each.finding.id, each.finding.record) for each in waived}
    return Report(
        as_of=survey.as_of,
        records=len(judged.by_id),
        findings=tuple(f for f in found if (f.id, f.record) not in covering),
        waived=tuple(waived),
        expired=tuple(w for w in waivers if w.expires < survey.as_of),
        idle=tuple(w for w in valid if (w.finding, w.record) not in hit and w.finding in _ORDER),
        unjudged=_unjudged(judged, settings),
        standings=standings(judged, readings),
        unread=tuple(unread),
    )


def _findings(survey: Survey, settings: Settings) -> Iterator[Finding]:
    for each in CHECKS:
        severity = settings.severities.get(each.id, each.severity)
        if severity is not None:
            for hit in each.look(survey):
                record = survey.plan.by_id.get(hit.record)
                yield each.finding(hit, severity, title=_title(survey.plan, record))


def _title(plan: Plan, record: Record | None) -> str:
    """Return how a record is called: its name, its words, or those of what it is about."""
    if record is None:
        return ""
    about = (plan.by_id.get(getattr(record, field, None) or "") for field in _ABOUT)
    return title_of(record) or next((title_of(each) or each.id for each in about if each), "")


def _of_plan(plan: Plan) -> Iterator[Waiver]:
    """Take the plan's own waivers; those of invariants are asked by the checks."""
    for waiver in plan.waivers:
        if waiver.approver and waiver.expires_on:
            yield Waiver(
                finding=waiver.rule,
                record=waiver.record,
                reason=waiver.reason,
                owner=waiver.approver,
                expires=waiver.expires_on,
            )


def _unjudged(plan: Plan, settings: Settings) -> tuple[str, ...]:
    if plan.measurements:
        return ()
    on = (c for c in CHECKS if settings.severities.get(c.id, c.severity) is not None)
    return tuple(c.id for c in on if c.needs_events)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the errors first, else in the order they were found."""
    rank = {severity: place for place, severity in enumerate(Severity)}
    return sorted(findings, key=lambda f: (rank[f.severity], _ORDER[f.id]))
