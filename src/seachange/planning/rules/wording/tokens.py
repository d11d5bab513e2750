"""A sentence cut into words, numbers and signs, each remembering where it stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of a sentence is, before anybody asks what it means."""

    WORD = "word"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    ARROW = "arrow"
    COMPARISON = "comparison"
    QUOTE = "quote"
    BREAK = "break"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text: how it was written, how it reads, where it stood."""

    text: str
    norm: str  # lower case, one apostrophe, no possessive: what the vocabulary knows
    start: int
    end: int
    kind: Kind
    is_possessive: bool = False
    is_quoted: bool = False


# Every alternative begins with a class of characters of its own, so no character is read
# twice and the cut takes time in proportion to the length of the text.
_HYPHEN = r"\-\u2010\u2011"
_PIECES = re.compile(
    rf"""
    (?P<word>[aA]/[bB](?!\w)
        |[a-zA-Z](?:\+\+|\#)(?!\w)
        |\d+[{_HYPHEN}][^\W\d_][^\W_]*
        |[^\W\d_][^\W_\u00ad\u200b]*(?:['’\u00ad\u200b&{_HYPHEN}][^\W_]+)*
            (?:\.(?:ai|app|com|dev|io|js|net|org|uk)(?!\w))*(?:(?<=[sS])['’](?!\w))?)
    |(?P<number>\d+(?:[.,]\d+)*)
    |(?P<arrow>[-–—=~]+>|[→⇒➔➜➝⟶⇨▶]|>>)
    |(?P<comparison>[<>]=?|[≥≤≈~±])
    |(?P<percent>[%％﹪٪‰])
    |(?P<money>[$£€¥\u20a0-\u20cf\u0e3f])
    |(?P<quote>["“”„«»])
    |(?P<break>[,;:()\[\]{{}}.!?|/–—\u2022\n]|-+)
    |(?P<sign>\S)
    """,
    re.VERBOSE,
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff"))
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "’": "'"})
_LONGEST_QUOTATION = 12


def tokenise(text: str) -> tuple[Token, ...]:
    """Cut a text into tokens, in time proportional to its length; any Unicode will do."""
    return _with_quotations([_token(match) for match in _PIECES.finditer(text)])


def norm_at(tokens: Sequence[Token], index: int) -> str:
    """Return the word at a position, or nothing outside the text."""
    return tokens[index].norm if 0 <= index < len(tokens) else ""


def kind_at(tokens: Sequence[Token], index: int) -> Kind | None:
    """Return the kind of the piece at a position, or nothing outside the text."""
    return tokens[index].kind if 0 <= index < len(tokens) else None


def _token(match: re.Match[str]) -> Token:
    written = match.group()
    kind = Kind(match.lastgroup or "sign")
    norm = unicodedata.normalize("NFKC", written).translate(_INVISIBLE).translate(_HYPHENS)
    norm = norm.casefold()
    is_possessive = kind is Kind.WORD and norm.endswith(("'s", "s'"))
    if is_possessive:
        norm = norm.removesuffix("'s").removesuffix("'")
    return Token(written, norm, match.start(), match.end(), kind, is_possessive)


def _with_quotations(tokens: list[Token]) -> tuple[Token, ...]:
    """Mark the words between quotation marks: they are a name, not a deed."""
    opened: int | None = None
    quoted: set[int] = set()
    for index, token in enumerate(tokens):
        if token.kind is not Kind.QUOTE:
            continue
        if opened is not None and index - opened <= _LONGEST_QUOTATION:
            quoted.update(range(opened + 1, index))
            opened = None
        else:
            opened = index
    return tuple(_quoted(token) if index in quoted else token for index, token in enumerate(tokens))


def _quoted(token: Token) -> Token:
    return Token(
        token.text, token.norm, token.start, token.end, token.kind, token.is_possessive, True
    )
