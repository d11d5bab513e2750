"""Whether results behind people, and outputs with people in them, are told from outcomes."""

import pytest

from seachange.planning.rules.wording.facts import Label, gather
from seachange.planning.rules.wording.reading import read_goal
from seachange.planning.rules.wording.rulings import rule
from seachange.planning.rules.wording.sentence import parse

RESULTS = (
    "Seaside restaurants net €900k over the summer",
    "Our museum shops take $2.3m at the till",
    "Investors earn a yield of 5 % on the second fund",
    "Resellers bring in two fifths of our turnover",
    "Property arm no longer loss-making by Q3",
    "The field force ends H1 at 96 % of its sales target",
    "Raise what a typical guest spends with us to €64 a night",
    "Damaged crates cost us under 40p each",
    "Spend 8 % less on packaging",
    "40,000 drivers on the annual plan",
    "1.2 million policies in force",
    "15,000 pensioners hold a basic account",
    "Puzzle game out since May: 80,000 daily players",
    "Pupil enrolment at 1,150",
    "Chefs' average rating for the ordering app: 4.3",
    "New kiosk scores 9 out of 10 in the visitor survey",
    "Listeners lost per month: 900 → 400",
    "Riders of the night bus grow from 4,000 to 7,000",
)
OUTPUTS = (
    "Elderly tenants given a panic button",
    "Branch managers have got a cost cockpit",
    "Residents offered access to the repair tracker",
    "Fee calculator on the pricing page, to help buyers compare",
    "Business case for the $4m depot approved",
    "Risk score visible on the adviser's screen",
    "Delivery option for customers on islands introduced",
    "Loyalty card redesigned to lift spend per visit",
    "58 of 58 depots with rooftop sensors",
    "Expand our hire fleet from 60 to 95 bikes",
    "Number of charging points we operate from 80 to 300",
    "We send a rating prompt after each third visit",
    "Dealer symposium held in Porto",
    "Commuters who lose a pass can order another at the kiosk",
    "It is possible for growers to pay by the acre",
    "Night nurses are authorised to order bandages",
    "The free plan lets tutors open two rooms",
    "Improve guest satisfaction by setting up a chat desk",
    "Cut the number of booking forms from 14 to 5",
    "Double the number of water fountains",
)
# Near misses: as many words of money or of ours, but people act.
OUTCOMES = (
    "Savers put aside money every month: 20 % → 45 %",
    "40 % of shops sell through the app every week",
    "Investors read the annual report online: 12 % → 30 %",
    "Donors give a third of their gift online",
    "Guests make 60 % of bookings in the app",
    "Patients given a discharge letter book a follow-up in 70 % of cases",
    "Share of buyers who use the option introduced in May: 5 % → 20 %",
    "Households on the night tariff charge after 22:00 on 5 of 7 days",
    "300 weekly users who export a report",
    "Members on the annual plan visit three times a week",
    "80 % of growers can find the leaflet in under a minute",
    "Reduce the number of callers who ring twice from 300 to 90 a week",
    "Sellers who can print labels at home print them for 8 of 10 parcels",
)


@pytest.mark.parametrize("text", RESULTS)
def test_a_result_stays_one_behind_people_and_a_verb(text):
    assert rule(gather(parse(text))).label is Label.IMPACT


@pytest.mark.parametrize("text", OUTPUTS)
def test_a_thing_made_stays_one_with_people_or_money_in_its_name(text):
    assert rule(gather(parse(text))).label is Label.OUTPUT
    assert read_goal(text).label is Label.OUTPUT


@pytest.mark.parametrize("text", OUTCOMES)
def test_people_who_act_beside_money_or_a_thing_are_an_outcome(text):
    assert read_goal(text).is_outcome


def test_a_rule_that_is_sure_is_not_overruled_by_weight():
    ruling = rule(gather(parse("Number of charging points we operate from 80 to 300")))
    assert ruling.is_sure
    assert not rule(gather(parse("Launch the new portal"))).is_sure
