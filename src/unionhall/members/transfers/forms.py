"""What is typed to transfer a member."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.members.forms import words
from unionhall.members.transfers.queries import taking
from unionhall.organisations.models import Organisation


class UnionField(forms.CharField):
    """A union that takes members, by its code or its whole name."""

    def clean(self, value) -> Organisation:
        typed = super().clean(value)
        found = taking(typed)
        if len(found) != 1:
            raise forms.ValidationError(
                _("No union of exactly this name or code takes members.")
                if not found
                else _("Several unions are called so: %s. Type the code.")
                % ", ".join(f"{unit.name} ({unit.code})" for unit in found[:5]),
                code="union",
            )
        return found[0]


class AskForm(forms.Form):
    """Where a member goes, and why."""

    to_organisation = UnionField(
        label=_("New union"), max_length=200, help_text=_("Its whole name, or its code.")
    )
    reason = words(_("Reason"), required=False, max_length=300)


class RefuseForm(forms.Form):
    """Why a transfer is refused."""

    reason = words(_("Reason"), max_length=300, help_text=_("The member can read it."))
