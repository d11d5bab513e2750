"""A sentence is taken apart into who, what and which way, or said not to be an outcome."""

from datetime import date

import pytest

from seachange.planning.rules.conversion.sentences import NotAnOutcome, said_as
from seachange.planning.rules.vocabulary import ActorKind, Direction
from seachange.planning.rules.wording.reading import read_goal

# Outcomes of the worked example and its classifier (domain.md §3.2), as people say them.
SAID = {
    "New clients hold a first meeting within 7 days: 31 % → 45 %": (
        "New clients", "hold a first meeting within 7 days", Direction.MORE,
    ),
    "50 % fewer existing customers leave because of the experience": (
        "existing customers", "leave because of the experience", Direction.LESS,
    ),
    "Customers recommend us": ("Customers", "recommend us", Direction.MORE),
    "Advisers reply to 75 % of requests within 24 h": (
        "Advisers", "reply to 75 % of requests within 24 h", Direction.MORE,
    ),
    "Fewer users call support: 8 per 100 → 5 per 100 per month": (
        "users", "call support", Direction.LESS,
    ),
    "30 % of trial users invite a colleague in week 1": (
        "trial users", "invite a colleague in week 1", Direction.MORE,
    ),
    "members of Bramley Bank log in every day": (
        "members of Bramley Bank", "log in every day", Direction.MORE,
    ),
    "Get new clients to book a call by October": ("new clients", "book a call", Direction.MORE),
    "Clients no longer miss meetings": ("Clients", "miss meetings", Direction.LESS),
    "Increase the share of advisers who reply within a day": (
        "advisers", "reply within a day", Direction.MORE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_who_does_what_is_taken_from_a_sentence(text):
    said = said_as(read_goal(text))
    assert (said.actor, said.behaviour, said.direction) == SAID[text]


def test_rates_and_a_day_named_beyond_doubt_are_kept():
    said = said_as(read_goal("New clients book a call: from 31 % to 45,5 % by 2026-12-31"))
    assert (said.baseline, said.target, said.by) == (0.31, 0.455, date(2026, 12, 31))
    assert said.behaviour == "book a call"
    assert said.told.endswith("more · from 0.31 to 0.455 · by 2026-12-31")
    less = said_as(read_goal("Clients miss a meeting: 22 % → 14 %"))
    assert (less.direction, less.behaviour) == (Direction.LESS, "miss a meeting")
    none = said_as(read_goal("Fewer users call support: 8 per 100 → 5 per 100 by 2026-02-30"))
    assert (none.baseline, none.target, none.by) == (None, None, None)


def test_people_who_work_here_are_employees():
    said = said_as(read_goal("Reps give the category story unaided in 80 % of first calls"))
    assert said.actor_kind is ActorKind.EMPLOYEE
    assert said_as(read_goal("Customers recommend us")).actor_kind is ActorKind.CUSTOMER


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Launch the new onboarding by Q3", "an output"),
        ("Raise NPS from 17 to 30", "an impact"),
        ("Conduct 20 customer interviews", "an activity"),
        ("Improve performance", "neither an outcome nor anything else"),
    ],
)
def test_what_is_no_outcome_is_told_with_the_words_that_decided(text, what):
    with pytest.raises(NotAnOutcome) as told:
        said_as(read_goal(text))
    assert f"“{text}” reads as {what}." in told.value.what
    assert told.value.remedy == read_goal(text).rewrite
    insisted = said_as(read_goal(text), is_insisted=True)
    assert (insisted.actor, insisted.behaviour) == ("", text)
