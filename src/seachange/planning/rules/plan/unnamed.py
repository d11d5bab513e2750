"""What a record is called that nobody gave a name: what it says, in a few words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Bearing, Kind

# Of what somebody may see: a plan as they see it holds no link to what they do not.
_ABOUT = (
    "outcome",
    "impact",
    "hypothesis",
    "output",
    "problem",
    "question",
    "milestone",
    "idea",
    "deal",
    "feature_request",
    "roadmap_item",
    "assumption",
    "driver_link",
    "metric",
    "customer",
)


def called(record: Record) -> str:
    """Return a record's title, else what it says in a few words; empty where it says nothing.

    Only its own fields are read, so it names by id what it is about.
    """
    way = _WAYS.get(record.kind)
    return title_of(record) or (way(record) if way else "")


def _about(record: Any, *also: str) -> str:
    """Return the id of the first record that one is about."""
    held = (getattr(record, field, None) for field in (*also, *_ABOUT))
    return next((each for each in held if each), "")


def _with(words: str, joint: str, other: str | None) -> str:
    return f"{words} {joint} {other}" if words and other else words


def _word(value: Any) -> str:
    return str(getattr(value, "value", value)).replace("_", " ") if value else ""


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def _period(starts: date | None, ends: date | None) -> str:
    return ", ".join(
        f"{joint} {_day(each)}"
        for joint, each in (("from", starts), ("to", ends))
        if each is not None
    ).replace(", to", " to")


def _measurement(record: Any) -> str:
    when = _period(record.level.starts, record.level.ends)
    return f"{_about(record)} {when}" if when else _about(record)


def _signal(record: Any) -> str:
    words = f"{record.behaviour or ''} {_word(record.signal) or 'signal'}".strip()
    return _with(words, "of", _quoted(record))


def _quoted(record: Any) -> str:
    return f"“{record.success_label}”" if record.success_label else ""


def _evidence(record: Any) -> str:
    joint = "against" if record.bearing is Bearing.AGAINST else "for"
    return _with(_word(record.evidence_class) or "evidence", joint, _about(record))


def _test(record: Any) -> str:
    words = record.method or _word(record.stage)
    return _with(words, "for", record.hypothesis or "")


def _item(record: Any) -> str:
    return f"{_about(record) or _word(record.item_kind)} within {record.horizon} months"


def _idea(record: Any) -> str:
    return f"idea for {_about(record)}" if _about(record) else ""


def _release(record: Any) -> str:
    words = record.output or "release"
    return words if record.share is None else f"{words} to {record.share:.0%}"


def _contact(record: Any) -> str:
    whom = record.with_whom or record.customer or _word(record.function)
    return _with(record.form or "talk", "with", whom)


def _fluency(record: Any) -> str:
    return f"{record.member or ''} {'passed' if record.passed else 'did not pass'}".strip()


def _link(record: Any) -> str:
    verb = "drives" if record.sign >= 0 else "lowers"
    return _with(record.outcome, verb, record.impact or record.driven_outcome or "")


_WAYS: dict[Kind, Callable[[Any], str]] = {
    Kind.METRIC: lambda r: str(r.numerator),
    Kind.METRIC_VERSION: lambda r: _with(f"version {r.version}", "of", r.metric),
    Kind.METRIC_BRIDGE: lambda r: _with(
        f"version {r.from_version} to {r.to_version}", "of", r.metric
    ),
    Kind.MEASUREMENT: _measurement,
    Kind.SIGNAL: _signal,
    Kind.SIGNAL_ESTIMATE: lambda r: f"{r.signal or ''} {_period(r.starts, r.ends)}".strip(),
    Kind.HYPOTHESIS_VERSION: lambda r: _with(f"version {r.version}", "of", r.hypothesis),
    Kind.ASSUMPTION_TEST: _test,
    Kind.EVIDENCE: _evidence,
    Kind.VERDICT: lambda r: f"{r.hypothesis or ''} {_word(r.finish)}".strip(),
    Kind.DECISION: lambda r: f"{_word(r.choice)} {_about(r)}".strip(),
    Kind.IDEA: _idea,
    Kind.RISK_FINDING: lambda r: f"{_word(r.risk)}: {_word(r.finding)}",
    Kind.CONTACT: _contact,
    Kind.RELEASE: _release,
    Kind.CHAIN_STEP: lambda r: _with(f"step {r.position}", "of", r.output or ""),
    Kind.DELIVERY_PERIOD: lambda r: f"{r.made_by or ''} {_period(r.starts, r.ends)}".strip(),
    Kind.BOARD: lambda r: ", ".join(map(_word, r.functions)),
    Kind.DEAL: lambda r: _with("deal", "with", r.customer),
    Kind.SIGN_OFF: lambda r: _with(
        f"{_word(r.function)} says {_word(r.answer)}", "to", r.commitment
    ),
    Kind.ROADMAP_ITEM: _item,
    Kind.KEY_RESULT: _about,
    Kind.EXPECTATION: lambda r: str(r.expected),
    Kind.OUTCOME: lambda r: f"{r.actor} {r.behaviour}".strip(),
    Kind.FLUENCY_CHECK: lambda r: (
        f"{r.member or ''} {'passed' if r.passed else 'did not pass'}".strip()
    ),
    Kind.REVIEW: lambda r: str(r.cycle),
    Kind.DEPARTMENT: lambda r: _word(r.function),
    Kind.DRIVER_LINK: _link,
    Kind.WAIVER: lambda r: f"waiver of {r.rule}" if r.rule else "",
}
