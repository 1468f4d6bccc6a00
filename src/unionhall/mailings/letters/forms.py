"""What is typed to keep a template, to try it, and to merge it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import Scope
from unionhall.mailings.forms import AudienceForm
from unionhall.organisations.models import Organisation


class UploadTemplateForm(forms.Form):
    """A Word file and the name it gets."""

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    file = forms.FileField(
        label=_("Word file (.docx)"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=_("At most 3 MB, without macros."),
    )
    organisation: Any = forms.ModelChoiceField(
        label=_("Whose template is it?"),
        queryset=None,
        help_text=_("All unions below it can use it too."),
    )

    def __init__(self, held: Scope, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        tops = Organisation.objects.filter(path__in=held.paths)
        field.queryset = tops
        first = tops.first()
        if first and tops.count() == 1:
            field.initial = first.pk


class TryForm(forms.Form):
    """On whom a template is tried."""

    member = forms.CharField(
        label=_("Member"),
        max_length=60,
        help_text=_("Name, or the last four digits of the telephone."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MergeForm(AudienceForm):
    """To whom letters are written, as which files, and why."""

    format = forms.ChoiceField(
        label=_("What is made?"),
        widget=forms.RadioSelect,
        initial="docx",
        choices=[
            ("docx", _("one Word file, each letter from a new page on")),
            ("zip", _("an archive with one Word file for each letter, named by its number")),
        ],
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=150,
        help_text=_("Everybody who gets a letter can read it beside who took out their data."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
