"""Whatever is amiss in a plan file is told with its file, line, column and what was expected."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import get_args, get_origin

import pytest

from seachange.errors import BadPlan
from seachange.planning.files.reading import parse_plan, read_plan
from seachange.planning.files.values import hints_of
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.plan import COLLECTIONS
from seachange.planning.rules.plan.values import Level
from tests.planning.parley import AS_OF


def refused(text):
    with pytest.raises(BadPlan) as told:
        parse_plan(text, AS_OF)
    return told.value


# (the file, where in it, what is said, what to do)
MISTAKES = {
    "broken YAML": ("outcomes: {OC1: [", "line 1, column 18", "not valid YAML", "indent"),
    "unknown kind": ("outcome:\n  OC1: {}", "line 1, column 1", "no key 'outcome'", "outcomes"),
    "unknown key": (
        "outcomes:\n  OC1:\n    behavior: pays",
        "line 3, column 5",
        "outcome OC1 has no key 'behavior'",
        "behaviour",
    ),
    "unknown key of a part": (
        "hypotheses: {H1: {criteria: {predictd: 1}}}",
        "line 1, column 30",
        "criteria has no key 'predictd'",
        "predicted",
    ),
    "records within a record": (
        "objectives: {O1: {key_results: [Launch it]}}",
        "line 1, column 19",
        "objective O1 has no key 'key_results'",
        "Write `key_results:` at the top of the plan",
    ),
    "percents": (
        "outcomes: {OC1: {target: 45 %}}",
        "line 1, column 26",
        "target must be a number, not '45 %'",
        "Write 0.45 for 45 %.",
    ),
    "a baseline in percents": (
        "outcomes: {OC1: {baseline: 31%}}",
        "line 1, column 28",
        "baseline must be a tally or a number, not '31%'",
        "Write 0.31 for 31%.",
    ),
    "points": (
        "hypotheses: {H1: {criteria: {predicted: 6 pp}}}",
        "line 1, column 41",
        "predicted must be a number, not '6 pp'",
        "Write 0.06 for 6 pp.",
    ),
    "a quarter for a day": (
        "outcomes: {OC1: {by: 2026-Q3}}",
        "line 1, column 22",
        "by must be a day",
        "2026-09-30",
    ),
    "id twice": ("teams:\n  T: {}\n  T: {}", "line 3, column 3", "first in line 2", "Rename"),
    "id of two kinds": (
        "teams: {A: {}}\nmembers: {A: {}}",
        "line 2, column 11",
        "the id A is given twice",
        "a team at plan.yml:1 and a member here",
    ),
    "dangling": (
        "metrics: {M-OC1: }\noutcomes: {OC1: {metric: M-OC}}",
        "line 2, column 26",
        "there is no metric 'M-OC'",
        "Did you mean M-OC1?",
    ),
    "dangling, none like it": (
        "outcomes: {OC1: {owners: [Ops]}}",
        "line 1, column 26",
        "there is no team 'Ops'",
        "Add the team Ops.",
    ),
    "of another kind": (
        "teams: {T: }\noutcomes: {OC1: {metric: T}}",
        "line 2, column 26",
        "T is a team; expected the id of a metric",
        "",
    ),
    "circular": (
        "chain_steps:\n  S1: {preconditions: S1}",
        "line 2, column 3",
        "S1: it comes before itself",
        "remove one of the links",
    ),
    "needed and missing": ("deals: {D1: {}}", "line 1, column 13", "needs 'customer'", "Add"),
    "state": (
        "outcomes: {OC1: {state: activ}}",
        "line 1, column 25",
        "no state 'activ'",
        "Did you mean active, achieved? Its states: draft,",
    ),
    "refused by the record": (
        "visions: {V: }\nmilestones:\n  VM1: {vision: V, horizon: 5}",
        "line 3, column 3",
        "no horizon at 5 months",
        "3, 6, 9, 12",
    ),
    "impossible tally": (
        "outcomes: {OC1: {baseline: 5/3}}",
        "line 1, column 28",
        "5 of 3 people cannot",
        "",
    ),
    "said twice": (
        "outcomes: {OC1: {baseline: {tally: 1/3, did: 1}}}",
        "line 1, column 41",
        "did is said twice",
        "Leave one out.",
    ),
    "a list of records": ("teams: [{name: T}]", "line 1, column 8", "mapping of ids", "ID"),
    "a list of plans": ("- teams", "line 1, column 1", "a plan must be a mapping", ""),
    "a record that is a word": ("teams: {T: x}", "line 1, column 12", "mapping of its", ""),
    "two documents": ("teams: {}\n---\nteams: {}", "line 2, column 1", "second document", "One"),
    "a tag": ("teams: !!python/object:os.x {}", "line 1, column 8", "a tag", "Leave it out."),
    "no anchor": ("teams: *all", "line 1, column 8", "no anchor &all", "Write it out."),
    "a key that is a list": ("? [a]\n: b", "line 1, column 3", "a key must be a word", ""),
    "a zero byte": ('teams: {T: {name: "\\0"}}', "line 1, column 19", "zero byte", ""),
    "half a letter": ('teams: {T: {name: "\\ud800"}}', "line 1, column 19", "no letters", ""),
    "newer": ("version: 2\nteams: {}", "line 1, column 10", "version '2'", "newer Seachange"),
    "nothing": ("# only a remark", "plan.yml", "the file is empty", "Write a plan"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_remedy(case):
    text, spot, what, remedy = MISTAKES[case]
    told = refused(text)
    assert told.place.startswith("plan.yml")
    assert told.place.endswith(spot)
    assert what in told.what
    assert remedy in told.remedy


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("outputs: {X: {buyers: many}}", "a whole number"),
        ("outputs: {X: {buyers: 2.5}}", "a whole number"),
        ("outputs: {X: {buyers: '2'}}", "a whole number"),
        ("outputs: {X: {buyers: true}}", "a whole number"),
        (f"outputs: {{X: {{buyers: {'9' * 400}}}}}", "a whole number"),
        ("outputs: {X: {effort_weeks: soon}}", "a number"),
        ("outputs: {X: {effort_weeks: .nan}}", "a number"),
        ("outputs: {X: {effort_weeks: 1e999}}", "a number"),
        ("outputs: {X: {effort_weeks: [1]}}", "a number, not a list"),
        ("outputs: {X: {is_risky: perhaps}}", "true or false"),
        ("outputs: {X: {is_risky: 1}}", "true or false"),
        ("outputs: {X: {due: 2026-02-30}}", "a day such as 2026-06-30"),
        ("outputs: {X: {due: June}}", "a day such as 2026-06-30"),
        ("outputs: {X: {sales_target: 240k}}", "a sum such as"),
        ("outputs: {X: {name: [a, b]}}", "a text, not a list"),
        ("outputs: {X: {name: {a: b}}}", "a text, not a mapping"),
        ("outputs: {X: {customers: [~]}}", "a text, not nothing"),
        ("outputs: {X: {measurement_plan: yes}}", "a mapping of its fields"),
        ("outputs: {X: {output_kind: featur}}", "Did you mean feature?"),
        ("outcomes: {X: {baseline: a lot}}", "899/2900"),
        ("outcomes: {X: {baseline: [1]}}", "not a list"),
        ("outcomes: {X: {baseline: {tally: 3}}}", "899/2900"),
        ("outcomes: {X: {baseline: {period: 2026-Q5}}}", "2026-Q2"),
        ("outcomes: {X: {baseline: {period: 2026-13}}}", "2026-04"),
    ],
)
def test_a_value_of_a_wrong_type_is_told_what_was_expected(field, expected):
    told = refused(f"# a remark\n{field}")
    assert "line 2, column" in told.place
    assert expected in str(told)


WRONG = {
    str: ["[a]", "{a: b}"],
    bool: ["perhaps", "1", "[yes]"],
    int: ["many", "1.5", "'1'", "{a: 1}"],
    float: ["lots", "'1'", ".inf", "[1]"],
    Decimal: ["240 EUR", "1e3", "{a: 1}"],
    date: ["soon", "2026-02-30", "20260630", "[2026-01-01]"],
    Level: ["a lot", "[1]", "{tally: x}", "{nonsense: 1}"],
}


def wrong_values(of, field):
    """What a field cannot be; nothing for one that takes whatever is nested."""
    hint = hints_of(of)[field.name]
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    is_list = get_origin(hint) is tuple
    hint = get_args(hint)[0] if is_list else hint
    if "document" in field.metadata:
        return []
    if issubclass(hint, Enum):
        return ["nonsense", "{a: b}"]
    if is_dataclass(hint) and hint is not Level:
        return ["x", "{nonsense: 1}"]
    return [value for value in WRONG[hint] if not (is_list and value.startswith("["))]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_a_wrong_type_in_any_field_is_told_at_its_place(kind, number):
    of = RECORD_TYPES[kind]
    wrong = {
        field.name: values[number % len(values)]
        for field in fields(of)
        if field.name != "id" and (values := wrong_values(of, field))
    }
    lines = [f"    {name}: {value}" for name, value in wrong.items()]
    told = refused("\n".join([f"{COLLECTIONS[kind]}:", "  X:", *lines]))
    places = [each.place for each in told.mistakes]
    for line, name in enumerate(wrong, 3):
        assert any(f"line {line}, column" in place for place in places), name


def test_a_mistake_in_a_folder_names_its_file(tmp_path):
    (tmp_path / "a.yml").write_text("teams: {T: }\n")
    (tmp_path / "b.yml").write_text("members:\n  T: {}\n")
    with pytest.raises(BadPlan, match=r"b\.yml, line 2, column 3: the id T is given twice") as told:
        read_plan(tmp_path, AS_OF)
    assert "a.yml:1" in told.value.remedy


def test_aliases_are_few():
    bomb = "a: &a [x]\n" + "".join(f"k{n}: *a\n" for n in range(101))
    assert "too many aliases" in refused(bomb).what


def test_aliases_of_aliases_of_aliases_are_no_plan():
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 11)]
    assert "a plan has no key 'a0'" in str(refused("\n".join(lines)))


def test_a_document_that_aliases_make_immense_is_refused():
    parts = ["a0: &a0 [x, x]"]
    parts += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 11)]
    told = refused(f"metrics: {{M: {{question: {{{', '.join(parts)}}}}}}}")
    assert "a document of more than 10,000 parts" in told.what


def test_all_mistakes_are_told_at_once_in_the_order_they_stand_in():
    told = refused(
        """
