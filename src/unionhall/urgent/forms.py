"""What is typed into the pages of urgent matters; on a phone, in a hurry."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import Scope
from unionhall.core.clock import now
from unionhall.members.forms import words
from unionhall.organisations.models import Organisation
from unionhall.urgent.models import Gravity, TellingWay, UrgentKind

MOST_WORDS = 4000


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def this_minute() -> datetime:
    """Now, as the input shows it."""
    return timezone.localtime(now()).replace(second=0, microsecond=0)


def moment(label, **options) -> forms.DateTimeField:
    """A moment as its own input of the browser, now unless changed."""
    return forms.DateTimeField(label=label, widget=MomentInput(), initial=this_minute, **options)


class OpenForm(forms.Form):
    """What is known in the first minutes."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=UrgentKind, widget=forms.RadioSelect)
    union = forms.CharField(label=_("Code of the union it concerns"), max_length=40)
    place = forms.CharField(label=_("Where exactly?"), max_length=200)
    text = words(
        _("What has happened?"),
        rows=4,
        max_length=MOST_WORDS,
        help_text=_("What is known now; no names of workers, and no guesses about anybody."),
    )
    learnt_at = moment(_("When did the union hear of it?"))
    people = forms.IntegerField(label=_("Workers affected, roughly"), min_value=0, max_value=10**6)
    gravity = forms.TypedChoiceField(
        label=_("How grave?"), choices=Gravity, coerce=int, widget=forms.RadioSelect
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope

    def clean_union(self) -> Organisation:
        """The union with this code, if it is one of the reader's own."""
        rows = Organisation.objects.within(self.scope).open()
        if found := rows.filter(code=self.cleaned_data["union"].strip()).first():
            return found
        raise forms.ValidationError(_("You look after no union with this code."))


class LineForm(forms.Form):
    at = moment(_("When did it happen?"))
    text = words(_("What happened"), rows=3, max_length=MOST_WORDS)


class ToldForm(forms.Form):
    at = moment(_("When were they told?"))
    way = forms.ChoiceField(label=_("How"), choices=TellingWay)
    whom = forms.CharField(label=_("Whom in person"), max_length=100)


class AddToldForm(ToldForm):
    party = forms.CharField(label=_("Which office or organisation"), max_length=200)
    field_order = ["party", "whom", "way", "at"]


class ReasonForm(forms.Form):
    reason = words(_("Reason"), max_length=300)


class ReassessForm(ReasonForm):
    gravity = forms.TypedChoiceField(label=_("How grave?"), choices=Gravity, coerce=int)
    people = forms.IntegerField(label=_("Workers affected, roughly"), min_value=0, max_value=10**6)
    field_order = ["gravity", "people", "reason"]


class HandOverForm(forms.Form):
    officer: Any = forms.ModelChoiceField(label=_("To"), queryset=None)

    def __init__(self, *args, officers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers


class AffectedForm(forms.Form):
    person = forms.UUIDField(label=_("Key of the member's file"))
    agreed = forms.BooleanField(
        label=_("The worker agrees to stand on the list by name"), required=False
    )


class LinkForm(forms.Form):
    address = forms.CharField(
        label=_("Address of its page"),
        max_length=500,
        help_text=_("Open the request, dispute, petition or hazard, and copy its address."),
    )


class EndForm(forms.Form):
    summary = words(_("What happened and how it ended"), rows=5, max_length=MOST_WORDS)
    lessons = words(_("What is to be done otherwise next time"), rows=4, max_length=MOST_WORDS)
