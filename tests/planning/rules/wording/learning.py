"""Learns what words weigh: `python -m tests.planning.rules.wording.learning`.

A linear support vector machine for each label (squared hinge, quadratic penalty) over signs
weighed by how rare they are, a goal's signs having length one together (Salton & Buckley 1988);
by accelerated gradient descent from zero, so that the same goals give the same weights. Then how
far each rule is to be trusted beside the words: multinomial logistic regression on what the
rules said of each set at its first look, and what words learnt without that set weigh.
"""

import csv
import math
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy import sparse

from seachange.planning.rules.wording.facts import Label, gather
from seachange.planning.rules.wording.sentence import parse
from seachange.planning.rules.wording.signs import signs
from seachange.planning.rules.wording.weighing import LABELS, TOLD, voices

HERE = Path(__file__).parent
SETS = HERE.parent / "key_results"
SEEN_AT_LEAST, KEPT, SLACK, STEPS = 3, 12000, 0.5, 150
# Neither taught nor mended for, so that it goes on telling what to expect of a goal never seen.
KEPT_APART = frozenset({"perigee"})
PENALTY, TRUST_STEPS, SMALLEST = 1.0, 1000, 0.05


def labelled(*, without=()):
    """Every labelled goal, but for those of the sets named and of those kept apart."""
    for path in sorted(SETS.glob("*.tsv")):
        if path.stem not in KEPT_APART.union(without):
            for row in _rows(path):
                yield row["text"], Label(row["label"])


def first_looks():
    """What the rules said of each goal of a set never seen before: set, goal, rule, label."""
    for row in _rows(HERE / "first_looks.tsv"):
        yield row["set"], row["text"], row["rule"], Label(row["said"])


def _rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


# --- words ----------------------------------------------------------------------------------------


def learn(goals):
    """How rare every sign is and what it weighs for each label, as weights.tsv holds them."""
    goals = list(goals)
    return weigh_signs([seen_in(text) for text, _ in goals], [label for _, label in goals])


def seen_in(text):
    """The signs of a goal."""
    return {sign for sign, _at in signs(gather(parse(text)))}


def weigh_signs(seen, labels):
    """The weights that tell goals with these signs apart; the heaviest are kept, learnt anew."""
    times = Counter(sign for one in seen for sign in one)
    rarity = {
        sign: math.log((1 + len(seen)) / (1 + times[sign])) + 1
        for sign in sorted(times)
        if times[sign] >= SEEN_AT_LEAST
    }
    wanted = np.array([[1 if label is other else -1 for other in LABELS] for label in labels])
    weight = _separate(shown(seen, rarity), wanted)
    size = np.abs(weight).max(axis=1)
    heaviest = sorted(range(len(size)), key=lambda i: (-round(size[i], 6), i))[:KEPT]
    names = list(rarity)
    rarity = {names[i]: rarity[names[i]] for i in sorted(heaviest)}
    weight = _separate(shown(seen, rarity), wanted)
    return {sign: (rarity[sign], *row) for sign, row in zip(rarity, weight, strict=True)}


def shown(seen, rarity):
    """A row of length one for each goal, with how rare each of its signs is."""
    column = {sign: i for i, sign in enumerate(rarity)}
    at = [(row, sign) for row, one in enumerate(seen) for sign in sorted(one & column.keys())]
    value = np.array([rarity[sign] for _row, sign in at])
    place = ([row for row, _ in at], [column[sign] for _, sign in at])
    rows = sparse.csr_matrix((value, place), (len(seen), len(column)))
    length = np.sqrt(rows.multiply(rows).sum(axis=1)).A1
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(length, 1e-9)) @ rows)


def _separate(rows, wanted):
    """Minimise |w|²/2 + SLACK Σ max(0, 1 − y·w)² for each label (Nesterov 1983)."""
    turned = rows.T.tocsr()
    direction = np.ones(rows.shape[1])
    for _step in range(30):
        direction = turned @ (rows @ direction)
        widest = np.linalg.norm(direction)
        direction /= widest
    pace = 1 / (1 + 2 * SLACK * widest)
    weight = ahead = np.zeros((rows.shape[1], wanted.shape[1]))
    for step in range(STEPS):
        short = np.maximum(0, 1 - wanted * (rows @ ahead))
        further = ahead - pace * (ahead - 2 * SLACK * (turned @ (wanted * short)))
        ahead = further + step / (step + 3) * (further - weight)
        weight = further
    return weight


# --- rules ----------------------------------------------------------------------------------------


def learn_trust():
    """What each voice of a rule adds to each label it may be told for, as trust.tsv holds them."""
    truth = dict(labelled())
    looks = list(first_looks())
    told = [(text, voices(rule, said)) for _, text, rule, said in looks]
    weighed = {}
    for name in sorted({look[0] for look in looks}):
        texts = [look[1] for look in looks if look[0] == name]
        learnt = learn(labelled(without=(name, "practice")))
        weighed |= dict(zip(texts, score(learnt, [seen_in(text) for text in texts]), strict=True))
    return trust([v for _, v in told], [weighed[t] for t, _ in told], [truth[t] for t, _ in told])


def score(learnt, seen):
    """What the signs of each goal weigh together for each label."""
    rows = shown(seen, {sign: row[0] for sign, row in learnt.items()})
    return rows @ np.array([row[1:] for row in learnt.values()])


def trust(spoken, weighed, labels):
    """Learn by how much words are to be multiplied, and what each voice adds."""
    column = {voice: i for i, voice in enumerate(sorted({v for one in spoken for v in one}))}
    said = np.zeros((len(spoken), len(column)))
    for row, one in enumerate(spoken):
        said[row, [column[voice] for voice in one]] = 1
    wanted = np.array([[label is other for other in TOLD] for label in labels], float)
    words = np.array(weighed)[:, : len(TOLD)]
    many, added = 1.0, np.zeros((len(column), len(TOLD)))
    quick = np.zeros_like(added)
    fast = 0.0
    for _step in range(TRUST_STEPS):
        sure = many * words + said @ added
        sure = np.exp(sure - sure.max(axis=1, keepdims=True))
        sure /= sure.sum(axis=1, keepdims=True)
        quick = 0.9 * quick - 0.2 * (said.T @ (sure - wanted) + PENALTY * added) / len(words)
        fast = 0.9 * fast - 0.2 * ((sure - wanted) * words).sum() / len(words)
        many, added = many + fast, added + quick
    return {"words": (many,) * len(TOLD)} | {v: tuple(added[i]) for v, i in column.items()}


def main():
    """Write both tables beside the module that reads them."""
    _write("weights.tsv", ["sign", "rarity", *LABELS], learn(labelled()))
    _write("trust.tsv", ["voice", *TOLD], learn_trust())


def _write(name, titles, rows):
    """Whole hundredths; what comes to nothing is left out."""
    lines = ["\t".join(titles)]
    for sign, row in sorted(rows.items()):
        if max(abs(number) for number in row) >= SMALLEST:
            lines.append("\t".join([sign, *(str(round(100 * number)) for number in row)]))
    to = files("seachange.planning.rules.wording").joinpath(name)
    Path(str(to)).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
