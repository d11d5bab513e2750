"""What all evidence on a hypothesis says together: how sure it is, and the verdict it asks for.

Nothing here is typed in: confidence is earned on the published meter, belief is computed from
what was judged and what was measured (domain theory §4.1, §4.3, §4.4). Every piece that counted,
and every piece that did not, is told with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from seachange.errors import BadPlan
from seachange.planning.rules.belief import (
    BASE_RATE,
    HALF_LIFE,
    Bars,
    Belief,
    Gate,
    Piece,
    Result,
    call,
    freshness,
    judged,
    leanings,
    prior,
    updated,
)
from seachange.planning.rules.earned import evidence_on
from seachange.planning.rules.meaning import factor_to_today
from seachange.planning.rules.measured import Measured, measured
from seachange.planning.rules.meter import (
    GILAD_CALCULATOR,
    TIER,
    Meter,
    Sides,
    Tier,
    for_and_against,
)
from seachange.planning.rules.meter import confidence as on_the_meter
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Evidence, Hypothesis
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.power import chance_of_split
from seachange.planning.rules.scoring import Ice, effect_score_after
from seachange.planning.rules.sizes import Size, baseline_of, sign_of, size_for_worthwhile
from seachange.planning.rules.vocabulary import Bearing, Design, EvidenceClass, Finish


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How evidence is weighed: the meter, the bars of a verdict, and the base rate π₀."""

    meter: Meter = GILAD_CALCULATOR
    bars: Bars = field(default_factory=Bars)
    base: float = BASE_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A piece of evidence without a measured change, as it counted; `left` is its freshness."""

    evidence: Evidence
    evidence_class: EvidenceClass
    age_days: int
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A piece of evidence that did not count as what it claims to be, and why not."""

    evidence: Evidence
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The whole evidence on a hypothesis on one day.

    `sign` is −1 where less of the metric is better; `belief` is turned so that a gain is
    positive, `measured` is not. `prior`, `belief` and `finish` are unknown (None) while the
    hypothesis names no smallest worthwhile change. `leanings`: by how much each kind of judged
    evidence moves the log-odds of the base rate to those of `before`. `is_negligible`: everything
    measured lies inside ± the smallest worthwhile change. `to_settle`: a test that would show the
    smallest worthwhile change, where it is open. `harmed`: the guardrail that was, if any.
    """

    hypothesis: Hypothesis
    as_of: date
    how: How
    sign: int
    judged: tuple[Judged, ...]
    measured: tuple[Measured, ...]
    set_aside: tuple[SetAside, ...]
    confidence: float
    sides: Sides
    leanings: Mapping[Tier, float]
    before: float
    prior: Belief | None
    belief: Belief | None
    finish: Finish | None
    harmed: str = ""
    is_negligible: bool = False
    to_settle: Size | None = None
    ice: Ice | None = None
    ice_again: Ice | None = None

    @property
    def expected_score(self) -> float | None:
        """I × E × 10 × P(θ ≥ δ*), its effect estimated anew where that can be, beside ICE."""
        ice = self.ice_again or self.ice
        return None if ice is None or self.belief is None else ice.expected(self.belief.worthwhile)

    @property
    def weights(self) -> tuple[float, ...]:
        """How much of the belief each measured result makes up, 0..1; the prior has the rest."""
        if self.prior is None or self.belief is None:
            return ()
        whole = 1 / self.belief.spread**2
        worth = self.prior.smallest_worthwhile
        return tuple(1 / result.variance(worth) / whole for result in self.results)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What was judged, as belief weighs it."""
        return tuple(_piece(each) for each in self.judged)

    @property
    def results(self) -> tuple[Result, ...]:
        """What was measured, as belief weighs it: a gain positive."""
        return tuple(_result(each, sign=self.sign) for each in self.measured)


