"""Tables of pages, read as they stand."""

from __future__ import annotations

from seachange.web.tables import sheet_of


def test_cells_read_as_on_the_page_and_plain_numbers_are_numbers():
    sheet = sheet_of(
        "<table><thead><tr><th>Who</th><th>How many</th><th>Share</th></tr></thead><tbody>"
        "<tr><th>A &amp; B</th><td>1,234</td><td>38.6 %</td></tr>"
        "<tr><th>C<br>D</th><td>−5</td><td><ul><li>x</li><li>y</li></ul><button>Press</button></td></tr>"
        "</tbody></table>",
        "T",
    )
    assert [each.title for each in sheet.columns] == ["Who", "How many", "Share"]
    assert sheet.rows == (("A & B", 1234, "38.6 %"), ("C D", -5, "x y"))


def test_an_id_that_is_no_number_keeps_its_column_as_words():
    sheet = sheet_of("<table><tr><td>1</td></tr><tr><td>Q1</td></tr></table>", "T")
    assert sheet.rows == (("1",), ("Q1",))


def test_what_holds_no_table_is_a_sheet_without_rows():
    assert sheet_of("<p>nothing</p>", "T").rows == ()


def test_what_is_pressed_is_no_part_of_a_cell_and_a_head_stays_a_head():
    sheet = sheet_of(
        "<table><thead><tr><td></td><th>First <code>a</code></th></tr></thead><tbody><tr><th>Who"
        '</th><td>all<a class="change" href="/x">Change</a> of them</td></tr></tbody></table>',
        "T",
    )
    assert [each.title for each in sheet.columns] == ["", "First a"]
    assert sheet.rows == (("Who", "all of them"),)


def test_a_column_of_nothing_but_buttons_is_left_out_and_one_that_happens_to_be_empty_is_not():
    sheet = sheet_of(
        "<table><thead><tr><th>Who</th><th>Why</th><th>Or</th></tr></thead><tbody><tr><td>Ada</td>"
        "<td></td><td><form><button>Go</button></form></td></tr><tr><td>Ben</td><td></td><td></td>"
        "</tr></tbody></table>",
        "T",
    )
    assert [each.title for each in sheet.columns] == ["Who", "Why"]
    assert sheet.rows == (("Ada", None), ("Ben", None))
