"""Results told without a noun of money: a year closed, a budget kept, a loss borne, a grade."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, people, results, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

_CLOSING = frozenset("close end exit finish".split())


def year_closed(facts: Facts) -> Ruling | None:
    """*exit the year at $40m*, *the council finishes Q4 with 24 more customers*."""
    sentence = facts.sentence
    at = _our_verb(sentence, _CLOSING)
    if at < 0 or not _is_year_next(sentence, at + 1):
        return None
    words = tuple(i for i in range(at + 1, len(sentence.tokens)) if _is_balance(sentence, i))
    return Ruling(Label.IMPACT, (at, *words)) if words else None


_US = people.MAKERS | people.OURSELVES | {"our", "the", "to", "will"}


def _our_verb(sentence: Sentence, lemmas: frozenset[str]) -> int:
    """Return the position of a verb that we do, at the start or behind *the council*; or -1."""
    at = sentence.start
    while sentence.norm(at) in _US:
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
    black = next((i for i, t in enumerate(sentence.tokens) if t.norm == "black"), -2)
    if sentence.norm(black - 1) == "the" and sentence.norm(black - 2) in {"in", "into"}:
        return Ruling(Label.IMPACT, (black,))  # *lift maintenance: back in the black*
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


_BEARING = frozenset(
    "add bring bring_in contribute cost cover deliver earn earn_back generate lose make net pay"
    " pay_back pay_for produce recoup repay return save turn yield".split()
)


def borne(facts: Facts) -> Ruling | None:
    """*shipping loses us no more than 2 points of margin*, *the shop covers its costs*."""
    sentence = facts.sentence
    if sentence.norm(sentence.start) == "every" and sentence.norm(sentence.start + 1) in _COINS:
        return Ruling(Label.IMPACT, (sentence.start, sentence.start + 1))
    for at in range(sentence.start + 1, len(sentence.tokens) - 1):
        side = -1 if facts.acts else _side_at(sentence, at)
        if side > 0:
            return Ruling(Label.IMPACT, (at, side))
        is_fewer = sentence.norm(sentence.start) in nouns.FEWER
        if sentence.norm(at - 1) == "loss-making" and (is_fewer or sentence.is_rated()):
            return Ruling(Label.IMPACT, (at - 1,))
        if sentence.norm(at) == "itself" and sentence.lemma(at - 2).startswith("pay"):
            return Ruling(Label.IMPACT, (at - 2, at))
        if not sentence.is_form(at, Form.THIRD) or sentence.lemma(at) not in _BEARING:
            continue
        if any(i in sentence.people_at for i in range(sentence.start, at)):
            return None
        is_ours = sentence.norm(at + 1) in {"us", "its", "itself", "their", "back"} or any(
            i in sentence.measure_at and sentence.measure_at[i].amount is Amount.MONEY
            for i in range(at + 1, at + 6)
        )
        words = tuple(i for i in range(at + 1, at + 10) if results.is_result(sentence.norm(i)))
        is_regained = sentence.norm(at + 1) == "back"
        if is_ours and (
            is_regained or words or sentence.of(Amount.MONEY) or sentence.norm(at + 1) == "itself"
        ):
            return Ruling(Label.IMPACT, (at, *words))
    return None


def _side_at(sentence: Sentence, at: int) -> int:
    """*into the black*, *out of the red*, *from a £4 loss into a gain*: which side, or -1."""
    norm = sentence.norm(at)
    if norm == "to" and sentence.norm(at + 1) == "growth":
        return at + 1
    is_out = norm == "of" and sentence.norm(at - 1) == "out"
    if not is_out and norm not in {"from", "into", "to"}:
        return -1
    near = range(at + 1, at + 7)
    side = next((i for i in near if sentence.norm(i) in _SIDES), -1)
    is_near = all(
        not sentence.is_break(i)
        and (sentence.is_measured(i) or sentence.norm(i) in _BESIDE or i == side)
        for i in range(at + 1, side)
    )
    return side if is_near and not sentence.is_measured(side) else -1


_BESIDE = (
    nouns.DETERMINERS
    | nouns.CURRENCIES
    | frozenset(
        "£ $ € annual clear first heavy modest monthly net operating quarterly slight small".split()
    )
)
_COINS = nouns.CURRENCIES | {"£", "$", "€"}


_SIDES = frozenset(
    "black break-even breakeven deficit gain loss loss-making profit red surplus".split()
)


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
    for crowd in sentence.people:
        gone, after = crowd.last + 1, sentence.norm(crowd.last + 2)
        is_end = sentence.is_break(gone + 1) or after in {"a", "each", "per", "to", "in"}
        if sentence.norm(gone) in {"lost", "retained"} and is_end:
            # *2 % of accounts lost per month*
            return Ruling(Label.IMPACT, (crowd.last, gone), is_sure=True)
    opens = sentence.lemma(sentence.start)
    is_stopped = opens in {"avoid", "stop"} and sentence.norm(sentence.start + 1) == "losing"
    if is_stopped and sentence.start + 2 in sentence.people_at:
        return Ruling(Label.IMPACT, (sentence.start, sentence.start + 1, sentence.start + 2))
    if opens not in {"lose", "retain"} or start is None or facts.acts:
        return None
    is_theirs = start.phrase.head in sentence.people_at or sentence.of(Amount.MONEY)
    return Ruling(Label.IMPACT, (start.first, *start.phrase.words)) if is_theirs else None


def budget_beaten(facts: Facts) -> Ruling | None:
    """*beat the budget by £300k*, *hit 105 % of plan*."""
    sentence = facts.sentence
    at = _our_verb(sentence, _BEATING)
    near = range(at + 1, at + 8) if at >= 0 and not facts.acts else range(0)
    found = next((i for i in near if sentence.norm(i) in _PLANNED), -1)
    return Ruling(Label.IMPACT, (at, found)) if found > 0 and sentence.measures else None


_BEATING = frozenset("beat exceed hit meet outperform surpass".split())


_PLANNED = frozenset("budget forecast plan quota target".split())


def sum_moved(facts: Facts) -> Ruling | None:
    """*the loan book grows to $4bn*, *average ticket to climb by CHF 4*, *£500k less bad debt*."""
    sentence = facts.sentence
    sums = sentence.of(Amount.MONEY)
    if facts.acts or not sums:
        return None
    first = sums[0]
    is_start = first.first == sentence.start and sentence.norm(first.last + 1) in nouns.FEWER
    moved = next((i for i in range(first.first - 3, first.first) if _moves(sentence, i)), -1)
    is_average = sentence.norm(sentence.start) in {"average", "mean", "median"}
    if is_start or is_average or moved > sentence.start:
        words = (moved,) if moved > sentence.start else (sentence.start,)
        return Ruling(Label.IMPACT, (*words, *range(first.first, first.last + 1)))
    is_bound = sentence.norm(sentence.start) == "spend" and sentence.norm(sentence.start + 1) in {
        *("at", "below", "less", "no", "under"),
    }
    return Ruling(Label.IMPACT, (sentence.start,)) if is_bound else None


def _moves(sentence: Sentence, at: int) -> bool:
    return at >= 0 and sentence.norm(at) in _RISING


_RISING = frozenset(
    "climb climbs decline declines drop drops fall falls grow grows rise rises shrink"
    " shrinks".split()
)


def paid_for(facts: Facts) -> Ruling | None:
    """*26 more towns paying for the service*, *what we pay in penalties*: counted, or our money."""
    sentence = facts.sentence
    for at in range(sentence.start, len(sentence.tokens) - 2):
        if tuple(sentence.norm(at + i) for i in (0, 1)) == ("what", "we"):
            is_money = sentence.lemma(at + 2) in {"earn", "lose", "make", "pay", "spend"}
            if is_money and sentence.measures:
                return Ruling(Label.IMPACT, (at, at + 1, at + 2))
        crowd = sentence.people_at.get(at)
        count = sentence.measure_at.get(sentence.start)
        is_count = count is not None and count.amount is Amount.COUNT
        is_paying = sentence.norm(at + 1) == "paying" and sentence.norm(at + 2) in {"for", "us"}
        if crowd is not None and is_count and is_paying:
            return Ruling(Label.IMPACT, (at, at + 1))
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


def money_made(facts: Facts) -> Ruling | None:
    """*every order makes money*, *stop losing money in Italy*."""
    sentence = facts.sentence
    for at in range(sentence.start + 1, len(sentence.tokens)):
        is_made = sentence.norm(at) == "money" and sentence.lemma(at - 1) in {"make", "lose"}
        is_way = sentence.norm(at) == "way" and sentence.lemma(at - 2) in {"earn", "pay"}
        if is_way and sentence.norm(at - 1) in {"its", "their"} and not sentence.people_at:
            return Ruling(Label.IMPACT, (at - 2, at))  # *make the bakery arm pay its way*
        if sentence.norm(at) in {"loss", "profit", "surplus"} and sentence.norm(at - 1) == "a":
            is_made = sentence.lemma(at - 2) in {"book", "make", "post", "report", "turn"}
        if is_made and not any(i < at for i in sentence.people_at):
            return Ruling(Label.IMPACT, (at - 1, at))
    return None
