"""How coverage is narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.organisations.forms import offer
from unionhall.organisations.classes import (
    SIZES,
    industry_choices,
    ownership_choices,
    size_title,
)
from unionhall.organisations.models import Division
from unionhall.organising.coverage.queries import Narrowing


class NarrowingForm(forms.Form):
    """Which employers are looked at."""

    unit = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    division = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    ownership = forms.ChoiceField(label=_("Ownership"), required=False)
    size = forms.ChoiceField(label=_("Workers"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "industry", [("", _("All industries")), *industry_choices()])
        offer(self, "ownership", [("", _("All kinds")), *ownership_choices()])
        offer(self, "size", [("", _("All sizes")), *((str(n), size_title(n)) for n in SIZES)])

    def clean_division(self) -> str:
        code = self.cleaned_data["division"]
        return code if Division.objects.filter(pk=code).exists() else ""

    def narrowing(self) -> Narrowing:
        """What was chosen; what nobody could choose is left out."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        names = ("division", "industry", "ownership", "size", "q")
        return Narrowing(**{name: data.get(name) or "" for name in names})


class SeekingForm(NarrowingForm):
    """Which employers without a union are listed."""

    q = forms.CharField(
        label=_("Name or credit code"), required=False, max_length=60, widget=forms.SearchInput
    )
    field_order = ["q"]

    def clean_q(self) -> str:
        return self.cleaned_data["q"].replace("\0", "").strip()
