"""What the specification says of states and of who may do what, copied from it by hand.

An oracle: written from domain.md §2.2, §2.4 and §0, and from nothing in the code.
"""

from __future__ import annotations

from itertools import pairwise

from seachange.planning.rules.vocabulary import Kind, Role

# As domain.md §2.2 writes them: an arrow leads from each alternative to each of the next.
WRITTEN = {
    Kind.IMPACT: "draft→active→achieved/missed/retired",
    Kind.OUTCOME: ("draft→baselined→active→achieved/missed/abandoned; achieved→sustained/relapsed"),
    # Beyond the table: a later experiment may say otherwise, or the evidence be retracted.
    Kind.DRIVER_LINK: (
        "claimed→supported/refuted; supported→claimed/refuted; refuted→claimed/supported"
    ),
    Kind.METRIC: "draft→live→deprecated",
    Kind.JOURNEY: "draft→live→archived",
    Kind.SIGNAL: "suspected→observed→tested",
    Kind.PROBLEM: "reported→evidenced→chosen→solved/not solved/dropped",
    Kind.IDEA: ("captured→triaged→in discovery→validated/parked/killed; validated→in delivery"),
    Kind.OUTPUT: (
        "proposed→discovery→ready→building→built→released→measured→kept/iterated/removed"
    ),
    Kind.HYPOTHESIS: (
        "draft→complete→testing→supported/refuted/inconclusive/harmed;"
        " draft/complete/testing/supported/refuted/inconclusive/harmed→withdrawn"  # any→withdrawn
    ),
    Kind.ASSUMPTION: "stated→mapped→testing→holds/fails/unclear",
    Kind.ASSUMPTION_TEST: "planned→running→finished→analysed/invalid; running→stopped",
    Kind.EVIDENCE: "draft→fresh→retracted",  # ageing and stale are derived from the date
    Kind.QUESTION: "open→investigating→answered/dropped/unknowable",
    Kind.OBJECTIVE: "draft→committed→scored",
    Kind.FEATURE_REQUEST: "received→understood→linked→decided→replied→closed",
    # What two parties expect drifts apart and together.
    Kind.EXPECTATION: "open→aligned→gap; open→gap; gap→aligned",
    # Nothing is won past a veto (blocked): it goes back, or is lost. Any sale may be lost.
    Kind.DEAL: (
        "open→in review→signed off/blocked; signed off→won→handed over→live→renewed/churned;"
        " open/in review/signed off/blocked→lost; signed off/blocked→in review; renewed→churned"
    ),
    # Whatever stands may be renegotiated or withdrawn; what was rejected is not begun.
    Kind.COMMITMENT: (
        "proposed→feasibility known→approved/conditional/rejected;"
        " conditional→approved/rejected; approved/conditional→in progress→delivered→accepted;"
        " in progress/delivered→broken;"
        " approved/conditional/rejected/in progress/broken→renegotiated→feasibility known;"
        " proposed/feasibility known/approved/conditional/rejected/in progress/renegotiated"
        "→withdrawn"
    ),
    Kind.ENABLEMENT: (
        "needed→in progress→ready→verified; needed/in progress/ready→waived; ready→in progress"
    ),
    Kind.CHAIN_STEP: "blocked→ready→done",
    Kind.POSITIONING: "draft→approved→live",
    Kind.RELEASE: "planned→partial→full→rolled back; planned→full; partial→rolled back",
    Kind.VISION: "draft→live",
    Kind.MILESTONE: "planned→reached/slipped; slipped→reached",
    Kind.REVIEW: "planned→held",
}
ANY_DIRECTION = {Kind.ROADMAP_ITEM: ("later", "next", "now", "done", "dropped")}


def _arrows(text: str) -> set[tuple[str, str]]:
    found = set()
    for chain in text.split(";"):
        groups = [[each.strip() for each in part.split("/")] for part in chain.split("→")]
        for before, after in pairwise(groups):
            found |= {(a, b) for a in before for b in after}
    return found


MOVES_ALLOWED = {kind: _arrows(text) for kind, text in WRITTEN.items()} | {
    kind: {(a, b) for a in states for b in states if a != b}
    for kind, states in ANY_DIRECTION.items()
}
BEGINS = {kind: text.split("→")[0] for kind, text in WRITTEN.items()} | {Kind.ROADMAP_ITEM: "later"}

# Immutable (§2.2), append-only (I-29), kept versions (I-10, I-28).
FOR_GOOD = {
    Kind.MEASUREMENT,
    Kind.CONTACT,
    Kind.VERDICT,
    Kind.DECISION,
    Kind.SIGN_OFF,
    Kind.METRIC_VERSION,
    Kind.METRIC_BRIDGE,
    Kind.HYPOTHESIS_VERSION,
    Kind.FLUENCY_CHECK,
    Kind.SIGNAL_ESTIMATE,
}
ORGANISATION = {Kind.DEPARTMENT, Kind.TEAM, Kind.MEMBER}
FIELD = {Role.SALES, Role.CUSTOMER_SUCCESS, Role.SUPPORT, Role.MARKETING}
LEADERS = {Role.PRODUCT, Role.LEADER}
SELLERS = {Role.SALES, Role.CUSTOMER_SUCCESS}
CRAFT = {
    Kind.METRIC,
    Kind.HYPOTHESIS,
    Kind.ASSUMPTION,
    Kind.ASSUMPTION_TEST,
    Kind.OUTPUT,
    Kind.RELEASE,
    Kind.VERDICT,
}


def forbidden(role: Role, deed: str, kind: Kind) -> str:
    """Return why a role may never do a deed (create, edit, move, remove); empty if it may."""
    if role == Role.ADMIN:
        return "written once" if kind in FOR_GOOD and deed != "create" else ""
    told = {
        "it is written once": kind in FOR_GOOD and deed != "create",
        "the organisation is its administrator's": kind in ORGANISATION,
        "a requester asks and expects": role == Role.REQUESTER
        and not (deed == "create" and kind in {Kind.FEATURE_REQUEST, Kind.EXPECTATION}),
        "sales and customer success veto promises; they do not put items on the roadmap": (
            kind == Kind.ROADMAP_ITEM and role in FIELD | {Role.LEADER}
        ),
        "what we make is the makers'": kind in CRAFT and role in FIELD | {Role.LEADER},
        "leaders and product decide": kind == Kind.DECISION and role not in LEADERS,
        "a leader gives leave": kind == Kind.WAIVER and role != Role.LEADER,
        "an impact is a leader's, too big for any one group": kind == Kind.IMPACT
        and role not in LEADERS,
        "a board is named by leaders": kind == Kind.BOARD and role not in LEADERS,
        "a deal is sold by those who sell": kind in {Kind.DEAL, Kind.CUSTOMER}
        and role not in SELLERS,
        "a promise is proposed by those who sell": kind == Kind.COMMITMENT
        and deed in {"create", "edit"}
        and role not in SELLERS,
        "a promise is never taken out": kind == Kind.COMMITMENT and deed == "remove",
        "the makers look at a risk": kind == Kind.RISK_FINDING and role in FIELD | {Role.LEADER},
    }
    return next((why for why, is_so in told.items() if is_so), "")
