"""People we have no word for, most of them foreign: what is told of them, and what is not."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, people, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.learnt import is_met
from seachange.planning.rules.wording.phrases import is_noun
from seachange.planning.rules.wording.sentence import Sentence
from seachange.planning.rules.wording.tokens import Kind

_LEAST_FOREIGN = 3
_BEHIND_VERB = nouns.DETERMINERS | nouns.NUMBER_WORDS | nouns.ADVERBS


def stranger_acts(facts: Facts) -> Ruling | None:
    """*Kunden reach the dashboard*, *Vendeurs call back leads*: somebody does it, we know not who.

    A verb in its base form has several before it that do it. A verb of making behind a name is
    what those of that name shall make (*Falcon replace the login*), and so is told as that.
    """
    sentence, at = facts.sentence, facts.sentence.start
    if facts.start is not None or facts.deeds or not sentence.is_word(at):
        return None
    norm, verb = sentence.norm(at), at + 1
    if is_known(norm) or not norm.isalpha() or sentence.is_measured(at):
        return None
    lemma, last = sentence.lemma(verb), sentence.end_of_verb(verb)
    is_act = bool({lemma, sentence.norm(verb)} & verbs.ACT) and lemma not in verbs.MAKE
    is_done = is_act and sentence.is_form(verb, Form.BASE)
    is_verb = last > verb or _is_behind_verb(
        sentence, last + 1
    )  # *call back*; *reach the dashboard*
    return Ruling(Label.UNCLEAR, is_sure=True) if is_done and is_verb else None


def _is_behind_verb(sentence: Sentence, at: int) -> bool:
    is_number = sentence.is_measured(at) and sentence.tokens[at].kind is Kind.NUMBER
    return is_number or sentence.norm(at) in _BEHIND_VERB


def is_foreign(sentence: Sentence) -> bool:
    """Tell whether three words or more say something, and we know none of them."""
    words = _words(sentence)
    return len(words) >= _LEAST_FOREIGN and not any(is_known(norm) for norm in words)


def names_people_only(sentence: Sentence) -> bool:
    """*A client*, *a client and their adviser*: people, of whom nothing is said."""
    if any(token.kind is Kind.NUMBER for token in sentence.tokens) or sentence.is_rated():
        return False
    words = [norm for norm in _words(sentence) if norm not in nouns.FUNCTION_WORDS]
    return bool(words) and all(_is_person(norm) for norm in words)


def is_known(norm: str) -> bool:
    """Tell whether a word is in our lists or stands in labelled goals."""
    is_ours = norm in nouns.FUNCTION_WORDS or is_noun(norm) or bool(verbs.readings(norm))
    return is_ours or _is_person(norm) or is_met(norm)


def _is_person(norm: str) -> bool:
    return people.group_of_many(norm) is not None or people.group_of_one(norm) is not None


def _words(sentence: Sentence) -> list[str]:
    places = range(sentence.start, len(sentence.tokens))
    return [
        sentence.norm(at) for at in places if sentence.is_word(at) and not sentence.is_measured(at)
    ]
