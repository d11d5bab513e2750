"""Whether words weigh where no rule knows or errs, say why, and weigh what labelled goals give."""

import pytest

from seachange.planning.rules.wording import weighing
from seachange.planning.rules.wording.facts import Label, gather
from seachange.planning.rules.wording.learnt import trust, weights
from seachange.planning.rules.wording.names import PlanNames
from seachange.planning.rules.wording.reading import read_goal
from seachange.planning.rules.wording.rulings import rule
from seachange.planning.rules.wording.sentence import parse
from seachange.planning.rules.wording.signs import signs
from seachange.planning.rules.wording.weighing import LABELS, TOLD, voices, weigh
from tests.planning.rules.wording.learning import first_looks, labelled, learn, learn_trust

# No rule knows these; what they are is plain to a reader.
LEFT_OPEN = (
    ("Observability for the order service", Label.OUTPUT),
    ("Release notes every fortnight", Label.OUTPUT),
    ("Nobody knows our insurance brand better than bankers in Ulster do", Label.UNCLEAR),
)


@pytest.mark.parametrize(("text", "label"), LEFT_OPEN)
def test_what_no_rule_knows_is_told_by_the_weight_of_its_words_or_left_open(text, label):
    assert rule(gather(parse(text))).label is Label.UNCLEAR
    assert read_goal(text).label is label


def test_the_words_that_weighed_are_told_and_stand_in_the_goal():
    reading = read_goal("Observability for the order service")
    assert reading.words
    assert all(reading.text[word.start : word.end] == word.text for word in reading.words)
    assert all(word.text in reading.because for word in reading.words)


# The rules see a thing made in these; their words far outweigh it.
OVERRULED = ("Passengers carried: 4.9m in the year", "Extend cash runway to 20 months")


@pytest.mark.parametrize("text", OVERRULED)
def test_a_rule_far_outweighed_is_overruled_and_the_words_that_weighed_are_told(text):
    assert rule(gather(parse(text))).label is Label.OUTPUT
    reading = read_goal(text)
    assert reading.label is Label.IMPACT
    assert reading.words


def test_a_goal_is_never_made_effort_or_unclear_by_its_words():
    for text, _label in list(labelled())[::7]:
        ruled, told = rule(gather(parse(text))).label, read_goal(text).label
        assert told is ruled or told not in {Label.ACTIVITY, Label.UNCLEAR}, text


def test_what_no_rule_knows_is_never_made_an_outcome_by_its_words():
    for text, _label in list(labelled())[::7]:
        if rule(gather(parse(text))).label in {Label.UNCLEAR, Label.ACTIVITY}:
            assert read_goal(text).label not in {Label.OUTCOME, Label.UNMEASURED}, text


@pytest.mark.parametrize("text", ["Customers recommend us by June", "Donors give again"])
def test_an_outcome_without_a_rate_stays_one_though_a_word_of_it_weighs(text):
    assert read_goal(text).label is Label.UNMEASURED


def test_an_outcome_told_by_weight_is_measured_where_a_rate_stands():
    told = [(text, weigh(gather(parse(text)))) for text, _label in list(labelled())[::5]]
    for text, ruling in told:
        if ruling and ruling.label in {Label.OUTCOME, Label.UNMEASURED}:
            assert (ruling.label is Label.OUTCOME) == parse(text).is_rated(), text


def test_whoever_is_told_by_weight_is_told_the_words_that_decided():
    told = [weigh(gather(parse(text))) for text, _label in list(labelled())[::5]]
    assert all(ruling.decided for ruling in told if ruling)


@pytest.mark.parametrize(
    "text",
    [
        "Umsatz im Ausland um zehn Prozent steigern",
        "Publier la documentation avant la fin du trimestre",
        "Lorem ipsum dolor sit amet",
        "42",
        "",
        "Be the market leader",
        "Everyone trusts us",
        "I miss meetings",
    ],
)
def test_another_language_a_wish_and_a_state_of_mind_are_not_weighed(text):
    assert weigh(gather(parse(text))) is None


def test_where_a_plan_has_its_own_word_for_something_the_rules_have_the_say():
    text = "Observability for the order service"
    names = PlanNames.of(behaviours=["order"])
    assert weigh(gather(parse(text))) is not None
    assert weigh(gather(parse(text, names))) is None


def test_every_sign_has_a_rarity_and_a_weight_for_every_label_and_every_voice_one_for_those_told():
    assert all(len(row) == 1 + len(LABELS) for row in weights().values())
    assert all(row[0] >= 1 for row in weights().values())
    assert all(len(row) == len(TOLD) for row in trust().values())
    assert "bias" in weights()
    assert min(trust()["words"]) > 0


def test_first_looks_were_taken_of_goals_the_sets_hold():
    labels = dict(labelled())
    assert {text for _set, text, _rule, _said in first_looks()} <= set(labels)


def test_a_long_text_has_signs_in_proportion_to_its_length():
    once = "ship the report to all clients by June and "
    few, many = (len(list(signs(gather(parse(once * times))))) for times in (20, 40))
    assert many <= 2 * few


@pytest.mark.parametrize("text", ["Lockers rolled out", "Depots refitted", "Fibre laid"])
def test_a_verb_of_making_is_seen_with_its_particle_its_prefix_and_its_irregular_forms(text):
    seen = {sign for sign, _at in signs(gather(parse(text)))}
    assert "c make" in seen


def test_a_rule_no_set_has_met_is_trusted_as_its_kin_are():
    new, general = voices("tallies.never_met", Label.IMPACT), voices("none", Label.UNCLEAR)
    assert "narrow says impact" in new
    assert "general says unclear" in general
    assert sum(voice in trust() for voice in new) >= 2


@pytest.mark.nightly
def test_the_tables_are_those_the_labelled_goals_give():
    learnt = learn(labelled())
    assert len(set(learnt) & set(weights())) >= 0.99 * len(weights())
    for sign, row in weights().items():
        assert learnt.get(sign, row) == pytest.approx(row, abs=0.03), sign
    for voice, row in learn_trust().items():
        assert trust().get(voice, row) == pytest.approx(row, abs=0.1), voice


@pytest.mark.nightly
def test_goals_it_never_learnt_from_are_mostly_told_right(monkeypatch):
    unknown = ("equinox", "solstice", "practice")
    learnt = learn(labelled(without=unknown))
    monkeypatch.setattr(weighing, "weights", lambda: learnt)
    known = {text for text, _label in labelled(without=unknown)}
    goals = [goal for goal in labelled(without=("practice",)) if goal[0] not in known]
    afresh = read_goal.__wrapped__  # what was read lately is remembered
    told = [(afresh(text).label, label) for text, label in goals]
    sought = [(read, label) for read, label in told if label in {Label.OUTPUT, Label.IMPACT}]
    assert len(sought) > 400
    assert sum(read is label for read, label in sought) >= 0.95 * len(sought)
