"""`seachange drivers`: boosters and blockers on the command line, in studies and in notebooks."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import jsonschema
import pytest

import seachange as sea
from seachange.measure.schema import schema
from tests.cli.running import run

DAY, HOUR, MINUTE = 86_400, 3600, 60
START = 1_735_689_600  # 2025-01-01T00:00Z


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In 800 carts 7 of 10 with a guide are bought and 3 of 10 without; all look around alike."""
    rows = ["user,event,time,platform"]

    def add(person: int, event: str, seconds: float) -> None:
        moment = START + person * 2 * HOUR + seconds
        rows.append(f"p{person},{event},{moment:.0f},{'web' if person % 3 else 'app'}")

    for person in range(800):
        guided, luck = person % 2 == 0, (person // 2) % 10
        add(person, "add_to_cart", 0)
        add(person, "look_around", 20 * MINUTE)
        if guided:
            add(person, "read_guide", 25 * MINUTE)
        if person % 7 == 0:
            add(person, "change_colour", 22 * MINUTE)
        add(person, "look_around", 30 * MINUTE)
        if luck < (7 if guided else 3):
            add(person, "purchase", 2 * DAY + luck * HOUR)
    add(9000, "look_around", 40 * DAY)
    file = tmp_path_factory.mktemp("shop") / "shop.csv"
    file.write_text("\n".join(rows) + "\n")
    return file


def asked(shop: Path, *words: object) -> list[object]:
    """Return the command as one would type it."""
    return ["drivers", "--step", "add_to_cart", "--target", "purchase", "--within", "7d", *words,
            "--events", shop, "--actor", "user", "--no-cache"]  # fmt: skip


def test_a_booster_is_found_and_told_without_saying_that_it_causes(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    ran = run(capsys, *asked(shop))
    assert ran.status == 0, ran.err
    assert ran.out.startswith("1 booster of reaching “purchase” within 7 days after “add_to_cart”")
    assert "1. read_guide  +" in ran.out
    assert "goes with more success" in ran.out
    assert "look_around" in ran.out
    assert "change_colour" in ran.out
    assert "Uncalibrated" in ran.out


def test_json_keeps_to_the_schema_and_has_the_keys_of_the_specification(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    ran = run(capsys, *asked(shop, "--json"))
    answer = json.loads(ran.out)
    jsonschema.validate(answer, schema())
    (found,) = answer["findings"]
    assert found["behaviour"]["label"] == "read_guide"
    assert {"kind", "effect", "odds_ratio", "e_value", "reach", "addressable_per_month",
            "grade", "status", "sentence"} <= set(found)  # fmt: skip
    assert {"mu", "kappa", "tau", "calibrated"} <= set(answer["calibration"])


def test_a_spreadsheet_and_a_page_are_written_by_the_file_s_ending(
    capsys: pytest.CaptureFixture[str], shop: Path, tmp_path: Path
) -> None:
    run(capsys, *asked(shop, "-o", tmp_path / "drivers.csv"))
    rows = list(csv.DictReader(StringIO((tmp_path / "drivers.csv").read_text())))
    assert rows[0]["Behaviour"] == "read_guide"
    assert rows[0]["Kind"] == "booster"
    run(capsys, *asked(shop, "-o", tmp_path / "drivers.html"))
    page = (tmp_path / "drivers.html").read_text()
    assert "<title>From add_to_cart to purchase: boosters and blockers</title>" in page
    assert 'class="boost"' in page


def test_a_picture_is_written_where_the_file_s_ending_asks_for_one(
    capsys: pytest.CaptureFixture[str], shop: Path, tmp_path: Path
) -> None:
    ran = run(capsys, *asked(shop, "-o", tmp_path / "drivers.svg"))
    assert ran.status == 0, ran.err
    drawn = (tmp_path / "drivers.svg").read_text()
    assert drawn.startswith("<svg")
    assert "read_guide" in drawn


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("-o", "drivers.xlsx"), "nothing is written as .xlsx"),
        (("--format", "png"), "a picture wants a file"),
        (("-o", "x.svg", "--from", "2030-01-01"), "has no picture: Nothing can be told"),
        (("-o", "x.svg", "--step", "add_to_chart"), "Near: add_to_cart"),
    ],
)
def test_what_cannot_be_drawn_or_is_no_format_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], shop: Path, words: tuple[str, ...], complaint: str
) -> None:
    ran = run(capsys, *asked(shop, *words))
    assert ran.status == 2
    assert complaint in ran.err
    assert not any(Path(word).exists() for word in words)


