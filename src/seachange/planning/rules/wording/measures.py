"""How much and by when: the rates, counts, sums of money and dates in a goal."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum

from seachange.planning.rules.wording import nouns
from seachange.planning.rules.wording.dates import end_of_date
from seachange.planning.rules.wording.tokens import Kind, Token, kind_at, norm_at


class Amount(StrEnum):
    """What a number in a goal says."""

    RATE = "rate"
    BOUND = "bound"  # a count with an end: at least 3, fewer than 10
    COUNT = "count"
    MONEY = "money"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Measure:
    """A stretch of tokens that says how much or when; `first` and `last` are positions."""

    amount: Amount
    first: int
    last: int

    def covers(self, tokens: Sequence[Token], index: int) -> bool:
        """Tell a word of the measure from one that only stands inside: *6 calls → 10 calls*."""
        if not self.first <= index <= self.last:
            return False
        token = tokens[index]
        return token.kind is not Kind.WORD or token.norm in _WORDS_OF_MEASURES or index == self.last


_OF_NUMBERS = frozenset("percent pct pp pps ppt bps points point percentage x fold".split())
_WORDS_OF_MEASURES = (
    nouns.NUMBER_WORDS | nouns.UNITS | nouns.PERIOD | nouns.FRACTIONS | nouns.MONTHS
    | nouns.SEASONS | nouns.FREQUENCY | nouns.CURRENCIES | nouns.THOUSANDS | nouns.PREPOSITIONS
    | nouns.DETERMINERS | _OF_NUMBERS | {"cent"}
    | frozenset("first same last end start time times twice once of up to down least most".split())
)  # fmt: skip


def measures(tokens: Sequence[Token]) -> tuple[Measure, ...]:
    """Find every measure, left to right, none of them overlapping."""
    found: list[Measure] = []
    index = 0
    while index < len(tokens):
        measure = _measure_at(tokens, index)
        if measure is None:
            index += 1
        else:
            found.append(measure)
            index = measure.last + 1
    return tuple(found)


def _measure_at(tokens: Sequence[Token], index: int) -> Measure | None:
    last = end_of_date(tokens, index)
    if last >= 0:
        return Measure(Amount.DATE, index, last)
    last = _end_of_money(tokens, index)
    changed = _end_of_change(tokens, index)
    if last >= 0 and changed < 0:
        return Measure(Amount.MONEY, index, last)
    if changed >= 0:
        return Measure(Amount.RATE, index, changed)
    for end_of in _RATES:
        last = end_of(tokens, index)
        if last >= 0:
            return Measure(Amount.RATE, index, last)
    last = _end_of_bound(tokens, index)
    if last >= 0:
        is_share = any(_is_sign_of_share(token) for token in tokens[index : last + 1])
        return Measure(Amount.RATE if is_share else Amount.BOUND, index, last)
    return Measure(Amount.COUNT, index, index) if is_number(tokens, index) else None


def _is_sign_of_share(token: Token) -> bool:
    return token.kind is Kind.PERCENT or token.norm in _OF_NUMBERS


def is_number(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number stands here, in figures or in words."""
    return kind_at(tokens, index) is Kind.NUMBER or norm_at(tokens, index) in nouns.NUMBER_WORDS


# No measure goes on for longer than this; it keeps the reading linear in the length of the text.
_FEW = 6


def _behind(
    tokens: Sequence[Token], index: int, words: Container[str], *, figures: bool = False
) -> int:
    """Return the first position from `index` on where none of the words stands."""
    for after in range(index, index + _FEW):
        is_figure = figures and kind_at(tokens, after) is Kind.NUMBER
        if norm_at(tokens, after) not in words and not is_figure:
            return after
    return index + _FEW


# Each of these returns the position of the last token of the measure that starts here, or -1.


def _end_of_money(tokens: Sequence[Token], index: int) -> int:
    """*$500k*, *€9 m*, *2 million pounds*."""
    if kind_at(tokens, index) is Kind.MONEY and kind_at(tokens, index + 1) is Kind.NUMBER:
        return _behind(tokens, index + 2, nouns.THOUSANDS) - 1
    coin = index + 1 + (norm_at(tokens, index + 1) == ".")
    is_label = norm_at(tokens, index) == "kr" and tokens[index].text.isupper()  # *KR 2.3 –*
    is_coin = norm_at(tokens, index) in _BEFORE_SUM and not is_label
    if is_coin and kind_at(tokens, coin) is Kind.NUMBER:
        return _behind(tokens, coin + 1, nouns.THOUSANDS) - 1  # *kr 25m*, *CHF 3m*, *Fr. 4.1m*
    if kind_at(tokens, index) is not Kind.NUMBER:
        return -1
    after = _behind(tokens, index + 1, nouns.THOUSANDS)
    return after if norm_at(tokens, after) in nouns.CURRENCIES else -1