def judge(
    plan: Plan,
    hypothesis: Hypothesis,
    *,
    as_of: date | None = None,
    how: How | None = None,
    harmed: str = "",
) -> Judgement:
    """Judge a hypothesis by all evidence known on a day (the plan's own unless named).

    One test counts once, however many records tell of it. A measured result that fails the
    gate (another metric, or another definition of it, an odd split, read too early, no
    guardrail) is an anecdote. `harmed`
    names the guardrail that a log showed to be harmed: that is harm, whatever was gained.
    """
    how, day = how or How(), as_of or plan.as_of
    sorted_out = _Sorting(plan, hypothesis, day)
    counted = [(j.evidence_class, j.evidence.bearing) for j in sorted_out.judged]
    counted += [(_class(m.evidence), m.evidence.bearing) for m in sorted_out.measured]
    pieces = [_piece(each) for each in sorted_out.judged]
    before = judged(pieces, base=how.base)
    worth = hypothesis.criteria.smallest_worthwhile
    sign = sign_of(hypothesis)
    expected = belief = finish = None
    if worth:
        expected = prior(before, smallest_worthwhile=abs(worth))
        belief = updated(expected, (_result(each, sign=sign) for each in sorted_out.measured))
        finish = call(belief, is_guardrail_harmed=bool(harmed), bars=how.bars)
    ice, again = _ices(plan, hypothesis, _confidence(counted, how.meter), belief)
    return Judgement(
        hypothesis=hypothesis,
        as_of=day,
        how=how,
        sign=sign,
        judged=tuple(sorted_out.judged),
        measured=tuple(sorted_out.measured),
        set_aside=tuple(sorted_out.set_aside),
        confidence=_confidence(counted, how.meter),
        sides=for_and_against(((c, b) for c, b in counted if b is not None), meter=how.meter),
        leanings=leanings(pieces),
        before=before,
        prior=expected,
        belief=belief,
        finish=finish,
        harmed=harmed,
        is_negligible=bool(worth) and _lies_inside(sorted_out.measured, abs(worth or 0)),
        to_settle=_to_settle(plan, hypothesis, finish),
        ice=ice,
        ice_again=again,
    )


class _Sorting:
    """Evidence on a hypothesis put into what is judged, what was measured, and what is neither."""

    def __init__(self, plan: Plan, hypothesis: Hypothesis, day: date) -> None:
        self.plan, self.hypothesis, self.day = plan, hypothesis, day
        self.judged: list[Judged] = []
        self.measured: list[Measured] = []
        self.set_aside: list[SetAside] = []
        told: set[object] = set()
        for piece in evidence_on(plan, hypothesis, on=day):
            why = self._unusable(piece)
            if not why and _same(piece) in told:
                why = "it tells again what other evidence has told"
            if why:
                self.set_aside.append(SetAside(evidence=piece, why=(why,)))
                continue
            told.add(_same(piece))
            self._take(piece)

    @staticmethod
    def _unusable(piece: Evidence) -> str:
        if piece.evidence_class is None or piece.bearing is None or piece.observed_on is None:
            return "it lacks a class, a direction or a date"
        gone = piece.invalidated_by or "the world it was seen in is gone"
        return gone if piece.remaining == 0 else ""

    def _take(self, piece: Evidence) -> None:
        stated = self.plan.get(Evidence, piece.id)
        if stated and stated.evidence_class and stated.evidence_class is not piece.evidence_class:
            why = f"its test earns {_class(piece)}, not {stated.evidence_class}".replace("_", " ")
            self.set_aside.append(SetAside(evidence=piece, why=(why,)))
        test = self.plan.get(AssumptionTest, piece.assumption_test)
        found = measured(piece, test, age_days=self._age(piece))
        if found is None:
            self._judge(piece, _class(piece))
            return
        factor = self._factor(test, piece) if test else 1.0
        faults = self._gate(test, found, factor).faults if test else ()
        if faults:
            self.set_aside.append(SetAside(evidence=piece, why=faults))
            self._judge(piece, EvidenceClass.ANECDOTAL)
        else:
            self.measured.append(found.times(factor))

    def _judge(self, piece: Evidence, klass: EvidenceClass) -> None:
        age = self._age(piece)
        left = freshness(age, half_life=HALF_LIFE[TIER[klass]]) * piece.remaining
        self.judged.append(Judged(evidence=piece, evidence_class=klass, age_days=age, left=left))

    def _age(self, piece: Evidence) -> int:
        return max(0, (self.day - (piece.observed_on or self.day)).days)

    def _factor(self, test: AssumptionTest, piece: Evidence) -> float:
        """Return what a change by the test's definition of its metric is worth in today's."""
        metric = self.plan.get(Metric, test.metric or self._own_metric)
        return 1.0 if metric is None else factor_to_today(self.plan, metric, test, piece)

    @property
    def _own_metric(self) -> str | None:
        outcome = self.plan.get(Outcome, self.hypothesis.outcome)
        return outcome.metric if outcome else None

    def _gate(self, test: AssumptionTest, found: Measured, factor: float) -> Gate:
        own = self._own_metric
        people, planned = found.people, test.planned_control_share
        split = 1.0
        if people and test.design in {Design.RANDOMISED, Design.HOLDBACK} and 0 < planned < 1:
            split = chance_of_split(people, planned=(planned, 1 - planned))
        reached = not test.planned_people or not people or sum(people) >= test.planned_people
        return Gate(
            split_chance=split,
            is_of_the_metric=not (own and test.metric) or own == test.metric,
            is_of_the_definition=bool(factor),
            is_read_as_planned=reached or test.is_sequential,
            has_guardrails=bool(test.guardrails),
        )


