"""What the answer about an experiment is made of: variants, effects, looks, checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from seachange.measure.answers import Answer, Reading

BETTER, WORSE, NO_MEANINGFUL_EFFECT = "better", "worse", "no_meaningful_effect"
TOO_EARLY, INCONCLUSIVE, HIDDEN = "too_early", "inconclusive", "hidden"
FOUND_AT = 0.1
"""A secondary effect is found where its q is at most this."""
READINGS = (BETTER, WORSE, NO_MEANINGFUL_EFFECT, TOO_EARLY, INCONCLUSIVE, HIDDEN)


@dataclass(frozen=True, slots=True)
class VariantShown:
    """A variant: units first shown it (`units`), those judged on the metric, those too new.

    `share` is the share of units planned for it, in the latest phase. Units that never
    came to where a metric's window starts are neither judged nor pending.
    """

    name: str
    share: float
    units: int
    people: int
    pending: int
    estimate: Reading


@dataclass(frozen=True, slots=True)
class VariantEffect:
    """A variant less the control: `absolute` in the metric's unit, `relative` as a share.

    The intervals are those the design allows at this look; once it is over they are freed
    of the favour that stopping early does. `z` crosses `boundary` where the effect stands
    out; `p` is None where the design has none yet. With several variants both allow for
    all of them. `reading` is one of better, worse, no_meaningful_effect, too_early,
    inconclusive, hidden. `doubt` says why its figures are not to be trusted, if so.
    """

    variant: str
    absolute: Reading
    relative: Reading
    p: float | None
    z: float | None
    boundary: float | None
    reading: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class EffectLook:
    """What was seen of one variant at the end of a period, of all units judged by then.

    `effect` has the interval that holds at every look together; `tested` is whether this
    look could end the experiment.
    """

    period: str
    variant: str
    people: int
    effect: Reading
    z: float
    boundary: float
    tested: bool


@dataclass(frozen=True, slots=True)
class SampleRatioCheck:
    """Whether units came in the planned shares; if not `ok`, no result is shown.

    `bayes_factor` is the largest of any day: how many times likelier other shares are.
    """

    p: float | None
    bayes_factor: float | None
    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class SecondaryEffect:
    """One variant's effect on a secondary metric; `q` is p among all of these tests.

    `found` says whether q is at most 0.1, None before the experiment is over. `doubt` says
    why its figures are not to be trusted, if so.
    """

    metric: str
    unit: str
    variant: str
    people: int
    pending: int
    estimate: Reading
    absolute: Reading
    relative: Reading
    p: float | None
    q: float | None
    found: bool | None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class GuardrailEffect:
    """One variant's effect on a metric that must not get worse by `margin`.

    `verdict` is kept, harmed or unsure, or hidden. Before the experiment is over the
    interval is one that may be looked at always. `doubt` says why its figures are not to be
    trusted, if so.
    """

    metric: str
    unit: str
    variant: str
    people: int
    pending: int
    estimate: Reading
    absolute: Reading
    margin: float
    verdict: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class MedianShown:
    """How long half of a variant's units took, and how much longer than of the control's.

    In seconds. Whoever did not get there within the window took longer than all who did, so
    a median is known once half did. `difference` is None of the control itself; its interval
    is one that the design allows at this look.
    """

    variant: str
    median: Reading
    difference: Reading | None


@dataclass(frozen=True, kw_only=True)
class ExperimentAnswer(Answer):
    """What a change did to a metric, and whether that may be believed and acted on.

    `people` units are judged and `pending` too new; `units` were shown a variant and
    `set_aside` several of them, which count nowhere. `unit` is that of the estimates:
    share, number, seconds or points. `judged_until` is the end of the last period that is
    judged (the last one of `looks`). `stop` says that the design is finished, `verdict`
    is the reading of the effects, and `sentence` says both in words. `medians` are told where
    the metric is a duration.
    """

    kind: ClassVar[str] = "experiment"

    metric: str
    unit: str
    units: int
    set_aside: int
    verdict: str
    stop: bool
    sentence: str
    variants: tuple[VariantShown, ...]
    effects: tuple[VariantEffect, ...]
    sample_ratio: SampleRatioCheck
    looks: tuple[EffectLook, ...] = ()
    secondary: tuple[SecondaryEffect, ...] = ()
    guardrails: tuple[GuardrailEffect, ...] = ()
    medians: tuple[MedianShown, ...] = ()
