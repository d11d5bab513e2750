"""The files of a plan while they are changed: read again before they count as changed."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from seachange.errors import BadPlan
from seachange.files import write_text
from seachange.planning.files.amending import amended
from seachange.planning.files.mistakes import Mistakes, PlanMistake, PlanMistakes
from seachange.planning.files.nodes import Keys, Node, nodes_of
from seachange.planning.files.reading import read_texts, texts_of
from seachange.planning.files.short.unfolding import NAMED, Unfolded
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record, linked

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFiles:
    """The texts of a plan's files by their names, the plan they make, and where it stands.

    `short` is what is written short in them; `written_out` names what was, and had to be
    written out to be changed: ids of records, and keys at the top.
    """

    texts: Mapping[str, str]
    plan: Plan
    places: Mapping[str, Place]
    short: Unfolded
    written_out: tuple[str, ...] = ()

    def changed(
        self,
        *,
        put: Iterable[Record] = (),
        without: Collection[str] = (),
        beside: Mapping[str, str] | None = None,
    ) -> PlanFiles:
        """Return the files with records put in and others taken out; nothing is written.

        A new record goes into the file of the record it stands `beside` (id → id), else into
        the one that holds others of its kind, else into the first. What is written short stays
        so where that says the same; else it is written out, with all that it stands for. Raises
        BadPlan where a file is written in a way that cannot be changed in place.
        """
        records, gone = list(put), set(without)
        homes = {
            record.id: self._home(record, (beside or {}).get(record.id, "")) for record in records
        }
        meant = self.plan.changed(put=records, without=gone)
        touched = {*homes, *gone}
        out = self.short.owners_of(touched & self.short.owners.keys())
        if any(record.kind in NAMED and record.id not in self.places for record in records):
            out |= self.short.named  # beside one that is written out, none is named alone
        while True:
            texts = self._amended(records, gone, homes, out=out)
            try:
                read = read_texts(texts, self.plan.as_of)
                differ = _differing(meant, read.plan, self.plan)
            except BadPlan as refused:
                if out == self.short.folded:
                    raise
                differ = _ids_at(refused, texts)
            else:
                if not differ:
                    return PlanFiles(
                        texts=texts,
                        plan=read.plan,
                        places=read.places,
                        short=read.short,
                        written_out=tuple(sorted(out)),
                    )
                if out == self.short.folded:
                    raise self._unchangeable(differ[0])
            out = self._more(out, differ, touched)

    def _more(
        self, out: frozenset[str], differ: Iterable[str], touched: Collection[str]
    ) -> frozenset[str]:
        """Return what to write out next: what came out amiss too, at last all that is short."""
        more = (out | self.short.owners_of(each) for each in (tuple(differ), touched))
        return next((each for each in more if each != out), self.short.folded)

    def _unchangeable(self, record_id: str) -> BadPlan:
        at = self.places.get(record_id, Place(next(iter(self.texts))))
        return BadPlan(
            f"{record_id} cannot be changed in place",
            place=f"{at.file}, line {at.line}",
            remedy="Is it an alias (*name) of something else? Write it out.",
        )

    def as_told(self, record: Record) -> Record:
        """Return a record as files tell it: what is short does not list what it breaks."""
        known = self.plan.by_id.get(record.id)
        is_short = record.id in self.short.folded or record.id in self.short.owners
        return replace(record, breaches=known.breaches) if known and is_short else record

    def _amended(
        self,
        put: Iterable[Record],
        without: Collection[str],
        homes: Mapping[str, str],
        *,
        out: Collection[str],
    ) -> dict[str, str]:
        """Return the texts with records changed, and with what is named in `out` written out."""
        implied = self.short.owners
        held: dict[str, dict[str, Record]] = {name: {} for name in self.texts}
        changed = {record.id: record for record in put}
        for record_id, at in self.places.items():
            record = self.plan.by_id[record_id]
            if record_id not in implied:
                held[at.file][record_id] = record
            is_out = record_id in out or implied.get(record_id) in out
            if (is_out or (out and record_id in self.short.named)) and record_id not in without:
                changed.setdefault(record_id, record)
        texts = {}
        for name, text in self.texts.items():
            mine = [each for each in changed.values() if self._file_of(each, homes) == name]
            short = self.short.folded.difference(out)
            texts[name] = amended(text, held[name], put=mine, without=without, short=short, out=out)
        return texts

    def _file_of(self, record: Record, homes: Mapping[str, str]) -> str:
        return homes.get(record.id) or self.places[record.id].file

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
    read = read_texts(texts, as_of)
    return PlanFiles(texts=texts, plan=read.plan, places=read.places, short=read.short)


def bring_up_to(path: Path, plan: Plan) -> tuple[str, ...]:
    """Change the files of a plan until they hold another plan; what did not change stays as it is.

    Returns what was written short and had to be written out: ids, and keys at the top.
    Raises BadPlan where no plan stands there yet, or one that cannot be changed in place.
    """
    before = open_plan_files(path, plan.as_of)
    known = before.plan.by_id
    told = (before.as_told(record) for record in plan.records())
    put = [record for record in told if known.get(record.id) != record]
    gone = known.keys() - plan.by_id.keys()
    after = before.changed(put=put, without=gone)
    after.write_over(before)
    return after.written_out


def _differing(meant: Plan, told: Plan, before: Plan) -> list[str]:
    """Return the ids of the records that say something else than was meant."""
    ids = {**before.by_id, **meant.by_id, **told.by_id}
    return [each for each in ids if meant.by_id.get(each) != told.by_id.get(each)]


def _ids_at(refused: BadPlan, texts: Mapping[str, str]) -> list[str]:
    """Return the ids of records, and keys at the top, below which a refused plan is amiss."""
    mistakes = refused.mistakes if isinstance(refused, PlanMistakes) else (refused,)
    spots = [each.at for each in mistakes if isinstance(each, PlanMistake)]
    found: list[str] = []
    trees: dict[str, Node | None] = {}
    for file in {at.file for at in spots}:
        with suppress(BadPlan):
            trees[file] = nodes_of(texts[file], file=file, mistakes=Mistakes())
    for file, root in trees.items():
        if not isinstance(root, Keys):
            continue
        sections = [each.keys for each in root.held.values() if isinstance(each, Keys)]
        for level in ([root.keys], sections):
            begins = sorted((at.line, at.column, key) for keys in level for key, at in keys.items())
            here = ((at.line, at.column + 1) for at in spots if at.file == file)
            found += [begins[behind - 1][2] for spot in here if (behind := bisect(begins, spot))]
    return found


def _read(name: str) -> str:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return file.read()
