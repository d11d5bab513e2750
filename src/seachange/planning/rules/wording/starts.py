"""Where a goal begins: behind its label, and what it says first of purpose, place or time."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.planning.rules.wording import nouns, verbs
from seachange.planning.rules.wording.dates import end_of_date
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.tokens import Kind, Token, norm_at


def start_of_goal(tokens: Sequence[Token]) -> int:
    """Return the position of the first word of the goal itself.

    Skips *KR2 –*, *To cut churn,*, *In all markets,* and *By June we*; 0 where nothing is left.
    """
    start = _behind_label(tokens)
    for behind in (_behind_purpose, _behind_circumstance, _behind_date, _behind_wish):
        start = behind(tokens, start)
    return start if start < len(tokens) else 0


def behind_topic(tokens: Sequence[Token], start: int) -> int:
    """*Kenya – 60,000 riders*, *Growth: open two shops*: the position behind the topic, or -1."""
    for at in range(start + 1, min(start + _LONGEST_TOPIC, len(tokens) - 2)):
        if tokens[at].text in {":", "-", "–", "—"}:
            return at + 1
        if tokens[at].kind is not Kind.WORD:
            break
    return -1


_LONGEST_TOPIC = 6


# --- labels -------------------------------------------------------------------------------------


def _is_quarter_label(tokens: Sequence[Token]) -> bool:
    """*Q2: SSO*, *H1 – a new portal*: when, and a colon or a dash behind it."""
    quarters = {"q1", "q2", "q3", "q4", "h1", "h2"} | nouns.MONTHS | nouns.SEASONS
    if norm_at(tokens, 0) in {"[", "("} and norm_at(tokens, 2) in {"]", ")"}:
        return norm_at(tokens, 1) in quarters
    is_quarter = tokens[0].norm in quarters
    return is_quarter and len(tokens) > 2 and tokens[1].text in {":", "-", "–", "—"}


_LABELS = frozenset(
    "kr kpi okr o obj objective goal key result target metric theme ou oc h im".split()
)
_LONGEST_LABEL = 8


def _behind_label(tokens: Sequence[Token]) -> int:
    """Skip bullets, tick boxes, pictures and labels such as *KR2 –* before the goal itself."""
    start = 0
    for index, token in enumerate(tokens[:_LONGEST_LABEL]):
        before = tokens[index - 1].norm if index else ""
        after = tokens[index + 1].norm if index + 1 < len(tokens) else ""
        is_label = token.kind is Kind.WORD and token.norm.rstrip("0123456789") in _LABELS
        is_mark = token.kind is Kind.BREAK or (token.kind is Kind.SIGN and token.text not in "+#@")
        is_number = token.kind is Kind.NUMBER and (
            before in _LABELS or (index == 0 and after in {")", "."})
        )
        is_tick = token.norm == "x" and before == "["
        is_label = is_label or (index < 2 and _is_quarter_label(tokens))
        if is_label and after == "of":
            break
        if not (is_label or is_number or is_tick or is_mark):
            break
        start = index + 1
    return start


# --- what is said first -------------------------------------------------------------------------

_WIDEST = 14
_CIRCUMSTANCES = frozenset(
    "across after alongside as at because before by despite during for if in inside on once"
    " since through throughout until when where while with within".split()
)
_GO_ON = frozenset("and against but down from or than to up versus vs".split())


def _behind_purpose(tokens: Sequence[Token], start: int) -> int:
    """*To cut churn, we will launch X*: the goal stands behind the comma."""
    to = 2 if norm_at(tokens, start) in {"in", "so"} else 0
    is_order = norm_at(tokens, start + 1) in {"as", "order"}
    is_infinitive = norm_at(tokens, start + to) == "to"
    is_verb = verbs.is_form(norm_at(tokens, start + to + 1), Form.BASE)
    if not (is_infinitive and is_verb and (to == 0 or is_order)):
        return start
    return _behind_comma(tokens, start, start + to + 3)


def _behind_circumstance(tokens: Sequence[Token], start: int) -> int:
    """*In all markets, the banner is up*; not *at least half of users, …*."""
    is_bound = norm_at(tokens, start + 1) in {"least", "most"}
    if norm_at(tokens, start) not in _CIRCUMSTANCES or is_bound:
        return start
    return _behind_comma(tokens, start, start + 2)


def _behind_comma(tokens: Sequence[Token], start: int, first: int) -> int:
    """Return the position behind the comma that ends the aside, or `start` where none does."""
    end = min(start + _WIDEST, len(tokens) - 2)
    commas = [at for at in range(first, end) if tokens[at].text == ","]
    for comma in commas:
        after = comma + 1
        is_in_list = tokens[after].text[:1].isupper() and norm_at(tokens, after + 1) in {",", "and"}
        if is_in_list and comma != commas[-1]:
            continue  # *in Spain, Italy and Greece, launch X*
        return start if norm_at(tokens, after) in _GO_ON else after
    return start


def _behind_date(tokens: Sequence[Token], start: int) -> int:
    """*By the end of H1 we will have launched X*."""
    if norm_at(tokens, start) not in {"before", "by", "from", "in", "until"}:
        return start
    at = start + 1 + (norm_at(tokens, start + 1) == "the")
    behind = end_of_date(tokens, at) + 1
    is_ours = behind > at and norm_at(tokens, behind) in {"our", "the", "we", "we'll", "we've"}
    return behind if is_ours else start


def _behind_wish(tokens: Sequence[Token], start: int) -> int:
    """*We want applicants to finish*, *we need to ship X*: what is wanted is the goal."""
    is_wish = norm_at(tokens, start) == "we" and norm_at(tokens, start + 1) in _WISHES
    if not is_wish:
        return start
    return start + 2 + (norm_at(tokens, start + 2) == "to")


_WISHES = frozenset("aim expect hope intend need plan want wish".split())
