"""How English bends a word: the forms of a verb, the plural of a noun, both spellings."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """A form of a verb, as far as a goal needs to know it."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"


_VOWELS = frozenset("aeiou")

# base: (past, participle); those whose forms cannot be worked out.
_IRREGULAR = {
    words[0]: (words[1], words[-1])
    for words in map(
        str.split,
        """
    become became become / begin began begun / bring brought / build built / buy bought
    break broke broken / breastfeed breastfed / broadcast broadcast / dig dug / feed fed
    fly flew flown / freeze froze frozen / hang hung / lay laid / mow mowed mown / shed shed
    sow sowed sown
    catch caught / choose chose chosen / come came come / cut cut / do did done / draw drew drawn
    drink drank drunk / drive drove driven / eat ate eaten / fall fell fallen / feel felt
    find found / forget forgot forgotten / get got / give gave given / go went gone
    grow grew grown / have had / hear heard / hit hit / hold held / keep kept / know knew known
    lead led / learn learnt / leave left / lend lent / let let / lose lost / make made / mean meant
    meet met / overcome overcame overcome / override overrode overridden / pay paid / put put
    read read / rebuild rebuilt / redo redid redone / repay repaid / reset reset / resell resold
    retake retook retaken / rethink rethought / ride rode ridden / rise rose risen / run run
    say said / see saw seen / sell sold / send sent / set set / show showed shown / shut shut
    sit sat / sleep slept / speak spoke spoken / spend spent / split split / spread spread
    stand stood / stick stuck / swim swam swum / take took taken / teach taught / tell told
    think thought / throw threw thrown / undergo underwent undergone
    understand understood / undo undid undone / wake woke woken / wear wore worn / win won
    withdraw withdrew withdrawn / write wrote written / rewrite rewrote rewritten / upsell upsold
    """.replace("\n", " / ").split(" / "),
    )
    if words
}
# The last consonant doubles though the word is longer than one syllable.
_DOUBLES = frozenset(
    "admit begin commit defer embed enrol equip fulfil forget format incur infer input occur offset"
    " opt outfit permit prefer program recur refer remit reset submit transfer transmit unplug"
    " unsubscribe upset".split()
)
# British English doubles the l, American English does not: both are read.
_DOUBLES_L = frozenset(
    "cancel channel counsel dial enrol fuel fulfil initial label level marshal model signal total"
    " travel".split()
)


def verb_forms(base: str) -> dict[Form, frozenset[str]]:
    """Return every spelling of every form of a verb given in British or American spelling."""
    forms: dict[Form, set[str]] = {form: set() for form in Form}
    for spelling in spellings(base):
        for form, words in _forms(spelling).items():
            forms[form] |= words
    return {form: frozenset(words) for form, words in forms.items()}


def _forms(base: str) -> dict[Form, set[str]]:
    past, participle = _IRREGULAR.get(base, ("", ""))
    regular = {stem + "ed" for stem in _stems(base)}
    return {
        Form.BASE: {base},
        Form.THIRD: {_with_s(base)},
        Form.PAST: {past} if past else regular,
        Form.PARTICIPLE: {participle} if participle else regular,
        Form.ING: {base + "ing"} if base.endswith(("ee", "oe", "ye")) else _ing(base),
    }


def _ing(base: str) -> set[str]:
    if base.endswith("ie"):
        return {base[:-2] + "ying"}
    if base.endswith("y"):
        return {base + "ing"}
    return {stem + "ing" for stem in _stems(base)}


def _stems(base: str) -> set[str]:
    """Return what stands before -ed and -ing."""
    if base.endswith("e"):
        return {base[:-1]}
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return {base[:-1] + "i"}
    if base in _DOUBLES_L:
        return {base, base + "l"}
    if base in _DOUBLES or _is_short_and_closed(base):
        return {base + base[-1]}
    if base.endswith("ic"):
        return {base + "k"}
    return {base}


def _is_short_and_closed(base: str) -> bool:
    """Tell whether a word is one syllable of consonant, vowel, consonant: stop, ship, log."""
    if len(base) < 3 or base[-1] in _VOWELS or base[-1] in "wxy":
        return False
    vowels = [letter in _VOWELS or (letter == "y" and i > 0) for i, letter in enumerate(base)]
    if base.startswith("qu"):
        vowels[1] = False
    return vowels[-2] and sum(vowels) == 1


def plural(noun: str) -> str:
    """Return the plural of a noun that has a regular one."""
    if noun.endswith(("man", "woman")) and noun not in {"human", "german"}:
        return noun[:-2] + "en"
    return _with_s(noun)


def _with_s(word: str) -> str:
    if word in {"have", "be"}:
        return "has" if word == "have" else "is"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in {
        "go",
        "do",
        "undergo",
        "echo",
        "veto",
    }:
        return word + "es"
    return word + "s"


_ISE_IS_PART_OF_THE_WORD = frozenset(
    "advertise advise apprise arise chastise comprise compromise devise disguise exercise franchise"
    " improvise merchandise practise praise premise promise raise revise rise supervise surprise"
    " televise".split()
)
_TWO_SPELLINGS = (
    ("isation", "ization"),
    ("yse", "yze"),
    ("ise", "ize"),
    ("our", "or"),
    ("centre", "center"),
    ("programme", "program"),
    ("catalogue", "catalog"),
    ("enrol", "enroll"),
    ("fulfil", "fulfill"),
    ("licence", "license"),
    ("practise", "practice"),
    ("judgement", "judgment"),
    ("adviser", "advisor"),
)
_OUR_IS_PART_OF_THE_WORD = frozenset("our hour your four tour pour hours".split())


def spellings(word: str) -> tuple[str, ...]:
    """Return a word in British and, where it differs, in American spelling."""
    for british, american in _TWO_SPELLINGS:
        if not word.endswith(british) or word in _OUR_IS_PART_OF_THE_WORD:
            continue
        if british == "ise" and word in _ISE_IS_PART_OF_THE_WORD:
            continue
        if british == "enrol" and word.endswith("enroll"):
            continue
        return (word, word.removesuffix(british) + american)
    return (word,)
