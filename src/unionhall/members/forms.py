"""What is typed into the pages of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.accounts.fields import check_phone
from unionhall.accounts.phones import plain
from unionhall.core.errors import Refused
from unionhall.members import rules
from unionhall.members.columns import OPTIONAL
from unionhall.members.models import Sex
from unionhall.members.rules import Status

# As rosters write them; the register keeps their words.
EMPLOYMENTS = (
    ("合同制", _("contract")),
    ("劳务派遣", _("agency work")),
    ("灵活就业", _("flexible work")),
    ("临时用工", _("temporary work")),
    ("退休返聘", _("retired, employed again")),
    ("新就业形态", _("platform work: rider, driver, courier")),
)
EDUCATIONS = (
    ("小学", _("primary school")),
    ("初中", _("junior secondary")),
    ("高中", _("senior secondary")),
    ("中专", _("vocational secondary")),
    ("大专", _("college")),
    ("本科", _("bachelor")),
    ("研究生", _("postgraduate")),
)


STATUS_WORDS = {
    Status.IN_FORCE: _("with full rights"),
    Status.KEPT: pgettext_lazy("membership", "kept"),
    Status.RETIRED: pgettext_lazy("membership", "retired"),
    Status.SUSPENDED: pgettext_lazy("membership", "suspended"),
    Status.COMING: _("begins later"),
    Status.ENDED: _("left the union"),
}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


def day(label, **options) -> forms.DateField:
    """A day as its own input of the browser."""
    return forms.DateField(label=label, widget=DayInput(), **options)


def words(label, *, rows: int = 2, **options) -> forms.CharField:
    """A field for a line or two of reasons."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class RegisterForm(forms.Form):
    """Which memberships the list shows, in what order, with which columns."""

    STATUSES = (
        ("held", _("in membership")),
        *((status.value, said) for status, said in STATUS_WORDS.items()),
        ("all", _("all")),
    )
    ORDERS = (("name", _("by name")), ("joined", _("joined last first")), ("unit", _("by union")))

    unit = forms.CharField(label=_("Union"), required=False, max_length=40)
    status = forms.ChoiceField(label=_("Membership"), required=False, choices=STATUSES)
    on = day(_("on the day"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("all")), *Sex.choices])
    employment = forms.ChoiceField(
        label=_("Form of employment"), required=False, choices=[("", _("all")), *EMPLOYMENTS]
    )
    order = forms.ChoiceField(label=_("Sorted by"), required=False, choices=ORDERS)
    saved = forms.IntegerField(label=_("Search"), required=False, min_value=1)
    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, choices=[(c.code, c.label) for c in OPTIONAL]
    )


class FactsForm(forms.Form):
    """The facts about a person; ID number and date of birth are checked against each other by the act."""

    name = forms.CharField(label=_("Name"), max_length=100)
    id_number = forms.CharField(
        label=_("ID number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", _("not known")), *Sex.choices]
    )
    birth_on = day(_("Date of birth"), required=False)
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    department = forms.CharField(label=_("Department"), required=False, max_length=100)
    education = forms.CharField(
        label=_("Education"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"list": "educations"}),
    )
    employment = forms.CharField(
        label=_("Form of employment"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"list": "employments"}),
    )
    is_migrant = forms.NullBooleanField(label=_("Migrant worker"), required=False)
    works_since = day(_("At work since"), required=False)
    remark = words(_("Remark"), required=False, max_length=500)
    suggested = {"educations": EDUCATIONS, "employments": EMPLOYMENTS}

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        if typed:
            check_phone(typed)
        return plain(typed)

    def clean_id_number(self) -> str:
        try:
            return rules.id_number(self.cleaned_data["id_number"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason, code="id_invalid") from refusal


class AddForm(FactsForm):
    """A new member of one union."""

    from_on = day(_("Member since"))
    field_order = ("name", "id_number", "phone", "from_on")


class CorrectForm(FactsForm):
    """The facts as they should be, and why; an empty ID number leaves the one there is."""

    reason = words(
        _("Why is this corrected?"),
        max_length=200,
        help_text=_("The member can read it beside the correction."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why an ID number is opened."""

    reason = words(
        _("What do you need the number for?"),
        max_length=200,
        help_text=_("It is kept in the history, and the member can read it."),
    )


class EndForm(forms.Form):
    """When and why a membership ends."""

    until_on = day(_("No longer a member from"))
    reason = words(_("Why does it end?"), max_length=200)
