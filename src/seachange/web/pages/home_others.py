"""The first page of leaders, of those who run the place, and of those who asked for something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from seachange.evidence.sources import source_chosen, source_in_use
from seachange.people.access import Viewer
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.indicators.build_trap import Sign, build_trap
from seachange.planning.rules.indicators.of_plan import has_begun, movements, signals
from seachange.planning.rules.indicators.of_work import on_pace
from seachange.planning.rules.indicators.work import Window
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Choice
from seachange.report import words
from seachange.web.pages.checks import report_of
from seachange.web.pages.home_makers import advice, open_cases
from seachange.web.pages.home_parts import (
    MOST_LINES,
    MOST_NEXT,
    HomePage,
    Line,
    Next,
    Section,
    outcomes_of,
    urgent,
)
from seachange.web.pages.hypotheses import rows_of
from seachange.web.pages.standings import stand_of
from seachange.web.shell import address_of

# What becomes of a request, told to whoever made it.
STAGES = {
    "received": "We have it. Somebody will ask what stands behind it.",
    "understood": "We understand what you need it for. Next it is weighed beside other needs.",
    "linked": "It is part of something we look into. What comes of that decides.",
    "decided": "It is decided; the answer is being written.",
    "replied": "You have our answer.",
}
ENDS = (".", "!", "?")
# What was decided of it, told to the same.
ANSWERS = {
    Choice.GO: "We do it",
    Choice.BUILD: "We make it",
    Choice.DISCOVERY: "We look into what stands behind it",
    Choice.NO: "We do not do it",
    Choice.NOT_NOW: "We do not do it now",
    Choice.KEEP: "It stays",
    Choice.SCALE: "Everybody gets it",
    Choice.REMOVE: "It is taken out again",
    Choice.STOP: "We stop it",
    Choice.KILL: "We stop it",
    Choice.ITERATE: "We try it in another way",
    Choice.RERUN: "We try it once more",
}


def for_leader(plan: Plan, viewer: Viewer) -> HomePage:
    """Return a leader's page: results, what drives them, what waits for a decision."""
    every = [each for each in plan.outcomes if each.state in {"active", "baselined"}]
    ahead = (each for each in advice(open_cases(plan, every)) if each.chip == "decide")
    return HomePage(
        lead="The results, and what drives them",
        impacts=tuple(stand_of(plan, each) for each in plan.impacts if each.state != "retired"),
        rows=urgent(plan, every or outcomes_of(plan, viewer)[0]),
        next=tuple(islice(ahead, MOST_NEXT)),
        sections=(_bets(plan), _trap(plan), _today_and_tomorrow(plan)),
        no_next="No verdict waits for a decision.",
    )


def _bets(plan: Plan) -> Section:
    """How sure one may be of what is being tried, and of what was found."""
    rows = [row for row in rows_of(plan) if row.hypothesis.state not in {"draft", "withdrawn"}]
    lines = tuple(
        Line(
            record=row.hypothesis,
            says=f"confidence {row.confidence} of 10"
            + (f", {row.chance} likely to be worth it" if row.chance else ""),
            chip=row.called or row.hypothesis.state,
            tone=row.tone,
        )
        for row in rows[:MOST_LINES]
    )
    return Section(
        title="How sure we are of our bets",
        lines=lines,
        empty="Nothing is tried: nobody can tell what would move an outcome.",
        address=address_of("hypotheses"),
        more="All hypotheses",
    )


def _trap(plan: Plan) -> Section:
    title = "Do we learn, or only ship?"
    if not has_begun(plan):
        return Section(title=title, lines=(), empty="Nothing was tried or made yet.")
    told = build_trap(signals(plan, Window(plan.as_of)))
    first = Line(
        says=f"{len(told.signs)} of {len(Sign)} signs of the build trap",
        chip=told.health.value,
        tone={"healthy": "good", "watch": "warn"}.get(told.health.value, "bad"),
    )
    lines = (first, *(Line(says=sign.value) for sign in told.signs))
    return Section(title=title, lines=lines, empty="")


