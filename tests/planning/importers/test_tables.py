"""Lists in CSV are read as people's programs write them, or refused at their line."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadPlan
from seachange.planning.importers.tables import read_table

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8) | st.text(
    "ab ,;|'\"\n", max_size=8
)


def cells(content, **how):
    return [dict(entry.cells) for entry in read_table(content, file="list.csv", **how).entries]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16"], ids=["UTF-8", "with its mark", "UTF-16"]
)
def test_separator_and_encoding_are_found_out(separator, encoding):
    text = f"Title{separator}Über\r\nÖffnen{separator}1\r\n"
    assert cells(text.encode(encoding)) == [{"Title": ("Öffnen",), "Über": ("1",)}]


def test_a_spreadsheet_may_name_its_separator_first():
    listing = read_table(b'sep=;\nTitle;Notes, all\n"a\nb";x\nc\n', file="list.csv")
    assert dict(listing.entries[0].cells) == {"Title": ("a\nb",), "Notes, all": ("x",)}
    assert str(listing.entries[0].spot) == "list.csv, row 3 (line 3)"
    assert str(listing.remarks[0]) == "list.csv, row 4 (line 5): 1 cells, but 2 columns"


def test_columns_of_one_name_say_several_things():
    assert cells(b"Title,Labels,Labels,Labels\na,x,,y\n") == [
        {"Title": ("a",), "Labels": ("x", "y")}
    ]


def test_another_encoding_is_asked_for_and_can_be_named():
    latin = "Title\nplain\ncafé\n".encode("latin-1")
    with pytest.raises(BadPlan, match="line 3: not a text in utf-8\nSave it as UTF-8, or name"):
        cells(latin)
    assert cells(latin, encoding="latin-1")[1] == {"Title": ("café",)}
    with pytest.raises(BadPlan, match="no encoding 'klingon'"):
        cells(latin, encoding="klingon")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "list.csv: the file is empty"),
        (b"\n\n", "list.csv: the file is empty"),
        (b'Title\na\n"b\nc\n', "line 3: not valid CSV"),
        (b'Title\n"a"b\n', "line 2: not valid CSV"),
        (b"Title\na\0b\n", "line 2: a zero byte"),
        (b"PK\x03\x04\xff\xfe", "not a text in utf-8"),
        (b"Title\n" + b"x\n" * 50_001, "more than 50,000 rows"),
        (b"Title\n" + b"x" * 1_000_001, "line 2: not valid CSV"),
    ],
)
def test_what_is_no_csv_is_refused_with_its_place(content, said):
    with pytest.raises(BadPlan) as told:
        cells(content)
    assert said in str(told.value)


@given(
    st.lists(CELLS.map(str.strip).filter(bool), min_size=2, max_size=4, unique=True),
    st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=5),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_whatever_is_written_as_csv_is_read_as_it_was(columns, rows, separator):
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([columns, *(row[: len(columns)] for row in rows)])
    expected = [
        {name: (cell.strip(),) for name, cell in zip(columns, row, strict=False) if cell.strip()}
        for row in rows
    ]
    assert cells(out.getvalue().encode()) == [each for each in expected if each]
