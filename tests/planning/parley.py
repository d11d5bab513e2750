"""Parley, the worked example of the domain theory, as plan values: as of 2026-06-30."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

from seachange.demo.questions import NPS, QUESTIONS
from seachange.planning.rules.plan.delivery import Output, Release
from seachange.planning.rules.plan.discovery import (
    Contact,
    FeatureRequest,
    Idea,
    KeyResult,
    LearningQuestion,
    Objective,
    Problem,
)
from seachange.planning.rules.plan.intent import (
    DriverLink,
    Impact,
    Outcome,
    Vision,
    VisionMilestone,
)
from seachange.planning.rules.plan.learning import (
    AssumptionTest,
    Decision,
    Evidence,
    Hypothesis,
    Verdict,
)
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.organisation import Department, FluencyCheck, Member, Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Board, Commitment, Customer, Deal, SignOff
from seachange.planning.rules.plan.roadmap import RoadmapItem, RoadmapView
from seachange.planning.rules.plan.values import Criteria, Level
from seachange.planning.rules.vocabulary import (
    ActorKind,
    Answer,
    Bearing,
    Choice,
    Design,
    Direction,
    EvidenceClass,
    Function,
    Maturity,
    Origin,
    OutputKind,
    Purpose,
    RoadmapKind,
    Role,
    Scale,
    Source,
    Stage,
)
from tests.planning.parley_figures import (
    AS_OF,
    BEFORE,
    CYCLE,
    EFFECT_AND_EASE,
    EVIDENCE,
    HYPOTHESES,
    LATEST,
    LATEST_QUARTER,
    MEASURED,
    OUTCOMES,
    OUTPUTS,
    QUARTER_BEFORE,
    VERDICTS,
)
from tests.planning.parley_signals import on_the_journey

# Ideas killed in discovery: why, and what evidence spoke against them.
KILLED = {
    9: ("clients would not pay for it", "a survey of 200 clients"),
    10: ("advisers have it in their calendars", "12 interviews with advisers"),
}


def parley() -> Plan:
    """Return the whole plan of the walk-through."""
    return Plan(
        as_of=AS_OF,
        departments=_departments(),
        teams=tuple(Team(id=name, name=name) for name in sorted(_teams())),
        members=(*_sellers(), *(Member(id=who, role=Role.LEADER) for who in ("CEO", "CFO"))),
        visions=(_vision(),),
        milestones=(VisionMilestone(id="VM1", vision="VI1", horizon=12,
                                    text="client talks to someone within one hour"),),
        metrics=tuple(_metrics()),
        impacts=_impacts(),
        outcomes=tuple(_outcomes()),
        driver_links=tuple(
            DriverLink(id=f"{oc}-{im}", outcome=oc, impact=im)
            for oc, row in OUTCOMES.items() for im in row[8]
        ),
        **on_the_journey(),
        problems=(_problem(),),
        ideas=tuple(_ideas()),
        customers=(Customer(id="Bramley"), Customer(id="Norfold"), Customer(id="Kestrel")),
        outputs=tuple(_outputs()),
        releases=(Release(id="RL4", output="OU4", state="partial", share=0.9, holdback_share=0.1),),
        hypotheses=tuple(_hypotheses()),
        assumption_tests=(*_tests(), AssumptionTest(
            id="T0", hypothesis="H1", method="fake door", stage=Stage.TEST, state="analysed",
            asked="A free time on the profile; whoever pressed it was told that it is to come.",
            with_whom="clients who opened an adviser's profile",
            starts_on=date(2026, 2, 1), analysed_on=date(2026, 2, 8))),
        measurements=tuple(_measurements()),
        evidence=tuple(_evidence()),
        verdicts=tuple(_verdicts()),
        decisions=(
            Decision(id="DE6", choice=Choice.KILL, hypothesis="H6", idea="ID6",
                     decided_on=date(2026, 6, 6), reason="moved nothing"),
            *(Decision(id=f"DE{n}", choice=Choice.KILL, idea=f"ID{n}", evidence=(f"E-ID{n}",),
                       decided_on=date(2026, 5, 5), reason=reason)
              for n, (reason, _) in KILLED.items()),
        ),
        questions=_questions(),
        objectives=(Objective(id="OB1", text="clients get help fast", teams=("Matching",),
                              cycle="2026-H1", cycle_starts=CYCLE[0], cycle_ends=CYCLE[1],
                              state="committed"),),
        key_results=_key_results(),
        feature_requests=_requests(),
        boards=(Board(id="B1", functions=(Function.SALES, Function.CUSTOMER_SUCCESS,
                                          Function.PRODUCT, Function.ENGINEERING)),),
        deals=_deals(),
        commitments=_commitments(),
        sign_offs=tuple(_sign_offs()),
        roadmap=_roadmap(),
        roadmap_views=(RoadmapView(id="RV", audience=(
            Function.PRODUCT, Function.ENGINEERING, Function.SALES, Function.CUSTOMER_SUCCESS,
            Function.LEADERSHIP)),),
        contacts=tuple(_contacts()),
        fluency_checks=tuple(
            FluencyCheck(id=f"F{n}", member=f"seller{n}", passed=n <= 5, checked_on=CYCLE[0])
            for n in range(1, 10)
        ),
    )  # fmt: skip


def _problem():
    said = "I forget which time zone was meant"
    return Problem(id="P1", actor="client", statement=said, outcome="OC3")


def _vision():
    return Vision(
        id="VI1",
        state="live",
        category="advice on demand",
        from_state="appointments next week",
        to_state="help within the hour",
        why_now=("remote advice accepted", "calendars are open APIs"),
    )


def _departments():
    functions = (Function.SALES, Function.CUSTOMER_SUCCESS, Function.PRODUCT, Function.ENGINEERING)
    return tuple(Department(id=f"dept-{f.value}", function=f) for f in functions)


def _teams():
    return {team for row in OUTCOMES.values() for team in row[7]}


def _sellers():
    return (Member(id=f"seller{n}", role=Role.SALES, department="dept-sales") for n in range(1, 10))


def _metrics():
    asked = {key: told for key, told in NPS.items() if key != "trend"}
    yield Metric(id="M-NPS", scale=Scale.NPS, purpose=Purpose.IMPACT, numerator="NPS",
                 source="survey", question=json.dumps(asked), state="live")  # fmt: skip
    yield Metric(id="M-NRR", scale=Scale.MONEY, purpose=Purpose.IMPACT, numerator="NRR",
                 source="billing", state="live")  # fmt: skip
    for outcome, row in OUTCOMES.items():
        denominator, window = MEASURED[outcome]
        yield Metric(id=f"M-{outcome}", numerator=row[1], denominator=denominator, window=window,
                     source="events", question=json.dumps(QUESTIONS[outcome]),
                     state="live")  # fmt: skip
        yield Metric(id=f"G-{outcome}", name=row[9], numerator=row[9], denominator=f"{row[0]}s",
                     window="30 days", source="events", state="live",
                     purpose=Purpose.GUARDRAIL)  # fmt: skip


def _impacts():
    nps = Level(promoters=168, passives=155, detractors=97, **QUARTER_BEFORE)
    by = date(2026, 12, 31)
    return (
        Impact(id="IM1", name="Client NPS", metric="M-NPS", baseline=nps, target=30, by=by,
               sponsor="CEO", state="active"),
        Impact(id="IM2", name="Net revenue retention", metric="M-NRR", baseline=Level(value=0.96),
               target=1.04, by=by, sponsor="CFO", state="active"),
    )  # fmt: skip


# The outcomes that rest on what was found to go with renewing.
READ_FROM = {"OC1": "SG1", "OC2": "SG4", "OC3": "SG2"}


def _outcomes():
    for outcome, row in OUTCOMES.items():
        actor, behaviour, direction, (did, people), _, target, by, owners, _, _ = row
        yield Outcome(
            id=outcome,
            actor=actor,
            actor_kind=ActorKind.EMPLOYEE if outcome == "OC4" else ActorKind.CUSTOMER,
            behaviour=behaviour,
            direction=Direction(direction),
            metric=f"M-{outcome}",
            baseline=Level(did=did, people=people, **BEFORE),
            target=target,
            by=by,
            owners=owners,
            guardrails=(f"G-{outcome}",),
            signals=(READ_FROM[outcome],) if outcome in READ_FROM else (),
            state="active",
        )


def _measurements():
    nps = Level(promoters=209, passives=160, detractors=91, **LATEST_QUARTER)
    yield Measurement(id="ME-IM1", metric="M-NPS", impact="IM1", level=nps)
    for outcome, row in OUTCOMES.items():
        did, people = row[4]
        level = Level(did=did, people=people, **LATEST)
        yield Measurement(id=f"ME-{outcome}", metric=f"M-{outcome}", outcome=outcome, level=level)


def _ideas():
    states = {"OU6": "killed", "OU7": "captured", "OU8": "captured", "OU2": "in discovery"}
    for output, row in OUTPUTS.items():
        outcome = HYPOTHESES[row[8]][0] if row[8] else None
        yield Idea(id=f"ID{output[2:]}", outcome=outcome, origin=Origin(row[2]),
                   state=states.get(output, "in delivery"), closed_on=AS_OF)  # fmt: skip
    for closed in ("ID9", "ID10", "ID11"):
        yield Idea(id=closed, state="killed", closed_on=date(2026, 5, 5))


def _outputs():
    for output, row in OUTPUTS.items():
        name, kind, origin, effort, _, state, started, released, _ = row
        yield Output(
            id=output,
            name=name,
            output_kind=OutputKind(kind),
            origin=Origin(origin),
            idea=f"ID{output[2:]}",
            effort_weeks=effort,
            state=state,
            building_started_on=started,
            released_on=released,
        )


def _contacts():
    for output, row in OUTPUTS.items():
        if row[4]:
            yield Contact(id=f"CT-{output}", outputs=(output,), conversations=row[4],
                          held_on=date(2026, 1, 20), function=Function.PRODUCT)  # fmt: skip


def _hypotheses():
    output_of = {row[8]: output for output, row in OUTPUTS.items() if row[8]}
    states = {"H2": "testing", "H4": "testing", "H6": "refuted"}
    for hypothesis, row in HYPOTHESES.items():
        outcome, predicted, worth, words, below, on, people, *_ = row
        effect, ease = EFFECT_AND_EASE[hypothesis]
        yield Hypothesis(
            id=hypothesis,
            statement=f"{OUTPUTS[output_of[hypothesis]][0]} moves {outcome}",
            output=output_of[hypothesis],
            outcome=outcome,
            criteria=Criteria(
                predicted=predicted,
                smallest_worthwhile=worth,
                success_on=on or date(2026, 6, 30),
                kill_state=words,
                kill_below=below,
                kill_on=on,
                kill_after_people=people,
            ),
            effect_score=effect,
            ease_score=ease,
            state=states.get(hypothesis, "supported"),
        )


def _tests():
    for hypothesis, row in HYPOTHESES.items():
        outcome, *_, control, treatment, design, age = row
        is_experiment = design is Design.RANDOMISED
        yield AssumptionTest(
            id=f"T{hypothesis[1:]}",
            hypothesis=hypothesis,
            method="comparison",
            design=design,
            stage=Stage.EXPERIMENT if is_experiment else Stage.RELEASE,
            metric=f"M-{outcome}",
            guardrails=(f"G-{outcome}",),
            planned_control_share=0.1 if hypothesis == "H4" else 0.5,
            control=Level(did=control[0], people=control[1]),
            treatment=Level(did=treatment[0], people=treatment[1]),
            starts_on=AS_OF - timedelta(days=age + 30),
            analysed_on=AS_OF - timedelta(days=age),
            state="analysed",
            question=_asked(hypothesis, row) if design is not Design.PRE_POST else _twice(row),
        )


def _asked(hypothesis, row):
    """Return how the year's events are asked for a test: abroad, each unit once."""
    outcome, *_, control, treatment, _, _ = row
    told = dict(QUESTIONS[outcome])
    where = {k: v for k, v in told["of"].get("where", {}).items() if k != "market"}
    of = {"event": told["of"]["event"], **({"where": where} if where else {})}
    parts = {"control": 1, "treatment": round(treatment[1] / control[1])}
    question = {
        "kind": "experiment",
        "assigned": {"event": "experiment_viewed", "where": {"experiment": hypothesis}},
        "variant": "variant",
        "control": "control",
        "shares": parts,
        "metric": {"kind": "share", "of": of, "did": told["did"], "within": told["within"],
                   "entry": "first"},
        "plan": {"units": control[1] + treatment[1], "looks": "once"},
    }  # fmt: skip
    return json.dumps(question)


