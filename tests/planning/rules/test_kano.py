"""Whether Kano's table and coefficients are the published ones."""

import pytest

from seachange.errors import ImpossibleCounts
from seachange.planning.rules.kano import Feeling, Kano, KanoClass, classify, tally

# Kano et al. 1984, rows: with it; columns: without it.
PUBLISHED = """
           like must-be neutral live-with dislike
like       Q    A       A       A         O
must-be    R    I       I       I         M
neutral    R    I       I       I         M
live-with  R    I       I       I         M
dislike    R    R       R       R         Q
"""


def published():
    header, *rows = PUBLISHED.split("\n")[1:-1]
    for row in rows:
        having, *letters = row.split()
        for lacking, letter in zip(header.split(), letters, strict=True):
            yield Feeling(having), Feeling(lacking), letter


@pytest.mark.parametrize(("having", "lacking", "letter"), list(published()))
def test_every_pair_of_answers_is_classed_as_published(having, lacking, letter):
    assert classify(having=having, lacking=lacking).value[0].upper() == letter


def test_the_coefficients_are_shares_of_those_who_care_or_do_not():
    kano = Kano(attractive=20, one_dimensional=30, must_be=10, indifferent=40, reverse=5)
    assert kano.better == 0.5
    assert kano.worse == -0.4
    assert kano.people == 105


def test_answers_are_counted():
    told = tally([(Feeling.LIKE, Feeling.DISLIKE), (Feeling.LIKE, Feeling.NEUTRAL)])
    assert told == Kano(one_dimensional=1, attractive=1)


def test_what_most_people_say_is_its_kind_and_a_tie_has_none():
    assert Kano(must_be=3, attractive=2).kind is KanoClass.MUST_BE
    assert Kano(must_be=2, attractive=2).kind is None
    assert Kano().kind is None


def test_without_answers_nothing_is_better_or_worse():
    assert Kano(reverse=3).better is None
    assert Kano(questionable=1).worse is None


def test_fewer_than_nobody_is_refused():
    with pytest.raises(ImpossibleCounts):
        Kano(must_be=-1)
