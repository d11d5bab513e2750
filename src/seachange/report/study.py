"""A study: a journey and named questions, with where each rate was and where it shall be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from seachange.events.documents import Field
from seachange.events.log import EventLog
from seachange.measure.answering.change import change
from seachange.measure.answering.score import ScoreAnswer
from seachange.measure.answering.share import ShareAnswer
from seachange.measure.answers import Answer, Estimate, Reading, Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.questions.scope import zone
from seachange.measure.statistics.proportions import difference_of

Progress = Callable[[str, float], None]
STATED = "stated, not measured"


@dataclass(frozen=True, slots=True)
class Span:
    """A period by its two ends; `end` lies outside."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a rate was: measured over a period, or, where there is none, as stated."""

    value: float | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a rate shall be, and by when."""

    value: float
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a study; `now` is the period compared with the baseline's."""

    id: str
    name: str
    question: Any
    baseline: Baseline | None = None
    target: Target | None = None
    now: Span | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """What to measure, as written in a study file."""

    title: str
    items: tuple[Item, ...]
    journey: Any | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """An item with its answers: over all, in the baseline's period, and now."""

    item: Item
    answer: Answer
    before: Reading | None
    now: Reading | None
    change: Reading | None
    progress: float | None


@dataclass(frozen=True, slots=True)
class MeasuredStudy:
    """A study with every question answered from one log at one moment."""

    study: Study
    journey: Answer | None
    items: tuple[Measured, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every answer, the journey's first."""
        own = tuple(m.answer for m in self.items)
        return (self.journey, *own) if self.journey else own


def parse_study(field: Field) -> Study:
    """Read a study; errors name the key at fault."""
    keys = field.keys(("title", "as_of", "timezone", "journey", "questions"), what="a study")
    if "journey" not in keys and "questions" not in keys:
        raise field.wrong("a study needs a `journey` or `questions`", remedy=_EXAMPLE)
    zone_name = keys["timezone"].text() if "timezone" in keys else None
    journey = _question(keys["journey"], zone_name) if "journey" in keys else None
    if journey is not None and journey.kind != "funnel":
        raise keys["journey"].wrong("a journey is a question of kind funnel")
    way = keys["journey"].value["steps"] if journey is not None else None
    items: dict[str, Item] = {}
    for at in keys["questions"].items() if "questions" in keys else ():
        for item in _items(at, zone_name, way):
            if item.id in items:
                raise at.wrong(f"two questions are called {item.id!r}")
            items[item.id] = item
    study = Study(
        title=keys["title"].text() if "title" in keys else "What people do",
        items=tuple(items.values()),
        journey=journey,
        as_of=_moment(keys["as_of"], zone_name) if "as_of" in keys else None,
    )
    if journey is None and not items:
        raise keys["questions"].wrong("a study without a journey needs a question", remedy=_EXAMPLE)
    return study


def measure(
    study: Study, log: EventLog, *, as_of: datetime | None = None, progress: Progress | None = None
) -> MeasuredStudy:
    """Answer every question of a study; `progress(name, share done)` is told of each."""
    when = as_of or study.as_of
    total = len(study.items) + (study.journey is not None)
    told = progress or (lambda _name, _done: None)
    done = 0
    journey = None
    if study.journey is not None:
        told("The journey", 0.0)
        journey = ask(study.journey, log, as_of=when)
        done = 1
    measured = []
    for item in study.items:
        told(item.name, done / total)
        measured.append(_measure(item, log, when))
        done += 1
    told("Done", 1.0)
    return MeasuredStudy(study, journey, tuple(measured))


def _measure(item: Item, log: EventLog, as_of: datetime | None) -> Measured:
    answer = ask(item.question, log, as_of=as_of)
    before = now = changed = None
    progress = None
    base = item.baseline
    if base is not None and base.span is not None:
        earlier = _over(item, base.span, log, as_of)
        later = _over(item, item.now or Span(base.span.end, None), log, as_of)
        before, now = _reading(earlier), _reading(later)
        changed = difference_of(now, minus=before)
        if isinstance(earlier, ShareAnswer | ScoreAnswer):
            changed = change(earlier, later).difference
    elif base is not None and base.value is not None:
        before = Estimate(base.value, base.value, base.value, STATED)
        now = _reading(_over(item, item.now or Span(None, None), log, as_of))
        changed = difference_of(now, minus=before)
    if before is not None and now is not None:
        progress = _progress(before, now, item.target)
    return Measured(item, answer, before, now, changed, progress)


def _over(item: Item, span: Span, log: EventLog, as_of: datetime | None) -> Any:
    """Ask the same question of entries of one period only, without its trend."""
    own = item.question.scope
    scope = replace(own, start=span.start or own.start, end=span.end or own.end)
    plain = {name: None for name in ("trend", "by") if hasattr(item.question, name)}
    return ask(replace(item.question, scope=scope, **plain), log, as_of=as_of)


def _reading(answer: Any) -> Reading:
    reading: Reading = getattr(answer, "estimate", Unknown("this question has no single rate"))
    return reading


def _progress(before: Reading, now: Reading, target: Target | None) -> float | None:
    """Return the part of the way from baseline to target that is done; domain.md H21."""
    if target is None or isinstance(before, Unknown) or isinstance(now, Unknown):
        return None
    way = target.value - before.value
    return (now.value - before.value) / way if way else None


def _items(field: Field, zone_name: str | None, way: Any) -> Iterator[Item]:
    """Yield the question of an entry; drivers of `step: each` are one a step of the journey."""
    keys = field.keys(("id", "name", "question", "baseline", "target", "now"), what="a question")
    if "question" not in keys:
        raise field.wrong("an entry of `questions` needs a `question`", remedy=_EXAMPLE)
    asked = keys["question"]
    if not _is_drivers(asked) or asked.value.get("step") != "each":
        yield _item(keys, _question(asked, zone_name, way), zone_name)
        return
    if way is None:
        raise asked.wrong("`step: each` needs a journey: the study has none")
    for number in range(1, len(way)):
        own = Field({**asked.value, "step": number, "journey": way}, asked.path)
        item = _item(keys, _question(own, zone_name), zone_name)
        step = item.question.journey[number - 1].name
        yield replace(item, id=f"{item.id}-{number}", name=f"{item.name}: {step}")


def _item(keys: dict[str, Field], question: Any, zone_name: str | None) -> Item:
    for name in ("baseline", "target", "now"):
        if name in keys and question.kind not in _RATED:
            raise keys[name].wrong(
                f"a question of kind {question.kind} has no single rate that could move",
                remedy=f"Ask for a {', '.join(_RATED[:-1])} or {_RATED[-1]} beside it.",
            )
    name = keys["name"].text() if "name" in keys else question.kind
    return Item(
        id=keys["id"].text() if "id" in keys else name,
        name=name,
        question=question,
        baseline=_baseline(keys["baseline"], zone_name, question) if "baseline" in keys else None,
        target=_target(keys["target"], question) if "target" in keys else None,
        now=_span(keys["now"], zone_name) if "now" in keys else None,
    )


def _question(field: Field, zone_name: str | None, way: Any = None) -> Any:
    """Read a question; the study's zone, and for drivers at a step its journey, are defaults."""
    value = field.value
    if zone_name and isinstance(value, dict) and "timezone" not in value:
        zone(zone_name)
        value = {**value, "timezone": zone_name}
    if way is not None and _is_drivers(field) and isinstance(value.get("step"), int):
        value = {"journey": way, **value}
    return parse(Field(value, field.path))


def _is_drivers(field: Field) -> bool:
    return isinstance(field.value, dict) and field.value.get("kind") == "drivers"


def _baseline(field: Field, zone_name: str | None, question: Any) -> Baseline:
    keys = field.keys(("value", "from", "to"), what="a baseline")
    if not keys:
        raise field.wrong("a baseline needs a value, or a period with from and to")
    if "value" in keys and len(keys) > 1:
        raise keys["value"].wrong(
            "a baseline is a value that is stated, or a period that is measured, not both",
            remedy="Leave out the value, or from and to.",
        )
    value = _level(keys["value"], question) if "value" in keys else None
    return Baseline(value, _span_of(keys, zone_name) if "from" in keys or "to" in keys else None)


def _target(field: Field, question: Any) -> Target:
    keys = field.keys(("value", "by"), what="a target")
    if "value" not in keys:
        raise field.wrong("a target needs a value")
    by = keys["by"].day_or_moment() if "by" in keys else None
    return Target(_level(keys["value"], question), by.date() if isinstance(by, datetime) else by)


def _level(field: Field, question: Any) -> float:
    """Read a level that the question's rate can have: 45 is none of a share, 0.45 is."""
    value = field.number()
    if getattr(question, "scale", None) == "nps" and abs(value) > 100:
        raise field.wrong(f"an NPS lies between -100 and 100, not {value:g}")
    if _is_share(question) and not 0 <= value <= 1:
        meant = f"Write {value / 100:g} for {value:g} %." if 1 < value <= 100 else ""
        raise field.wrong(f"a share lies between 0 and 1, not {value:g}", remedy=meant)
    return value


def _is_share(question: Any) -> bool:
    return (
        question.kind == "share"
        or getattr(question, "measure", None) == "share_active"
        or getattr(question, "scale", None) == "csat"
    )


def _span(field: Field, zone_name: str | None) -> Span:
    return _span_of(field.keys(("from", "to"), what="a period"), zone_name)


def _span_of(keys: dict[str, Field], zone_name: str | None) -> Span:
    start, end = (_moment(keys[k], zone_name) if k in keys else None for k in ("from", "to"))
    if start and end and start >= end:
        raise keys["to"].wrong("the period is empty", remedy="`to` must be later than `from`.")
    return Span(start, end)


def _moment(field: Field, zone_name: str | None) -> datetime:
    value = field.day_or_moment()
    where = ZoneInfo(zone_name) if zone_name else UTC
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return value if value.tzinfo else value.replace(tzinfo=where)


_RATED = ("share", "frequency", "duration", "score")
_EXAMPLE = "questions: [{id: OC1, name: …, question: {kind: share, of: …, did: …, within: 7 days}}]"
