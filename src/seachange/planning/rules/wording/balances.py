"""Results told without a noun of money: a year closed, a budget kept, a loss borne, a grade."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, people, results, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

_CLOSING = frozenset("close end exit finish".split())
_YEARS = nouns.PERIOD | frozenset("fy the our this year-end".split())


def year_closed(facts: Facts) -> Ruling | None:
    """*exit the year at $40m*, *the council finishes Q4 with 24 more customers*."""
    sentence = facts.sentence
    at = _our_verb(sentence, _CLOSING)
    if at < 0 or not _is_year_next(sentence, at + 1):
        return None
    words = tuple(i for i in range(at + 1, len(sentence.tokens)) if _is_balance(sentence, i))
    return Ruling(Label.IMPACT, (at, *words)) if words else None


def _our_verb(sentence: Sentence, lemmas: frozenset[str]) -> int:
    """Return the position of a verb that we do, at the start or behind *the council*; or -1."""
    at = sentence.start
    while sentence.norm(at) in people.MAKERS | people.OURSELVES | {"the", "our", "to", "will"}:
        at += 1
    is_one = sentence.is_word(at) and {sentence.lemma(at), _bare(sentence.norm(at))} & lemmas
    return at if is_one else -1


def _bare(norm: str) -> str:
    """*lives*: a verb that is none of our list, as it is rarely said of people."""
    return norm.removesuffix("s")


def _is_year_next(sentence: Sentence, at: int) -> bool:
    while sentence.norm(at) in {"the", "our", "this", "off", "financial", "fiscal"}:
        at += 1
    measure = sentence.measure_at.get(at)
    is_date = measure is not None and measure.amount is Amount.DATE
    return is_date or sentence.norm(at) in nouns.PERIOD


_BUDGETS = frozenset("black budget cash forecast surplus".split())


def _is_balance(sentence: Sentence, at: int) -> bool:
    """Tell a word that a balance is drawn with: money, a result, a count of customers."""
    norm, crowd = sentence.norm(at), sentence.people_at.get(at)
    is_count = crowd is not None and crowd.is_many and sentence.is_word(at - 1)
    is_sum = sentence.tokens[at].kind is Kind.MONEY
    return is_sum or is_count or norm in _BUDGETS or results.is_result(norm)


# --- a budget kept ------------------------------------------------------------------------------

_KEPT = frozenset("budget budgets forecast means plan".split())
_STAYING = frozenset("be come keep land live operate remain run stay".split())
_BEFORE_KEPT = frozenset(
    "annual at budgeted financial in inside its of on our the their to".split()
)


def kept_within(facts: Facts) -> Ruling | None:
    """*stay within budget*, *hosting spend on plan*, *the trust lives within its means*."""
    sentence = facts.sentence
    if facts.acts and _our_verb(sentence, _STAYING) < 0:
        return None
    opens = _our_verb(sentence, _STAYING | {"balance"})
    if opens >= 0 and sentence.lemma(opens) == "balance" and _names_books(sentence, opens):
        return Ruling(Label.IMPACT, (opens,))
    is_named = any(results.is_result(sentence.norm(i)) for i in facts.phrase.words)
    is_bare = sentence.norm(sentence.start) in {"on", "under", "within", "in"}
    if not (opens >= 0 or is_named or is_bare):
        return None
    kept = _budget(sentence)
    return Ruling(Label.IMPACT, kept) if kept else None


def _names_books(sentence: Sentence, at: int) -> bool:
    return any(sentence.norm(i) in {"books", "budget", "budgets"} for i in range(at + 1, at + 4))


def _budget(sentence: Sentence) -> tuple[int, ...]:
    """*within 1 % of budget*, *on financial plan*, *in the black*: the positions, or none."""
    for at in range(sentence.start, len(sentence.tokens)):
        if sentence.norm(at) not in {"in", "inside", "on", "under", "within", "to"}:
            continue
        after = at + 1
        while sentence.is_measured(after) or sentence.norm(after) in _BEFORE_KEPT:
            after += 1
        is_kept = sentence.norm(after) in _KEPT and sentence.norm(at) != "in"
        if is_kept or (sentence.norm(at) == "in" and sentence.norm(after) in {"black", "surplus"}):
            return (at, after)
    return ()


# --- what it brings or loses --------------------------------------------------------------------

_BEARING = frozenset(
    "add bring contribute cost cover deliver earn generate lose make net pay_for return save"
    " yield".split()
)


def borne(facts: Facts) -> Ruling | None:
    """*shipping loses us no more than 2 points of margin*, *the shop covers its costs*."""
    sentence = facts.sentence
    if sentence.norm(sentence.start) == "every" and sentence.norm(sentence.start + 1) in _COINS:
        return Ruling(Label.IMPACT, (sentence.start, sentence.start + 1))
    for at in range(sentence.start + 1, len(sentence.tokens) - 1):
        if sentence.norm(at) in {"from", "into", "to"} and not facts.acts:
            side = next((i for i in range(at + 1, at + 4) if sentence.norm(i) in _SIDES), -1)
            is_regained = sentence.norm(at) == "to" and sentence.norm(at + 1) == "growth"
            if is_regained or (side > 0 and not sentence.is_measured(side)):
                return Ruling(Label.IMPACT, (at, max(side, at + 1)))
        if sentence.norm(at - 1) == "loss-making" and sentence.is_rated():
            return Ruling(Label.IMPACT, (at - 1,))
        if sentence.norm(at) == "itself" and sentence.lemma(at - 2).startswith("pay"):
            return Ruling(Label.IMPACT, (at - 2, at))
        if not sentence.is_form(at, Form.THIRD) or sentence.lemma(at) not in _BEARING:
            continue
        if any(i in sentence.people_at for i in range(sentence.start, at)):
            return None
        brought = sentence.measure_at.get(at + 1)
        is_ours = sentence.norm(at + 1) in {"us", "its", "itself", "their"} or (
            brought is not None and brought.amount is Amount.MONEY
        )
        words = tuple(i for i in range(at + 1, at + 10) if results.is_result(sentence.norm(i)))
        if is_ours and (words or sentence.of(Amount.MONEY) or sentence.norm(at + 1) == "itself"):
            return Ruling(Label.IMPACT, (at, *words))
    return None


_COINS = nouns.CURRENCIES | {"£", "$", "€"}
_SIDES = frozenset("black break-even breakeven deficit loss loss-making profit red surplus".split())


def found(facts: Facts) -> Ruling | None:
    """*find $2m in synergies*, *close the gap in brand preference*: a result behind *in*."""
    sentence, start = facts.sentence, facts.start
    if start is None or facts.acts:
        return None
    amount = sentence.measure_at.get(start.last + 1)
    is_sum = amount is not None and amount.amount is Amount.MONEY
    is_gap = sentence.norm(start.phrase.head) in {"gap", "deficit", "lead"}
    behind = amount.last + 1 if is_sum and amount is not None else start.phrase.end
    near = range(behind + 1, behind + 5)
    result = next((i for i in near if results.is_result(sentence.norm(i))), -1)
    is_found = is_sum and start.lemma in _FINDING
    if (is_found or is_gap) and sentence.norm(behind) in {"in", "of", "on"} and result > 0:
        return Ruling(Label.IMPACT, (start.first, result))
    return None


_FINDING = frozenset("bank extract find free identify realise release strip take unlock".split())


def lost(facts: Facts) -> Ruling | None:
    """*lose no more than four accounts*: those who stay are a result."""
    sentence, start = facts.sentence, facts.start
    if sentence.lemma(sentence.start) not in {"lose", "retain"} or start is None or facts.acts:
        return None
    is_theirs = start.phrase.head in sentence.people_at or sentence.of(Amount.MONEY)
    return Ruling(Label.IMPACT, (start.first, *start.phrase.words)) if is_theirs else None


# --- what others say ----------------------------------------------------------------------------


def graded(facts: Facts) -> Ruling | None:
    """*Ofsted: Good in all areas*, *S&P rating up to A-*, *CQC judgement of Outstanding*."""
    sentence = facts.sentence
    judge = _first_of(sentence, results.JUDGES, sentence.start)
    is_making = facts.start is not None and facts.start.lemma in verbs.MAKE - verbs.REACH
    if judge < 0 or facts.acts or is_making:
        return None
    grade = _first_of(sentence, results.GRADES, sentence.start)
    is_told = grade >= 0 and grade != judge
    is_scored = any(sentence.is_measured(i) for i in range(judge + 1, judge + 4))
    says_how_much = sentence.is_rated() or (facts.start is None and bool(sentence.measures))
    is_named = _first_of(sentence, _SCORES, sentence.start) >= 0 and says_how_much
    is_score = is_named or (is_scored and facts.start is None and facts.phrase.head == judge)
    if not (is_told or is_score) or any(t.norm in _DONE for t in sentence.tokens):
        return None
    return Ruling(Label.IMPACT, (judge, grade) if is_told else (judge,))


_SCORES = frozenset(
    "grade judgement judgment rating ratings result results review reviews score scores star"
    " stars".split()
)
_DONE = (nouns.DONE - {"accredited"}) | frozenset("published submitted written addressed".split())


def reviewed(facts: Facts) -> Ruling | None:
    """*5-star share of reviews 70 %*, *review average of 4.8*: what reviewers think of us."""
    sentence = facts.sentence
    is_ours = facts.start is not None and facts.start.lemma != "review"
    if facts.acts or is_ours or not sentence.measures:
        return None
    at = _first_of(sentence, frozenset({"review", "reviews"}), sentence.start)
    score = _first_of(sentence, _STARS, sentence.start)
    return Ruling(Label.IMPACT, (at, score)) if at >= 0 and score >= 0 else None


_STARS = frozenset("4-star 5-star average five-star four-star positive rating score stars".split())


def budget_beaten(facts: Facts) -> Ruling | None:
    """*beat the budget by £300k*, *hit 105 % of plan*."""
    sentence = facts.sentence
    at = _our_verb(sentence, _BEATING)
    near = range(at + 1, at + 8) if at >= 0 and not facts.acts else range(0)
    found = next((i for i in near if sentence.norm(i) in _PLANNED), -1)
    return Ruling(Label.IMPACT, (at, found)) if found > 0 and sentence.measures else None


_BEATING = frozenset("beat exceed hit meet outperform surpass".split())
_PLANNED = frozenset("budget forecast plan quota target".split())


def _first_of(sentence: Sentence, words: frozenset[str], start: int) -> int:
    return next((i for i in range(start, len(sentence.tokens)) if sentence.norm(i) in words), -1)


def scored_by_people(facts: Facts) -> Ruling | None:
    """*customers rate us 4.6*, *clients score us 9 or 10*, *8 in 10 would recommend us*."""
    sentence = facts.sentence
    for deed in facts.acts:
        is_wish = sentence.norm(deed.said.first - 1) == "would"
        if is_wish and sentence.lemma(deed.said.first) in _WISHED and sentence.is_rated():
            return Ruling(Label.IMPACT, deed.said.positions, deed)
        at = deed.said.last + 1
        is_us = sentence.norm(at) in {"us", "our"}
        scale = range(at, min(at + 6, len(sentence.tokens)))
        says_score = any(
            sentence.is_measured(i) or sentence.norm(i) in results.GRADES for i in scale
        )
        if sentence.lemma(deed.said.first) in _SCORING and is_us and says_score:
            return Ruling(Label.IMPACT, deed.said.positions, deed)
    return None


_SCORING = frozenset("give mark rank rate score".split())
_WISHED = frozenset("buy choose come_back come join pick recommend return use".split())


def surveyed(facts: Facts) -> Ruling | None:
    """*90 % satisfied on the exit survey*, *5 points more on the patient survey*."""
    sentence = facts.sentence
    for at in range(sentence.start + 1, sentence.start + 6):
        is_topic = sentence.norm(at) in _POLLS and sentence.norm(at + 1) in {":", "-", "–"}
        if is_topic and sentence.is_measured(at + 2) and sentence.of(Amount.RATE):
            return Ruling(Label.IMPACT, (at,))
    rate = sentence.measure_at.get(sentence.start)
    if rate is None or facts.acts or rate.amount not in {Amount.RATE, Amount.BOUND}:
        return None
    at = rate.last + 1
    while sentence.norm(at) in {"very", "fairly", "completely", "more", "or", "higher"}:
        at += 1
    if sentence.norm(at) in {"happy", "satisfied", "positive", "favourable", "favorable"}:
        return Ruling(Label.IMPACT, (at,))
    asked = next((i for i in range(at, at + 8) if sentence.norm(i) in _POLLS), -1)
    if sentence.norm(at) in {"in", "on"} and asked > 0:
        return Ruling(Label.IMPACT, (asked,))
    return None


_POLLS = frozenset("barometer census index poll ranking scorecard survey table tracker".split())


_AS_CUSTOMERS = frozenset("clients customers members subscribers".split())


def ours_by_share(facts: Facts) -> Ruling | None:
    """*25 % of all podcasts hosted with us*, *one in five dentists is a paying customer*."""
    sentence = facts.sentence
    first = sentence.measure_at.get(sentence.start)
    if first is None or first.amount is not Amount.RATE or facts.acts:
        return None
    last = len(sentence.tokens) - 1
    if sentence.norm(last) == "us" and sentence.norm(last - 1) in {"from", "through", "with"}:
        return Ruling(Label.IMPACT, (last - 1, last))
    for at in range(first.last + 1, last):
        is_one = sentence.norm(at) in {"are", "is"} and sentence.norm(at + 1) in {
            "a",
            "our",
            "paying",
        }
        near = (sentence.norm(i).removesuffix("s") + "s" for i in range(at + 1, at + 4))
        if is_one and not _AS_CUSTOMERS.isdisjoint(near):
            return Ruling(Label.IMPACT, (at,))
    return None


def per_worker(facts: Facts) -> Ruling | None:
    """*parcels per labour hour from 22 to 26*, *output per head*: productivity."""
    sentence = facts.sentence
    for at in range(sentence.start + 1, len(sentence.tokens) - 1):
        if sentence.norm(at) == "per" and sentence.norm(at + 1) in _WORKERS:
            is_making = facts.start is not None and facts.start.lemma in verbs.MAKE
            if sentence.is_rated() and not is_making and not facts.phrase.head < 0:
                return Ruling(Label.IMPACT, (*facts.phrase.words, at, at + 1))
    return None


_WORKERS = frozenset("fte head labor labour man-hour headcount ftes".split())


def round_closed(facts: Facts) -> Ruling | None:
    """*close the Series B at $25m*: money raised."""
    start, sentence = facts.start, facts.sentence
    if start is None or start.lemma not in {"close", "complete", "finish"} or facts.acts:
        return None
    is_round = any(
        sentence.norm(i) in {"round", "series"} for i in range(start.last, start.last + 5)
    )
    if is_round and sentence.of(Amount.MONEY):
        return Ruling(Label.IMPACT, (start.first, *start.phrase.words))
    return None


_LEANING = frozenset("appetite inclination intention likelihood propensity willingness".split())


def leaning(facts: Facts) -> Ruling | None:
    """*likelihood to recommend 8.2 → 9*: what people say they would do."""
    sentence = facts.sentence
    at = next((i for i, t in enumerate(sentence.tokens) if t.norm in _LEANING), -1)
    is_to = sentence.norm(at + 1) in {"of", "to"} if at >= 0 else False
    is_ours = facts.start is None or facts.start.lemma not in verbs.MAKE
    if is_to and is_ours and sentence.measures:
        return Ruling(Label.IMPACT, (at,))
    return None


def money_made(facts: Facts) -> Ruling | None:
    """*every order makes money*, *stop losing money in Italy*."""
    sentence = facts.sentence
    for at in range(sentence.start + 1, len(sentence.tokens)):
        is_made = sentence.norm(at) == "money" and sentence.lemma(at - 1) in {"make", "lose"}
        if is_made and not any(i < at for i in sentence.people_at):
            return Ruling(Label.IMPACT, (at - 1, at))
    return None


def worth(facts: Facts) -> Ruling | None:
    """*customers are worth 20 % more to us*, *patients' wallet*: what they bring, not do."""
    sentence = facts.sentence
    for at in range(sentence.start + 1, len(sentence.tokens)):
        says_more = sentence.is_measured(at + 1) or sentence.norm(at + 1) in {"more", "over"}
        is_said = bool({sentence.norm(at - 1), sentence.norm(at - 2)} & {"are", "be", "is"})
        if sentence.norm(at) == "worth" and says_more and is_said and not facts.acts:
            return Ruling(Label.IMPACT, (at,))
        is_customers = sentence.norm(at) in _AS_CUSTOMERS and sentence.norm(at - 1) == "as"
        if is_customers and sentence.is_measured(sentence.start) and not facts.acts:
            return Ruling(Label.IMPACT, (at,))
        if sentence.norm(at) == "wallet" and sentence.tokens[at - 1].is_possessive:
            return Ruling(Label.IMPACT, (at,))
    return None
