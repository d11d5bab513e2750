"""The library's door: open a log, ask, get an answer that prints, plots and becomes a frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seachange import clock
from seachange.events.documents import Field
from seachange.events.log import EventLog
from seachange.events.rules import ANY_EVENT, Rule, event
from seachange.events.sources.open import open_log as open_events
from seachange.events.yaml_files import read_document
from seachange.measure.answering.change import change
from seachange.measure.answers import Answer, Estimate, Unknown
from seachange.measure.ask import ask, parse
from seachange.report.renderer import Reporter

__all__ = [
    "ANY_EVENT",
    "Estimate",
    "Log",
    "OpenPlan",
    "Rule",
    "Unknown",
    "change",
    "event",
    "open_log",
    "open_plan",
]

Answer.renderer = Reporter()

if TYPE_CHECKING:
    from seachange.evidence.recount import Recount

AsOf = str | date | None


class Log:
    """Opened events that answer questions; close it, or use it in a `with` statement."""

    def __init__(self, events: EventLog) -> None:
        self.events = events

    def ask(self, question: Any = None, *, as_of: AsOf = None, **keys: Any) -> Answer:
        """Answer a question given as a mapping, as a file's path, or by its keys.

        `as_of`: read nothing later than this moment; a text or a day without a zone is UTC's.

        >>> log.ask(kind="share", of="sign_up", did="buy", within="7 days")  # doctest: +SKIP
        """
        if isinstance(question, str | Path):
            question = read_document(Path(question), parse)
        asked = keys if question is None else question
        return ask(asked, self.events, as_of=None if as_of is None else _moment(as_of))

    def funnel(self, *steps: Any, as_of: AsOf = None, **keys: Any) -> Answer:
        """Ask how many take these steps in order: `log.funnel("visit", "buy", window="7 days")`."""
        return self.ask({"kind": "funnel", "steps": list(steps), **keys}, as_of=as_of)

    def share(self, of: Any, did: Any, within: str, **keys: Any) -> Answer:
        """Ask which share did it in time: `log.share("sign_up", "buy", "7 days")`."""
        as_of = keys.pop("as_of", None)
        return self.ask(
            {"kind": "share", "of": of, "did": did, "within": within, **keys}, as_of=as_of
        )

    def journey_map(self, as_of: AsOf = None, **keys: Any) -> Answer:
        """Ask what people did after what."""
        return self.ask({"kind": "journey_map", **keys}, as_of=as_of)

    def retention(self, of: Any, did: Any, as_of: AsOf = None, **keys: Any) -> Answer:
        """Ask who came back: `log.retention("sign_up", "visit", period="month")`."""
        return self.ask({"kind": "retention", "of": of, "did": did, **keys}, as_of=as_of)

    def drivers(self, step: Any, target: Any, within: str, **keys: Any) -> Answer:
        """Ask what goes with success: `log.drivers("add_to_cart", "purchase", "7 days")`."""
        as_of = keys.pop("as_of", None)
        return self.ask(
            {"kind": "drivers", "step": step, "target": target, "within": within, **keys},
            as_of=as_of,
        )

    def experiment(self, assigned: Any, variant: str, control: str, **keys: Any) -> Answer:
        """Ask what a change did: `log.experiment("seen", "page", "old", metric={…})`."""
        as_of = keys.pop("as_of", None)
        return self.ask(
            {
                "kind": "experiment",
                "assigned": assigned,
                "variant": variant,
                "control": control,
                **keys,
            },
            as_of=as_of,
        )

    def rollout(self, metric: Any, released: Any, **keys: Any) -> Answer:
        """Ask what came with a change: `log.rollout({…}, {"de": "2024-03-01"}, segment=…)`."""
        as_of = keys.pop("as_of", None)
        return self.ask(
            {"kind": "rollout", "metric": metric, "released": released, **keys}, as_of=as_of
        )

    def describe(self, as_of: AsOf = None) -> Answer:
        """Tell what is in the log, and what looks suspicious."""
        return self.ask({"kind": "description"}, as_of=as_of)

    @property
    def names(self) -> list[str]:
        """The event names in the log."""
        return sorted(self.events.names)

    @property
    def properties(self) -> list[str]:
        """The properties that any event has."""
        return sorted(self.events.properties)

    def close(self) -> None:
        """Let go of the engine."""
        self.events.close()

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        intake = self.events.intake
        return f"<log of {intake.events:,} events, {self.events.actors:,} actors>"


def open_log(source: Any, **mapping: Any) -> Log:
    """Open events: a file or several, a frame, rows, or a table of a database.

    `actor`, `time`, `event`, `account`, `id`, `received` name the columns; what is not
    named is guessed and `log.events.intake.notes` says so. `timezone` is the zone of
    times written without one (UTC unless named).
    """
    return Log(open_events(source, **mapping))


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan tells, in three forms: it prints, it shows itself in a notebook, it is JSON."""

    text: str
    html: str
    held: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, by the schema of its command."""
        return self.held

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


class OpenPlan:
    """A plan file, or a folder of them, read as of a day."""

    def __init__(self, path: str | Path, as_of: AsOf = None) -> None:
        from seachange.planning.files.reading import read_plan

        self.as_of = clock.now().date() if as_of is None else _moment(as_of).date()
        self.plan = read_plan(Path(path), self.as_of)[0]

    def verdict(self, *hypotheses: str, log: Log | None = None) -> Told:
        """Judge hypotheses, or all; by what a log says of their tests, where one is given."""
        from seachange.evidence.results import counted, harmed_by, recounts
        from seachange.planning.rules.cases import cases
        from seachange.report.verdicts import document, page, text

        plan = self.plan
        found: tuple[Recount, ...] = ()
        if log is not None:
            chosen = [h for h in plan.hypotheses if not hypotheses or h.id in hypotheses]
            found = tuple(recounts(plan, chosen, log.events, as_of=self.as_of))
            plan = counted(plan, found)
        told = list(cases(plan, hypotheses, as_of=self.as_of, harmed=harmed_by(found)))
        return Told(
            text.text(told, found, whole=bool(hypotheses)),
            page.fragment(told, found),
            document.held(told, found),
        )

    def library(self, words: str = "", **wanted: Any) -> Told:
        """Tell what was learnt, or find in it: `plan.library("reminder", team="Matching")`.

        `outcome`, `step`, `actor`, `team` and `finish` are as the options of the command.
        """
        from seachange.planning.rules.library import Wanted, search
        from seachange.planning.rules.programme import programme
        from seachange.report.library import document, page, text

        told, asked = programme(self.plan), Wanted(words=words, **wanted)
        found, of = search(told.lessons, asked), len(told.lessons)
        html = page.fragment(replace(told, lessons=found))
        if asked == Wanted():
            return Told(text.text(told), html, document.held(told))
        return Told(text.found(found, of=of), html, document.held_found(found, of=of))


def open_plan(path: str | Path, as_of: AsOf = None) -> OpenPlan:
    """Open a plan in YAML: `sea.open_plan("plan.yml").verdict("H1")`, `.library()`."""
    return OpenPlan(path, as_of)


def _moment(as_of: str | date) -> datetime:
    moment = Field(as_of, ("as_of",)).day_or_moment()
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
