"""An answer in one sentence, and its table without what nobody asked for."""

from __future__ import annotations

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from seachange.report.headline import headline, waiting
from seachange.report.sheets import main_sheet
from tests.story import moment, story


def test_a_funnel_of_one_step_says_who_took_it():
    answer = ask({"kind": "funnel", "steps": ["visit"]}, from_rows(story("ada: visit@0")))
    assert headline(answer) == "1 person reached visit."


def test_a_funnel_shows_no_satisfaction_where_no_survey_is_asked():
    log = from_rows(story("ada: visit@0 buy@1h\nben: visit@20d"))
    answer = ask({"kind": "funnel", "steps": ["visit", "buy"]}, log)
    assert "Satisfaction" not in [column.title for column in main_sheet(answer).columns]


def test_how_long_it_takes_has_its_quarters_with_and_without_a_breakdown():
    """A fifth took each of 1 to 5 hours: two fifths did it by the second, four by the fourth."""
    people = ((f"p{n}", 1 + n % 5) for n in range(100))
    log = from_rows(story("\n".join(f"{who}: visit@0 buy@{n}h z@30d" for who, n in people)))
    question = {"kind": "duration", "of": "visit", "did": "buy"}
    for asked in (question, question | {"by": "event"}):
        sheet = main_sheet(ask(asked, log))
        titles = [column.title for column in sheet.columns]
        row = dict(zip(titles, sheet.rows[0], strict=True))
        quarters = [row[title].value for title in ("A quarter by", "Three quarters by")]
        assert quarters == [2 * 3600.0, 4 * 3600.0]


# Two came long ago, of whom one did it; of four who came this week, three did it already.
THIS_WEEK = "ada: visit@0 buy@1h\nben: visit@1d\n" + "\n".join(
    f"{who}: visit@18d {'' if who == 'dan' else 'buy@18d2h'}"
    for who in ("cleo", "dan", "eve", "fay")
)


def test_funnel_and_share_of_the_same_people_say_why_their_pending_differ():
    log, now = from_rows(story(THIS_WEEK)), moment("20d")
    share = ask({"kind": "share", "of": "visit", "did": "buy", "within": "7 days"}, log, as_of=now)
    steps = {"kind": "funnel", "steps": ["visit", "buy"], "window": "7 days"}
    funnel = ask(steps, log, as_of=now)
    assert (share.did, share.people, share.pending, share.did_pending) == (1, 2, 4, 3)
    assert (funnel.steps[-1].reached, funnel.people, funnel.pending) == (4, 2, 1)
    assert funnel.steps[-1].from_first.value == share.estimate.value == 0.5
    assert waiting(share) == "4 entries too new to judge, 3 of which did it already."
    assert waiting(funnel) == (
        "1 entry too new to judge and not through yet; who is through already counts as reached, "
        "in no rate."
    )
    assert any("A funnel of the same people counts those" in each for each in share.derivation)
    assert any("A share of the same people holds back all" in each for each in funnel.derivation)


def test_recurring_cohorts_are_not_told_as_so_many_people():
    log = from_rows(story("ada: visit@0 visit@8d visit@15d"))
    question = {"kind": "retention", "of": "visit", "did": "visit", "period": "week"}
    told = headline(ask({**question, "mode": "recurring"}, log, as_of=moment("21d")))
    assert "person" not in told
    assert "3 in all: who came in several periods is in each of them" in told
