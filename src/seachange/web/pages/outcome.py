"""One outcome with all about it: its number, what moves it, what is believed, asked and decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seachange.people.access import Viewer
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.cases import Case, cases
from seachange.planning.rules.checks.survey import seen_on
from seachange.planning.rules.driving import driving, end_of
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Decision, Hypothesis
from seachange.planning.rules.plan.measuring import (
    BehaviourSignal,
    JourneyStep,
    Measurement,
    Metric,
    MetricBridge,
    MetricVersion,
)
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.signals import told as told_signal
from seachange.planning.rules.vocabulary import Kind
from seachange.report import words
from seachange.report.pictures.trend import trend
from seachange.report.verdicts import telling
from seachange.web.answers import State
from seachange.web.pages.measured import Measured, goal_marks, measured
from seachange.web.pages.outcomes import owners_of
from seachange.web.pages.records import found_of
from seachange.web.pages.standings import counted, sureness, unit_of, wanted
from seachange.web.pages.strategy import SIGNS, link_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """What an outcome drives, or what drives it, and what that rests on."""

    link: DriverLink
    end: Impact | Outcome | None
    state: str
    sign: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bet:
    """A hypothesis under an outcome: what is believed now, what the evidence asks for."""

    case: Case
    believed: str
    called: str
    standing: str
    advice: str

    @property
    def hypothesis(self) -> Hypothesis:
        """The hypothesis itself."""
        return self.case.hypothesis


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardrail:
    """What must not get worse, and where it stood last."""

    metric: Metric
    last: Measurement | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelShown:
    """A level that was written down: when, how sure, of whom, and where it came from."""

    what: str
    level: Level
    unit: str
    sure: str
    counted: str
    source: str
    record: Measurement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePage:
    """One outcome, as its page shows it. `seen` is the version that a form is filled upon."""

    outcome: Outcome
    seen: int
    wanted: str
    measured: Measured
    written: tuple[str, str] | None
    by: str
    owners: tuple[Team, ...]
    step: JourneyStep | None
    drives: tuple[Drive, ...]
    driven_by: tuple[Drive, ...]
    bets: tuple[Bet, ...]
    tests: tuple[AssumptionTest, ...]
    guardrails: tuple[Guardrail, ...]
    levels: tuple[LevelShown, ...]
    versions: tuple[MetricVersion, ...]
    bridges: tuple[MetricBridge, ...]
    signals: tuple[BehaviourSignal, ...]
    requests: tuple[FeatureRequest, ...]
    decisions: tuple[Decision, ...]
    lacking: tuple[str, ...]
    has_impacts: bool
    may_edit: bool
    may_move: bool
    may_link: bool


def outcome_page(viewer: Viewer | None, outcome_id: str, *, by: str = "") -> OutcomePage:
    """Return an outcome with all that somebody may see about it; `by` parts its people."""
    seen = version_of(outcome_id)
    plan = snapshot(viewer)
    outcome = found_of(plan, Outcome, outcome_id)
    bets = tuple(bets_of(plan, outcome))
    metric = plan.get(Metric, outcome.metric)
    told = measured(plan, outcome, viewer, by=by)
    role = viewer.role if viewer else None
    return OutcomePage(
        outcome=outcome,
        seen=seen,
        wanted=wanted(outcome),
        measured=told,
        written=_written(told),
        by=by,
        owners=owners_of(plan, outcome),
        step=plan.get(JourneyStep, outcome.journey_step),
        drives=tuple(_drive(plan, each) for each in _links(plan, outcome, from_it=True)),
        driven_by=tuple(
            _drive(plan, each, back=True) for each in _links(plan, outcome, from_it=False)
        ),
        bets=bets,
        tests=tuple(test for bet in bets for test in bet.case.tests),
        guardrails=tuple(_guardrails(plan, outcome)),
        levels=tuple(_levels(plan, outcome)),
        versions=plan.of(MetricVersion, metric.id) if metric else (),
        bridges=plan.of(MetricBridge, metric.id) if metric else (),
        signals=_signals(plan, outcome),
        requests=plan.of(FeatureRequest, outcome.id),
        decisions=_decisions(plan, outcome, bets),
        lacking=tuple(_lacking(plan, outcome)),
        has_impacts=bool(plan.impacts),
        may_edit=role is not None and may(role, deed=Deed.EDIT, kind=Kind.OUTCOME),
        may_move=role is not None and may(role, deed=Deed.MOVE, kind=Kind.OUTCOME),
        may_link=role is not None and may(role, deed=Deed.CREATE, kind=Kind.DRIVER_LINK),
    )


def _lacking(plan: Plan, outcome: Outcome) -> Iterable[str]:
    """Walk what an outcome has yet to say before anybody goes after it."""
    if outcome.target is None:
        yield "a target"
    if outcome.by is None:
        yield "a date"
    if not _links(plan, outcome, from_it=True):
        yield "a result it drives"


def _written(told: Measured) -> tuple[str, str] | None:
    """Draw the levels of the plan, wide and narrow, where no events tell them month by month."""
    points, stand = told.stand.points, told.stand
    is_told = told.trend is not None and told.trend.state in {State.READY, State.WAITING}
    if is_told or len(points) < 2:
        return None
    marks, title = goal_marks(stand.goal, stand), f"{stand.goal.id} as it was measured"
    wide, narrow = (
        trend(points, unit=stand.unit, title=title, marks=marks, width=width)
        for width in (920.0, 350.0)
    )
    return wide, narrow


def bets_of(plan: Plan, outcome: Outcome) -> Iterable[Bet]:
    """Walk the hypotheses under an outcome, each judged by all its evidence."""
    named = [each.id for each in plan.of(Hypothesis, outcome.id) if each.state != "withdrawn"]
    for case in cases(plan, named) if named else ():
        yield Bet(
            case=case,
            believed=telling.sentence(case),
            called=telling.called(case),
            standing=telling.standing(case),
            advice=case.advice.says,
        )


def _links(plan: Plan, outcome: Outcome, *, from_it: bool) -> list[DriverLink]:
    found = plan.of(DriverLink, outcome.id)
    return [each for each in found if (each.outcome == outcome.id) == from_it]


def _drive(plan: Plan, link: DriverLink, *, back: bool = False) -> Drive:
    told = driving(plan, link)
    return Drive(
        link=link,
        end=plan.get(Outcome, link.outcome) if back else end_of(plan, link),
        state=told.stands,
        sign=SIGNS.get(told.stands, SIGNS["claimed"]),
        says=link_words(told),
    )


def _guardrails(plan: Plan, outcome: Outcome) -> Iterable[Guardrail]:
    for each in outcome.guardrails:
        metric = plan.get(Metric, each)
        if metric is not None:
            found = [m for m in plan.of(Measurement, metric.id) if not m.segment]
            last = max(found, key=lambda m: (str(seen_on(m) or ""), m.id), default=None)
            yield Guardrail(metric=metric, last=last, unit=unit_of(metric))


def _levels(plan: Plan, outcome: Outcome) -> Iterable[LevelShown]:
    metric = plan.get(Metric, outcome.metric)
    if outcome.baseline is not None:
        yield _level("Baseline", outcome.baseline, metric)
    found = plan.of(Measurement, outcome.id)
    for each in sorted(found, key=lambda m: (str(seen_on(m) or ""), m.id)):
        what = f"Measured, {each.segment}" if each.segment else "Measured"
        yield _level(what, each.level, plan.get(Metric, each.metric), each)


def _level(
    what: str, level: Level, metric: Metric | None, record: Measurement | None = None
) -> LevelShown:
    told = sureness(level)
    unit = unit_of(metric)
    return LevelShown(
        what=what,
        level=level,
        unit=unit,
        sure=words.interval(told, unit) if told else "not known",
        counted=counted(level),
        source=record.source if record else "",
        record=record,
    )


def _signals(plan: Plan, outcome: Outcome) -> tuple[BehaviourSignal, ...]:
    found = (plan.get(BehaviourSignal, each) for each in outcome.signals)
    return tuple(told_signal(plan, each) for each in found if each is not None)


def _decisions(plan: Plan, outcome: Outcome, bets: Iterable[Bet]) -> tuple[Decision, ...]:
    own = {each.id: each for each in plan.of(Decision, outcome.id)}
    own |= {each.id: each for bet in bets for each in bet.case.decisions}
    return tuple(sorted(own.values(), key=lambda d: (str(d.decided_on or ""), d.id), reverse=True))
