"""Whether a share is counted as its page says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answering.change import change
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.statistics.proportions import clustered_share, difference, share
from tests.measure.logs import moments, worlds
from tests.measure.oracle.share import share as slow
from tests.measure.questions import shares
from tests.story import moment, story

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))


def counts(answer):
    """Return what the oracle counts, too."""
    return {
        "people": answer.people,
        "did": answer.did,
        "pending": answer.pending,
        "did_pending": answer.did_pending,
        "actors": answer.actors,
        "series": [
            {key: getattr(p, key) for key in ("period", "people", "did", "pending", "partial")}
            for p in answer.series
        ],
        "breakdown": [
            {key: getattr(g, key) for key in ("value", "people", "did", "pending")}
            for g in answer.breakdown
        ],
    }


@given(worlds(), shares(), moments())
def test_a_share_is_what_the_slow_count_says(rows, document, as_of):
    log = from_rows(rows)
    assert counts(ask(document, log, as_of=as_of)) == slow(document, rows, as_of)
    log.close()


@FEW
@given(rows=worlds(), document=shares(), as_of=moments())
def test_every_engine_counts_the_same_share(log_on, rows, document, as_of):
    assert counts(ask(document, log_on(rows), as_of=as_of)) == slow(document, rows, as_of)


SIGN_UPS = """
    ada:  sign_up@0   meet@7d
    ben:  sign_up@0   meet@7d1us
    cleo: sign_up@1d  meet@1d
    dan:  sign_up@29d meet@29d
"""
QUESTION = {"kind": "share", "of": "sign_up", "did": "meet", "within": "7 days"}


def asked(text, as_of="30d", **more):
    return ask({**QUESTION, **more}, from_rows(story(text)), as_of=moment(as_of))


def test_the_edge_of_the_window_is_inside_and_the_young_are_pending():
    answer = asked(SIGN_UPS)
    assert (answer.people, answer.did, answer.pending, answer.did_pending) == (3, 2, 1, 1)
    assert answer.estimate == share(2, people=3)


def test_an_entry_becomes_mature_at_the_very_end_of_its_window():
    assert asked("ada: sign_up@0", as_of="7d").people == 1
    assert asked("ada: sign_up@1us", as_of="7d").pending == 1


def test_a_deed_of_the_same_instant_counts_however_it_arrived():
    assert asked("ada: meet@1d sign_up@1d").did == 1


def test_where_one_event_can_be_both_only_later_rows_follow():
    again = {"of": "visit", "did": "visit"}
    assert asked("ada: visit@0", **again).did == 0
    assert asked("ada: visit@0 visit@0", **again).did == 1
    assert asked("ada: visit@0 visit@0", entry="every", **again).did == 1


def test_with_every_entry_the_interval_knows_whose_entries_they_are():
    answer = asked("ada: visit@0 visit@1d meet@2d\nben: visit@0", of="visit", entry="every")
    assert (answer.people, answer.actors, answer.did) == (3, 2, 2)
    assert answer.estimate == clustered_share(
        sum_did=2, sum_entries=3, actors=2, sum_did2=4, sum_did_entries=4, sum_entries2=5
    )


def test_nobody_is_unknown_and_so_are_those_who_are_all_too_new():
    nobody = asked("ada: visit@0")
    assert nobody.estimate == Unknown("nobody was there to do it")
    assert [c.code for c in nobody.caveats] == ["unseen_event", "unseen_event", "no_entries"]
    young = asked(SIGN_UPS, as_of="3d")
    assert isinstance(young.estimate, Unknown)
    assert "no_mature_entries" in [c.code for c in young.caveats]


def test_a_small_base_is_remarked():
    assert "small_base" in [c.code for c in asked(SIGN_UPS).caveats]
    many = "\n".join(f"a{n}: sign_up@0 meet@1" for n in range(30))
    assert asked(many).caveats == ()


def test_what_was_never_seen_is_named_wherever_the_question_names_it():
    answer = asked(
        SIGN_UPS,
        did={"event": "meat", "where": {"room": "big"}},
        by="plan",
        population={"not": "bot_flag", "where": {"size": {">": 3}}},
    )
    found = {(c.code, c.text.split(":")[0]): c.weight for c in answer.caveats}
    assert found["unseen_event", "did"] == "wrong"
    assert found["unseen_property", "did"] == "wrong"
    assert found["unseen_property", "by"] == "wrong"
    assert found["unseen_property", "population.where"] == "wrong"
    # Nobody may have been flagged: that is no mistake.
    assert found["unseen_event", "population.not"] == "note"
    assert "Near: meet" in next(
        c.text for c in answer.caveats if c.text.startswith("did: no event")
    )


def test_one_name_of_several_that_was_never_seen_is_a_note():
    answer = asked(SIGN_UPS, did={"event": ["meet", "meeting"]})
    assert {c.code: c.weight for c in answer.caveats}["unseen_event"] == "note"


def test_a_series_starts_with_the_first_entry_and_its_empty_periods_are_unknown():
    answer = asked("ada: visit@-20d sign_up@0 meet@1d\nben: sign_up@15d", trend="week")
    assert [p.period for p in answer.series] == [f"2024-W0{n}" for n in range(1, 6)]
    assert answer.series[1].estimate == Unknown("nobody was there to do it")
    assert [p.partial for p in answer.series] == [False, False, False, False, True]


def test_a_period_that_the_question_cuts_is_partial():
    answer = asked(SIGN_UPS, trend="week", **{"from": "2024-01-02", "to": "2024-01-09"})
    assert [(p.period, p.partial) for p in answer.series] == [
        ("2024-W01", True),
        ("2024-W02", True),
    ]


PLANS = """
    ada/acme:  rename@0{plan=free} sign_up@1d{site=web} rename@2d{plan=pro} meet@3d
    ben/acme:  sign_up@5d{site=app}
    cleo/bolt: rename@1d{plan=team} sign_up@1d
