"""Whether boosters and blockers are found as their page says, and nothing where nothing is."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from seachange.errors import BadQuestion
from seachange.events.log import EVENTS
from seachange.events.sources.rows import from_rows
from seachange.measure.answering.asked import Asked
from seachange.measure.answering.driver_parts import (
    BOOSTER,
    FINDING,
    LEFT_OUT,
    NO_COMPARISON,
    NOT_ENOUGH,
    PROXY,
)
from seachange.measure.answering.drivers import answer as answer_drivers
from seachange.measure.ask import ask, parse
from seachange.measure.engines.duckdb import DuckDB
from tests.measure.driver_worlds import DAY, HARMLESS, HOUR, LATE, QUESTION, parted, surveyed, world
from tests.story import moment, story

AS_OF = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=LATE)
JOURNEY = ["look", "choose", "pay", "done"]


@pytest.fixture(scope="module")
def rows():
    return world()


@pytest.fixture(scope="module")
def answer(rows):
    return asked(rows)


def asked(rows, **more):
    log = from_rows(rows)
    try:
        return ask({**QUESTION, **more}, log, as_of=AS_OF)
    finally:
        log.close()


def verdict(answer, name):
    (own,) = [t for t in answer.tested if t.behaviour.label == name]
    return own


def told(answer, *without):
    """Return an answer without what says where its events came from, or what was asked."""
    left_out = {"source", *without}
    return {key: value for key, value in answer.to_dict().items() if key not in left_out}


# -- What is found


def test_what_helps_is_a_booster_and_what_harms_a_blocker_and_nothing_else_is(answer):
    kinds = {f.behaviour.label: f.kind for f in answer.findings}
    assert kinds == {"helps": "booster", "harms": "blocker"}
    assert {t.behaviour.label for t in answer.tested if t.verdict == FINDING} == set(kinds)


def test_a_finding_holds_together(answer):
    for f in answer.findings:
        sign = 1 if f.kind == "booster" else -1
        assert sign * f.effect.value > 0
        assert (f.odds_ratio.value > 1) is (sign > 0)
        assert f.risk_with == pytest.approx(f.risk_without + f.effect.value)
        assert 0 < f.reach < 1
        nearer = f.effect.low if sign > 0 else -f.effect.high
        assert f.addressable_per_month <= answer.entries / answer.months * f.reach * nearer + 1e-9
        assert f.e_value >= f.e_value_limit >= 1
        assert f.grade == "D"
        assert f.behaviour.label in f.sentence
        assert "causes" not in f.sentence


def test_the_most_addressable_come_first(answer):
    gains = [f.addressable_per_month for f in answer.findings]
    assert gains == sorted(gains, reverse=True)


def test_every_name_of_the_log_is_told_of_once(answer):
    names = [t.behaviour.label for t in answer.tested]
    assert sorted(names) == sorted({*HARMLESS, "helps", "harms", "enter", "succeed"})


def test_steps_are_left_out_and_say_so(answer):
    assert verdict(answer, "enter").verdict == verdict(answer, "succeed").verdict == LEFT_OUT
    assert verdict(answer, "enter").why == "it is step 1 of the journey"


def test_people_of_whom_nothing_was_known_before_are_all_alike_in_that(answer):
    assert answer.design.before == (0,)
    assert answer.findings


def test_with_few_behaviours_nothing_is_learnt_of_what_is_left(answer):
    assert not answer.calibration.calibrated
    assert "uncalibrated" in {c.code for c in answer.caveats}


def test_a_value_that_says_no_more_than_its_event_is_its_proxy():
    answer = asked(world(seed=8, platforms=True), properties=["platform"])
    assert {f.behaviour.label for f in answer.findings} == {"helps", "harms"}
    values = [t for t in answer.tested if t.behaviour.property == "platform"]
    assert {t.behaviour.event for t in values} == {"helps", "harms"}
    assert {t.proxy_of for t in values if t.verdict == PROXY} <= {"helps", "harms"}
    assert asked(world(seed=8, platforms=True), properties=[]).findings == answer.findings


def test_a_value_that_matters_more_than_others_stands_on_its_own():
    rows = world(people=900, seed=9)
    succeeded = {row["actor"] for row in rows if row["event"] == "succeed"}
    marked = [
        {**row, "properties": {"kind": "good" if row["actor"] in succeeded else "bad"}}
        if row["event"] == "helps" and int(row["actor"][1:]) % 3
        else {**row, "properties": {"kind": "good" if row["time"] % 2 else "bad"}}
        for row in rows
    ]
    found = {f.behaviour.label: f.kind for f in asked(marked, properties=["kind"]).findings}
    assert found["helps (kind good)"] == BOOSTER


def test_effects_are_told_by_segment_where_they_differ_beyond_chance(answer):
    assert all(f.by_segment == () for f in answer.findings)
    found = {f.behaviour.label: f for f in asked(parted(), segments=["platform"]).findings}
    effects = {s.segment: s.effect for s in found["helps"].by_segment}
    assert set(effects) == {"platform desktop", "platform mobile"}
    assert effects["platform desktop"].low > 0
    assert effects["platform mobile"].low < 0 < effects["platform mobile"].high
    assert found["harms"].by_segment == ()


def test_an_explanation_shows_arms_that_add_up(rows, answer):
    own = asked(rows, explain="helps").explanation
    helps = verdict(answer, "helps")
    assert sum(arm.people_with for arm in own.arms) == helps.people
    assert sum(arm.successes_with for arm in own.arms) == helps.successes
    assert own.behaviour.label == "helps"
    found, compared, chance = own.sentences  # with too few behaviours nothing is taken off
    assert found == f"helps, found: {helps.why}."
    assert f"{helps.people} entries began it, of which {helps.successes} succeeded" in compared
    assert f"its log odds ratio is {helps.crude:+.3f}" in compared
    assert f"looked at together {helps.adjusted_p:.2g}" in chance
    with pytest.raises(BadQuestion, match="Near: helps"):
        asked(rows, explain="help_s")


def test_what_was_asked_about_beforehand_is_not_charged_for_the_others(rows, answer):
    alone = asked(rows, behaviours=["browse"])
    assert verdict(alone, "browse").adjusted_p == verdict(answer, "browse").p
    assert verdict(alone, "helps").verdict == LEFT_OUT
    assert alone.findings == ()


# -- Scores

SCORED = {
    "kind": "drivers",
    "step": "enter",
    "score": {"survey": "rated", "value": "stars", "sent": "asked"},
    "within": "4 days",
}


def scored(rows, **more):
    log = from_rows(rows)
    try:
        return ask({**SCORED, **more}, log, as_of=AS_OF)
    finally:
        log.close()


@pytest.fixture(scope="module")
def ratings():
    return surveyed(people=900)


def test_what_people_did_before_they_were_asked_goes_with_the_score_they_gave(ratings):
    answer = scored(ratings, explain="harms")
    given = [row["properties"]["stars"] for row in ratings if row["event"] == "rated"]
    assert (answer.entries, answer.successes) == (900, len(given))
    assert answer.base.value == pytest.approx(sum(given) / len(given))
    kinds = {f.behaviour.label: f.kind for f in answer.findings}
    assert kinds == {"helps": "booster", "harms": "blocker"}
    for f in answer.findings:
        # Some of those who had not done it yet will, so a little of the two points is lost.
        assert abs(f.effect.value) == pytest.approx(1.75, abs=0.5)
        assert (f.effect.low > 0) == (f.kind == "booster")
        assert f.risk_with == pytest.approx(f.risk_without + f.effect.value)
        assert "scores" in f.sentence
    told = " ".join(answer.explanation.sentences)
    assert "difference in standard deviations of the score is −" in told
    assert "answered" in told
    assert "log odds" not in told
    # An odds ratio of 1.1 is 0.053 standard deviations of a score (Hasselblad and Hedges 1995).
    assert f"no farther from 0 than {math.log(1.1) * math.sqrt(3) / math.pi:.3f}," in told
    assert {c.code: c.weight for c in answer.caveats}["response"] == "note"


def test_where_few_answer_findings_are_hypotheses(ratings):
    few = [
        row for n, row in enumerate(ratings) if row["event"] != "rated" or int(row["actor"][1:]) % 3
    ][: len(ratings)]
    few = [row for row in few if row["event"] != "rated" or int(row["actor"][1:]) % 2]
    answer = scored(few)
    assert answer.successes < 0.3 * answer.entries
    assert {c.code: c.weight for c in answer.caveats}["response"] == "loud"


def test_what_comes_after_being_asked_changes_no_score(ratings):
    after = [
        {**row, "time": row["time"] + lag, "event": event}
        for row in ratings
        if row["event"] == "asked"
        for lag, event in ((0, "helps"), (60_000_000, "harms"))
    ]
    assert told(scored([*ratings, *after])) == told(scored(ratings))


def test_every_engine_gives_the_same_account_of_scores(log_on):
    rows = surveyed(people=250, seed=3)
    wide = {**SCORED, "min_odds_ratio": 1.0, "q": 0.99}
    here = from_rows(rows)
    expected = told(ask(wide, here, as_of=AS_OF))
    here.close()
    assert expected["findings"]
    assert told(ask(wide, log_on(rows), as_of=AS_OF)) == expected


def test_without_scores_a_sentence_says_why():
    nobody = from_story("ada: enter@0\nben: enter@0", **UNTARGETED)
    assert nobody.unknown == (
        "nobody who came to the step was asked for a score, or it is too early to tell"
    )
    alone = from_story("ada: enter@0 asked@1d rated@2d{stars=5}\nben: enter@0", **UNTARGETED)
    assert alone.unknown == "nobody, or a single person, gave a score"


UNTARGETED = {"target": None, "score": SCORED["score"]}


# -- Laws


def test_names_of_actors_and_the_order_of_rows_change_nothing(rows, answer):
    chance = Random(3)
    new = [f"q{n}" for n in range(2000)]
    chance.shuffle(new)
    renamed = [{**row, "actor": new[int(row["actor"][1:])]} for row in rows]
    chance.shuffle(renamed)
    assert told(asked(renamed)) == told(answer)


def test_names_of_events_change_nothing_but_themselves(rows, answer):
    chance = Random(4)
    names = [*HARMLESS, "helps", "harms"]
    others = [f"n{n}" for n in range(len(names))]
    chance.shuffle(others)
    to = dict(zip(names, others, strict=True))
    back = {new: old for old, new in to.items()}
    found = asked([{**row, "event": to.get(row["event"], row["event"])} for row in rows])
    assert {back[f.behaviour.label]: f.effect for f in found.findings} == {
        f.behaviour.label: f.effect for f in answer.findings
    }
    for own in found.tested:
        was = verdict(answer, back.get(own.behaviour.label, own.behaviour.label))
        assert (own.verdict, own.log_odds_ratio, own.crude, own.p, own.people) == (
            was.verdict, was.log_odds_ratio, was.crude, was.p, was.people,
        )  # fmt: skip


def test_the_zone_changes_nothing(rows, answer):
    there = asked(rows, timezone="Pacific/Auckland")
    assert told(there, "question", "version") == told(answer, "question", "version")


def test_what_happens_after_success_changes_nothing_at_all(rows, answer):
    after = [
        {**row, "time": row["time"] + lag, "event": event}
        for row in rows
        if row["event"] == "succeed"
        for lag, event in ((0, "helps"), (1, "harms"), (HOUR, "browse"), (DAY, "succeed"))
    ]
    assert told(asked([*rows, *after])) == told(answer)


def test_every_engine_says_the_same(log_on):
    rows = world(people=150, seed=7, platforms=True)
    wide = {"min_odds_ratio": 1.0, "q": 0.99, "segments": ["platform", {"actor": "platform"}]}
    journey = {"journey": ["enter", "browse", "search", "succeed"], "step": 1, "target": 4}
    document = {"kind": "drivers", "within": "4 days", **journey, **wide}
    here = from_rows(rows)
    there = log_on(rows)
    try:
        for entry in ("first", "every"):
            question = {**document, "entry": entry}
            expected = told(ask(question, here, as_of=AS_OF))
            assert told(ask(question, there, as_of=AS_OF)) == expected
    finally:
        here.close()


# -- Edges


def from_story(text, as_of="30d", **more):
    return ask({**QUESTION, **more}, from_rows(story(text)), as_of=moment(as_of))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ada: other@0", "nobody came to the step"),
        ("ada: enter@29d\nben: enter@28d", "nobody who came to the step can be judged yet"),
        ("ada: enter@0 succeed@1d", "a single entry has nobody to be compared with"),
        ("ada: enter@0\nben: enter@1", "nobody succeeded: there is no success to compare"),
        (
            "ada: enter@0 succeed@1\nben: enter@1 succeed@3",
            "everybody succeeded: there is no failure to compare",
        ),
        (
            "ada: enter@0 succeed@1\nben: enter@1",
            "nobody was still on the way, and active, at any moment looked at",
        ),
    ],
)
def test_where_nothing_can_be_compared_a_sentence_says_why(text, why):
    answer = from_story(text)
    assert answer.unknown == why
    assert answer.findings == answer.tested == ()


def test_a_handful_of_people_is_not_enough_and_is_told_in_numbers():
    lines = [
        f"p{n}: enter@0 look@1d2m hint@1d3m look@2d1h {'succeed@3d' * (n % 2)}" for n in range(12)
    ]
    answer = from_story("\n".join(lines))
    assert answer.findings == ()
    own = verdict(answer, "hint")
    assert (own.verdict, own.people) == (NOT_ENOUGH, 12)
    assert own.why == "12 entries did it before success; 30 are needed"


def test_what_comes_at_the_instant_of_success_comes_after_it():
    lines = [f"p{n}: enter@0 look@1h look@5h {'hint@6h succeed@6h' * (n % 2)}" for n in range(80)]
    assert verdict(from_story("\n".join(lines)), "hint").why == (
        "nobody did it between the entry and success"
    )


def test_a_step_under_another_name_is_the_step_again():
    rows = world(people=300, seed=11)
    again = [
        {**row, "time": row["time"] + lag, "event": f"{row['event']} again"}
        for row in rows
        for lag in {"enter": (400_000,), "succeed": (-300_000,)}.get(row["event"], ())
    ]
    answer = asked([*rows, *again])
    for name in ("enter again", "succeed again"):
        own = verdict(answer, name)
        assert (own.verdict, own.why.split(":")[0]) == (
            LEFT_OUT,
            "100% of it lies within a second of a step",
        )


def test_what_nearly_everybody_does_has_nobody_to_be_compared_with():
    lines = [
        f"p{n}: enter@{n}m look@{n + 1}m hint@{n + 2}m look@{n + 120}m "
        f"{f'succeed@{n + 1500}m' * (n % 2)}"
        for n in range(100)
    ]
    assert verdict(from_story("\n".join(lines)), "hint").verdict == NO_COMPARISON


def test_young_entries_are_pending_and_judge_nothing():
    rows = world(people=120, seed=5)
    young = [{"actor": f"y{n}", "time": LATE - DAY, "event": "enter"} for n in range(7)]
    assert asked([*rows, *young]).pending == 7
    assert told(asked([*rows, *young]), "pending") == told(asked(rows), "pending")


def test_every_entry_counts_that_comes_more_than_a_window_after_the_one_before():
    text = "ada: enter@0 enter@1d enter@10d succeed@11d\nben: enter@0"
    first, every = (from_story(text, entry=entry) for entry in ("first", "every"))
    assert (first.entries, first.successes) == (2, 0)
    assert (every.entries, every.successes, every.people) == (3, 1, 2)


def test_robots_are_set_aside_and_counted():
    rows = world(people=1100, seed=6)
    entered = next(row["time"] for row in rows if row["event"] == "enter")
    busy = [
        {"actor": "p0", "time": entered + n * 1_000_000, "event": "browse"} for n in range(1, 3_000)
    ]
    answer = asked([*rows, *busy])
    assert answer.design.robots == 1
    assert "busiest" in {c.code for c in answer.caveats}


# -- Questions


def test_a_question_is_written_out_with_every_default_and_read_back():
    question = parse({"kind": "drivers", "journey": JOURNEY, "step": "choose"})
    assert question.targets == (3,)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    assert parse(written) == question
    assert question.to_dict().keys() - written.keys() == {
        "score", "exclude", "behaviours", "properties", "explain", "from", "to", "population"
    }  # fmt: skip
    assert parse({**QUESTION, "explain": "helps"}).explain == "helps"


@pytest.mark.parametrize(
    ("target", "targets"), [("next", (3,)), ("last", (4,)), ("any", (3, 4)), ([3, "done"], (3, 4))]
)
def test_a_target_is_a_step_or_a_word(target, targets):
    document = {"kind": "drivers", "journey": JOURNEY, "step": 2, "target": target}
    assert parse(document).targets == targets


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"step": "enter"}, "nothing to succeed at"),
        ({"target": "succeed"}, "asked of a `step`"),
        ({"journey": JOURNEY, "step": 3, "target": 2}, "must come after step 3"),
        ({"journey": JOURNEY, "step": 3, "target": 3}, "must come after step 3"),
        ({"journey": JOURNEY, "step": 4}, "no step follows it"),
        ({"journey": JOURNEY, "step": 9}, "there is no step 9 of 4"),
        ({"journey": JOURNEY, "step": 5, "target": 6}, "there is no step 5 of 4"),
        ({"journey": JOURNEY, "step": "chose"}, "names no single step"),
        ({**QUESTION, "min_odds_ratio": 0.5}, "odds ratio from 1 to 10"),
        ({**QUESTION, "q": 1.5}, "between 0 and 1"),
        ({**QUESTION, "behaviours": []}, "no behaviour is asked about"),
        ({**QUESTION, "segments": ["a", "b", "c", "d"]}, "at most 3 segments"),
        ({**QUESTION, "score": {"survey": "rated", "value": "stars"}, "journey": JOURNEY,
          "step": 2, "within": "0 days"}, "longer than zero"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_what_is_wrong(document, said):
    with pytest.raises(BadQuestion, match=said):
        parse({"kind": "drivers", **document})


# -- What it costs


class Watched(DuckDB):
    """DuckDB that remembers by which plan it answered each query."""

    def __init__(self, connection):
        super().__init__(connection)
        self.plans = []

    def explain(self, query):
        told = self.connection.execute(f"EXPLAIN {query.text}", dict(query.values) or None)
        self.plans.append(told.fetchall()[0][1])

    def keep(self, table, query):
        self.explain(query)
        super().keep(table, query)

    def run(self, query):
        self.explain(query)
        return super().run(query)

    def columns(self, query):
        self.explain(query)
        return super().columns(query)


@pytest.mark.parametrize(("properties", "passes"), [([], 1), (["platform"], 2)])
def test_after_the_entries_the_events_are_passed_over_once(properties, passes):
    log = from_rows(world(platforms=True))
    engine = Watched(log.connection)
    question = parse({**QUESTION, "properties": properties})
    assert answer_drivers(question, Asked(log, engine, LATE)).findings
    entries, *after = engine.plans
    assert EVENTS in entries
    assert sum(plan.count(EVENTS) for plan in after) == passes
    log.close()