def test_what_lies_behind_one_behaviour_is_shown_where_asked(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    ran = run(capsys, *asked(shop, "--explain", "read_guide", "--segment", "platform"))
    assert ran.status == 0, ran.err
    assert "Why read_guide stands where it does" in ran.out
    assert "Every stratum: read_guide" in ran.out
    assert "Segments" in ran.out


def test_what_is_left_out_by_the_asker_says_so(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    ran = run(capsys, *asked(shop, "--exclude", "read_guide,look_around"))
    assert "read_guide" in ran.out.split("Everything that was looked at")[1]
    assert "excluded by the question" in ran.out


def test_values_of_properties_are_looked_at_below_what_was_found_and_only_where_asked(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    assert "read_guide (platform" in run(capsys, *asked(shop)).out
    assert "read_guide (platform" in run(capsys, *asked(shop, "--properties", "platform")).out
    assert "read_guide (platform" not in run(capsys, *asked(shop, "--properties", "none")).out


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 600 guests all are asked and nine in ten answer; an upgrade is worth two stars of ten."""
    rows = []

    def add(guest: int, event: str, seconds: float, **own: int) -> None:
        moment = START + guest * 2 * HOUR + seconds
        rows.append({"actor": f"g{guest}", "event": event, "time": f"{moment:.0f}", **own})

    for guest in range(600):
        upgraded, luck = guest % 2 == 0, (guest // 2) % 5
        add(guest, "arrive", 0)
        add(guest, "ask_something", 20 * MINUTE)
        if upgraded:
            add(guest, "get_upgrade", 25 * MINUTE)
        add(guest, "ask_something", 30 * MINUTE)
        add(guest, "asked_to_rate", 2 * DAY)
        if guest % 10:
            add(guest, "rated", 3 * DAY, stars=2 + luck + (2 if upgraded else 0))
    add(9000, "ask_something", 60 * DAY)
    file = tmp_path_factory.mktemp("hotel") / "hotel.ndjson"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return file


def test_what_goes_with_satisfaction_is_asked_of_a_score(
    capsys: pytest.CaptureFixture[str], hotel: Path
) -> None:
    ran = run(
        capsys, "drivers", "--step", "arrive", "--survey", "rated", "--value", "stars",
        "--sent", "asked_to_rate", "--within", "7d", "--events", hotel, "--no-cache",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    assert ran.out.startswith("1 booster of the score given within 7 days after “arrive”")
    assert "600 entries asked, 540 answered" in ran.out
    assert "1. get_upgrade  +" in ran.out
    assert "goes with higher scores" in ran.out
    assert "Findings are about those who did" in ran.out


def test_a_step_of_a_journey_is_named_by_its_name_or_its_number(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    way = ("--journey", "add_to_cart,change_colour,purchase", "--events", shop, "--no-cache")
    by_name = run(capsys, "drivers", *way, "--step", "add_to_cart", "--target", "purchase")
    by_number = run(capsys, "drivers", *way, "--step", "1", "--target", "3")
    assert by_name.status == 0, by_name.err
    assert by_name.out == by_number.out
    assert "it is step 2 of the journey" in by_name.out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--step", "add_to_cart"), "Name the --target"),
        (("--step", "1", "--journey", "add_to_cart,,purchase"), "--journey: an empty step"),
        (("--step", "add_to_cart", "--survey", "rated"), "both --survey and --value"),
        (("--step", "add_to_cart", "--target", "purchase", "--explain", "read_gide"), "read_guide"),
        (("--step", "add_to_cart", "--target", "purchase", "--within", "0d"), "--within"),
        (("--step", "2", "--target", "1", "--journey", "add_to_cart,purchase"), "must come after"),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered_in_a_sentence(
    capsys: pytest.CaptureFixture[str], shop: Path, words: tuple[str, ...], complaint: str
) -> None:
    ran = run(capsys, "drivers", *words, "--events", shop, "--no-cache")
    assert ran.status == 2
    assert complaint in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("target", "said"),
    [("never_done", "nobody succeeded"), ("look_around", "everybody succeeded")],
)
def test_where_nothing_can_be_told_the_answer_says_why(
    capsys: pytest.CaptureFixture[str], shop: Path, target: str, said: str
) -> None:
    ran = run(capsys, "drivers", "--step", "add_to_cart", "--target", target, "--events", shop,
              "--no-cache")  # fmt: skip
    assert ran.out.startswith("Nothing can be told, since ")
    assert said in ran.out


def test_the_same_question_in_a_file_and_in_a_study_gives_the_same_numbers(
    capsys: pytest.CaptureFixture[str], shop: Path, tmp_path: Path
) -> None:
    question = "{kind: drivers, step: add_to_cart, target: purchase, within: 7 days}"
    (tmp_path / "q.yml").write_text(question)
    (tmp_path / "study.yml").write_text(
        f"questions: [{{id: carts, name: What fills carts, question: {question}}}]"
    )
    events = ("--events", shop, "--no-cache")
    alone = json.loads(run(capsys, "ask", tmp_path / "q.yml", *events, "--json").out)
    page, answers = tmp_path / "report.html", tmp_path / "answers.json"
    ran = run(capsys, "report", tmp_path / "study.yml", *events, "-o", page, "--json", answers)
    assert ran.status == 0, ran.err
    assert json.loads(answers.read_text())["questions"]["carts"] == alone
    assert "read_guide" in page.read_text()
    assert "What fills carts" in page.read_text()


def test_a_notebook_asks_by_name_and_gets_words_picture_and_frame(shop: Path) -> None:
    with sea.open_log(shop) as log:
        answer = log.drivers("add_to_cart", "purchase", "7 days")
    assert "read_guide" in str(answer)
    assert "<svg" in answer._repr_html_()
    assert answer.plot()._repr_svg_().startswith("<svg")
    assert answer.frame()["Behaviour"][0] == "read_guide"