"""


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("site", {"web": 1, "app": 1, "(not set)": 1}),
        ({"actor": "plan"}, {"free": 1, "team": 1, "(not set)": 1}),
        ({"account": "plan"}, {"free": 1, "pro": 1, "team": 1}),
        ({"account": "plan", "most": 1}, {"free": 1, "(other)": 2}),
    ],
)
def test_a_breakdown_is_by_the_event_or_by_what_its_owner_was_by_then(by, groups):
    assert {g.value: g.people for g in asked(PLANS, by=by).breakdown} == groups


def test_the_groups_add_up_to_everybody():
    answer = asked(PLANS, by={"actor": "plan", "most": 1})
    assert sum(g.people for g in answer.breakdown) == answer.people == 3
    assert sum(g.did for g in answer.breakdown) == answer.did == 1


def test_a_change_is_the_difference_with_newcombe_s_interval():
    before = asked("\n".join(f"a{n}: sign_up@0" + " meet@1" * (n < 3) for n in range(10)))
    after = asked("\n".join(f"a{n}: sign_up@0" + " meet@1" * (n < 8) for n in range(10)))
    assert change(before, after).difference == difference(
        did_a=8, people_a=10, did_b=3, people_b=10
    )


def test_a_change_from_nothing_known_is_unknown():
    before = asked("ada: visit@0")
    assert change(before, asked(SIGN_UPS)).difference == before.estimate


def test_answers_to_different_questions_are_not_compared():
    with pytest.raises(BadQuestion, match="differ in within"):
        change(asked(SIGN_UPS), asked(SIGN_UPS, within="3 days"))
    funnel = ask({"kind": "funnel", "steps": ["sign_up", "meet"]}, from_rows(story(SIGN_UPS)))
    with pytest.raises(BadQuestion, match="a funnel has no single rate"):
        change(funnel, funnel)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"within": "0 days"}, "within"),
        ({"within": "soon"}, "within"),
        ({"entry": "last"}, "entry"),
        ({"trend": "year"}, "trend"),
        ({"by": {"colour": "plan"}}, "by.colour"),
        ({"by": {"event": "a", "actor": "b"}}, "by"),
        ({"of": {"event": "a", "were": {}}}, "of.were"),
        ({"from": "2024-02-01", "to": "2024-01-01"}, "to"),
        ({"timezone": "Europe/Atlantis"}, "timezone"),
        ({"window": "7 days"}, "window"),
        ({"population": {"did": []}}, "population.did"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(wrong, place):
    with pytest.raises(BadQuestion) as caught:
        parse({**QUESTION, **wrong})
    assert caught.value.place == place


@pytest.mark.parametrize("missing", ["of", "did", "within"])
def test_what_a_share_needs_is_named(missing):
    with pytest.raises(BadQuestion, match=f"a share needs `{missing}`"):
        parse({key: value for key, value in QUESTION.items() if key != missing})


@given(shares())
def test_a_share_reads_back_as_it_is_written(document):
    question = parse(document)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    assert parse(written) == question
