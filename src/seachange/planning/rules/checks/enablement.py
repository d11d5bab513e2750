"""Checks of enablement and the chain: is every department ready to play its part?"""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, quoted
from seachange.planning.rules.plan.delivery import ChainStep, EnablementItem, Output, Positioning
from seachange.planning.rules.plan.organisation import Department, Member, Product
from seachange.planning.rules.plan.values import SalesMotion
from seachange.planning.rules.vocabulary import Function

_DONE = frozenset({"verified", "waived"})
_HELPING = frozenset({Function.SUPPORT, Function.SERVICES, Function.CUSTOMER_SUCCESS})
_TO_BUILD = frozenset({"ready", "building", "built", "released"})


def _function_of(survey: Survey, item: EnablementItem) -> Function | None:
    department = survey.plan.get(Department, item.department)
    return department.function if department else None


def launched_unready(survey: Survey) -> Iterator[Hit]:
    """Find required items that were not verified or waived when their output was launched."""
    for item in survey.plan.enablement:
        output = survey.plan.get(Output, item.output)
        launched = survey.launched_on(output) if output else None
        if not item.is_required or launched is None or launched > survey.as_of:
            continue
        is_late = item.verified_on is not None and item.verified_on > launched
        if item.state not in _DONE or is_late:
            department = survey.plan.get(Department, item.department)
            name = (department.name if department else "") or item.department
            state = f"verified on {item.verified_on}" if is_late else item.state
            decided = (item.output, f"launched {launched}", state, *quoted(item.need))
            yield Hit(item.id, decided, fills=(("department", name),))


def pushed_without_enabling(survey: Survey) -> Iterator[Hit]:
    """Find sales targets on outputs for which sales is not enabled."""
    for output in survey.plan.outputs:
        if output.sales_target is None:
            continue
        items = survey.plan.of(EnablementItem, output.id)
        sales = [i for i in items if _function_of(survey, i) is Function.SALES]
        unready = [i.id for i in sales if i.state != "verified"]
        if unready or not sales:
            told = f"{len(sales) - len(unready)} of {len(sales)} sales items verified"
            yield Hit(output.id, (f"target {output.sales_target:,}", told, *unready))


def nobody_to_help(survey: Survey) -> Iterator[Hit]:
    """Find outputs customers will see for which support and services need nothing."""
    for output in survey.plan.outputs:
        if not output.is_customer_facing or output.state not in _TO_BUILD:
            continue
        items = survey.plan.of(EnablementItem, output.id)
        if not any(_function_of(survey, item) in _HELPING for item in items):
            yield Hit(output.id, (f"state {output.state}", "no item for support or services"))


def broken_chain(survey: Survey) -> Iterator[Hit]:
    """Find steps of the chain without an owner, or started before what they rest on was done."""
    for step in survey.plan.chain_steps:
        broken = [] if step.owner else ["no owner"]
        if step.started_on is not None or step.state == "done":
            for each in step.preconditions:
                before = survey.plan.get(ChainStep, each)
                if before is not None and _was_open(before, step):
                    broken.append(f"{before.id} was {before.state}")
        if broken:
            yield Hit(step.id, tuple(broken), fills=(("step", step.name or step.id),))


def _was_open(before: ChainStep, step: ChainStep) -> bool:
    """Tell whether a precondition was still open when a step was started."""
    if before.state != "done":
        return True
    return bool(before.done_on and step.started_on and before.done_on > step.started_on)


def launched_without_positioning(survey: Survey) -> Iterator[Hit]:
    """Find outputs launched before anybody approved what to say of them."""
    for output in survey.plan.outputs:
        launched = survey.launched_on(output)
        if launched is None or launched > survey.as_of or output.state == "removed":
            continue
        found = _positionings(survey, output)
        if not any(_was_approved(positioning, by=output) for positioning in found):
            states = [f"{p.id} is {p.state}" for p in found] or ["no positioning"]
            yield Hit(output.id, (f"launched {launched}", *states))


def _positionings(survey: Survey, output: Output) -> list[Positioning]:
    problem = survey.problem_of(output)
    about = (output.id, problem.id if problem else None, output.product)
    found = [p for each in about if each for p in survey.plan.of(Positioning, each)]
    return list({p.id: p for p in found}.values())


def _was_approved(positioning: Positioning, *, by: Output) -> bool:
    if positioning.state == "draft":
        return False
    approved, launched = positioning.approved_on, by.launched_on
    return approved is None or launched is None or approved <= launched


def ready_by_its_maker(survey: Survey) -> Iterator[Hit]:
    """Find items that somebody outside the receiving department calls ready or verified."""
    for item in survey.plan.enablement:
        if item.state not in {"ready", "verified"}:
            continue
        said_by = item.verified_by or item.ready_said_by
        member = survey.plan.get(Member, said_by)
        if member is None or member.department is None:
            continue
        if member.department != item.department:
            told = f"{item.state} said by {member.id} of {member.department}"
            yield Hit(item.id, (told, f"received by {item.department}"))


def objection_unanswered(survey: Survey) -> Iterator[Hit]:
    """Find objections nobody answered in time."""
    for objection in survey.plan.objections:
        is_open = objection.answered_on is None and not objection.answer.strip()
        is_over = survey.is_over(survey.thresholds.objection_days, since=objection.raised_on)
        if is_open and is_over:
            decided = (f"raised {objection.raised_on} by {objection.department}",)
            yield Hit(objection.id, (*decided, *quoted(objection.text)))


