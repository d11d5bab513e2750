"""Nonsense under any short key is refused in words, or read; it never breaks the reader."""

from datetime import date

import pytest

from seachange.errors import BadPlan
from seachange.planning.files.reading import parse_plan
from seachange.planning.files.short.ahead import OBJECTIVE_RECORD, VISION_RECORD
from seachange.planning.files.short.sections import SECTIONS, TOPS

NONSENSE = [
    "x",
    "{a: b}",
    "{a: [b]}",
    "[a, [b]]",
    "[]",
    "{}",
    "''",
    "'  '",
    "-1",
    "9.9",
    "~",
    "1/0",
]
NONSENSE += ["2026-99-99", "99999999999999999999", "[~]", "{P: }", "'a; b'", "won", "nan"]
RECORDS = {**SECTIONS, "vision": VISION_RECORD, "objective": OBJECTIVE_RECORD}
WITH_ARMS = "control: 1/2, treatment: 1/2, "
PLANS = {
    **{(name, key): f"{name}: {{X: {{{WITH_ARMS if name == 'hypotheses' else ''}{key}: %s}}}}"
       for name, section in SECTIONS.items() for key in section.forms
       if key not in {"control", "treatment"}},
    **{("hypotheses", arm): f"hypotheses: {{X: {{min_pp: 1, {arm}: %s, {other}: 1/2}}}}"
       for arm, other in (("control", "treatment"), ("treatment", "control"))},
    **{(name, key): f"{name}: {{{key}: %s}}"
       for name in ("vision", "objective") for key in RECORDS[name].forms},
    **{("top", name): f"{name}: %s" for name in TOPS},
    **{("roadmap", key): f"roadmap: {{{key}: %s}}" for key in ("3m", "audience")},
    **{("ideas", key): f"ideas_closed: {{{key}: %s}}"
       for key in ("released", "killed_by_evidence", "killed_otherwise")},
}  # fmt: skip


@pytest.mark.parametrize("place", PLANS, ids=" ".join)
def test_nonsense_is_refused_with_its_line_or_read(place):
    told = [refusal(PLANS[place] % nonsense) for nonsense in NONSENSE]
    assert all("plan.yml, line 1, column" in each for each in told if each)
    assert any(told)


def refusal(text):
    """What a plan is refused with, nothing where it is read."""
    try:
        parse_plan(text, date(2026, 6, 30))
    except BadPlan as refused:
        return str(refused)
    return ""
