"""The nouns of goals: things made, business results, effort, and acts that became nouns."""

from __future__ import annotations

from seachange.planning.rules.wording.inflection import plural, spellings


def is_abstract(norm: str) -> bool:
    """Tell whether a noun names what nobody can finish making: *clarity*, *ownership*."""
    if norm in THING or norm in MAKING or norm in _TANGIBLE:
        return False
    return norm in ABSTRACT or norm.endswith(ABSTRACT_ENDINGS + _ABSTRACT_PLURALS)


def both_numbers(text: str) -> frozenset[str]:
    """Return nouns in both numbers and both spellings."""
    return frozenset(
        form for noun in text.split() for word in spellings(noun) for form in (word, plural(word))
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(pair.split("+")) for pair in text.split())


# Things an organisation makes.
THING = both_numbers("""
    2fa accreditation add-on addon agreement alert alerting algorithm animation announcement api app
    application approval architecture archive article assistant automation backend backup badge
    banner battlecard beta blog blueprint board booklet bootcamp booth bot brief brochure bug
    builder bundle button calculator calendar campaign capability caption card carousel catalogue cd
    cdn cdp centre certificate certification chart charter chat chat-bot chatbot checklist checkout
    ci clearance cli cloud cluster cms codebase collateral collection column compliance component
    configurator connector console coupon course crm curriculum customisation dashboard database
    dataset deck deliverable deployment depot design device diagram digest directory discount doc
    documentation ebook editor encryption endpoint engine environment epic episode erp etl exam
    explainer extension factory factsheet failover faq feature feed filter fix flag flow flyer form
    framework frontend functionality gateway gdpr glossary guidance guide guideline handbook
    helpdesk helpline hipaa homepage hotline hub icon image inbox infographic infrastructure
    initiative installer integration interface intranet inventory iso kiosk kit layout leaderboard
    leaflet lesson library licence link list localisation log login logo machine mailing manual map
    marketplace mentorship menu mfa microservice microsite migration mock-up mockup mode model
    module monitoring mvp navigation newsletter notebook notification oauth office overhaul pack
    package packaging page parity passkey patch patent paywall pci permission permit persona pilot
    pim platform playbook plug-in plugin poc podcast policy pop-up popup portal position post poster
    pricing printing procedure process product program programme project prompt proof-of-concept
    proposal prototype provisioning quiz rebrand redesign refactor refactoring relaunch release
    reminder replatforming report repository residency restructure rewrite roadmap role roll-out
    rollout room rulebook runbook saml sandbox schema scheme scim scorecard screen script sdk server
    service settings shortcut signage site sitemap soc software solution spec specification sso
    stand standard statement station story strategy structure style-guide stylesheet subtitle suite
    system tab taxonomy template theme tier toggle tool toolbar toolkit tour tracker trademark
    training transcript translation tutorial ui update upgrade utility vacancy vault version video
    visualisation voucher warehouse warranty wcag webapp webhook webpage website whitepaper widget
    wiki wireframe wizard workflow workspace
    banknote cookie dictionary invoice label leaflet pamphlet quiz sequence series
    sticker tag text
    alpha box documentary entity interoperability stack table facility monorepo repo subsidiary
""")
THING_PAIRS = _pairs("""
    acceptance+tests contract+tests e2e+tests end-to-end+tests integration+tests
    regression+tests season+ticket season+tickets smoke+tests unit+tests
    access+control advisory+board app+store audit+log audit+logs audit+trail browser+support
    build+pipeline case+studies case+study ci+pipeline code+base currency+support dark+mode
    data+lake data+model data+pipeline data+pipelines data+warehouse deployment+pipeline design+debt
    design+system device+support help+center help+centre job+board knowledge+base landing+page
    language+support offline+mode press+release product+tour push+notification push+notifications
    release+notes search+engine service+desk single+sign-on style+guide tech+debt technical+debt
    two-factor+authentication user+guide white+paper
""")
# Making, as a noun: *the launch of*, *store openings*.
MAKING = both_numbers("""
    automation changeover clean-up completion construction creation delivery deployment development
    digitisation ga go-live implementation import installation integration introduction launch
    makeover migration opening overhaul publication rebuild redesign refactoring refit refresh
    refurbishment relaunch release remake selection removal reorganisation replacement
    revamp rewrite roll-out
    rollout set-up setup switchover tidy-up translation upgrade
""")
# What is settled once: *decision made*, *choice taken*.
SETTLED = both_numbers("agreement choice consensus decision recommendation ruling verdict")
# What people are given: *the ability to pay later*.
MEANS = both_numbers("ability access choice facility freedom means option possibility way")
# Standards one complies with: whatever is named beside them is our own work.
STANDARDS = _words("dora fedramp gdpr hipaa iso nis2 pci psd2 soc wcag")
# States a made thing can be in.
DONE = _words("""
    accessible accredited available certified complete completed compliant deployed done finished ga
    go-live implemented in-house live operational paperless public ready released rolled-out shipped
    signed-off
""")

