"""Whether an experiment is counted as its page says, and read as its design allows."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from seachange.events.sources.rows import from_rows
from seachange.measure.answering.asked import Asked
from seachange.measure.answering.experiment_counting import exposed, together
from seachange.measure.answering.experiment_fit import shapes
from seachange.measure.ask import parse
from seachange.measure.engines.choose import engine_for
from seachange.measure.questions.metrics import WITH_COVARIATE
from seachange.measure.statistics.experiments.calibration import Shape
from tests.measure.logs import DAY, ORIGIN, experimented, moments
from tests.measure.oracle.experiment import SEVERAL, UNLISTED, units, values
from tests.measure.oracle.reading import asked_at
from tests.measure.questions import experiments

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))
SUMS = ("units", "y", "x", "yy", "xy", "xx")


def counted(document, log, rows, as_of):
    """Return the units of every variant, and what the metric adds up to, as they are counted."""
    question = parse(document)
    with exposed(question, Asked(log, engine_for(log), asked_at(rows, as_of))) as shown:
        names = {**dict(enumerate(shown.variants)), -1: UNLISTED, -2: SEVERAL}
        found = Counter()
        for count in shown.counts:
            found[names[count.variant]] += count.units
        cells = {}
        for cell in shown.count(question.metric).cells:
            period = shown.cut[cell.period].label if cell.period >= 0 else ""
            sums = {key: getattr(cell.sums, key) for key in SUMS}
            cells[names[cell.variant], cell.phase, period] = sums
        return found, cells, shown.until


def slow(document, rows, as_of, *, until):
    looks = document.get("plan", {}).get("looks", "day")
    length = "day" if looks == "once" else looks
    cells = values(document, document["metric"], rows, as_of, until=until, length=length)
    return units(document, rows, as_of), {
        place: {
            "units": len(own),
            "y": sum(y for y, _ in own),
            "x": sum(x for _, x in own),
            "yy": sum(y * y for y, _ in own),
            "xy": sum(x * y for y, x in own),
            "xx": sum(x * x for _, x in own),
        }
        for place, own in cells.items()
    }


@given(experimented(), experiments(phases=True), moments())
def test_an_experiment_is_what_the_slow_count_says(rows, document, as_of):
    log = from_rows(rows)
    found, cells, until = counted(document, log, rows, as_of)
    assert (found, cells) == slow(document, rows, as_of, until=until)
    log.close()


@FEW
@given(rows=experimented(), document=experiments(), as_of=moments())
def test_every_engine_counts_the_same_experiment(log_on, rows, document, as_of):
    found, cells, until = counted(document, log_on(rows), rows, as_of)
    assert (found, cells) == slow(document, rows, as_of, until=until)


METRICS = {
    "share": {"kind": "share", "did": "buy", "within": "2 days"},
    "frequency": {"kind": "frequency", "did": "buy", "within": "7 days"},
    "total": {"kind": "total", "did": "buy", "value": "price", "within": "7 days"},
    "mean": {
        "kind": "mean",
        "did": {"event": ["buy", "refund"]},
        "value": "price",
        "within": "36 hours",
    },
    "ratio": {
        "kind": "ratio",
        "did": "buy",
        "over": {"event": ["buy", "visit"]},
        "within": "7 days",
    },
    "duration": {"kind": "duration", "did": "buy", "within": "7 days"},
    "nps": {"kind": "score", "survey": "rated", "value": "points", "scale": "nps"},
    "csat": {"kind": "score", "survey": "rated", "value": "points", "scale": "csat"},
    "points": {"kind": "score", "survey": "rated", "value": "points", "scale": "mean"},
    "again": {"kind": "frequency", "did": "visit", "of": "visit", "within": "2 days"},
    "asked": {"kind": "score", "survey": "rated", "value": "points", "scale": "nps", "of": "buy"},
}
BUSY = {
    "kind": "experiment",
    "assigned": {"event": "visit", "where": {"site": {"is_set": True}}},
    "variant": "site",
    "control": "old",
    "shares": {"old": 1, "new": 1, "bold": 2},
    "phases": [{"from": "2024-01-05", "shares": {"old": 1, "new": 1, "bold": 1}}],
}


def busy_rows(*, people=50, events=500):
    """Return a log on whose clock much happens at once, and nearly everything has a number."""
    dice = Random(20240101)
    favourite = [dice.choice(("old", "new", "bold", "bold", "none")) for _ in range(people)]
    rows = []
    for _ in range(events):
        who, name = dice.randrange(people), dice.choice(("visit", "buy", "refund", "rated"))
        held = {"price": dice.choice(("12.5", "0.000001", "-3", "1e3", "2e9", "much", "7"))}
        if name == "visit" and dice.random() < 0.5:
            held["site"] = "new" if dice.random() < 0.02 else favourite[who]
        if name == "rated":
            held["points"] = dice.choice((*range(11), 4.5, "ten"))
        t = ORIGIN + dice.randrange(16) * DAY + dice.choice((0, 0, 1, -1, DAY // 2))
        rows.append({"actor": f"a{who}", "time": t, "event": name, "properties": held})
    return rows


def test_the_quickest_stand_at_their_ranks_on_every_engine(log_on):
    rows = busy_rows()
    document = {**BUSY, "metric": METRICS["duration"]}
    with exposed(parse(document), Asked(log_on(rows), engine_for(log_on(rows)),
                                        asked_at(rows, None))) as shown:  # fmt: skip
        ranks = {variant: range(1, 6) for variant in range(len(shown.variants))}
        last = len(shown.cut) - 1
        told = shown.ranked(shown.question.metric, ranks, period=last)
        names, until = shown.variants, shown.until
    left: dict[str, list[int]] = {name: [] for name in names}
    for (name, _, period), own in values(document, document["metric"], rows, None,
                                         until=until).items():  # fmt: skip
        left[name] += [y for y, _ in own if period]
    for variant, name in enumerate(names):
        quickest = [y for y in sorted(left[name], reverse=True)[:5] if y > 0]
        assert [y for _, y in sorted(told[variant].items()) if y > 0] == quickest, name
    assert any(told.values())


CASES = [(name, None) for name in METRICS] + [(name, "3 days") for name in WITH_COVARIATE]


def test_every_metric_of_a_busy_log_is_what_the_slow_count_says(log_on):
    rows = busy_rows()
    log = log_on(rows)
    for name, covariate in CASES:
        metric = {"within": "7 days", **METRICS[name]}
        document = {**BUSY, "metric": metric, **({"covariate": covariate} if covariate else {})}
        found, cells, until = counted(document, log, rows, None)
        assert (found, cells) == slow(document, rows, None, until=until), name
        assert len(cells) > 10
        assert any(cell["y"] for cell in cells.values())
        assert found[SEVERAL]
        assert found[UNLISTED]


def test_how_units_lie_about_their_mean_is_counted_on_every_engine(log_on):
    rows = busy_rows()
    log = log_on(rows)
    for name, metric in METRICS.items():
        document = {**BUSY, "metric": {**metric, "within": "10 days"}}
        question = parse(document)
        with exposed(question, Asked(log, engine_for(log), asked_at(rows, None))) as shown:
            last = len(shown.cut) - 1
            strata = shown.count(question.metric).until(last)
            sums = [together(strata, variant) for variant in range(len(shown.variants))]
            if question.metric.is_ratio and not all(one.x for one in sums):
                continue  # nobody of a variant answered in time
            found = shapes(shown, question.metric, sums, period=last)
            judged = values(document, document["metric"], rows, None, until=shown.until)
            for variant, shape in zip(shown.variants, found, strict=True):
                own = [v for (n, _, p), vs in judged.items() if n == variant and p for v in vs]
                y, x = (np.array(column, dtype=float) for column in zip(*own, strict=True))
                expected = Shape.measured(y, over=x if question.metric.is_ratio else None)
                assert shape.units == expected.units, name
                assert shape.effective == pytest.approx(expected.effective), name
                if shape.second == 0:
                    assert expected.second == pytest.approx(0), name
                    continue
                # Without their units, which are not the same.
                lopsided, wanted = (each.third / each.second**1.5 for each in (shape, expected))
                assert lopsided == pytest.approx(wanted, abs=1e-3), name
