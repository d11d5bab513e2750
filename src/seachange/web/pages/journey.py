"""A journey as its page shows it: the map is the funnel, and says what goes with going on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from seachange.errors import BadPlan, BadQuestion, NotThere
from seachange.events.rule_text import kept_rule, text_of
from seachange.evidence.signals import is_seen_as
from seachange.measure.answering.driver_parts import BOOSTER
from seachange.measure.answering.driver_parts import Behaviour as Seen
from seachange.measure.answers import Estimate
from seachange.people.access import Viewer
from seachange.planning.reads.signals import signals_by_step
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.becoming import rule_of
from seachange.planning.rules.plan.measuring import (
    Behaviour,
    BehaviourSignal,
    JourneyMap,
    JourneyStep,
)
from seachange.planning.rules.plan.organisation import Department
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import document_in
from seachange.planning.rules.plan.values import Lane
from seachange.planning.rules.step_signals import SignalShown
from seachange.planning.rules.vocabulary import SignalKind
from seachange.report import words
from seachange.web.answers import Look, Shown, State, all_shown

Json = dict[str, Any]

# Within how many days of entering somebody has to reach a step; others can be typed.
WINDOWS, WINDOW, LONGEST = (7, 14, 30, 60, 90), 60, 366
MOST_FOUND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A behaviour that goes with going on (a booster) or with leaving (a blocker).

    One that the plan keeps as a `signal` says how it fared in later cohorts, and what is to be
    done about it; any other was found just now.
    """

    name: str
    is_booster: bool
    effect: str
    grade: str
    signal: SignalShown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShown:
    """A step: its rule, what was counted there, whose it is, and what goes with going on."""

    step: JourneyStep
    number: int
    rule: str
    wrong: str
    reached: str
    onward: str
    of_first: str
    median: str
    pending: str
    left: tuple[str, ...]
    departments: tuple[Department, ...]
    behaviours: Mapping[str, tuple[Behaviour, ...]]
    signals: tuple[SignalShown, ...]
    boosters: tuple[Driver, ...]
    blockers: tuple[Driver, ...]
    drivers: Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyShown:
    """A journey with its steps from left to right, its funnel, and the map of what was observed.

    `window` is in days: whoever takes longer to reach a step did not reach it.
    """

    journey: JourneyMap
    lanes: tuple[Lane, ...]
    steps: tuple[StepShown, ...]
    window: int
    funnel: Shown
    observed: Shown

    @property
    def is_waiting(self) -> bool:
        """Whether some of what the map tells is still being counted."""
        told = [self.funnel, *(each.drivers for each in self.steps)]
        return any(each is not None and each.state == State.WAITING for each in told)

    @property
    def held(self) -> str:
        """The window as addresses hold it; nothing for the usual one."""
        return "" if self.window == WINDOW else f"?within={self.window}"

    @property
    def uncounted(self) -> tuple[StepShown, ...]:
        """The steps that no event leads to, or whose rule cannot be read."""
        return tuple(each for each in self.steps if not each.rule or each.wrong)


def journey_shown(viewer: Viewer | None, journey_id: str, *, window: int) -> JourneyShown:
    """Return a journey as its page shows it. Raises BadPlan where there is none to be seen."""
    plan = snapshot(viewer)
    journey = plan.get(JourneyMap, journey_id)
    if journey is None:
        raise NotThere(f"there is no journey {journey_id}")
    way = way_of(plan, journey.id)
    questions: dict[str, Json] = {"observed": {"kind": "journey_map"}}
    if any(rule for _, rule in way):
        questions["funnel"] = funnel_of(way, window)
    questions |= dict(_driver_questions(viewer, journey.id, way))
    looks = {"funnel": Look("The journey in numbers")}
    shown = all_shown(questions, viewer, looks=looks)
    funnel = shown.get("funnel", shown["observed"])
    return JourneyShown(
        journey=journey,
        lanes=journey.lanes or (Lane(actor="people"),),
        steps=tuple(_steps(plan, viewer, journey, way, shown)),
        window=window,
        funnel=funnel,
        observed=shown["observed"],
    )


def way_of(plan: Plan, journey: str) -> list[tuple[JourneyStep, Json]]:
    """Return the steps of a journey in order, each with its rule (empty where it has none)."""
    steps = sorted(plan.of(JourneyStep, journey), key=attrgetter("position", "id"))
    return [(step, _rule(step)) for step in steps]


def funnel_of(way: list[tuple[JourneyStep, Json]], days: int) -> Json:
    """Return the question of a journey's funnel."""
    steps = [{**rule, "name": step.name or step.id} for step, rule in way if rule]
    return {"kind": "funnel", "steps": steps, "window": words.plural(days, "day")}


def _rule(step: JourneyStep) -> Json:
    if not step.entry_event:
        return {}
    try:
        return rule_of(step.entry_event)
    except (BadPlan, BadQuestion):
        return {}


def _driver_questions(
    viewer: Viewer | None, journey: str, way: list[tuple[JourneyStep, Json]]
) -> Iterator[tuple[str, Json]]:
    """Return, for each step that another follows, what goes with going on from it.

    A step whose signals were found by a question of their own is asked that question.
    """
    own = {
        each.step.id: question
        for each in signals_by_step(viewer, journey=journey)
        if each.signals and (question := document_in(each.signals[0].signal.question))
    }
    counted = [(step, rule) for step, rule in way if rule]
    asked = [{**rule, "name": step.name or step.id} for step, rule in counted]
    for number, (step, _) in enumerate(counted[:-1], start=1):
        yield (
            step.id,
            own.get(step.id)
            or {
                "kind": "drivers",
                "journey": asked,
                "step": number,
                "target": "next",
                "within": "7 days",
                "entry": "first",
            },
        )


