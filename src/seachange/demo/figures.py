"""The figures the log must give back, exactly, at scale 1; a larger scale multiplies them."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.errors import ImpossibleCounts


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many: 899 of 2900 new clients."""

    did: int
    people: int

    def __post_init__(self) -> None:
        if not 0 <= self.did <= self.people:
            raise ImpossibleCounts(f"{self.did} of {self.people} cannot have done it")

    @property
    def share(self) -> float:
        return self.did / self.people

    def times(self, scale: int) -> Count:
        return Count(self.did * scale, self.people * scale)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What people do in the home market: entries of 2025-H2, and of 2026-H1 that are mature."""

    baseline: Count
    latest: Count


@dataclass(frozen=True, slots=True)
class Experiment:
    """Two arms with what is counted in them, and the effect that was really planted."""

    control: Count
    treatment: Count
    true_effect_pp: float


@dataclass(frozen=True, slots=True)
class Survey:
    """Answers by band in one quarter, the latest answer of each person."""

    promoters: int
    passives: int
    detractors: int

    @property
    def answers(self) -> int:
        return self.promoters + self.passives + self.detractors


OUTCOMES = {
    "OC1": Outcome(Count(899, 2900), Count(1197, 3100)),
    "OC2": Outcome(Count(1508, 2900), Count(1980, 3000)),
    "OC3": Outcome(Count(594, 2700), Count(612, 2900)),
    "OC4": Outcome(Count(96, 240), Count(164, 260)),
    "OC5": Outcome(Count(616, 2200), Count(667, 2300)),
}

# What was planted is an effect; what was counted is one draw. H6 does nothing, and H2 is too
# small to show its four points: that the counts differ by 1.2 and by 7 is chance.
EXPERIMENTS = {
    "H1": Experiment(Count(930, 3000), Count(1068, 3000), true_effect_pp=4.6),
    "H2": Experiment(Count(96, 300), Count(117, 300), true_effect_pp=4.0),
    "H3": Experiment(Count(312, 600), Count(396, 600), true_effect_pp=14.0),
    "H4": Experiment(Count(88, 400), Count(756, 3600), true_effect_pp=-1.0),
    "H5": Experiment(Count(48, 120), Count(82, 130), true_effect_pp=23.0),
    "H6": Experiment(Count(560, 2000), Count(584, 2000), true_effect_pp=0.0),
}

SURVEYS = {
    "2025-Q3": Survey(108, 101, 64),
    "2025-Q4": Survey(168, 155, 97),
    "2026-Q1": Survey(186, 160, 96),
    "2026-Q2": Survey(209, 160, 91),
}

# Renewals within 90 days among the clients who signed up in 2025-H2.
RENEWED = Count(1300, 2900)
