"""What others think of us: a grade, a review, a survey, whom they choose, what they are worth."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns, results, verbs
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.measures import Amount
from seachange.planning.rules.wording.sentence import Sentence


def graded(facts: Facts) -> Ruling | None:
    """*Ofsted: Good in all areas*, *S&P rating up to A-*, *CQC judgement of Outstanding*."""
    sentence = facts.sentence
    judge = _first_of(sentence, results.JUDGES, sentence.start)
    is_making = facts.start is not None and facts.start.lemma in verbs.MAKE - verbs.REACH
    if judge < 0 or facts.acts or is_making:
        return None
    grade = _first_of(sentence, results.GRADES, sentence.start)
    is_told = grade >= 0 and grade != judge
    is_scored = any(sentence.is_measured(i) for i in range(judge + 1, judge + 4))
    says_how_much = sentence.is_rated() or (facts.start is None and bool(sentence.measures))
    is_named = _first_of(sentence, _SCORES, sentence.start) >= 0 and says_how_much
    is_score = is_named or (is_scored and facts.start is None and facts.phrase.head == judge)
    if not (is_told or is_score) or any(t.norm in _DONE for t in sentence.tokens):
        return None
    return Ruling(Label.IMPACT, (judge, grade) if is_told else (judge,))


_SCORES = frozenset(
    "grade judgement judgment rating ratings result results review reviews score scores star"
    " stars".split()
)


_DONE = (nouns.DONE - {"accredited"}) | frozenset("published submitted written addressed".split())


def reviewed(facts: Facts) -> Ruling | None:
    """*5-star share of reviews 70 %*, *review average of 4.8*: what reviewers think of us."""
    sentence = facts.sentence
    is_ours = facts.start is not None and facts.start.lemma != "review"
    if facts.acts or is_ours or not sentence.measures:
        return None
    stars = _first_of(sentence, frozenset({"star", "stars"}), sentence.start)
    if stars > 0 and sentence.is_measured(stars - 1) and not sentence.people_at:
        return Ruling(Label.IMPACT, (stars - 1, stars))  # *listings average 4.7 stars*
    app, store = _first_of(sentence, _APPS, 0), _first_of(sentence, _STORES, 0)
    is_scored = any("." in token.text and token.norm[:1].isdigit() for token in sentence.tokens)
    if 0 <= app < store and is_scored and facts.start is None:
        return Ruling(Label.IMPACT, (app, store))  # *our app is back above 4.6 in both stores*
    at = _first_of(sentence, frozenset({"review", "reviews"}), sentence.start)
    score = _first_of(sentence, _STARS, sentence.start)
    return Ruling(Label.IMPACT, (at, score)) if at >= 0 and score >= 0 else None


_APPS = frozenset("app apps game".split())
_STORES = frozenset("store stores".split())
_STARS = frozenset("4-star 5-star average five-star four-star positive rating score stars".split())


def _first_of(sentence: Sentence, words: frozenset[str], start: int) -> int:
    return next((i for i in range(start, len(sentence.tokens)) if sentence.norm(i) in words), -1)


def scored_by_people(facts: Facts) -> Ruling | None:
    """*customers rate us 4.6*, *clients score us 9 or 10*, *8 in 10 would recommend us*."""
    sentence = facts.sentence
    for deed in facts.acts:
        is_wish = sentence.norm(deed.said.first - 1) == "would"
        if is_wish and sentence.lemma(deed.said.first) in _WISHED and sentence.is_rated():
            return Ruling(Label.IMPACT, deed.said.positions, deed)
        at = deed.said.last + 1
        is_us = sentence.norm(at) in {"us", "our"}
        scale = range(at, min(at + 9, len(sentence.tokens)))
        says_score = any(
            sentence.is_measured(i) or sentence.norm(i) in results.GRADES for i in scale
        )
        lemma = sentence.lemma(deed.said.first)
        if lemma in _SCORING and ((is_us and says_score) or _is_grade_given(sentence, scale)):
            return Ruling(Label.IMPACT, deed.said.positions, deed)
    return None


def _is_grade_given(sentence: Sentence, scale: range) -> bool:
    """*rate their stay as excellent*, *score the visit 9 out of 10*; not *rate 60 % of rides*."""
    for at in scale:
        after = sentence.norm(at + 1)
        if sentence.norm(at) == "as" and sentence.is_word(at + 1):
            return True
        is_top = sentence.norm(at) in results.GRADES and at > scale.start
        text = sentence.text[sentence.tokens[at].start :].split(" ")[0]
        is_ratio = sentence.is_measured(at) and "/" in text and text[-1:].isdigit()
        is_or_more = after == "or" and sentence.norm(at + 2) in _UPWARDS
        is_out_of = after in {"/", "out"} and sentence.is_measured(at + 2 + (after == "out"))
        is_number = after in {"star", "stars"} or is_or_more or is_out_of
        is_score = is_ratio or (sentence.is_measured(at) and is_number)
        if is_top or is_score:
            return True
    return False


_UPWARDS = frozenset("above better higher more".split())
_SCORING = frozenset("give mark rank rate score".split())


_WISHED = frozenset("buy choose come_back come join pick recommend return use".split())


def surveyed(facts: Facts) -> Ruling | None:
    """*90 % satisfied on the exit survey*, *5 points more on the patient survey*."""
    sentence = facts.sentence
    for at in range(sentence.start + 1, sentence.start + 6):
        is_topic = sentence.norm(at) in _POLLS and sentence.norm(at + 1) in {":", "-", "–"}
        if is_topic and sentence.is_measured(at + 2) and sentence.of(Amount.RATE):
            return Ruling(Label.IMPACT, (at,))
    poll = _poll_behind(facts)
    if poll > 0:
        return Ruling(Label.IMPACT, (*facts.phrase.words, poll))
    is_out = "comes out at" in sentence.text.casefold()
    asked = _first_of(sentence, _POLLS, sentence.start) if is_out and not facts.acts else -1
    if asked > 0:
        return Ruling(Label.IMPACT, (asked,))  # *the survey comes out at 7 or more*
    answer = _answer_quoted(sentence)
    if answer > 0 and not facts.acts and sentence.is_rated():
        return Ruling(Label.IMPACT, (answer,))
    rate = sentence.measure_at.get(sentence.start)
    if rate is None or facts.acts or rate.amount not in {Amount.RATE, Amount.BOUND}:
        return None
    at = rate.last + 1
    while sentence.norm(at) in {"very", "fairly", "completely", "more", "or", "higher"}:
        at += 1
    if sentence.norm(at) in {"happy", "satisfied", "positive", "favourable", "favorable"}:
        return Ruling(Label.IMPACT, (at,))
    asked = next((i for i in range(at, at + 8) if sentence.norm(i) in _POLLS), -1)
    if sentence.norm(at) in {"in", "on"} and asked > 0:
        return Ruling(Label.IMPACT, (asked,))
    return None


def _poll_behind(facts: Facts) -> int:
    """*trustworthiness in the yearly reader poll: 61 → 70*: the position of the poll, or -1."""
    sentence, phrase = facts.sentence, facts.phrase
    is_plain = sentence.norm(phrase.head) in nouns.ACT_NOUN | nouns.MEASURED | nouns.TOIL
    is_ours = facts.start is not None and facts.start.lemma in verbs.MAKE | verbs.TOIL - verbs.REACH
    if (
        facts.acts
        or is_plain
        or is_ours
        or not facts.has_rate()
        or phrase.head in sentence.people_at
    ):
        return -1
    for at in range(phrase.end, len(sentence.tokens)):
        near = range(at + 1, at + 6)
        poll = next((i for i in near if sentence.norm(i) in _YEARLY), -1)
        is_inside = not any(sentence.is_break(i) for i in range(at + 1, poll))
        if sentence.norm(at) in {"(", "in", "on", "per"} and poll > 0 and is_inside:
            return poll
    return -1


_YEARLY = frozenset("barometer poll survey tracker".split())


def _answer_quoted(sentence: Sentence) -> int:
    """*"very satisfied" in the residents' survey at 60 %*: the position of the survey, or -1."""
    is_quoted = any(token.is_quoted for token in sentence.tokens[:3])
    behind = range(sentence.start + 2, len(sentence.tokens))
    asked = next((i for i in behind if sentence.norm(i) in _ASKED and not _quoted(sentence, i)), -1)
    return asked if is_quoted else -1


