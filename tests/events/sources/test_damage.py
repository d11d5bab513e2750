"""Whether a file with something wrong in it is opened rightly or refused, and never worse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import SeachangeError
from seachange.events.sources.open import open_log
from tests.events.contents import adds_up
from tests.events.formats import FORMATS, write
from tests.events.pace import examples
from tests.story import story

ROWS = [
    {**row, "time": 1_704_067_200_000_000 + n}
    for n, row in enumerate(
        story("""
            ada/acme: visit@0{plan=pro} "Add to cart"@1h{n=1, note="a b"} buy@2h{id=m1}
            ben: visit@0 sign_up@1{plan=free, paid=true} buy@3{id=m1} visit@9
        """)
    )
]
FILES = [form for form in FORMATS if form != "duckdb"]


@pytest.mark.parametrize("form", FILES)
def test_a_damaged_file_is_a_log_whose_books_balance_or_is_refused(form, tmp_path):
    path = tmp_path / f"events.{form}"
    write(tmp_path, ROWS, form)
    whole = path.read_bytes()
    places = st.integers(0, len(whole) - 1)

    @examples(12)
    @given(
        st.lists(st.tuples(places, st.integers(0, 255)), max_size=4),
        st.tuples(places, places, st.sampled_from(["keep", "cut", "double", "drop"])),
    )
    def check(flips, span):
        damaged = bytearray(whole)
        for at, byte in flips:
            damaged[at] = byte
        (begin, end), what = sorted(span[:2]), span[2]
        if what == "cut":
            del damaged[end:]
        elif what == "double":
            damaged[end:end] = damaged[begin:end]
        elif what == "drop":
            del damaged[begin:end]
        path.write_bytes(bytes(damaged))
        try:
            log = open_log(str(path))
        except SeachangeError:
            return
        assert adds_up(log)
        log.close()

    check()
