"""What is typed about a household."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.accounts.forms import PhoneFormField
from unionhall.core.clock import today
from unionhall.members.forms import day
from unionhall.members.households.models import Kind, Relative


class RelativeForm(forms.Form):
    """Somebody of the household."""

    kind = forms.ChoiceField(label=_("What are they to the member?"), choices=Kind.choices)
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=100)
    from_on = day(
        pgettext_lazy("relative", "Since"), help_text=_("The wedding, the birth, or roughly.")
    )
    birth_on = day(
        _("Date of birth"),
        required=False,
        help_text=_("Only where something depends on the age, as with children."),
    )


class EndForm(forms.Form):
    """From when on somebody belongs to the household no longer."""

    until_on = day(_("No longer from"))


class LinkForm(forms.Form):
    """Where a relative can be asked."""

    phone = PhoneFormField(label=_("Their mobile number"))


def end_form(relative: Relative) -> EndForm:
    """The form to end one row of a list: its ids are its own."""
    return EndForm(initial={"until_on": today()}, auto_id=f"end_{relative.pk}_%s")


def link_form(relative: Relative) -> LinkForm:
    """The form to ask the relative of one row."""
    return LinkForm(auto_id=f"link_{relative.pk}_%s")
