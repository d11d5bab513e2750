"""What each client hides from the log, kept so that a finding can be held against the truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from seachange.demo.days import NEVER, Floats, Mask, Whole
from seachange.demo.effects import done
from seachange.demo.ledger import VOCABULARY
from seachange.demo.meetings import FirstMeetings
from seachange.demo.people import WAVES
from seachange.demo.renewals import Renewals
from seachange.demo.requests import Replies
from seachange.demo.returning import Returns
from seachange.demo.stage import Stage


@dataclass(frozen=True)
class Hidden:
    """One row a client: intent, what was really done, what came of it, and by which odds."""

    actor: tuple[str, ...]
    wave: NDArray[np.int8]  # into people.WAVES
    topic: Whole
    intent: Floats
    booked: Mask
    met: Mask
    did: dict[str, Mask]  # early, prompt, summary, no_show, moved_twice
    shortlisted: Mask
    second: Mask  # booked a second meeting within 30 days of the first
    renews: Mask
    odds_of_return: Floats  # but for the intercept
    odds_of_renewal: Floats

    def came_in(self, name: str) -> Mask:
        """Return who came in the named wave."""
        came: Mask = self.wave == [wave.name for wave in WAVES].index(name)
        return came

    def write(self, path: Path) -> None:
        """Write the rows as Parquet."""
        waves = np.array([wave.name for wave in WAVES])
        topics = np.array(VOCABULARY["topic"])
        columns = {
            "actor": pa.array(self.actor),
            "wave": pa.array(waves[self.wave]),
            "topic": pa.array(topics[self.topic]),
            "intent": pa.array(self.intent),
            "booked": pa.array(self.booked),
            "met": pa.array(self.met),
            **{name: pa.array(did) for name, did in self.did.items()},
            "shortlisted": pa.array(self.shortlisted),
            "second": pa.array(self.second),
            "renews": pa.array(self.renews),
        }
        pq.write_table(pa.table(columns), path, compression="zstd")


def hide(
    stage: Stage,
    replies: Replies,
    meetings: FirstMeetings,
    *,
    returns: Returns,
    renewals: Renewals,
    shortlisted: Mask,
) -> Hidden:
    """Gather what the year has drawn for every client."""
    clients = stage.clients
    return Hidden(
        actor=tuple(stage.ledger.cast.names[clients.first : clients.first + len(clients)]),
        wave=clients.wave,
        topic=clients.topic,
        intent=clients.intent,
        booked=meetings.booked,
        met=meetings.held < NEVER,
        did=done(replies, meetings, returns.summary < NEVER),
        shortlisted=shortlisted,
        second=returns.in_time,
        renews=renewals.renews,
        odds_of_return=returns.odds,
        odds_of_renewal=renewals.odds,
    )
