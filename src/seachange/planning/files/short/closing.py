"""What was closed and what was tested, as lists: `ideas_closed:` and `tests_analysed:`."""

from __future__ import annotations

import re
from string import digits

from seachange.planning.files.nodes import Items, Keys, Node, Scalar, wrong
from seachange.planning.files.short.forms import (
    Fields,
    Top,
    Whole,
    expected,
    figure,
    is_id,
    is_silent,
    number_of,
    slug,
    word,
    words_in,
)
from seachange.planning.files.short.learning import imply_verdict, shown_by
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.vocabulary import Kind

_FOR = re.compile(r"(.*\S) for (\S+)\Z")
_IDEAS = "ideas_closed"
_TESTS = "tests_analysed"
_KEYS = ("released", "killed_by_evidence", "killed_otherwise")
_CLOSED = "{released: 6, killed_by_evidence: [OU6, ID9], killed_otherwise: [ID11]}"
_ANALYSED = '["fake door for H1", H1, H2]'


def _ideas_closed(whole: Whole, node: Keys | Items, _at: Place) -> None:
    if not isinstance(node, Keys):
        raise expected(node, key=_IDEAS, example=_CLOSED)
    for key, held in node.held.items():
        if key not in _KEYS:
            remedy = f"Write `{_IDEAS}: {_CLOSED}`."
            raise wrong(node.keys[key], f"{_IDEAS} has no key {key!r}", remedy=remedy)
        with whole.mistakes.caught():
            if key == "released":
                _check_released(whole, held)
            elif not is_silent(held):
                for each in words_in(held, key=key, example="[OU6, ID9]"):
                    _killed(whole, each, is_by_evidence=key == "killed_by_evidence")


def _check_released(whole: Whole, node: Node) -> None:
    """Refuse a count that is not that of the outputs with a day of release."""
    told = number_of(node, key="released", example="6")
    outputs = (each for each, (kind, _) in whole.written.items() if kind is Kind.OUTPUT)
    found = sum(1 for each in outputs if _is_out(whole, each))
    if told != found:
        what = f"released: {told} are said, and {found} outputs have a day of release"
        raise wrong(node.at, what, remedy=f"Write {found}, or give each its `released:`.")


def _is_out(whole: Whole, output: str) -> bool:
    return bool(whole.field_of(output, "released") or whole.field_of(output, "released_on"))


def _killed(whole: Whole, told: Scalar, *, is_by_evidence: bool) -> None:
    """Add the decision to kill an idea or an output, and what spoke against it where that did."""
    at, of = told.at, told.text
    kind = whole.kind_of(of) or _meant(whole, of)
    if kind not in {None, Kind.OUTPUT, Kind.IDEA}:
        raise expected(told, key=_IDEAS, example=_CLOSED)
    field = "output" if kind is Kind.OUTPUT else "idea"
    if kind is None:
        _imply(whole, Kind.IDEA, of, {"state": word("killed", at)}, at=at)
    fields: dict[str, Node] = {"choice": word("kill", at), field: told}
    hypothesis = whole.field_of(of, "hyp")
    if is_by_evidence and hypothesis and shown_by(whole, hypothesis):
        fields |= {"hypothesis": word(hypothesis, at), "evidence": word(f"E-{hypothesis}", at)}
        if not whole.field_of(of, "verdict"):
            imply_verdict(whole, hypothesis, at=at, owner=_IDEAS)
    elif is_by_evidence:
        against = {field: told, "bearing": figure("-1", at)}
        _imply(whole, Kind.EVIDENCE, f"E-{of}-against", against, at=at)
        fields["evidence"] = word(f"E-{of}-against", at)
    _imply(whole, Kind.DECISION, f"DE-{of}", fields, at=at)


def _meant(whole: Whole, text: str) -> Kind | None:
    """Return output for what is written as ids of outputs alone are, and is none: OU66."""
    letters = text.rstrip(digits)
    alike = {kind for each, (kind, _) in whole.written.items() if each.rstrip(digits) == letters}
    return (
        Kind.OUTPUT if is_id(text) and alike & {Kind.OUTPUT, Kind.IDEA} == {Kind.OUTPUT} else None
    )


def _tests_analysed(whole: Whole, node: Keys | Items, _at: Place) -> None:
    for each in words_in(node, key=_TESTS, example=_ANALYSED):
        with whole.mistakes.caught():
            _analysed(whole, each)


def _analysed(whole: Whole, told: Scalar) -> None:
    """Add a test that is told by its hypothesis, or in words; one with arms is told by these."""
    at, found = told.at, _FOR.match(told.text)
    of, method = (found[2], found[1]) if found else ("", told.text)
    if _is_hypothesis(whole, told.text):
        of, method = told.text, ""
    if of and not _is_hypothesis(whole, of):
        of, method = "", told.text
    node = whole.written[of][1] if of in whole.written else None
    if of and not method and node is not None and "control" in node.held:
        return
    fields = {"state": word("analysed", at)}
    if method:
        fields["method"] = word(method, at)
    if of:
        fields["hypothesis"] = word(of, at)
    parts = [part for part in ("T", of, slug(method)) if part]
    _imply(whole, Kind.ASSUMPTION_TEST, "-".join(parts), fields, at=at, owner=_TESTS)


def _is_hypothesis(whole: Whole, text: str) -> bool:
    """Tell whether a word is that of a hypothesis, or can only be meant as one."""
    return whole.kind_of(text) is Kind.HYPOTHESIS or is_id(text)


def _imply(
    whole: Whole, kind: Kind, record_id: str, fields: Fields, *, at: Place, owner: str = _IDEAS
) -> None:
    whole.imply(kind, record_id, fields, at=at, owner=owner)


IDEAS_CLOSED = Top(
    unfold=_ideas_closed,
    example=_CLOSED,
    schema={
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "released": {"type": "integer"},
            "killed_by_evidence": {"type": ["array", "string"]},
            "killed_otherwise": {"type": ["array", "string"]},
        },
    },
    means="what became of ideas: a decision to kill each, and what spoke against it",
)
TESTS_ANALYSED = Top(
    unfold=_tests_analysed,
    example=_ANALYSED,
    schema={"type": "array", "items": {"type": "string"}},
    means="tests that were read to the end, by their hypothesis or in words",
)
