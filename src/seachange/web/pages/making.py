"""Where another record of a kind is stated: the kind's own form where it has one."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from seachange.planning.rules.vocabulary import Kind

# Kind → the route of its own form, which takes nothing; the others have the general one.
FORMS: dict[Kind, str] = {
    Kind.OUTCOME: "outcome_new",
    Kind.OBJECTIVE: "objective_new",
    Kind.ROADMAP_ITEM: "roadmap_new",
}


def address_to_state(kind: Kind) -> str:
    """Return the address of the form in which a record of a kind is stated."""
    try:
        return str(reverse(FORMS[kind]))
    except (KeyError, NoReverseMatch):
        return str(reverse("record_new", args=[kind.value]))