def _twice(row):
    """Return how the year's events are asked for what changed: five weeks before, five after."""
    outcome = row[0]
    told = dict(QUESTIONS[outcome])
    question = {
        "kind": "share",
        "of": {
            "event": told["of"]["event"],
            "where": {"market": ["benelux", "ireland", "nordics"]},
        },
        "did": told["did"],
        "within": told["within"],
        "unit": told["unit"],
        "before": {"from": "2026-03-16", "to": "2026-04-20"},
        "after": {"from": "2026-04-20", "to": "2026-05-25"},
    }
    return json.dumps(question)


def _evidence():
    for hypothesis, pieces in EVIDENCE.items():
        for n, (klass, quality, relevance, age) in enumerate(pieces, 1):
            yield Evidence(
                id=f"E-{hypothesis}-{n}",
                hypothesis=hypothesis,
                evidence_class=EvidenceClass(klass),
                bearing=Bearing.FOR,
                quality=quality,
                relevance=relevance,
                observed_on=AS_OF - timedelta(days=age),
                source=f"{klass.replace('_', ' ')} of {hypothesis}",
            )
        design, age = HYPOTHESES[hypothesis][-2:]
        result = "launch_data" if design is Design.HOLDBACK else "test_results"
        yield Evidence(
            id=f"E-{hypothesis}-result",
            hypothesis=hypothesis,
            assumption_test=f"T{hypothesis[1:]}",
            evidence_class=EvidenceClass(result),
            bearing=Bearing.NEITHER if hypothesis in {"H4", "H6"} else Bearing.FOR,
            design=design,
            observed_on=AS_OF - timedelta(days=age),
            source="events",
        )
    for n, (reason, source) in KILLED.items():
        yield Evidence(id=f"E-ID{n}", idea=f"ID{n}", text=reason, bearing=Bearing.AGAINST,
                       evidence_class=EvidenceClass.MARKET_DATA, source=source,
                       observed_on=date(2026, 4, 28))  # fmt: skip
    for output, classes in {"OU7": ["anecdotal"], "OU8": ["self_conviction", "thematic"]}.items():
        for klass in classes:
            yield Evidence(id=f"E-{output}-{klass}", output=output, bearing=Bearing.FOR,
                           evidence_class=EvidenceClass(klass), observed_on=date(2026, 1, 10),
                           source=klass)  # fmt: skip


