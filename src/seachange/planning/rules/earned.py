"""What evidence there is about an output, an idea or a hypothesis, and what it earns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from seachange.planning.rules.meter import GILAD_CALCULATOR, METHODS, Meter, class_of
from seachange.planning.rules.meter import confidence as on_the_meter
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.learning import Assumption, AssumptionTest, Evidence, Hypothesis
from seachange.planning.rules.plan.plan import Plan

Subject = Output | Idea | Hypothesis


def hypotheses_of(plan: Plan, output: Output) -> list[Hypothesis]:
    """Return the hypotheses about an output, or about the idea it came from."""
    about = (output.id, output.idea)
    return list({h.id: h for each in about if each for h in plan.of(Hypothesis, each)}.values())


def evidence_on(plan: Plan, subject: Subject, *, on: date | None = None) -> list[Evidence]:
    """Return the evidence on a subject: its own, and that on what it was cut from or into.

    An output is spoken for by its idea and their hypotheses, an idea by its outputs and their
    hypotheses, a hypothesis by its output and idea; each hypothesis by its assumptions and its
    tests. What was retracted is left out. `on` leaves out what was not yet known that day;
    undated evidence was known.
    """
    about = dict.fromkeys(_about(plan, subject))
    for each in list(about):
        if plan.get(Hypothesis, each):
            about |= dict.fromkeys(assumption.id for assumption in plan.of(Assumption, each))
            about |= dict.fromkeys(test.id for test in plan.of(AssumptionTest, each))
    found = {e.id: e for each in about for e in plan.of(Evidence, each) if e.state != "retracted"}
    # What a test showed of a driver link speaks of what follows from the outcome, not of this.
    found = {key: e for key, e in found.items() if not e.driver_link or e.about != e.driver_link}
    known = (
        e for e in found.values() if on is None or e.observed_on is None or e.observed_on <= on
    )
    return [as_its_test_earns(plan, e) for e in known]


def as_its_test_earns(plan: Plan, piece: Evidence) -> Evidence:
    """Return evidence in the class its test's method earns, where it says none or a higher one.

    An interview is an anecdote, whatever somebody calls it; methods that the published table
    does not know earn what is said of them.
    """
    test = plan.get(AssumptionTest, piece.assumption_test)
    method = test.method.strip().casefold().replace(" ", "_").replace("-", "_") if test else ""
    if method not in METHODS:
        return piece
    earns = class_of(method, people=piece.people or 0)
    stated = piece.evidence_class
    weights = GILAD_CALCULATOR.weights
    if stated is not None and weights[stated] <= weights[earns]:
        return piece
    return replace(piece, evidence_class=earns)


def _about(plan: Plan, subject: Subject) -> list[str]:
    if isinstance(subject, Output):
        told = [subject.id, subject.idea, *(h.id for h in hypotheses_of(plan, subject))]
    elif isinstance(subject, Idea):
        outputs = [each.id for each in plan.of(Output, subject.id)]
        cut_into = (h.id for each in (subject.id, *outputs) for h in plan.of(Hypothesis, each))
        told = [subject.id, *outputs, *cut_into]
    else:
        output = plan.get(Output, subject.output)
        told = [subject.id, subject.output, subject.idea, output.idea if output else None]
    return [each for each in told if each]


def earned(pieces: Iterable[Evidence], *, meter: Meter = GILAD_CALCULATOR) -> float:
    """Return the confidence, 0..10, that pieces of evidence earn, whichever way they point."""
    classes = (e.evidence_class for e in pieces if e.evidence_class is not None)
    return on_the_meter(classes, meter=meter).value
