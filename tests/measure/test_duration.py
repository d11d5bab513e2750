"""Whether a duration is counted as its page says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.statistics.durations import curve, quartiles, share_within
from tests.measure.logs import moments, worlds
from tests.measure.oracle.duration import SECOND
from tests.measure.oracle.duration import duration as slow
from tests.measure.oracle.reading import micros
from tests.measure.questions import durations
from tests.story import moment, story

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))
TALLY = ("people", "did", "pending")
DAY = 86_400


def counts(answer):
    """Return what the oracle counts, too."""
    return {
        **{key: getattr(answer, key) for key in TALLY},
        "series": [
            {key: getattr(p, key) for key in ("period", *TALLY, "partial")} for p in answer.series
        ],
        "breakdown": [
            {key: getattr(g, key) for key in ("value", *TALLY)} for g in answer.breakdown
        ],
    }


def curve_of(waits):
    """Return the curve of people who waited so many seconds and did it, or not."""
    return curve(
        [seconds * SECOND for seconds, _ in waits],
        did=[int(done) for _, done in waits],
        waiting=[int(not done) for _, done in waits],
    )


@given(worlds(), durations(), moments())
def test_a_duration_is_what_the_slow_count_says(rows, document, as_of):
    log = from_rows(rows)
    answer, expected = ask(document, log, as_of=as_of), slow(document, rows, as_of)
    assert answer.quartiles == quartiles(curve_of(expected.pop("waits")))
    assert counts(answer) == expected
    log.close()


@FEW
@given(rows=worlds(), document=durations(), as_of=moments())
def test_every_engine_counts_the_same_duration(log_on, rows, document, as_of):
    answer, expected = ask(document, log_on(rows), as_of=as_of), slow(document, rows, as_of)
    assert answer.quartiles == quartiles(curve_of(expected.pop("waits")))
    assert counts(answer) == expected


QUESTION = {"kind": "duration", "of": "sign_up", "did": "meet"}


def asked(text, as_of="30d", **more):
    return ask({**QUESTION, **more}, from_rows(story(text)), as_of=moment(as_of))


def signing_up(*days_until_meeting):
    """Tell of people who met so many days after signing up; None: never."""
    return "\n".join(
        f"a{n}: sign_up@0" + ("" if days is None else f" meet@{days}d")
        for n, days in enumerate(days_until_meeting)
    )


def test_with_nobody_waiting_the_median_is_the_ordinary_one():
    answer = asked(signing_up(*range(1, 12)))
    assert answer.estimate.value == 6 * DAY
    assert (answer.people, answer.did, answer.pending) == (11, 11, 0)


def test_who_has_not_done_it_counts_for_as_long_as_they_were_watched():
    # Two of three did it by day 2; the third, watched for five days, had not.
    answer = asked(signing_up(1, 2, None), as_of="5d", cutoffs=["1 day", "3 days", "10 days"])
    assert [c.estimate.value for c in answer.within[:2]] == pytest.approx([1 / 3, 2 / 3])
    assert answer.within[2].estimate == Unknown("nobody has been watched for that long yet")
    assert answer.pending == 1


def test_a_share_within_whole_seconds_is_that_of_the_share_question():
    text = """
        ada:  sign_up@0 meet@1d
        ben:  sign_up@0 meet@1d1us
        cleo: sign_up@1h30m meet@1d1h29m59s
    """
    within = asked(text, cutoffs=["1 day"]).within[0].estimate
    share = ask(
        {**QUESTION, "kind": "share", "within": "1 day"},
        from_rows(story(text)),
        as_of=moment("30d"),
    )
    assert share.did == 2
    assert within.value == pytest.approx(share.estimate.value)


def test_a_meeting_at_the_sign_up_s_own_instant_took_no_time():
    answer = asked("ada: meet@1d sign_up@1d")
    assert (answer.did, answer.curve[0].seconds) == (1, 0.0)


def test_after_the_window_nobody_is_watched_and_nobody_is_pending():
    answer = asked(signing_up(1, 9, None), within="7 days")
    assert (answer.people, answer.did, answer.pending) == (3, 1, 0)
    assert asked(signing_up(1, 9, None), within="7 days", as_of="6d").pending == 2


def test_cutoffs_beyond_the_window_are_left_out_or_refused():
    assert [c.within for c in asked(signing_up(1), within="7 days").within] == ["1 day", "7 days"]
    with pytest.raises(BadQuestion, match="nobody is watched for longer than 7 days"):
        parse({**QUESTION, "within": "7 days", "cutoffs": ["8 days"]})


def test_the_curve_has_the_shares_of_its_times_and_few_points():
    waits = [n * 3600 for n in range(1, 400)]
    text = "\n".join(f"a{n}: sign_up@0 meet@{seconds}s" for n, seconds in enumerate(waits))
    answer = asked(text)
    whole = curve_of([(seconds, True) for seconds in waits])
    assert len(answer.curve) < 70
    assert answer.curve[-1].seconds == waits[-1]
    for point in answer.curve:
        cutoff = int(point.seconds * SECOND)
        assert point.estimate == share_within(whole, cutoff=cutoff)
        assert point.estimate.value == pytest.approx(
            float(Fraction(sum(w <= point.seconds for w in waits), len(waits)))
        )


def test_a_trend_has_each_period_s_own_median():
    text = "\n".join(f"a{n}: sign_up@{n % 2}w meet@{n % 2}w{n}h" for n in range(1, 22))
    answer = asked(text, trend="week")
    assert [p.people for p in answer.series] == [10, 11, 0, 0, 0]
    assert answer.series[0].estimate.value == 11 * 3600
    assert answer.series[2].estimate == Unknown("nobody was there to do it")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"cutoffs": "1 day"}, "cutoffs"),
        ({"cutoffs": ["soon"]}, "cutoffs[1]"),
        ({"cutoffs": ["0.5 seconds"]}, "cutoffs"),
        ({"within": "1.5 s"}, "within"),
        ({"cutoffs": [f"{n} days" for n in range(1, 40)]}, "cutoffs"),
        ({"til": "x"}, "til"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(wrong, place):
    with pytest.raises(BadQuestion) as caught:
        parse({**QUESTION, **wrong})
    assert caught.value.place == place


@given(durations())
def test_a_duration_reads_back_as_it_is_written(document):
    question = parse(document)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    assert parse(written) == question


def test_times_are_counted_from_the_first_entry_to_the_first_deed_after_it():
    answer = asked("ada: meet@-2d sign_up@0 sign_up@3d meet@4d meet@9d")
    assert answer.curve[0].seconds == (micros(moment("4d")) - micros(moment("0"))) / SECOND