def _verdicts():
    for hypothesis, row in VERDICTS.items():
        finish, before, expected, belief, positive, confidence, day = row
        control, treatment = HYPOTHESES[hypothesis][7:9]
        change = treatment[0] / treatment[1] - control[0] / control[1]
        yield Verdict(id=f"V{hypothesis[1:]}", hypothesis=hypothesis, finish=finish,
                      measured=round(change, 4), belief_before=before, confidence=confidence,
                      expected_change=expected, belief=belief, belief_positive=positive,
                      decided_on=day)  # fmt: skip


def _questions():
    texts = {
        "Q1": ("why do 61 % not meet in the first week?", "OC1"),
        "Q2": ("which advisers never reply?", "OC2"),
        "Q3": ("what brings a client back?", "OC5"),
    }
    return tuple(LearningQuestion(id=q, text=t, outcome=oc) for q, (t, oc) in texts.items())


def _key_results():
    return (
        KeyResult(id="KR1", objective="OB1", outcome="OC1", text="", start=0.31, target=0.45),
        KeyResult(id="KR2", objective="OB1", outcome="OC2", text="", start=0.52, target=0.75),
        KeyResult(id="KR3", objective="OB1", text="Launch the redesigned app by June"),
        KeyResult(id="KR4", objective="OB1", text="NPS 30"),
    )


