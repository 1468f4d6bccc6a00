"""What is typed about legal aid."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.organisations.forms import day_field, offer
from unionhall.access.scope import Scope
from unionhall.cases.forms import words
from unionhall.core.clock import today
from unionhall.legal_aid import eligibility, queries, steps
from unionhall.legal_aid.models import Aid, Form, Ground, Lawyer, Matter, Result, WorkKind
from unionhall.organisations.models import Organisation


def money_field(label, **options) -> forms.DecimalField:
    """An amount in yuan, to the fen."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=12, decimal_places=2, **{"required": False, **options}
    )


class ApplyForm(forms.Form):
    """An application for legal aid."""

    matter = forms.ChoiceField(label=_("What is it about?"), choices=Matter.choices)
    other_side = forms.CharField(
        label=_("Who is on the other side?"),
        max_length=120,
        help_text=_("The employer's name as it stands on the contract or the payslip."),
    )
    text = words(_("What happened?"), rows=5, help_text=_("When, where, how much is still owed."))
    # Not "form": a control of that name hides the form it stands in from scripts.
    help = forms.ChoiceField(label=_("How can the union help?"), choices=Form.choices)
    claim = money_field(_("About how much is it, in yuan?"))
    limit_on = forms.DateField(
        label=_("Is there a last day, after which nothing can be claimed?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "As on the letter of the commission or court. If it is near, help comes first."
        ),
    )
    low_income = forms.BooleanField(
        label=_("My household earns less per head than the local minimum wage"), required=False
    )
    no_means_test = forms.BooleanField(
        label=_("It is a migrant worker's wages or injury, or there is illness or disaster"),
        required=False,
    )

    def clean(self):
        told = super().clean() or {}
        return {("form" if name == "help" else name): value for name, value in told.items()}


class PapersForm(forms.Form):
    papers = forms.CharField(
        label=_("Which papers are missing?"),
        max_length=500,
        help_text=_("Each by name, and where to get it."),
    )


class RefuseForm(forms.Form):
    rule = forms.ChoiceField(label=_("On which rule?"))
    reason = words(_("Why, in words the worker understands?"), rows=3, most=1000)

    def __init__(self, *args, aid: Aid, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "rule", eligibility.binding(aid.organisation, on=today()))


class ObjectForm(forms.Form):
    objection = words(_("Why do you think otherwise?"), rows=3, most=1000)


class ReviewForm(forms.Form):
    grants = forms.TypedChoiceField(
        label=_("The answer"),
        choices=[("1", _("Grant the aid after all")), ("0", _("The refusal stands"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = words(_("The reasons"), rows=3, most=1000)


class AssignForm(forms.Form):
    lawyer: Any = forms.ModelChoiceField(
        label=_("Lawyer"),
        queryset=Lawyer.objects.none(),
        help_text=_("Those with most room first."),
    )

    def __init__(self, *args, aid: Aid, **kwargs):
        super().__init__(*args, **kwargs)
        field = cast(Any, self.fields["lawyer"])
        field.queryset = queries.choosable(aid, on=today())
        field.label_from_instance = lambda row: (
            _("%(name)s, %(firm)s (%(load)s of %(most)s)")
            % {
                "name": row.name,
                "firm": row.firm,
                "load": row.load,
                "most": row.capacity,
            }
        )


class ChangeForm(AssignForm):
    reason = forms.CharField(label=_("Why does the lawyer change?"), max_length=300)


class WorkForm(forms.Form):
    day = day_field(_("Day"))
    kind = forms.ChoiceField(label=_("Kind of work"), choices=WorkKind.choices)
    hours = forms.DecimalField(
        label=_("Hours"), min_value=0, max_value=24, max_digits=4, decimal_places=2, initial=0
    )
    cost = money_field(_("Cost in yuan"), initial=0, required=True)


class HearingForm(forms.Form):
    day = day_field(_("Day of the hearing"))
    place = forms.CharField(label=_("Where?"), max_length=120)


class FinishForm(forms.Form):
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices)
    outcome = words(_("What came of it?"), rows=3, most=1000)
    recovered = money_field(_("Money that came back, in yuan"))


class EndForm(forms.Form):
    ground = forms.ChoiceField(label=pgettext_lazy("legal aid", "Ground"), choices=Ground.choices)
    reason = words(_("Why, in words the worker understands?"), rows=3, most=1000)


class LawyerForm(forms.Form):
    organisation: Any = forms.ModelChoiceField(
        label=_("Federation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    firm = forms.CharField(label=_("Law firm"), max_length=120)
    licence = forms.CharField(label=_("Licence number"), max_length=30)
    phone = forms.CharField(label=_("Telephone"), max_length=30)
    specialities = forms.CharField(label=_("Specialities"), max_length=200, required=False)
    capacity = forms.IntegerField(label=_("Matters at once"), min_value=1, max_value=100, initial=5)
    from_on = day_field(_("On the roster from"))

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.open().within(scope).filter(kind__in=steps.FEDERATIONS)
        field = cast(Any, self.fields["organisation"])
        field.queryset = rows.order_by("path")
        field.initial = field.queryset.first()


class EngagementForm(forms.Form):
    party = forms.CharField(
        label=_("For whom does or did the lawyer act?"),
        max_length=120,
        help_text=_("An employer or a person, by the whole name."),
    )
