"""What is typed in supervision."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.organisations.forms import EmployerField, day_field, offer
from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.cases.forms import FilesField, words
from unionhall.core.clock import today
from unionhall.organisations.kinds import HOLDING
from unionhall.organisations.models import Organisation
from unionhall.supervision.models import Letter, Severity, Subject
from unionhall.supervision.queries import able_to_inspect

NOBODY_NAMED = _("Name no worker: write “a worker”, or how many.")


def employer_field() -> EmployerField:
    return EmployerField(
        label=_("Employer"),
        max_length=200,
        help_text=_("Its unified social credit code, or its whole name."),
    )


def severity_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("How serious?"),
        choices=Severity.choices,
        coerce=int,
        initial=Severity.SERIOUS,
        widget=forms.RadioSelect,
    )


def affected_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Workers affected, about"), min_value=1, max_value=1_000_000, required=False
    )


def union_field() -> Any:
    return forms.ModelChoiceField(
        label=_("Union"), queryset=Organisation.objects.none(), to_field_name="code"
    )


class OfUnionForm(forms.Form):
    """A form in which one's union is chosen; with one alone, it is chosen already."""

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.open().within(scope).order_by("path")
        field = cast(Any, self.fields["organisation"])
        field.queryset = rows
        field.initial = rows.first()
        if "employer" in self.fields:
            cast(EmployerField, self.fields["employer"]).scope = scope


class PlanForm(OfUnionForm):
    """An inspection: where, when and by whom."""

    organisation = union_field()
    employer = employer_field()
    place = forms.CharField(label=_("Workplace"), max_length=200, required=False)
    planned_on = day_field(_("Planned for"))
    supervisors: Any = forms.ModelMultipleChoiceField(
        label=_("Supervisors"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, scope=scope, **kwargs)
        tops = Organisation.objects.filter(path__in=scope.paths)
        below = Organisation.objects.open().within(scope).exclude(kind__in=HOLDING)
        units = {unit.pk: unit for unit in [*tops, *below]}.values()
        cast(Any, self.fields["supervisors"]).queryset = able_to_inspect(units, on=today())


class CheckForm(forms.Form):
    """One item of the checklist."""

    item = forms.CharField(widget=forms.HiddenInput, max_length=40)
    in_order = forms.TypedChoiceField(
        label=_("What did you find?"),
        choices=[("1", _("In order")), ("", _("Not in order"))],
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    text = words(_("What was found"), rows=3, required=False, most=1000, help_text=NOBODY_NAMED)
    affected = affected_field()
    severity = severity_field()
    files = FilesField()


class FindForm(forms.Form):
    """A finding."""

    subject = forms.ChoiceField(label=pgettext_lazy("finding", "About"), choices=Subject.choices)
    text = words(_("What was found"), rows=3, most=1000, help_text=NOBODY_NAMED)
    affected = affected_field()
    severity = severity_field()


class AddFindingForm(FindForm):
    """A finding with its files."""

    files = FilesField()


class BeginForm(OfUnionForm, FindForm):
    """A matter with its first finding."""

    organisation = union_field()
    employer = employer_field()
    field_order = ["organisation", "employer"]


class BeginFromForm(FindForm):
    """A matter from a request: its union is the request's."""

    employer = employer_field()
    field_order = ["employer"]

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        cast(EmployerField, self.fields["employer"]).scope = scope


class IssueForm(forms.Form):
    """A letter: to whom, and what stands in it."""

    addressee = forms.CharField(label=_("Addressee"), max_length=200)
    text = words(
        _("Text of the letter"),
        rows=12,
        most=6000,
        help_text=_("Each line becomes a paragraph. No worker may be named without consent."),
    )
    ground = forms.CharField(
        label=_("Ground for leaving a step out"),
        max_length=300,
        required=False,
        help_text=_("Only where the letter before was not sent, or still waits for its answer."),
    )


class AnswerForm(forms.Form):
    """What was answered."""

    answer = forms.ChoiceField(
        label=_("The answer"), choices=Letter.Answer.choices, widget=forms.RadioSelect
    )
    text = words(_("What was answered"), rows=3, most=2000)
    files = FilesField()


class VisitForm(forms.Form):
    """A follow-up visit."""

    visited_on = day_field(_("Day of the visit"))
    text = words(_("What was seen"), rows=3, most=1000, help_text=NOBODY_NAMED)
    files = FilesField()


class ProofForm(forms.Form):
    """What proves that it is mended."""

    proof = forms.CharField(label=_("What proves that it is mended?"), max_length=500)
    files = FilesField()


class GroundForm(forms.Form):
    """Why, or to whom."""

    ground = forms.CharField(label=pgettext_lazy("supervision", "Ground"), max_length=500)


class SeenForm(GroundForm):
    """What was seen, with photos."""

    files = FilesField()


class ReasonForm(forms.Form):
    """Why it is called off."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class HazardForm(forms.Form):
    """A hazard as it is seen."""

    files = FilesField(label=_("Photo"))
    text = words(_("What may hurt somebody?"), rows=3, most=1000)
    place = forms.CharField(
        label=_("Where is it?"), max_length=200, help_text=_("Workshop, line, floor, machine.")
    )
    severity = severity_field()


class NoteHazardForm(OfUnionForm, HazardForm):
    """A hazard seen on a round."""

    organisation = union_field()
    due_on = day_field(
        _("To be mended by"),
        required=False,
        initial=None,
        help_text=_("If you have told the employer there and then; else leave it empty."),
    )
    field_order = ["files", "text", "place", "severity", "due_on", "organisation"]


class ReportHazardForm(HazardForm):
    """A hazard that a member reports."""

    name_kept = forms.TypedChoiceField(
        label=_("May the employer learn that you reported it?"),
        choices=[
            ("1", _("No, keep my name from the employer")),
            ("", _("Yes, the union may tell them")),
        ],
        coerce=bool,
        empty_value="",
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )


class TellForm(forms.Form):
    """By when the employer has to mend it."""

    due_on = day_field(_("To be mended by"))


class ItemForm(OfUnionForm):
    """An item for the checklist."""

    organisation = union_field()
    subject = forms.ChoiceField(label=pgettext_lazy("finding", "About"))
    text = forms.CharField(label=_("What to look at"), max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "subject", list(Subject.choices))