def _requests():
    return (
        FeatureRequest(id="R1", asked_by="client", asked="send reminders", problem="P1",
                       need="I forget which time zone was meant", outcome="OC3",
                       choice=Choice.DISCOVERY, reason="missed meetings", reply="yes",
                       received_on=date(2026, 2, 1), state="replied"),
        FeatureRequest(id="R2", asked_by="sales", origin=Origin.SALES, asked="SSO for Bramley",
                       output="OU7", choice=Choice.BUILD, reply="yes", customers=("Bramley",),
                       received_on=date(2026, 1, 10), state="replied"),
        FeatureRequest(id="R3", asked_by="CEO", origin=Origin.EXECUTIVE, asked="redesign the app",
                       output="OU8", choice=Choice.BUILD, reply="yes",
                       received_on=date(2026, 1, 12), state="replied"),
        FeatureRequest(id="R4", asked_by="CS", origin=Origin.CUSTOMER_SUCCESS,
                       asked="list of accounts not called",
                       need="calls are forgotten after day 3", outcome="OC4",
                       choice=Choice.DISCOVERY, reason="matches interviews", reply="yes",
                       received_on=date(2026, 2, 3), state="replied"),
        FeatureRequest(id="R5", asked_by="client", asked="export to Excel",
                       received_on=AS_OF - timedelta(days=74)),
    )  # fmt: skip


