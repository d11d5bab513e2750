"""Whether findings come out whole as text, JSON, SARIF and a page."""

import json
import re
from dataclasses import dataclass
from datetime import date

import jsonschema
import pytest
from lxml import html

from seachange.planning.rules.checks.catalogue import CHECKS
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.checks.run import check
from seachange.planning.rules.checks.settings import Settings, Waiver
from seachange.planning.rules.plan.discovery import KeyResult
from seachange.report.findings.document import document, schema
from seachange.report.findings.groups import grouped
from seachange.report.findings.page import page
from seachange.report.findings.sarif import sarif
from seachange.report.findings.text import text
from tests.planning.parley import parley
from tests.planning.rules.checks.worlds import SOUND, changed, gone, put

SETTINGS = Settings(
    waivers=(
        Waiver("OU02", "OU7", reason="signed in spring", owner="ada", expires=date(2026, 12, 31)),
        Waiver("OU02", "OU8", reason="a wish", owner="ben", expires=date(2026, 6, 1)),
    )
)
REPORT = check(parley(), settings=SETTINGS)
PLACES = {"KR3": Place("plan.yml", line=44, column=5), "OU8": Place("more/outputs.yml", line=7)}
HOSTILE = "<script>alert('{{ 7 * 7 }}')</script> & co"


def told(**fields):
    return text(REPORT, places=PLACES, **fields)


# --- text -----------------------------------------------------------------------------------------


def test_text_tells_the_message_what_decided_why_and_how_to_mend_it():
    words = " ".join(told().split())
    assert "ERROR KR01 This key result is an output." in words
    assert "KR3 “Launch the redesigned app by June” (plan.yml:44)" in words
    assert "because: “Launch”; “redesigned app”; “June”" in words
    assert "Who will do what differently once the redesigned app is live?" in words


def test_text_has_the_errors_first_and_ends_with_the_sum():
    lines = told().splitlines()
    kinds = [line.split()[0] for line in lines if re.match(r"(ERROR|WARNING|NOTE) ", line)]
    assert kinds == sorted(kinds, key=["ERROR", "WARNING", "NOTE"].index)
    errors = sum(f.severity == "E" for f in REPORT.findings)
    assert lines[-1].startswith(f"{errors} errors, ")
    assert "; 1 waived in " in lines[-1]


def test_text_names_every_finding_and_every_waiver():
    words = told()
    for finding in REPORT.findings:
        assert finding.id in words
        assert finding.record in words
    assert "waived until 2026-12-31: OU02 OU7, by ada: signed in spring" in words
    assert "EXPIRED on 2026-06-01: the waiver of OU02 for OU8, by ben" in words


def test_text_names_idle_waivers_and_what_was_not_judged():
    idle = Waiver("OC08", "OC1", reason="r", owner="ada", expires=date(2026, 12, 31))
    report = check(changed(gone("ME1")), settings=Settings(waivers=(idle,)))
    words = text(report, places={})
    assert "idle: the waiver of OC08 for OC1 covers nothing" in words
    assert "not judged without measurements: IM06, OC14" in words


def test_a_record_called_by_a_whole_letter_is_named_by_its_beginning_on_one_line():
    asked = "Dear all,\nwe would like to " + "export everything " * 100
    told = text(check(changed(put("FR1", asked=asked, reason=""))), places={})
    (line,) = [each for each in told.splitlines() if "• FR1 “" in each]
    assert line.startswith("  • FR1 “Dear all, we would like to export")
    assert line.endswith(" …”")
    assert len(line) < 200


def test_only_a_terminal_gets_colours():
    assert "\x1b" not in told()
    assert "\x1b[31m" in told(colours=True)


def test_a_sound_plan_gets_one_line():
    words = text(check(SOUND), places={})
    assert (
        words == f"0 errors, 0 warnings, 0 notes in {len(SOUND.by_id)} records as of 2026-06-30.\n"
    )


def test_what_all_findings_of_a_check_share_is_said_once_and_nothing_is_lost():
    for group in grouped(REPORT.findings):
        for entry in group.entries:
            told = f"{group.message} {entry.said}".strip()
            assert told == entry.finding.message
            assert (entry.mend or group.mend) == entry.finding.mend
    assert told_once("Too small to see even the change you predict.") == 1
    assert told_once("H2 predicts +4 pp") == 1


def told_once(words):
    return " ".join(text(REPORT, places={}).split()).count(words)


def test_what_decided_does_not_repeat_the_title_beside_it():
    (group,) = (g for g in grouped(REPORT.findings) if g.id == "RM09")
    assert [entry.because for entry in group.entries] == ["", ""]


def test_a_record_without_words_is_called_by_what_it_is_about():
    titles = {f.record: f.title for f in REPORT.findings}
    assert titles["T2"] == "concierge call on day 2 moves OC1"
    assert titles["RM2"] == "why do 61 % not meet in the first week?"
    assert titles["D1"] == "Bramley"


# --- JSON -----------------------------------------------------------------------------------------


def test_json_is_what_its_schema_says():
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(document(REPORT, places=PLACES)), schema())
    jsonschema.validate(json.loads(document(check(SOUND), places={})), schema())


