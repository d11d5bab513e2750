"""By when: the dates people write in goals."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.planning.rules.wording import nouns
from seachange.planning.rules.wording.tokens import Kind, Token, kind_at, norm_at


def end_of_date(tokens: Sequence[Token], index: int) -> int:
    """Return the position of the last token of the date that starts here, or -1.

    Knows Q3, H1 2026, FY25, June, 1 May, 1st of May, March 2026, 2026-03-31, the end of Q2,
    this quarter, Christmas. *May* and *March* must stand where a month would.
    """
    norm = norm_at(tokens, index)
    if _is_named_period(norm) or (norm in {"q", "h", "fy"} and _is_figure(tokens, index + 1)):
        last = index + (norm in {"q", "h", "fy"})
        return last + 1 if _is_year(tokens, last + 1) else last
    if norm in nouns.MONTHS and _reads_as_month(tokens, index):
        return index + 1 if _is_figure(tokens, index + 1) else index
    if norm in nouns.SEASONS and not _names_no_season(tokens, index):
        return index
    if norm in {"end", "close", "start", "beginning", "middle"}:
        return _end_of_period(tokens, index)
    if norm in {"year", "quarter", "month"} and norm_at(tokens, index + 1) in {"end", "close"}:
        return index + 1
    if norm in {"this", "next", "coming"} and norm_at(tokens, index + 1) in nouns.PERIOD:
        return index + 1
    return _end_of_dated_number(tokens, index) if _is_figure(tokens, index) else -1


def _is_figure(tokens: Sequence[Token], index: int) -> bool:
    return kind_at(tokens, index) is Kind.NUMBER


def _is_year(tokens: Sequence[Token], index: int) -> bool:
    if not _is_figure(tokens, index):
        return False
    text = tokens[index].text
    return len(text) == 4 and text.isdigit() and text[:2] in {"19", "20"}


def _is_named_period(norm: str) -> bool:
    """Q3, H1, FY25, CY2026."""
    head = norm.rstrip("0123456789")
    return head != norm and head in {"q", "h", "fy", "cy", "hy"}


def _reads_as_month(tokens: Sequence[Token], index: int) -> bool:
    """Tell the month from the verb: *in May*, *1 May*, *March 2026*; not *users may*."""
    if tokens[index].norm not in {"may", "march", "mar", "dec"}:
        return True
    if index == 0:
        return kind_at(tokens, 1) in {None, Kind.NUMBER, Kind.BREAK}
    before = tokens[index - 1]
    is_behind_ordinal = before.norm in {"end", "this", "next", "st", "nd", "rd", "th"}
    return before.kind is Kind.NUMBER or before.norm in nouns.PREPOSITIONS or is_behind_ordinal


def _names_no_season(tokens: Sequence[Token], index: int) -> bool:
    """*fall behind*, *spring cleaning*: a season only behind a preposition or an article."""
    if tokens[index].norm not in {"fall", "spring", "summer", "winter", "autumn"}:
        return False
    return norm_at(tokens, index - 1) not in nouns.PREPOSITIONS | {"the", "this", "next"}


def _end_of_dated_number(tokens: Sequence[Token], index: int) -> int:
    """A year, an ISO date, *30 June*, *1st of May*."""
    if _is_year(tokens, index) and norm_at(tokens, index + 1) == "-":
        if not _is_figure(tokens, index + 2):
            return -1
        is_day = norm_at(tokens, index + 3) == "-" and _is_figure(tokens, index + 4)
        return index + 4 if is_day else index + 2
    after = index + 1
    while norm_at(tokens, after) in {"st", "nd", "rd", "th", "of"} and after < index + 3:
        after += 1
    if norm_at(tokens, after) in nouns.MONTHS:
        return after + 1 if _is_year(tokens, after + 1) else after
    before = norm_at(tokens, index - 1)
    stands_for_year = before in nouns.PREPOSITIONS - {"from", "to"} or before == "end"
    return index if _is_year(tokens, index) and stands_for_year else -1


def _end_of_period(tokens: Sequence[Token], index: int) -> int:
    """*end of Q2*, *end of the year*, *close of next month*."""
    after = index + 1
    while norm_at(tokens, after) in {"of", "the", "this", "next"} and after < index + 4:
        after += 1
    if after == index + 2 and norm_at(tokens, index + 1) == "the":
        return -1  # *foremen start the day with a checklist*
    norm = norm_at(tokens, after)
    is_period = norm in nouns.PERIOD | nouns.MONTHS or _is_named_period(norm)
    return after if after > index + 1 and is_period else -1
