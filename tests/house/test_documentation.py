"""Whether everything there is is written down, and everything written down is there."""

import re

import pytest

from seachange.measure.ask import KINDS
from tests.docs.worked import worked
from tests.house.checkout import ROOT, files, text

PAGES = [p for p in files() if p.suffix == ".md" and p.parts[0] != "tests"]
ADRS = [p for p in PAGES if p.parent.as_posix() == "docs/adr" and p.name != "README.md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"\b(?:docs|tests|bench)/[\w./-]+\.(?:md|py|json)\b")
# Pages that tell how something is named rather than name it.
SPEAK_OF_PATTERNS = {"CONTRIBUTING.md", "docs/concepts/README.md"}
SPEAK_OF_PATTERNS |= {"docs/reference/capabilities.md"}


def concept_page(kind: str):
    folder = ROOT / "docs" / "concepts"
    pages = [folder / f"{name}.md" for name in (kind, kind.replace("_", "-"))]
    return next((page for page in pages if page.exists()), None)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_has_a_page_with_worked_examples(kind):
    page = concept_page(kind)
    assert page is not None, f"docs/concepts/{kind}.md is missing"
    assert any(example.question["kind"] == kind for example in worked(page))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_link_leads_somewhere(page):
    targets = [target for target in LINK.findall(text(page)) if "://" not in target]
    assert [t for t in targets if not (ROOT / page.parent / t).exists()] == []


def test_a_page_or_test_that_is_named_is_there():
    speak = [p for p in files() if p.suffix in {".md", ".py", ".toml"} and p.parts[0] != "tests"]
    lost = [
        f"{path}: {name}"
        for path in speak
        if str(path) not in SPEAK_OF_PATTERNS
        for name in sorted(set(NAMED.findall(text(path))))
        if not _follows_dots(text(path), name) and not (ROOT / name).exists()
    ]
    assert lost == []


def test_every_decision_is_listed_once_and_in_order():
    numbers = [p.name[:4] for p in ADRS]
    assert numbers == [f"{n:04}" for n in range(1, len(ADRS) + 1)]
    index = text(ROOT / "docs/adr/README.md")
    assert [p.name for p in ADRS if f"({p.name})" not in index] == []


@pytest.mark.parametrize("page", ADRS, ids=lambda p: p.name)
def test_a_decision_says_what_else_there_was(page):
    words = text(page)
    assert [h for h in ("## Why", "## Runner-up", "## Consequences") if h not in words] == []
    assert re.search(r"^Status: (accepted|superseded by \[)", words, re.M)


def test_the_changelog_begins_with_what_is_not_released_yet():
    headings = re.findall(r"^## (.*)$", text(ROOT / "CHANGELOG.md"), re.M)
    assert headings[0] == "Unreleased"


def test_the_glossary_is_in_order_and_says_each_word_once():
    terms = re.findall(r"^- \*\*(.+?)\*\*", text(ROOT / "GLOSSARY.md"), re.M)
    assert len(terms) == len({t.lower() for t in terms})
    assert len(terms) > 20


def _follows_dots(words: str, name: str) -> bool:
    """Whether the name is part of a path that leads out of the checkout."""
    return f"../{name}" in words
