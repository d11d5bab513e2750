"""Whether a score is counted as its page says."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answering.change import change
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.statistics import means, proportions, scores
from tests.measure.logs import moments, worlds
from tests.measure.oracle.score import score as slow
from tests.measure.questions import score_questions
from tests.story import moment, story

FEW = settings(max_examples=max(2, settings.default.max_examples // 5))
ANSWERS = (0, 6, 7, 8, 9, 10, "9.0", "1e1", 5, 3, 1, 2, 4, 3.5, 11, -1, "ten", "", True)


@st.composite
def surveys(draw):
    """Return a world in which answers, some of them nonsense, are found among the events."""
    rows = draw(worlds())
    for row in rows:
        if draw(st.booleans()):
            row["properties"] = {
                **row.get("properties", {}),
                "score": draw(st.sampled_from(ANSWERS)),
            }
    return rows


def check(answer, expected, document):
    """Hold an answer to the oracle's numbers, each put through the published formula."""
    assert answer.people == expected["people"]
    assert_scored(answer, expected, document)
    off, survey = expected["left_out"]
    said = [c.text for c in answer.caveats if c.code == "off_the_scale"]
    nothing_has_it = any(c.text.startswith("value: no property") for c in answer.caveats)
    assert bool(said) is (off > 0 and not nothing_has_it)
    if said:
        assert said[0].startswith(f"{off:,} of {survey:,} answers are left out")
    assert [p.period for p in answer.series] == [p["period"] for p in expected["series"]]
    for period, wanted in zip(answer.series, expected["series"], strict=True):
        assert (period.people, period.partial) == (wanted["people"], wanted["partial"])
        assert_scored(period, wanted, document)
    assert [g.value for g in answer.breakdown if g.people] == [
        g["value"] for g in expected["breakdown"]
    ]
    shown = (g for g in answer.breakdown if g.people)
    for group, wanted in zip(shown, expected["breakdown"], strict=True):
        assert_scored(group, wanted, document)


def assert_scored(row, wanted, document):
    numbers = {Fraction(number): n for number, n in wanted["numbers"].items()}
    people = sum(numbers.values())
    assert row.people == people
    if document["scale"] == "nps":
        groups = [
            sum(n for x, n in numbers.items() if low <= x <= high)
            for low, high in ((9, 10), (7, 8), (0, 6))
        ]
        assert [row.promoters, row.passives, row.detractors] == groups
        wave = scores.Wave(promoters=groups[0], passives=groups[1], detractors=groups[2])
        assert row.estimate == scores.nps(wave)
    elif document["scale"] == "csat":
        satisfied = sum(n for x, n in numbers.items() if x >= 4)
        expected = proportions.share(satisfied, people=people) if people else scores.NO_ANSWERS
        assert row.estimate == expected
    elif people:
        sums = {
            "total": sum(x * n for x, n in numbers.items()),
            "total_squares": sum(x * x * n for x, n in numbers.items()),
        }
        assert row.estimate == means.mean(people, **sums)
    if "response" in wanted and wanted["response"] is not None:
        answered, asked = wanted["response"]
        assert row.response_rate == scores.response_rate(answered, asked=asked)


@given(surveys(), st.lists(score_questions(), min_size=1, max_size=2), moments())
def test_a_score_is_what_the_slow_count_says(rows, documents, as_of):
    log = from_rows(rows)
    for document in documents:
        check(ask(document, log, as_of=as_of), slow(document, rows, as_of), document)
    log.close()


@FEW
@given(rows=surveys(), document=score_questions(), as_of=moments())
def test_every_engine_counts_the_same_score(log_on, rows, document, as_of):
    check(ask(document, log_on(rows), as_of=as_of), slow(document, rows, as_of), document)


# -- Published figures


def wave(promoters, passives, detractors, *, month=1, prefix="p"):
    """Return so many people's answers in a month."""
    given_ = [9] * promoters + [8] * passives + [6] * detractors
    when = moment(f"2024-{month:02d}-10")
    return [
        {
            "actor": f"{prefix}{number}",
            "event": "nps_answered",
            "time": when,
            "properties": {"score": value},
        }
        for number, value in enumerate(given_)
    ]


NPS = {"kind": "score", "survey": "nps_answered", "value": "score", "scale": "nps"}


def test_the_published_wave_and_its_interval_come_out():
    """168, 155, 97 → 16.90 [9.48, 24.33]: Sauro & Lewis's standard error of a score."""
    answer = ask(NPS, from_rows(wave(168, 155, 97)))
    estimate = answer.estimate
    assert round(estimate.value, 2) == 16.90
    assert round(estimate.low, 2) == pytest.approx(9.48, abs=0.011)
    assert round(estimate.high, 2) == pytest.approx(24.33, abs=0.011)
    assert (answer.promoters, answer.passives, answer.detractors) == (168, 155, 97)


def test_two_waves_are_compared_by_their_difference_and_its_interval():
    """209, 160, 91 after 168, 155, 97: +8.75 [−1.45, +18.95], not yet shown to have moved."""
    rows = wave(168, 155, 97) + wave(209, 160, 91, month=2, prefix="q")
    log = from_rows(rows)
    first, second = (
        ask({**NPS, "from": f"2024-0{m}-01", "to": f"2024-0{m + 1}-01"}, log) for m in (1, 2)
    )
    moved = change(first, second).difference
    assert round(moved.value, 2) == 8.75
    assert moved.low == pytest.approx(-1.45, abs=0.01)
    assert moved.high == pytest.approx(18.95, abs=0.01)
    _, february = ask({**NPS, "trend": "month"}, log).series
    assert february.change == moved


# -- What its page says, in small worlds


