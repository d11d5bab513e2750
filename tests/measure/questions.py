"""Random questions as they stand in files, about the small worlds of `logs.py`."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.measure.logs import NAMES, units, windows

Document = dict[str, Any]

SHOWN = {"event": "visit", "where": {"platform": {"is_set": True}}}
METRICS = ("share", "frequency", "total", "mean", "ratio", "duration", "score")
LENGTHS = ("day", "week", "month", "quarter")
ZONES = ("UTC", "UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu")
DATES = ("2023-12-25", "2024-01-02", "2024-01-03", "2024-01-08", "2024-01-10", "2024-01-20")
CONDITIONS: tuple[Document, ...] = (
    {"plan": "pro"},
    {"plan": ["pro", 10]},
    {"plan": {">": 9}},
    {"plan": {"not": "pro"}},
    {"plan": {"is_set": True}, "platform": "mobile"},
    {"plan": {"contains": "r"}},
    {"platform": {"is_set": False}},
    {"nothing": "has this"},
)


def rules(*, narrow: bool = False) -> st.SearchStrategy[Any]:
    """Return rules: mostly one event, also several, any, and those with conditions."""
    one = st.sampled_from(NAMES)
    conditional = st.builds(
        lambda name, where: {"event": name, "where": where}, one, st.sampled_from(CONDITIONS)
    )
    several = st.builds(lambda a, b: {"any": [a, b]}, one, conditional)
    listed = st.builds(lambda a, b: {"event": [a, b]}, one, one)
    if narrow:
        return st.one_of(one, conditional)
    return st.one_of(one, one, conditional, several, listed, st.just({"any_event": True}))


@st.composite
def populations(draw: st.DrawFn) -> Document:
    """Return restrictions of who counts: usually one or two kinds of them."""
    kinds = draw(st.sets(st.sampled_from(("did", "not", "where", "account_where")), max_size=2))
    written: Document = {}
    for kind in sorted(kinds):
        which = rules(narrow=True) if kind in ("did", "not") else st.sampled_from(CONDITIONS)
        written[kind] = draw(which)
    return written


def breakdowns() -> st.SearchStrategy[Any]:
    """Return breakdowns by each level, now and then with fewer groups than there are values."""
    names = st.sampled_from(("plan", "plan", "platform", "nothing"))
    levels = st.sampled_from(("event", "actor", "account"))
    leveled = st.builds(
        lambda level, name, most: {level: name, "most": most}, levels, names, st.integers(1, 3)
    )
    return st.one_of(names, leveled)


@st.composite
def _scoped(draw: st.DrawFn, document: Document, *, trend: bool = False) -> Document:
    """Add, now and then, what every question may have."""
    if draw(st.booleans()):
        first, last = sorted(draw(st.sets(st.sampled_from(DATES), min_size=2, max_size=2)))
        bounds = {"from": first, "to": last}
        document |= {key: bounds[key] for key in draw(st.sets(st.sampled_from(("from", "to"))))}
    if trend and draw(st.booleans()):
        document["trend"] = draw(st.sampled_from(LENGTHS))
    if draw(st.booleans()):
        document["by"] = draw(breakdowns())
    if draw(st.booleans()):
        document["population"] = draw(populations())
    return document | {"timezone": draw(st.sampled_from(ZONES)), "unit": draw(units())}


@st.composite
def shares(draw: st.DrawFn) -> Document:
    """Return a share."""
    document = {
        "kind": "share",
        "of": draw(rules()),
        "did": draw(rules()),
        "within": draw(windows()),
        "entry": draw(st.sampled_from(("first", "every"))),
    }
    return draw(_scoped(document, trend=True))


@st.composite
def frequencies(draw: st.DrawFn) -> Document:
    """Return a frequency."""
    document = {
        "kind": "frequency",
        "did": draw(rules()),
        "active": draw(rules()),
        "period": draw(st.sampled_from(LENGTHS)),
        "measure": draw(st.sampled_from(("per_active", "share_active"))),
    }
    return draw(_scoped(document))


@st.composite
def durations(draw: st.DrawFn) -> Document:
    """Return a duration."""
    document = {"kind": "duration", "of": draw(rules()), "did": draw(rules())}
    if draw(st.booleans()):
        document["within"] = draw(windows())
    return draw(_scoped(document, trend=True))


@st.composite
def retentions(draw: st.DrawFn) -> Document:
    """Return a retention."""
    did = draw(rules())
    document = {
        "kind": "retention",
        "of": draw(st.one_of(rules(), st.just(did))),
        "did": did,
        "period": draw(st.sampled_from(LENGTHS)),
        "most": draw(st.integers(1, 12)),
    }
    way = draw(st.sampled_from(("first", "recurring", "days")))
    document |= {"days": draw(st.integers(1, 8))} if way == "days" else {"mode": way}
    return draw(_scoped(document))


@st.composite
def journey_maps(draw: st.DrawFn) -> Document:
    """Return a journey map."""
    gaps = st.builds(lambda gap: {"session_gap": gap}, windows())
    held = st.builds(lambda name: {"property": name}, st.sampled_from(("plan", "platform")))
    document = {
        "kind": "journey_map",
        "case": draw(st.one_of(gaps, gaps, st.just("actor"), held)),
        "keep": draw(st.sampled_from((1, 2, 3, 12, "all"))),
    }
    return {key: value for key, value in draw(_scoped(document)).items() if key != "by"}


@st.composite
def score_questions(draw: st.DrawFn) -> Document:
    """Return a score of the property `score`."""
    document = {
        "kind": "score",
        "survey": draw(rules()),
        "value": "score",
        "scale": draw(st.sampled_from(("nps", "nps", "csat", "mean"))),
    }
    if draw(st.booleans()):
        document["sent"] = draw(rules())
    return draw(_scoped(document, trend=True))


@st.composite
def metrics(draw: st.DrawFn, *, kinds: tuple[str, ...] = METRICS) -> Document:
    """Return what an experiment measures of each unit."""
    kind = draw(st.sampled_from(kinds))
    metric = {"kind": kind, "within": draw(st.one_of(st.just("7 days"), windows()))}
    did = st.one_of(st.just({"any_event": True}), st.sampled_from(NAMES), rules())
    metric["survey" if kind == "score" else "did"] = draw(did)
    if kind == "ratio":
        metric["over"] = draw(rules())
    if kind in ("total", "mean", "score"):
        metric["value"] = "plan"
    if kind == "score":
        metric["scale"] = draw(st.sampled_from(("nps", "csat", "mean")))
    if draw(st.integers(0, 3)) == 0:
        metric["of"] = draw(rules())
    return metric


@st.composite
def experiments(draw: st.DrawFn, *, phases: bool = False) -> Document:
    """Return an experiment whose variants are the values of a property that few events have."""
    with_covariate = draw(st.booleans())
    document = {
        "kind": "experiment",
        "assigned": draw(st.one_of(st.just(SHOWN), st.just(SHOWN), rules())),
        "variant": draw(st.sampled_from(("platform", "platform", "platform", "plan"))),
        "control": draw(st.sampled_from(("mobile", "desktop", "pro"))),
        "metric": draw(metrics(kinds=METRICS[:3] if with_covariate else METRICS)),
    }
    if with_covariate:
        document["covariate"] = draw(windows())
    if phases or draw(st.booleans()):
        names = sorted({document["control"], "mobile", "desktop", "10"})
        document["shares"] = {name: draw(st.integers(1, 3)) for name in names}
    if phases:
        days = sorted(draw(st.sets(st.sampled_from(DATES), max_size=2)))
        document["phases"] = [{"from": day, "shares": document["shares"]} for day in days]
    if draw(st.booleans()):
        looks = st.sampled_from(("day", "week", "once"))
        document["plan"] = {"units": draw(st.integers(2, 5)), "looks": draw(looks)}
    # So few actors are hardly ever in two variants and in a population besides.
    left_out = ("by",) if draw(st.integers(0, 3)) == 0 else ("by", "population", "to")
    return {key: value for key, value in draw(_scoped(document)).items() if key not in left_out}


@st.composite
def experiment_plans(draw: st.DrawFn) -> Document:
    """Return a plan of an experiment that is yet to be."""
    document = {
        "kind": "experiment_plan",
        "of": draw(rules()),
        "metric": {k: v for k, v in draw(metrics()).items() if k != "of"},
        "change": draw(st.sampled_from((0.01, 0.25, 3))),
        "over": draw(st.one_of(st.just("7 days"), windows())),
        "looks": draw(st.sampled_from((1, 3))),
    }
    left_out = ("by", "from", "to")
    return {key: value for key, value in draw(_scoped(document)).items() if key not in left_out}


KINDS = {
    "share": shares,
    "frequency": frequencies,
    "duration": durations,
    "journey_map": journey_maps,
    "retention": retentions,
    "score": score_questions,
    "experiment": experiments,
    "experiment_plan": experiment_plans,
}
