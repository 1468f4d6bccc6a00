"""What is typed to let somebody act for a member."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.accounts.forms import PhoneFormField
from unionhall.members.delegates.matters import known
from unionhall.members.forms import day, words


class GiveForm(forms.Form):
    """Who may act, in what, and how long."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=100,
        help_text=_("As they sign in here."),
    )
    phone = PhoneFormField(label=_("Their mobile number"))
    matters = forms.MultipleChoiceField(
        label=_("What may they do?"), widget=forms.CheckboxSelectMultiple
    )
    from_on = day(pgettext_lazy("delegation", "From"))
    until_on = day(
        pgettext_lazy("delegation", "Until"),
        required=False,
        help_text=_("The first day on which they no longer may; without one, until revoked."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        matters = self.fields["matters"]
        assert isinstance(matters, forms.MultipleChoiceField)
        matters.choices = [(code, matter.label) for code, matter in known().items()]


class RecordForm(GiveForm):
    """The same, as the member signed it on paper."""

    reason = words(
        _("Why can the member not give it themselves?"),
        max_length=300,
        help_text=_("Both can read it."),
    )
    paper = forms.FileField(
        label=_("The signed paper"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.pdf"}),
    )
