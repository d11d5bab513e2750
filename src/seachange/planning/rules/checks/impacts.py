"""Checks of impacts: can they be tracked, and does anything we know of move them?"""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, quoted, shown
from seachange.planning.rules.plan.discovery import KeyResult, Objective
from seachange.planning.rules.plan.intent import Impact, Outcome
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.standings import answers_of, interval_of_change
from seachange.planning.rules.vocabulary import Purpose, Scale
from seachange.planning.rules.wording.facts import Label

_OVER = frozenset({"achieved", "missed", "retired"})


def impact_as_key_result(survey: Survey) -> Iterator[Hit]:
    """Find key results of teams that are impacts, by their words or by what they point at."""
    for result in survey.plan.key_results:
        objective = survey.plan.get(Objective, result.objective)
        if objective is None or not objective.teams or result.is_health:
            continue
        pointed_at = _impact_pointed_at(survey, result)
        reading = survey.read(result.text) if result.text else None
        if reading is not None and reading.label is Label.IMPACT:
            words = quoted(*(word.text for word in reading.words))
            yield Hit(result.id, (*words, *pointed_at), mend=reading.rewrite)
        elif pointed_at:
            yield Hit(result.id, pointed_at)


def _impact_pointed_at(survey: Survey, result: KeyResult) -> tuple[str, ...]:
    metric = survey.plan.get(Metric, result.metric)
    is_of_impact = metric is not None and metric.purpose is Purpose.IMPACT
    return tuple(filter(None, (result.impact, metric.id if metric and is_of_impact else None)))


def _open(survey: Survey) -> Iterator[Impact]:
    return (impact for impact in survey.plan.impacts if impact.state not in _OVER)


def impact_without_outcome(survey: Survey) -> Iterator[Hit]:
    """Find active impacts that no outcome is said to move."""
    for impact in survey.plan.impacts:
        if impact.state == "active" and not survey.links_to(impact.id):
            yield Hit(impact.id, quoted(impact.name or impact.statement))


def impact_that_cannot_be_tracked(survey: Survey) -> Iterator[Hit]:
    """Find impacts that lack their metric, baseline, target or date."""
    for impact in _open(survey):
        has_baseline = impact.baseline is not None and impact.baseline.level is not None
        lacks = {
            "metric": impact.metric is None,
            "baseline": not has_baseline,
            "target": impact.target is None,
            "date": impact.by is None,
        }
        missing = tuple(name for name, is_missing in lacks.items() if is_missing)
        if missing:
            told = f"It lacks its {', '.join(missing)}."
            yield Hit(impact.id, tuple(f"no {name}" for name in missing), told=told)


def impact_on_opinions(survey: Survey) -> Iterator[Hit]:
    """Find impacts whose every link from an outcome stands without evidence."""
    for impact in _open(survey):
        links = survey.links_to(impact.id)
        if links and not any(survey.evidence_about(link.id) for link in links):
            yield Hit(impact.id, tuple(f"{link.id} from {link.outcome}" for link in links))


def score_without_interval(survey: Survey) -> Iterator[Hit]:
    """Find readings of an NPS that do not tell who answered what."""
    for impact in _open(survey):
        metric = survey.plan.get(Metric, impact.metric)
        if metric is None or metric.scale is not Scale.NPS:
            continue
        levels = [("baseline", impact.baseline)]
        levels += [(m.id, m.level) for m in survey.measurements_of(impact, impact.metric)]
        bare = [name for name, level in levels if level and level.level is not None]
        bare = [name for name, level in levels if name in bare and answers_of(level) is None]
        if bare:
            yield Hit(impact.id, (*bare, metric.id))


def impact_moved_by_something_else(survey: Survey) -> Iterator[Hit]:
    """Find impacts that moved while every linked outcome is known not to have."""
    for impact in _open(survey):
        outcomes = [survey.plan.get(Outcome, link.outcome) for link in survey.links_to(impact.id)]
        latest = survey.latest(impact, impact.metric)
        if not outcomes or not _has_moved(impact.baseline, latest):
            continue
        moved = [
            _has_moved(outcome.baseline, survey.latest(outcome, outcome.metric))
            for outcome in outcomes
            if outcome is not None
        ]
        # An outcome that was not measured may have moved: then nothing is known.
        if len(moved) == len(outcomes) and all(each is False for each in moved):
            told = f"{shown(impact.baseline)} → {shown(latest.level if latest else None)}."
            yield Hit(impact.id, tuple(o.id for o in outcomes if o), told=told)


def _has_moved(before: Level | None, latest: Measurement | None) -> bool | None:
    """Tell whether a change's interval excludes zero; none where nobody can know."""
    interval = interval_of_change(before, now=latest.level if latest else None)
    return None if interval is None else not interval.holds(0.0)


CHECKS = (
    Check(
        id="IM01",
        severity=Severity.ERROR,
        message=(
            "This key result is an impact: too big for one group. Name the behaviours that "
            "would move it."
        ),
        condition="A team's key result is worded as an impact, or points at a metric of one.",
        why=(
            "An impact is the sum of what many groups do, so no team can move it or learn from "
            "it alone. A team held to it is paid for luck and stops looking at behaviour."
        ),
        mend="Ask who would do what more or less often if it moved, and take that as the result.",
        look=impact_as_key_result,
    ),
    Check(
        id="IM02",
        severity=Severity.WARNING,
        message="No outcome is said to move this impact.",
        condition="An active impact has no link from an outcome.",
        why=(
            "A wish without a behaviour behind it cannot be worked on. Teams will fill the gap "
            "with features."
        ),
        mend="Name two or three behaviours that drive it, and link them with their sign and size.",
        look=impact_without_outcome,
    ),
    Check(
        id="IM03",
        severity=Severity.WARNING,
        message="Impact cannot be tracked.",
        condition="An impact lacks its metric, baseline, target or date.",
        why=(
            "What has no number, start and end cannot be seen to move. It will be called "
            "achieved by whoever speaks last."
        ),
        mend="Give it the metric, where it stands today, where it should stand, and by when.",
        look=impact_that_cannot_be_tracked,
    ),
    Check(
        id="IM04",
        severity=Severity.WARNING,
        message="The links from outcomes to this impact are opinions.",
        condition="An impact has links from outcomes, and none of them has evidence.",
        why=(
            "The whole plan stands on the claim that these behaviours move this result. If the "
            "claim is wrong, every success below it is worth nothing."
        ),
        mend="Compare the impact between those who do and do not behave so, or test one link.",
        look=impact_on_opinions,
    ),
    Check(
        id="IM05",
        severity=Severity.INFO,
        message="NPS without n and interval cannot be read.",
        condition="A reading of an NPS metric has no number of answers or no interval.",
        why=(
            "A score from a few hundred answers swings by several points on its own. Without n "
            "and an interval such a swing is told as news."
        ),
        mend="Write down promoters, passives and detractors; n and the interval follow.",
        look=score_without_interval,
    ),
    Check(
        id="IM06",
        severity=Severity.WARNING,
        message="Something else moved this impact; check the model.",
        condition="An impact's change excludes zero while no linked outcome's change does.",
        why=(
            "If the result moved and the behaviours did not, they are not what drives it. "
            "Crediting the plan would teach the wrong lesson."
        ),
        mend="Look for what else happened, and mend or refute the links from these outcomes.",
        look=impact_moved_by_something_else,
        needs_events=True,
    ),
)
