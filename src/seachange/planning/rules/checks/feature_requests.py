"""Checks of feature requests: the need behind them, and an answer with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, percent, quoted
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.shape import word_for
from seachange.planning.rules.wording.facts import Label


def request_without_need(survey: Survey) -> Iterator[Hit]:
    """Find requests that name no need, or name something to be made as the need."""
    for request in survey.plan.feature_requests:
        need = request.need.strip()
        if need and survey.read(need).label is not Label.OUTPUT:
            continue
        told = "The need is worded as an output." if need else ""
        decided = quoted(need) if need else ("no need", *quoted(request.asked))
        yield Hit(request.id, decided, told=told, mend=_ask(request))


def _ask(request: FeatureRequest) -> str:
    asked = request.asked or request.name
    if not asked:
        return ""
    who = request.asked_by or "them"
    return f"Ask {who}: when did you last miss “{asked}”, and what did you do instead?"


def request_waiting(survey: Survey) -> Iterator[Hit]:
    """Find requests undecided for long."""
    for request in survey.plan.feature_requests:
        is_decided = request.choice is not None
        since = request.received_on
        if not is_decided and survey.is_over(survey.thresholds.request_days, since=since):
            days = (survey.as_of - since).days if since else 0
            yield Hit(request.id, (f"received {since}, {days} days ago", *quoted(request.asked)))


def request_without_reason(survey: Survey) -> Iterator[Hit]:
    """Find requests decided without a reason, or without telling those who asked."""
    for request in survey.plan.feature_requests:
        if request.choice is None:
            continue
        lacks = {
            "reason": not request.reason.strip(),
            "reply": not request.reply.strip() and request.replied_on is None,
        }
        missing = [f"no {name}" for name, is_missing in lacks.items() if is_missing]
        if missing:
            yield Hit(request.id, (f"decided: {word_for(request.choice)}", *missing))


def request_built_to_order(survey: Survey) -> Iterator[Hit]:
    """Find requests being built, or built, whose idea was never validated."""
    for request in survey.plan.feature_requests:
        built = [o for o in _outputs_of(survey, request) if o.has_started]
        unproven = [o for o in built if not survey.is_validated(o)]
        if unproven:
            decided = (f"{o.id} is {o.state} without a validated idea" for o in unproven)
            yield Hit(request.id, tuple(decided))


def _outputs_of(survey: Survey, request: FeatureRequest) -> list[Output]:
    found = [survey.plan.get(Output, request.output)]
    if request.idea is not None:
        found += [o for o in survey.plan.of(Output, request.idea) if o.idea == request.idea]
    return list({o.id: o for o in found if o is not None}.values())


def request_like_another(survey: Survey) -> Iterator[Hit]:
    """Find requests whose words are nearly those of an earlier one."""
    requests = survey.plan.feature_requests
    texts = [_words(f"{request.asked} {request.need}") for request in requests]
    earlier = _earlier_alike(texts, least=survey.thresholds.similarity)
    for at, (other, share) in sorted(earlier.items()):
        told = f"It is {percent(share)} like {requests[other].id}."
        yield Hit(requests[at].id, (requests[other].id,), told=told)


def _earlier_alike(
    texts: Sequence[frozenset[str]], *, least: float
) -> dict[int, tuple[int, float]]:
    """Return for each text that is more than `least` like an earlier one: (that one, likeness).

    Likeness is the Jaccard share of common words, exact. To compare few of many, texts are
    taken shortest first, their rarest words first, and compared only where they share one of
    these: a text of n words has more than `least·n` in common with any it is like, and more
    than `2·least/(1+least)·n` with any at least as long, so of its first words in that order
    one must be shared (prefix filtering: Chaudhuri, Ganti and Kaushik 2006; Xiao, Wang, Lin
    and Yu 2008). None is missed that way.
    """
    often = Counter(word for words in texts for word in words)
    waiting: dict[str, list[int]] = {}
    last: dict[str, int] = {}  # of those waiting under a word, the last in the plan
    found: dict[int, tuple[int, float]] = {}
    for at in sorted(range(len(texts)), key=lambda at: (len(texts[at]), at)):
        rare = sorted(texts[at], key=lambda word: (often[word], word))
        size = len(rare)
        asked = rare[: size - int(least * size)]
        are_all_earlier = all(last.get(word, -1) < at for word in asked)
        for other in dict.fromkeys(each for word in asked for each in waiting.get(word, ())):
            later = max(at, other)
            if later not in found:
                share = len(texts[at] & texts[other]) / len(texts[at] | texts[other])
                if share > least:
                    found[later] = (min(at, other), share)
            elif are_all_earlier:
                break
        for word in rare[: size - int(2 * least / (1 + least) * size)]:
            waiting.setdefault(word, []).append(at)
            last[word] = max(at, last.get(word, -1))
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


CHECKS = (
    Check(
        id="RQ01",
        severity=Severity.WARNING,
        message="Which problem is behind this?",
        condition="A request names no need, or its need is worded as an output.",
        why=(
            "People ask for solutions they can imagine. What they need is behind that, and often "
            "answered better another way."
        ),
        mend="Ask: when did you last miss it, and what did you do instead?",
        look=request_without_need,
    ),
    Check(
        id="RQ02",
        severity=Severity.WARNING,
        message="Requester is waiting.",
        condition="A request is undecided for more than 30 days.",
        why=(
            "Silence is read as a slow yes, or as contempt. Either costs more than a no with a "
            "reason."
        ),
        mend="Decide now: discovery, no, or not now; and tell them.",
        look=request_waiting,
    ),
    Check(
        id="RQ03",
        severity=Severity.ERROR,
        message="Tell them why.",
        condition="A request was decided without a reason or without a reply.",
        why=(
            "People accept a no they understand and resent a yes they do not. Without reasons "
            "they stop asking, and you stop hearing."
        ),
        mend="Write the reason in a sentence, and send it.",
        look=request_without_reason,
    ),
    Check(
        id="RQ04",
        severity=Severity.WARNING,
        message="Order-taking.",
        condition="A request went into building without discovery.",
        why=(
            "Whoever builds what is asked becomes a workshop for hire. The need behind the "
            "request was never looked at."
        ),
        mend="Take the need into discovery before building on.",
        look=request_built_to_order,
    ),
    Check(
        id="RQ05",
        severity=Severity.INFO,
        message="Probable duplicate.",
        condition="A request's text is more than 80 % like that of another.",
        why=(
            "Two requests answered apart get two answers. Together they show how many are waiting."
        ),
        mend="Link them to one problem, and answer them together.",
        look=request_like_another,
    ),
)
