"""Worked examples as they stand in pages of documentation: story, question, what comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.story import moment, story

FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<kind>\w*)(?P<words>[^`\n]*)\n(?P<body>.*?)^(?P=ticks)\s*$", re.M | re.S
)
EXPECTED = ("json", "text", "refused")


@dataclass(frozen=True)
class Fence:
    """A fenced block: its kind, the `key=value` words behind it, its text, its line."""

    kind: str
    words: dict[str, str]
    body: str
    line: int


@dataclass
class Worked:
    """A question asked of a story, and what a page says comes out."""

    page: Path
    line: int
    told: Fence | None
    question: dict[str, Any]
    as_of: datetime | None
    expected: list[Fence] = field(default_factory=list)

    def events(self) -> list[dict[str, Any]]:
        """Return the story's events."""
        return story(self.told.body) if self.told else []


def fences(text: str) -> Iterator[Fence]:
    """Walk the fenced blocks of a page, those inside a page shown on it too."""
    for found in FENCE.finditer(text):
        words = dict(word.split("=", 1) for word in found["words"].split() if "=" in word)
        line = text.count("\n", 0, found.start()) + 1
        if found["kind"] == "markdown":
            yield from (replace(f, line=f.line + line) for f in fences(found["body"]))
        else:
            yield Fence(found["kind"], words, found["body"], line)


def worked(page: Path) -> list[Worked]:
    """Return a page's worked examples: each question with the story told last before it."""
    examples: list[Worked] = []
    told = None
    for fence in fences(page.read_text(encoding="utf-8")):
        if fence.kind == "story":
            told = fence
        elif fence.kind == "yaml":
            document = YAML(typ="safe", pure=True).load(fence.body)
            if isinstance(document, dict) and "kind" in document:
                as_of = moment(fence.words["as_of"]) if "as_of" in fence.words else None
                examples.append(Worked(page, fence.line, told, document, as_of))
        elif fence.kind in EXPECTED and examples:
            examples[-1].expected.append(fence)
    return examples


def differences(expected: Any, found: Any, at: str = "answer") -> list[str]:
    """Return where an answer is not what was written, as `place: expected, found`.

    Of a mapping only the keys written are compared; a list must have as many entries; a
    number with decimals is compared after rounding to as many as are written.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        wrong = [f"{at}.{key}: missing" for key in expected if key not in found]
        for key in expected.keys() & found.keys():
            wrong += differences(expected[key], found[key], f"{at}.{key}")
        return sorted(wrong)
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{at}: {len(expected)} expected, {len(found)} found"]
        pairs = enumerate(zip(expected, found, strict=True))
        return [d for i, (e, f) in pairs for d in differences(e, f, f"{at}[{i + 1}]")]
    return [] if _same(expected, found) else [f"{at}: {expected} expected, {found} found"]


def written(body: str) -> Any:
    """Read what a page expects, keeping how many decimals it writes."""
    return json.loads(body, parse_float=Decimal)


def unsaid(lines: Sequence[str], said: str) -> list[str]:
    """Return the lines that a text does not hold, blanks and their number aside."""
    plain = " ".join(said.split())
    return [line for line in lines if line.strip() and " ".join(line.split()) not in plain]


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, Decimal) and isinstance(found, int | float):
        return round(Decimal(repr(found)), -int(expected.as_tuple().exponent)) == expected
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    return bool(expected == found)
