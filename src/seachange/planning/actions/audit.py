"""Writing down who did what and how it ended, in a chain; and finding where it was touched."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, transaction

from seachange import clock
from seachange.errors import Conflict
from seachange.people.guard import writing
from seachange.planning.actions.seals import Damage
from seachange.planning.models.audit import AuditLine
from seachange.planning.rules.plan.encoding import canonical, fingerprint

# Two who write at once: one of them takes the next number.
PATIENCE = 20


def write_down(*, by: str, route: str, record: str, status: int) -> None:
    """Write down one deed, after the one that was written down last."""
    for _ in range(PATIENCE):
        try:
            with transaction.atomic(), writing():
                _append(by=by, route=route, record=record, status=status)
                return
        except IntegrityError:
            continue
    raise Conflict("the audit log is written to by many at once", remedy="try again")


def _append(*, by: str, route: str, record: str, status: int) -> None:
    last = AuditLine.objects.order_by("-sequence").first()
    line = AuditLine(
        sequence=last.sequence + 1 if last else 1,
        at=clock.now().isoformat(timespec="seconds"),
        by=by,
        route=route,
        record=record,
        status=status,
        previous=last.fingerprint if last else "",
    )
    line.fingerprint = _fingerprint(line)
    line.save(force_insert=True)


def _fingerprint(line: AuditLine) -> str:
    told = {
        name: getattr(line, name)
        for name in ("sequence", "at", "by", "route", "record", "status", "previous")
    }
    return fingerprint(canonical(told))


def is_line(head: str) -> bool:
    """Tell whether a fingerprint that was kept elsewhere is that of a line of the audit log."""
    return bool(AuditLine.objects.filter(fingerprint=head).exists())


def verify_audit() -> Iterator[Damage]:
    """Walk the audit log and tell every place where a line was changed or taken out.

    That its last lines were cut off nobody can tell by what is left: only by a fingerprint kept
    elsewhere (`reads.members.head_of_audit`) that `is_line` no longer finds.
    """
    previous, expected = "", 1
    for line in AuditLine.objects.order_by("sequence").iterator():
        if line.sequence != expected:
            gone = f"lines {expected} to {line.sequence - 1} are gone"
            yield Damage(record="the audit log", says=gone)
        elif line.previous != previous:
            yield Damage(record="the audit log", says=f"line {line.sequence} does not follow")
        if _fingerprint(line) != line.fingerprint:
            yield Damage(record="the audit log", says=f"line {line.sequence} was changed")
        previous, expected = line.fingerprint, line.sequence + 1
