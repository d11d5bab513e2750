"""Fields of records that any page can have changed in place.

`{% load records %}` and then `{% editable outcome "target" %}` prints what the field says, and for
those who may change it a link "Change" that turns it into its form on the spot (a page of its own
without JavaScript). After saving one is back where the link was; what is wrong is told beside the
field, and another's change beside one's own. The page loads `records/fields.css`.
"""

from __future__ import annotations

from typing import Any

from django import template

from seachange.planning.reads.comments import mentions_of
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.plan.record import Record
from seachange.web.addresses import address_of_record
from seachange.web.pages.beside import beside
from seachange.web.pages.field_shown import field_named
from seachange.web.policies import INSIDE
from seachange.web.views.comments import shown_on
from seachange.web.who import viewer_of

register = template.Library()


@register.inclusion_tag("records/field.html", takes_context=True)
def editable(context: Any, record: Record, name: str) -> dict[str, Any]:
    """Print a field of a record, with the way to change it."""
    request = context["request"]
    viewer = viewer_of(request)
    if not hasattr(request, "plan_shown"):
        request.plan_shown = snapshot(viewer)
    return {
        "field": field_named(request.plan_shown, record, name, viewer=viewer),
        "back": request.get_full_path(),
    }


@register.filter
def undo_of(message: Any) -> str:
    """Return the number of the change that a message can have taken back; empty if none."""
    return _tagged(message, "undo-")


@register.filter
def fills(message: Any) -> str:
    """Return the months ahead at which a message asks for something to be put; empty if none."""
    return _tagged(message, "fill-")


def _tagged(message: Any, name: str) -> str:
    tags = str(getattr(message, "extra_tags", "") or "").split()
    return next((tag.removeprefix(name) for tag in tags if tag.startswith(name)), "")


@register.filter
def address(record: Record) -> str:
    """Return where a record's page is."""
    return address_of_record(record)


@register.inclusion_tag("comments/list.html", takes_context=True)
def comments(context: Any, record: Record) -> dict[str, object]:
    """Print what was said about a record, and where to say something oneself.

    `{% load records %}{% comments outcome %}`; the page loads `records/comments.css`.
    """
    request = context["request"]
    shown = shown_on(request, record)
    return {**shown, "request": request, "back": request.get_full_path()}


@register.inclusion_tag("checks/beside.html", takes_context=True)
def findings(context: Any, record: Record) -> dict[str, object]:
    """Print what the checks find at a record, folded; nothing for whoever may not see the checks.

    `{% load records %}{% findings outcome %}`; the page loads `web/checks.css` and
    `records/fields.css`.
    """
    request = context["request"]
    viewer = viewer_of(request)
    shown = beside(viewer, record.id) if INSIDE.admits(viewer) else None
    return {"beside": shown, "request": request}


@register.inclusion_tag("comments/named_panel.html", takes_context=True)
def mentions(context: Any) -> dict[str, object]:
    """Print the newest comments that name whoever looks; nothing where there are none."""
    viewer = viewer_of(context["request"])
    return {"said": mentions_of(viewer, most=5) if viewer else ()}
