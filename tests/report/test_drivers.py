"""How an answer about drivers is told and shown."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.measure.answering.driver_parts import (
    VERDICTS,
    Behaviour,
    Calibration,
    DriversAnswer,
)
from seachange.measure.answers import Estimate, Unknown
from seachange.report.drivers import telling
from seachange.report.drivers.alike import compared, together
from seachange.report.drivers.tables import HOW_OFTEN, how_often
from seachange.report.headline import headline
from seachange.report.page import answer_page, fragment
from seachange.report.pictures.choose import picture
from seachange.report.pictures.dose import dose
from seachange.report.pictures.drawing import text_width
from seachange.report.renderer import Reporter
from seachange.report.sheets import sheets
from seachange.report.spreadsheet import comma_separated
from seachange.report.text import text
from tests.report.drivers_made import (
    CURVE,
    EXPLANATION,
    FINDINGS,
    TESTED,
    drivers,
    estimate,
    finding,
    looked_at,
    nothing_found,
    nothing_known,
)

THIN = "\u202f"


def flat(told: str) -> str:
    """Return words without the lines they were broken into."""
    return re.sub(r"[ \n]+", " ", told)


def test_the_sentence_counts_boosters_blockers_and_what_could_be_judged():
    assert headline(drivers()) == (
        "2 boosters and 2 blockers of reaching “purchase” within 7 days after “add_to_cart”, "
        "out of 19 behaviours that could be judged."
    )
    assert headline(drivers(findings=FINDINGS[:1])).startswith("1 booster of reaching “purchase”")


@pytest.mark.parametrize("answer", [drivers(), drivers(explanation=EXPLANATION)])
def test_no_word_of_an_answer_below_grade_b_says_that_a_behaviour_causes_anything(
    answer: DriversAnswer,
) -> None:
    for told in (text(answer), answer_page(answer)):
        stripped = told.replace("need not cause it", "").replace("were all of it cause", "")
        assert not re.search(r"\b(caus|driv(e|ing)s? (up|down)|leads? to|because of it)", stripped)


def test_every_finding_is_told_with_effect_reach_people_a_month_grade_and_proof():
    told = flat(text(drivers()))
    assert f"1. viewed_size_guide +7.2{THIN}pp [5.1, 9.3]" in told
    assert f"Reach: 63.0{THIN}% of those on the way have not done it" in told
    assert f"Reach: 7.0{THIN}% of those on the way have done it" in told
    assert "about 120 people a month" in told
    assert "less than one person a month" in told
    assert "Evidence: C: goes with it, seen again in a later cohort" in told
    assert "a tenth of the effect is left, and to see that each half needs 51,234 people" in told
    # Seven in a hundred met the blocker: no nudge moves one in ten of all.
    assert told.count(f"Only 7.0{THIN}% can be moved at all") == 1
    assert "little of it is left among people alike in this: retry_payment" in told


def test_how_often_is_told_as_a_plateau_and_never_as_one_number():
    told = telling.how_often(drivers(), FINDINGS[0])
    assert told.startswith(
        "About as much as any shows: at least 2 to 3 times within 2 days to 3 days."
    )
    assert f"+6.0{THIN}pp [4.0, 8.0]" in told
    one = replace(FINDINGS[0], how_often=replace(CURVE, plateau=CURVE.plateau[:1]))
    assert telling.how_often(drivers(), one).startswith(
        "At least 3 times within 2 days showed most on one half of the people"
    )
    assert telling.how_often(drivers(), FINDINGS[1]) == (
        "How often is enough is not known: too few did it more than once."
    )
    unsure = replace(CURVE.plateau[0], people=28, effect=Unknown("too few"))
    few = replace(FINDINGS[0], how_often=replace(CURVE, plateau=(unsure,)))
    assert telling.how_often(drivers(), few).endswith(
        "too few of the other half did, to tell what it goes with (28 people)."
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"entry": "first", "unit": "actor"}, "about 120 people a month"),
        ({"entry": "first", "unit": "account"}, "about 120 accounts a month"),
        ({"entry": "every", "unit": "actor"}, "about 120 entries a month"),
    ],
)
def test_what_is_to_gain_is_told_of_what_was_counted(asked, told):
    answer = drivers(question={**drivers().question, **asked})
    assert telling.addressable(answer, FINDINGS[0]) == told
    few = replace(FINDINGS[0], addressable_per_month=0.4)
    assert telling.addressable(answer, few) == f"less than one {telling.counted(answer)[0]} a month"
    noun = told.split()[2]
    assert f">1,234 {noun}<" in answer_page(answer)


def test_values_are_counted_apart_from_the_behaviours_they_belong_to():
    value = Behaviour("payment_error (platform mobile)", "payment_error", "platform", "mobile")
    found = looked_at(value.label, "proxy", "little of it is left", estimate(-0.1, 0.05))
    answer = drivers(tested=(*TESTED, replace(found, behaviour=value)))
    told = telling.headline(answer)
    assert told.endswith("out of 19 behaviours and 1 value of properties that could be judged.")
    assert telling.headline(drivers()).endswith("out of 19 behaviours that could be judged.")


def test_less_than_one_a_month_is_never_told_as_none():
    table = text(drivers()).split("Boosters\n")[0]
    (row,) = [line for line in table.splitlines() if "coupon_refused" in line]
    assert " <1 " in row


def test_what_was_left_out_stands_in_the_table_with_its_reason():
    told = text(drivers())
    table = told[told.index("Everything that was looked at") :].splitlines()
    for each in TESTED:
        own = [row for row in table if row.startswith(f"  {each.behaviour.label} ")]
        line = next(row for row in own if each.why in row)
        assert telling.VERDICTS[each.verdict] in line
    assert "follows payment_error: little of it is left" in told


def test_every_verdict_has_words_of_its_own():
    assert set(telling.VERDICTS) == set(VERDICTS)
    assert len(set(telling.VERDICTS.values())) == len(VERDICTS)


def test_too_little_to_judge_is_told_with_how_much_it_would_take():
    told = flat(text(nothing_known()))
    assert told.startswith("Nothing can be told, since 41 entries could be judged")
    assert "it takes at least about 2,500 entries; there are 41 so far" in told
    # 12 of 41 entries began it and 30 are needed: 30 / 12 · 41 = 102.5.
    assert "it would take about 100 entries" in told


def test_where_even_a_fair_effect_would_stay_hidden_nothing_found_is_no_result():
    few = nothing_found()
    few = replace(few, entries=900, successes=270, base=Estimate(0.3, 0.27, 0.33, "wilson"))
    told = flat(text(few))
    assert told.startswith("Not enough data yet to show what goes with reaching “purchase”")
    assert "there are 900 so far" in told
    assert "a result" not in told


def test_where_nobody_came_no_number_is_made_up():
    nobody = drivers(
        people=0, entries=0, successes=0, pending=0, base=Unknown("nobody was there to do it"),
        findings=(), tested=(), calibration=None, design=None, unknown="nobody came to the step",
    )  # fmt: skip
    told = text(nobody)
    assert told.splitlines()[0] == "Nothing can be told, since nobody came to the step."
    assert "entries" not in told.splitlines()[1]
    assert "unknown: " not in answer_page(nobody).split("The numbers")[0]


def test_a_behaviour_too_rare_for_its_failures_needs_as_many_entries_as_those_take():
    few = looked_at("rare", "not_enough", "too few", people=40, successes=39)
    answer = drivers(entries=1000, base=Estimate(0.95, 0.94, 0.96, "wilson"), tested=(few,))
    # Of 40 people 2 failures are to be expected and 5 are needed: 2.5 times the entries.
    assert telling.needed(answer, few) == "about 2,500 entries"
    assert telling.needed(answer, replace(few, verdict="not_shown")) == ""


def test_finding_nothing_is_a_result_and_says_how_small_an_effect_could_hide():
    told = flat(text(nothing_found()))
    assert told.startswith("Nothing was shown to go with reaching “purchase” within 7 days")
    assert "15 behaviours could be judged and none surely goes with success" in told
    # exp(ln 1.1 + 2.8 · √(0.09² + 0.031²)) = 1.436 on the odds of 0.443: 53.3 %, 9 points more.
    assert f"An effect below about 9{THIN}pp would mostly stay hidden" in told


def test_the_calibration_is_explained_in_words_beside_its_figures():
    told = flat(text(drivers()))
    assert "19 behaviours served as each other's controls" in told
    for figure in ("mu = 0.004", "kappa = 0.46", "tau = 0.031"):
        assert figure in told
    bare = Calibration(0.0, 0.0, 0.05, 1.0, 0.5, 6, 1.0, 1.0, False)
    said = flat(text(drivers(calibration=bare)))
    assert "Uncalibrated: only 6 behaviours could be tested, and 15 are needed" in said


def test_a_page_shows_the_same_words_as_the_text():
    page = answer_page(drivers())
    for card in FINDINGS:
        assert card.sentence in page
        assert telling.change_of(drivers(), card.effect).split(" ")[0] in page
    for each in TESTED:
        assert each.why in page


def test_a_page_needs_nothing_from_anywhere_else_and_runs_nothing():
    page = answer_page(drivers(explanation=EXPLANATION))
    page = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|<script|<link|<img|@import|url\(", page)


def test_of_very_many_findings_the_first_are_told_in_full_and_the_rest_can_be_opened():
    many = tuple(finding(f"deed_{k}", 0.2 - k / 100, 0.03) for k in range(9))
    told = text(drivers(findings=many))
    assert "6. deed_5" in told
    assert "7. deed_6" not in told
    assert "3 more stand in the list above" in told
    page = answer_page(drivers(findings=many))
    assert "3 more, of less" in page
    assert page.count('class="driver booster"') == 9


def test_a_value_of_an_event_stands_below_the_event_where_both_are_of_one_kind():
    whole, other = finding("meeting", 0.1, 0.02), finding("reply", 0.2, 0.02)
    second = Behaviour("meeting (number 2)", "meeting", "number", "2")
    value = finding(second.label, 0.3, 0.02, behaviour=second)
    lone = replace(value, kind="blocker")
    answer = drivers(findings=(value, other, whole, lone))
    boosters, blockers = (telling.of_kind(answer, kind) for kind in ("booster", "blocker"))
    assert boosters == [other, whole, value]
    assert blockers == [lone]


def test_names_out_of_the_log_are_shown_and_never_obeyed():
    wicked = "<img src=x onerror=alert(1)>"
    found = finding(wicked, 0.1, 0.02)
    told = looked_at(wicked, "finding", "found", found.effect)
    answer = drivers(findings=(found,), tested=(told,), step="<b>cart</b>")
    page = answer_page(answer)
    assert "<img" not in page
    assert "<b>cart" not in page
    assert "&lt;img" in page


def test_every_picture_has_a_name_and_its_numbers_in_a_table():
    page = answer_page(drivers(explanation=EXPLANATION))
    drawn = re.findall(r"<svg[^>]*>", page)
    assert len(drawn) == 5  # forest and arms, each wide and narrow, and one curve
    assert all('role="img"' in svg and re.search(r'aria-label="[^"]{20,}"', svg) for svg in drawn)
    assert page.count("an odds ratio beyond 1.1 was not shown") == 14
    captions = re.findall(r"<caption>([^<]+)", page)
    assert {"Boosters: go with success", "Blockers: go with failure", HOW_OFTEN} <= set(captions)


def test_the_forest_lies_to_the_right_for_boosters_and_to_the_left_for_blockers():
    svg = picture(drivers(), width=920)
    (zero,) = re.findall(r'<line x1="([\d.]+)"[^>]*class="zero"', svg)
    boosts = re.findall(r'<circle cx="([\d.]+)"[^>]*class="boost"', svg)
    blocks = re.findall(r'<circle cx="([\d.]+)"[^>]*class="block"', svg)
    dims = re.findall(r'<circle cx="([\d.]+)"[^>]*class="dim"', svg)
    assert len(boosts) == len(blocks) == 2
    assert all(float(x) > float(zero) for x in boosts)
    assert all(float(x) < float(zero) for x in blocks)
    assert len(dims) == 10
    assert "and 5 more that were not shown" in svg


@pytest.mark.parametrize("effect", [-0.2, 0.2])
def test_both_sides_of_a_narrow_forest_are_named_beside_each_other(effect: float) -> None:
    svg = picture(drivers(findings=(finding("lone", effect, 0.05),), tested=()), width=320)
    places = {
        words: (float(x), anchor)
        for x, anchor, words in re.findall(
            r'<text x="([\d.]+)"[^>]*?(?:text-anchor="(\w+)")?[^>]*>([^<]*with [^<]+)<', svg
        )
    }
    (left, _), (right, _) = places["← with failure"], places["with success →"]
    assert 0 < left < right < 320
    assert right + text_width("with success →", 11.5) <= 320 + 0.01
    assert left - text_width("← with failure", 11.5) >= -0.01


SHARES = st.floats(-1, 1).filter(lambda x: x == 0 or abs(x) > 1e-9)


@pytest.mark.parametrize("width", [920, 350])
@given(st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=1, max_size=8), st.text(max_size=60))
def test_nothing_in_a_forest_stands_outside_of_it(
    width: int, ends: list[tuple[float, float, float]], name: str
) -> None:
    made = []
    for low, value, high in map(sorted, ends):
        kind = finding(f"deed {name}", value or 1.0, 0.0)
        made.append(replace(kind, effect=Estimate(value, low, high, "any")))
    svg = picture(drivers(findings=tuple(made)), width=width)
    for x in re.findall(r'(?:\bx1?|cx|x2)="(-?[\d.e-]+)"', svg):
        assert -0.01 <= float(x) <= width + 0.01
    for x, wide in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg):
        assert float(x) + float(wide) <= width + 0.01
    assert not re.search(r'="-?(nan|inf)"', svg)


def test_an_answer_with_nothing_judged_has_no_forest():
    assert picture(nothing_known()) == ""
    assert "<figure" not in answer_page(nothing_known())


def test_a_curve_begins_at_those_who_never_did_and_shades_the_plateau():
    svg = dose(FINDINGS[0], unit="share")
    assert "never" in svg
    assert "2,100" in svg
    assert svg.count('class="boost"') == 5
    assert svg.count('class="wait"') == 1
    assert dose(FINDINGS[1], unit="share") == ""


def test_a_curve_leaves_a_gap_where_an_effect_is_unknown():
    unknown = replace(CURVE.curve[1], effect=Unknown("too few"))
    gap = replace(CURVE, curve=(CURVE.curve[0], unknown, *CURVE.curve[2:]))
    assert dose(replace(FINDINGS[0], how_often=gap), unit="share").count('class="boost"') == 4


def test_a_curve_ends_where_nobody_did_it_more_often():
    nobody = [replace(point, people=0, effect=Unknown("nobody")) for point in CURVE.curve[2:]]
    short = replace(CURVE, curve=(*CURVE.curve[:2], *nobody))
    svg = dose(replace(FINDINGS[0], how_often=short), unit="share")
    assert "2×" in svg
    assert "3×" not in svg


def test_the_table_of_a_curve_has_only_what_somebody_did():
    nobody = [replace(point, people=0, effect=Unknown("nobody")) for point in CURVE.curve[3:]]
    few = replace(CURVE.curve[2], people=4, effect=Unknown("too few"))
    short = replace(CURVE, curve=(*CURVE.curve[:2], few, *nobody))
    sheet = how_often(drivers(findings=(replace(FINDINGS[0], how_often=short),)))
    assert [row[1] for row in sheet.rows] == ["never", "once", "2 times", "3 times"]
    assert sheet.rows[-1][2:] == (4, None)


def test_people_alike_without_are_made_up_as_those_with_are():
    half_hour, eight_hours = compared(EXPLANATION.arms)
    # 40 people with 120/400 alike and 60 with 180/300: (40 · 0.3 + 60 · 0.6) / 100.
    assert half_hour.people == 100
    assert half_hour.share_with == pytest.approx(0.26)
    assert half_hour.share_without == pytest.approx(0.48)
    assert eight_hours.share_without == pytest.approx(0.375)
    whole = together([half_hour, eight_hours])
    assert (whole.people, whole.share_with) == (200, pytest.approx((0.26 + 0.21) / 2))
    assert whole.share_without == pytest.approx((0.48 + 0.375) / 2)


def test_the_numbers_behind_one_behaviour_are_shown_with_their_strata():
    answer = drivers(explanation=EXPLANATION)
    told = text(answer)
    assert "Why payment_error stands where it does" in told
    assert all(sentence in told for sentence in EXPLANATION.sentences)
    page = answer_page(answer)
    assert "Every stratum: payment_error" in page
    assert page.index("Why payment_error") < page.index("Boosters, which go with success")


def test_a_spreadsheet_holds_everything_looked_at_with_full_numbers():
    rows = list(csv.DictReader(StringIO(comma_separated(drivers()))))
    assert [row["Behaviour"] for row in rows] == [each.behaviour.label for each in TESTED]
    assert float(rows[0]["Effect"]) == 0.072
    assert rows[0]["Grade"] == "C"
    assert rows[-1]["Effect"] == ""
    assert rows[-1]["Verdict"] == "left out"


def test_a_score_is_told_in_points_of_its_scale_and_not_in_per_cent():
    question = {**drivers().question, "score": {"value": "stars"}}
    met_twice = finding("met_twice", 0.34, 0.1, risk_without=4.0, risk_with=4.34)
    mean = Estimate(4.1, 4.0, 4.2, "t")
    answer = drivers(question=question, base=mean, findings=(met_twice,))
    told = flat(text(answer))
    assert "1. met_twice +0.34 [0.24, 0.44]" in told
    assert "their mean is 4.10 [4.00, 4.20]" in told
    assert "Boosters: go with higher scores" in told
    assert "both doing it and a high score" in told
    assert "lean by 0.004 standard deviations" in told
    assert "How often is enough" not in told
    assert "with higher scores →" in picture(answer)
    assert "Boosters, which go with higher scores" in answer_page(answer)
    nothing = flat(text(replace(answer, findings=())))
    assert "none surely goes with higher or lower scores" in nothing
    assert "Not enough data" not in nothing
    # (2.8 / ((ln 1.5 − ln 1.1) · √3/π))² / (0.2 · 0.8) = 1,676 answers, of whatever mean.
    few = flat(text(replace(answer, findings=(), successes=130)))
    assert few.startswith("Not enough data yet to show what goes with the score given")
    assert "at least about 1,700 answers; there are 130 so far" in few


def test_a_notebook_shows_the_findings_with_their_pictures_and_no_script():
    shown = fragment(drivers())
    assert "viewed_size_guide" in shown
    assert "<svg" in shown
    assert "<script" not in shown
    assert Reporter().svg(drivers()).startswith("<svg")


def test_sheets_come_with_a_cell_for_every_column():
    for sheet in sheets(drivers(explanation=EXPLANATION)):
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)
