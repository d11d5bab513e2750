"""Whether worked examples are read, and compared, as their convention says."""

from datetime import timedelta
from pathlib import Path

from tests.docs.worked import differences, unsaid, worked, written
from tests.story import START

PAGE = """
# A page

```story
ada: visit@0
```

```yaml as_of=2d
kind: share
```

```json
{"people": 1}
```

```yaml
where: {platform: mobile}
```
"""


def test_a_question_is_asked_of_the_story_before_it(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    (example,) = worked(page)
    assert example.question == {"kind": "share"}
    assert [e["actor"] for e in example.events()] == ["ada"]
    assert example.as_of == START + timedelta(days=2)
    assert [fence.kind for fence in example.expected] == ["json"]


def test_only_what_is_written_is_compared():
    assert differences(written('{"a": 1}'), {"a": 1, "b": 2}) == []
    assert differences(written('{"a": {"c": 1}}'), {"a": {}}) == ["answer.a.c: missing"]


def test_a_number_is_compared_to_the_decimals_written():
    assert differences(written("0.33"), 1 / 3) == []
    assert differences(written("0.334"), 1 / 3) != []
    assert differences(written("1"), 1.2) != []


def test_a_list_must_have_as_many_entries():
    assert differences(written("[1]"), [1, 2]) == ["answer: 1 expected, 2 found"]


def test_yes_is_not_one():
    assert differences(written("true"), 1) != []


def test_blanks_between_words_do_not_matter():
    assert unsaid(["people   3", "", "did 4"], "people 3\n  did 5") == ["did 4"]
