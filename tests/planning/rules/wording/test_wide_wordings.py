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
    "100 % of teams moved off the old wiki",
    "Every team on the new wiki",
    "Zero services left on Java 8",
    "Every API has a runbook",
    "One laptop per pupil",
    "Two case studies per month",
    "Mainframe off",
    "Half our workloads in Azure",
    "Strategy drafted and approved by the board",
    "Mail every household a recycling guide",
    "New returns portal, so that shoppers stop ringing us",
    "95 % of staff complete the GDPR training",
    "From Angular to React: 60 screens",
    "Scanner roll-out: 340 of 340 shops",
    "ERP phase one cut over",
    "Gift cards on sale",
    "Our aim is to retire the old CRM",
    "Bulk upload",
    "90 % of branches cut over to the new scanner platform",
    "Integrations: 4 → 9",
    "Firmware 5.1 on 90 % of terminals",
    "Grow the design team from 4 to 7",
    "Porto team at 12 people",
    "Two new maps per month from our studio",
    "To boost repeat orders, a loyalty card will be introduced",
    "Extend click-and-collect to all stores",
    "Bring evening classes to Bolton",
    "Every van has a tracker",
    "SMS reminder sequence for missed visits",
    "In Scotland, the new tariff is live",
    "By March we will have opened the Turin office",
    "Payments: three more currencies supported",
    "Share of help articles with a video: 10 % → 60 %",
    "Tests cover 90 % of the checkout module",
    "Published tutorials: 12 → 30",
    "Sign-up shortened from six screens to two",
    "Make it easy for donors to cancel a gift",
    "Banner on the homepage to get visitors to subscribe",
    "The reports managers asked for have been built",
    "Style guide written and signed off by the brand leads",
    "Workbooks for coaches, one per module",
    "Sensors installed: 40 → 120 bridges",
    "[H1] Organise the partner summit in Lyon",
    "All 900 client accounts upgraded to version 5",
    "Customers to whom we send a yearly review",
    "Post the welcome pack to 100 % of new tenants",
    "Growth: referral page live",
    "Switch 40 branches to the new scanners",
    "Riders get an app where they see their pay",
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
    "Finish the year within 1 % of budget",
    "The trust lives within its means",
    "The council ends the year with £5m in reserves",
    "Shipping loses us no more than 2 points of margin",
    "Lose no more than four accounts",
    "Ofsted: Good in all areas",
    "TrustScore 4.4",
    "Customers rate us 4.6 out of 5",
    "92 % satisfied on the exit survey",
    "Likelihood to recommend 8.2 → 9",
    "LCR above 130 %",
    "Load factor of 86 %",
    "Commission revenue up by a third",
    "Revenue overtakes print",
    "Take two points of share from Acme",
    "From third to second in parcel volume",
    "Largest hosting firm in Norway by revenue",
    "One in five dentists is a paying customer",
    "Parcels per labour hour from 22 to 26",
    "Find $2m in synergies",
    "Every order makes money",
    "Half of group revenue coming from services",
    "5 % more paying households than last winter",
    "No loss-making shops left by 2027",
    "Stop losing customers to Acme",
    "Denmark's biggest podcast network by downloads",
    "Registered members in Ghana top 50,000",
    "Two quarters of profit in a row",
    "“I would recommend working here” in the pulse survey at 75 %",
    "75 % of travellers rate the lounge as good or better",
    "Number three in Spain for home insurance",
    "Fill 90 % of hotel rooms in the low season",
    "£1.2m MRR on the Business plan we sell in Germany",
    "Grow the business in Asia",
    "Nigeria – 200,000 active subscribers",
    "Members at our clubs reach the 10,000 mark",
    "Number of subscribers in Canada doubled",
    "Get the freight arm out of the red",
    "Every third new boiler in Denmark is ours",
    "The new line pays back within two years",
    "The loyalty programme brings in an extra €400k",
    "SEK 40m in new orders",
    "Fewer than 3 % of policyholders lost a year",
    "Trust in our advice in the annual survey 62 → 70",
    "Listings average 4.8 stars",
    "Retention sits at 91 %",
    "The canteen pays its way",
    "Win 12 hospitals as customers",
    "The novel sells 20,000 in its first month",
    "Climb from rank 12 to rank 6 in the city index",
    "Two of our clubs have turned a profit",
    "Active renters in Oslo: 9k",
    "The association passes 40,000 members",
    "12 more schools paying for the service",
    "Savings book grows to $3bn",
    "Evening news holds 18 % of the TV audience",
    "What we spend on agency nurses halves: £4m → £2m",
)
OUTCOMES = (
    "Share of dentists e-prescribing: 40% → 70%",
    "Having half our tutors log attendance the same day",
    "Reply from the landlord within 3 days in 75% of cases",
    "Pupils do their homework in the app 3 times per week",
    "Out of 100 new users, 40 import a file on day one",
    "Stop 30% of users from leaving at the paywall",
    "Locals bring their own bags on 8 of 10 visits",
    "Fewer than 5 % of shoppers abandon at the payment step",
    "Half of weekly users save a search with the new filter",
    "Audience members who return within a season: 18 % → 25 %",
    "Merchants settle disputes themselves in 7 of 10 cases",
    "To cut churn, 40 % of new accounts invite a colleague in week one",
    "Riders rate their driver within an hour of the trip",
    "1 in 5 admins, up from 1 in 9, export the log each month",
    "Restocking of shelves by store staff before noon in 9 of 10 shops",
    "Two applications sent per job seeker per day",
    "We want patients to take their medicine at the same time every day",
    "Make it easy for donors to give again: 12 % → 20 %",
    "Before travelling, passengers check the app in 7 of 10 trips",
    "60 % of invoices paid by customers within 14 days",
    "First donation within a month, by new members: 10 % → 20 %",
    "Books borrowed, per reader and month: 1 → 2",
    "Tenants have a boiler serviced every year: 40 % → 70 %",
    "30 % of users upgraded to the paid plan",
    "Nurses start the shift with a handover in 9 of 10 cases",
    "Share of employees completing the induction by its due date from 72 to 95",
)
# Not read as an act, for want of a word; but not flagged as something else either.
NOT_FLAGGED = (
    "Twice as many browsers add to basket",
    "Accounts with three weekly active users: 40 % → 60 %",
    "Judges publish decisions within 14 days in 90 % of cases",
    "Missed outpatient appointments from 11 % to 6 %",
    "Dropouts in week 3 of the course halved",
    "Weekly active editors per account from 2 to 4",
    "Drop-off between basket and payment cut from 35 % to 20 %",
    "Quote-to-bind rate 12 % → 18 %",
    "Share of bookings made online up to 60 %",
    "Cart abandonment 70 % → 58 %",
    "Recipe ratings per reader per month 0.2 → 1",
    "Bedside handover on 8 shifts out of 10",
    "Active seats in each workspace from 3 to 6",
    "Pages per visit 2.1 → 3.4",
)
OF_THE_PRODUCT = (
    "Search latency p99 300 ms → 150 ms",
    "Open rate above 35 %",
    "Sign-up conversion from 3% to 5%",
    "Average handling time below 5 minutes",
    "Product-market fit in Germany",
    "Delivery on time in 95 % of cases",
)
EFFORT = ("Organise a hackathon", "Hold the first user interviews", "Test three headlines")


