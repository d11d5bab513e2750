"""A question to the events, typed as YAML or JSON and kept as JSON; or a remark in words."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from seachange.errors import BadPlan
from seachange.planning.files.documents import document_text
from seachange.planning.files.mistakes import Mistakes
from seachange.planning.files.nodes import Keys, nodes_of

# What nobody writes who only wants to say something: the first key of a question.
_ASKS = re.compile(r"^kind[ \t]*:", re.MULTILINE)


class Document(forms.CharField):
    """A question as it stands in a file, whichever way it was written there.

    A text that names no `kind` is words for people, and kept as they stand; one that does and
    cannot be read is refused, for it would never be asked.
    """

    def clean(self, value: Any) -> str:
        """Return the question as JSON, or the words."""
        told = str(super().clean(value) or "").strip()
        if told.startswith("{") or not _ASKS.search(told):
            return told
        try:
            return _read(told)
        except BadPlan as error:
            raise forms.ValidationError(str(error).replace("\n", ". ")) from error


def _read(text: str) -> str:
    mistakes = Mistakes()
    root = nodes_of(text, file="the question", mistakes=mistakes)
    mistakes.refuse()
    # Words in which a line begins with “kind:” are a mapping only where all of them are one.
    return document_text(root) if isinstance(root, Keys) else text