def _quoted(sentence: Sentence, at: int) -> bool:
    return sentence.tokens[at].is_quoted


_POLLS = frozenset("barometer census index poll ranking scorecard survey table tracker".split())


_ASKED = _POLLS | frozenset("agree agreement answers questionnaire responses scores".split())


_AS_CUSTOMERS = frozenset("clients customers members subscribers".split())


def ours_by_share(facts: Facts) -> Ruling | None:
    """*25 % of all podcasts hosted with us*, *one in five dentists is a paying customer*."""
    sentence = facts.sentence
    last = len(sentence.tokens) - 1
    is_ours = sentence.norm(last) in {"our", "ours"} and sentence.norm(last - 1) in {"are", "is"}
    if is_ours and facts.has_rate():
        return Ruling(Label.IMPACT, (last - 1, last))  # *one in four cans sold is ours*
    first = sentence.measure_at.get(sentence.start)
    if first is None or first.amount is not Amount.RATE or facts.acts:
        return None
    if sentence.norm(last) == "us" and sentence.norm(last - 1) in {
        "by",
        "from",
        "through",
        "to",
        "with",
    }:
        return Ruling(Label.IMPACT, (last - 1, last))
    for at in range(first.last + 1, last):
        is_one = sentence.norm(at) in {"are", "is"} and sentence.norm(at + 1) in {
            "a",
            "our",
            "paying",
        }
        near = (sentence.norm(i).removesuffix("s") + "s" for i in range(at + 1, at + 4))
        if is_one and not _AS_CUSTOMERS.isdisjoint(near):
            return Ruling(Label.IMPACT, (at,))
    return None


