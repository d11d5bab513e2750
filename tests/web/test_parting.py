"""Which properties a question's people may be parted by, and which of them stands first."""

from __future__ import annotations

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.answering.description import MOST_HOLDERS
from seachange.measure.ask import ask
from seachange.web.pages.parting import MOST_VALUES, properties_for
from tests.story import story

SHARE = {"kind": "share", "of": "sign_up", "did": "buy", "within": "1 day"}


def offered(asked, log):
    return properties_for(asked, ask({"kind": "description"}, from_rows(story(log))).to_dict())


def test_what_the_events_asked_of_never_have_is_not_offered():
    log = """
        ada: sign_up@0{source=ad} buy@1h{basket=small}
        ben: sign_up@0{source=post} buy@2h{basket=large}
    """
    assert offered(SHARE, log) == ("source",)
    assert offered(SHARE | {"of": "buy", "did": "sign_up"}, log) == ("basket",)
    assert offered(SHARE | {"of": {"any_event": True}}, log) == ("basket", "source")


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "score", "survey": "sign_up", "value": "score"},
        {"kind": "duration", "of": "sign_up", "did": "buy"},
        {"kind": "frequency", "did": "buy", "active": "sign_up"},
    ],
)
def test_every_kind_that_can_be_parted_knows_by_which_events_its_people_enter(asked):
    log = """
        ada: sign_up@0{source=ad} buy@1h{basket=small}
        ben: sign_up@0{source=post} buy@2h{basket=large}
    """
    assert offered(asked, log) == ("source",)


def test_what_most_of_them_have_stands_first_and_then_what_has_fewer_values():
    log = """
        ada:  sign_up@0{plan=a,team=x}
        ben:  sign_up@0{plan=b,team=y}
        cleo: sign_up@0{plan=c,team=x,code=1}
        dan:  sign_up@0{plan=a,team=y,code=2}
    """
    assert offered(SHARE, log) == ("team", "plan", "code")


def test_what_everybody_has_alike_and_what_everybody_has_otherwise_is_not_offered():
    people = "\n".join(
        f"p{n}: sign_up@{n}s{{same=1,other={n},half={n % 2}}}" for n in range(MOST_VALUES + 1)
    )
    assert offered(SHARE, people) == ("half",)


@pytest.mark.parametrize("holders", [None, [{"name": f"e{n}"} for n in range(MOST_HOLDERS)]])
def test_while_it_is_not_known_which_events_have_a_property_it_is_offered(holders):
    described = {"names": [], "properties": [{"name": "plan", "values": 2, "held_by": holders}]}
    assert properties_for(SHARE, described) == ("plan",)


def test_a_question_that_cannot_be_asked_leaves_what_is_there():
    log = "ada: sign_up@0{plan=a}\nben: buy@0{plan=b}"
    assert offered({"kind": "share"}, log) == ("plan",)