# Behind *in*: *in production*, *in place*.
PLACES = _words("beta ga operation place post prod production service store stores use")
# People taken together: their number is a result.
CROWD = both_numbers("audience community following network subscribership user-base waitlist")
# What we set ourselves, so that moving it is our own doing.
SET_BY_US = both_numbers("""
    allowance checklist fee field form limit menu price procedure questionnaire screen step
    tariff threshold
    application app database depot dependency ledger library office platform report server sku
    subsystem system template tool vacancy warehouse
""")
# What nobody can finish making, and praise that says nothing.
ABSTRACT = both_numbers("""
    alignment awareness brand buy-in capability category clarity community competition
    confidence culture ecosystem excellence experience expertise fit focus industry insight
    knowledge leadership market mindset momentum morale ownership partnership problem
    relationship reputation skill talent team trust understanding value visibility world
""")
# They end like it, and one can touch them.
_TANGIBLE = both_numbers("""
    apartment appointment base case consignment document edition equipment garment house
    implement instance
    instalment instrument lease licence payment pavement shipment supplement treatment vaccination
""")
# Endings of what nobody can finish making: *readiness*, *ownership*.
ABSTRACT_ENDINGS = tuple("acy ance ancy ence ency hood ism ity ment ness ship sion tion".split())
_ABSTRACT_PLURALS = tuple(plural(ending) for ending in ABSTRACT_ENDINGS)
PRAISE = _words("""
    amazing beautiful best best-in-class better brilliant delightful easy effortless excellent
    exceptional fantastic first-class frictionless great high-quality industry-leading
    innovative leading modern outstanding perfect seamless simple simpler smooth strong superb
    superior world-class
""")

# Business results and scores of opinion.
IMPACT = both_numbers("""
    acv aov arpa arpu arr attrition aum bill break-even breakeven cac cagr capex
    cash cash-flow cashflow ces churn circulation cltv clv cogs commission cost csat dau debt
    deficit detractor dividend donation dso earning ebit ebitda enps expenditure expense footfall
    funding gbv gmv grant growth grr gtv income inflow irr lead outflow lifespan loss ltv margin
    market-share mau
    membership mrr ndr nps nrr occupancy opex overhead payback pipeline proceeds profit
    profitability promoter quota readership receipt renewal retention revenue ridership roas roi
    roic royalty runway sale saving stickiness subscription taking tcv tpv turnover upsell valuation
    viewership wau write-off yield
    affordability asp atv book-to-bill aua aum ccu cet1 cpa cpc cpi cpl cpm cpo ecpm
    emission footprint
    homelessness impairment insolvency lcr lfl mortality nii npl nsfr overspend persistency
    poverty raroc readmission sickness tenure reoffending roa roce roe rote rpm saidi saifi
    tnps trustscore
    underspend unemployment upt usat wastage
""") | _words(
    """billings bookings burn c-sat absenteeism advocacy goodwill happiness loyalty money
    reputation sales satisfaction
    sentiment spend"""
)
IMPACT_PAIRS = _pairs("""
    audience+reach audience+share bed+occupancy budget+variance claims+cost customer+equity
    customer+lifetime customer+profitability
    cost+effectiveness cost+overrun cost+overruns customer+numbers employer+brand fill+rate
    book+value box+office brand+health brand+love brand+trust category+share first+choice hit+rate
    fly+tipping knife+crime road+deaths rough+sleeping search+share income+growth lapse+rate
    load+factor loan+book loan+losses lost+time
    burn+rate net+burn magic+number mortgage+book net+adds net+additions net+debt
    net+inflows net+worth order+backlog
    market+position premium+income price+realisation price+realization profit+share rejection+cost
    run+rate sales+density sales+mix sales+volume sales+volumes sickness+absence staff+absence
    solvency+ratio stock+turn strike+rate tax+collection units+sold working+ratio
    carbon+intensity energy+intensity fund+inflows mind+share rent+roll unit+share vacancy+rate
    value+share volume+share employee+sickness enterprise+value firm+value purchase+intent
    pupil+roll pupil+rolls
    school+roll school+rolls staff+sickness employee+wellbeing trust+index confidence+index
    happiness+index
    attach+rate brand+favourability brand+penetration burn+multiple cash+burn cost+income
    customer+count deposit+base engagement+index enterprise+logos expense+ratio
    colleague+engagement employee+engagement staff+engagement team+engagement
    workforce+engagement
    household+penetration income+ratio inventory+days market+penetration quick+ratio seed+round
    selling+price share+point share+points stock+days user+count value+added
    cash+conversion shelf+share sick+leave
    active+accounts active+customers active+members active+subscribers active+users annual+value
    average+order basket+size basket+value bottom+line brand+affinity brand+awareness
    brand+consideration brand+equity brand+perception brand+preference brand+recall
    brand+recognition break+even cash+flow claims+ratio close+rate closing+rate combined+ratio
    contract+value cost+base creditor+days customer+base days+outstanding deal+size deal+value
    debtor+days default+rate effort+score engagement+score health+score installed+base
    inventory+turns lifetime+value loss+rate loss+ratio lost-time+accidents market+cap market+share
    member+base merchandise+value merchandise+volume net+promoter new+business new+logos
    occupancy+rate order+book
    order+intake order+value payback+period paying+customers paying+members paying+subscribers
    paying+users price+premium promoter+score quota+attainment renewal+rate sales+cycle
    sales+outstanding satisfaction+score share+price share+wallet shareholder+value star+rating
    stock+turns subscriber+base take+rate target+attainment top+line unit+economics user+base
    wallet+share win+rate working+capital
""")
# A score is one of opinion unless a machine gives it.
SCORE = both_numbers("score rating star")
MACHINE_SCORE = _words("""
    accessibility code coverage credit github lighthouse maturity pagespeed performance quality
    readability risk security seo speed test vitals wcag
""")
# In front of a thing they ask for less of it, and make none.
FEWER = _words("faster fewer higher less lower no shorter zero")
PROFITABLE = _words("profit-making profitable self-financing self-funding solvent")
# What comes first in it is so in the eyes of those who buy: *number one for service*.
RANKED = _words("experience quality reliability service support value")
LEADING = _words("best dominant foremost leader leaders leading premier top-tier unrivalled")

