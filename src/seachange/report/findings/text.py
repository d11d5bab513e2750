"""Findings as text for a terminal or a file: each check once, its records below it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from seachange.planning.rules.checks.finding import Finding, Place
from seachange.planning.rules.checks.run import Report, worst_first
from seachange.planning.rules.checks.severity import Severity
from seachange.report.findings import standings
from seachange.report.findings.groups import Group, grouped

_WIDTH = 96
_TITLE = 160  # a request may be called by all it asks for: the record is found by its beginning
_BOLD, _DIM, _RED, _YELLOW, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
_COLOURS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.INFO: _DIM}


def text(report: Report, *, places: Mapping[str, Place], colours: bool = False) -> str:
    """Write findings as text, the errors first; `colours` adds ANSI escapes, for terminals."""
    return "\n".join(_lines(report, places, colours=colours)) + "\n"


def _lines(report: Report, places: Mapping[str, Place], *, colours: bool) -> Iterator[str]:
    def paint(words: str, code: str) -> str:
        return f"{code}{words}{_PLAIN}" if colours else words

    if report.standings or report.unread:
        span = standings.period(report)
        yield paint(f"Measured from events{', ' if span else ''}{span}", _BOLD)
        yield from _measured(report)
        yield ""
    for group in grouped(worst_first(report.findings)):
        severity = group.severity
        label = paint(f"{severity.word.upper()} {group.id}", _BOLD + _COLOURS[severity])
        yield from _check(label, group, places, dim=_DIM if colours else "")
        yield ""
    yield from _waived(report)
    yield paint(summary(report), _BOLD)


def _measured(report: Report) -> Iterator[str]:
    for each in report.standings:
        yield f"  • {each.record} “{each.title}”" if each.title else f"  • {each.record}"
        yield from _wrapped(standings.told(each), indent=6)
    for words in standings.unread(report):
        yield from _wrapped(f"• {words}", indent=2)


def _check(label: str, group: Group, places: Mapping[str, Place], *, dim: str) -> Iterator[str]:
    """Tell one check: what its findings share once, then every record with what is its own."""
    yield f"{label}  {group.message}".rstrip()
    yield from (f"{dim}{line}{_PLAIN if dim else ''}" for line in _wrapped(group.why, indent=2))
    for entry in group.entries:
        yield f"  • {_name(entry.finding)}{_where(entry.finding, places)}"
        if entry.said:
            yield from _wrapped(entry.said, indent=6)
        if entry.because:
            yield from _wrapped(f"because: {entry.because}", indent=6)
        if entry.mend:
            yield from _wrapped(f"→ {entry.mend}", indent=6)
    if group.mend:
        yield from _wrapped(f"→ {group.mend}", indent=2)
    words = ", ".join(meaning.word for meaning in group.words)
    yield from (
        f"{dim}{line}{_PLAIN if dim else ''}"
        for line in _wrapped(f"in the glossary: {words}", indent=2)
    )


def _wrapped(words: str, *, indent: int) -> list[str]:
    lead = " " * indent
    hang = "  " if words.startswith(("→", "because")) else ""
    return textwrap.wrap(words, _WIDTH, initial_indent=lead, subsequent_indent=f"{lead}{hang}")


def _name(finding: Finding) -> str:
    if not finding.record:
        return "the plan"
    title = textwrap.shorten(finding.title, _TITLE, placeholder=" …")
    return f"{finding.record} “{title}”" if title else finding.record


def _where(finding: Finding, places: Mapping[str, Place]) -> str:
    place = places.get(finding.record)
    return f" ({place})" if place else ""


def _waived(report: Report) -> Iterator[str]:
    """Tell what is waived, and which waivers no longer hold or hold nothing."""
    told = [
        f"waived until {w.waiver.expires}: {w.finding.id} {w.finding.record or 'the plan'}, by "
        f"{w.waiver.owner}: {w.waiver.reason}"
        for w in report.waived
    ]
    told += [
        f"EXPIRED on {w.expires}: the waiver of {w.finding} for {w.record or 'the plan'}, by "
        f"{w.owner}"
        for w in report.expired
    ]
    told += [
        f"idle: the waiver of {w.finding} for {w.record or 'the plan'} covers nothing"
        for w in report.idle
    ]
    if report.unjudged:
        told.append(f"not judged without measurements: {', '.join(report.unjudged)}")
    for words in told:
        yield from _wrapped(words, indent=0)
    if told:
        yield ""


def summary(report: Report) -> str:
    """Return one line: how many findings of which kind, over how many records, as of when."""
    counts = report.counts
    told = ", ".join(f"{counts[s]:,} {s.word}{'' if counts[s] == 1 else 's'}" for s in Severity)
    waived = f"; {len(report.waived)} waived" if report.waived else ""
    return f"{told}{waived} in {report.records:,} records as of {report.as_of}."
