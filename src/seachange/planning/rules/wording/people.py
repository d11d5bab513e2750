"""The groups of people goals speak of: by name, by ending, and those who make the product."""

from __future__ import annotations

from enum import StrEnum

from seachange.planning.rules.wording.inflection import plural, spellings


class Group(StrEnum):
    """Where a group of people stands."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    PARTNER = "partner"
    PLANNED = "planned"  # named in the plan itself


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CUSTOMERS = _words("""
    account adult advertiser alumnus applicant athlete attendee audience author backer beginner
    beneficiary bidder borrower business buyer caller candidate cardholder caregiver carer child
    citizen claimant client collector commuter company consumer contributor couple creator
    customer cyclist dad debtor diner donor driver editor enquirer enterprise entrant firm
    entrepreneur exhibitor family fan farmer father founder freelancer friend gamer graduate
    grower guardian guest hiker holidaymaker homeowner host household human individual investor
    invitee jobseeker kid landlord learner lender listener maintainer maker member merchant
    migrant mom mother motorist mum musician neighbour newcomer non-profit nonprofit occupant
    organisation organiser outpatient owner parent participant passenger patient patron payer
    pedestrian pensioner person photographer pilgrim player podcaster policyholder prescriber
    prospect publisher pupil purchaser reader recipient refugee renter requester resident
    respondent retailer reviewer rider runner saver scholar school seller sender senior
    shareholder shopper signatory smb sme smoker spectator start-up startup streamer student
    subscriber supporter survivor taxpayer teen teenager tenant tester tourist trainee traveller
    trialist triallist user vegetarian veteran viewer villager visitor voter workspace
    worshipper writer youngster
    actuary adolescent angler attendant cadet camper cardmember civilian cohabitant contestant
    correspondent daughter defendant dependant descendant diabetic elder evacuee expat fellow
    fresher godparent grandchild grandparent immigrant infant inhabitant juror local native
    newlywed nomad novice occupier peer postgraduate relative rookie scout sibling son spouse
    starter stranger undergraduate victim widow wife youth
""")
_EMPLOYEES = _words("""
    accountant admin administrator adviser agent analyst apprentice approver architect assessor
    assistant associate auditor barista bookkeeper carpenter cashier champion chef cleaner clerk
    clinician coach colleague consultant controller cook coordinator councillor counsellor
    courier csm curator dentist designer dev developer director dispatcher doctor electrician
    employee engineer estimator examiner executive firefighter foreman gardener gp guard head
    hire inspector installer instructor intern interpreter interviewer joiner journalist
    labourer lawyer leader lecturer librarian manager marketer mechanic mentor midwife moderator
    nanny nurse officer operator optician packer paramedic pharmacist physician physiotherapist
    picker planner plumber pm porter practitioner principal producer professor programmer
    radiographer ranger realtor receptionist recruiter rep reporter representative researcher
    salesperson scheduler scientist sdr secretary solicitor specialist squad staffer stakeholder
    steward supervisor surgeon surveyor teacher team teammate technician teller therapist
    translator trustee tutor typist underwriter vet volunteer waiter warden welder worker
    ceo cfo cio ciso cmo coo cto
    captain chief civilian creative crew crewmate detective crofter expert fundraiser official
    operative professional radiologist scribe sergeant skipper sonographer surveyor tradesman
""")
_PARTNERS = _words("""
    affiliate agency ambassador bank branch broker café carrier charity clinic contractor council
    dealer dealership department distributor franchisee garage hospital hotel influencer
    institution integrator municipality ngo partner pharmacy practice reseller restaurant shop
    store subcontractor supplier university vendor venue wholesaler
""")
_IRREGULAR_PLURALS = {
    "alumnus": "alumni",
    "child": "children",
    "grandchild": "grandchildren",
    "wife": "wives",
    "foreman": "foremen",
    "person": "people",
    "salesperson": "salespeople",
}
# Plural without a sign of it.
_COLLECTIVES = {
    "audience": Group.CUSTOMER,
    "crew": Group.EMPLOYEE,
    "everybody": Group.CUSTOMER,
    "everyone": Group.CUSTOMER,
    "folks": Group.CUSTOMER,
    "men": Group.CUSTOMER,
    "nobody": Group.CUSTOMER,
    "personnel": Group.EMPLOYEE,
    "police": Group.EMPLOYEE,
    "staff": Group.EMPLOYEE,
    "they": Group.CUSTOMER,
    "those": Group.CUSTOMER,
    "women": Group.CUSTOMER,
    "workforce": Group.EMPLOYEE,
}
# Events that stand for those behind them, when they do something: *trials convert*.
_STAND_INS = _words("""
    downloads installs leads opportunities sessions sign-ups signups trials visits
""")
# Words that stand for those who make the product: *our team ships*, *we interview*.
MAKERS = _words("""
    data design dev development devops engineering it leadership ops platform product qa r&d
    research squad team tribe us ux we
""")
# What the whole of us may be called: *the trust lives within its means*.
OURSELVES = _words("""
    academy agency airline association bank board borough brand business centre charity city club
    college company cooperative council county department district division festival firm
    foundation fund group hospice hospital league library museum network newsroom organisation
    organization practice region school service society station studio subsidiary theatre trust
    union university unit zoo
