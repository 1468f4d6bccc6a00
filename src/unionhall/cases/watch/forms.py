"""What is typed into the pages of check-ins."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from unionhall.cases.forms import words
from unionhall.cases.watch.models import WatchAnswer
from unionhall.ui.pieces.text import written


class ChooseForm(forms.Form):
    """On which of the days that lie ahead the worker wants to be asked."""

    places = forms.TypedMultipleChoiceField(
        label=_("When shall the union ask?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, possible, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = [
            (place, f"{_after(n)} · {written(day)}") for place, (n, day) in possible.items()
        ]


def _after(days: int) -> str:
    return ngettext("After %(n)d day", "After %(n)d days", days) % {"n": days}


class SayForm(forms.Form):
    said = forms.ChoiceField(choices=WatchAnswer.choices)


class MoveForm(forms.Form):
    to = forms.DateField(
        label=_("Ask me on another day"), widget=forms.DateInput(attrs={"type": "date"})
    )


class TellForm(forms.Form):
    text = words(
        _("What happened?"),
        rows=6,
        help_text=_(
            "In your own words: what, when, who was there. The union takes it up as a new request."
        ),
    )


class CalledForm(forms.Form):
    was_reached = forms.TypedChoiceField(
        choices=[("yes", _("reached")), ("no", _("not reached"))],
        coerce=lambda typed: typed == "yes",
    )
