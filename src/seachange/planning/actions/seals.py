"""Sealing what was decided into a chain, and finding where the chain was touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from seachange.planning.models.history import History, Seal
from seachange.planning.models.mapping import mappings, read_all
from seachange.planning.models.refusals import fallen
from seachange.planning.rules.dossier import dossier_of
from seachange.planning.rules.plan.encoding import canonical, fingerprint, plain
from seachange.planning.rules.plan.learning import Decision, Evidence, Verdict
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment, SignOff
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.states import SEALED


@dataclass(frozen=True, kw_only=True)
class Damage:
    """A place where what was decided no longer reads as it was sealed."""

    record: str
    says: str


def seal(records: Sequence[Record], plan: Plan, *, at: datetime) -> None:
    """Seal the verdicts, decisions and sign-offs among records, each with what was seen then."""
    to_seal = [record for record in records if record.kind in SEALED]
    if not to_seal:
        return
    last = Seal.objects.order_by("-sequence").first()
    sequence, previous = (last.sequence, last.fingerprint) if last else (0, "")
    rows = []
    for record in to_seal:
        sequence += 1
        row = Seal(
            sequence=sequence,
            kind=record.kind.value,
            record=record.id,
            content=canonical(plain(record)),
            evidence=_before_them(record, plan),
            sealed_at=at.isoformat(),
            previous=previous,
        )
        row.fingerprint = previous = _fingerprint(row)
        rows.append(row)
    Seal.objects.bulk_create(rows)


def _before_them(record: Record, plan: Plan) -> str:
    """Return what somebody had before them, as text: for a verdict all that it rests on."""
    if isinstance(record, Verdict):
        return dossier_of(plan, record).text
    return canonical([plain(each) for each in _seen(record, plan)])


def _seen(record: Record, plan: Plan) -> list[Record]:
    """Return the evidence somebody decided by, or the promise as it read."""
    if isinstance(record, SignOff):
        return [each for each in [plan.get(Commitment, record.commitment)] if each]
    if not isinstance(record, Decision):
        return []
    if record.evidence:
        return [each for one in record.evidence if (each := plan.get(Evidence, one))]
    about = record.hypothesis
    return list(plan.of(Evidence, about)) if about else []


def _fingerprint(row: Seal) -> str:
    told = {
        "sequence": row.sequence,
        "kind": row.kind,
        "record": row.record,
        "content": row.content,
        "evidence": row.evidence,
        "sealed_at": row.sealed_at,
        "previous": row.previous,
    }
    return fingerprint(canonical(told))


def verify_chain(*, head: str = "") -> Iterator[Damage]:
    """Walk every place where the chain, or a record it seals, was touched.

    Also where any record does not read as its history says, and where the database itself was
    touched: a refusal that no longer stands in it.

    Without a `head` kept elsewhere (the last fingerprint, see `head_of_chain`) nobody can tell
    that the newest seals were cut off together with their records.
    """
    previous, expected = "", 1
    sealed: dict[str, Seal] = {}
    heads = set()
    for row in Seal.objects.order_by("sequence"):
        if row.sequence != expected:
            yield Damage(record=row.record, says=f"seals {expected} to {row.sequence - 1} are gone")
        elif row.previous != previous:
            yield Damage(record=row.record, says="its seal does not follow the one before it")
        if _fingerprint(row) != row.fingerprint:
            yield Damage(record=row.record, says="its seal was changed")
        previous, expected = row.fingerprint, row.sequence + 1
        sealed[row.record] = row
        heads.add(row.fingerprint)
    if head and head not in heads:
        yield Damage(record="", says="the seal you kept is not in the chain: its end was cut off")
    found = list(_differences(sealed))
    yield from found
    known = {each.record for each in found}
    yield from (each for each in _unremembered() if each.record not in known)
    for name in fallen():
        yield Damage(record="the database", says=f"it no longer refuses what {name} refused")


def _differences(sealed: dict[str, Seal]) -> Iterator[Damage]:
    records = {record.id: record for kind in sorted(SEALED) for record in read_all(kind)}
    for record_id, row in sealed.items():
        record = records.get(record_id)
        if record is None:
            yield Damage(record=record_id, says="it was sealed, and is gone")
        elif canonical(plain(record)) != row.content:
            yield Damage(record=record_id, says="it no longer reads as it was sealed")
    for record_id in records.keys() - sealed.keys():
        yield Damage(record=record_id, says="it was never sealed: it did not come by an action")


def _unremembered() -> Iterator[Damage]:
    last = History.objects.values("record").annotate(last=Max("sequence")).values("last")
    rows = History.objects.filter(sequence__in=last).values_list("record", "after")
    said = {record: after for record, after in rows if after is not None}
    there = {each.id: each for held in mappings() for each in read_all(held.kind)}
    for record in sorted(said.keys() | there.keys()):
        if record not in there:
            yield Damage(record=record, says="it is gone, and nobody took it out")
        elif record not in said:
            yield Damage(record=record, says="it has no history: it did not come by an action")
        elif plain(there[record]) != said[record]:
            yield Damage(
                record=record,
                says="it does not read as its history says: it was changed past us",
            )


def is_seal(head: str) -> bool:
    """Tell whether a fingerprint that was kept elsewhere is that of a seal."""
    return bool(Seal.objects.filter(fingerprint=head).exists())


def head_of_chain() -> str:
    """Return the fingerprint of the last seal, to be kept elsewhere; empty before the first."""
    last = Seal.objects.order_by("-sequence").first()
    return last.fingerprint if last else ""
