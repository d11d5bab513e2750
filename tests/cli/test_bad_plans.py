"""A plan that cannot be read is refused with its place by every command, and changes nothing."""

from __future__ import annotations

import pytest

from tests.cli.running import run

PLANS = {
    "broken YAML": ("outcomes:\n  OC1: [\n", "line 3, column 1: not valid YAML"),
    "a tab for an indent": ("outcomes:\n\tOC1:\n", "line 2, column 1: not valid YAML"),
    "an unknown kind": ("outcome: {}\n", "line 1, column 1: a plan has no key 'outcome'"),
    "an unknown key": (
        "outcomes:\n  OC1:\n    behavior: pays\n",
        "line 3, column 5: outcome OC1 has no key 'behavior'\nDid you mean behaviour?",
    ),
    "a dangling link": (
        "metrics: {M-OC1: }\noutcomes: {OC1: {metric: M-OC}}\n",
        "line 2, column 26: metric: there is no metric 'M-OC'\nDid you mean M-OC1?",
    ),
    "a link to another kind": (
        "teams: {T: }\noutcomes: {OC1: {metric: T}}\n",
        "line 2, column 26: metric: T is a team; expected the id of a metric",
    ),
    "a circle": (
        "chain_steps:\n  S1: {preconditions: S2}\n  S2: {preconditions: S1}\n",
        "line 2, column 3: S1: it comes before itself",
    ),
    "an id given twice": ("teams:\n  T: {}\n  T: {}\n", "line 3, column 3: 'T' is given twice"),
    "an id of two kinds": (
        "teams: {A: }\nmembers: {A: }\n",
        "line 2, column 11: the id A is given twice",
    ),
    "a wrong type": (
        "outputs: {X: {due: soon}}\n",
        "line 1, column 20: due must be a day such as 2026-06-30, not 'soon'",
    ),
    "a newer version": ("version: 2\noutcomes: {}\n", "needs a newer Seachange"),
    "an alias bomb": (
        "a: &a [x]\n" + "".join(f"k{n}: *a\n" for n in range(101)),
        "too many aliases",
    ),
    "aliases of aliases": (
        "metrics: {M: {question: {a0: &a0 [x, x], "
        + ", ".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 11))
        + "}}}\n",
        "a document of more than 10,000 parts",
    ),
    "nesting without end": ("[" * 5_000, "nested more than 20 deep"),
    "a tag": ("teams: !!python/object/apply:os.getcwd []\n", "a tag"),
    "nothing": ("# to come\n", "the file is empty"),
    "bytes that are no text": (b"teams: {T: {name: caf\xe9}}\n", "not a text in UTF-8"),
    "a large file": (50_000_000, "larger than 10,000,000 bytes"),
    "several mistakes": (
        "outputs:\n  OU1: {buyers: many}\n  OU2: {due: soon}\n",
        "2 mistakes\n",
    ),
}


def written(folder, case):
    """Write a plan that is amiss; return its file."""
    content, _ = PLANS[case]
    file = folder / "plan.yml"
    if isinstance(content, int):
        with file.open("wb") as large:
            large.truncate(content)
    else:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize(
    "words",
    [("check",), ("plan", "convert"), ("plan", "import"), ("plan", "gather", "-o")],
    ids=["check", "convert", "import", "gather into it"],
)
@pytest.mark.parametrize("case", PLANS)
def test_a_bad_plan_is_refused_with_its_place(capsys, tmp_path, case, words):
    file = written(tmp_path, case)
    before = file.stat().st_mtime_ns
    more = ()
    if "gather" in words:
        listing = tmp_path / "list.csv"
        listing.write_text("Title\nSSO\n")
        more = (listing,)
    done = run(capsys, *words, file, *more)
    assert done.status == 2
    assert PLANS[case][1] in done.err
    assert "plan.yml" in done.err
    assert file.stat().st_mtime_ns == before
    assert {each.name for each in tmp_path.iterdir()} <= {"plan.yml", "list.csv"}


@pytest.mark.parametrize("words", [("check",), ("plan", "import")], ids=["check", "import"])
def test_a_question_nobody_could_ask_is_refused_at_its_metric(capsys, tmp_path, words):
    file = tmp_path / "plan.yml"
    file.write_text("metrics:\n  M1: {question: {kind: shar}}\n")
    done = run(capsys, *words, file)
    assert done.status == 2
    assert "line 2, column 3: the question of metric M1 cannot be asked: 'shar'" in done.err


UNFIT = {
    "an id that is a path": (
        "teams:\n  ../x: {}\n",
        "line 2, column 3 (../x): its id holds a step",
    ),
    "an owner twice": (
        "teams:\n  T: {}\noutcomes:\n  OC1: {owners: [T, T]}\n",
        "line 4, column 3 (OC1): its `owners` names T twice",
    ),
    "a number beyond measure": (
        "outputs:\n  OU1: {effort_weeks: 1e120}\n",
        "line 2, column 3 (OU1): its `effort_weeks`",
    ),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_cannot_be_kept_is_told_its_line(plan, tmp_path, case):
    content, told = UNFIT[case]
    file = tmp_path / "plan.yml"
    file.write_text(content)
    done = plan("import", file, "--yes")
    assert done.status == 2
    assert told in done.err


def test_no_bad_plan_changes_the_plan_that_is_kept(plan, tmp_path):
    good = tmp_path / "good.yml"
    good.write_text("visions: {VI1: {category: advice}}\n")
    assert plan("import", good, "--yes").status == 0
    kept = plan("export").out
    for case in PLANS:
        bad = written(tmp_path, case)
        assert plan("import", bad, "--yes", "--whole", "--as-found").status == 2
    assert plan("export").out == kept == "version: 1\n\nvisions:\n  VI1:\n    category: advice\n"
