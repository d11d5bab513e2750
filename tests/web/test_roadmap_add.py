"""Something put on the roadmap in a form of its own: few questions, in plain words."""

from __future__ import annotations

import html
import re

import pytest

from seachange.people.access import Role
from seachange.planning.actions.bulk import take_in
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.discovery import LearningQuestion
from seachange.planning.rules.vocabulary import RoadmapKind, Source

ADD = "/roadmap/new/"
ASKED = {"item_kind": "question", "horizon": "9", "source": "outcome"}


@pytest.fixture
def maker(client_as):
    return client_as(Role.PRODUCT)


def put_there(client, **told):
    """Return what came of the form, and the items that are new."""
    before = {item.id for item in whole_plan().roadmap}
    answer = client.post(ADD, {**ASKED, **told})
    return answer, [item for item in whole_plan().roadmap if item.id not in before]


def test_the_form_asks_few_things_in_plain_words_and_folds_the_rest_away(maker):
    told = html.unescape(maker.get(f"{ADD}?horizon=9").content.decode())
    asked, _, folded = told.partition("<summary>Dates, effort, who asked</summary>")
    labels = re.findall(r"<label for=\"id_[a-z_]+\">([^<]+)</label>", asked.split("<main")[-1])
    assert labels == [
        "Which one",
        "Or in your own words",
        "How far ahead",
        "Which outcome it serves",
        "Whose it is",
        "Where it comes from",
        "Note",
    ]
    assert "A question: what we do not know yet, and want to" in asked
    assert '<option value="9" selected' in asked
    for name in ("due", "precision", "effort_weeks", "near_term_reason", "audience"):
        assert f'name="{name}"' in folded
        assert f'name="{name}"' not in asked
    assert not re.search(r">(Item kind|Near term reason|Is legal date|Feature request)<", told)


def test_the_roadmap_leads_to_it(maker):
    told = maker.get("/roadmap/").content.decode()
    assert f'href="{ADD}"' in told
    assert f'href="{ADD}?horizon=9"' in told


def test_a_question_in_one_s_own_words_is_put_there_with_its_note(maker):
    words = "why do so few come back?"
    answer, (item,) = put_there(maker, title=words, serves="OC1", team="Calendar", because="asked")
    assert answer["Location"] == f"/roadmap/#item-{item.id}"
    assert (item.item_kind, item.title, item.horizon) == (RoadmapKind.QUESTION, words, 9)
    assert (item.outcome, item.team, item.source) == ("OC1", "Calendar", Source.OUTCOME)
    board = maker.get("/roadmap/").content.decode()
    assert words in board
    assert "asked" in maker.get(f"/records/{item.id}/").content.decode()


@pytest.mark.parametrize(
    ("kind", "about", "field"),
    [
        ("hypothesis", "H2", "hypothesis"),
        ("outcome", "OC2", "outcome"),
        ("output", "OU1", "output"),
    ],
)
def test_what_is_written_down_already_is_chosen(kind, about, field, maker):
    _, (item,) = put_there(maker, item_kind=kind, about=about, horizon="3")
    assert getattr(item, field) == about
    assert item.subject == about


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Choose one above, or say it here in your own words."),
        ({"about": "H2"}, "is a hypothesis: say so above, or choose another."),
        ({"about": "H999"}, "There is no H999 in the plan."),
        ({"title": "x", "horizon": "4"}, "Select a valid choice"),
        ({"item_kind": "output", "about": "OU1", "horizon": "9"}, "nobody knows what will be made"),
        ({"title": "x", "due": "2027-02-03", "precision": "day"}, "it has a day, 2027-02-03"),
        ({"title": "x", "earliest": "2027-02-03"}, "Say both, or neither."),
        ({"item_kind": "outcome", "about": "OC1", "serves": "OC2"}, "It is an outcome itself"),
    ],
)
def test_what_cannot_stand_there_is_answered_beside_its_field_and_nothing_is_lost(
    told, said, maker
):
    answer, made = put_there(maker, because="because I say so", **told)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert not made
    assert re.search(rf'<p class="error"[^>]*>[^<]*{re.escape(said)}', page)
    assert "because I say so" in page


def test_where_there_are_many_records_they_are_typed_and_offered_on_the_way(maker):
    more = [LearningQuestion(id=f"Q-{n}", text=f"why {n}?") for n in range(120)]
    take_in(more, by="", why="to have many")
    told = maker.get(ADD).content.decode()
    assert '<datalist id="offered-about">' in told
    _, (item,) = put_there(maker, about="Q-7 · why 7?")
    assert item.question == "Q-7"


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.REQUESTER, None])
def test_who_keeps_no_roadmap_puts_nothing_there(role, client_as):
    client = client_as(role)
    assert client.get(ADD).status_code in {302, 403}
    answer, made = put_there(client, title="mine?")
    assert answer.status_code in {302, 401, 403}
    assert not made
