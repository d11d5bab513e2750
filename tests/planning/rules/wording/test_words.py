"""Whether words are cut, bent and counted as English does."""

import pytest

from seachange.planning.rules.wording import verbs
from seachange.planning.rules.wording.inflection import Form, plural, spellings, verb_forms
from seachange.planning.rules.wording.measures import Amount, measures
from seachange.planning.rules.wording.people import group_of_many
from seachange.planning.rules.wording.tokens import Kind, tokenise


# The forms as any school grammar gives them (Quirk et al. 1985, chapter 3).
@pytest.mark.parametrize(
    ("base", "third", "past", "participle", "ing"),
    [
        ("book", "books", "booked", "booked", "booking"),
        ("invite", "invites", "invited", "invited", "inviting"),
        ("reply", "replies", "replied", "replied", "replying"),
        ("stay", "stays", "stayed", "stayed", "staying"),
        ("drop", "drops", "dropped", "dropped", "dropping"),
        ("open", "opens", "opened", "opened", "opening"),
        ("submit", "submits", "submitted", "submitted", "submitting"),
        ("write", "writes", "wrote", "written", "writing"),
        ("buy", "buys", "bought", "bought", "buying"),
        ("watch", "watches", "watched", "watched", "watching"),
        ("go", "goes", "went", "gone", "going"),
        ("have", "has", "had", "had", "having"),
        ("agree", "agrees", "agreed", "agreed", "agreeing"),
        ("lie", "lies", "lied", "lied", "lying"),
        ("mimic", "mimics", "mimicked", "mimicked", "mimicking"),
        ("quit", "quits", "quitted", "quitted", "quitting"),
    ],
)
def test_a_verb_takes_the_forms_of_a_school_grammar(base, third, past, participle, ing):
    forms = verb_forms(base)
    assert forms[Form.THIRD] == {third}
    assert past in forms[Form.PAST]
    assert participle in forms[Form.PARTICIPLE]
    assert ing in forms[Form.ING]


@pytest.mark.parametrize(
    ("british", "american"),
    [("localise", "localize"), ("programme", "program"), ("centre", "center"), ("enrol", "enroll")],
)
def test_both_spellings_are_known(british, american):
    assert spellings(british) == (british, american)


@pytest.mark.parametrize("word", ["advise", "raise", "hour", "our", "exercise", "promise"])
def test_what_only_looks_like_a_british_ending_stays(word):
    assert spellings(word) == (word,)


def test_british_english_doubles_where_american_does_not():
    assert {"cancelled", "canceled"} <= verb_forms("cancel")[Form.PAST]


def test_a_prefix_makes_a_verb_of_a_verb():
    assert verbs.is_form("rejoined", Form.PAST)
    assert verbs.base_form("rebuys") == "rebuy"


@pytest.mark.parametrize(
    ("one", "many"),
    [("policy", "policies"), ("day", "days"), ("branch", "branches"), ("woman", "women")],
)
def test_a_noun_takes_its_plural(one, many):
    assert plural(one) == many


@pytest.mark.parametrize("word", ["dispatchers", "cyclists", "attendees", "librarians", "midwives"])
def test_people_are_known_by_the_ending_of_their_name(word):
    assert group_of_many(word) is not None


@pytest.mark.parametrize("word", ["servers", "orders", "quarters", "letters", "fees", "browsers"])
def test_things_with_the_ending_of_people_are_not_people(word):
    assert group_of_many(word) is None


def test_a_text_is_cut_into_pieces_that_remember_their_place():
    text = "“Book again”: 12 %→24%, the client's 2nd-hand co‑op"
    tokens = tokenise(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert [token.norm for token in tokens if token.kind is Kind.WORD] == [
        "book", "again", "the", "client", "nd-hand", "co-op",
    ]  # fmt: skip
    assert [token.norm for token in tokens if token.is_quoted] == ["book", "again"]
    assert [token.is_possessive for token in tokens if token.norm == "client"] == [True]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("from 8 % to 14 %", ["from 8 % to 14 %"]),
        ("to 15% from 27%", ["15%", "27%"]),
        ("12 % → 24 %", ["12 % → 24 %"]),
        ("8 per 100 -> 5 per 100 per month", ["8 per 100 -> 5", "per 100", "per month"]),
        ("1 in 20", ["1 in 20"]),
        ("more than 6 in 10", ["more than 6 in 10"]),
        ("nine out of ten", ["nine out of ten"]),
        ("two thirds of clients", ["two thirds"]),
        ("by half", ["half"]),
        ("+8 pp", ["+8 pp"]),
        ("20 per cent", ["20 per cent"]),
        ("within 7 days", ["within 7 days"]),
        ("in week one", ["in week one"]),
        ("the same day", ["same day"]),
        ("twice a month", ["twice", "a month"]),
        ("each term", ["each term"]),
        ("every Monday", ["every Monday"]),
    ],
)
def test_rates_are_found_in_the_ways_people_write_them(text, amounts):
    tokens = tokenise(text)
    found = [m for m in measures(tokens) if m.amount is Amount.RATE]
    assert [text[tokens[m.first].start : tokens[m.last].end] for m in found] == amounts


@pytest.mark.parametrize(
    "date",
    "Q3/H1 2026/FY25/June/1 May/March 2026/2026-03-31/end of Q2/this quarter/year end/Christmas"
    "/30 June 2026".split("/"),
)
def test_dates_are_found_in_the_ways_people_write_them(date):
    tokens = tokenise(f"Ship it by {date}")
    found = [m for m in measures(tokens) if m.amount is Amount.DATE]
    assert len(found) == 1
    assert tokens[found[0].last].end == len(f"Ship it by {date}")


@pytest.mark.parametrize(
    "text", ["users may leave", "marches", "a quarter of users", "fall behind"]
)
def test_what_only_looks_like_a_date_is_none(text):
    assert not [m for m in measures(tokenise(text)) if m.amount is Amount.DATE]


@pytest.mark.parametrize("text", ["$500k", "€9 m", "2 million pounds", "£1.2m"])
def test_sums_of_money_are_found(text):
    found = measures(tokenise(text))
    assert [m.amount for m in found] == [Amount.MONEY]
