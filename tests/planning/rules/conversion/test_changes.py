"""Changes are read as people say them, and never guessed at."""

import pytest

from seachange.errors import BadPlan
from seachange.planning.rules.conversion.changes import change, limit
from seachange.planning.rules.vocabulary import Direction


@pytest.mark.parametrize(
    ("text", "way", "size"),
    [
        ("4 pp", Direction.MORE, 0.04),
        ("+4pp", Direction.MORE, 0.04),
        ("1,5 points", Direction.MORE, 0.015),
        ("5 percentage points", Direction.LESS, -0.05),
        ("−5 pp", Direction.LESS, -0.05),
        ("0.04", Direction.START, 0.04),
        ("12", Direction.STOP, -12),
    ],
)
def test_a_change_without_a_sign_goes_the_way_that_is_wanted(text, way, size):
    assert change(text, way) == size


@pytest.mark.parametrize(
    ("text", "way", "said"),
    [
        ("4 %", Direction.MORE, "'4 %' could be points, or a part of the rate"),
        ("a lot", Direction.MORE, "'a lot' is no change"),
        ("-4 pp", Direction.MORE, "goes the wrong way\nThe outcome is more of it."),
        ("+4 pp", Direction.LESS, "goes the wrong way\nThe outcome is less of it."),
    ],
)
def test_what_could_be_meant_otherwise_is_asked_about(text, way, said):
    with pytest.raises(BadPlan) as told:
        change(text, way)
    assert said in str(told.value)


def test_a_limit_is_the_change_that_a_state_names():
    assert limit("below +1 pp after 6000 clients", Direction.MORE) == 0.01
    assert limit("less than 1.5 pp reduction", Direction.LESS) == -0.015
    assert limit("still -1 pp", Direction.MORE) == -0.01
    assert limit("nobody uses it", Direction.MORE) is None
