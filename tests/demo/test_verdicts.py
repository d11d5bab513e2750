"""The demonstration's hypotheses, judged by the demonstration's year of events."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from lxml import html

from seachange.demo.files import write_parquet
from tests.cli.running import run
from tests.demo.test_experiments_asked import COMPUTED
from tests.planning.databases import kept_in
from tests.planning.files.test_demonstration import PLAN
from tests.planning.rules.test_judgement import PRINTED

WORDS = ["verdict", "--plan", PLAN, "--as-of", "2026-06-30"]


@pytest.fixture(scope="module")
def events(parley, tmp_path_factory):
    """The year's events as a file."""
    file = tmp_path_factory.mktemp("year") / "events.parquet"
    write_parquet(parley.log, file)
    return file


@pytest.fixture
def judged(capsys, events):
    """Judge what some plan says by the year's events, in JSON."""

    def judge(*words, plan=PLAN):
        asked = ["verdict", *words, "--plan", plan, "--as-of", "2026-06-30"]
        ran = run(capsys, *asked, "--events", events, "--format", "json")
        assert ran.status == 0, ran.err
        return json.loads(ran.out)

    return judge


def test_the_log_says_what_the_plan_says_of_every_experiment(judged):
    held = judged()
    asked = {each["test"].replace("T", "H"): each for each in held["recounts"]}
    # H5 came to everybody at once: the walk-through compares before with after, and says so.
    computed = COMPUTED | {"H5": ((48, 120), (82, 130), "+23.08 [10.70, 34.49]")}
    assert asked.keys() == computed.keys()
    for name, (control, treatment, _) in computed.items():
        told = asked[name]
        assert (told["control"]["did"], told["control"]["people"]) == control
        assert (told["treatment"]["did"], told["treatment"]["people"]) == treatment
        assert told["agrees"]
        assert told["why"] is None


def test_judged_by_the_log_every_hypothesis_comes_out_as_printed(judged):
    held = {each["hypothesis"]: each for each in judged()["verdicts"]}
    for name, (_, before, mean, worth, gain, finish, *_) in PRINTED.items():
        told = held[name]
        assert told["finish"] == finish
        assert f"{told['belief_before']:.3f}".lstrip("0") == before
        assert f"{100 * told['now']['mean']:+.2f}" == mean
        assert f"{told['now']['worthwhile']:.3f}".lstrip("0") == worth
        assert f"{told['now']['positive']:.3f}".removeprefix("0") == gain


def test_what_was_compared_before_and_after_counts_no_more_than_that(judged):
    (told,) = judged("H5")["verdicts"]
    (result,) = told["measured"]
    assert result["design"] == "pre_post"
    points = [100 * each for each in (result["change"], *result["interval"])]
    assert " ".join(f"{each:.2f}" for each in points) == "23.08 10.70 34.49"


def test_the_page_shows_the_test_as_the_log_has_it_and_what_it_does_to_belief(
    capsys, events, tmp_path
):
    file = tmp_path / "verdict.html"
    words = ["verdict", "H1", "--plan", PLAN, "--as-of", "2026-06-30", "--events", events]
    assert run(capsys, *words, "-o", file).status == 0
    shown = html.fromstring(file.read_text(encoding="utf-8"))
    (asked,) = shown.xpath("//section[@id='log-T1']")
    assert asked.xpath(".//figure//*[local-name()='svg']")
    said = " ".join(asked.text_content().split())
    assert "T1, as the log has it" in said
    assert "as planned, p" in said
    believed = " ".join(shown.xpath("//section[@id='verdict-H1']")[0].text_content().split())
    assert "believed now" in believed


def test_nobody_calls_a_before_and_after_an_experiment(judged, tmp_path):
    words = "stage: release\n    design: pre_post\n    metric: M-OC4"
    flattered = changed(tmp_path, words, words.replace("pre_post", "randomised"))
    (told,) = judged("H5", plan=flattered)["verdicts"]
    assert told["measured"][0]["design"] == "pre_post"
    assert f"{told['now']['worthwhile']:.3f}" == "0.845"


def changed(tmp_path, old, new):
    """Write the demonstration's plan with some words of it changed."""
    words = PLAN.read_text(encoding="utf-8")
    assert old in words
    file = tmp_path / "plan.yml"
    file.write_text(words.replace(old, new), encoding="utf-8")
    return file


def test_the_log_overrules_what_somebody_typed(judged, capsys, events, tmp_path):
    flattered = changed(tmp_path, "treatment: 584/2000", "treatment: 784/2000")
    held = judged("H6", plan=flattered)
    assert held["verdicts"][0]["finish"] == "refuted"
    (told,) = held["recounts"]
    assert told["agrees"] is False
    words = ["verdict", "H6", "--plan", flattered, "--as-of", "2026-06-30", "--events", events]
    said = " ".join(run(capsys, *words).out.split())
    assert "the plan says 560 of 2,000 (28 %) → 784 of 2,000" in said


def test_results_nobody_typed_are_taken_from_the_log(judged, tmp_path):
    untold = changed(tmp_path, "    control: 930/3000\n    treatment: 1068/3000\n", "")
    held = judged("H1", plan=untold)
    assert held["verdicts"][0]["finish"] == "supported"
    assert held["recounts"][0]["agrees"] is None


def test_a_broken_split_hides_the_result_from_the_verdict_as_well(judged, tmp_path):
    old = "shares: {control: 1, treatment: 1}\n      metric: {kind: share, of: {event: sign_up}"
    broken = changed(tmp_path, old, old.replace("treatment: 1", "treatment: 2"))
    held = judged("H1", plan=broken)
    assert held["verdicts"][0]["measured"] == []
    assert held["verdicts"][0]["finish"] == "inconclusive"
    (aside,) = held["verdicts"][0]["set_aside"]
    assert aside["why"] == [held["recounts"][0]["why"]]
    assert held["recounts"][0]["control"] is None


def test_a_question_that_no_log_could_be_asked_is_told_at_its_test(capsys, events, tmp_path):
    wrong = changed(tmp_path, "variant: variant\n", "varient: variant\n")
    ran = run(capsys, "check", wrong)
    assert ran.status == 2
    assert "the question of assumption test T1 cannot be asked" in ran.err


@pytest.fixture
def kept(capsys, tmp_path, monkeypatch, django_db_blocker):
    """Keep the demonstration's plan here."""
    monkeypatch.setattr(settings, "FOLDER", tmp_path / "kept")
    with django_db_blocker.unblock(), kept_in(""):
        assert run(capsys, "plan", "import", PLAN, "--as-found", "--yes").status == 0
        yield


def test_a_settled_verdict_is_asked_again_of_the_same_events(kept, capsys, events):
    ran = run(capsys, "replay", "V6", "--events", events)
    assert ran.status == 0, ran.err
    assert "T6: 560 of 2,000 (28 %) → 584 of 2,000 (29.2 %) by" in ran.out
    assert "as the plan says" in ran.out


def test_another_log_is_told_from_the_one_it_was_given_by(kept, capsys, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(
        "actor,time,event,experiment,variant,meeting\n"
        "ada,2026-05-07T10:00:00Z,experiment_viewed,H6,control,\n"
        "ben,2026-05-07T11:00:00Z,experiment_viewed,H6,treatment,\n"
    )
    ran = run(capsys, "replay", "V6", "--events", other)
    assert ran.status == 2
    assert "V6 does not come out of this log: T6" in ran.err
