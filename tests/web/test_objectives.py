"""Objectives in a browser: key results that count outcomes, and those that do not, told so."""

from __future__ import annotations

import pytest

from seachange.people.access import Role, Visibility
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.discovery import KeyResult, Objective


def told(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_progress_is_computed_from_what_was_measured(client_as):
    page = told(client_as(Role.PRODUCT).get("/objectives/"))
    # OC1: from 31 % to 45 %, now at 1,197 of 3,100; OC2: from 52 % to 75 %, now at 66 %.
    first, second = (1197 / 3100 - 0.31) / 0.14, (0.66 - 0.52) / 0.23
    for share in (first, second):
        assert f"{round(100 * share)} % of the way" in page
    assert f"{round(50 * (first + second))} % of the way, by 2 of 4 key results" in page


def test_how_a_key_result_reads_stands_beside_it_with_what_to_write_instead(client_as):
    page = told(client_as(Role.LEADER).get("/objectives/OB1/"))
    output = page[page.index("Launch the redesigned app by June") : page.index("NPS 30")]
    assert "✕</span> output" in output
    assert "KR01" in output
    assert "This key result is an output." in output
    assert "it points at no outcome" in output


def test_a_key_result_is_added_by_choosing_an_outcome(client_as):
    client = client_as(Role.PRODUCT)
    answer = client.post("/objectives/OB1/results/new/", {"outcome": "OC5", "target": "36 %"})
    assert (answer.status_code, answer["Location"]) == (302, "/objectives/OB1/")
    made = next(each for each in whole_plan().key_results if each.outcome == "OC5")
    assert (made.objective, made.target) == ("OB1", 0.36)


def test_a_key_result_that_was_an_output_is_made_to_count_an_outcome(client_as):
    client = client_as(Role.PRODUCT)
    assert "Launch the redesigned app" in told(client.get("/objectives/OB1/results/KR3/"))
    client.post("/objectives/OB1/results/KR3/", {"outcome": "OC3", "text": ""})
    assert whole_plan().get(KeyResult, "KR3").outcome == "OC3"


@pytest.mark.parametrize(
    "wrong", [{"outcome": "NEVER"}, {"outcome": ""}, {"outcome": "OC1", "target": "soon"}]
)
def test_a_wrong_key_result_is_told_and_what_was_typed_stays(wrong, client_as):
    before = whole_plan().by_id
    answer = client_as(Role.PRODUCT).post(
        "/objectives/OB1/results/new/", {"text": "clients come back"} | wrong
    )
    assert answer.status_code == 422
    assert "clients come back" in told(answer)
    assert whole_plan().by_id == before


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ({"outcome": "OC5", "target": "20 %"}, "OC5 is to be done more: give an aim above"),
        ({"outcome": "OC5", "start": "30 %", "target": "30 %"}, "give an aim above"),
        ({"outcome": "OC3", "target": "40 %"}, "OC3 is to be done less: give an aim below"),
        ({"outcome": "OC5", "target": "450"}, "A share lies between 0 and 100 %"),
    ],
    ids=["less of what is to be more", "no change", "more of what is to be less", "over all"],
)
def test_a_key_result_aims_where_its_outcome_is_to_go(result, said, client_as):
    before = whole_plan().by_id
    answer = client_as(Role.PRODUCT).post("/objectives/OB1/results/new/", result)
    assert answer.status_code == 422
    assert said in told(answer)
    assert whole_plan().by_id == before


def test_two_at_one_key_result_lose_nobody_s_words(client_as):
    seen = version_of("KR3")
    records.edit("KR3", by="ines", text="Launch it in July")
    answer = client_as(Role.PRODUCT).post(
        "/objectives/OB1/results/KR3/", {"outcome": "OC3", "text": "mine", "seen": str(seen)}
    )
    assert answer.status_code == 409
    assert "<td>mine</td><td>Launch it in July</td>" in told(answer)
    assert "breaches" not in told(answer)
    assert 'value="mine"' in told(answer)


def test_an_objective_is_stated(client_as):
    aim = {"text": "advisers enjoy their week", "cycle": "2026-H2", "teams": ["AdviserOps"]}
    answer = client_as(Role.ENGINEERING).post("/objectives/new/", aim)
    made = answer["Location"].split("/")[2]
    assert whole_plan().get(Objective, made).teams == ("AdviserOps",)


def test_how_a_key_result_reads_is_told_while_it_is_typed(client_as):
    answer = client_as(Role.PRODUCT).get(
        "/objectives/OB1/results/new/?text=ship+the+new+app",
        headers={"HX-Request": "true", "HX-Target": "wording"},
    )
    assert "reads as an output" in told(answer)
    assert "<html" not in told(answer)


def test_a_cycle_without_objectives_teaches_what_one_is(client_as):
    records.edit("OB1", by="", visibility=Visibility.PRIVATE, keeper="lena")
    ines = client_as(Role.ENGINEERING)
    assert "a key result is an outcome" in told(ines.get("/objectives/")).casefold()
    for address in ("/objectives/OB1/", "/objectives/OB1/results/KR1/", "/objectives/NEVER/"):
        answer = ines.get(address)
        assert answer.status_code == 404
        assert "clients get help fast" not in told(answer)


@pytest.mark.parametrize("role", [Role.SALES, Role.REQUESTER])
def test_who_may_not_state_objectives_changes_none(role, client_as):
    client = client_as(role)
    assert client.post("/objectives/new/", {"text": "x", "cycle": "y"}).status_code == 403
    assert client.post("/objectives/OB1/results/KR1/", {"outcome": "OC2"}).status_code == 403
    assert client.get("/objectives/").status_code == (200 if role is Role.SALES else 403)
