"""What is typed about papers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.papers import rules
from unionhall.papers.kinds import Field
from unionhall.papers.models import Language

MOST_SHORT, MOST_LONG = 300, 8000


class WriteForm(forms.Form):
    """The values of one paper: a field each, filled in with what is known."""

    def __init__(
        self,
        *args: Any,
        asked: Sequence[tuple[str, Field]],
        values: Mapping[str, str],
        for_worker: bool | None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        for code, about in asked:
            label: Any = about.label
            self.fields[code] = forms.CharField(
                label=_("%(what)s (English part)") % {"what": label}
                if code != about.code
                else label,
                required=False,
                initial=values.get(code, ""),
                max_length=MOST_LONG if about.is_long else MOST_SHORT,
                widget=forms.Textarea(attrs={"rows": 6}) if about.is_long else forms.TextInput(),
            )
        self.asked = [code for code, _about in asked]
        if for_worker is not None:
            self.fields["to_worker"] = forms.BooleanField(
                label=_("Send it to the worker"),
                required=False,
                initial=for_worker,
                help_text=_("It appears on the page of the worker, who is told."),
            )

    @property
    def changed(self) -> dict[str, str]:
        """What the officer wrote, by field."""
        return {code: self.cleaned_data[code] for code in self.asked}


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it voided?"),
        max_length=300,
        help_text=_("The paper stays to be seen with its number and this reason. Name nobody."),
    )


class UploadForm(forms.Form):
    """A Word file, and in which language it speaks."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    file = forms.FileField(
        label=_("Word file (.docx)"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=_("At most 3 MB, without macros. Unions below use it too."),
    )


class SeriesForm(forms.Form):
    """How numbers are written."""

    pattern = forms.CharField(
        label=pgettext_lazy("paper", "Number"),
        max_length=rules.MOST,
        help_text=_(
            "{union} the union's short name, {mark} the kind's sign, {year}, {number}. "
            "For example 江工权〔{year}〕{number}号."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    has_head = forms.BooleanField(
        label=_("Red head with the union's name in our template"), required=False
    )