outputs:
  OU1: {buyers: many, output_kind: featur, outcome: OC9}
  OU2: {buyers: 2, buyers: 3, due: June, state: releasd}
  OU1: {name: again}
outcome:
  OC1: {actor: client}
ideas:
  ID1: {outcome: OC1, problem: OU2}
deals: {D1: {measurement_plan: x}}
"""
    )
    spots = [(str(each.place), each.what) for each in told.mistakes]
    assert [(place.partition(", ")[2], what) for place, what in spots] == [
        ("line 3, column 17", "buyers must be a whole number, not 'many'"),
        ("line 3, column 36", "output_kind cannot be 'featur'"),
        ("line 4, column 20", "'buyers' is given twice, first in line 4"),
        ("line 4, column 36", "due must be a day such as 2026-06-30, not 'June'"),
        ("line 4, column 49", "output OU2 has no state 'releasd'"),
        ("line 5, column 3", "'OU1' is given twice, first in line 3"),
        ("line 6, column 1", "a plan has no key 'outcome'"),
        ("line 9, column 32", "problem: OU2 is an output; expected the id of a problem"),
        ("line 10, column 13", "deal D1 needs 'customer'"),
        ("line 10, column 14", "deal D1 has no key 'measurement_plan'"),
    ]
    assert all(f"{each.place}: {each.what}" in str(told) for each in told.mistakes)


def test_mistakes_of_several_files_are_told_together(tmp_path):
    (tmp_path / "a.yml").write_text("teams: {T: [}\n")
    (tmp_path / "b.yml").write_text("outcomes:\n  OC1: {owners: T, target: high}\n")
    with pytest.raises(BadPlan) as told:
        read_plan(tmp_path, AS_OF)
    assert "a.yml, line 1" in str(told.value)
    assert "b.yml, line 2, column 28" in str(told.value)
    assert "no team" not in str(told.value)  # what a file that cannot be read may hold


def test_of_very_many_mistakes_the_first_fifty_are_told():
    told = refused("teams:\n" + "".join(f"  T{n}: x\n" for n in range(500)))
    assert len(told.mistakes) == 500
    assert told.remedy.endswith("and 450 more")
    assert "line 51" in told.remedy
    assert "line 52" not in told.remedy


def test_what_holds_itself_is_refused():
    assert "no anchor" in refused("teams: &t {T: *t}").what


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_ends_somewhere(opening):
    assert "nested more than 20 deep" in refused(opening * 5_000).what


def test_a_file_that_cannot_be_a_plan_is_not_read(tmp_path):
    large = tmp_path / "large.yml"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(BadPlan, match="larger than"):
        read_plan(large, AS_OF)
    with pytest.raises(BadPlan, match="no such file"):
        read_plan(tmp_path / "none.yml", AS_OF)
    latin = tmp_path / "latin.yml"
    latin.write_bytes(b"teams: {T: {name: caf\xe9}}")
    with pytest.raises(BadPlan, match="UTF-8"):
        read_plan(latin, AS_OF)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadPlan, match="holds 0 plan files"):
        read_plan(tmp_path / "empty", AS_OF)
