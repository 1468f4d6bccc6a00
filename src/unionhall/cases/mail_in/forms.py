"""What is typed about a mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.cases.forms import words


class AnswerMailForm(forms.Form):
    text = words(_("Your answer"), rows=5)


class SpamForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