def asked(text, as_of="60d", **more):
    return ask({**NPS, **more}, from_rows(story(text)), as_of=moment(as_of))


def test_the_last_answer_on_the_scale_is_the_one_that_counts():
    answer = asked("""
        ada: nps_answered@0{score=2} nps_answered@1{score=10} nps_answered@2{score=11}
        ben: nps_answered@0{score=9} nps_answered@0{score=3}
    """)
    assert (answer.people, answer.promoters, answer.detractors) == (2, 1, 1)
    (caveat,) = [c for c in answer.caveats if c.code == "off_the_scale"]
    assert "1 of 5 answers are left out" in caveat.text
    assert "1 hold no whole number from 0 to 10: '11' (1)" in caveat.text
    assert caveat.weight == "loud"


def test_in_a_trend_each_period_has_its_own_last_answer():
    answer = asked(
        """
        ada: nps_answered@2024-01-05{score=2} nps_answered@2024-02-05{score=10}
        ben: nps_answered@2024-01-06{score=9}
        """,
        trend="month",
    )
    assert (answer.people, answer.promoters, answer.detractors) == (2, 2, 0)
    january, february, _ = answer.series
    assert (january.people, january.detractors, february.promoters) == (2, 1, 1)
    assert isinstance(january.change, Unknown)


def test_an_answer_given_before_one_was_asked_is_no_response():
    answer = asked(
        """
        ada:  nps_answered@0{score=9} nps_sent@5
        ben:  nps_sent@0 nps_answered@0{score=9}
        cleo: nps_sent@0 nps_answered@1{score=never}
        dora: nps_answered@3{score=9}
        """,
        sent="nps_sent",
    )
    assert answer.response_rate == scores.response_rate(1, asked=3)


def test_the_response_rate_is_unknown_where_nobody_says_who_was_asked():
    assert re.search("sent", asked("ada: nps_answered@0{score=9}").response_rate.why)
    nobody = asked("ada: nps_answered@0{score=9} nps_sent@2024-06-01", sent="nps_sent")
    assert nobody.response_rate == Unknown("nobody was asked")


def test_few_responses_are_said():
    told = "\n".join(f"p{n}: nps_sent@0" for n in range(9))
    answer = asked(told + "\nada: nps_sent@0 nps_answered@1{score=9}", sent="nps_sent")
    assert [c.code for c in answer.caveats if "10% of those asked" in c.text] == ["low_response"]


def test_satisfied_are_the_two_highest_of_any_range():
    told = """
        ada:  answered@0{stars=7}
        ben:  answered@0{stars=6}
        cleo: answered@0{stars=5}
    """
    answer = asked(told, survey="answered", value="stars", scale="csat", range=[1, 7])
    assert answer.estimate == proportions.share(2, people=3)
    assert answer.mean == means.mean(3, total=18, total_squares=110, least=1, most=7)
    assert [(a.score, a.people) for a in answer.answers if a.people] == [(5, 1), (6, 1), (7, 1)]


def test_a_mean_adds_up_what_was_written_and_not_what_a_float_makes_of_it():
    told = "\n".join(f"p{n}: paid@0{{amount={0.1 * (n % 3 + 1):.1f}}}" for n in range(30))
    answer = asked(told, survey="paid", value="amount", scale="mean")
    tenths = [Fraction(n % 3 + 1, 10) for n in range(30)]
    expected = means.mean(30, total=sum(tenths), total_squares=sum(x * x for x in tenths))
    assert answer.estimate == expected
    assert answer.estimate.value == 0.2


def test_those_who_did_not_answer_have_no_property_of_an_answer():
    told = "ada: nps_sent@0 nps_answered@1{score=9, app=web}\nben: nps_sent@0"
    (group,) = asked(told, sent="nps_sent", by="app").breakdown
    assert isinstance(group.response_rate, Unknown)
    told = "ada: nps_sent@0{plan=pro} nps_answered@1{score=9}\nben: nps_sent@0{plan=pro}"
    (group,) = asked(told, sent="nps_sent", by={"actor": "plan"}).breakdown
    assert (group.value, group.response_rate) == ("pro", scores.response_rate(1, asked=2))


def test_a_property_that_nothing_has_is_a_mistake_to_mend():
    answer = asked("ada: nps_answered@0{score=9}", value="scores")
    wrong = [c for c in answer.caveats if c.weight == "wrong"]
    assert [c.code for c in wrong] == ["unseen_property"]
    assert "score" in wrong[0].text


def test_no_answers_are_unknown_and_not_zero():
    answer = asked("ada: visit@0{score=9}\nben: nps_answered@0{score=x}")
    assert answer.estimate == scores.NO_ANSWERS
    assert answer.mean == scores.NO_ANSWERS


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"value": ""}, "value: expected a text"),
        ({"scale": "stars"}, "scale: 'stars' is not one of: nps, csat, mean"),
        ({"range": [0, 5]}, "range: the scale of nps is 0 to 10"),
        ({"scale": "csat", "range": [1, 2]}, "range: csat needs three answers"),
        ({"scale": "csat", "range": [5, 1]}, "range: a range goes from the lowest"),
        ({"scale": "csat", "range": [1, 4.5]}, "range: the range of csat is in whole"),
        ({"scale": "mean", "range": [1]}, "range: a range has two ends"),
    ],
)
def test_what_is_not_a_score_is_refused_by_its_key(document, words):
    with pytest.raises(BadQuestion) as caught:
        parse({**NPS, **document})
    assert words in str(caught.value)


@given(score_questions())
def test_a_score_written_out_reads_back_the_same(document):
    question = parse(document)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    assert parse(written) == question
