"""Where drivers have little to go by: nobody alike, something new, rare success, long windows."""

from __future__ import annotations

from seachange.events.sources.rows import from_rows
from seachange.measure.answering.driver_parts import NO_COMPARISON, NOT_ENOUGH
from seachange.measure.ask import ask
from tests.measure.driver_worlds import QUESTION
from tests.story import moment, story

WEEK = 7 * 24 * 60  # minutes


def asked(rows, *, as_of, **more):
    log = from_rows(rows)
    try:
        return ask({**QUESTION, **more}, log, as_of=as_of)
    finally:
        log.close()


def lives(people, life):
    """Tell a life of each person, who enters an hour after the one before, in minutes."""
    lines = []
    for person in range(people):
        deeds = " ".join(f"{name}@{60 * person + at}m" for name, at in life(person))
        lines.append(f"p{person}: {deeds}")
    return story("\n".join(lines))


def verdict(answer, name):
    (own,) = [t for t in answer.tested if t.behaviour.label == name]
    return own.verdict, own.why


def test_who_alone_is_alike_has_nobody_to_be_compared_with():
    def life(person):
        rich = person % 2 == 0
        yield "enter", 0
        yield "look", 60
        yield ("hint" if rich else "note"), 70
        yield "look", 80
        if person // 2 % 10 < (7 if rich else 3):
            yield "succeed", 2000 + person % 7

    rows = [
        {**row, "properties": {"platform": "web" if int(row["actor"][1:]) % 2 else "app"}}
        for row in lives(2 * WEEK // 60, life)
    ]
    answer = asked(rows, as_of=moment("60d"), segments=["platform"])
    nobody = (NO_COMPARISON, "nobody alike who had not done it: no comparable cases")
    assert verdict(answer, "hint") == verdict(answer, "note") == nobody


def test_who_is_compared_across_segments_alone_is_explained_to_the_end():
    def life(person):
        yield "enter", 0
        yield "look", 60
        if person % 2:
            yield "hint", 70
        yield "look", 80
        if person // 2 % 10 < (7 if person % 2 else 3):
            yield "succeed", 2000 + person % 7

    rows = [
        {**row, "properties": {"platform": "web" if int(row["actor"][1:]) % 2 else "app"}}
        for row in lives(2 * WEEK // 60, life)
    ]
    answer = asked(rows, as_of=moment("60d"), segments=["platform"], explain="hint")
    found, compared, chance = answer.explanation.sentences
    assert found.startswith("hint, found: ")
    assert "alone nobody compares; among people alike its log odds ratio is +" in compared
    assert "looked at together" in chance


def test_what_came_with_the_last_week_of_entries_cannot_be_told_from_that_week():
    def life(person):
        yield "enter", 0
        yield "look", 60
        if person * 60 >= 3 * WEEK and person % 2:
            yield "novelty", 70
        yield "look", 80
        if person % 3 == 0:
            yield "succeed", 2000

    people = 4 * WEEK // 60
    answer = asked(lives(people, life), as_of=moment("60d"))
    told, why = verdict(answer, "novelty")
    assert told == NOT_ENOUGH
    assert why.startswith("it came or went with one cohort of entries")


def test_rare_success_says_how_many_entries_it_wants():
    def life(person):
        yield "enter", 0
        yield "look", 60
        yield "look", 80
        if person % 25 == 0:
            yield "succeed", 2000

    answer = asked(lives(200, life), as_of=moment("60d"))
    (caveat,) = [c for c in answer.caveats if c.code == "seldom_success"]
    assert caveat.weight == "loud"
    assert "10,000 entries are needed" in caveat.text


def test_a_window_too_long_for_most_entries_has_a_shorter_one_offered():
    def caveats(young):
        lines = ["ada: enter@0 look@1h succeed@2h", "ben: enter@0 look@1h"]
        lines += [f"y{n}: enter@29d" for n in range(young)]
        answer = asked(story("\n".join(lines)), as_of=moment("30d"))
        return {c.code: c.text for c in answer.caveats}

    assert caveats(3)["mostly_pending"] == (
        "3 entries are younger than 4 days, more than could be judged. "
        "Asked within 2 days, those of them that are older could."
    )
    assert "mostly_pending" not in caveats(2)
