"""Whether a funnel says what its page says: attempts, instants, exclusions, words, refusals."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.events.rules import event
from seachange.events.sources.rows import from_rows
from seachange.measure.answers import Times, Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.questions.funnel import Exclusion, Funnel, Step
from tests.measure.funnels import funnels, towns
from tests.story import moment, story

FEW = settings(max_examples=max(2, settings.default.max_examples // 5))
QUESTION = {"kind": "funnel", "steps": ["visit", "sign_up", "buy"], "window": "2 days"}


def asked(text, as_of="90d", **more):
    return ask({**QUESTION, **more}, from_rows(story(text)), as_of=moment(as_of))


def reached(answer):
    return [step.reached for step in answer.steps]


# -- laws


@FEW
@given(towns(homes=10, funnels=2), st.randoms(use_true_random=False))
def test_nothing_but_the_next_event_hangs_on_the_order_of_arrival(town, chance):
    shuffled = list(town.rows)
    chance.shuffle(shuffled)
    log, other = from_rows(town.rows), from_rows(shuffled)
    for document in town.funnels:
        document.pop("survey", None), document.pop("value", None)
        document.pop("by", None)
        document.pop("population", None)
        assert numbers(ask(document, log)) == numbers(ask(document, other))


def numbers(answer):
    """Return all counts and times, next events aside."""
    return [
        (s.reached, s.mature, s.pending, s.seconds_from_previous)
        for steps in (answer.steps, *(period.steps for period in answer.series))
        for s in steps
    ]


@FEW
@given(towns(homes=10, funnels=2))
def test_a_funnel_never_grows_from_step_to_step(town):
    log = from_rows(town.rows)
    for document in town.funnels:
        answer = ask(document, log)
        for steps in (answer.steps, *(part.steps for part in (*answer.series, *answer.breakdown))):
            for counts in ([s.reached for s in steps], [s.mature for s in steps]):
                assert counts == sorted(counts, reverse=True)
            # Whoever left did something next, or nothing.
            gone = [a.reached - b.reached for a, b in pairwise(steps)]
            assert [sum(n.people for n in s.next_events) for s in steps] == [*gone, 0]


@FEW
@given(towns(homes=10, funnels=2))
def test_a_longer_window_never_reaches_fewer(town):
    log = from_rows(town.rows)
    for document in town.funnels:
        document.pop("exclusions", None)
        counts = [
            reached(ask({**document, "window": window}, log))
            for window in ("12 hours", "1 day", "40 hours", "3 days")
        ]
        for shorter, longer in pairwise(counts):
            assert all(a <= b for a, b in zip(shorter, longer, strict=True))


@FEW
@given(towns(homes=10, funnels=2))
def test_strict_reaches_no_more_than_ordered_and_ordered_no_more_than_unordered(town):
    log = from_rows(town.rows)
    for document in town.funnels:
        document.pop("exclusions", None)
        document.pop("population", None)
        strict, ordered, unordered = (
            reached(ask({**document, "order": order}, log))
            for order in ("strict", "ordered", "unordered")
        )
        assert all(a <= b <= c for a, b, c in zip(strict, ordered, unordered, strict=True))


# -- attempts


def test_the_window_begins_at_any_first_step_and_its_edge_is_inside():
    assert reached(asked("ada: visit@0 visit@9d sign_up@10d buy@11d")) == [1, 1, 1]
    assert reached(asked("ada: visit@0 visit@9d sign_up@10d buy@11d1us")) == [1, 1, 0]


def test_only_first_steps_have_to_be_in_the_period():
    told = "ada: visit@2024-01-31T23:00Z sign_up@2024-02-01 buy@2024-02-01T01:00Z"
    assert reached(asked(told, to="2024-02-01")) == [1, 1, 1]
    assert reached(asked(told, **{"from": "2024-02-01"})) == [0, 0, 0]


def test_times_are_those_of_the_first_attempt_that_gets_furthest():
    answer = asked("ada: visit@0 sign_up@5 visit@10d sign_up@10d7 buy@10d9 visit@20d sign_up@20d1")
    assert answer.steps[1].seconds_from_previous == Times(1, 420, 420, 420, 420)
    # Of the first steps of that attempt's run the earliest from which it is in time counts.
    answer = asked("ada: visit@0 visit@1d visit@2d sign_up@3d buy@3d")
    assert answer.steps[1].seconds_from_previous.median == 2 * 86400


def test_quartiles_lie_between_ranks_in_proportion():
    told = "\n".join(f"a{n}: visit@0 sign_up@{n}" for n in (1, 2, 3, 10))
    times = asked(told).steps[1].seconds_from_previous
    assert times == Times(4, median=150, mean=240, q25=105, q75=285)


def test_who_is_pending_at_one_step_need_not_be_at_another():
    answer = asked("ada: visit@0\nben: visit@80d sign_up@80d", as_of="81d")
    assert [s.pending for s in answer.steps] == [0, 0, 1]
    assert (answer.people, answer.pending) == (1, 1)
    assert answer.steps[1].from_first.value == 0


def test_what_cannot_be_known_is_unknown():
    young = asked("ada: visit@0 sign_up@1", as_of="1d")
    assert young.steps[1].from_previous == Unknown("all of them are too new to judge")
    assert {c.code: c.weight for c in young.caveats}["no_mature_entries"] == "wrong"
    nobody = asked("ada: help@0")
    assert nobody.steps[2].from_first == Unknown("nobody was there to do it")
    assert nobody.steps[1].seconds_from_previous == Times(0)
    assert "no_entries" in [c.code for c in nobody.caveats]


# -- events that can be more than one step


MOBILE = {"event": "page", "where": {"platform": "mobile"}}


def test_an_event_serves_the_step_that_needs_it():
    told = "ada: page@0{platform=mobile} page@0"
    assert reached(asked(told, steps=["page", MOBILE])) == [1, 1]
    assert reached(asked(told, steps=[MOBILE, "page"])) == [1, 1]
    assert reached(asked(told, steps=[MOBILE, MOBILE])) == [1, 0]
    assert reached(asked(told, steps=["page", "page", "page"])) == [1, 1, 0]
    assert reached(asked(told, steps=[MOBILE, "page", "page"], order="unordered")) == [1, 1, 0]


def test_six_rules_may_hang_together_and_seven_are_refused():
    pages = [{"event": "page", "where": {"url": {"contains": letter}}} for letter in "abcdefg"]
    told = "ada: page@0{url=abcdefg}"
    assert reached(asked(told, steps=pages[:6])) == [1, 0, 0, 0, 0, 0]
    with pytest.raises(BadQuestion, match="7 different steps can be met by the same events"):
        asked(told, steps=pages)
    # Not by how they are written, but by what there is: here no event is two of them.
    apart = "\n".join(f"{who}: page@0{{url={who}}}" for who in "abcdefg")
    assert reached(asked(apart, steps=pages))[0] == 1


@pytest.mark.broad
def test_a_funnel_may_have_twenty_steps():
    steps = [f"s{n}" for n in range(20)]
    told = "ada: " + " ".join(f"s{n}@{n}" for n in range(20))
    spoilt = told.replace("s9@9", "s9@9 oops@9")
    for order in ("ordered", "strict", "unordered"):
        assert reached(asked(told, steps=steps, order=order)) == [1] * 20
        # What happens at the instant of a step is not between it and the next.
        kept = asked(
            spoilt, steps=steps, order=order, exclusions=[{"event": "oops", "between": [10, 20]}]
        )
        assert reached(kept)[19] == (order != "strict")
    assert reached(asked("ada: " + "visit@0 " * 19, steps=["visit"] * 20)) == [1] * 19 + [0]
    with pytest.raises(BadQuestion, match="1 to 20 steps"):
        asked(told, steps=[*steps, "one more"])


# -- exclusions


def test_an_event_that_the_attempt_takes_as_a_step_excludes_nothing():
    between = [{"event": "sign_up"}]
    assert reached(asked("ada: visit@0 sign_up@1 buy@2", exclusions=between)) == [1, 1, 1]
    assert asked("ada: visit@0 sign_up@1 sign_up@1 buy@2", exclusions=between).excluded == 1


def test_two_events_of_one_instant_may_both_be_taken():
    steps = ["sign_up", MOBILE, "page", "buy"]
    told = "ada: sign_up@0 page@1d{platform=mobile} page@1d{platform=mobile} buy@2d"
    assert reached(asked(told, steps=steps, exclusions=["page"])) == [1, 1, 1, 1]
    third = told.replace("buy", "page@1d{platform=mobile} buy")
    assert asked(third, steps=steps, exclusions=["page"]).excluded == 1


def test_without_the_later_step_an_exclusion_holds_until_the_window_ends():
    assert asked("ada: visit@0 refund@2d", exclusions=["refund"]).excluded == 1
    assert asked("ada: visit@0 refund@2d1us", exclusions=["refund"]).excluded == 0
    # Not yet at the step from which it holds.
    later = [{"event": "refund", "between": [2, 3]}]
    assert reached(asked("ada: visit@0 refund@1", exclusions=later)) == [1, 0, 0]


def test_a_clean_attempt_saves_an_actor_whose_others_are_void():
    answer = asked("ada: visit@0 refund@1 sign_up@2 visit@9d", exclusions=["refund"])
    assert (reached(answer), answer.excluded) == ([1, 0, 0], 0)
    assert "excluded" in [
        c.code for c in asked("ada: visit@0 refund@1", exclusions=["refund"]).caveats
    ]


# -- words


def test_next_events_are_the_ten_commonest_nothing_and_the_rest():
    dice = random.Random(5)
    names = [f"e{n:02}" for n in range(13)]
    told = [f"a{n}-{k}: visit@0 {name}@1" for n, name in enumerate(names) for k in range(n + 1)]
    told += [f"b{n}: visit@0" for n in range(5)]
    dice.shuffle(told)
    nexts = asked("\n".join(told)).steps[0].next_events
    assert [(n.name, n.people) for n in nexts] == [
        *((f"e{n:02}", n + 1) for n in range(12, 4, -1)),
        ("(nothing since)", 5),
        ("e04", 5),
        ("e03", 4),
        ("(other)", 6),
    ]


def test_steps_are_called_as_they_were_named():
    steps = [{"event": "visit", "name": "Looks around"}, {"any": ["sign_up", "register"]}, "buy"]
    assert [s.name for s in asked("ada: visit@0", steps=steps).steps] == [
        "Looks around",
        "sign_up or register",
        "buy",
    ]


def test_what_was_never_seen_is_named_but_no_refund_is_no_mistake():
    answer = asked("ada: visit@0 sign_up@1", steps=["visit", "singup"], exclusions=["refund"])
    found = {c.text.split(":")[0]: c for c in answer.caveats}
    assert found["steps[2]"].weight == "wrong"
    assert "Near: sign_up" in found["steps[2]"].text
    assert found["exclusions[1]"].weight == "note"
    rated = asked("ada: visit@0 rated@1{stars=5}", survey="rated", value="starz")
    assert "value: no property of the log is called 'starz'" in " ".join(
        c.text for c in rated.caveats
    )


def test_satisfaction_of_too_few_is_unknown():
    answer = asked("ada: visit@0 rated@1{stars=5}", survey="rated", value="stars")
    assert answer.steps[0].satisfaction == Unknown("one observation has no spread")
    assert answer.steps[1].satisfaction == Unknown("there is nothing to average")
    assert asked("ada: visit@0").steps[0].satisfaction is None


# -- refusals


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"steps": []}, "steps"),
        ({"steps": "visit"}, "steps"),
        ({"steps": ["visit", {"evnt": "buy"}]}, "steps[2].evnt"),
        ({"steps": [{"event": "visit", "name": ""}]}, "steps[1].name"),
        ({"window": "0 days"}, "window"),
        ({"order": "random"}, "order"),
        ({"exclusions": [{"event": "refund", "between": [1]}]}, "exclusions[1].between"),
        ({"exclusions": [{"event": "refund", "between": [2, 2]}]}, "exclusions[1].between"),
        ({"exclusions": [{"event": "refund", "between": [0, 2]}]}, "exclusions[1].between[1]"),
        ({"exclusions": [{"event": "refund", "between": [2, 4]}]}, "exclusions[1].between"),
        ({"exclusions": ["refund"] * 11}, "exclusions"),
        ({"steps": ["visit"], "exclusions": ["refund"]}, "exclusions[1].between"),
        ({"survey": "rated"}, "survey"),
        ({"value": "stars"}, "value"),
        ({"trend": "year"}, "trend"),
        ({"within": "7 days"}, "within"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(wrong, place):
    with pytest.raises(BadQuestion) as caught:
        parse({**QUESTION, **wrong})
    assert caught.value.place == place


def test_a_funnel_needs_steps():
    with pytest.raises(BadQuestion, match="a funnel needs `steps`"):
        parse({"kind": "funnel"})


def test_a_funnel_can_be_written_in_python():
    written = Funnel(
        steps=(Step(event("visit")), Step(event("buy"), "Bought")),
        exclusions=(Exclusion(event("refund"), 1, 2),),
    )
    exclusion = {"event": "refund", "between": [1, 2]}
    steps = ["visit", {"event": "buy", "name": "Bought"}]
    assert parse({"kind": "funnel", "steps": steps, "exclusions": [exclusion]}) == written
    assert parse({"kind": "funnel", "steps": list(written.steps)}).steps == written.steps


@given(funnels())
def test_a_funnel_reads_back_as_it_is_written(document):
    question = parse(document)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    assert parse(written) == question
