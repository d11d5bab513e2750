"""Whether CSV is read as people write it, and every broken row is found where it stands."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.events.log import SetAside
from seachange.events.sources.open import open_log
from tests.events.contents import adds_up, told
from tests.events.pace import examples

HEADER = "user,time,event,note\n"


def opened(path, text, **named):
    """Open a file of this text and return its log; the books must balance."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    log = open_log(str(path), **named)
    assert adds_up(log)
    return log


def left_out(log):
    return [(aside.row, aside.reason) for aside in log.list_set_aside()]


def test_rows_without_actor_time_or_name_are_set_aside_with_line_and_reason(tmp_path):
    path = tmp_path / "a.csv"
    log = opened(
        path,
        HEADER
        + "ada,2024-01-01,visit,\n"
        + ",2024-01-01,visit,\n"
        + "ben,,visit,\n"
        + "ben,2024-01-01, ,\n"
        + "ben,soon,visit,\n"
        + "  ,soon,,\n",
    )
    assert log.list_set_aside() == [
        SetAside(str(path), 3, "no actor"),
        SetAside(str(path), 4, "no time"),
        SetAside(str(path), 5, "no event name"),
        SetAside(str(path), 6, "a time that cannot be read"),
        SetAside(str(path), 7, "no actor"),
    ]
    assert log.intake.reasons == {
        "a time that cannot be read": 1,
        "no actor": 2,
        "no event name": 1,
        "no time": 1,
    }


