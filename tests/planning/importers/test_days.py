"""Days are read as lists write them; one that could be two is not guessed at."""

from datetime import date

import pytest

from seachange.planning.importers.days import Unclear, day

JUNE = date(2026, 6, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-03",
        "2026-06-03T23:30:00.000Z",
        "2026-06-03 09:15",
        "2026/6/3",
        "03.06.2026",
        "3.6.26 10:00",
        "03/Jun/26 3:04 PM",
        "3-Jun-2026",
        "3 June 2026",
        "June 3, 2026",
        "Jun 3 2026",
        "Wed Jun 03 2026 12:03:21 GMT+0000 (Coordinated Universal Time)",
    ],
)
def test_a_day_is_read_in_any_usual_shape(text):
    assert day(text) == JUNE


def test_two_numbers_that_could_be_swapped_are_asked_about():
    with pytest.raises(Unclear, match="could be two days; say --dates"):
        day("03/06/2026")
    assert day("03/06/2026", is_day_first=True) == JUNE
    assert day("06/03/2026", is_day_first=False) == JUNE
    assert day("13/06/2026") == day("06/13/2026") == date(2026, 6, 13)
    assert day("06/06/2026") == date(2026, 6, 6)


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "31/Foo/26", "Q3", "13/13/2026", "2026"])
def test_what_is_no_day_is_said_to_be_none(text):
    with pytest.raises(Unclear, match=text):
        day(text)
