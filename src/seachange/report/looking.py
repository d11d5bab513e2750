"""A plan looked at as text: its tree, the ways through it, what is expected, the roadmap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seachange.planning.rules.checks.survey import spoken
from seachange.planning.rules.expecting import Expected, Gulf
from seachange.planning.rules.handout import SafeHorizon
from seachange.planning.rules.paths import Step
from seachange.planning.rules.plan.discovery import Expectation
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.tree import Branch, PlanTree
from seachange.report.links import sentence

_NOTHING = "  nothing"


def tree(plan_tree: PlanTree) -> str:
    """Draw a tree with its branches indented, refuted links crossed out, then the orphans."""
    lines = list(_drawn(plan_tree.branches, depth=0))
    lines += ["", "Hangs in the air, leading to no impact and no vision:"]
    lines += [f"  {_named(each)}" for each in plan_tree.orphans] or [_NOTHING]
    return "\n".join(lines) + "\n"


def _drawn(branches: Iterable[Branch], *, depth: int) -> Iterator[str]:
    for branch in branches:
        yield f"{'  ' * depth}{_named(branch.record)}"
        yield from _drawn(branch.under, depth=depth + 1)
        for link in branch.refuted:
            yield f"{'  ' * (depth + 1)}✗ {sentence(link)}"


def ways(record: Record, *, up: Sequence[Step], down: Sequence[Step]) -> str:
    """Tell what a record exists for and what hangs on it, the nearest first."""
    lines = [_named(record), "", "Exists for:"]
    lines += [_step(each) for each in up] or [_NOTHING]
    lines += ["", "What hangs on it:"]
    lines += [_step(each) for each in down] or [_NOTHING]
    return "\n".join(lines) + "\n"


def _step(step: Step) -> str:
    through = f", through {step.via}" if step.depth > 1 else ""
    return f"{'  ' * step.depth}{_named(step.record)}{through}"


def handout(horizons: Iterable[SafeHorizon]) -> str:
    """Write the safe roadmap as Markdown, a heading a horizon."""
    lines = ["# What we want to change, learn and reach", ""]
    for horizon in horizons:
        lines += [f"## Within {horizon.months} months", ""]
        lines += [f"- {spoken(line.kind)}: {line.text}" for line in horizon.lines]
        lines += [] if horizon.lines else ["Nothing yet."]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def gulfs(found: Sequence[Expected]) -> str:
    """Tell what each party expects of each record, and where two differ, the widest gulf first."""
    if not found:
        return "Nobody has said what they expect of anything.\n"
    lines = []
    for each in found:
        lines += [_named(each.about), *(_expected(one) for one in each.expectations)]
        lines += [f"  gap: {_gulf(gulf)}" for gulf in each.gulfs] or ["  no gap"]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def _expected(said: Expectation) -> str:
    day = f"by {said.expected_on}" if said.expected_on else "on no day"
    return f"  {said.party or 'somebody'}: {said.expected or 'it'}, {day}"


def _gulf(gulf: Gulf) -> str:
    days = f"{gulf.days} day{'' if gulf.days == 1 else 's'} apart" if gulf.days else ""
    other = "expect different things" if gulf.is_other_thing else ""
    who = f"{gulf.one.party or 'somebody'} and {gulf.other.party or 'somebody'}"
    return f"{who} {', '.join(filter(None, (other, days)))}"


def _named(record: Record) -> str:
    title = title_of(record)
    kind = spoken(record.kind)
    return f"{kind} {record.id} “{title}”" if title else f"{kind} {record.id}"
