"""The first page: what matters to whoever looks, how sure it is, what changed, what to do next."""

from __future__ import annotations

from collections.abc import Callable

from seachange.evidence.sources import source_chosen
from seachange.people.access import Role, Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.home_field import for_field
from seachange.web.pages.home_makers import for_builders, for_product
from seachange.web.pages.home_others import for_admin, for_leader, for_requester
from seachange.web.pages.home_parts import FirstStep, HomePage
from seachange.web.policies import BRINGERS_OF_EVENTS
from seachange.web.shell import address_of

BUILDERS: dict[Role, Callable[[Plan, Viewer], HomePage]] = {
    Role.PRODUCT: for_product,
    Role.ENGINEERING: for_builders,
    Role.DESIGN: for_builders,
    Role.LEADER: for_leader,
    Role.SALES: for_field,
    Role.CUSTOMER_SUCCESS: for_field,
    Role.SUPPORT: for_field,
    Role.MARKETING: for_field,
    Role.REQUESTER: for_requester,
    Role.ADMIN: for_admin,
}


def home_page(viewer: Viewer) -> HomePage:
    """Return the first page of somebody, by their role."""
    plan = snapshot(viewer)
    page = BUILDERS[viewer.role](plan, viewer)
    return page.beginning_with(first_steps(plan, viewer))


def first_steps(plan: Plan, viewer: Viewer) -> tuple[FirstStep, ...]:
    """Return the three steps to a first number, for who may take them, while one is open."""
    if not may(viewer.role, deed=Deed.CREATE, kind=Kind.JOURNEY):
        return ()
    brings = BRINGERS_OF_EVENTS.admits(viewer)
    steps = (
        FirstStep(
            says="Bring events",
            why="A file of what people did, or the address of a database that holds it."
            if brings
            else "An administrator, a product manager or an engineer brings them.",
            address=address_of("events_bring") if brings else "",
            is_done=source_chosen() is not None,
        ),
        FirstStep(
            says="Draw the first journey",
            why="The steps people take, each told by an event: the map is the funnel.",
            address=address_of("journey_draw"),
            is_done=bool(plan.journeys),
        ),
        FirstStep(
            says="State the first outcome",
            why="Who should do what more, from which rate to which, by when.",
            address=(
                address_of("journey_outcome", plan.journeys[0].id)
                if plan.journeys
                else address_of("outcome_new")
            ),
            is_done=bool(plan.outcomes),
        ),
    )
    # Whoever has outcomes is at work; the rest can wait on its own page.
    return () if plan.outcomes and steps[0].is_done else steps
