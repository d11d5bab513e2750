"""Learns what words weigh: `python -m tests.planning.rules.wording.learning`.

Multinomial logistic regression with a quadratic penalty, by gradient descent with momentum from
zero, so that the same goals give the same weights; small ones are dropped.
"""

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy import sparse

from seachange.planning.rules.wording.facts import Label, gather
from seachange.planning.rules.wording.sentence import parse
from seachange.planning.rules.wording.weighing import LABELS, signs

SETS = Path(__file__).parent.parent / "key_results"
SEEN_AT_LEAST, PENALTY, STEPS, SMALLEST = 3, 1.0, 300, 0.1


def labelled(*, without=()):
    """Every labelled goal, but for those of the sets named."""
    for path in sorted(SETS.glob("*.tsv")):
        if path.stem not in without:
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    yield row["text"], Label(row["label"])


def learn(goals):
    """The weights of every sign for each label, as weights.tsv holds them."""
    seen = [{sign for sign, _at in signs(gather(parse(text)))} for text, _label in goals]
    times = Counter(sign for one in seen for sign in one)
    column = {sign: i for i, sign in enumerate(sorted(times)) if times[sign] >= SEEN_AT_LEAST}
    column = {sign: i for i, sign in enumerate(column)}
    shown = _shown(seen, column)
    wanted = np.array([[label is other for other in LABELS] for _text, label in goals], float)
    weight = np.zeros((len(column), len(LABELS)))
    speed = np.zeros_like(weight)
    for _step in range(STEPS):
        told = shown @ weight
        told = np.exp(told - told.max(axis=1, keepdims=True))
        told /= told.sum(axis=1, keepdims=True)
        slope = (shown.T @ (told - wanted) + PENALTY * weight) / len(goals)
        speed = 0.9 * speed - 0.4 * slope
        weight = weight + speed
    return {sign: weight[i] for sign, i in column.items() if np.abs(weight[i]).max() >= SMALLEST}


def _shown(seen, column):
    """A row for each goal, with a one for every sign in it."""
    at = [(row, column[sign]) for row, one in enumerate(seen) for sign in one if sign in column]
    return sparse.csr_matrix(
        (np.ones(len(at)), tuple(zip(*at, strict=True))), (len(seen), len(column))
    )


def main():
    """Write the weights beside the module that reads them."""
    lines = ["\t".join(["sign", *(label.value for label in LABELS)])]
    for sign, row in sorted(learn(list(labelled())).items()):
        lines.append("\t".join([sign, *(f"{number:.2f}" for number in row)]))
    to = files("seachange.planning.rules.wording").joinpath("weights.tsv")
    Path(str(to)).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
