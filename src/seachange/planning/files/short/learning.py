"""Hypotheses written short: `predicted_pp: 6`, `kill: below +2 pp by …`, `control: 930/3000`."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from functools import partial

from seachange.errors import BadPlan
from seachange.planning.files.nodes import Items, Keys, Node, Scalar, wrong
from seachange.planning.files.periods import tally
from seachange.planning.files.short.forms import (
    A_DAY,
    Entry,
    Form,
    Section,
    Whole,
    expected,
    figure,
    is_silent,
    level,
    number_of,
    text_of,
    word,
)
from seachange.planning.rules.belief import BASE_RATE, Result, call, prior, updated
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.conversion.changes import limit
from seachange.planning.rules.measured import effect_of
from seachange.planning.rules.plan.learning import AssumptionTest
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Design, Direction, Finish, Kind

_LEVEL = {"type": ["string", "number", "object"]}
_AFTER = re.compile(r"\bafter ([0-9][0-9,]*) (?!days?\b|weeks?\b|months?\b)[a-z]+")
_BY = re.compile(r"\bby ([0-9]{4}-[0-9]{2}-[0-9]{2})\b")
_DOWN = re.compile(r"\b(?:reduction|decrease|drop|fall)\b")
_DESIGNS = {
    "ab": (Design.RANDOMISED, "experiment", "test_results"),
    "holdback": (Design.HOLDBACK, "release", "launch_data"),
    "pre_post": (Design.PRE_POST, "release", "test_results"),
}
_DESIGN = "ab (or holdback, pre_post)"
_SETTLED = {"supported": "1", "moved_but_small": "1", "harmed": "-1"}
_ENDS = ("supported", "refuted", "harmed")


def _points(part: str, said: str) -> Form:
    def unfold(entry: Entry, node: Node) -> None:
        change = number_of(node, key=said, example="4") / Decimal(100)
        told = figure(format(change.normalize(), "f"), node.at)
        entry.put_part("criteria", part, told, said=said)

    means = f"{part.replace('_', ' ')} change in percentage points"
    return Form(unfold=unfold, example="4", schema={"type": "number"}, means=means)


def _kill(entry: Entry, node: Node) -> None:
    text = text_of(node, key="kill", example="below +2 pp by 2026-05-15")
    below = limit(text, Direction.LESS if _DOWN.search(text) else Direction.MORE)
    after, by = _AFTER.search(text), _BY.search(text)
    told = {
        "kill_below": None if below is None else format(Decimal(str(below)), "f"),
        "kill_after_people": after[1].replace(",", "") if after else None,
        "kill_on": by[1] if by else None,
        "success_on": by[1] if by else None,  # the day we stop on is the day we know
    }
    entry.put_part("criteria", "kill_state", word(text, node.at), said="kill")
    for part, found in told.items():
        if found is not None:
            entry.put_part("criteria", part, figure(found, node.at), said="kill")


# --- comparisons ----------------------------------------------------------------------------------


def _design(entry: Entry, node: Node) -> None:
    """Refuse a design there is none of; it counts with the arms, at the end."""
    first = text_of(node, key="design", example=_DESIGN).split()[0]
    if first not in _DESIGNS:
        raise expected(node, key="design", example=_DESIGN)
    if not _has_arms(entry.node):
        raise expected(node, key="design", example=f"{first}` beside `control: 930/3000")


def _arm(other: str, entry: Entry, node: Node) -> None:
    """Refuse an arm without the other; both count at the end."""
    if not _has_arms(entry.node):
        what = "a comparison has two arms"
        raise wrong(node.at, what, remedy=f"Write `{other}: 930/3000` beside it.")


def _has_arms(node: Keys) -> bool:
    return not any(is_silent(node.held.get(arm)) for arm in ("control", "treatment"))


def _finish(entry: Entry) -> None:
    if not _has_arms(entry.node):
        return
    finish = _found(entry.whole, entry.id)
    entry.fill("state", finish if finish in _ENDS else "testing")
    design, stage, shown = _design_of(entry.node)
    at = entry.node.keys["control"]
    output = entry.whole.naming("hyp", entry.id)
    words = entry.node.held.get("design")
    fields: dict[str, Node] = {
        "hypothesis": word(entry.id, at),
        "state": word("analysed", at),
        "method": words if isinstance(words, Scalar) else word("", at),
        "design": word(design.value, at),
        "stage": word(stage, at),
        "control": level(entry.node.held["control"]),
        "treatment": level(entry.node.held["treatment"]),
    }
    holdback = entry.whole.field_of(output, "holdback")
    if holdback and design is Design.HOLDBACK:
        fields["planned_control_share"] = figure(holdback, at)
    entry.imply(Kind.ASSUMPTION_TEST, f"T-{entry.id}", fields, at=at)
    fields = {
        "hypothesis": word(entry.id, at),
        "assumption_test": word(f"T-{entry.id}", at),
        "evidence_class": word(shown, at),
        "bearing": figure(_SETTLED.get(shown_by(entry.whole, entry.id), "0"), at),
        "design": word(design.value, at),
        "source": word(f"T-{entry.id}", at),
    }
    if day := _day(entry.whole, entry.id):
        fields["observed_on"] = figure(day, at)
    entry.imply(Kind.EVIDENCE, f"E-{entry.id}", fields, at=at)


def _design_of(node: Keys) -> tuple[Design, str, str]:
    held = node.held.get("design")
    words = held.text.split() if isinstance(held, Scalar) else []
    return _DESIGNS.get(words[0] if words else "", (Design.NONE, "test", "test_results"))


# --- verdicts -------------------------------------------------------------------------------------


def imply_verdict(whole: Whole, hypothesis: str, *, at: Place, owner: str) -> None:
    """Add the verdict on a hypothesis: as it is said, else what its comparison asks for.

    Refuses one that says only a day where nothing was compared.
    """
    finish, day = _found(whole, hypothesis), _day(whole, hypothesis)
    if not finish:
        why = _why_nothing_shows(whole, hypothesis)
        what = f"a day alone stands for what the arms of {hypothesis} show, and {why}"
        raise wrong(at, what, remedy=f"Write `verdict: supported {A_DAY}`.")
    fields: dict[str, Node] = {
        "hypothesis": word(hypothesis, at),
        "finish": word(finish, at),
        "evidence": word(f"E-{hypothesis}" if shown_by(whole, hypothesis) else "", at),
    }
    if not shown_by(whole, hypothesis):
        del fields["evidence"]
    if day:
        fields["decided_on"] = figure(day, at)
    verdict = f"V-{hypothesis}-{day}" if day else f"V-{hypothesis}"
    whole.imply(Kind.VERDICT, verdict, fields, at=at, owner=owner)


def _why_nothing_shows(whole: Whole, hypothesis: str) -> str:
    node = whole.written[hypothesis][1] if hypothesis in whole.written else None
    if node is None or not _has_arms(node):
        return "it has none"
    return "they are no two tallies (k/n), or it says no `min_pp:`"


def killed_by_evidence(whole: Whole) -> list[str]:
    """Return what the plan says was killed by evidence: ideas and outputs."""
    tops = (top.held for top in whole.tops("ideas_closed") if isinstance(top, Keys))
    lists = (held.get("killed_by_evidence") for held in tops)
    items = (each for told in lists if isinstance(told, Items) for each in told.items)
    return [each.text for each in items if isinstance(each, Scalar)]


def _found(whole: Whole, hypothesis: str) -> str:
    """Return what was found of a hypothesis: as its output says, else as its arms show."""
    output = whole.naming("hyp", hypothesis)
    said = whole.field_of(output, "verdict").split()
    if len(said) > 1:
        return said[0]
    is_judged = bool(said) or output in killed_by_evidence(whole)
    return shown_by(whole, hypothesis) if is_judged else ""


def _day(whole: Whole, hypothesis: str) -> str:
    said = whole.field_of(whole.naming("hyp", hypothesis), "verdict").split()
    return said[-1] if said else ""


def shown_by(whole: Whole, hypothesis: str) -> str:
    """Return the verdict that the two arms of a hypothesis ask for, by themselves.

    As the domain theory calls it (§4.3), from the base rate: nothing else is known here. Nothing
    where there are no arms, or no smallest worthwhile change in points.
    """
    node = whole.written[hypothesis][1] if hypothesis in whole.written else None
    if node is None or not _has_arms(node):
        return ""
    arms = [_level(node.held[name]) for name in ("control", "treatment")]
    worth = _change(node, "min_pp", "smallest_worthwhile")
    predicted = _change(node, "predicted_pp", "predicted")
    if None in arms or not worth:
        return ""
    design = _design_of(node)[0]
    test = AssumptionTest(id=hypothesis, control=arms[0], treatment=arms[1], design=design)
    effect = effect_of(test)
    if effect is None:
        return ""
    sign = -1 if (predicted or worth) < 0 else 1
    result = Result(
        change=sign * effect.change, standard_error=effect.standard_error, design=design
    )
    before = prior(BASE_RATE, smallest_worthwhile=abs(worth))
    finish: Finish = call(updated(before, [result]))
    return finish.value


def _level(node: Node) -> Level | None:
    counted = tally(node.text) if isinstance(node, Scalar) else None
    with suppress(BadPlan):  # told where the arm is read
        return Level(did=counted[0], people=counted[1]) if counted else None
    return None


def _change(node: Keys, said: str, part: str) -> float:
    """Return a change that is told in points, or among criteria that are written out."""
    criteria = node.held.get("criteria")
    written_out = _number(criteria, part) if isinstance(criteria, Keys) else 0.0
    return _number(node, said) / 100 or written_out


def _number(node: Keys, name: str) -> float:
    held = node.held.get(name)
    with suppress(BadPlan):  # told where it is unfolded
        return float(number_of(held, key=name, example="4")) if held is not None else 0.0
    return 0.0


HYPOTHESES = Section(
    kind=Kind.HYPOTHESIS,
    forms={
        "predicted_pp": _points("predicted", "predicted_pp"),
        "min_pp": _points("smallest_worthwhile", "min_pp"),
        "kill": Form(
            unfold=_kill,
            example="below +2 pp after 6000 clients or by 2026-05-15",
            schema={"type": "string"},
            means="when we stop: its day is also the day by which we know",
        ),
        "control": Form(
            unfold=partial(_arm, "treatment"),
            example="930/3000",
            schema=_LEVEL,
            means="the arm without it: a test, and its evidence",
        ),
        "treatment": Form(
            unfold=partial(_arm, "control"),
            example="1068/3000",
            schema=_LEVEL,
            means="the arm with it",
        ),
        "design": Form(
            unfold=_design,
            example="ab",
            schema={"type": "string", "pattern": f"^({'|'.join(_DESIGNS)})( |$)"},
            means="how the arms came about",
        ),
    },
    finish=_finish,
)
