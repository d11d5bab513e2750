"""What we sell or give."""

from __future__ import annotations

from seachange.people.fields import composite, prose
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules.vocabulary import Kind


class Product(RecordRow):
    """Something we sell or give, with the purpose it serves."""

    purpose = prose()
    motion = composite()

    class Meta:
        constraints = (*stated(Kind.PRODUCT),)
