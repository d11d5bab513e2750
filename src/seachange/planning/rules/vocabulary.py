"""The words a plan is written in: kinds of records, who, whose, how, and which way."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from seachange.people import access

# Said where members live, a floor below; spoken here with the rest of a plan's words.
Visibility = access.Visibility
Role = access.Role
Function = access.Function


class Kind(StrEnum):
    """What a record of the plan is; the name it goes by on every floor."""

    DEPARTMENT = "department"
    TEAM = "team"
    MEMBER = "member"
    PRODUCT = "product"
    VISION = "vision"
    MILESTONE = "vision_milestone"
    TREND = "trend"
    IMPACT = "impact"
    OUTCOME = "outcome"
    DRIVER_LINK = "driver_link"
    METRIC = "metric"
    METRIC_VERSION = "metric_version"
    METRIC_BRIDGE = "metric_bridge"
    MEASUREMENT = "measurement"
    JOURNEY = "journey"
    STEP = "journey_step"
    BEHAVIOUR = "behaviour"
    SIGNAL = "behaviour_signal"
    SIGNAL_ESTIMATE = "signal_estimate"
    PROBLEM = "problem"
    IDEA = "idea"
    RISK_FINDING = "risk_finding"
    CONTACT = "contact"
    HYPOTHESIS = "hypothesis"
    HYPOTHESIS_VERSION = "hypothesis_version"
    ASSUMPTION = "assumption"
    ASSUMPTION_TEST = "assumption_test"
    EVIDENCE = "evidence"
    VERDICT = "verdict"
    DECISION = "decision"
    QUESTION = "learning_question"
    OUTPUT = "output"
    RELEASE = "release"
    ENABLEMENT = "enablement_item"
    CHAIN_STEP = "chain_step"
    POSITIONING = "positioning"
    OBJECTION = "objection"
    DELIVERY_PERIOD = "delivery_period"
    ROADMAP_ITEM = "roadmap_item"
    ROADMAP_VIEW = "roadmap_view"
    OBJECTIVE = "objective"
    KEY_RESULT = "key_result"
    REVIEW = "review"
    FEATURE_REQUEST = "feature_request"
    EXPECTATION = "expectation"
    CUSTOMER = "customer"
    BOARD = "board"
    DEAL = "deal"
    COMMITMENT = "commitment"
    SIGN_OFF = "sign_off"
    FLUENCY_CHECK = "fluency_check"
    WAIVER = "waiver"

    @property
    def one(self) -> str:
        """One of it, as one says it: an outcome, a driver link."""
        return f"{'an' if self.value[0] in 'aeiou' else 'a'} {self.value.replace('_', ' ')}"


class ActorKind(StrEnum):
    """Where the people stand whose behaviour matters."""

    CUSTOMER = "customer"
    USER = "user"
    EMPLOYEE = "employee"
    PARTNER = "partner"
    STAKEHOLDER = "stakeholder"


class Direction(StrEnum):
    """Which way a behaviour is to change."""

    MORE = "more"
    LESS = "less"
    START = "start"
    STOP = "stop"

    @property
    def is_down(self) -> bool:
        """Whether less of it is better.

        >>> [way.value for way in Direction if way.is_down]
        ['less', 'stop']
        """
        return self in {Direction.LESS, Direction.STOP}


class Stance(StrEnum):
    """What we want of a behaviour on the journey."""

    ENCOURAGE = "encourage"
    ELIMINATE = "eliminate"
    MISSING = "missing"
    NEUTRAL = "neutral"


class SignalKind(StrEnum):
    """What a behaviour predicts."""

    BOOSTER = "booster"
    BLOCKER = "blocker"


class SignalStance(StrEnum):
    """What is to be done about a signal."""

    ENCOURAGE = "encourage"
    ELIMINATE = "eliminate"
    CREATE = "create"  # it should be there, and hardly anybody does it yet
    LEAVE = "leave"


class SignalStatus(StrEnum):
    """How a signal has fared since it was found; computed from its cohorts, never typed."""

    NEW = "new"
    REPLICATED = "replicated"
    FADED = "faded"


class Grade(StrEnum):
    """How much a signal proves, best first: chance, a comparison, a later cohort, or only looks."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class ImpactKind(StrEnum):
    """The results leaders watch."""

    REVENUE = "revenue"
    COST = "cost"
    MARKET_SHARE = "market_share"
    EXISTING_CUSTOMERS = "existing_customers"
    SHAREHOLDER_VALUE = "shareholder_value"
    SATISFACTION = "satisfaction"


class Scale(StrEnum):
    """What sort of number a metric gives."""

    RATE = "rate"  # a share of people, 0..1
    FREQUENCY = "frequency"
    COUNT = "count"
    DURATION = "duration"
    SCORE = "score"
    NPS = "nps"
    MONEY = "money"


class Purpose(StrEnum):
    """What a metric is kept for."""

    BEHAVIOUR = "behaviour"
    IMPACT = "impact"
    TRACTION = "traction"
    GUARDRAIL = "guardrail"
    PAIN = "pain"