""")
# Departments that are not the makers: with a verb they are people who act.
DEPARTMENTS = _words("""
    cs finance hr legal logistics marketing operations procurement purchasing sales support
""")
# People who may be makers themselves: with a verb of making and no rate it is our own output.
CRAFTS = _words("architect designer dev developer engineer marketer pm programmer researcher")

# Those we buy from.
SELLING_TO_US = frozenset(
    form
    for noun in """
    agency builder carrier caterer cleaner consultancy contractor courier factory farm foundry
    freelancer grower haulier hotel insurer landlord manufacturer producer provider shipper
    subcontractor supplier university vendor warehouse
    """.split()
    for form in (noun, plural(noun))
)

# Words that end like somebody who does something, and name nobody.
_NOT_PEOPLE = _words("""
    adapter ancestor anchor answer backlist banner barrier beer behavior behaviour binder
    blocker booster border browser buffer bumper bunker calculator cancer career center centre
    chamber chapter character charger checker checklist cleanser cluster coffee color colour
    committee compiler compressor computer connector container converter cooker cooler copier
    corner corridor counter cover cursor danger debugger decoder deer degree denominator
    detector dinner disorder divider dollar elevator encoder error escalator exporter exterior
    factor favor favour fee feeder fever fiber filter finder finger fire fist flavor flavour
    flicker floor flower flyer folder footer frontier generator guarantee harbor harbour header
    heater helicopter hour identifier importer indicator initializer injector interior ladder
    laser launcher layer ledger letter lever list litre loader locker logger major manner marker
    matter mediator merger meter metre middleware minor mirror mist monitor motor newsletter
    number offer opener order outlier pager paper parameter parser pepper perimeter pier
    playlist plunger pointer poster powder power prayer predictor printer prior processor
    projector quarter reactor receiver recorder reducer register reminder renderer reorder
    resistor resolver river roller roster rotor router ruler rumor rumour scanner scooter
    scraper screwdriver sector selector semester sensor separator server shelter shortlist
    shoulder shower shutter silver simulator slider solver speaker splinter spoiler sticker
    summer sweater tanker tender terror theater theatre ticker tier tiger timer toaster toner
    tower tracker tractor trailer transfer transformer transmitter tree trigger trimester twist
    validator vapor vapour vector veneer voucher wafer waitlist wallpaper water weather winter
    wishlist wrapper wrist zipper
""")
_PERSON_ENDINGS = ("er", "or", "ist", "ee", "eer", "ian", "goer", "smith", "mate")
_PEOPLE_ENDINGS = ("men", "women", "people", "folk", "wives")
_NOT_PLURAL_PEOPLE = _words("acumen regimen specimen")
_ONE = _words("1 a an another any average each median every one per same single the typical")


def _lookup() -> tuple[dict[str, Group], dict[str, Group]]:
    one: dict[str, Group] = {}
    many: dict[str, Group] = dict(_COLLECTIVES)
    for nouns, group in (
        (_PARTNERS, Group.PARTNER),
        (_EMPLOYEES, Group.EMPLOYEE),
        (_CUSTOMERS, Group.CUSTOMER),
    ):
        for noun in nouns:
            for spelling in spellings(noun):
                one[spelling] = group
                many[_IRREGULAR_PLURALS.get(spelling) or plural(spelling)] = group
    return one, many


ONE, MANY = _lookup()


def group_of_many(norm: str) -> Group | None:
    """Return the group a plural noun names, by the lists or by its ending."""
    if norm in MANY:
        return MANY[norm]
    if norm in _STAND_INS:
        return Group.CUSTOMER
    if "-" in norm:
        return Group.CUSTOMER if _is_age(norm) else group_of_many(norm.rpartition("-")[2])
    if norm.endswith("s") and is_person_by_ending(norm[:-1]):
        return Group.CUSTOMER
    is_plural = norm.endswith(_PEOPLE_ENDINGS) and norm not in _NOT_PLURAL_PEOPLE
    return Group.CUSTOMER if is_plural else None


def _is_age(norm: str) -> bool:
    """*over-60s*, *under-25s*: people by their age."""
    side, _hyphen, years = norm.partition("-")
    return side in {"over", "under"} and years.endswith("s") and years[:-1].isdigit()


def group_of_one(norm: str) -> Group | None:
    """Return the group a singular noun names; it must be in the lists."""
    if norm in ONE:
        return ONE[norm]
    return group_of_one(norm.rpartition("-")[2]) if "-" in norm else None


def is_stand_in(norm: str) -> bool:
    """Tell whether a word names events that stand for people: trials, sign-ups, sessions."""
    return norm in _STAND_INS


def says_one(norm: str) -> bool:
    """Tell whether a word before a noun says that one is meant: *each*, *a*, *the average*."""
    return norm in _ONE


def is_person_by_ending(noun: str) -> bool:
    """Tell whether a noun looks like somebody who does something: -er, -or, -ist, -ian, -ee."""
    return len(noun) > 4 and noun.endswith(_PERSON_ENDINGS) and noun not in _NOT_PEOPLE
