"""People in another language, and one person where others write many: how their goals read."""

import pytest

from seachange.planning.rules.wording.reading import read_goal

# Who does it no list of ours knows; that somebody does it, the verb says.
STRANGERS = (
    "Kunden reach their first meeting within 3 days",
    "Kunden reach the dashboard in under 2 minutes",
    "Kunden reach 45 %",
    "Asiakkaat place a second order within 30 days",
    "Vendeurs call back leads within one hour",
    "Schüler hand in their homework on time",
    "Clientes book a session within 7 days of sign-up: 31 % to 45 %",
    "Utenti invite a colleague in their first week, from 10 % to 20 %",
    "Kundinnen renew their contract, 70 % to 80 %",
    "Pacientes keep their appointment: 80 % to 90 %",
    "Berater close their cases within 30 days",
    "Gäste leave a review, 5 % to 10 %",
    "Anwender invite two colleagues within a week",
    "Handwerker confirm the order within a day",
    "Bewohner report a leak by phone: 20 % to 40 %",
    "Ärzte answer the survey, 30 % to 50 %",
    "Zákazníci place an order each month",
    "Eltern pay the fee by the first: 70 % to 90 %",
    # and in which no word is English
    "Kunden buchen ein zweites Treffen",
    "Los usuarios completan el registro en 5 minutos",
    "Klanten betalen binnen 14 dagen",
    "Patienten erscheinen zum Termin",
)
ONE = (
    "The client pays within 14 days",
    "The client pays on time",
    "Client reaches the pricing page within 2 clicks",
    "Customer renews before the contract ends",
    "The client returns",
    "a client books a first session within 7 days",
    "A client reaches a human within one hour",
    "The typical shopper returns within 30 days",
    "Any tenant reports a repair online, from 20 % to 50 %",
    "A client a day finds an adviser by themselves",
    "a reader finishes the article",
    "The pupil hands in the homework: 60 % to 80 %",
    "A citizen applies online, from 30 % to 60 %",
    "The commuter buys a ticket on the phone",
    "Any member votes at least once a year",
    "The lender answers within a day",
    "One investor joins each month",
    "A claimant uploads the photos at once",
    "Contractor submits the invoice within 5 days",
    "A caller hangs up: 12 % to 6 %",
)
# A name of ours before what we shall make, two nouns in a row, money: none of these is an act.
NEITHER = (
    ("Falcon replace the login", "output"),
    ("Zephyr ship the new checkout by May", "output"),
    ("Traefik replaces nginx", "output"),
    ("Kafka migration", "output"),
    ("Patient records digitised", "output"),
    ("Client reports automated", "output"),
    ("Client portal", "output"),
    ("Client deposits grow", "impact"),
    ("Each client spends £40 a month", "impact"),
    ("Client pays 20 % more", "impact"),
    ("Customer churn below 2 %", "impact"),
)


@pytest.mark.parametrize("text", STRANGERS)
def test_what_people_do_whom_we_have_no_word_for_is_not_told(text):
    assert read_goal(text).label.value == "unclear"


@pytest.mark.parametrize("text", ONE)
def test_what_one_person_does_is_an_act_whatever_their_name_weighs_elsewhere(text):
    assert read_goal(text).is_outcome


@pytest.mark.parametrize(("text", "label"), NEITHER)
def test_a_name_of_ours_two_nouns_and_money_are_no_act_of_one_person(text, label):
    assert read_goal(text).label.value == label


@pytest.mark.parametrize("text", ["A client", "The client", "One client", "a client, an adviser"])
def test_people_of_whom_nothing_is_said_are_not_told(text):
    assert read_goal(text).label.value == "unclear"