def test_broken_rows_are_set_aside_and_cost_no_other(tmp_path):
    log = opened(
        tmp_path / "a.csv",
        HEADER.encode()
        + b"ada,2024-01-01,visit,fine\n"
        + b"ben,2024-01-01,visit\n"
        + b"ben,2024-01-01,visit,one,two\n"
        + b"ben,2024-01-01,visit,caf\xe9\n"
        + b'ben,2024-01-01,visit,"never closed\n'
        + b'ben,2024-01-01,visit,"closed"too late\n'
        + b'cleo,2024-01-01,visit,"two\nlines"\n'
        + b"dan,2024-01-01,visit,a comma at the end,\n"
        + b"\n"
        + b"eve,,visit,\n"
        + b"fay,2024-01-01,visit,\n",
    )
    assert left_out(log) == [
        (3, "3 cells where 4 columns are named"),
        (4, "5 cells where 4 columns are named"),
        (5, "bytes that are not UTF-8"),
        (6, "a quoted cell that does not end well"),
        (7, "a quoted cell that does not end well"),
        (12, "no time"),
    ]
    assert [(e["actor"], e["properties"].get("note")) for e in told(log)] == [
        ("ada", "fine"),
        ("cleo", "two\nlines"),
        ("dan", "a comma at the end"),
        ("fay", None),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(tmp_path, end):
    text = (HEADER + "ada,2024-01-01,visit,a\nben,2024-01-02,visit,\n,2024-01-02,visit,\n").replace(
        "\n", end
    )
    log = opened(tmp_path / "a.csv", text)
    assert [e["actor"] for e in told(log)] == ["ada", "ben"]
    assert left_out(log) == [(4, "no actor")]


def test_lines_may_even_end_differently_in_one_file(tmp_path):
    log = opened(tmp_path / "a.csv", HEADER + "ada,2024-01-01,visit,a\r\nben,2024-01-01,visit,b\n")
    assert [(e["actor"], e["properties"].get("note")) for e in told(log)] == [
        ("ada", "a"),
        ("ben", "b"),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_the_one_that_makes_columns(tmp_path, delimiter):
    rows = [["user", "time", "event", "a,b;c"], ["ada", "2024-01-01", "visit", "1,5"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    (event,) = told(opened(tmp_path / "a.csv", out.getvalue()))
    assert (event["actor"], event["properties"]) == ("ada", {"a,b;c": "1,5"})


def test_a_mark_at_the_beginning_is_no_part_of_the_first_name(tmp_path):
    log = opened(tmp_path / "a.csv", b"\xef\xbb\xbf" + HEADER.encode() + b"ada,2024-01-01,v,\n")
    assert "actor = user (guessed)" in log.intake.notes


def test_columns_without_a_name_or_with_the_same_one_are_told_apart(tmp_path):
    log = opened(tmp_path / "a.csv", "user,time,event,,x,x\nada,2024-01-01,v,1,2,3\n")
    (event,) = told(log)
    assert event["properties"] == {"column 4": "1", "x": "2", "x (2)": "3"}


def test_names_of_columns_and_files_are_never_sql(tmp_path):
    name = 'it\'s [1] "quoted" {x}; DROP TABLE *'
    log = opened(
        tmp_path / "o'brien [2024]*?.csv",
        'user,time,event,"' + name.replace('"', '""') + '"\nada,2024-01-01,visit,y\n',
    )
    assert told(log)[0]["properties"] == {name: "y"}


def test_the_columns_that_staging_itself_uses_may_be_a_user_s_too(tmp_path):
    own = "seq,file,line,actor,name,t,id,reason,broken,received,code,p0,c1,rowid,form_1,clock_1"
    log = opened(
        tmp_path / "a.csv",
        f"who,at,did,{own}\nada,2024-01-01,visit," + ",".join(own.split(",")) + "\n",
        actor="who", time="at", event="did", id="", received="", account="",
    )  # fmt: skip
    (event,) = told(log)
    assert event["properties"] == {name: name for name in own.split(",")}


def test_only_the_properties_that_were_named_are_kept(tmp_path):
    text = "user,time,event,plan,order,secret\nada,2024-01-01,visit,pro,17,x\n"
    log = opened(tmp_path / "a.csv", text, properties=["plan"], case="order")
    assert set(log.properties) == {"plan", "order"}
    assert "case = order" in log.intake.notes


def test_a_thousand_columns_are_cut_to_the_first_five_hundred_and_that_is_said(tmp_path):
    names = [f"k{n:04}" for n in range(1000)]
    text = f"user,time,event,{','.join(names)}\nada,2024-01-01,visit,{','.join(names)}\n"
    log = opened(tmp_path / "a.csv", text)
    assert set(log.properties) == set(names[:500])
    assert any("500 of 1,000" in note for note in log.intake.notes)
    assert set(open_log(str(tmp_path / "a.csv"), properties=names[998:]).properties) == {
        "k0998",
        "k0999",
    }


CELLS = st.text(st.sampled_from([*"ab\",; \n\r\t'é字"]), max_size=6)


@examples(20)
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_cells_come_back_as_they_were_whatever_is_in_them(tmp_path, rows, end, broken, gzipped):
    out = io.StringIO()
    # Python's writer leaves a lone carriage return bare, which then ends a line.
    careful = any("\r" in cell for row in rows for cell in row)
    quoting = csv.QUOTE_ALL if careful else csv.QUOTE_MINIMAL
    writer = csv.writer(out, lineterminator=end, quoting=quoting)
    writer.writerow(["user", "time", "event", "one", "two"])
    writer.writerows(["ada", "2024-01-01", "visit", *row] for row in rows)
    # With a broken row at the end the careful reader has to read what DuckDB did before.
    text = out.getvalue() + "ben,2024-01-01,visit\n" * broken
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(text.encode()) if gzipped else text.encode())
    log = open_log(str(path))
    expected = [{k: v for k, v in (("one", a), ("two", b)) if v} for a, b in rows]
    assert [event["properties"] for event in told(log)] == expected
    assert log.intake.set_aside == broken
    assert adds_up(log)
    log.close()


@examples(25)
@given(
    st.lists(
        st.one_of(
            st.just("ada,2024-01-01,visit,\n"),
            st.just('ben,2024-01-01,visit,"a\nb"\n'),
            st.text(st.sampled_from([*'a",\n']), max_size=8).map(lambda t: t + "\n"),
        ),
        max_size=12,
    )
)
def test_whatever_stands_in_a_file_the_books_balance_and_lines_are_those_of_an_editor(
    tmp_path, lines
):
    text = HEADER + "first,2024-01-01,visit,\n" + "".join(lines)
    log = opened(tmp_path / "a.csv", text)
    stands = text.split("\n")
    assert told(log)[0]["actor"] == "first"
    for row, reason in left_out(log):
        assert stands[row - 1].strip() or reason.startswith(("a quoted", "no "))
    # No good line is lost to a broken one: those that no quote can have touched are all there.
    if '"' not in "".join(lines).replace('"a\nb"', ""):
        good = sum(line.startswith(("ada", "ben")) for line in lines)
        assert sum(e["actor"] in ("ada", "ben") for e in told(log)) == good
    log.close()
