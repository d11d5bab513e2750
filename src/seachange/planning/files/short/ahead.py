"""What lies ahead, written short: `roadmap: {3m: […]}`, `vision:`, `objective:`."""

from __future__ import annotations

import re

from seachange.planning.files.nodes import Items, Keys, Node, Scalar, wrong
from seachange.planning.files.periods import tally
from seachange.planning.files.short.forms import (
    Entry,
    Fields,
    Form,
    Section,
    Top,
    Whole,
    expected,
    figure,
    is_id,
    is_silent,
    renamed,
    slug,
    text_of,
    unfold,
    word,
    words_in,
)
from seachange.planning.files.short.promises import function_of
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.vocabulary import Kind

_HORIZON = re.compile(r"([0-9]{1,2})m\Z")
_QUESTION = re.compile(r"(\w+): (.+\?)\Z")
_TITLED = re.compile(r"(theme|vision milestone): (.*\S)\Z")
_SUBJECTS = {
    Kind.OUTCOME: ("outcome", "outcome"),
    Kind.HYPOTHESIS: ("hypothesis", "outcome"),
    Kind.QUESTION: ("question", "outcome"),
    Kind.PROBLEM: ("problem", "outcome"),
    Kind.MILESTONE: ("milestone", "vision"),
    Kind.OUTPUT: ("output", ""),
}
_ITEMS = '[OC1, "Q1: why do they leave?", H2, "theme: no missed meetings"]'
_AUDIENCE = "[product, engineering, sales, cs, leaders]"
_MOST_SELLERS = 1_000
VISION, OBJECTIVE, ROADMAP = "vision", "objective", "roadmap"


# --- the roadmap ----------------------------------------------------------------------------------


def _roadmap(whole: Whole, node: Keys | Items, _at: Place) -> None:
    if not isinstance(node, Keys):
        raise expected(node, key=ROADMAP, example=f"{{3m: {_ITEMS}}}")
    for key, held in node.held.items():
        horizon = _HORIZON.match(key)
        with whole.mistakes.caught():
            if isinstance(held, Keys):  # an item written out
                _add(whole, Kind.ROADMAP_ITEM, key, held.held, at=node.keys[key])
            elif key == "audience":
                _audience(whole, held)
            elif horizon:
                _horizon(whole, horizon[1], held)
            else:
                what = f"the roadmap has no key {key!r}"
                raise wrong(node.keys[key], what, remedy=f"Write `3m: {_ITEMS}`.")


def _audience(whole: Whole, node: Node) -> None:
    words = words_in(node, key="audience", example=_AUDIENCE)
    told = Items(node.at, [word(function_of(each.text), each.at) for each in words])
    _add(whole, Kind.ROADMAP_VIEW, "RV", {"audience": told}, at=node.at)


def _horizon(whole: Whole, months: str, node: Node) -> None:
    if is_silent(node):
        return
    for each in words_in(node, key=f"{months}m", example=_ITEMS):
        with whole.mistakes.caught():
            _item(whole, months, each)


def _item(whole: Whole, months: str, told: Scalar) -> None:
    question, titled = _QUESTION.match(told.text), _TITLED.match(told.text)
    if titled and titled[1] == "theme":
        fields: dict[str, Node] = {
            "item_kind": word("theme", told.at),
            "title": word(titled[2], told.at),
        }
        _put(whole, months, slug(titled[2]), fields, at=told.at)
        return
    subject = told.text
    if titled:
        subject = _milestone(whole, months, titled[2], at=told.at)
    elif question:
        subject = question[1]
        fields = {"text": word(question[2], told.at)}
        _add(whole, Kind.QUESTION, subject, fields, at=told.at)
    kind = whole.kind_of(subject)
    if kind not in _SUBJECTS:
        raise expected(told, key=f"{months}m", example=_ITEMS)
    field, source = _SUBJECTS[kind]
    fields = {"item_kind": word(_kind(field), told.at), field: word(subject, told.at)}
    if source:
        fields["source"] = word(source, told.at)
    _put(whole, months, subject, fields, at=told.at)


def _kind(field: str) -> str:
    return "vision_milestone" if field == "milestone" else field


def _milestone(whole: Whole, months: str, text: str, *, at: Place) -> str:
    visions = [each for each, (kind, _) in whole.written.items() if kind is Kind.VISION]
    vision = "VI1" if whole.tops(VISION) else next(iter(visions), "")
    if not vision:
        what = "a vision milestone needs a vision"
        raise wrong(at, what, remedy="Write `vision: {category: …, from: …, to: …}` at the top.")
    milestone = f"VM-{slug(text)}"
    fields = {
        "vision": word(vision, at),
        "text": word(text, at),
        "horizon": figure(months, at),
    }
    _add(whole, Kind.MILESTONE, milestone, fields, at=at)
    return milestone


def _put(whole: Whole, months: str, about: str, fields: Fields, *, at: Place) -> None:
    told = {
        **fields,
        "horizon": figure(months, at),
        "state": word("now" if months == "3" else "later", at),
    }
    _add(whole, Kind.ROADMAP_ITEM, f"RM-{about}", told, at=at)