_BEFORE_SUM = nouns.CURRENCIES | frozenset("fr ft lei rm rs sfr".split())
_WIDEST_CHANGE = 12
_WITHOUT_FIGURES = nouns.FRACTIONS | nouns.FREQUENCY
_LARGER = nouns.THOUSANDS | nouns.NUMBER_WORDS | {"+"}
_BEFORE_FRACTION = nouns.NUMBER_WORDS | {"a", "-"}


def _end_of_change(tokens: Sequence[Token], index: int) -> int:
    """*from 8 % to 14 %*, *2.4 → 4*, *6 per 100 visits → 10 per 100 visits*."""
    end = min(index + _WIDEST_CHANGE, len(tokens))
    if norm_at(tokens, index) == "from" and _is_number_soon(tokens, index + 1):
        for after in range(index + 2, end):
            if tokens[after].norm in {"to", "down", "up", "towards"} and (
                _is_number_soon(tokens, after + 1)
            ):
                return _end_of_number(tokens, after + 1)
    starts = is_number(tokens, index) or kind_at(tokens, index) in {Kind.COMPARISON, Kind.MONEY}
    for after in range(index + 1, end) if starts else ():
        if tokens[after].kind is Kind.ARROW and _is_number_soon(tokens, after + 1):
            return _end_of_number(tokens, after + 1)
        if tokens[after].kind is Kind.BREAK:
            return -1
    return -1


_BEFORE_NUMBER = frozenset(
    "under over about around at least most a less more than below above to".split()
)


