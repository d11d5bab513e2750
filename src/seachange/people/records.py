"""What every row has: an id that lasts, a name, a state, and who may see it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from seachange.people.access import Role, Viewer, Visibility
from seachange.people.fields import ID_LENGTH, link, prose, word


class Records(models.QuerySet):
    """Rows that somebody may or may not see."""

    def visible_to(self, viewer: Viewer | None) -> Self:
        """Return the rows somebody may see: by themselves, and by what they belong to.

        The same judgement as `access.sees`, as a condition the database can apply.
        """
        rows: Self = self.filter(_own(viewer))
        for field in self.model.within:
            parent = self.model._meta.get_field(field).related_model
            seen = Q(**{f"{field}__in": parent.objects.visible_to(viewer).values("pk")})
            rows = rows.filter(seen | Q(**{f"{field}__isnull": True}))
        return rows


def _own(viewer: Viewer | None) -> Q:
    public = Q(visibility=Visibility.PUBLIC.value)
    if viewer is None or not viewer.is_active:
        return public
    # One sees oneself, whoever one is; an id is one record's alone.
    seen = public | Q(keeper=viewer.id) | Q(pk=viewer.id)
    if viewer.role == Role.REQUESTER:
        return seen
    seen |= Q(visibility=Visibility.ORGANISATION.value)
    within_teams = Q(visibility=Visibility.TEAM.value)
    if viewer.role != Role.ADMIN:
        within_teams &= Q(team__in=viewer.teams)
    return seen | within_teams


class RecordRow(models.Model):
    """The columns every record has.

    `breaches` holds the invariants a row is known to break as |I-8|I-14|; the constraints of the
    tables let exactly those pass (planning/models/constraints.py).
    """

    # The links by which a row is part of another: whoever may not see that sees neither.
    within: tuple[str, ...] = ()
    # Columns that follow from the others and are kept for the database's own use.
    derived: tuple[str, ...] = ()

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    name = prose()
    state = models.CharField(max_length=40, blank=True, default="")
    visibility = word(Visibility.ORGANISATION)
    team = link("people.Team")
    keeper = link("people.Member")
    breaches = models.CharField(max_length=400, blank=True, default="")

    objects = Records.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.id} {self.name}".strip()


def named(name: str) -> list[Any]:
    """Return the constraints every table has: an id, and a visibility that can be told."""
    told = [each.value for each in Visibility]
    return [
        models.CheckConstraint(condition=~Q(id=""), name=f"{name}_has_an_id"),
        models.CheckConstraint(condition=Q(visibility__in=told), name=f"{name}_visibility_known"),
        models.CheckConstraint(
            condition=~Q(visibility=Visibility.TEAM.value) | Q(team__isnull=False),
            name=f"{name}_team_is_told",
        ),
        models.CheckConstraint(
            condition=~Q(visibility=Visibility.PRIVATE.value) | Q(keeper__isnull=False),
            name=f"{name}_keeper_is_told",
        ),
    ]