def _add(whole: Whole, kind: Kind, record_id: str, fields: Fields, *, at: Place) -> None:
    whole.imply(kind, record_id, fields, at=at, owner=ROADMAP)


def _has_horizons(node: Node) -> bool:
    """Tell horizons from items that are written out: those are mappings, or say nothing."""
    return isinstance(node, Keys) and any(
        not isinstance(held, Keys)
        and (not is_silent(held) or key == "audience" or _HORIZON.match(key))
        for key, held in node.held.items()
    )


ROADMAP_TOP = Top(
    unfold=_roadmap,
    example=f"{{3m: {_ITEMS}, audience: {_AUDIENCE}}}",
    schema={
        "type": "object",
        "patternProperties": {
            "^[0-9]+m$": {"type": ["array", "string", "null"]},
            "^audience$": {"type": ["array", "string"]},
        },
    },
    means="items by their horizon in months, and whom the roadmap is for",
    applies=_has_horizons,
)


# --- the vision -----------------------------------------------------------------------------------


def _fluent(entry: Entry, node: Node) -> None:
    """Add as many sellers as there are, and a pass for each who can tell the story."""
    counted = tally(text_of(node, key="fluent_sellers", example="5/9"))
    if counted is None or not counted[0] <= counted[1] <= _MOST_SELLERS:
        raise expected(node, key="fluent_sellers", example="5/9")
    fluent, all_of_them = counted
    for n in range(1, all_of_them + 1):
        fields = {
            "name": word(f"seller {n} of {all_of_them}", node.at),
            "role": word("sales", node.at),
        }
        entry.imply(Kind.MEMBER, f"seller-{n}", fields, at=node.at)
    for n in range(1, fluent + 1):
        fields = {"member": word(f"seller-{n}", node.at), "passed": figure("true", node.at)}
        entry.imply(Kind.FLUENCY_CHECK, f"F-seller-{n}", fields, at=node.at)


def _key_results(entry: Entry, node: Node) -> None:
    example = '[OC1, "Launch the app by June"]'
    for n, each in enumerate(words_in(node, key="key_results", example=example), start=1):
        is_outcome = entry.whole.kind_of(each.text) is Kind.OUTCOME or is_id(each.text)
        fields = {
            "objective": word(entry.id, each.at),
            "outcome" if is_outcome else "text": each,
        }
        own = f"{entry.id}-{each.text if is_outcome else f'KR{n}'}"
        entry.imply(Kind.KEY_RESULT, own, fields, at=each.at)


def _single(name: str, record_id: str, section: Section) -> Top:
    """Return the key at the top that holds the one record of its kind."""

    def take(whole: Whole, node: Keys | Items, at: Place) -> None:
        if not isinstance(node, Keys):
            raise expected(node, key=name, example=_EXAMPLES[name])
        if record_id in whole.taken:
            what = f"this stands for {section.kind.one} {record_id}, and that id is taken"
            raise wrong(at, what, remedy="Write this one among the others, by an id of its own.")
        whole.taken[record_id] = at
        whole.owners[record_id] = name
        whole.written[record_id] = section.kind, node
        entry = Entry(whole, section.kind, record_id, node, at, name, Keys(node.at))
        entry.fill("state", "live" if section.kind is Kind.VISION else "committed")
        unfold(entry, section)

    schema = {
        "type": "object",
        "properties": {key: dict(form.schema) for key, form in section.forms.items()},
    }
    means = f"the one {name} of the plan"
    return Top(unfold=take, example=_EXAMPLES[name], schema=schema, means=means)


_EXAMPLES = {
    VISION: "{category: …, from: …, to: …, why_now: […]}",
    OBJECTIVE: "{text: clients get help fast, team: Matching, key_results: [OC1]}",
}
VISION_RECORD = Section(
    kind=Kind.VISION,
    forms={
        "from": Form(
            unfold=renamed("from_state", said="from"),
            example="appointments next week",
            schema={"type": "string"},
            means="how it is today",
        ),
        "to": Form(
            unfold=renamed("to_state", said="to"),
            example="help within the hour",
            schema={"type": "string"},
            means="how it is to be",
        ),
        "fluent_sellers": Form(
            unfold=_fluent,
            example="5/9",
            schema={"type": "string"},
            means="how many of the sellers can tell the story",
        ),
    },
)
OBJECTIVE_RECORD = Section(
    kind=Kind.OBJECTIVE,
    forms={
        "team": Form(
            unfold=renamed("teams", said="team"),
            example="Matching",
            schema={"type": ["string", "array"]},
            means="whose it is",
        ),
        "key_results": Form(
            unfold=_key_results,
            example='[OC1, "Launch the app by June"]',
            schema={"type": ["array", "string"]},
            means="outcomes by their ids, or key results in words",
        ),
    },
)
VISION_TOP = _single(VISION, "VI1", VISION_RECORD)
OBJECTIVE_TOP = _single(OBJECTIVE, "OB1", OBJECTIVE_RECORD)