def test_json_holds_every_finding_with_its_place():
    held = json.loads(document(REPORT, places=PLACES))
    assert [(f["id"], f["record"] or "") for f in held["findings"]] == [
        (f.id, f.record) for f in REPORT.findings
    ]
    (milestone,) = (f for f in held["findings"] if f["id"] == "KR05")
    assert milestone["place"] == {"file": "plan.yml", "line": 44, "column": 5}
    assert held["status"] == 1
    assert held["counts"]["error"] == sum(f["severity"] == "E" for f in held["findings"])
    assert held["waived"][0]["waiver"]["owner"] == "ada"
    assert held["expired_waivers"][0]["record"] == "OU8"


# --- SARIF ----------------------------------------------------------------------------------------


@pytest.fixture
def run():
    log = json.loads(sarif(REPORT, places=PLACES, plan=Place("plan.yml")))
    assert log["version"] == "2.1.0"
    return log["runs"][0]


def needing(*required, **properties):
    return {"type": "object", "required": list(required), "properties": properties}


# What the schema published with SARIF 2.1.0 (OASIS, errata 01) requires of the parts we write,
# with the words and bounds it allows.
TEXT = {"type": "string", "minLength": 1}
MESSAGE = needing("text", text=TEXT)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PLACE = needing(
    "artifactLocation",
    artifactLocation=needing("uri", uri={**TEXT, "pattern": "^[^ \\\\]+$"}),
    region=needing(
        "startLine",
        startLine={"type": "integer", "minimum": 1},
        startColumn={"type": "integer", "minimum": 1},
    ),
)
RESULT = needing(
    "message", "ruleId", "ruleIndex", "level", "locations",
    message=MESSAGE, ruleIndex={"type": "integer", "minimum": 0}, level=LEVEL,
    locations={"type": "array", "minItems": 1, "items": needing(
        "physicalLocation", physicalLocation=PLACE)},
    partialFingerprints={"additionalProperties": TEXT},
    suppressions={"items": needing("kind", kind={"enum": ["inSource", "external"]}, status={
        "enum": ["accepted", "underReview", "rejected"]})},
)  # fmt: skip
RULE = needing("id", id=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE, help=MESSAGE,
               defaultConfiguration=needing("level", level=LEVEL))  # fmt: skip
DRIVER = needing("name", name=TEXT, rules={"type": "array", "uniqueItems": True, "items": RULE})
LOG = needing("version", "runs", version={"const": "2.1.0"}, runs={"items": needing(
    "tool", "results", tool=needing("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT})})  # fmt: skip


@pytest.mark.parametrize("report", [REPORT, check(SOUND)], ids=["parley", "sound"])
def test_sarif_has_what_its_published_schema_requires(report):
    spaced = {each: Place("my plans\\plan one.yml", 3) for each in PLACES}
    for places in (PLACES, spaced):
        held = json.loads(sarif(report, places=places, plan=Place("plan.yml")))
        jsonschema.validate(held, LOG)


def test_sarif_knows_every_check_as_a_rule(run):
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [c.id for c in CHECKS]
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error", "warning", "note"}
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)


def test_sarif_puts_each_result_under_its_rule_at_a_place(run):
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert location["physicalLocation"]["artifactLocation"]["uri"]
    milestone = next(r for r in run["results"] if r["ruleId"] == "KR05")
    where = milestone["locations"][0]["physicalLocation"]
    assert where["region"] == {"startLine": 44, "startColumn": 5}


def test_sarif_tells_the_same_finding_by_the_same_print_wherever_it_moves(run):
    prints = [r["partialFingerprints"]["record/v1"] for r in run["results"]]
    assert prints[0] == f"{REPORT.findings[0].id}:{REPORT.findings[0].record}"
    moved = json.loads(sarif(REPORT, places={}, plan=Place("else.yml")))["runs"][0]
    assert [r["partialFingerprints"]["record/v1"] for r in moved["results"]] == prints


def test_sarif_suppresses_what_is_waived_with_the_reason(run):
    (waived,) = (r for r in run["results"] if "suppressions" in r)
    assert waived["ruleId"] == "OU02"
    assert "signed in spring (ada" in waived["suppressions"][0]["justification"]


# --- the page -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What a page shows, what it would fetch, and where its links lead."""

    words: str
    fetched: list[str]
    anchors: set[str]
    links: set[str]


def read(report):
    root = html.document_fromstring(page(report, places=PLACES, title="Check of plan.yml"))
    return Seen(
        words=" ".join(root.find("body").text_content().split()),
        fetched=root.xpath("//@src | //link/@href | //@srcset"),
        anchors=set(root.xpath("//@id")),
        links={href.removeprefix("#") for href in root.xpath("//a/@href")},
    )


def test_the_page_shows_every_finding_and_fetches_nothing():
    seen = read(REPORT)
    for group in grouped(REPORT.findings):
        assert f"{group.id} {group.message}" in seen.words
        for entry in group.entries:
            for words in (
                entry.finding.record,
                entry.said,
                entry.because,
                entry.mend or group.mend,
            ):
                assert words in seen.words
    assert seen.fetched == []
    assert seen.links <= seen.anchors
    assert "plan.yml:44" in seen.words
    assert "is waived until 2026-12-31 by ada" in seen.words


def test_the_page_of_a_sound_plan_says_so():
    assert "Nothing to mend." in read(check(SOUND)).words


def test_words_of_a_plan_are_words_on_a_page_and_nothing_else():
    hostile = changed(KeyResult(id="KRX", objective="OB1", text=HOSTILE), put("OC1", actor=""))
    markup = page(check(hostile), places={}, title=HOSTILE)
    assert "<script" not in markup
    assert "&lt;script&gt;" in markup
    assert "49" not in markup[markup.index("<h1>") : markup.index("</h1>")]
