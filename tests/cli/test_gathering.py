"""Whether a list of features becomes a plan file, from a terminal."""

import pytest

from seachange.planning.files.reading import read_plan
from tests.cli.running import run
from tests.planning.parley import AS_OF

LIST = "Feature;Status;Owner;Votes\nSSO;Done;Ada;7\n;Done;Ada;1\nApp redesign;Backlog;;\n"


@pytest.fixture
def listing(tmp_path):
    file = tmp_path / "features.csv"
    file.write_bytes(LIST.encode("utf-8-sig"))
    return file


def test_a_list_becomes_a_plan_and_says_how_it_was_read(capsys, listing, tmp_path):
    plan = tmp_path / "plan.yml"
    done = run(capsys, "plan", "gather", listing, "--state", "Done=released", "-o", plan)
    assert (done.status, done.out) == (0, "")
    read, _ = read_plan(plan, AS_OF)
    assert [(output.name, output.state) for output in read.outputs] == [("SSO", "released")]
    assert [idea.name for idea in read.ideas] == ["App redesign"]
    for said in (
        "read as csv, separated by semicolons",
        "title ← Feature (guessed)",
        "features.csv, row 3 (line 3), Feature: empty",
        "Votes: no field of a feature; not taken from 2 of them",
        "gathered: 1 output and 1 idea, none with an outcome yet",
    ):
        assert said in done.err


def test_without_a_file_the_plan_goes_to_the_terminal_alone(capsys, listing):
    done = run(capsys, "plan", "gather", listing, "--map", "text=Votes")
    assert done.out.startswith("version: 1\n\nmembers:\n")
    assert "text ← Votes\n" in done.err


def test_a_folder_of_notes_is_gathered(capsys, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "sso.md").write_text("---\ntitle: SSO\n---\nFor Bramley.\n")
    (tmp_path / "notes" / "broken.md").write_text("---\ntitle: [\n---\n")
    done = run(capsys, "plan", "gather", tmp_path / "notes")
    assert "ideas:\n  ID1:\n    name: SSO\n    text: For Bramley.\n" in done.out
    assert "broken.md, line 2: broken front matter" in done.err


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        (b"\xff\xfet\x00x", (), "not a text in utf-16"),
        (b"Title\n\xe9\n", (), "line 2: not a text in utf-8"),
        (b'Title\n"a\n', (), "line 2: not valid CSV"),
        (b"Title\n,\n", (), "nothing was gathered"),
        (b"Title\na\n", ("--from", "jira"), "no export of Jira"),
        (b"Title\na\n", ("--map", "title"), "--map: 'title' lacks its sign"),
        (b"Title\na\n", ("--map", "title=Tittle"), "Did you mean Title?"),
        (b"Title\na\n", ("--state", "x=y"), "--state: 'x' cannot mean 'y'"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_and_nothing_written(
    capsys, tmp_path, content, words, said
):
    listing, plan = tmp_path / "list.csv", tmp_path / "plan.yml"
    listing.write_bytes(content)
    done = run(capsys, "plan", "gather", listing, *words, "-o", plan)
    assert done.status == 2
    assert said in done.err
    assert not plan.exists()


def test_a_plan_that_is_there_gets_what_it_lacks(capsys, tmp_path):
    listing, plan = tmp_path / "list.csv", tmp_path / "plan.yml"
    listing.write_text("Key,Title\nA1,SSO\nA2,Tour\n")
    plan.write_text("ideas:\n  A1: {name: single sign-on}  # ours\n")
    done = run(capsys, "plan", "gather", listing, "-o", plan)
    assert plan.read_text() == (
        "ideas:\n  A1: {name: single sign-on}  # ours\n  A2:\n    name: Tour\n"
    )
    assert "in the plan already, and left as they are: A1\n" in done.err
    assert run(capsys, "plan", "gather", listing, "-o", plan).status == 0
    assert plan.read_text().count("A2") == 1


def test_a_file_that_is_no_plan_is_not_written_over(capsys, listing, tmp_path):
    plan = tmp_path / "notes.txt"
    plan.write_text("mine")
    done = run(capsys, "plan", "gather", listing, "-o", plan)
    assert done.status == 2
    assert plan.read_text() == "mine"


def test_what_is_not_there_is_told(capsys, tmp_path):
    missing = run(capsys, "plan", "gather", tmp_path / "none.csv")
    assert "none.csv: no such file" in missing.err
    empty = run(capsys, "plan", "gather", tmp_path)
    assert "a folder without Markdown files" in empty.err
