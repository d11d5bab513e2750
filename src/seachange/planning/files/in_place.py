"""The files of a plan while they are changed: read again before they count as changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from seachange.errors import BadPlan
from seachange.files import write_text
from seachange.planning.files.amending import amended
from seachange.planning.files.reading import parse_texts, texts_of
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record, linked

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFiles:
    """The texts of a plan's files by their names, the plan they make, and where it stands."""

    texts: Mapping[str, str]
    plan: Plan
    places: Mapping[str, Place]

    def changed(
        self,
        *,
        put: Iterable[Record] = (),
        without: Collection[str] = (),
        beside: Mapping[str, str] | None = None,
    ) -> PlanFiles:
        """Return the files with records put in and others taken out; nothing is written.

        A new record goes into the file of the record it stands `beside` (id → id), else into
        the one that holds others of its kind, else into the first. Raises BadPlan where a file
        is written in a way that cannot be changed in place.
        """
        records = list(put)
        homes = {
            record.id: self._home(record, (beside or {}).get(record.id, "")) for record in records
        }
        texts = {}
        held: dict[str, dict[str, Record]] = {name: {} for name in self.texts}
        for record_id, at in self.places.items():
            held[at.file][record_id] = self.plan.by_id[record_id]
        for name, text in self.texts.items():
            mine = [record for record in records if homes[record.id] == name]
            texts[name] = amended(text, held[name], put=mine, without=without)
        plan, places = parse_texts(texts, self.plan.as_of)
        meant = self.plan.changed(put=records, without=without).by_id
        amiss = [each for each in meant | plan.by_id if meant.get(each) != plan.by_id.get(each)]
        if amiss:
            at = self.places.get(amiss[0], Place(next(iter(texts))))
            raise BadPlan(
                f"{amiss[0]} cannot be changed in place",
                place=f"{at.file}, line {at.line}",
                remedy="Is it an alias (*name) of something else? Write it out.",
            )
        return PlanFiles(texts=texts, plan=plan, places=places)

    def write_over(self, before: PlanFiles) -> None:
        """Write the files whose text differs from before, each whole or not at all.

        What others point at is written first, so that a plan in several files can be read even
        if the power fails in between. Raises BadPlan if somebody else wrote to one since it was
        read.
        """
        different = self.writing_order(before)
        for name in different:
            if _read(name) not in (before.texts[name], _MARK + before.texts[name]):
                raise BadPlan("changed since it was read", place=name, remedy="Start again.")
        for name in different:
            mark = _MARK if _read(name).startswith(_MARK) else ""
            write_text(name, mark + self.texts[name])

    def writing_order(self, before: PlanFiles) -> list[str]:
        """Return the files that differ, those with new records first that others point at."""
        different = [name for name, text in self.texts.items() if before.texts[name] != text]
        came = {each: at.file for each, at in self.places.items() if each not in before.places}
        needs: dict[str, set[str]] = {name: set() for name in different}
        for record_id, at in self.places.items():
            for _, to in linked(self.plan.by_id[record_id]) if at.file in needs else ():
                if came.get(to, at.file) != at.file:
                    needs[at.file].add(came[to])
        try:
            return list(TopologicalSorter(needs).static_order())
        except CycleError:  # each points at the other: no order is better
            return different

    def _home(self, record: Record, beside: str) -> str:
        at = self.places.get(record.id) or self.places.get(beside)
        if at is None:
            same = (self.places[each.id] for each in self.plan.all(type(record)))
            at = next(same, None)
        return at.file if at else next(iter(self.texts))


def open_plan_files(path: Path, as_of: date) -> PlanFiles:
    """Read the files of a plan, to change them. Raises BadPlan as `read_plan` does."""
    texts = dict(texts_of(path))
    plan, places = parse_texts(texts, as_of)
    return PlanFiles(texts=texts, plan=plan, places=places)


def bring_up_to(path: Path, plan: Plan) -> None:
    """Change the files of a plan until they hold another plan; what did not change stays as it is.

    Raises BadPlan where no plan stands there yet, or one that cannot be changed in place.
    """
    before = open_plan_files(path, plan.as_of)
    known = before.plan.by_id
    put = [record for record in plan.records() if known.get(record.id) != record]
    gone = known.keys() - plan.by_id.keys()
    before.changed(put=put, without=gone).write_over(before)


def _read(name: str) -> str:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return file.read()
