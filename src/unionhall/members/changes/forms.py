"""What a member types to change their file, and what an officer decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.members.changes.policy import Way, fields
from unionhall.members.forms import FactsForm, words

AT_ONCE, AFTER_APPROVAL = fields(Way.AT_ONCE), fields(Way.AFTER_APPROVAL)


class ProposeForm(FactsForm):
    """One's own file as it should be; an empty ID number leaves the one there is."""

    reason = words(
        _("Why does it change?"),
        required=False,
        max_length=200,
        help_text=_("Needed where your union decides. For example: moved to another workshop."),
    )
    proof = forms.FileField(
        label=_("Photo or paper that shows it"),
        required=False,
        help_text=_("Such as the ID card. Only those who decide can open it."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in fields(Way.NEVER):
            self.fields.pop(name, None)

    @property
    def at_once(self) -> list:
        """The questions whose answers are written at once."""
        return [self[name] for name in AT_ONCE]

    @property
    def after_approval(self) -> list:
        """Those the union decides on, but for the ID number, which has its own hint."""
        return [self[name] for name in AFTER_APPROVAL if name != "id_number"]


class ApproveForm(forms.Form):
    """Which fields are approved, and why not the rest."""

    fields_chosen = forms.MultipleChoiceField(required=False)
    reason = words(
        _("Why not the rest?"),
        required=False,
        max_length=300,
        help_text=_("Only where you take a tick away. The member reads it."),
    )


class RefuseForm(forms.Form):
    """Why nothing of it is approved."""

    reason = words(_("Reason"), max_length=300, help_text=_("The member can read it."))
