"""Whether who, what and when were read from the columns that hold them: numbers that say no."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.measure.answering.asked import Asked
from seachange.measure.answering.tracking import LISTED, named
from seachange.measure.answers import Caveat
from seachange.measure.questions.description import Description
from seachange.measure.sql import description as sql

ENOUGH = 100
"""Events below which a log is an example, of which nothing follows."""
_A_HANDFUL, _BUSY, _TOO_BUSY = 10, 100, 1_000
_MANY_NAMES = 500

# Which part of an event each of these is about.
OF_PARTS = {
    "few_actors": "actor",
    "an_actor_each": "actor",
    "nobody": "actor",
    "large_share": "actor",
    "future": "time",
    "far_away": "time",
    "one_name": "event",
    "many_names": "event",
}


def column_doubts(
    question: Description, asked: Asked, *, events: int, actors: int, kinds: int
) -> Iterator[Caveat]:
    """Yield what makes it doubtful that a column is what it is taken for, and what to look for."""
    if events < ENOUGH:
        return
    each = events / actors
    if (actors <= _A_HANDFUL and each >= _BUSY) or each > _TOO_BUSY:
        most = asked.rows(sql.large_shares(asked.writer(question), least=0, most=LISTED))
        who = "1 actor" if actors == 1 else f"{actors:,} actors"
        yield Caveat(
            "few_actors",
            f"{who} made {events:,} events, {each:,.0f} each on average: is this really who did "
            f"it? They are called {named(most)}. A platform, a country or a plan has few values; "
            "take the column that tells one person from another, such as a user's id.",
            "loud",
        )
    elif actors * 20 >= events * 19:
        yield Caveat(
            "an_actor_each",
            f"{events:,} events are of {actors:,} actors, nearly each of somebody else: is this "
            "really who did it? Nobody then gets from one step to another. The id of an event or "
            "of a request is another each time; take the column that stays the same when one "
            "person comes back.",
            "loud",
        )
    yield from _of_names(events, kinds)


def _of_names(events: int, kinds: int) -> Iterator[Caveat]:
    if kinds == 1:
        yield Caveat(
            "one_name",
            f"All {events:,} events are called the same: is this really what was done? From one "
            "kind of event nobody gets to another; take the column whose values are the deeds.",
            "loud",
        )
    elif kinds > _MANY_NAMES or kinds * 2 > events:
        yield Caveat(
            "many_names",
            f"{events:,} events have {kinds:,} different names: is this really what was done? "
            "Names are few and come again, such as sign_up; an address, a text or an id is "
            "another nearly each time and belongs in a property.",
            "loud",
        )
