"""Drivers: which behaviours after a step go with reaching the next one, and which with not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from seachange.errors import BadQuestion
from seachange.events.documents import Field, spoken
from seachange.events.rules import Rule, parse_rule
from seachange.measure.questions.breakdown import Breakdown, parse_breakdown
from seachange.measure.questions.funnel import Step, parse_step
from seachange.measure.questions.scope import EVERYTHING, SCOPE_KEYS, Scope, parse_scope

ENTRIES = ("first", "every")
WINDOW = timedelta(days=7)
HISTORY = timedelta(days=28)
SEGMENT_VALUES = 4
WORDS = ("next", "last", "any")
_MOST_SEGMENTS, _MOST_STEPS, _MOST_PROPERTIES = 3, 20, 12
_MOST_WINDOWS = 1_000


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Success as a number somebody gave: the survey's event, its property with the number,
    and the event by which they were asked (None: not known)."""

    survey: Rule
    value: str
    sent: Rule | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as it would be written."""
        sent = self.sent.to_dict() if self.sent else None
        return {"survey": self.survey.to_dict(), "value": self.value, "sent": sent}


@dataclass(frozen=True, kw_only=True)
class Drivers:
    """Which behaviours after step `step` go with success within `within`, and which against.

    Success is reaching any of the steps `targets`, or, with `score`, a number given. Steps
    are counted from 1. `entry` is `first` (each actor's first time at the step) or `every`
    (each time that no other lies within `within` before). `history` is how far back an
    actor's activity is looked at; `segments` are properties within whose values people are
    compared; `properties` those whose values are looked at below a found event (None: all
    of the log's). `behaviours` names those asked about beforehand (None: all), so that the
    others, which only help to calibrate, cost them nothing. Effects with an odds ratio
    nearer to 1 than `min_odds_ratio` are not worth anybody's time; `q` is the share of
    findings that may be false. `explain` names a
    behaviour whose strata the answer shows. `docs/concepts/drivers.md`.
    """

    kind: ClassVar[str] = "drivers"

    journey: tuple[Step, ...]
    step: int = 1
    targets: tuple[int, ...] = ()
    score: Satisfaction | None = None
    within: timedelta = WINDOW
    entry: str = "first"
    history: timedelta = HISTORY
    segments: tuple[Breakdown, ...] = ()
    exclude: Rule | None = None
    behaviours: tuple[str, ...] | None = None
    properties: tuple[str, ...] | None = None
    min_odds_ratio: float = 1.1
    q: float = 0.10
    explain: str | None = None
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        self._check_journey()
        if self.within <= timedelta(0):
            raise BadQuestion("a window must be longer than zero", path=("within",))
        if self.history < timedelta(0):
            raise BadQuestion("history cannot lie in the future", path=("history",))
        if self.entry not in ENTRIES:
            raise BadQuestion(
                f"{self.entry!r} is not one of: {', '.join(ENTRIES)}", path=("entry",)
            )
        if len(self.segments) > _MOST_SEGMENTS:
            raise BadQuestion(
                f"people are compared within at most {_MOST_SEGMENTS} segments",
                path=("segments",),
            )
        if self.behaviours == ():
            raise BadQuestion("no behaviour is asked about", path=("behaviours",))
        if len(self.properties or ()) > _MOST_PROPERTIES:
            raise BadQuestion(f"at most {_MOST_PROPERTIES} properties", path=("properties",))
        if not 1 <= self.min_odds_ratio <= 10:
            raise BadQuestion("an odds ratio from 1 to 10", path=("min_odds_ratio",))
        if not 0 < self.q < 1:
            raise BadQuestion("a share between 0 and 1", path=("q",))

    def _check_journey(self) -> None:
        steps = len(self.journey)
        if not 1 <= steps <= _MOST_STEPS:
            raise BadQuestion(f"a journey has 1 to {_MOST_STEPS} steps", path=("journey",))
        if not 1 <= self.step <= steps:
            raise BadQuestion(f"there is no step {self.step} of {steps}", path=("step",))
        if self.score is None and not self.targets:
            raise BadQuestion(
                "nothing to succeed at: name a target", remedy=_EXAMPLE, path=("target",)
            )
        if self.score is not None and self.targets:
            raise BadQuestion("a target or a score, not both", path=("score",))
        for target in self.targets:
            if not 1 <= target <= steps:
                raise BadQuestion(f"there is no step {target} of {steps}", path=("target",))
            if target <= self.step:
                raise BadQuestion(
                    f"the target, step {target}, must come after step {self.step}",
                    path=("target",),
                )

    @property
    def of(self) -> Rule:
        """The rule of the events by which actors enter."""
        return self.journey[self.step - 1].rule

    @property
    def did(self) -> Rule:
        """The rule of the events that are success: a target reached, or a survey answered."""
        if self.score is not None:
            return self.score.sent or self.score.survey
        picks = [pick for target in self.targets for pick in self.journey[target - 1].rule.picks]
        return Rule(tuple(dict.fromkeys(picks)))

    @property
    def looked_back(self) -> timedelta:
        """How far back activity is looked at: of every entry a thousand windows at most, so
        that no event is looked at for more entries than that.
        """
        most = _MOST_WINDOWS * self.within
        return self.history if self.entry == "first" else min(self.history, most)

    @property
    def ends(self) -> Rule:
        """The rule of the events that are not looked at: success, answers, and `exclude`."""
        rules = [self.did, *([self.score.survey] if self.score else [])]
        rules += [self.exclude] if self.exclude else []
        return Rule(tuple(dict.fromkeys(pick for rule in rules for pick in rule.picks)))

    @property
    def steps(self) -> dict[int, Rule]:
        """The rules of the steps whose events are no behaviours, by the step's number.

        Steps that are success are not among them, nor those that events of any name are.
        """
        return {
            number: step.rule
            for number, step in enumerate(self.journey, start=1)
            if number not in self.targets and step.rule.names is not None
        }

    @property
    def beginning(self) -> Rule | None:
        """The rule of the journey's first step, where the question is asked of a later one.

        How long ago somebody began is then a part of who is alike. None where any event
        is a beginning, or the step is the first.
        """
        first = self.journey[0].rule
        return first if self.step > 1 and first.names is not None else None

    @property
    def between(self) -> tuple[int, ...]:
        """The numbers of the steps after this one and before the last target."""
        last = max(self.targets, default=0)
        return tuple(number for number in self.steps if self.step < number < last)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that pick events, by the key they stand under.

        A journey of a step and its target is not told from the two keys by themselves.
        """
        keys = [f"journey[{k}]" for k in range(1, len(self.journey) + 1)]
        if self.step == 1 and len(keys) == 1 + len(self.targets) <= 2:
            keys = ["step", "target"][: len(keys)]
        rules = {key: step.rule for key, step in zip(keys, self.journey, strict=True)}
        if self.score is None:
            return rules
        rules["score.survey"] = self.score.survey
        return rules | ({"score.sent": self.score.sent} if self.score.sent else {})

    def to_dict(self) -> dict[str, Any]:
        """Return the question with every default spelt out."""
        return {
            "kind": self.kind,
            "journey": [step.to_dict() for step in self.journey],
            "step": self.step,
            "target": list(self.targets) or None,
            "score": self.score.to_dict() if self.score else None,
            "within": spoken(self.within),
            "entry": self.entry,
            "history": spoken(self.history),
            "segments": [segment.to_dict() for segment in self.segments],
            "exclude": self.exclude.to_dict() if self.exclude else None,
            "behaviours": None if self.behaviours is None else list(self.behaviours),
            "properties": None if self.properties is None else list(self.properties),
            "min_odds_ratio": self.min_odds_ratio,
            "q": self.q,
            "explain": self.explain,
            **self.scope.to_dict(),
        }


def parse(field: Field) -> Drivers:
    """Read the question of drivers as it stands in a file.

    Either a `journey` with `step` and `target` as numbers or names of its steps (`target`
    also `next`, the default, `last` or `any` later one), or `step` and `target` as rules.
    """
    known = ("journey", "step", "target", "score", "within", "entry", "history", "segments")
    more = ("exclude", "behaviours", "properties", "min_odds_ratio", "q", "explain")
    keys = field.keys((*known, *more, *SCOPE_KEYS), what="a question of drivers")
    journey, step, targets = _path(field, keys)
    return Drivers(
        journey=journey,
        step=step,
        targets=targets,
        score=_score(keys["score"]) if "score" in keys else None,
        within=keys["within"].duration() if "within" in keys else WINDOW,
        entry=keys["entry"].one_of(ENTRIES) if "entry" in keys else "first",
        history=keys["history"].duration() if "history" in keys else HISTORY,
        segments=_segments(keys["segments"]) if "segments" in keys else (),
        exclude=parse_rule(keys["exclude"]) if "exclude" in keys else None,
        behaviours=_texts(keys, "behaviours"),
        properties=_texts(keys, "properties"),
        min_odds_ratio=keys["min_odds_ratio"].number() if "min_odds_ratio" in keys else 1.1,
        q=keys["q"].number() if "q" in keys else 0.10,
        explain=keys["explain"].text() if "explain" in keys else None,
        scope=parse_scope(keys),
    )


def _texts(keys: dict[str, Field], key: str) -> tuple[str, ...] | None:
    if key not in keys:
        return None
    return tuple(dict.fromkeys(item.text() for item in keys[key].items()))


def _path(field: Field, keys: dict[str, Field]) -> tuple[tuple[Step, ...], int, tuple[int, ...]]:
    if "step" not in keys:
        raise field.wrong("drivers are asked of a `step`", remedy=_EXAMPLE)
    scored = "score" in keys
    if "journey" not in keys:
        steps = [parse_step(keys["step"])]
        if not scored:
            if "target" not in keys:
                raise field.wrong("nothing to succeed at: name a `target`", remedy=_EXAMPLE)
            steps.append(parse_step(keys["target"]))
        return tuple(steps), 1, () if scored else (2,)
    journey = tuple(parse_step(item) for item in keys["journey"].items())
    step = _number(keys["step"], journey)
    if scored:
        return journey, step, ()
    return journey, step, _targets(keys.get("target") or Field("next"), journey, step)


def _targets(field: Field, journey: tuple[Step, ...], step: int) -> tuple[int, ...]:
    later = tuple(range(step + 1, len(journey) + 1))
    if field.value is None or field.value in WORDS:
        if not later:
            raise field.wrong(f"step {step} is the last of the journey: no step follows it")
        return {"last": later[-1:], "any": later}.get(str(field.value), later[:1])
    if isinstance(field.value, list | tuple):
        return tuple(sorted({_number(item, journey) for item in field.items()}))
    return (_number(field, journey),)


def _number(field: Field, journey: tuple[Step, ...]) -> int:
    """Return the number of a step that is given by its number or by its name."""
    names = [step.name for step in journey]
    if not isinstance(field.value, str):
        number = field.whole(least=1)
        if number > len(journey):
            raise field.wrong(
                f"there is no step {number} of {len(journey)}",
                remedy=f"Steps: {', '.join(names)}.",
            )
        return number
    if names.count(field.value) != 1:
        raise field.wrong(
            f"{field.value!r} names no single step", remedy=f"Steps: {', '.join(names)}."
        )
    return names.index(field.value) + 1


def _segments(field: Field) -> tuple[Breakdown, ...]:
    found = []
    for item in field.items():
        segment = parse_breakdown(item)
        named = isinstance(item.value, dict) and "most" in item.value
        most = segment.most if named else SEGMENT_VALUES
        if most > 12:
            raise item.wrong("a segment has at most 12 values; the others are one together")
        found.append(Breakdown(segment.name, segment.level, most))
    return tuple(found)


def _score(field: Field) -> Satisfaction:
    keys = field.keys(("survey", "value", "sent"), what="a score")
    for needed in ("survey", "value"):
        if needed not in keys:
            raise field.wrong(
                f"a score needs `{needed}`", remedy="Write {survey: rated, value: stars}."
            )
    sent = parse_rule(keys["sent"]) if "sent" in keys else None
    return Satisfaction(parse_rule(keys["survey"]), keys["value"].text(), sent)


_EXAMPLE = (
    "{kind: drivers, journey: [{event: catalog}, {event: add_to_cart}, {event: purchase}], "
    "step: 2, target: 3, within: 7 days}"
)
