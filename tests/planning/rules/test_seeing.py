"""What somebody may see of a plan."""

from __future__ import annotations

from datetime import date

from seachange.people.access import Role, Viewer
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.seeing import seen_by


def test_somebody_who_sees_nothing_else_sees_themselves_and_what_they_keep():
    plan = plan_of(
        [
            Member(id="guest", role=Role.REQUESTER),
            Member(id="ada", role=Role.PRODUCT),
            FeatureRequest(id="R1", asked="a dark theme", keeper="guest", member="guest"),
        ],
        as_of=date(2026, 6, 30),
    )
    shown = seen_by(plan, Viewer(id="guest", role=Role.REQUESTER))
    assert set(shown.by_id) == {"guest", "R1"}
    assert shown.get(FeatureRequest, "R1").keeper == "guest"
    gone = seen_by(plan, Viewer(id="guest", role=Role.REQUESTER, is_active=False))
    assert set(gone.by_id) == set()
