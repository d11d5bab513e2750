"""Whether a question of drivers tells what the log never saw, and what it did not look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from tests.measure.driver_worlds import LATE, QUESTION, surveyed, world

AS_OF = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=LATE)


def unseen(rows, **question):
    """Return the one caveat about what was never seen, and the answer it stands in."""
    log = from_rows(rows)
    answer = ask(question, log, as_of=AS_OF)
    log.close()
    (caveat,) = [c for c in answer.caveats if c.code.startswith("unseen")]
    return caveat, answer


@pytest.mark.parametrize(
    ("more", "weight", "said"),
    [
        ({"step": "entr"}, "wrong", "step: no event of the log is called 'entr'. Near: enter"),
        ({"target": "suceed"}, "wrong", "target: no event of the log is called 'suceed'."),
        ({"behaviours": ["helps", "harmz"]}, "wrong", "behaviours[2]: no event of the log is"),
        ({"properties": ["platfrom"]}, "wrong", "properties: no property of the log is called"),
        ({"segments": ["platfrom"]}, "wrong", "segments: no property of the log is called"),
        # Nothing of what is left out may well be there.
        ({"exclude": "brows"}, "note", "exclude: no event of the log is called 'brows'."),
    ],
)
def test_whatever_is_named_and_was_never_seen_is_told(more, weight, said):
    caveat, _ = unseen(world(people=60), **{**QUESTION, **more})
    assert caveat.weight == weight
    assert caveat.text.startswith(said)


@pytest.mark.parametrize("target", [3, "any"])
def test_a_step_of_a_longer_journey_is_told_by_its_place(target):
    way = {"journey": ["enter", "brows", "succeed"], "step": 1, "target": target}
    caveat, _ = unseen(world(people=60), kind="drivers", within="4 days", **way)
    assert caveat.text == "journey[2]: no event of the log is called 'brows'. Near: browse."


def test_which_properties_were_looked_at_is_told_where_there_are_too_many():
    rows = [
        {**row, "properties": {f"p{k:02d}": "a" for k in range(15)}} for row in world(people=300)
    ]
    log = from_rows(rows)
    answer = ask(QUESTION, log, as_of=AS_OF)
    log.close()
    assert answer.findings
    (caveat,) = [c for c in answer.caveats if c.code == "properties"]
    assert "values of 12 of 15 properties were looked at: p00, p01" in caveat.text


def test_a_property_without_a_number_in_the_log_is_told_of_a_score():
    score = {"survey": "rated", "value": "starz", "sent": "asked"}
    caveat, answer = unseen(
        surveyed(people=60), kind="drivers", step="enter", score=score, within="4 days"
    )
    assert answer.unknown == "nobody, or a single person, gave a score"
    assert caveat.weight == "wrong"
    assert caveat.text == "score.value: no property of the log is called 'starz'. Near: stars."
