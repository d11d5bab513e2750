"""Whether the questions a change brings can be asked of a log: judged by whoever does the asking.

The plan knows no log. What measures stands beside it, and says here, once, how it judges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seachange.errors import BadPlan
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record, document_in

Judge = Callable[[Plan, Sequence[Record]], None]
_JUDGES: list[Judge] = []


def judged_by(judge: Judge) -> None:
    """Have every question that a change brings judged by this; it raises what it refuses."""
    if judge not in _JUDGES:
        _JUDGES.append(judge)


def check_questions(before: Plan, after: Plan, put: Sequence[Record]) -> None:
    """Refuse a question that no log could be asked, where a change brings it.

    One that stood there before is let be: it is told where it is read. A text that does not
    begin as a JSON object is a remark for people.
    """
    brought = [record for record in put if _asks(record) and not _stood(before, record)]
    for record in brought:
        if document_in(_question(record)) is None:
            raise BadPlan(
                f"the question of {record.id} is not valid JSON",
                place="question",
                remedy="mend it, or say it in words: what begins with { is asked of the events",
            )
    for judge in _JUDGES if brought else ():
        judge(after, brought)


def _question(record: Record) -> str:
    return str(getattr(record, "question", None) or "")


def _asks(record: Record) -> bool:
    return _question(record).startswith("{")


def _stood(before: Plan, record: Record) -> bool:
    old = before.by_id.get(record.id)
    return old is not None and _question(old) == _question(record)