def _today_and_tomorrow(plan: Plan) -> Section:
    pace = on_pace(plan, movements(plan))
    due = [each for each in plan.milestones if each.due and each.due <= plan.as_of]
    reached = sum(each.reached_on is not None for each in due)
    today = f"{pace.count} of {pace.of} outcomes are on pace" if pace.of else "No pace is known yet"
    tomorrow = f"{reached} of {len(due)} vision milestones that were due are reached"
    lines = (
        Line(says=today, chip="today"),
        Line(says=tomorrow if due else "No vision milestone was due yet", chip="tomorrow"),
    )
    return Section(
        title="Today and tomorrow",
        lines=lines,
        empty="",
        address=address_of("strategy"),
        more="The strategy",
    )


def for_admin(plan: Plan, viewer: Viewer) -> HomePage:
    """Return an administrator's page: who is here, what the place holds, what is wrong with it."""
    counts = report_of(plan).counts
    roles = Counter(each.role.value.replace("_", " ") for each in plan.members if each.is_active)
    ahead: list[Next] = []
    if source_chosen() is None:
        says = "Bring events: without them, numbers are only what somebody wrote down."
        ahead.append(Next(says=says, chip="events", address=address_of("events")))
    if counts[Severity.ERROR]:
        says = f"{words.plural(counts[Severity.ERROR], 'error')} in the plan that nobody waived."
        ahead.append(Next(says=says, chip="checks", tone="bad", address=address_of("checks")))
    return HomePage(
        lead="How the place is doing",
        rows=urgent(plan, outcomes_of(plan, viewer)[0]),
        next=tuple(ahead),
        sections=(
            Section(
                title="Who is here",
                lines=(Line(says=" · ".join(_counted(roles))),) if roles else (),
                empty="Nobody yet.",
                address=address_of("members"),
                more="Members",
            ),
            Section(title="What is here", lines=tuple(_held(plan)), empty="Nothing yet."),
        ),
        no_next="Nothing needs you.",
        tells_first=True,
    )


def _counted(roles: Counter[str]) -> Iterator[str]:
    """Walk the roles with how many are here, the most frequent first: sales 9, leader 2."""
    return (f"{role} {many}" for role, many in roles.most_common())


def _held(plan: Plan) -> Iterator[Line]:
    source = source_in_use()
    events = source.told.get("events", 0) if source else 0
    yield Line(says=f"{words.count(events)} events" if source else "no events", chip="events")
    yield Line(says=words.plural(len(plan.by_id), "record"), chip="plan")
    broken = sum(bool(each.breaches) for each in plan.records())
    if broken:
        says = (
            f"{words.plural(broken, 'record')} came in with what must not be; their pages say what"
        )
        yield Line(says=says, chip="as found", tone="warn")


def for_requester(plan: Plan, viewer: Viewer) -> HomePage:
    """Return the page of somebody who asked for something: where it is, and why."""
    own = [each for each in plan.feature_requests if viewer.id in {each.keeper, each.member}]
    own.sort(key=lambda each: (str(each.received_on or ""), each.id), reverse=True)
    return HomePage(
        lead="What became of what you asked for",
        sections=(
            Section(
                title="Your requests",
                lines=tuple(_request(each) for each in own[:MOST_LINES]),
                empty="You have asked for nothing yet. Say what you wish for, and better still "
                "what you need it for: the need is what we look into.",
            ),
        ),
        asks=True,
        no_next="",
    )


def _request(each: FeatureRequest) -> Line:
    said = [STAGES.get(each.state, "")]
    if each.choice is not None and each.state in {"decided", "replied"}:
        why = f", because {each.reason}" if each.reason else ""
        said.append(f"{ANSWERS[each.choice]}{why}.")
    if each.reply:
        said.append(f"We wrote: “{each.reply}”" + ("" if each.reply.endswith(ENDS) else "."))
    tone = "good" if each.state == "replied" else "accent"
    return Line(record=each, says=" ".join(filter(None, said)), chip=each.state, tone=tone)
