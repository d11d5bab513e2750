"""What is read by its shape rather than by a verb we know: things done, results anywhere, acts."""

import pytest

from seachange.planning.rules.wording.reading import read_goal

OUTPUTS = (
    "Penetration test carried out by an external firm",
    "Q3: dark mode, widgets, offline sync",
    "We are going to open-source the SDK",
    "Team will have finished the data-centre move by June",
    "Have the recovery plan tested end to end twice",
    "Sign contracts with two packaging suppliers",
    "Half of the services moved to Kubernetes",
    "Close out the audit findings",
    "Two fairs, six guides, one report",
    "Monolith broken up",
    "Strip out dead code",
    "Reduce tech debt: split the order module",
    "Obtain the CE mark for the sensor",
    "Test the failover procedure",
)
IMPACTS = (
    "Win 10 % of the Nordic e-bike market",
    "Highest-rated insurer on Trustpilot",
    "Rated 4.8 in the App Store",
    "Keep wage costs flat",
    "Drive down the cost of a delivery",
    "Average basket £41 → £48",
    "3,000 bikes sold",
    "Grow 40% year on year",
    "Improve staff morale score",
    "Visitor numbers 200,000",
    "Top quartile for productivity",
)
OUTCOMES = (
    "Share of dentists e-prescribing: 40% → 70%",
    "Having half our tutors log attendance the same day",
    "Reply from the landlord within 3 days in 75% of cases",
    "Pupils do their homework in the app 3 times per week",
    "Out of 100 new users, 40 import a file on day one",
    "Stop 30% of users from leaving at the paywall",
    "Locals bring their own bags on 8 of 10 visits",
)
EFFORT = ("Organise a hackathon", "Hold the first user conference", "Test three headlines")


@pytest.mark.parametrize("text", OUTPUTS)
def test_a_thing_done_is_an_output_whatever_its_verb(text):
    assert read_goal(text).label.value == "output"


@pytest.mark.parametrize("text", IMPACTS)
def test_money_market_and_rank_are_results_wherever_they_stand(text):
    assert read_goal(text).label.value == "impact"


@pytest.mark.parametrize("text", OUTCOMES)
def test_people_who_act_are_seen_behind_turns_of_phrase(text):
    assert read_goal(text).label.value == "outcome"


@pytest.mark.parametrize("text", EFFORT)
def test_what_is_held_among_us_stays_effort(text):
    assert read_goal(text).label.value == "activity"


@pytest.mark.parametrize("text", [*OUTPUTS, *IMPACTS])
def test_the_words_that_decided_are_told(text):
    assert read_goal(text).words


def test_a_need_told_in_the_first_person_is_no_output():
    assert read_goal("I double-book myself").label.value != "output"
