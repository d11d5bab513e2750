"""Whether answers obey the laws, for every kind of question there is."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows
from seachange.measure import ask as door
from tests.measure import laws, questions
from tests.measure.funnels import funnels
from tests.measure.laws import LAWS, Asking, Law
from tests.measure.logs import EPOCH, moments, worlds

# Each example asks two logs: all laws together have as many as one oracle's test, but at night
# each has a quarter of that, thousands between them, which takes twenty minutes.
ALL = settings.default.max_examples
SOME = settings(max_examples=max(1, ALL // 6) if ALL <= 100 else ALL // 4)

# A description is no count of people but of a whole log, repeated ids and all.
KINDS = {**questions.KINDS, "funnel": funnels}
askings = st.builds(Asking, worlds(), st.one_of(*(kind() for kind in KINDS.values())), moments())


def answered(asking: Asking) -> dict:
    log = from_rows(asking.rows)
    answer = door.ask(asking.document, log, as_of=asking.as_of)
    log.close()
    return json.loads(answer.to_json())


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name.replace(" ", "-"))
@SOME
@given(asking=askings, chance=st.randoms(use_true_random=False))
def test_answers_obey_the_law(law: Law, asking: Asking, chance: Random):
    prepared = law.prepare(asking)
    assume(prepared is not None)
    law.check(answered(prepared), answered(law.change(prepared, chance)))


@settings(max_examples=max(1, ALL // 10))
@given(
    rows=worlds(plain=True, least=1),
    document=st.one_of(*(kind() for kind in KINDS.values())),
    parts=st.integers(2, 4),
)
def test_one_import_in_several_files_is_one_import(tmp_path, rows, document, parts):
    lines = [json.dumps({**row, "time": _written(row["time"])}) for row in rows]
    whole, *split = (tmp_path / f"{name}.ndjson" for name in ("whole", *range(parts)))
    whole.write_text("\n".join(lines))
    size = -(-len(lines) // parts)
    for number, file in enumerate(split):
        file.write_text("\n".join(lines[number * size : (number + 1) * size]))
    used = [file for file in split if file.read_text()]
    one, several = (_answered_from(files, document) for files in (whole, used))
    laws.same(one, several)


def _written(t: int) -> str:
    return (EPOCH + timedelta(microseconds=t)).isoformat()


def _answered_from(files, document) -> dict:
    log = open_log(files, actor="actor", time="time", event="event", cache=False)
    answer = door.ask(document, log)
    log.close()
    return json.loads(answer.to_json())


def test_every_kind_of_question_is_held_to_the_laws():
    # A description counts days and values too, which do not double with the people. Drivers and
    # roll-outs, whose judgement hangs on chance made from names and on series of days, have laws
    # of their own beside their other tests.
    assert set(KINDS) == set(door.KINDS) - {"description", "drivers", "rollout"}