# Effort, by the noun: first what is held, then what could also be made and kept.
HELD = both_numbers("""
    all-hands brainstorm brainstorming breakfast briefing call ceremony check-in coffee commit
    committee conference consultation conversation demo discovery discussion drill event
    exhibition gathering hackathon huddle interview kick-off kickoff lunch meet-up meeting
    meetup mentoring observation off-site offsite one-on-one one-to-one outreach pitch qbr retro
    retrospective roadshow round-table roundtable seminar session sprint stand-up standup summit
    talk tasting ticket town-hall velocity visit walkthrough webinar work workshop
""")
TOIL = (
    HELD
    | both_numbers("""
    analysis audit e-mail email experiment investigation letter pr presentation research review
    spike study survey teardown test testing
""")
    | _words("analyses")
)
TOIL_PAIRS = _pairs("""
    cold+call cold+calls design+review focus+group focus+groups lines+code lunch+learn
    pull+request pull+requests sales+calls site+visits sprint+commitment story+point
    story+points trade+fair trade+fairs trade+show trade+shows
""")

# Effort that is counted rather than held.
EFFORT = _words("commitment point points throughput utilisation utilization velocity")

# Acts that became nouns: *no-shows by patients*, *sign-ups per visitor*.
ACT_NOUN = both_numbers("""
    abandonment absence acceptance activation adoption answer application attendance booking
    call cancellation check-in check-out checkin click comment complaint completion contact
    contribution conversion deposit dispute donation download drop-off drop-out dropout enquiry
    enrolment error escalation export feedback gift inquiry install installation invitation
    invite listing log-in login message no-show opening opt-in opt-out order override
    participation payment post purchase question re-order referral refund registration reorder
    reply report request response return review save search session share sign-in sign-off
    sign-up signup submission subscription switch ticket top-up transaction transfer trip
    uninstall unsubscribe upgrade upload usage use view visit vote
""")
# Behind somebody's name they count what people do: *member sign-ups*, *patient no-shows*.
NAMED_ACT = both_numbers("""
    absence cancellation complaint deposit drop-off drop-out dropout enrolment log-in login
    no-show opt-in opt-out registration reorder repurchase sign-in sign-up signup submission
    unsubscribe
""")
# *visitor to sign-up rate*, *trial-to-paid conversion*: what stands behind somebody's name.
CONVERSION = both_numbers("conversion rate ratio")

# Nouns that look like a verb's -ing form.
GERUND = _words("""
    billing booking building coding forecasting handling hiring landing listing loading logging
    mailing marketing meeting messaging monitoring onboarding opening planning pricing printing
    processing recruiting reporting scheduling shopping staffing testing ticketing training
    waiting
""")

# Said in front of what is counted; the thing itself follows behind *of*.
SHARE = _words("""
    % amount count fraction frequency half likelihood majority number pct percent percentage
    proportion quarter rate ratio share third volume
""")
# *share of wallet* is a result, *share of clients* a rate of something.
SHARED = _words("market voice wallet")
# Said in front of what changes; the thing itself follows behind *in* or *of*.
MOVEMENT = both_numbers("""
    boost change cut decline decrease drop fall gain growth improvement increase jump reduction
    rise uplift
""")
# Measures of anything: behind a bare noun they show that it was no verb.
MEASURED = both_numbers("""
    accuracy adoption backlog conversion count coverage cycle date duration failure frequency
    latency length quality rate ratio relevance resolution response share size speed time
    turnaround usage volume
""")

