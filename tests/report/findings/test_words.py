"""Whether every finding leads to the glossary, in each of the ways findings are told."""

import json
from pathlib import Path

import pytest
from lxml import html

from seachange.planning.rules.checks.catalogue import AREAS, CHECKS
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.checks.run import check
from seachange.report.findings.document import document
from seachange.report.findings.page import page
from seachange.report.findings.sarif import sarif
from seachange.report.findings.text import text
from seachange.report.findings.words import words_of, words_used
from seachange.report.glossary import words_in
from tests.planning.parley import parley

GLOSSARY = (Path(__file__).parents[3] / "GLOSSARY.md").read_text(encoding="utf-8")
REPORT = check(parley())
OUTPUT = "KR01"  # this key result is an output


@pytest.mark.parametrize("checks", AREAS.values(), ids=AREAS)
def test_every_check_is_about_some_word_and_a_whole_area_about_the_same(checks):
    first = [words_of(each.id)[0].word for each in checks]
    assert len(set(first)) == 1


def test_what_a_word_means_stands_in_the_glossary():
    lines = GLOSSARY.replace("*", "").replace("`", "")
    for meaning in {meaning for each in CHECKS for meaning in words_of(each.id)}:
        assert meaning.means in lines
        assert f"**{meaning.word}" in GLOSSARY.lower()


def test_a_word_is_known_in_either_number_and_whatever_its_case():
    assert [meaning.word for meaning in words_in("Hypotheses, OUTPUTS and an outcome")] == [
        "hypothesis",
        "output",
        "outcome",
    ]
    assert words_in("nothing of the kind: inputs, income") == ()


def test_text_names_the_words_of_each_check():
    told = " ".join(text(REPORT, places={}).split())
    words = ", ".join(meaning.word for meaning in words_of(OUTPUT))
    assert f"in the glossary: {words}" in told


def test_json_names_them_at_each_finding_and_explains_them_once():
    held = json.loads(document(REPORT, places={}))
    assert set(held["glossary"]) == {word for each in held["findings"] for word in each["words"]}
    assert all(each["words"] for each in held["findings"])
    assert held["glossary"]["outcome"].startswith("Outcome: a change in what people do")


def test_sarif_explains_them_in_the_help_of_each_rule():
    log = json.loads(sarif(REPORT, places={}, plan=Place("plan.yml")))
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        told = rule["help"]["markdown"]
        assert all(f"- **{m.word}**: {m.means}" in told for m in words_of(rule["id"]))


def test_on_a_page_each_word_leads_to_what_it_means():
    tree = html.fromstring(page(REPORT, places={}, title="Parley"))
    led = {
        link.get("href").removeprefix("#")
        for link in tree.xpath("//a[starts-with(@href, '#word-')]")
    }
    explained = {each.get("id") for each in tree.xpath("//dt")}
    assert led == explained == {meaning.anchor for meaning in words_used(REPORT.findings)}
