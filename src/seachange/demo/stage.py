"""What every chapter of the year needs: where to write, who is there, how many times everything."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.demo.days import Chance
from seachange.demo.ledger import Ledger
from seachange.demo.people import Advisers, Clients


@dataclass(frozen=True)
class Stage:
    """One chapter's stage; each chapter draws from a `chance` of its own."""

    chance: Chance
    ledger: Ledger
    clients: Clients
    advisers: Advisers
    scale: int

    def for_chapter(self, chance: Chance) -> Stage:
        """Return the same stage with another chapter's source of chance."""
        return Stage(chance, self.ledger, self.clients, self.advisers, self.scale)
