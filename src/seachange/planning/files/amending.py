"""A plan file changed where its records changed; every other character stays as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seachange.planning.files.short.sections import SECTIONS
from seachange.planning.files.spans import Entry, Span, spans_of
from seachange.planning.files.writing import dumped, flow_text, record_tree
from seachange.planning.rules.plan.plan import COLLECTIONS
from seachange.planning.rules.plan.record import Record

_JSON = re.compile(r'\{\s*["}]')


def amended(
    text: str,
    was: Mapping[str, Record],
    *,
    put: Iterable[Record] = (),
    without: Collection[str] = (),
    short: Collection[str] = (),
    out: Collection[str] = (),
) -> str:
    """Return the text of a plan file with records put in and others taken out.

    What is named in `short` holds keys that stand for more than their field: of it only fields
    that change are touched, by the word they are written with there. What is named in `out`, an
    id or a key at the top, was written short too: a record is written anew as a whole, a key goes.

    `was` are the records as the text has them. A record that is there is changed field by
    field: comments, order and quotes of all else survive. A new one stands behind its kind's
    last, a new kind at the end. Line ends are those of the text.
    """
    change = _Change(text, spans_of(text))
    records = list(put)
    sections: dict[str, dict[str, Any]] = {}
    for kind, name in COLLECTIONS.items():
        mine = [record for record in records if record.kind == kind]
        for record in mine:
            if record.id in was and record.id in out:
                change.write_out(name, record)
            elif record.id in was and record.id in short:
                change.amend_fields(name, was[record.id], record)
            elif record.id in was:
                change.amend_record(name, was[record.id], record)
        added = {each.id: record_tree(each) for each in mine if each.id not in was}
        gone = [each.id for each in was.values() if each.kind == kind and each.id in without]
        if name in change.root.entries and name not in out:
            change.add_and_remove(name, added, gone)
        elif added:
            sections[name] = added
    change.remove_tops(out)
    for name, added in sections.items():  # behind all that stands at the end already
        change.add_section(name, added)
    return change.made()


@dataclass(slots=True)
class _Change:
    """Edits of a text while they are collected: (from, to, what stands there instead)."""

    text: str
    root: Span
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def amend_record(self, name: str, old: Record, new: Record) -> None:
        section = self.root.entries[name].value
        entry = section.entries[new.id]
        self._amend(section, entry, record_tree(old), record_tree(new))

    def amend_fields(self, name: str, old: Record, new: Record) -> None:
        """Change the fields of a record that differ, whatever else its keys stand for."""
        section = self.root.entries[name].value
        entry = section.entries[new.id]
        there = entry.value.entries
        forms = SECTIONS[name].forms if name in SECTIONS else {}
        words = {form.field: key for key, form in forms.items() if form.field and key in there}
        was, now = (
            {words.get(key, key): held for key, held in record_tree(each).items()}
            for each in (old, new)
        )
        differ = [key for key in {**was, **now} if was.get(key) != now.get(key)]
        here = {key: was[key] for key in differ if key in was and key in there}
        self._amend(section, entry, here, {key: now[key] for key in differ if key in now})

    def write_out(self, name: str, record: Record) -> None:
        section = self.root.entries[name].value
        self._instead(section.entries[record.id], record_tree(record), parent=section)

    def remove_tops(self, names: Collection[str]) -> None:
        gone = [name for name in names if name in self.root.entries]
        if gone:
            self._remove(self.root, gone)

    def add_and_remove(self, name: str, trees: dict[str, Any], gone: Collection[str]) -> None:
        entry = self.root.entries[name]
        section = entry.value
        left = [key for key in section.entries if key not in gone]
        if trees and (not section.is_mapping or (section.is_flow and not left)):
            self._instead(entry, trees, parent=self.root)
            return
        if trees:
            self._add(section, trees, behind=left[-1] if left else None)
        if gone:
            self._remove(section, gone)

    def add_section(self, name: str, trees: dict[str, Any]) -> None:
        if self.root.is_flow:
            behind = next(reversed(self.root.entries), None)
            self._add(self.root, {name: trees}, behind=behind)
        else:
            self._at_the_end(dumped({name: trees}))

    def made(self) -> str:
        """Return the text with the edits made, the last in it first."""
        text = self.text
        line_end = "\r\n" if "\r\n" in text else "\n"
        order = sorted(range(len(self.edits)), key=lambda at: (*self.edits[at][:2], at))
        for at in reversed(order):
            start, end, instead = self.edits[at]
            text = text[:start] + instead.replace("\n", line_end) + text[end:]
        return text

    # --- mappings -------------------------------------------------------------------------------

    def _amend(self, parent: Span, entry: Entry, old: Any, new: Any) -> None:
        """Change a value into another, key by key where both the text and they have keys."""
        span = entry.value
        has_keys = isinstance(old, dict) and isinstance(new, dict) and span.is_mapping
        if not has_keys or not set(old) <= set(span.entries):
            self._instead(entry, new, parent=parent)
            return
        gone = [key for key in old if key not in new]
        if len(gone) == len(span.entries):
            self._instead(entry, new, parent=parent)
            return
        self._remove(span, gone)
        added: dict[str | None, dict[str, Any]] = {}
        behind: str | None = None  # the key that the next one stands behind
        for key, value in new.items():
            if key not in span.entries:
                added.setdefault(behind, {})[key] = value
                continue
            behind = key
            if key not in old or old[key] != value:
                self._amend(span, span.entries[key], old.get(key), value)
        for behind, trees in added.items():
            self._add(span, trees, behind=behind)

    def _add(self, span: Span, trees: Mapping[str, Any], *, behind: str | None) -> None:
        """Put keys behind one of a mapping, or before the first."""
        first = next(iter(span.entries.values()), None)
        entry = span.entries[behind] if behind is not None else None
        if not span.is_flow:
            start = self._line_of(first.start) if first else self._line_behind(span.end)
            at = self._line_behind(entry.value.end) if entry else start
            self._insert_lines(at, _indented(dumped(trees), span.column))
            return
        inside = flow_text(trees, as_json=self._is_json())[1:-1]
        if entry:
            at = entry.value.end
            self.edits.append((at, at, f"{self._gap(at)}, {inside}"))
        elif first:
            self.edits.append((first.start, first.start, f"{inside}, "))
        else:
            at = self.text.index("{", span.start) + 1
            self.edits.append((at, at, inside))

    def _remove(self, span: Span, keys: Collection[str]) -> None:
        entries = list(span.entries.items())
        if not span.is_flow:
            for key, entry in entries:
                if key in keys:
                    start = self._line_of(entry.start)
                    self.edits.append((start, self._line_behind(entry.value.end), ""))
            return
        kept = [at for at, (key, _) in enumerate(entries) if key not in keys]
        last = kept[-1] if kept else -1
        for at, (key, entry) in enumerate(entries[: max(last, 0)]):
            if key in keys:
                self.edits.append((entry.start, entries[at + 1][1].start, ""))
        if last < len(entries) - 1:  # all behind the last that stays, with the comma before them
            start = entries[last][1].value.end if kept else entries[0][1].start
            self.edits.append((start, entries[-1][1].value.end, self._gap(start)))

    def _instead(self, entry: Entry, tree: Any, *, parent: Span) -> None:
        """Put another value in the place of one; a remark behind it stays."""
        colon, end = self.text.index(":", entry.key_end) + 1, entry.value.end
        line = " " + flow_text(tree, as_json=self._is_json())
        if parent.is_flow:
            self.edits.append((colon, end, line))
            return
        if "#" in self.text[colon : entry.value.start]:  # a remark between key and value
            self.edits.append((entry.value.start, end, line.strip()))
            return
        stood_as_lines = end > colon and self.text[end - 1] == "\n"
        has_remark = not stood_as_lines and self.text[end : self._line_behind(end)].strip()
        first, _, others = dumped({"k": tree}).removeprefix("k:").rstrip("\n").partition("\n")
        lines = f"{first}\n{_indented(others, parent.column)}" if others else first
        shown = line if has_remark and others else lines
        self.edits.append((colon, end, shown + "\n" * stood_as_lines))

    # --- places in the text ---------------------------------------------------------------------

    def _gap(self, at: int) -> str:
        """Return what keeps a colon with nothing behind it from what follows."""
        return " " if self.text[at - 1] == ":" else ""

    def _line_of(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_behind(self, at: int) -> int:
        """Return where the line after this place begins; a line's own beginning is one."""
        if at > 0 and self.text[at - 1] == "\n":
            return at
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _insert_lines(self, at: int, lines: str) -> None:
        lead = "" if at == 0 or self.text[at - 1] == "\n" else "\n"
        self.edits.append((at, at, lead + lines))

    def _at_the_end(self, lines: str) -> None:
        ended = re.search(r"^\.\.\.\s*\Z", self.text, re.MULTILINE)
        at = ended.start() if ended else len(self.text)
        self._insert_lines(at, f"\n{lines}")

    def _is_json(self) -> bool:
        return self.root.is_flow and bool(_JSON.match(self.text, self.root.start))


def _indented(lines: str, column: int) -> str:
    indent = " " * column
    return "".join(f"{indent}{line}" if line.strip() else line for line in lines.splitlines(True))
