"""What is sealed: opened by the secret of today and of before, and by no other."""

from __future__ import annotations

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from seachange.people.sealing import Unopenable, is_sealed, opened, seal, sealed_today
from seachange.people.secret import secrets_before

ONE, TWO, THREE = ("a" * 40, "b" * 40, "c" * 40)


def under(secret, *before):
    return override_settings(SECRET_KEY=secret, SECRETS_BEFORE=list(before))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_reads_as_it_was_written_and_its_seal_holds_none_of_it(text):
    sealed = seal(text)
    assert opened(sealed) == text.removeprefix("sealed:") or text.startswith("sealed:")
    assert is_sealed(sealed)
    assert len(text) < 8 or text.startswith("sealed:") or text not in sealed


def test_the_same_words_are_sealed_differently_each_time():
    assert seal("postgresql://me:word@host/db") != seal("postgresql://me:word@host/db")


def test_what_lay_open_before_there_were_seals_is_read_as_it_is():
    assert opened("postgresql://me:word@host/db") == "postgresql://me:word@host/db"


def test_another_secret_opens_nothing():
    with under(ONE):
        sealed = seal("word")
    with under(TWO), pytest.raises(Unopenable, match="another secret"):
        opened(sealed)
    with under(TWO):
        assert sealed_today(sealed) == sealed  # kept, until its secret is found


def test_a_seal_that_was_touched_is_not_opened():
    sealed = seal("word")
    for at in (len("sealed:") + 12, -5):
        letter = "A" if sealed[at] != "A" else "B"
        touched = sealed[:at] + letter + (sealed[at + 1 :] if at != -5 else sealed[-4:])
        with pytest.raises(Unopenable):
            opened(touched)


def test_a_secret_from_before_opens_until_all_is_sealed_anew():
    with under(ONE):
        sealed = seal("word")
    with under(TWO, THREE, ONE):
        assert opened(sealed) == "word"
        anew = sealed_today(sealed)
        assert anew != sealed
        assert sealed_today(anew) == anew
    with under(TWO):
        assert opened(anew) == "word"


def test_secrets_of_before_are_the_one_given_the_folders_own_and_those_set_aside(tmp_path):
    (tmp_path / "secret").write_text(ONE)
    (tmp_path / "secret.before").write_text(f"{TWO}\n{THREE}\n")
    assert secrets_before(tmp_path, today=ONE, given="") == [TWO, THREE]
    assert secrets_before(tmp_path, today="d" * 40, given=THREE) == [THREE, ONE, TWO]
    assert secrets_before(tmp_path / "none", today=ONE, given="") == []
