"""Whether a goal is read as the specification says, explains itself, and proposes its rewrite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.planning.rules.wording.facts import Label
from seachange.planning.rules.wording.names import PlanNames
from seachange.planning.rules.wording.reading import Flag, Lack, Part, read_goal
from seachange.planning.rules.wording.sentence import MOST_READ, parse

# The specification's examples, in its order.
EXAMPLES = [
    ("Launch the new onboarding by Q3", "output, milestone"),
    ("New clients hold a first meeting within 7 days: 31 % → 45 %", "outcome"),
    ("Increase revenue by 10 %", "impact"),
    ("Raise NPS from 17 to 30", "impact"),
    ("50 % fewer existing customers leave because of the experience", "outcome"),
    ("Conduct 20 customer interviews", "activity"),
    ("Customers recommend us", "outcome, unmeasured"),
    ("Implement SSO for Bramley Bank", "output"),
    ("Advisers reply to 75 % of requests within 24 h", "outcome, employee"),
    ("Reduce support cost", "impact"),
    ("Fewer users call support: 8 per 100 → 5 per 100 per month", "outcome"),
    ("Redesign checkout to increase conversion", "output"),
    ("Improve customer satisfaction", "impact"),
    ("Complete 120 story points", "activity"),
    ("Reps give the category story unaided in 80 % of first calls", "outcome, employee"),
    ("Achieve product-market fit", "unclear"),
    ("Market leader in scheduling", "unclear, impact-like"),
    ("30 % of trial users invite a colleague in week 1", "outcome"),
    ("Publish API documentation", "output"),
    ("Improve performance", "unclear"),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_the_examples_of_the_specification_are_read_as_it_says(text, expected):
    assert ", ".join(read_goal(text).labels) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Clients booked a meeting in 40 % of cases", Label.OUTCOME),
        ("Clients who have booked a second meeting: 28 % → 36 %", Label.OUTCOME),
        ("Clients booking twice a month, from 10 to 20 %", Label.OUTCOME),
        ("Meetings are booked by 40 % of clients", Label.OUTCOME),
        ("45 % of new clients hold a first meeting within a week", Label.OUTCOME),
        ("Reduce the number of users who call support by half", Label.OUTCOME),
        ("Double the share of visitors who sign up", Label.OUTCOME),
        ("+5 pp visitors sign up", Label.OUTCOME),
        ("Users no longer phone us: 8 per 100 to 5 per 100", Label.OUTCOME),
        ("Launching the app", Label.OUTPUT),
        ("We launched the app in May", Label.OUTPUT),
        ("The app will be launched", Label.OUTPUT),
        ("Localize the app", Label.OUTPUT),
        ("Localise the app", Label.OUTPUT),
        ("Roll the app out", Label.OUTPUT),
    ],
)
def test_tenses_orders_and_spellings_do_not_change_what_a_goal_is(text, label):
    assert read_goal(text).label is label


@pytest.mark.parametrize(
    ("by_people", "by_us"),
    [
        ("Customers upgrade within 30 days in 20 % of cases", "Upgrade the database"),
        ("60 % of users share a link a week", "Share buttons added to every page"),
        ("Sellers complete their profile: 30 % → 60 %", "Complete the migration"),
        ("40 % of buyers return within a month", "Return-label printing in store by May"),
        ("Shops open on Sunday in 30 % of weeks", "Open a shop in Leeds"),
        ("70 % of managers run a review each month", "Run an advertising campaign"),
        ("Users call support less than once a year", "Call-back feature live"),
        ("Visitors search before they ask: 20 % → 40 %", "Search engine replaced"),
        ("Citizens report potholes, 3 per 1,000 trips", "Report builder released"),
    ],
)
def test_a_verb_of_two_meanings_is_told_by_who_does_it(by_people, by_us):
    assert read_goal(by_people).label is Label.OUTCOME
    assert read_goal(by_us).label is Label.OUTPUT


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Home page revamp: 2 of 4 stages done", Label.OUTPUT),
        ("Choice made between three suppliers", Label.OUTPUT),
        ("Archive moved to Glacier", Label.OUTPUT),
        ("Turn off the old mail server", Label.OUTPUT),
        ("C# library, first draft", Label.OUTPUT),
        ("First 50 pumps off the line", Label.OUTPUT),
        ("EBITDA-positive from January", Label.IMPACT),
        ("The new depot saves the county £2m", Label.IMPACT),
        ("A minibus costs the school a third less to run", Label.IMPACT),
        ("Leading in toys, with a 30 % share", Label.IMPACT),
        ("No. 1 for value in the consumer survey", Label.IMPACT),
        ("Number one in Europe", Label.UNCLEAR),
    ],
)
def test_a_goal_without_an_opening_verb_is_told_by_what_is_said_of_its_thing(text, label):
    assert read_goal(text).label is label


@pytest.mark.parametrize(
    "text",
    [
        "Password resets by students from 30 % to 60 %",
        "More than 3 in 4 drivers get home without a call",
        "Dentists triturating in the app on the first try, 40 → 60 %",
        "Opt-out by under-25s at 5 %",
    ],
)
def test_people_are_seen_to_act_in_whatever_form_the_act_is_named(text):
    assert read_goal(text).label is Label.OUTCOME


def test_the_words_that_decided_are_given_with_their_place():
    text = "KR2: 30 % of trial users invite a colleague by June"
    words = {word.part: word for word in read_goal(text).words}
    assert words[Part.WHO].text == "users"
    assert words[Part.WHAT].text == "invite"
    assert words[Part.HOW_MUCH].text == "30 %"
    assert words[Part.WHEN].text == "June"
    assert all(text[word.start : word.end] == word.text for word in words.values())


def test_a_reading_says_in_a_sentence_why():
    because = read_goal("Launch the new onboarding by Q3").because
    assert because.startswith("Says what will be made")
    assert "“Launch” (our work)" in because
    assert "“Q3” (when)" in because


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Raise quality", (Lack.WHO, Lack.WHAT, Lack.HOW_MUCH, Lack.WHEN)),
        ("Customers recommend us", (Lack.HOW_MUCH, Lack.WHEN)),
        ("40 % of customers recommend us by June", ()),
        ("Users love the editor", (Lack.WHAT, Lack.HOW_MUCH, Lack.WHEN)),
    ],
)
def test_a_goal_is_told_what_it_lacks(text, lacks):
    assert read_goal(text).lacks == lacks


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Launch the referral screen so that 10 % of members refer a friend", Flag.NAMES_OUTPUT),
        ("60 % of users use Smart Search weekly", Flag.TRACTION),
        ("Users love the new editor", Flag.ATTITUDE),
        ("Users can sign in with Google", Flag.CAPABILITY),
        ("Nurses sign off letters within 3 days", Flag.EMPLOYEE),
        ("Become the market leader", Flag.IMPACT_LIKE),
        ("#1 in Europe", Flag.IMPACT_LIKE),
        ("Ship the app by 2026-06-30", Flag.MILESTONE),
    ],
)
def test_what_else_a_check_may_want_to_say_is_flagged(text, flag):
    assert flag in read_goal(text).flags


# --- the plan's own names -----------------------------------------------------------------------


def test_people_named_in_the_plan_are_people():
    text = "Wombles pick up litter twice a week in 60 % of parks"
    assert read_goal(text, PlanNames.of(actors=["Womble"])).words[0].text == "Wombles"
    managers = PlanNames.of(actors=["CS manager"])
    assert read_goal("40 % of CS managers complete the set-up call", managers).is_outcome


def test_what_the_plan_calls_an_act_is_one():
    text = "40 % of clients zorble their advisers twice"
    zorbling = PlanNames.of(behaviours=["zorble the adviser", "zorbles"])
    assert read_goal(text, zorbling).is_outcome
    said = {word.part: word.text for word in read_goal(text, zorbling).words}
    assert said[Part.WHAT] == "zorble"


def test_use_of_one_of_our_outputs_is_traction_and_names_it():
    longer = PlanNames.of(outputs=["instant slots on profile"])
    reading = read_goal("40 % of clients use instant slots", longer)
    assert Flag.TRACTION not in read_goal("40 % of clients use instant slots").flags
    assert Flag.TRACTION not in reading.flags  # the whole name must stand there
    slots = PlanNames.of(outputs=["instant slot"])
    named = read_goal("40 % of clients use instant slots", slots)
    assert {Flag.TRACTION, Flag.NAMES_OUTPUT} <= named.flags


def test_a_thing_named_in_the_plan_is_a_thing():
    assert read_goal("Get Zephyr by May").label is Label.UNCLEAR
    assert read_goal("Get Zephyr by May", PlanNames.of(outputs=["Zephyr"])).label is Label.OUTPUT


# --- the rewrite --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rewrite"),
    [
        (
            "Launch the new onboarding by Q3",
            "Who will do what differently once the new onboarding is live? For example: “<actor>"
            " <act> within <window>: from <rate> to <rate> by Q3”.",
        ),
        (
            "Roll out the new CRM to 100 % of sales reps",
            "Who will do what differently once the new CRM is live? For example: “sales reps <act>"
            " within <window>: from <rate> to <rate> by <date>”.",
        ),
        (
            "Allow users to export their data to Excel",
            "Being able to is not doing. How many will, and how often? For example: “users export"
            " their data to Excel: from <rate> to <rate> by <date>”.",
        ),
        (
            "Customers recommend us by June",
            "Say how often: “Customers recommend us: from <rate> to <rate> by June”.",
        ),
        (
            "Launch the referral screen so that 10 % of members refer a friend",
            "Leave the solution open: “10 % of members refer a friend”.",
        ),
        (
            "Users love the new editor",
            "Which act would show that “Users love the new editor”? For example: “Users <act>"
            " within <window>: from <rate> to <rate> by <date>”.",
        ),
        (
            "Conduct 20 customer interviews",
            "Who will do what differently because of 20 customer interviews? For example: “<actor>"
            " <act> within <window>: from <rate> to <rate> by <date>”.",
        ),
    ],
)
def test_the_rewrite_is_made_of_the_goals_own_words(text, rewrite):
    assert read_goal(text).rewrite == rewrite


def test_an_impact_is_kept_as_what_the_act_would_move():
    rewrite = read_goal("Increase revenue by 10 % by December").rewrite
    assert "would move “revenue”" in rewrite
    assert "Keep “Increase revenue by 10 % by December” as the impact" in rewrite


@pytest.mark.parametrize(
    "text",
    [
        "45 % of new clients hold a first meeting within a week",
        "Fewer users call support: 8 per 100 → 5 per 100 per month",
    ],
)
def test_a_whole_outcome_needs_no_rewrite(text):
    assert read_goal(text).rewrite == ""


# --- laws ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for text, _expected in EXAMPLES])
@pytest.mark.parametrize(
    "frame", ["KR1: {}", "- [ ] {}", "• {}", "O2/KR3 – {}", "{}.", " {} ", "3. {}"]
)
def test_what_stands_around_a_goal_does_not_change_it(text, frame):
    assert read_goal(frame.format(text)).label is read_goal(text).label


@pytest.mark.parametrize(
    "text", ["", " ", "???", "🎯", "\x00", "\ud800", "東京で売上を上げる", "%", "%%%"]
)
def test_a_text_that_says_nothing_is_unclear(text):
    assert read_goal(text).label is Label.UNCLEAR


@given(st.text(max_size=200))
def test_any_text_may_be_read(text):
    reading = read_goal(text)
    assert reading == read_goal(text)
    assert all(text[word.start : word.end] == word.text for word in reading.words)
    assert reading.rewrite or reading.label is Label.OUTCOME


WORDS = st.sampled_from(
    (
        "users customers 40 % 3 of who launch the new app revenue from to → by Q3 per week and that"
        " can have invite a in meetings increase reduce churn , : ( ) “ ” $ 5k within not start"
    ).split()
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_any_order_of_known_words_may_be_read(text):
    reading = read_goal(text)
    assert sorted(reading.words, key=lambda word: word.start) == list(reading.words)
    assert all(text[word.start : word.end] == word.text for word in reading.words)


@pytest.mark.broad
@pytest.mark.parametrize(
    "piece", ["users who ", "to start ", "1 ", "( ", '" ', "per ", "a-", "of the "]
)
def test_a_text_of_any_length_may_be_read(piece):
    assert read_goal(piece * 5000).text == piece * 5000


def test_of_what_is_longer_than_any_goal_the_beginning_is_read():
    goal = "30 % of trial users invite a colleague in week 1. "
    first, whole = read_goal(goal + "and so on " * 1000), read_goal(goal + "and so on " * 5000)
    assert first.label is whole.label is Label.OUTCOME
    assert (first.words, first.lacks, first.rewrite) == (whole.words, whole.lacks, whole.rewrite)
    assert len(parse(whole.text).tokens) == MOST_READ
