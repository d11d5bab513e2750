"""How far a thing has come, by the words that lists of features use for it."""

from __future__ import annotations

from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import Kind, OutputKind


def _words(text: str) -> dict[str, str]:
    """Read lines of `state: word, word`."""
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {word.strip(): state.strip() for state, _, words in lines for word in words.split(",")}


# Nothing is committed before somebody says so: an idea. Done is built, not yet in anybody's
# hands: a list that means released by it says so (`--state "Done=released"`).
STATES = _words("""
    captured: backlog, new, open, idea, ideas, triage, inbox, proposed, requested, submitted, draft
    triaged: triaged, accepted, approved, under consideration, considering, reviewed
    in discovery: discovery, in discovery, research, refinement, analysis, exploring, exploration
    parked: parked, on hold, icebox, later, someday, deferred, paused, postponed, not now
    killed: canceled, cancelled, won't do, wont do, won't fix, wontfix, rejected, declined, killed
    killed: duplicate, obsolete, abandoned, dropped
    proposed: to do, todo, planned, committed, scheduled, next, selected for development
    ready: ready, ready for development, ready for dev, ready to build
    building: in progress, doing, building, in development, development, started, now, blocked
    building: in review, code review, review, testing, in testing, qa, in qa, wip
    built: done, completed, complete, closed, resolved, finished, built
    released: released, shipped, live, launched, deployed, in production, delivered
""")
TYPES = {
    word: OutputKind(kind)
    for word, kind in _words("""
    feature: feature, new feature, story, user story, epic, task, improvement, enhancement
    feature: initiative, work item, issue, idea, change, capability, request
    fix: bug, bugfix, fix, defect, incident, hotfix, problem
    doc: documentation, docs, doc, document
    scaling: scaling, performance, infrastructure, reliability, tech debt, technical debt
    policy: policy, compliance, legal
    training: training, enablement
    campaign: campaign, marketing
    service: service
    other: other, chore, maintenance, spike, research
""").items()
}
PARTS = frozenset({"sub-task", "subtask", "sub task", "sub-issue", "checklist item"})


def kind_of(state: str) -> Kind | None:
    """Return whether a state is an idea's or an output's, or neither's."""
    return next((kind for kind in (Kind.IDEA, Kind.OUTPUT) if state in MOVES[kind]), None)


def plain_word(text: str) -> str:
    """Return a word of a list as the tables here write it."""
    return " ".join(text.replace("_", " ").replace("’", "'").casefold().split())