MONTHS = _words("""
    apr april aug august dec december feb february jan january jul july jun june mar march may
    nov november oct october sep sept september
""")
SEASONS = _words("""
    autumn christmas diwali easter eom eoq eoy fall halloween ramadan spring summer thanksgiving
    winter xmas year-end
""")
PERIOD = both_numbers("""
    cycle day fortnight h half hour hr min minute month morning night quarter season sec second
    semester session shift sprint term week weekend wk year yr
""") | _words("s d")
# Followed by a number, they name one of several: *phase 2*, *tier 1*.
NUMBERED = _words("day level part phase stage step tier type version")
WEEKDAYS = _words("friday monday saturday sunday thursday tuesday wednesday weekday workday")
FREQUENCY = _words("""
    annually bi-weekly biweekly daily fortnightly hourly monthly nightly quarterly weekly yearly
""")
UNITS = both_numbers(
    "hour minute second day week month year millisecond point star h hr min sec wk yr pt"
) | _words("s ms d")
ATTITUDE = _words("""
    aligned aware certain comfortable confident convinced delighted dissatisfied enthusiastic
    excited familiar frustrated happier happiest happy interested knowledgeable loyal motivated
    optimistic pleased proud satisfied sure unaware unhappy
""")
FEELINGS = _words("belief confidence happiness loyalty pride safety satisfaction stress trust")
PREPOSITIONS = _words("""
    about above across after against along amid among amongst around as at before behind below
    beneath beside besides between beyond by concerning despite down during except excluding for
    from in including inside instead into like near of off on onto out outside over past per
    plus regarding since than through throughout till to toward towards under underneath unlike
    until up upon versus via vs w with within without worth
""")
OBLIQUE = _words("""
    about across against among amongst behind between by for from into onto per to toward
    towards via w with within
""")
DETERMINERS = _words("""
    a all an another any both each either enough every few fewer her his its least less many
    more most much my neither no other our own several some such that the their these this those
    what which whose your
""")
ADVERBS = _words("""
    abroad again ago ahead almost already also always anymore back barely better deliberately
    ever faster first fully further hardly instead just later longer mostly never not now
    offline often once online only quickly rarely regularly seldom sooner still successfully
    then there together twice typically upfront usually voluntarily well worldwide
""")
CONJUNCTIONS = _words("""
    & although and because but how if nor once or so then though unless until when where whereas
    whether while why yet
""")
RELATIVES = _words("who that which whom")
NUMBER_WORDS = _words("""
    billion bn couple dozen dozens eight eighteen eighty eleven fifteen fifty five forty four
    fourteen hundred hundreds k m million nine nineteen ninety one seven seventeen seventy six
    sixteen sixty ten thirteen thirty thousand thousands three twelve twenty two zero
""")
LINKS = PREPOSITIONS | CONJUNCTIONS | RELATIVES
FUNCTION_WORDS = (
    PREPOSITIONS | DETERMINERS | ADVERBS | CONJUNCTIONS | RELATIVES | NUMBER_WORDS | FREQUENCY
)
FRACTIONS = _words("fifth fifths half halves quarter quarters tenth tenths third thirds")
CURRENCIES = _words("""
    aud brl cad chf cny czk dkk dollar dollars eur euro euros gbp inr jpy kr krona kronor mxn nok
    nzd pln pound pounds sek sgd usd yen zar zł
    aed bdt bgn clp cop dirham dirhams egp forint forints franc francs ghs hkd huf idr ils kes lira
    myr naira ngn peso pesos php pkr rand reais real ringgit ron rouble roubles rupee rupees rupiah
    sar shilling shillings thb try twd uah vnd won yuan zloty
""")
THOUSANDS = _words("k m bn b mn mrd tn crore lakh million billion thousand trillion mio")
DEPARTMENT_NAMES = _words("""
    cs engineering finance marketing operations product sales support us
""")
# What is counted rather than made: acts, measures, results.
COUNTED = ACT_NOUN | MEASURED | IMPACT
# Everything we know to be a noun of goals.
NOUNS = THING | IMPACT | TOIL | ACT_NOUN | SCORE | MAKING
# Everything we know to be no group of people.
KNOWN = (
    THING
    | MAKING
    | IMPACT
    | TOIL
    | ACT_NOUN
    | MEASURED
    | MOVEMENT
    | UNITS
    | PERIOD
    | both_numbers("""
    bug case day deploy device document email error file flight incident invoice issue item job
    link order package page parcel product query server task test train trip vehicle
""")
)