@pytest.mark.parametrize("text", OUTPUTS)
def test_a_thing_done_is_an_output_whatever_its_verb(text):
    assert read_goal(text).label.value == "output"


@pytest.mark.parametrize("text", IMPACTS)
def test_money_market_and_rank_are_results_wherever_they_stand(text):
    assert read_goal(text).label.value == "impact"


@pytest.mark.parametrize("text", OUTCOMES)
def test_people_who_act_are_seen_behind_turns_of_phrase(text):
    assert read_goal(text).label.value == "outcome"


@pytest.mark.parametrize("text", NOT_FLAGGED)
def test_people_whose_act_is_not_known_are_not_taken_for_money_or_work(text):
    assert read_goal(text).label.value in {"outcome", "unclear"}


@pytest.mark.parametrize("text", OF_THE_PRODUCT)
def test_how_a_product_runs_is_no_business_result(text):
    assert read_goal(text).label.value == "unclear"


@pytest.mark.parametrize("text", EFFORT)
def test_what_is_held_among_us_stays_effort(text):
    assert read_goal(text).label.value == "activity"


@pytest.mark.parametrize("text", [*OUTPUTS, *IMPACTS])
def test_the_words_that_decided_are_told(text):
    assert read_goal(text).words


def test_a_need_told_in_the_first_person_is_no_output():
    assert read_goal("I double-book myself").label.value != "output"
