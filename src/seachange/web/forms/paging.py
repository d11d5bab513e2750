"""Which leaf of a long list is looked at: a field of the form that an address fills."""

from __future__ import annotations

from django import forms

MOST_LEAVES = 100_000


class Leafed(forms.Form):
    """A form whose address may also name a leaf; the first where it names none."""

    page = forms.IntegerField(
        min_value=1, max_value=MOST_LEAVES, required=False, widget=forms.HiddenInput
    )
