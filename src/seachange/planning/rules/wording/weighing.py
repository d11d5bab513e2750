"""What a goal's words weigh in goals already labelled, beside what the rules say of it."""

from __future__ import annotations

import math

from seachange.planning.rules.wording import leftovers, nouns, verbless
from seachange.planning.rules.wording.facts import Facts, Label, Ruling
from seachange.planning.rules.wording.learnt import trust, weights
from seachange.planning.rules.wording.people import Group
from seachange.planning.rules.wording.predicates import Sort
from seachange.planning.rules.wording.signs import signs
from seachange.planning.rules.wording.strangers import is_known, names_people_only
from seachange.planning.rules.wording.tokens import Kind

# In the order of the columns of weights.tsv; those of trust.tsv are the first three.
LABELS = (Label.OUTPUT, Label.IMPACT, Label.OUTCOME, Label.ACTIVITY, Label.UNCLEAR)
TOLD = LABELS[:3]
# By how much words must outweigh *outcome* and what the rules say where that is *unclear* or
# effort, which no blind set holds.
OVER_UNSAID = 0.25
LEANING = (0.0, 0.3, 0.0)  # added so that impacts are found about as often as outputs
_MOST_TOLD = 3
_NOTHING = Ruling(Label.UNCLEAR)

Found = list[tuple[tuple[float, ...], tuple[int, ...]]]  # what a sign weighs, and where it stands


def weigh(facts: Facts, ruled: Ruling = _NOTHING) -> Ruling | None:
    """Tell what a goal is by its words and the rule together; nothing where the rule stands.

    Words weigh what they do in the labelled goals under tests/planning/rules/key_results, by a
    linear support vector machine for each label (Cortes & Vapnik 1995) over signs weighed by
    how rare they are; a rule counts for as much as it was right at goals it had never seen.
    Who is told of a goal is told the words that weighed most against the rule. Names of the
    plan, a wish to be first, a state of mind that no number measures, a need told as *I* and a
    language we do not know are none of its business.
    """
    if not _may_weigh(facts):
        return None
    found = _found(facts)
    weighed = [sum(weight[i] for weight, _at in found) for i in range(len(LABELS))]
    says = Label.OUTCOME if ruled.label is Label.UNMEASURED else ruled.label
    rival, best = LABELS.index(says), _most(weighed, ruled)
    if best == rival or (says not in TOLD and not _is_told(weighed, best, rival)):
        return None
    told = _heaviest(found, best, rival)
    return Ruling(_measured(facts, LABELS[best]), told) if told else None


def voices(rule: str, label: Label) -> tuple[str, ...]:
    """Return the names under which trust.tsv knows what a rule says: by label, kin, and rule.

    A rule that looks at a whole turn of phrase is more often right than one that asks in general,
    and one that no set had met yet is trusted as its kin are.
    """
    kin = rule.partition(".")[0]
    sort = "general" if kin in _GENERAL else "narrow"
    says = f"says {label.value}"
    return says, f"{sort} {says}", f"{kin} {says}", f"{rule} {says}"


_GENERAL = frozenset({"none", "rulings", "verbless"})


def _found(facts: Facts) -> Found:
    """Return what the signs of a goal weigh that we know, all of them of length one together."""
    known = [(weights()[sign], at) for sign, at in signs(facts) if sign in weights()]
    length = math.sqrt(sum(rarity * rarity for (rarity, *_), _at in known)) or 1.0
    return [(tuple(one * row[0] / length for one in row[1:]), at) for row, at in known]


def _most(weighed: list[float], ruled: Ruling) -> int:
    """Return the place of the label for which words and rule together speak most."""
    (times, *_), table = trust()["words"], trust()
    heard = [table[voice] for voice in voices(ruled.by, ruled.label) if voice in table]
    together = [
        times * weighed[i] + lean + sum(row[i] for row in heard) for i, lean in enumerate(LEANING)
    ]
    return max(range(len(TOLD)), key=together.__getitem__)


def _is_told(weighed: list[float], best: int, rival: int) -> bool:
    """Tell whether a goal called unclear or effort is clearly an output or an impact."""
    rivals = (rival, LABELS.index(Label.OUTCOME))
    return all(weighed[best] - weighed[other] > OVER_UNSAID for other in rivals)


def _measured(facts: Facts, label: Label) -> Label:
    is_bare = label is Label.OUTCOME and not facts.sentence.is_rated()
    return Label.UNMEASURED if is_bare else label


def _heaviest(found: Found, best: int, rival: int) -> tuple[int, ...]:
    """Return the words that weighed most for the one label against the other."""
    shares: dict[int, float] = {}
    for weight, positions in found:
        for at in positions:
            share = (weight[best] - weight[rival]) / len(positions)
            shares[at] = shares.get(at, 0.0) + share
    told = sorted((at for at in shares if shares[at] > 0), key=lambda at: (-shares[at], at))
    return tuple(sorted(told[:_MOST_TOLD]))


def _may_weigh(facts: Facts) -> bool:
    sentence = facts.sentence
    is_planned = any(crowd.group is Group.PLANNED for crowd in sentence.people)
    is_of_plan = bool(sentence.outputs or sentence.behaviours) or is_planned
    is_wish = verbless.is_ranked(sentence) or any(t.norm in nouns.LEADING for t in sentence.tokens)
    is_mind = facts.first(Sort.MIND) is not None
    is_counted = any(token.kind is Kind.NUMBER for token in sentence.tokens) or facts.has_rate()
    is_need = leftovers.is_told(sentence)  # *I miss meetings*
    is_bare = (is_wish and not facts.has_rate()) or (is_mind and not is_counted)
    if is_of_plan or is_need or is_bare or names_people_only(sentence):
        return False
    words = [at for at in range(sentence.start, len(sentence.tokens)) if sentence.is_word(at)]
    known = sum(is_known(sentence.norm(at)) for at in words)
    return len(words) > 1 and 2 * known >= len(words)
