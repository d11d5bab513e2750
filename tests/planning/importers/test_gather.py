"""Lists of features become ideas and outputs without an outcome; nothing is lost in silence."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadPlan
from seachange.planning.importers.gather import Asked, gather
from seachange.planning.importers.sources import Source
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.organisation import Member, Team
from seachange.planning.rules.plan.plan import Plan, plan_of
from seachange.planning.rules.plan.promises import Customer
from seachange.planning.rules.vocabulary import Kind, Maturity, Origin, OutputKind

DAY = date(2026, 6, 30)
JIRA = '''\
Summary,Issue key,Issue id,Issue Type,Status,Priority,Resolution,Assignee,Reporter,Created,\
Resolved,Due Date,Fix Version/s,Fix Version/s,Labels,Labels,Description,Parent
Launch the new onboarding,PAR-1,1,Epic,In Progress,High,,Ada Lovelace,Ben,02/Mar/26 3:04 PM,,\
30/Sep/26 12:00 AM,26.1,26.2,onboarding,growth,"Three screens,
and ""a tour""",
Reminders in the wrong zone,PAR-2,2,Bug,Done,High,Done,ada lovelace,Cleo,03/Jan/26 9:00 AM,\
29/May/26 5:10 PM,,,,,,,
Dark mode,PAR-3,3,Story,Done,Low,Won't Do,,Cleo,03/Jan/26 9:00 AM,29/May/26 5:10 PM,,,,,,,
Draw the icon,PAR-4,4,Sub-task,To Do,Low,,,Cleo,03/Jan/26 9:00 AM,,,,,,,,PAR-1
Export to Excel,PAR-6,6,Story,Backlog,Low,,,Cleo,03/Jan/26 9:00 AM,,,,,,,,
'''
LINEAR = """\
"ID","Team","Title","Description","Status","Estimate","Creator","Assignee","Labels",\
"Cycle Name","Created","Started","Completed","Canceled","Due Date","Parent issue"
"MAT-1","Matching","Instant slots","","Done","3","ada@parley.example","ben@parley.example",\
"Feature, Growth","","Thu Jan 15 2026 09:03:21 GMT+0000 (GMT)",\
"Mon Feb 16 2026 10:00:00 GMT+0000 (GMT)",\
"Wed Apr 01 2026 16:45:00 GMT+0100 (British Summer Time)","","2026-04-01",""
"MAT-2","Matching","Dark mode","","Canceled","","ada@parley.example","","","",\
"2026-01-20T08:00:00.000Z","","","2026-02-01T08:00:00.000Z","",""
"MAT-3","Matching","Wire it","","Todo","","","","","","","","","","","MAT-1"
"""


def gathered(text, *, name="list.csv", known=None, **asked):
    return gather({name: text.encode()}, Asked(**asked), known=known)


def features(found):
    return [record for record in found.records if record.kind in (Kind.IDEA, Kind.OUTPUT)]


def test_an_export_of_jira_is_recognised_and_taken():
    found = gathered(JIRA)
    assert found.lists[0].source is Source.JIRA
    assert list(found.records) == [
        Member(id="ada-lovelace", name="Ada Lovelace"),
        Member(id="cleo", name="Cleo"),
        Output(
            id="PAR-1",
            name="Launch the new onboarding",
            text='Three screens,\nand "a tour"',
            state="building",
            keeper="ada-lovelace",
            due=date(2026, 9, 30),
        ),
        Output(
            id="PAR-2",
            name="Reminders in the wrong zone",
            state="built",
            keeper="ada-lovelace",
            output_kind=OutputKind.FIX,
            built_on=date(2026, 5, 29),
        ),
        Idea(
            id="PAR-3",
            name="Dark mode",
            state="killed",
            originator="cleo",
            captured_on=date(2026, 1, 3),
            closed_on=date(2026, 5, 29),
        ),
        Idea(
            id="PAR-6",
            name="Export to Excel",
            originator="cleo",
            captured_on=date(2026, 1, 3),
        ),
    ]
    assert [str(each) for each in found.set_aside] == [
        "list.csv, row 5 (line 6), Issue Type: Sub-task: a part of a feature, not one"
    ]
    lost = "\n".join(found.lost)
    for column in ("Priority", "Fix Version/s", "Labels", "Parent", "Issue id"):
        assert f"{column}: no field of a feature; not taken from " in lost
    assert "Reporter: an output has no such field; not taken from 2 of them, first in" in lost


def test_an_export_of_linear_is_recognised_and_taken():
    found = gathered(LINEAR)
    assert found.lists[0].source is Source.LINEAR
    assert list(found.records) == [
        Member(id="ben", email="ben@parley.example"),
        Team(id="matching", name="Matching"),
        Member(id="ada", email="ada@parley.example"),
        Output(
            id="MAT-1",
            name="Instant slots",
            state="built",
            keeper="ben",
            made_by="matching",
            due=date(2026, 4, 1),
            building_started_on=date(2026, 2, 16),
            built_on=date(2026, 4, 1),
        ),
        Idea(
            id="MAT-2",
            name="Dark mode",
            state="killed",
            team="matching",
            originator="ada",
            captured_on=date(2026, 1, 20),
            closed_on=date(2026, 2, 1),
        ),
    ]
    assert "Parent issue: a part of MAT-1" in str(found.set_aside[0])
    assert "Labels: no field of a feature; not taken from 1 of them" in "\n".join(found.lost)


def test_any_table_can_be_taken_with_its_columns_named():
    text = "What;Who for;How long;When\nSSO;Bramley;3 weeks;3/4/2026\nTour;;10 days;\n"
    found = gathered(
        text,
        columns={"title": "what", "customers": "Who for", "effort": "How long", "due": "When"},
        states={"": "building"},
        is_day_first=True,
    )
    assert [record.name for record in features(found)] == ["SSO", "Tour"]
    assert [record.effort_weeks for record in features(found)] == [3, 2]
    assert "title ← What" in found.lists[0].columns.told()


def test_where_no_status_is_told_a_day_tells_it():
    text = "Title,Released,Completed,Started\na,2026-05-01,,\nb,,2026-05-01,\nc,,,2026-05-01\nd,,,"
    states = {record.name: record.state for record in features(gathered(text))}
    assert states == {"a": "released", "b": "built", "c": "building", "d": "captured"}
    released = next(r for r in features(gathered(text)) if r.name == "a")
    assert released.maturity is Maturity.AVAILABLE


def test_words_for_progress_can_be_given_their_meaning():
    text = "Title,Status\na,Done\nb,Wibble\n"
    found = gathered(text)
    assert [r.state for r in features(found)] == ["built", "captured"]
    assert "row 3 (line 3), Status: 'Wibble' says nothing of how far it is" in str(found.remarks[0])
    told = gathered(text, states={"done": "released", "WIBBLE": "parked"})
    assert [r.state for r in features(told)] == ["released", "parked"]
    assert not told.remarks
    with pytest.raises(BadPlan, match="'Done' cannot mean 'relased'\nDid you mean released"):
        gathered(text, states={"Done": "relased"})


def test_values_that_cannot_be_are_told_and_left_out_alone():
    text = (
        "Title,Type,Effort weeks,Origin,Due date,Status\n"
        "a,Gizmo,lots,Mars,3/4/2026,Planned\nb,Docs,2.5,sales,2026-04-03,Planned\n"
    )
    found = gathered(text)
    assert features(found)[1] == Output(
        id="OU2",
        name="b",
        output_kind=OutputKind.DOCUMENT,
        effort_weeks=2.5,
        origin=Origin.SALES,
        due=date(2026, 4, 3),
    )
    assert features(found)[0] == Output(id="OU1", name="a", output_kind=OutputKind.OTHER)
    told = "\n".join(map(str, found.remarks))
    for column, said in {
        "Type": "'Gizmo' is no kind of output",
        "Effort weeks": "'lots' is no number of weeks or days",
        "Origin": "'Mars' is not one of: outcome, vision",
        "Due date": "'3/4/2026' could be two days",
    }.items():
        assert f"row 2 (line 2), {column}: {said}" in told


def test_ids_that_clash_are_set_aside_and_numbers_skip_what_is_taken():
    known = Plan(as_of=DAY, ideas=(Idea(id="ID1"),), teams=(Team(id="T"),))
    found = gathered("Key,Title\nID1,a\nID3,b\n,c\n,d\nID3,e\nT,f\n", known=known)
    assert [(r.id, r.name) for r in features(found)] == [("ID3", "b"), ("ID2", "c"), ("ID4", "d")]
    assert found.there == ("ID1",)
    assert [str(each) for each in found.set_aside] == [
        "list.csv, row 6 (line 6), Key: ID3 is given twice, first in list.csv, row 3 (line 3)",
        "list.csv, row 7 (line 7), Key: T is the id of a team already",
    ]


def test_people_of_the_plan_are_known_by_name_id_and_address():
    known = Plan(
        as_of=DAY,
        members=(Member(id="A", name="Ada", email="ada@x.example"),),
        customers=(Customer(id="Bramley"),),
    )
    text = (
        "Title,Owner,Customer,Status\n1,ada,BRAMLEY,Planned\n2,ADA@x.example,Kestrel,Planned\n"
        "3,A,,Planned\n4,Unassigned,,Planned\n"
    )
    found = gathered(text, known=known)
    assert [record.keeper for record in features(found)] == ["A", "A", "A", None]
    assert [record.customers for record in features(found)] == [
        ("Bramley",), ("kestrel",), (), (),
    ]  # fmt: skip
    assert plan_of([*known.records(), *found.records], as_of=DAY).customers[1].name == "Kestrel"


def test_somebody_s_id_never_takes_a_feature_s():
    found = gathered("Key,Title,Owner\nada,SSO,Ada\n")
    assert {record.id: record.kind for record in found.records} == {
        "ada": Kind.IDEA,
        "ada-member": Kind.MEMBER,
    }


NOTES = {
    "a.md": "---\ntitle: SSO\nstatus: in progress\nowner: Ada\nlabels: [x, y]\n"
    "due: 2026-05-31\n---\n\nFor Bramley.\n\nSoon.\n",
    "b.md": "# App redesign\n\nBecause we can.\n",
    "c.md": "---\nName: Tour\n---\n# Heading\n",
    "broken.md": "---\ntitle: [\n---\n",
    "endless.md": "---\ntitle: x\n",
    "list.md": "---\n- a\n---\n# t",
    "nested.md": "---\ntitle: t\nowner:\n  name: Ada\n---\n",
    "nothing.md": "just words\n",
    "twice.md": "---\ntitle: a\ntitle: b\n---\n",
}


def test_notes_in_markdown_are_features_and_broken_ones_are_set_aside():
    found = gather({name: text.encode() for name, text in NOTES.items()}, Asked())
    assert features(found) == [
        Output(
            id="OU1",
            name="SSO",
            text="For Bramley.\n\nSoon.",
            state="building",
            keeper="ada",
            due=date(2026, 5, 31),
        ),
        Idea(id="ID1", name="App redesign", text="Because we can."),
        Idea(id="ID2", name="Tour", text="# Heading"),
    ]
    told = {each.spot.file: str(each) for each in found.set_aside}
    assert set(told) == {name for name in NOTES if name not in {"a.md", "b.md", "c.md"}}
    assert "broken.md, line 2: broken front matter: not valid YAML" in told["broken.md"]
    assert "never ends" in told["endless.md"]
    assert "list.md, line 2: broken front matter: not a mapping" in told["list.md"]
    assert "nested.md, line 3: broken front matter: owner holds more" in told["nested.md"]
    assert "nothing.md, line 1, title: empty" in told["nothing.md"]
    assert "twice.md, line 3: broken front matter" in told["twice.md"]


@pytest.mark.parametrize(
    ("text", "asked", "said"),
    [
        ("A,B\n1,2\n", {}, "no column that names the features\nSay which: --map title=COLUMN"),
        ("Title\na\n", {"columns": {"due": "Dew"}}, "there is no column 'Dew'"),
        ("Title,Due\na,\n", {"columns": {"due": "Deu"}}, "Did you mean Due?"),
        ("Title\na\n", {"columns": {"tilte": "Title"}}, "Did you mean title?"),
        ("Title\na\n", {"source": Source.JIRA}, "no export of Jira: there is no column 'Summary'"),
        ("Title\na\n", {"source": Source.LINEAR}, "no export of Linear"),
    ],
)
def test_a_list_that_is_not_what_was_said_is_refused(text, asked, said):
    with pytest.raises(BadPlan) as told:
        gathered(text, **asked)
    assert said in str(told.value)


@given(
    st.lists(
        st.tuples(
            st.text("ab \n", max_size=3),
            st.sampled_from(["", "ID1", "K2", "K3", "ada"]),
            st.sampled_from(["", "Done", "To Do", "Backlog", "Wibble", "Won't do"]),
            st.sampled_from(["Bug", "Sub-task", "Story", "?"]),
            st.sampled_from(["", "Ada", "ada", "Ben"]),
            st.sampled_from(["2026-01-02", "1/2/2026", "never", ""]),
        ),
        max_size=12,
    )
)
def test_every_row_is_a_record_or_set_aside_and_the_records_are_a_plan(rows):
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([["Title", "Key", "Status", "Type", "Owner", "Due date"], *rows])
    found = gathered(out.getvalue())
    assert len(features(found)) + len(found.set_aside) == len(rows)
    plan = plan_of(found.records, as_of=DAY)
    assert all(getattr(r, "outcome", None) is None for r in features(found))
    assert {r.keeper for r in features(found)} - {None} <= set(plan.by_id)


@given(st.binary(max_size=60), st.sampled_from(["list.csv", "note.md"]))
def test_bytes_of_any_sort_are_gathered_or_refused(content, name):
    try:
        found = gather({name: content}, Asked())
    except BadPlan:
        return
    plan_of(found.records, as_of=DAY)


@given(st.text("-:\n #abc[]{}&*!'\"", max_size=40))
def test_front_matter_of_any_sort_is_taken_or_set_aside(front):
    found = gather({"note.md": f"---\ntitle: t\n{front}\n---\nx".encode()}, Asked())
    assert len(features(found)) + len(found.set_aside) == 1
