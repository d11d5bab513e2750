"""What the checks say of the plan somebody sees: found once for a plan, asked for in many ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.checks.catalogue import AREAS
from seachange.planning.rules.checks.finding import Finding
from seachange.planning.rules.checks.run import Report, Waived, check
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import shape_of
from seachange.planning.rules.vocabulary import Kind
from seachange.report.findings.groups import Entry, Group, grouped
from seachange.web.pages.paging import Leaf, leaf_of

# The field of a record in which what a check finds is mended; the others have no single one.
MENDED_IN = {
    "IM01": "text", "IM03": "target",
    "OC01": "actor", "OC02": "behaviour", "OC03": "baseline", "OC04": "target", "OC05": "by",
    "OC07": "behaviour", "OC08": "owners", "OC09": "owners", "OC10": "baseline",
    "OC11": "target", "OC12": "guardrails", "OC13": "behaviour", "OC15": "behaviour",
    "OC17": "journey_step",
    "KR01": "text", "KR02": "text", "KR03": "text", "KR05": "text", "KR06": "outcome",
    "HY01": "outcome", "HY02": "criteria", "HY03": "criteria", "HY04": "criteria",
    "HY05": "criteria", "HY06": "criteria",
    "TS01": "metric", "TS03": "planned_people", "TS04": "correction", "TS05": "analysed_on",
    "TS06": "correction", "TS08": "assumptions", "TS09": "guardrails", "TS10": "planned_people",
    "EV01": "claimed_confidence", "EV04": "source",
    "OU07": "problem", "OU13": "outcome",
    "RM04": "question", "RM05": "precision",
    "RQ01": "need", "RQ03": "reply",
    "DL06": "due", "DL07": "delivered_on", "DL09": "handed_over_on",
    "VI05": "claims", "ME01": "denominator",
}  # fmt: skip

# How many findings are shown whole; of more, the first few of every check.
ON_A_LEAF, FEW = 100, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which findings are looked for; empty is not asked."""

    severity: str = ""
    area: str = ""
    record: str = ""
    team: str = ""
    words: str = ""
    check: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One finding beside its record, with the field to mend it in where there is a single one."""

    entry: Entry
    record: Record | None
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one check found of what was asked for: the lines shown, and how many there are.

    `is_open` is whether it is shown whole at once: among very many, only what must be mended.
    """

    group: Group
    lines: tuple[Line, ...]
    of: int
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksPage:
    """The findings asked for, check by check; `of` is how many there are in all.

    What is worst comes first. Of many, the first of each check are shown; of a single check that
    is asked for, all, leaf by leaf.
    """

    asked: Asked
    leaf: Leaf[Finding]
    found: tuple[Found, ...]
    counts: tuple[tuple[Severity, int], ...]
    shown: int
    of: int
    records: int
    waived: tuple[Waived, ...]
    areas: tuple[str, ...]
    plan: Plan
    may_waive: bool


@kept_per_plan
def report_of(plan: Plan) -> Report:
    """Return what the checks say of a plan."""
    return check(plan)


def checks_page(viewer: Viewer | None, asked: Asked) -> ChecksPage:
    """Return the findings that somebody asks for, of the plan as they see it."""
    plan = snapshot(viewer)
    report = report_of(plan)
    wanted = sorted(
        (each for each in report.findings if _is_asked(plan, each, asked)),
        key=lambda each: list(Severity).index(each.severity),
    )
    few = FEW if not asked.check and len(wanted) > ON_A_LEAF else None
    leaf = leaf_of(wanted, asked.page, size=ON_A_LEAF if few is None else len(wanted))
    return ChecksPage(
        asked=asked,
        leaf=leaf,
        found=tuple(_found(plan, each, few) for each in grouped(leaf.things)),
        counts=tuple(report.counts.items()),
        shown=len(wanted),
        of=len(report.findings),
        records=report.records,
        waived=report.waived,
        areas=tuple(AREAS),
        plan=plan,
        may_waive=viewer is not None and may(viewer.role, deed=Deed.CREATE, kind=Kind.WAIVER),
    )


def _found(plan: Plan, group: Group, few: int | None = None) -> Found:
    lines = tuple(_line(plan, entry) for entry in group.entries[:few])
    return Found(
        group=group,
        lines=lines,
        of=len(group.entries),
        is_open=few is None or group.severity is Severity.ERROR,
    )


def _line(plan: Plan, entry: Entry) -> Line:
    record = plan.by_id.get(entry.finding.record)
    field = MENDED_IN.get(entry.finding.id, "")
    has_it = record is not None and bool(field) and shape_of(record.kind, field) is not None
    return Line(entry=entry, record=record, field=field if has_it else "")


def _is_asked(plan: Plan, finding: Finding, asked: Asked) -> bool:
    if asked.severity and finding.severity.name != asked.severity:
        return False
    if asked.area and finding.id not in {each.id for each in AREAS.get(asked.area, ())}:
        return False
    if asked.check and finding.id != asked.check:
        return False
    if asked.record and finding.record != asked.record:
        return False
    if asked.team and asked.team not in _teams(plan, plan.by_id.get(finding.record)):
        return False
    told = f"{finding.id} {finding.record} {finding.title} {finding.message}".casefold()
    return asked.words.casefold() in told


def _teams(plan: Plan, record: Record | None) -> Iterable[str]:
    """Return whose a record is: its own teams, or those of what it belongs to or is for."""
    about = (getattr(record, name, None) for name in ("objective", "hypothesis", "outcome"))
    for each in (record, *(plan.by_id.get(held) for held in about if held)):
        yield from filter(None, (getattr(each, name, None) for name in ("team", "made_by")))
        for name in ("owners", "teams"):
            yield from getattr(each, name, ())