def _same(piece: Evidence) -> object:
    """Return what two tellings of one thing have in common."""
    if piece.assumption_test:
        return piece.assumption_test
    if not piece.source:
        return piece.id
    told = (piece.source, piece.text, piece.evidence_class, piece.observed_on)
    return (*told, piece.estimate, piece.population)


def _class(piece: Evidence) -> EvidenceClass:
    if piece.evidence_class is None:
        raise BadPlan("evidence without a class cannot be weighed", place=piece.id)
    return piece.evidence_class


def _piece(each: Judged) -> Piece:
    told = each.evidence
    return Piece(
        evidence_class=each.evidence_class,
        bearing=told.bearing or Bearing.NEITHER,
        quality=told.quality,
        relevance=told.relevance,
        remaining=told.remaining,
        age_days=each.age_days,
    )


def _result(each: Measured, *, sign: int) -> Result:
    # What is left of it after the world changed widens it as its age does.
    return Result(
        change=sign * each.change,
        standard_error=each.standard_error,
        design=each.design,
        age_days=each.age_days,
        half_life=each.half_life,
        remaining=each.evidence.remaining,
    )


def _confidence(counted: Iterable[tuple[EvidenceClass, Bearing | None]], meter: Meter) -> float:
    return on_the_meter((klass for klass, _ in counted), meter=meter).value


def _lies_inside(measured: Iterable[Measured], worth: float) -> bool:
    told = [each.interval for each in measured]
    return bool(told) and all(-worth < each.low and each.high < worth for each in told)


def _to_settle(plan: Plan, hypothesis: Hypothesis, finish: Finish | None) -> Size | None:
    is_open = finish in {Finish.INCONCLUSIVE, Finish.SMALL}
    return size_for_worthwhile(plan, hypothesis) if is_open else None


def _ices(
    plan: Plan, hypothesis: Hypothesis, confidence: float, belief: Belief | None
) -> tuple[Ice | None, Ice | None]:
    """Return ICE as scored, and with its effect estimated anew from what is believed."""
    effect, ease = hypothesis.effect_score, hypothesis.ease_score
    if effect is None or ease is None:
        return None, None
    ice = Ice(effect_score=effect, confidence=confidence, ease_score=ease)
    level = baseline_of(plan, hypothesis)
    if belief is None or not level or level < 0:
        return ice, None
    again = effect_score_after(
        expected_change=belief.mean, level=level, chance_of_gain=belief.positive
    )
    return ice, Ice(effect_score=again, confidence=confidence, ease_score=ease)


def judge_all(plan: Plan, *, how: How | None = None) -> Iterator[Judgement]:
    """Judge every hypothesis of a plan, in its order."""
    for hypothesis in plan.hypotheses:
        yield judge(plan, hypothesis, how=how)
