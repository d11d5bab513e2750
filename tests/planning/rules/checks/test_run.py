"""Whether a whole plan is read as it should be: order, waivers, settings, Parley, size."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.yaml_files import parse_document
from seachange.planning.rules.checks.catalogue import BY_ID, CHECKS
from seachange.planning.rules.checks.run import check, worst_first
from seachange.planning.rules.checks.settings import Settings, Thresholds, Waiver, parse_settings
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.plan import organisation
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.learning import Evidence
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass
from tests.planning.parley import AS_OF, parley
from tests.planning.rules.checks.worlds import SOUND, changed, gone, put

# Every finding the worked example lists, §7, by the record it is about.
LISTED = {
    "KR01": {"KR3"}, "KR05": {"KR3"}, "IM01": {"KR4"}, "OU01": {"OU7", "OU8"},
    "OU02": {"OU7", "OU8"}, "OU08": {"OU6", "OU7", "OU8"}, "OU09": {"OU8"}, "OU10": {"OU7"},
    "OU12": {"OU7", "OU8"}, "TS03": {"T2", "T4"}, "TS10": {f"T{n}" for n in range(1, 7)},
    "HY09": {"H4"}, "DL01": {"D1"}, "DL04": {"C1", "C3"}, "DL09": {"D1"}, "DL10": {"D1"},
    "DL11": {"C1"}, "DL12": {""}, "RM02": {""}, "RQ01": {"R2", "R3", "R5"}, "RQ02": {"R5"},
    "RQ03": {"R2", "R3"}, "RQ04": {"R2", "R3"}, "VI04": {""},
}  # fmt: skip
_C = EvidenceClass
UNSIGNED = Waiver("OC08", "OC1", reason="teams are being cut anew", owner="lea", expires=AS_OF)


def settings(text):
    return parse_document(text, lambda f: parse_settings(f, ids=BY_ID), name="settings.yml")


def without_owner(**fields):
    return check(changed(put("OC1", owners=())), **fields)


def test_a_plan_without_fault_is_left_in_peace():
    report = check(SOUND)
    assert report.findings == ()
    assert report.status == 0


@pytest.mark.parametrize("check_id", LISTED)
def test_parley_has_every_finding_the_worked_example_lists(check_id):
    found = {f.record for f in check(parley()).findings if f.id == check_id}
    assert LISTED[check_id] <= found


def test_parley_s_last_releases_are_not_yet_late_to_be_measured():
    assert not [f for f in check(parley()).findings if f.id == "OU04"]


def test_parley_s_tests_see_what_the_worked_example_says():
    told = {(f.id, f.record): f.message for f in check(parley()).findings}
    assert "10.6 pp" in told["TS03", "T2"]
    assert "6.1 pp" in told["TS03", "T4"]


def test_two_weeks_on_parley_s_last_releases_are_late():
    late = check(parley(), as_of=AS_OF + timedelta(days=14))
    assert {f.record for f in late.findings if f.id == "OU04"} == {"OU7"}


def test_findings_come_in_the_order_of_the_catalogue_every_time():
    report = check(parley())
    places = [list(BY_ID).index(f.id) for f in report.findings]
    assert places == sorted(places)
    assert check(parley()) == report


def test_the_errors_can_be_had_first():
    severities = [f.severity for f in worst_first(check(parley()).findings)]
    assert severities == sorted(severities, key=list(Severity).index)


def test_every_finding_tells_what_decided_why_it_matters_and_how_to_mend_it():
    for finding in check(parley()).findings:
        assert finding.decided_by
        assert all(finding.decided_by)
        assert finding.why
        assert finding.mend
        assert "{" not in finding.message


def test_an_error_is_what_a_machine_stops_at():
    assert without_owner().status == 0
    assert check(changed(put("OC1", actor=""))).status == 1


def test_an_empty_plan_is_told_what_it_lacks_and_nothing_else():
    report = check(Plan(as_of=AS_OF))
    assert {f.id for f in report.findings} == {"RM02", "VI01"}


# --- waivers --------------------------------------------------------------------------------------


def test_a_waiver_takes_a_finding_off_the_list_and_keeps_it_in_sight():
    report = without_owner(settings=Settings(waivers=(UNSIGNED,)))
    assert "OC08" not in {f.id for f in report.findings}
    assert [(w.finding.id, w.waiver.owner) for w in report.waived] == [("OC08", "lea")]


def test_a_waiver_past_its_day_hides_nothing_and_is_told():
    expired = replace(UNSIGNED, expires=AS_OF - timedelta(days=1))
    report = without_owner(settings=Settings(waivers=(expired,)))
    assert "OC08" in {f.id for f in report.findings}
    assert report.expired == (expired,)


def test_a_waiver_for_another_record_covers_nothing_and_is_told():
    other = replace(UNSIGNED, record="OC2")
    report = without_owner(settings=Settings(waivers=(other,)))
    assert "OC08" in {f.id for f in report.findings}
    assert report.idle == (other,)


def test_a_waiver_in_the_plan_counts_like_one_in_the_settings():
    waiver = organisation.Waiver(id="WA1", rule="OC01", record="OC1", reason="we ask this week",
                                 approver="lea", expires_on=AS_OF)  # fmt: skip
    report = check(changed(put("OC1", actor=""), waiver))
    assert report.status == 0
    assert [w.finding.record for w in report.waived] == ["OC1"]


@pytest.mark.parametrize("missing", ["finding", "reason", "owner", "expires"])
def test_a_waiver_that_leaves_something_open_is_refused(missing):
    whole = {"finding": "OC08", "record": "OC1", "reason": "r", "owner": "o",
             "expires": date(2026, 1, 1)}  # fmt: skip
    whole.pop(missing)
    with pytest.raises(BadQuestion, match=f"a waiver needs {missing}"):
        parse_settings(Field({"waivers": [whole]}), ids=BY_ID)


# --- settings -------------------------------------------------------------------------------------


def test_a_threshold_can_be_set():
    stale = changed(put("OC1", baseline=Level(did=899, people=2900, starts=date(2025, 10, 1),
                                              ends=date(2025, 12, 31))))  # fmt: skip
    patient = settings("thresholds: {baseline_days: 200}")
    assert "OC10" in {f.id for f in check(stale).findings}
    assert "OC10" not in {f.id for f in check(stale, settings=patient).findings}


def test_a_severity_can_be_set_and_a_check_turned_off():
    stern = settings("severities: {OC08: E, OC12: off}")
    report = check(changed(put("OC1", owners=(), guardrails=())), settings=stern)
    found = {f.id: f.severity for f in report.findings}
    assert found["OC08"] is Severity.ERROR
    assert "OC12" not in found


@pytest.mark.parametrize(
    ("meter", "earned"),
    [
        # Two sales requests and a test with a fake door, by the table of each meter.
        ("meter: gilad-calculator", "2.00"),  # min(1, 2 · 0.5) + min(3, 1)
        ("meter: dial", "2.00"),  # the highest position: market data
        ("{meter: gilad-calculator, combination: highest_piece}", "1.00"),
    ],
)
def test_the_confidence_meter_can_be_chosen(meter, earned):
    said = [
        Evidence(id=f"E{n}", idea="ID1", state="fresh", evidence_class=klass, source=f"s{n}",
                 observed_on=AS_OF, bearing=Bearing.FOR)
        for n, klass in enumerate([_C.ANECDOTAL, _C.ANECDOTAL, _C.MARKET_DATA])
    ]  # fmt: skip
    bold = Plan(as_of=AS_OF, ideas=(Idea(id="ID1", claimed_confidence=9),), evidence=tuple(said))
    (found,) = [f for f in check(bold, settings=settings(meter)).findings if f.id == "EV01"]
    assert f"computed {earned}" in found.decided_by


def test_nothing_set_is_the_specification():
    assert settings("{}") == Settings()
    assert settings("{}").thresholds == Thresholds()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("treshold: {}", "Did you mean thresholds"),
        ("thresholds: {baseline_day: 9}", "Did you mean baseline_days"),
        ("thresholds: {baseline_days: 1.5}", "whole number"),
        ("thresholds: {output_share: 50}", "a share between 0 and 1"),
        ("thresholds: {pace_factor: -1}", "below zero"),
        ("severities: {OC99: E}", "Did you mean OC"),
        ("meter: gilad-early", "not one of: gilad-calculator, gilad-late, dial"),
        ("combination: product", "not one of: sum_of_groups, ceiling_of_tier"),
        ("severities: {OC08: fatal}", "not one of: E, W, I, off"),
        ("waivers: [{finding: OC80, record: x, reason: r, owner: o, expires: 2026-01-01}]",
         "there is no check OC80"),
        ("waivers: [{finding: OC08, record: x, reason: r, owner: o, expires: soon}]",
         "not a date"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_refused_with_their_place(text, words):
    with pytest.raises(BadQuestion, match=words) as refused:
        settings(text)
    assert "settings.yml, line 1" in str(refused.value)


# --- measurements from events ---------------------------------------------------------------------


def test_a_reading_from_events_counts_like_a_measurement_of_the_plan():
    unwatched = changed(gone("ME1"))
    level = Level(did=1200, people=3100, starts=date(2026, 6, 1), ends=date(2026, 6, 29))
    reading = Measurement(id="reading-M1", metric="M1", level=level)
    assert "OC14" in {f.id for f in check(unwatched).findings}
    assert "OC14" not in {f.id for f in check(unwatched, readings=[reading]).findings}


def test_what_only_measurements_can_tell_is_said_to_be_unjudged_without_any():
    needing = {c.id for c in CHECKS if c.needs_events}
    assert set(check(changed(gone("ME1"))).unjudged) == needing
    assert check(SOUND).unjudged == ()
