"""What officers fill in about organisations, mandates and employers."""

from typing import cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope
from unionhall.core.clock import today
from unionhall.organisations.classes import industry_choices, ownership_choices
from unionhall.organisations.creditcode import check_credit_code
from unionhall.organisations.kinds import BODIES, GATHERING, KINDS, kind_choices
from unionhall.organisations.models import Division, Employer, Organisation
from unionhall.organisations.offices import OFFICES


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def format_value(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else value


def day_field(label, **options) -> forms.DateField:
    """A day, today where nothing else is said."""
    options.setdefault("initial", today)
    return forms.DateField(label=label, widget=DayInput, **options)


def offer(form: forms.Form, name: str, choices: list[tuple]) -> None:
    """Let a field be chosen from these."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class FilterForm(forms.Form):
    """Which organisations a list shows."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    closed = forms.BooleanField(label=_("Closed ones too"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "kind", [("", _("All kinds")), *kind_choices()])


class DivisionField(forms.CharField):
    """A division by its code or whole name; the cleaned value is the division, None where left empty."""

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        found = Division.objects.filter(Q(pk=words) | Q(name=words))[:2]
        if len(found) != 1:
            raise forms.ValidationError(
                _("No division has this code or name.")
                if not found
                else _("Several divisions have this name; give the code."),
                code="unknown",
            )
        return found[0]

    def prepare_value(self, value):
        return value.pk if isinstance(value, Division) else value


class EmployerField(forms.CharField):
    """An employer by its credit code or whole name, within a scope; None where it was left empty."""

    scope: Scope

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        rows = Employer.objects.within(self.scope)
        found = list(rows.filter(credit_code=words.upper())[:2] or rows.filter(name=words)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("No employer has this credit code or whole name.")
                if not found
                else _("Several employers have this name; give the credit code."),
                code="unknown",
            )
        return found[0]

    def prepare_value(self, value):
        return (value.credit_code or value.name) if isinstance(value, Employer) else value


class AddForm(forms.Form):
    """A new organisation below a given one."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Letters, digits, dots and dashes; it stays.")
    )
    division = DivisionField(label=_("Division: code or name"), max_length=100, required=False)
    on = day_field(_("Founded on"))

    def __init__(self, *args, parent: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(code, KINDS[code].title) for code in parent.kind_facts.children])


class RenameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    on = day_field(_("Takes effect on"))


class CorrectForm(forms.Form):
    """Where an organisation sits, and whose workers it gathers."""

    division = DivisionField(label=_("Division: code or name"), max_length=100, required=False)
    employer = EmployerField(
        label=_("Employer"),
        max_length=200,
        required=False,
        help_text=_("Its unified social credit code, or its whole name."),
    )

    def __init__(self, *args, organisation: Organisation, scope, **kwargs):
        super().__init__(*args, **kwargs)
        cast(EmployerField, self.fields["employer"]).scope = scope
        if organisation.kind != "enterprise_union":
            del self.fields["employer"]


class MoveForm(forms.Form):
    """One of the places found as a new parent, and the day from which it is one."""

    to = forms.TypedChoiceField(label=_("New parent"), widget=forms.RadioSelect)
    on = day_field(_("Takes effect on"))

    def __init__(self, *args, places: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        by_key = {str(place.pk): place for place in places}
        cast(forms.TypedChoiceField, self.fields["to"]).coerce = by_key.__getitem__
        offer(
            self,
            "to",
            [
                (key, f"{place.name} · {place.kind_facts.title} · {place.code}")
                for key, place in by_key.items()
            ],
        )


class AffiliateForm(forms.Form):
    """A trade parent, and the day from which it is one."""

    to = forms.CharField(
        label=_("Trade parent"),
        max_length=200,
        help_text=_("The code or whole name of a federation or an industrial union."),
    )
    on = day_field(_("Takes effect on"))

    def clean_to(self) -> Organisation:
        words = self.cleaned_data["to"].strip()
        rows = Organisation.objects.open().filter(kind__in=GATHERING)
        found = list(rows.filter(Q(code=words) | Q(name=words))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("No open federation or industrial union has this code or whole name.")
                if not found
                else _("Several unions have this name; give the code.")
            )
        return found[0]


class DayForm(forms.Form):
    """The day an act takes effect."""

    on = day_field(_("Takes effect on"))


class OfficeForm(forms.Form):
    """An office and its term."""

    office = forms.ChoiceField(label=_("Office"))
    from_on = day_field(_("Begins on"))
    until_on = day_field(
        _("Ends on"),
        required=False,
        initial=None,
        help_text=_("First day on which it no longer holds. Left empty: until it is ended."),
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        offices = organisation.kind_facts.offices
        offer(self, "office", [(code, OFFICES[code].title) for code in offices])


class AppointForm(OfficeForm):
    """An office for one of the people found."""

    user = forms.TypedChoiceField(label=_("Person"), widget=forms.RadioSelect)
    field_order = ["user"]

    def __init__(self, *args, people: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        by_key = {str(person["user"].pk): person["user"] for person in people}
        cast(forms.TypedChoiceField, self.fields["user"]).coerce = by_key.__getitem__
        choices = [
            (
                str(person["user"].pk),
                " · ".join(
                    filter(None, [str(person["user"]), person["phone"], *person["offices"]])
                ),
            )
            for person in people
        ]
        offer(self, "user", choices)
        if len(people) == 1:
            self.fields["user"].initial = str(people[0]["user"].pk)


class AppointNewForm(OfficeForm):
    """An office for somebody who has no account yet."""

    name = forms.CharField(label=_("Name"), max_length=100)
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        help_text=_("The code for signing in is sent there."),
    )
    field_order = ["name", "phone"]


class OpenBodyForm(forms.Form):
    """A term of a body."""

    kind = forms.ChoiceField(label=_("Body"))
    years = forms.TypedChoiceField(label=_("Years"), coerce=int)
    from_on = day_field(_("Elected on"))

    def __init__(self, *args, organisation: Organisation, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        bodies = organisation.kind_facts.bodies
        offer(self, "kind", [(code, BODIES[code].title) for code in bodies])
        offer(self, "years", [(number, str(number)) for number in years])


class CreditCodeField(forms.CharField):
    """A credit code however it is typed."""

    default_validators = [check_credit_code]

    def to_python(self, value):
        return "".join((value or "").split()).upper() or None


class EmployerForm(forms.ModelForm):
    """An employer's file."""

    credit_code = CreditCodeField(
        label=_("Unified social credit code"),
        required=False,
        empty_value=None,
        help_text=_("18 characters; its union can then be found by it."),
    )
    division = DivisionField(label=_("Division: code or name"), max_length=100, required=False)

    class Meta:
        model = Employer
        fields = [
            *("name", "credit_code", "trade", "industry", "ownership", "size"),
            *("workers", "workers_on", "division", "address", "contact"),
        ]
        widgets = {"workers_on": DayInput}
        help_texts = {"contact": _("An office and its telephone, no private number.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "size", [("", _("not known")), *Employer.Size.choices])
        offer(self, "industry", [("", _("not known")), *industry_choices()])
        offer(self, "ownership", [("", _("not known")), *ownership_choices()])

    def validate_unique(self):
        """Left to the act, which tells of it in the same words everywhere."""


class CoverageForm(forms.Form):
    """An employer for a joint union."""

    employer = EmployerField(
        label=_("Employer"),
        max_length=200,
        help_text=_("Its unified social credit code, or its whole name."),
    )
    on = day_field(_("Begins on"))

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        cast(EmployerField, self.fields["employer"]).scope = scope
