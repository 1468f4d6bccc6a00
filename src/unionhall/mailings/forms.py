"""What is typed into a message to many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import Scope
from unionhall.mailings.kinds import KINDS
from unionhall.members import queries
from unionhall.members.forms import words
from unionhall.members.saved import queries as searches
from unionhall.ui.pieces.text import chinese


class AudienceForm(forms.Form):
    """To whom: a union with all below it, and of those whom a saved search finds."""

    unit = forms.CharField(
        label=_("Union, with everything below it"),
        required=False,
        max_length=200,
        help_text=_("Its name, or its code; empty: all your unions."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    saved: Any = forms.ModelChoiceField(
        label=_("Saved search"),
        required=False,
        queryset=None,
        empty_label=_("none: everybody in the union"),
    )

    def __init__(self, held: Scope, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = held
        self.fields["saved"].queryset = searches.visible(held).order_by("name")  # type: ignore[attr-defined]

    def clean_unit(self) -> str:
        """The union's code, "" for all."""
        typed = self.cleaned_data["unit"].strip()
        if not typed:
            return ""
        unit = queries.unit_called(typed, self.held, surely=True)
        if unit is None:
            raise forms.ValidationError(_("No union of exactly this name or code is yours."))
        return unit.code


class MessageForm(AudienceForm):
    """The message itself, besides to whom it goes."""

    kind = forms.ChoiceField(label=_("What kind of message is it?"))
    subject_zh = forms.CharField(label=_("Subject in Chinese"), max_length=60)
    text_zh = words(_("Text in Chinese"), rows=8, max_length=4000)
    subject_en = forms.CharField(label=_("Subject in English"), max_length=100, required=False)
    text_en = words(_("Text in English"), rows=8, max_length=6000, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(kind.code, kind.title) for kind in KINDS.values()]
        always = [kind.title for kind in KINDS.values() if not kind.may_decline]
        field.help_text = _("Members may decline each kind but for: %(always)s.") % {
            "always": ("、" if chinese() else ", ").join(always)
        }


class RefuseMailingForm(forms.Form):
    """Why a message is not approved."""

    reason = words(_("Reason"), max_length=300, help_text=_("Whoever wrote the message reads it."))
