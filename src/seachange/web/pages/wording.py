"""How a goal reads while it is being written: what it is, which words decided, what to say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.checks.survey import names_in
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.wording.agreement import agreeing
from seachange.planning.rules.wording.facts import Label
from seachange.planning.rules.wording.names import PlanNames
from seachange.planning.rules.wording.reading import Flag, Lack, Reading, read_goal

TONES = {Label.OUTCOME: "good", Label.UNMEASURED: "good", Label.UNCLEAR: "warn"}
SIGNS = {"good": "✓", "warn": "?", "bad": "✕"}
SAYS = {
    Label.OUTCOME: "This reads as an outcome: people, what they do, how often.",
    Label.UNMEASURED: "This reads as an outcome: people, and what they do.",
    Label.OUTPUT: "This reads as an output: something we make, not something people do.",
    Label.IMPACT: "This reads as an impact: a result of many behaviours, too big for one group.",
    Label.ACTIVITY: "This reads as effort: how hard we work, not what comes of it.",
    Label.UNCLEAR: "This does not say yet who does what.",
}
FLAGS = {
    Flag.MILESTONE: "It is a milestone: passed or not, and no sign of trouble before.",
    Flag.NAMES_OUTPUT: "It names a solution: leave open how it comes about.",
    Flag.TRACTION: "It counts the use of something we made rather than what people get done by it.",
    Flag.ATTITUDE: "It says what people feel or know, not what they do.",
    Flag.CAPABILITY: "It says what people could do, not what they do.",
    Flag.IMPACT_LIKE: "It is a wish to be first: say who would have to do what for that.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A goal as it reads."""

    reading: Reading
    says: str
    tone: str
    sign: str
    flags: tuple[str, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it would need to be whole."""
        return tuple(lack.value for lack in self.reading.lacks)


def worded(viewer: Viewer | None, text: str) -> Worded | None:
    """Read a goal with the plan's own names as words it may use; none where nothing is said."""
    return worded_in(snapshot(viewer), text) if text.strip() else None


def worded_in(plan: Plan, text: str) -> Worded:
    """Read a goal among a plan's own names."""
    names = names_in(plan)
    reading = _of_somebody(read_goal(text.strip(), names), names)
    tone = TONES.get(reading.label, "bad")
    return Worded(
        reading=reading,
        says=SAYS[reading.label],
        tone=tone,
        sign=SIGNS[tone],
        flags=tuple(FLAGS[each] for each in Flag if each in reading.flags and each in FLAGS),
    )


def _of_somebody(reading: Reading, names: PlanNames) -> Reading:
    """Where a verb speaks of somebody who is not named, ask who instead of judging the rest.

    *reaches “Pays” within 7 days* is what people do; without them it reads as a result. What is
    no act of people (*grows revenue*), and what we make (*launches the app*), stays what it is.
    """
    text = reading.text
    bent = agreeing("people", text)
    is_made = reading.label is Label.OUTPUT and "“" not in text
    if bent == text or is_made or TONES.get(reading.label) is not None:
        return reading
    told = read_goal(f"people {bent}", names)
    if TONES.get(told.label) != "good":
        return reading
    lacks = (Lack.WHO, *told.lacks)
    return replace(reading, label=Label.UNCLEAR, words=(), lacks=lacks, rewrite="")
