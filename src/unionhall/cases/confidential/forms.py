"""What is typed about who may know of a request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.cases.confidential.actions import LEAST_REASON, Ground
from unionhall.cases.models import Concern


def short(label, *, required=True, help_text="") -> forms.CharField:
    """A field for a reason in a few lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=500,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MarkForm(forms.Form):
    """Why a request is kept to named persons."""

    concern = forms.ChoiceField(
        label=_("What is it about?"), choices=Concern.choices, widget=forms.RadioSelect
    )


class LiftForm(forms.Form):
    """Whom it is opened to again, and how the worker agreed."""

    readers = forms.ChoiceField(
        label=_("Who may read it from now on?"),
        choices=(
            ("union", _("The union and those above it")),
            ("federation", _("Only rights officers of the federations")),
        ),
        widget=forms.RadioSelect,
    )
    consent = short(
        _("When and how the worker agreed"),
        help_text=_("For example: on 21 November, on the telephone, after I explained it."),
    )


class UserForm(forms.Form):
    """An officer of the list, by key."""

    user = forms.IntegerField(label=_("Officer"), min_value=1, max_value=2**31 - 1)


class ReasonedForm(UserForm):
    reason = short(_("Reason, as the worker will read it"))


class PartyForm(UserForm):
    reason = short(_("What they have to do with it"), required=False)


class InviteForm(ReasonedForm):
    until = forms.DateField(
        label=_("Up to and with"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if it has no end yet; you can end it at any time."),
    )


class FindForm(forms.Form):
    """Part of an officer's name."""

    q = forms.CharField(label=_("Name of an officer"), max_length=40)


class OverrideForm(forms.Form):
    """Emergency access: the number somebody gave, why it cannot wait, and in one's own words."""

    number = forms.CharField(label=_("Number of the request"), max_length=20)
    ground = forms.ChoiceField(
        label=_("Why it cannot wait"), choices=Ground.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What happened"),
        min_length=LEAST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("At least 20 signs. The worker and everybody named on it read this at once."),
    )
