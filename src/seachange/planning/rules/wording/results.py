"""Words of money, market, rank and opinion: wherever one is measured, a result is meant."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns

# What money does, by the noun; broader than what a goal may open with.
MONEY = nouns.both_numbers("""
    amortisation arrears asset balance basket benefit bonus budget buyback capital capitalisation
    cashback chargeback clawback compensation contribution credit default depreciation deposit
    dilution discounting disbursement dues economics endowment equity exposure fee fine foregone
    fundraising gearing givings headcount-cost inflow interest investment invoice-value leakage
    legacy leverage levy liability liquidity loan markdown mark-up markup monetisation mortgage
    offering outflow outgoing outlay overdraft overpayment overrun patronage pay-out payout payroll
    penalty pledge pot premium price pricing procurement provision rebate refund remittance rent
    rental reserve salary synergy sell-through shrink shrinkage solvency sponsorship
    stock-loss stockpile
    subsidy surcharge surplus takings tariff tax tip treasury underspend variance wage wastage
    write-down yield productivity
""") | frozenset("aum ebita eps gwp nav nii ntv p&l revpar adr arpdau gnv nim wacc".split())

# What a market or an opinion says of us.
STANDING = nouns.both_numbers("""
    awareness consideration familiarity favourability goodwill grade impression likeability
    mention morale popularity preference prestige recall recognition regard rating sentiment
    standing
    leadership listenership penetration perception trustpilot wellbeing
""") | frozenset("esat glassdoor usat dsat ces".split())

# Lists and scales on which others rank us.
LEAGUES = frozenset(
    """
    capterra category chart charts footsie forrester fortune g2 gartner grid guardian index
    league michelin
    quadrant ranking rankings survey table tables tripadvisor trustpilot wave
""".split()
)
MARKETS = frozenset(
    """
    audience brand business category industry market markets mid-market niche sector segment
    segments
    spend territory trade vertical
""".split()
)
# Behind the name of a group, its size: *visitor numbers*, *listener figures*.
HEADCOUNTS = frozenset("base count figures figure numbers number population totals total".split())

# Said of what came in: *3,000 bikes sold*.
CAME_IN = frozenset("earn raise resell save sell upsell win".split())
# Said of money that is to stay as it is.
UNMOVED = frozenset(
    """
    afford beat bring contain control cut get halve hold keep limit maintain make manage narrow
    protect put recover recoup restrict stay take trim
""".split()
)
# Those whose business it is to judge us, and the grades they give.
JUDGES = frozenset(
    """
    amazon booking.com capterra cqc ecovadis estyn feefo fitch forrester ftse g2 gallup
    gartner glassdoor google gresb idc leapfrog
    metacritic michelin moody moodys morningstar msci nss ofgem ofsted ofwat opencritic qs
    quadrant s&p steam stonewall sustainalytics tef tripadvisor trustpilot tsm yelp yougov
""".split()
)
GRADES = frozenset(
    """
    aa aaa ba baa bb bbb bronze challenger commended excellent five-star four-star gold good
    leader leaders outstanding overwhelmingly platinum
    positive recommended silver stars strong trusted three-star titanium top-rated two-star
    visionary
    highest
""".split()
)
_RANK_ENDINGS = tuple(
    "-rated -ranked -selling -placed -reviewed -valued -grossing -growing".split()
)


_FIRST = frozenset("best fastest highest lowest most second third top".split())


def is_ranked_word(norm: str) -> bool:
    """Tell *best-rated* and *top-ranked* from other words."""
    praise, _hyphen, _rated = norm.partition("-")
    return praise in _FIRST and norm.endswith(_RANK_ENDINGS)


def is_result(norm: str) -> bool:
    """Tell whether a noun names money, a market or an opinion."""
    return norm in nouns.IMPACT or norm in MONEY or norm in STANDING