def _deals():
    return (
        Deal(id="D1", customer="Bramley", value=Decimal(240_000), state="won", board="B1",
             won_on=date(2026, 2, 20), seller="seller1"),
        Deal(id="D2", customer="Norfold", value=Decimal(60_000), state="handed over", board="B1",
             won_on=date(2026, 4, 28), handed_over_on=date(2026, 5, 2), seller="seller2"),
        Deal(id="D3", customer="Kestrel", value=Decimal(90_000), state="in review", board="B1",
             seller="seller3"),
    )  # fmt: skip


def _commitments():
    return (
        Commitment(id="C1", deal="D1", text="SSO live", due=date(2026, 5, 31), output="OU7",
                   delivered_on=date(2026, 5, 29), maturity=Maturity.VISION, state="delivered"),
        Commitment(id="C2", deal="D2", text="set-up call within 5 days", due=date(2026, 5, 3),
                   delivered_on=date(2026, 5, 2), maturity=Maturity.AVAILABLE, state="delivered"),
        Commitment(id="C3", deal="D3", text="AI notes by October", due=date(2026, 10, 1),
                   maturity=Maturity.VISION, state="rejected"),
    )  # fmt: skip


EVERYBODY = (Function.SALES, Function.CUSTOMER_SUCCESS, Function.PRODUCT, Function.ENGINEERING)


def _sign_offs():
    told = {
        "C1": {Function.SALES: Answer.YES, Function.ENGINEERING: Answer.YES_IF},
        "C2": dict.fromkeys(EVERYBODY, Answer.YES),
        "C3": {Function.SALES: Answer.YES, Function.CUSTOMER_SUCCESS: Answer.NO,
               Function.PRODUCT: Answer.NO},
    }  # fmt: skip
    material = {promise.id: promise.material for promise in _commitments()}
    for commitment, answers in told.items():
        for function, answer in answers.items():
            conditions = "no change to the log-in of others" if answer is Answer.YES_IF else ""
            yield SignOff(id=f"S-{commitment}-{function.value}", commitment=commitment,
                          function=function, answer=answer, conditions=conditions,
                          material=material[commitment])  # fmt: skip


def _roadmap():
    def item(record, horizon, kind, **links):
        state = "now" if horizon == 3 else "later"
        return RoadmapItem(id=record, horizon=horizon, item_kind=kind, state=state, **links)

    of = {"source": Source.OUTCOME}
    return (
        item("RM1", 3, RoadmapKind.OUTCOME, outcome="OC1", **of),
        item("RM2", 3, RoadmapKind.QUESTION, question="Q1", **of),
        item("RM3", 3, RoadmapKind.HYPOTHESIS, hypothesis="H2", **of),
        item("RM4", 3, RoadmapKind.QUESTION, question="Q2", **of),
        item("RM5", 6, RoadmapKind.OUTCOME, outcome="OC5", **of),
        item("RM6", 6, RoadmapKind.QUESTION, question="Q3", **of),
        item("RM7", 6, RoadmapKind.THEME, title="no missed meetings", **of),
        item("RM8", 12, RoadmapKind.MILESTONE, milestone="VM1", source=Source.VISION),
    )
