"""Whether what the pages of documentation show is what happens."""

import doctest
import importlib

import pytest

import seachange
from seachange.errors import SeachangeError
from tests.docs.worked import Worked, differences, fences, unsaid, worked, written
from tests.house.checkout import ROOT, files, text
from tests.story import story

PAGES = [ROOT / p for p in files() if p.suffix == ".md" and p.parts[0] in ("docs", "README.md")]
CONCEPTS = [p for p in PAGES if p.parent == ROOT / "docs" / "concepts"]
EXAMPLES = [example for page in CONCEPTS for example in worked(page)]
MODULES = [
    ".".join(p.with_suffix("").parts[1:]).removesuffix(".__init__")
    for p in files()
    if p.parts[0] == "src" and p.suffix == ".py" and ">>>" in text(p)
]


def place(example: Worked) -> str:
    return f"{example.page.name}:{example.line}"


@pytest.mark.parametrize("example", EXAMPLES, ids=place)
def test_a_worked_example_comes_out_as_its_page_says(example):
    refused = [fence for fence in example.expected if fence.kind == "refused"]
    log = seachange.open_log(example.events())
    if refused:
        with pytest.raises(SeachangeError) as caught:
            log.ask(example.question, as_of=example.as_of)
        assert unsaid(refused[0].body.splitlines(), str(caught.value)) == []
        return
    answer = log.ask(example.question, as_of=example.as_of)
    for fence in example.expected:
        if fence.kind == "json":
            assert differences(written(fence.body), answer.to_dict()) == []
        else:
            assert unsaid(fence.body.splitlines(), str(answer)) == []


@pytest.mark.parametrize("page", CONCEPTS, ids=lambda page: page.name)
def test_a_worked_example_has_a_story_and_says_what_comes_out(page):
    bare = [place(e) for e in worked(page) if e.told is None or not e.expected]
    assert bare == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_python_on_a_page_does_what_the_page_says(page):
    globals_ = {"seachange": seachange, "sea": seachange, "story": story}
    for fence in fences(page.read_text(encoding="utf-8")):
        if fence.kind == "python" and ">>>" in fence.body:
            _run(doctest.DocTestParser().get_doctest(fence.body, globals_, page.name, None, 0))


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_come_out(module):
    finder = doctest.DocTestFinder(exclude_empty=True)
    for example in finder.find(importlib.import_module(module)):
        _run(example)


def _run(example: doctest.DocTest) -> None:
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=said.append, clear_globs=False)
    assert not runner.failures, "".join(said)