class Timing(StrEnum):
    """Whether a metric moves before the result or reports it."""

    LEADING = "leading"
    LAGGING = "lagging"


class Tag(StrEnum):
    """HEART and AARRR, as tags on metrics."""

    HAPPINESS = "happiness"
    ENGAGEMENT = "engagement"
    ADOPTION = "adoption"
    RETENTION = "retention"
    TASK_SUCCESS = "task_success"
    ACQUISITION = "acquisition"
    ACTIVATION = "activation"
    REFERRAL = "referral"
    REVENUE = "revenue"


class Origin(StrEnum):
    """Where the wish for an idea or an output came from."""

    OUTCOME = "outcome"
    VISION = "vision"
    TEAM = "team"
    CUSTOMER = "customer"
    DEAL = "deal"
    SALES = "sales"
    CUSTOMER_SUCCESS = "cs"
    MARKETING = "marketing"
    OPERATIONS = "ops"
    EXECUTIVE = "exec"
    OBLIGATION = "obligation"


class OutputKind(StrEnum):
    """What sort of thing we make or do."""

    FEATURE = "feature"
    DOCUMENT = "doc"
    FIX = "fix"
    SCALING = "scaling"
    POLICY = "policy"
    TRAINING = "training"
    CAMPAIGN = "campaign"
    SERVICE = "service"
    OTHER = "other"


class Maturity(StrEnum):
    """How real a thing is that we speak of."""

    AVAILABLE = "available"
    COMMITTED = "committed"
    DISCOVERY = "in discovery"
    VISION = "vision"


class Risk(StrEnum):
    """What may be wrong with an idea; the first four must be looked at."""

    VALUE = "value"
    USABILITY = "usability"
    FEASIBILITY = "feasibility"
    VIABILITY = "viability"
    ETHICS = "ethics"
    RELIABILITY = "reliability"


FOUR_RISKS = (Risk.VALUE, Risk.USABILITY, Risk.FEASIBILITY, Risk.VIABILITY)


class Finding(StrEnum):
    """What a look at a risk found."""

    ACCEPTABLE = "acceptable"
    UNCLEAR = "unclear"
    UNACCEPTABLE = "unacceptable"


class Stage(StrEnum):
    """The AFTER ladder, cheap first."""

    ASSESSMENT = "assessment"
    FACT_FINDING = "fact_finding"
    TEST = "test"
    EXPERIMENT = "experiment"
    RELEASE = "release"


class Design(StrEnum):
    """What a result compares with, and so how far it may be off."""

    RANDOMISED = "randomised"
    HOLDBACK = "holdback"
    DIFFERENCE_IN_DIFFERENCES = "difference_in_differences"
    PRE_POST = "pre_post"
    SELF_SELECTED = "self_selected"
    CORRELATION = "correlation"
    NONE = "none"


class EvidenceClass(StrEnum):
    """The ten places on the confidence meter (domain.md §4.1)."""

    SELF_CONVICTION = "self_conviction"
    PITCH = "pitch"
    THEMATIC = "thematic"
    REVIEW = "review"
    ESTIMATE = "estimate"
    ANECDOTAL = "anecdotal"
    MARKET_DATA = "market_data"
    USER_EVIDENCE = "user_evidence"
    TEST_RESULTS = "test_results"
    LAUNCH_DATA = "launch_data"


class Bearing(IntEnum):
    """Which way a piece of evidence points."""

    AGAINST = -1
    NEITHER = 0
    FOR = 1


class Finish(StrEnum):
    """What a verdict says of a hypothesis."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"
    HARMED = "harmed"
    SMALL = "moved_but_small"


class Choice(StrEnum):
    """What was decided."""

    GO = "go"
    BUILD = "build"
    DISCOVERY = "discovery"
    NO = "no"
    NOT_NOW = "not_now"
    ITERATE = "iterate"
    REMOVE = "remove"
    KEEP = "keep"
    SCALE = "scale"
    RERUN = "rerun"
    STOP = "stop"
    KILL = "kill"
    PARK = "park"


class RoadmapKind(StrEnum):
    """What stands on the roadmap."""

    OUTCOME = "outcome"
    QUESTION = "question"
    THEME = "theme"
    PROBLEM = "problem"
    MILESTONE = "vision_milestone"
    HYPOTHESIS = "hypothesis"
    OUTPUT = "output"


class Source(StrEnum):
    """Why something stands on the roadmap."""

    VISION = "vision"
    OUTCOME = "outcome"
    REQUEST = "request"
    DEAL = "deal"
    OBLIGATION = "obligation"


class Precision(StrEnum):
    """How exactly a date is meant."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Answer(StrEnum):
    """What a role of the board says to a promise; no row yet means pending."""

    YES = "yes"
    YES_IF = "yes-if"
    NO = "no"


HORIZONS = (3, 6, 9, 12)