def sale_of_another_kind(survey: Survey) -> Iterator[Hit]:
    """Find outputs to be sold otherwise than we sell today, without a plan for it."""
    departments = survey.plan.departments
    usual = tuple(dict.fromkeys(d.motion for d in departments if d.function is Function.SALES))
    for output in survey.plan.outputs:
        if output.motion_plan.strip() or output.state == "removed":
            continue
        todays = _todays(survey, output) or usual
        apart = [told for today in todays for told in _apart(output.motion, today)]
        if apart:
            yield Hit(output.id, tuple(dict.fromkeys(apart)))


def _todays(survey: Survey, output: Output) -> tuple[SalesMotion, ...]:
    """Return how the product of an output is sold today; nothing where it has no way of its own."""
    product = survey.plan.get(Product, output.product)
    if product is None or product.motion == SalesMotion():
        return ()
    return (product.motion,)


def _apart(needed: SalesMotion, today: SalesMotion) -> Iterator[str]:
    for name in ("buyer", "price", "cycle"):
        wanted, there = getattr(needed, name).strip(), getattr(today, name).strip()
        if wanted and there and wanted.casefold() != there.casefold():
            yield f"{name}: needs “{wanted}”, today “{there}”"


def built_without_enabling(survey: Survey) -> Iterator[Hit]:
    """Find outputs to be built for which no department's needs are planned."""
    for output in survey.plan.outputs:
        if output.state in _TO_BUILD and not survey.plan.of(EnablementItem, output.id):
            yield Hit(output.id, (f"state {output.state}", "no enablement item"))


CHECKS = (
    Check(
        id="EN01",
        severity=Severity.ERROR,
        message="{department} was not ready.",
        condition="An output was launched with a required item neither verified nor waived.",
        why=(
            "Customers meet the whole organisation, not the code. The department that was not "
            "ready is where they will be let down."
        ),
        mend="Get it verified by those who need it, or say why it can wait.",
        look=launched_unready,
    ),
    Check(
        id="EN02",
        severity=Severity.WARNING,
        message="Pushing without enabling.",
        condition="Sales has a target for an output before all its items are verified.",
        why=(
            "Pressure does not replace what sellers lack. They will sell something else, or this "
            "to the wrong people."
        ),
        mend="Verify what sales needs first, then set the target.",
        look=pushed_without_enabling,
    ),
    Check(
        id="EN03",
        severity=Severity.WARNING,
        message="Who helps customers succeed?",
        condition="An output that customers see has no item for support or services.",
        why=("Customers will ask on the first day. Those they ask hear of it from them."),
        mend="Ask support what they need to help with it, and plan that.",
        look=nobody_to_help,
    ),
    Check(
        id="EN04",
        severity=Severity.ERROR,
        message="Chain broken at {step}.",
        condition="A step of the chain has no owner or was started before its precondition.",
        why=(
            "One step cannot happen before the one it rests on. Everything behind a broken link "
            "waits, or goes wrong."
        ),
        mend="Name who owns the step, and finish what it rests on first.",
        look=broken_chain,
    ),
    Check(
        id="EN05",
        severity=Severity.WARNING,
        message="Nobody can say what it is for.",
        condition="An output was launched without approved positioning.",
        why=(
            "If we cannot say in a sentence whose problem it solves, no customer can. Each seller "
            "will make up their own."
        ),
        mend="Agree on problem, audience, claim and proof with marketing and sales.",
        look=launched_without_positioning,
    ),
    Check(
        id="EN06",
        severity=Severity.WARNING,
        message="The receiver decides what ready means.",
        condition="An item is called ready or verified by its maker, not by who receives it.",
        why=(
            "Makers know what they meant; only receivers know whether it is enough. A document "
            "nobody could use is called ready every day."
        ),
        mend="Let somebody of the receiving department try it and say so.",
        look=ready_by_its_maker,
    ),
    Check(
        id="EN07",
        severity=Severity.WARNING,
        message="Objection unanswered.",
        condition="A department's objection is open for more than 14 days.",
        why=(
            "Who objected knows something or fears something, and both stop the work quietly. An "
            "answer costs an hour."
        ),
        mend="Answer it: mend what it names, or say why it stands.",
        look=objection_unanswered,
    ),
    Check(
        id="EN08",
        severity=Severity.WARNING,
        message="Sales is not built to sell this.",
        condition="The sale an output needs differs from today's, and there is no plan for it.",
        why=(
            "Another buyer, price or cycle needs other sellers, other pay and other stories. The "
            "product will be blamed for a sale nobody could make."
        ),
        mend="Plan the other motion: who sells, to whom, paid how; or make it fit today's.",
        look=sale_of_another_kind,
    ),
    Check(
        id="EN09",
        severity=Severity.INFO,
        message="How will it reach customers?",
        condition="An output is planned to be built and nothing is planned to enable anybody.",
        why=(
            "A plan that says only how to build says half of it. What never reaches customers has "
            "no value."
        ),
        mend="Ask each department what it needs to play its part.",
        look=built_without_enabling,
    ),
)