_LEANING = frozenset("appetite inclination intention likelihood propensity willingness".split())


def leaning(facts: Facts) -> Ruling | None:
    """*likelihood to recommend 8.2 → 9*: what people say they would do."""
    sentence = facts.sentence
    at = next((i for i, t in enumerate(sentence.tokens) if t.norm in _LEANING), -1)
    is_to = sentence.norm(at + 1) in {"of", "to"} if at >= 0 else False
    is_ours = facts.start is None or facts.start.lemma not in verbs.MAKE
    if is_to and is_ours and sentence.measures:
        return Ruling(Label.IMPACT, (at,))
    return None


def worth(facts: Facts) -> Ruling | None:
    """*customers are worth 20 % more to us*, *patients' wallet*: what they bring, not do."""
    sentence = facts.sentence
    for at in range(sentence.start + 1, len(sentence.tokens)):
        says_more = sentence.is_measured(at + 1) or sentence.norm(at + 1) in {"more", "over"}
        is_said = bool({sentence.norm(at - 1), sentence.norm(at - 2)} & {"are", "be", "is"})
        if sentence.norm(at) == "worth" and says_more and is_said and not facts.acts:
            return Ruling(Label.IMPACT, (at,))
        valued = sentence.measure_at.get(at + 2)
        is_sum = valued is not None and valued.amount is Amount.MONEY
        if (sentence.norm(at), sentence.norm(at + 1)) == ("valued", "at") and is_sum:
            return Ruling(Label.IMPACT, (at,))
        is_on_books = sentence.norm(at) == "books" and sentence.norm(at - 1) == "our"
        is_on_books = is_on_books and sentence.norm(at - 2) == "on"
        is_as = sentence.norm(at) in _AS_CUSTOMERS and sentence.norm(at - 1) == "as"
        is_customers = is_as or is_on_books
        is_won = facts.start is not None and facts.start.lemma in verbs.WIN
        is_told = is_won or sentence.is_measured(sentence.start)
        if is_customers and is_told and sentence.measures and not facts.acts:
            return Ruling(Label.IMPACT, (at,))
        if sentence.norm(at) == "wallet" and sentence.tokens[at - 1].is_possessive:
            return Ruling(Label.IMPACT, (at,))
    return None