def _is_number_soon(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number starts here, allowing for a sign, a bracket or *under* before it."""
    for at in range(index, min(index + 4, len(tokens))):
        if is_number(tokens, at) or tokens[at].norm in _WITHOUT_FIGURES:
            return True
        is_sign = tokens[at].kind in {Kind.COMPARISON, Kind.MONEY, Kind.SIGN}
        if not is_sign and tokens[at].norm not in _BEFORE_NUMBER:
            return False
    return False


_AFTER_NUMBER = (
    nouns.NUMBER_WORDS | nouns.UNITS | nouns.THOUSANDS | nouns.FRACTIONS | _OF_NUMBERS
    | frozenset("%％﹪٪‰")
)  # fmt: skip


def _end_of_number(tokens: Sequence[Token], index: int) -> int:
    last = index
    while last < index + _FEW and not is_number(tokens, last):
        if norm_at(tokens, last) in _WITHOUT_FIGURES:
            break
        last += 1
    last = _behind(tokens, last + 1, _AFTER_NUMBER) - 1
    if norm_at(tokens, last + 1) == "per" and norm_at(tokens, last + 2) == "cent":
        last += 2
    return min(last, len(tokens) - 1)


def _end_of_ratio(tokens: Sequence[Token], index: int) -> int:
    """*1 in 20*, *9 out of 10*, *8 of 10*, *1 user in 4*, *3 per 1,000*."""
    is_always = norm_at(tokens, index) == "24" and norm_at(tokens, index + 2) == "7"
    if is_always or not is_number(tokens, index):
        return -1
    for after in (index + 1, index + 2):
        if norm_at(tokens, after) not in {"in", "out", "of", "per", "/"}:
            continue
        last = _behind(tokens, after + 1, {"of", "every"})
        if is_number(tokens, last) and norm_at(tokens, last + 1) not in nouns.PERIOD:
            return last
    return -1


def _end_of_share(tokens: Sequence[Token], index: int) -> int:
    """*45 %*, *ten percent*, *20 per cent*, *+8 pp*, *2x*."""
    if kind_at(tokens, index) is Kind.PERCENT:
        return index
    if not is_number(tokens, index):
        return -1
    after = _behind(tokens, index + 1, _LARGER)
    norm = norm_at(tokens, after)
    if kind_at(tokens, after) is Kind.PERCENT or norm in _OF_NUMBERS - {
        "per",
        "cent",
        "point",
        "x",
    }:
        return after + (norm_at(tokens, after + 1) in {"point", "points", "+"})
    if norm == "per" and norm_at(tokens, after + 1) == "cent":
        return after + 1
    return after if norm in {"x", "×"} else -1


_OPENS_WINDOW = frozenset("within in under inside after less below < ≤ every on by".split())
_IN_WINDOW = frozenset(
    "under less than the a an their his her its first one about same < ≤ ~".split()
)


def _end_of_window(tokens: Sequence[Token], index: int) -> int:
    """*within 7 days*, *in under one day*, *the same day*, *in week one*, *on day one*."""
    norm = norm_at(tokens, index)
    if norm == "same" and norm_at(tokens, index + 1) in nouns.PERIOD:
        return index + 1
    if norm not in _OPENS_WINDOW:
        return -1
    after = _behind(tokens, index + 1, _IN_WINDOW)
    if is_number(tokens, after) and norm_at(tokens, after + 1) in nouns.PERIOD:
        return after + 1
    if norm_at(tokens, after) not in nouns.PERIOD:
        return -1
    if is_number(tokens, after + 1):
        return after + 1
    return after if after > index + 1 and norm != "by" else -1


_RECURRING = (nouns.PERIOD | nouns.WEEKDAYS) - frozenset("cycle session half s m d".split())


def _end_of_frequency(tokens: Sequence[Token], index: int) -> int:
    """*per week*, *per 1,000 orders*, *each term*, *monthly*, *twice*, *4 times*."""
    norm, after = norm_at(tokens, index), norm_at(tokens, index + 1)
    is_always = norm_at(tokens, index - 1) == "24" and after == "7"
    if (
        norm in {"per", "/"}
        and not is_always
        and (is_number(tokens, index + 1) or after in nouns.PERIOD)
    ):
        return index + 1
    if norm == "per" and kind_at(tokens, index + 1) is Kind.WORD:
        return index
    is_recurring = after in _RECURRING
    if norm in {"a", "an", "each", "every"} and is_recurring:
        return index + 1
    if norm in nouns.FREQUENCY:
        return index if _ends_the_thought(tokens, index + 1) else -1
    if norm in {"twice", "thrice"} or (norm == "once" and after in {"a", "per", "every", "an"}):
        return index
    return index + 1 if is_number(tokens, index) and after in {"time", "times"} else -1


def _ends_the_thought(tokens: Sequence[Token], index: int) -> bool:
    """*exports a report monthly*, not *monthly report*."""
    is_word = kind_at(tokens, index) is Kind.WORD
    return not is_word or tokens[index].norm in nouns.LINKS


_BOUNDS = frozenset(
    "fewer less more at under over below above up down no not ≥ ≤ < > >= <= +".split()
)
_LONG_BOUNDS = frozenset("than least most from to more less fewer = about".split())
_NEEDS_SECOND_WORD = frozenset("no not at up down more less".split())


def _end_of_bound(tokens: Sequence[Token], index: int) -> int:
    """*at least two*, *fewer than 3*, *≥ 55*, *up from 28*, *under 10 minutes*."""
    norm = norm_at(tokens, index)
    if norm not in _BOUNDS:
        return -1
    after = _behind(tokens, index + 1, _LONG_BOUNDS)
    if not is_number(tokens, after):
        return -1
    is_bound = after > index + 1 or norm not in _NEEDS_SECOND_WORD
    return _end_of_number(tokens, after) if is_bound else -1


def _end_of_bounded_ratio(tokens: Sequence[Token], index: int) -> int:
    """*more than 6 in 10*, *at least 3 out of 4*: a ratio, though it opens with a bound."""
    if norm_at(tokens, index) not in _BOUNDS:
        return -1
    after = _behind(tokens, index + 1, _LONG_BOUNDS)
    return _end_of_ratio(tokens, after) if after > index + 1 else -1


def _end_of_fraction(tokens: Sequence[Token], index: int) -> int:
    """*half*, *a third*, *two thirds*, *three quarters*, *two-thirds*."""
    norm = norm_at(tokens, index)
    if norm in {"half", "halves", "majority"}:
        before = norm_at(tokens, index - 1)
        is_period = before in {"this", "next", "first", "second", "per", "each", "every"}
        return -1 if is_period else index
    if norm.rpartition("-")[2] in nouns.FRACTIONS and "-" in norm:
        return index
    if norm == "every" and norm_at(tokens, index + 1) in _NTH:
        is_thing = kind_at(tokens, index + 2) is Kind.WORD
        return index + 1 if is_thing else -1  # *every third new boiler*
    after = _behind(tokens, index, _BEFORE_FRACTION, figures=True)
    fraction = norm_at(tokens, after)
    if after == index or fraction not in nouns.FRACTIONS:
        return -1
    # *a third email* is one email; *a third of emails* and *a third more emails* are shares.
    follows = norm_at(tokens, after + 1)
    is_share = follows in {"of", "more", "fewer", "less"} or _ends_the_thought(tokens, after + 1)
    return after if is_share or fraction.endswith("s") or norm != "a" else -1


_NTH = frozenset("second third fourth fifth sixth tenth other".split())
_RATES = (
    _end_of_ratio, _end_of_bounded_ratio, _end_of_share, _end_of_window, _end_of_frequency,
    _end_of_fraction,
)  # fmt: skip
