"""Whether the learning library is searched and told from the command line."""

from __future__ import annotations

import json

import jsonschema
import pytest
from lxml import html

from tests.cli.running import run
from tests.planning.files.test_demonstration import PLAN

WORDS = ["library", "--plan", PLAN, "--as-of", "2026-06-30"]


def test_all_learning_is_told_at_a_glance(capsys):
    said = run(capsys, *WORDS).out.replace("\u202f", " ")
    for words in (
        "3 of 5 (60 %) [23, 88] verdicts support their hypothesis.",  # Wilson's interval of 3/5
        "From first test to verdict  40 days",
        "Base rate learnt            36 % (20 % before any verdict)",
        "refuted, +1.20 pp [−1.60, 4.00] on 5 June 2026 after 30 days",
        "ID11 killed: nobody wrote down why",
        "Matching: 3 forecasts: Brier score 0.304, too few to tell anything",
        "a refit needs 20 verdicts, there are 4",
    ):
        assert words in said


def test_a_search_tells_how_many_of_how_many_it_found(capsys):
    said = run(capsys, *WORDS, "summary", "slot", "--verdict", "refuted").out
    assert said.startswith("  H6 ")
    assert said.endswith("1 of 5 lessons.\n")
    assert run(capsys, *WORDS, "--actor", "nobody").out == "0 of 5 lessons.\n"


def test_the_same_stands_in_json(capsys):
    held = json.loads(run(capsys, *WORDS, "--format", "json").out)
    assert held["wins"]["count"] == 3
    assert held["forecasts"][0]["score"]["of"] == 4
    (one,) = json.loads(run(capsys, *WORDS, "--outcome", "oc1", "--format", "json").out)["lessons"]
    assert (one["hypothesis"], one["finish"], one["days"]) == ("H1", "supported", 89)


@pytest.mark.parametrize("words", [[], ["slot"], ["--verdict", "refuted"], ["nothing-of-it"]])
def test_what_stands_in_json_keeps_to_its_schema(capsys, words):
    held = json.loads(run(capsys, *WORDS, *words, "--format", "json").out)
    written = json.loads(run(capsys, "schema", "library").out)
    jsonschema.Draft202012Validator.check_schema(written)
    jsonschema.validate(held, written)
    for key in ("of", "lessons"):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({k: v for k, v in held.items() if k != key}, written)


def test_every_key_of_the_library_in_json_is_in_its_schema(capsys):
    held = json.loads(run(capsys, *WORDS, "--format", "json").out)
    written = json.loads(run(capsys, "schema", "library").out)
    assert held.keys() == written["properties"].keys()
    assert held["lessons"][0].keys() == written["$defs"]["lesson"]["properties"].keys()


def test_the_page_works_alone_and_shows_the_forecasts(capsys, tmp_path):
    file = tmp_path / "library.html"
    assert run(capsys, *WORDS, "-o", file).out == ""
    shown = html.fromstring(file.read_text(encoding="utf-8"))
    assert "src" not in {name for each in shown.iter() for name in each.attrib}
    assert len(shown.xpath("//*[@class='lesson']")) == 5
    assert "0 of 1 came true" in shown.xpath("//svg/@aria-label")[0]
    assert "Matching" in shown.xpath("//figcaption/text()")


@pytest.mark.parametrize("options", [[], ["--own-base-rate"]])
def test_a_verdict_may_begin_with_the_base_rate_that_was_learnt(capsys, options):
    words = ["verdict", "H1", *WORDS[1:], *options, "--format", "json"]
    (held,) = json.loads(run(capsys, *words).out)["verdicts"]
    assert held["derivation"][0].startswith("Base rate 0.36" if options else "Base rate 0.20")
