"""What one change made of the fields of a record: each in words, from what to what."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.reads.past import Edit
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.shape import shape_of
from seachange.web.pages.field_shown import value_text

_NAMED = {"breaches": "Does not hold"}


def changes_of(plan: Plan, edit: Edit, *, tells_flaws: bool) -> Iterator[tuple[str, str, str]]:
    """Walk what changed of a record: the field as people call it, before and after.

    `plan` is as its reader sees it: of a link the ends they may see are told, and nothing where
    they see neither. A record that came or went changed in no field.
    """
    if edit.before is None or edit.after is None:
        return
    for name in edit.fields:
        if name == "breaches" and not tells_flaws:
            continue
        shape = shape_of(edit.kind, name)
        label = shape.label if shape else _NAMED.get(name, name.capitalize())
        before, after = (value_text(plan, each, name) for each in (edit.before, edit.after))
        if before != after:
            yield label, before, after
