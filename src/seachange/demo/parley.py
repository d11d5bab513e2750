"""Parley, the demonstration company: twelve months in which clients meet advisers, from a seed.

Everything is drawn from the planted model (effects.py), and exactly as many do a thing as the
walk-through states (figures.py). What was planted is written down beside the events.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seachange.demo.accounts import serve_accounts
from seachange.demo.background import find_redesign, live
from seachange.demo.blemishes import crawl, send_twice, write_blemished
from seachange.demo.columns import Log
from seachange.demo.days import Chance
from seachange.demo.files import write_csv, write_parquet
from seachange.demo.hidden import Hidden, hide
from seachange.demo.ledger import Ledger
from seachange.demo.meetings import meet
from seachange.demo.people import gather_advisers, gather_clients
from seachange.demo.renewals import renew
from seachange.demo.requests import ask
from seachange.demo.returning import come_back
from seachange.demo.stage import Stage
from seachange.demo.surveys import survey
from seachange.demo.truth import Tallies, tell
from seachange.errors import ImpossibleCounts

SEED = 20260630
CHAPTERS = 12  # each subject draws from a stream of its own, so one may change without the others


@dataclass(frozen=True)
class Parley:
    """A year of Parley: its log, what its clients hide from the log, and what was planted."""

    seed: int
    scale: int
    log: Log
    hidden: Hidden
    truth: dict[str, Any]


def generate(*, seed: int = SEED, scale: int = 1) -> Parley:
    """Make the year's events and the truth about them: about 300,000 for each unit of scale.

    The same seed and scale give the same events. `scale` multiplies people, and with them every
    stated count. Raises ImpossibleCounts for a scale below 1.
    """
    if scale < 1:
        raise ImpossibleCounts(f"a scale of {scale} leaves nobody", remedy="use 1 or more")
    drawn = (np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(CHAPTERS))
    chapters: list[Chance] = list(drawn)
    ledger = Ledger()
    stage = Stage(
        chance=chapters[0],
        ledger=ledger,
        clients=gather_clients(chapters[0], ledger, scale=scale),
        advisers=gather_advisers(chapters[1], ledger, scale=scale),
        scale=scale,
    )
    replies = ask(stage.for_chapter(chapters[2]))
    meetings = meet(stage.for_chapter(chapters[3]), replies)
    returns = come_back(stage.for_chapter(chapters[4]), replies, meetings)
    renewals = renew(stage.for_chapter(chapters[5]), replies, meetings, returns)
    asked = survey(stage.for_chapter(chapters[6]), replies, meetings, returns)
    shortlisted = live(stage.for_chapter(chapters[7]))
    redesign = find_redesign(stage.for_chapter(chapters[8]))
    sign_on = serve_accounts(chapters[9], ledger, scale=scale)
    crawled = crawl(chapters[10], ledger)
    log, retries = send_twice(chapters[11], ledger.close(chapters[11]))
    hidden = hide(
        stage, replies, meetings, returns=returns, renewals=renewals, shortlisted=shortlisted
    )
    tallies = Tallies(asked, redesign, sign_on, crawled, retries)
    truth = {"seed": seed, "scale": scale} | tell(log, hidden, tallies, scale=scale)
    return Parley(seed, scale, log, hidden, truth)


def write(
    parley: Parley, folder: Path, *, with_csv: bool = False, blemished: bool = False
) -> list[Path]:
    """Write the events, the truth and what is hidden into a folder; return the files written.

    `events.parquet`, `truth.json` and `truth_clients.parquet` always, `events.csv.gz` and the
    small `blemished.csv.gz`, a third of whose rows cannot be read, when asked for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "events.parquet", folder / "truth.json", folder / "truth_clients.parquet"]
    write_parquet(parley.log, written[0])
    text = json.dumps(parley.truth, indent=2, ensure_ascii=False)
    written[1].write_text(f"{text}\n", encoding="utf-8")
    parley.hidden.write(written[2])
    if with_csv:
        written.append(folder / "events.csv.gz")
        write_csv(parley.log, written[-1])
    if blemished:
        written.append(folder / "blemished.csv.gz")
        write_blemished(parley.log, written[-1])
    return written
