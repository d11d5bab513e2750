"""An answer about drivers as lines of text, before its tables."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from seachange.measure.answering.driver_parts import BLOCKER, BOOSTER, DriversAnswer
from seachange.report.drivers import telling
from seachange.report.drivers.cards import IN_FULL, FindingCard, cards

_WIDTH = 96


def drivers(answer: DriversAnswer) -> Iterator[tuple[str, bool]]:
    """Yield lines, each with whether it is a title: every finding in words, then how sure."""
    if not answer.findings:
        yield from _prose(telling.nothing(answer), 0)
    for kind in (BOOSTER, BLOCKER):
        own = cards(answer, kind)
        if own:
            yield "", False
            yield telling.TITLES[kind], True
        for rank, card in enumerate(own[:IN_FULL], start=1):
            yield from _card(rank, card)
        if len(own) > IN_FULL:
            yield f"  … {len(own) - IN_FULL} more stand in the list above", False
    if answer.explanation is not None:
        yield "", False
        yield f"Why {answer.explanation.behaviour.label} stands where it does", True
        for sentence in answer.explanation.sentences:
            yield from _prose(sentence, 2)
    if answer.calibration is not None:
        yield "", False
        yield "How sure, and against what", True
        for sentence in telling.calibration(answer, answer.calibration):
            yield from _prose(sentence, 2)


def _card(rank: int, card: FindingCard) -> Iterator[tuple[str, bool]]:
    yield f"  {rank}. {card.name}  {card.effect} {card.interval}", True
    yield from _prose(card.sentence, 5)
    for name, value in card.facts:
        yield from _prose(f"{name}: {value}", 5)
    for note in filter(None, (*card.notes, card.how_often, card.proof)):
        yield from _prose(note, 5)


def _prose(sentence: str, indent: int) -> Iterator[tuple[str, bool]]:
    lines = wrap(sentence, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    yield from ((" " * indent + line, False) for line in lines)
