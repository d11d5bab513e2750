"""A verdict's tables: what was measured, what was judged, what was set aside, confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seachange.planning.rules.cases import Case
from seachange.planning.rules.checks.survey import shown, spoken
from seachange.planning.rules.meter import Tier
from seachange.planning.rules.plan.naming import title_of
from seachange.report import words
from seachange.report.cells import Column, Sheet
from seachange.report.verdicts import telling
from seachange.report.words import NARROW


def sheets(case: Case) -> Iterator[Sheet]:
    """Yield the tables of one hypothesis; those without rows are left out."""
    made = (
        *(_measured(case), _judged(case), _set_aside(case), _confidence(case)),
        *(_scores(case), _further(case)),
    )
    return (sheet for sheet in made if sheet.rows)


def programme(told: Sequence[Case]) -> Sheet:
    """Return all hypotheses, a row each."""
    texts = ("", "Verdict", "Measured [95 %]")
    numbers = ("Judged", "Expected", "Worth it", "A gain", "Confidence", "ICE", "Anew", "If won")
    rows = tuple(_row(case) for case in told)
    columns = (*map(Column, texts), *(Column(each, "number") for each in numbers))
    return Sheet("All hypotheses", columns, rows)


def _row(case: Case) -> tuple[str, ...]:
    told = case.told
    last = told.measured[-1] if told.measured else None
    change = "not yet"
    if last is not None:
        change = f"{telling.amount(last.change, case.scale)} {telling.interval(last, case.scale)}"
    belief = told.belief
    return (
        case.hypothesis.id,
        telling.called(case),
        change,
        telling.chance(told.before),
        telling.amount(told.sign * belief.mean, case.scale) if belief else "",
        telling.chance(belief.worthwhile) if belief else "",
        telling.chance(belief.positive) if belief else "",
        f"{told.confidence:.2f}",
        f"{told.ice.score:.2f}" if told.ice else "",
        f"{told.ice_again.score:.2f}" if told.ice_again else "",
        f"{told.expected_score:.1f}" if told.expected_score is not None else "",
    )


def _measured(case: Case) -> Sheet:
    columns = (
        *(Column("Test"), Column("Design"), Column("Without"), Column("With")),
        *(Column("Change [95 %]", "number"), Column("Standard error", "number")),
        *(Column("Sees", "number"), Column("Days old", "people"), Column("Weight", "number")),
    )
    tests = {each.id: each for each in case.tests}
    weights = case.told.weights or (None,) * len(case.told.measured)
    rows = []
    for each, weight in zip(case.told.measured, weights, strict=True):
        test = tests.get(each.evidence.assumption_test or "")
        least = each.smallest_seen
        rows.append(
            (
                each.evidence.assumption_test or each.evidence.id,
                spoken(each.design),
                shown(test.control) if test else "",
                shown(test.treatment) if test else "",
                f"{telling.amount(each.change, case.scale)} {telling.interval(each, case.scale)}",
                telling.amount(each.standard_error, case.scale).lstrip("+"),
                "" if least is None else telling.amount(least, case.scale).lstrip("+"),
                each.age_days,
                "" if weight is None else f"{100 * weight:.1f}{NARROW}%",
            )
        )
    return Sheet("Measured", columns, tuple(rows))


def _judged(case: Case) -> Sheet:
    columns = (
        *(Column("Evidence"), Column("What it is", "prose"), Column("Left", "share")),
        *(Column("Source", "prose"), Column("Said", "prose")),
    )
    rows = tuple(
        (each.evidence.id, telling.piece(each), each.left, each.evidence.source, each.evidence.text)
        for each in case.told.judged
    )
    return Sheet("Judged", columns, rows)


def _set_aside(case: Case) -> Sheet:
    columns = (Column("Evidence"), Column("Why it does not count as it claims", "prose"))
    rows = tuple((each.evidence.id, "; ".join(each.why)) for each in case.told.set_aside)
    return Sheet("Set aside", columns, rows)


def _confidence(case: Case) -> Sheet:
    columns = (
        Column("Kind of evidence"),
        *(Column(each, "number") for each in ("Speaks for", "Against", "At most", "Log-odds")),
    )
    told = case.told
    sides = (told.sides.speaking_for, told.sides.speaking_against)
    tiers = [
        each for each in Tier if any(each in s.by_tier for s in sides) or each in told.leanings
    ]
    rows = [
        (
            spoken(tier),
            *(f"{side.by_tier.get(tier, 0.0):.2f}" for side in sides),
            f"{told.how.meter.caps[tier]:g}",
            f"{told.leanings[tier]:+.3f}".replace("-", words.MINUS)
            if tier in told.leanings
            else "",
        )
        for tier in tiers
    ]
    return Sheet(f"Confidence {told.confidence:.2f} of 10", columns, tuple(rows))


def _scores(case: Case) -> Sheet:
    told = case.told
    rows = []
    if told.ice is not None:
        rows.append(("As published, effect as scored", telling.ice(told.ice)))
    if told.ice_again is not None:
        rows.append(("Effect estimated anew from what is believed", telling.ice(told.ice_again)))
    if told.expected_score is not None:
        rows.append(("If only success counts: I × E × 10 × P", f"{told.expected_score:.1f}"))
    return Sheet("ICE", (Column("How", "prose"), Column("I × C × E", "number")), tuple(rows))


def _further(case: Case) -> Sheet:
    columns = (
        *(Column("Step"), Column("What would be done", "prose"), Column("People each", "people")),
        *(Column("Worth", "number"), Column("Of certainty", "share"), Column("Cost", "number")),
    )
    rows = tuple(
        (
            spoken(each.stage),
            telling.kind_of_step(each),
            each.people or "",
            telling.worth(each.value, case.scale),
            each.share,
            f"{each.cost:,}" if each.cost else "",
        )
        for each in (case.further.steps if case.further else ())
    )
    return Sheet("What another test would be worth", columns, rows)


def title(case: Case) -> str:
    """Return how a hypothesis is called on a page: H1: instant slots."""
    said = title_of(case.hypothesis)
    return f"{case.hypothesis.id}: {said}" if said else case.hypothesis.id