def _steps(
    plan: Plan,
    viewer: Viewer | None,
    journey: JourneyMap,
    way: list[tuple[JourneyStep, Json]],
    shown: Mapping[str, Shown],
) -> Iterator[StepShown]:
    signals = {each.step.id: each.signals for each in signals_by_step(viewer, journey=journey.id)}
    funnel = shown.get("funnel")
    counted = iter(funnel.answer["steps"]) if funnel and funnel.is_ready else iter(())
    lanes = journey.lanes or (Lane(actor="people"),)
    for number, (step, rule) in enumerate(way, start=1):
        told = next(counted, None) if rule else None
        drivers = shown.get(step.id)
        held = [*_kept(signals.get(step.id, ())), *_found(drivers, signals.get(step.id, ()))]
        yield StepShown(
            step=step,
            number=number,
            rule=text_of(kept_rule(step.entry_event)) if rule else step.entry_event,
            wrong="" if rule or not step.entry_event else "this rule cannot be read",
            reached=words.count(told["reached"]) if told else "",
            onward=_rate(told, "from_previous"),
            of_first=_rate(told, "from_first"),
            median=_median(told),
            pending=words.count(told["pending"]) if told and told["pending"] else "",
            left=_left(told),
            departments=tuple(d for d in plan.departments if d.id in step.departments),
            behaviours=_by_lane(plan.of(Behaviour, step.id), lanes),
            signals=signals.get(step.id, ()),
            boosters=tuple(each for each in held if each.is_booster),
            blockers=tuple(each for each in held if not each.is_booster),
            drivers=drivers,
        )


def _rate(told: Json | None, name: str) -> str:
    held = told[name] if told else None
    if held is None:
        return ""
    if "unknown" in held:
        return f"unknown: {held['unknown']}"
    low, high = (words.quantity(held[end], "share") for end in ("low", "high"))
    return f"{words.quantity(held['value'], 'share')} ({low} to {high})"


def _median(told: Json | None) -> str:
    times = told["seconds_from_previous"] if told else None
    return words.span(times["median"]) if times and times["median"] is not None else ""


def _left(told: Json | None) -> tuple[str, ...]:
    after = told["next_events"][:3] if told else ()
    return tuple(f"{each['name']} ({words.count(each['people'])})" for each in after)


def _by_lane(
    behaviours: tuple[Behaviour, ...], lanes: tuple[Lane, ...]
) -> Mapping[str, tuple[Behaviour, ...]]:
    """Part behaviours by the lane they stand in: that of their actor, else of the actor's kind."""
    held: dict[str, list[Behaviour]] = {lane.actor: [] for lane in lanes}
    for each in behaviours:
        own = [lane for lane in lanes if each.actor.startswith(lane.actor)]
        like = [lane for lane in lanes if lane.actor_kind == each.actor_kind]
        held[(own or like or list(lanes))[0].actor].append(each)
    return {actor: tuple(found) for actor, found in held.items()}


def _kept(signals: Iterable[SignalShown]) -> Iterator[Driver]:
    """Return the signals that the plan keeps at a step, with what their newest cohort says."""
    for each in signals:
        signal = each.signal
        yield Driver(
            name=each.behaviour.act or signal.id,
            is_booster=signal.signal == SignalKind.BOOSTER,
            effect=effect_of(signal),
            grade=each.grade.value,
            signal=each,
        )


def effect_of(signal: BehaviourSignal) -> str:
    """Return what goes with a behaviour, by its newest cohort; nothing where none was counted."""
    value, low, high = signal.risk_difference, signal.low, signal.high
    if value is None or low is None or high is None:
        return ""
    return words.change(Estimate(value, low, high, "of its newest cohort"), "share")


def is_kept(seen: Seen, kept: Iterable[SignalShown]) -> bool:
    """Tell whether the plan keeps a signal of a behaviour that was found."""
    return any(is_seen_as(each.behaviour, seen) for each in kept)


def kept_labels(step: StepShown) -> frozenset[str]:
    """Return what those findings at a step are called that the plan keeps as signals."""
    part = step.drivers.section.part if step.drivers and step.drivers.section else None
    groups = part.groups if part else ()
    seen = [c.finding.behaviour for group in groups for c, _ in (*group.cards, *group.more)]
    return frozenset(each.label for each in seen if is_kept(each, step.signals))


def _found(shown: Shown | None, kept: Iterable[SignalShown]) -> Iterator[Driver]:
    """Return the first boosters and blockers of an answer about drivers that nobody keeps yet."""
    if shown is None or shown.section is None or shown.section.part is None:
        return
    for group in shown.section.part.groups:
        new = [card for card, _ in group.cards if not is_kept(card.finding.behaviour, kept)]
        for card in new[:MOST_FOUND]:
            is_booster = card.kind == BOOSTER
            grade = card.finding.grade
            yield Driver(name=card.name, is_booster=is_booster, effect=card.effect, grade=grade)
