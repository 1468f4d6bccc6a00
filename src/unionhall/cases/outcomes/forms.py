"""What is typed about an outcome."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.cases.outcomes.models import Won
from unionhall.cases.outcomes.rules import Noted
from unionhall.core.errors import Refused

PAID = (("received", _("They have it")), ("promised", _("It is promised")))
NAMES = ("kinds", "amount", "persons", "paid", "promised_on")


def fields(*, required: bool) -> dict[str, forms.Field]:
    """The fields of an outcome; with `required` at least one kind is to be ticked."""
    return {
        "kinds": forms.MultipleChoiceField(
            label=pgettext_lazy("request", "What came of it"),
            choices=Won.choices,
            required=required,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Several may apply. It counts in the figures, without the worker's name."),
        ),
        "amount": forms.DecimalField(
            label=_("How much money (yuan)"),
            min_value=0,
            max_digits=14,
            decimal_places=2,
            required=False,
        ),
        "persons": forms.IntegerField(
            label=_("For how many workers"), min_value=1, max_value=1_000_000, required=False
        ),
        "paid": forms.ChoiceField(
            label=_("Is the money there?"), choices=PAID, required=False, initial="received"
        ),
        "promised_on": forms.DateField(
            label=_("If promised: for which day"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}),
            help_text=_("After that day the union asks whether it came."),
        ),
    }


def clean_paid(form: forms.Form) -> None:
    """A promise has a day, and only a promise has one."""
    data = form.cleaned_data
    if data.get("paid") == "promised" and data.get("amount") and not data.get("promised_on"):
        form.add_error("promised_on", _("Say for which day the money is promised."))
    if data.get("paid") != "promised":
        data["promised_on"] = None


def noted_of(data: dict, *, clause: str = "") -> Noted | None:
    """The outcome in cleaned data, None where nothing was said of it."""
    kinds = frozenset(data.get("kinds") or ())
    if not kinds and data.get("amount") is None and not data.get("persons"):
        return None
    persons = data.get("persons") or (1 if data.get("amount") is not None else None)
    return Noted(kinds, data.get("amount"), persons, data.get("promised_on"), clause)


class OutcomeForm(forms.Form):
    """The outcome on its own page, with the rule it rests on."""

    clause = forms.ChoiceField(
        label=_("Which rule it rests on, if one does"), required=False, choices=()
    )

    def __init__(self, *args, clauses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [("", _("none in particular")), *clauses]
        self.fields = {**fields(required=True), "clause": self.fields["clause"]}

    def clean(self):
        clean_paid(self)
        return self.cleaned_data

    def noted(self) -> Noted:
        """What was typed, as the act takes it."""
        noted = noted_of(self.cleaned_data, clause=self.cleaned_data["clause"])
        if noted is None:
            raise Refused(str(_("Say what came of it; “nothing” is an answer, too.")))
        return noted


class CameForm(forms.Form):
    """The day on which promised money came."""

    day = forms.DateField(label=_("When it came"), widget=forms.DateInput(attrs={"type": "date"}))
