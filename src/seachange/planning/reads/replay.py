"""A verdict weighed again from what was sealed with it, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass

from seachange.errors import BadPlan
from seachange.planning.models.history import Seal
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.dossier import METHOD, Dossier, Json, dossier_from
from seachange.planning.rules.plan.encoding import canonical, record_from
from seachange.planning.rules.plan.learning import Verdict
from seachange.planning.rules.vocabulary import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A sealed verdict beside the same records weighed again, each as the text it is.

    `stated` is the verdict as it was written; `changed` and `gone` name the records it rests on
    that read otherwise in the plan today, or are not there any more.
    """

    verdict: Verdict
    dossier: Dossier
    sealed: str
    again: str
    sealed_at: str
    fingerprint: str
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether it comes out as it was sealed, byte for byte."""
        return self.sealed == self.again

    @property
    def judged(self) -> Json:
        """What the records came to when the verdict was sealed."""
        told: Json = json.loads(self.sealed)["judged"]
        return told

    @property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """What came out otherwise: its name, as sealed, and now."""
        now: Json = json.loads(self.again)["judged"]
        names = sorted(self.judged.keys() | now.keys())
        told = [(name, self.judged.get(name), now.get(name)) for name in names]
        return tuple(
            (name, canonical(before), canonical(after))
            for name, before, after in told
            if before != after
        )


def replay(verdict: str) -> Replay:
    """Weigh again what was sealed with a verdict; raise where nothing that can be was."""
    row = Seal.objects.filter(kind=Kind.VERDICT.value, record=verdict).first()
    if row is None:
        known = Seal.objects.filter(kind=Kind.VERDICT.value).order_by("sequence")
        there = ", ".join(known.values_list("record", flat=True)) or "none yet"
        raise BadPlan(f"there is no sealed verdict {verdict}", remedy=f"Sealed: {there}.")
    told = json.loads(row.evidence)
    if not isinstance(told, dict) or told.get("method") != METHOD:
        raise BadPlan(
            f"{verdict} was sealed in a way that cannot be replayed here",
            remedy="Replay it with a version of Seachange that knows it.",
        )
    held = dossier_from(told)
    plan = whole_plan()
    now = {each.id: plan.by_id.get(each.id) for each in held.records}
    return Replay(
        verdict=_stated(row),
        dossier=held,
        sealed=row.evidence,
        again=held.text,
        sealed_at=row.sealed_at,
        fingerprint=row.fingerprint,
        changed=tuple(e.id for e in held.records if now[e.id] not in (None, e)),
        gone=tuple(e.id for e in held.records if now[e.id] is None),
    )


def _stated(row: Seal) -> Verdict:
    record = record_from(Kind.VERDICT, json.loads(row.content))
    if not isinstance(record, Verdict):
        raise BadPlan(f"{row.record} is no verdict")
    return record
