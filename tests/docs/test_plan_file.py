"""Whether the page on plan files shows what is read, and lists every short key there is."""

from datetime import date

import pytest

from seachange.planning.files.reading import parse_plan
from seachange.planning.files.short.ahead import OBJECTIVE_RECORD, VISION_RECORD
from seachange.planning.files.short.sections import SECTIONS, TOPS
from tests.house.checkout import ROOT
from tests.planning.files.test_schema import fits

PAGE = (ROOT / "docs/concepts/plan_file.md").read_text(encoding="utf-8")
SHOWN = [block.split("```")[0] for block in PAGE.split("```yaml\n")[1:]]
RECORDS = {**SECTIONS, "vision": VISION_RECORD, "objective": OBJECTIVE_RECORD}
KEYS = [
    *(
        (f"`{name}`", key, form)
        for name, kind in RECORDS.items()
        for key, form in kind.forms.items()
    ),
    *(("the top", name, top) for name, top in TOPS.items()),
]


def test_the_plan_that_is_shown_short_is_the_one_that_is_shown_written_out():
    short, long = (parse_plan(text, date(2026, 6, 30))[0] for text in SHOWN)
    assert short.by_id == long.by_id
    assert all(map(fits, SHOWN))


@pytest.mark.parametrize(("where", "key", "form"), KEYS, ids=lambda each: str(each)[:20])
def test_every_short_key_is_listed_with_its_example(where, key, form):
    assert f"| {where} | `{key}:` | `{form.example}` | {form.means} |\n" in PAGE


def test_no_other_key_is_listed():
    assert PAGE.count("\n| ") == len(KEYS) + 1  # and the heading
