"""What is typed into the pages of petitions."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.cases.models import Channel
from unionhall.members.forms import words
from unionhall.organisations.models import Organisation
from unionhall.petitions import queries
from unionhall.petitions.models import ABOUT_SOMEBODY, Petition, PetitionMatter

MOST_WORDS = 4000


class BringForm(forms.Form):
    """A petition, as its petitioner brings it."""

    matter = forms.ChoiceField(
        label=_("What kind of matter is it?"), choices=PetitionMatter, widget=forms.RadioSelect
    )
    text = words(
        _("What do you ask for?"),
        rows=6,
        max_length=MOST_WORDS,
        help_text=_("What happened, when and where, and what the union is to do."),
    )
    about: Any = forms.ModelChoiceField(
        label=_("Organ it is about"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("For a complaint or denunciation: it goes to the level above them."),
    )
    about_officer: Any = forms.ModelChoiceField(
        label=_("Officer it is about"), queryset=None, required=False
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, organisation: Organisation, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["about"].queryset = queries.organs(organisation)
        fields["about_officer"].queryset = queries.officers(organisation, on=on)
        fields["about_officer"].label_from_instance = lambda user: user.name

    def clean(self):
        told = super().clean() or {}
        if told.get("matter") in ABOUT_SOMEBODY:
            if not (told.get("about") or told.get("about_officer")):
                self.add_error("about", _("Say which organ or officer it is about."))
        else:
            told["about"] = told["about_officer"] = None
        return told


class ReceiveForm(BringForm):
    """A petition an officer takes down."""

    channel = forms.ChoiceField(
        label=_("Brought"), choices=[pair for pair in Channel.choices if pair[0] != Channel.ONLINE]
    )
    field_order = ["matter", "channel", "text", "about", "about_officer"]


class TextForm(forms.Form):
    """What a step asks for: a reason or an answer."""

    text = words(_("A note"), rows=4, max_length=MOST_WORDS, required=False)

    def __init__(self, *args, act: str, **kwargs):
        kwargs.setdefault("auto_id", f"id_{act}_%s")
        super().__init__(*args, **kwargs)
        if act in LABELS:
            self.fields["text"].label = LABELS[act]
            self.fields["text"].required = True
        if act == "pass_to":
            to = forms.CharField(label=_("Which organ has it now"), max_length=200)
            self.fields = {"to": to, **self.fields}  # type: ignore[assignment]


LABELS = {
    "pass_to": _("Why, as the petitioner will read it"),
    "refuse": _("Why, and where the petitioner can go"),
    "answer": _("The written answer"),
    "answer_review": _("The answer to the review"),
    "answer_recheck": _("The final answer"),
    "ask_review": _("What is not right about the answer"),
    "ask_recheck": _("What is not right about the answer"),
    "note_repeat": _("What was brought, and how"),
}


class ExtendForm(forms.Form):
    days = forms.IntegerField(label=_("More days"), min_value=1, max_value=365)
    reason = words(_("Reason, as the petitioner will read it"), max_length=300)


class PetitionerForm(forms.Form):
    person = forms.UUIDField(label=_("Key of the member's file"))


class ChooseForm(forms.Form):
    chosen: Any = forms.ModelMultipleChoiceField(
        label=_("Who speaks for all"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, petition: Petition, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.queryset = petition.petitioners.select_related("person").order_by("pk")
        field.label_from_instance = lambda row: row.person.name
